"""Several documents in one scan, behind separator sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from generator import bundles
from generator.agreement_facts import AGREEMENTS
from generator.agreements import truth_of_agreement
from generator.form import print_filled, truth_of_form
from generator.invoices import Wanted, draw_up
from generator.layouts import LAYOUTS, print_invoice
from generator.legal_pages import print_agreement
from generator.receipts import ring_up, truth_of_receipt
from generator.recipes.forms import FORMS
from generator.scanner import Grey, Wear, scanned
from generator.separators import print_separator
from generator.till_rolls import print_receipt
from generator.truth import Part, Sample, Truth, truth_of_invoice

Printed = tuple[bytes, Truth]


def _invoice(wanted: Wanted) -> Callable[[Random], Printed]:
    def print_it(chance: Random) -> Printed:
        invoice = draw_up(wanted, chance)
        return print_invoice(invoice, wanted.layout), truth_of_invoice(invoice, LAYOUTS[wanted.layout].omits)

    return print_it


def _receipt(shop: str) -> Callable[[Random], Printed]:
    def print_it(chance: Random) -> Printed:
        receipt = ring_up(shop, chance)
        return print_receipt(receipt), truth_of_receipt(receipt)

    return print_it


def _form(name: str, who: int) -> Callable[[Random], Printed]:
    def print_it(chance: Random) -> Printed:
        form, fill_in = FORMS[name]
        filled = fill_in(who, chance)
        return print_filled(form, filled, chance, "Courier-Bold"), truth_of_form(form, filled)

    return print_it


def _agreement(key: str, dress: str) -> Callable[[Random], Printed]:
    def print_it(chance: Random) -> Printed:
        return print_agreement(AGREEMENTS[key], dress, chance), truth_of_agreement(AGREEMENTS[key])

    return print_it


@dataclass(frozen=True, slots=True)
class Pile:
    """The documents of one scan in order.

    `typed` sheets name the type of what follows; `first` says whether a sheet lies on top of the first document.
    """

    documents: tuple[Callable[[Random], Printed], ...]
    typed: bool = False
    first: bool = True
    skew: float = 0.3


PILES: dict[str, Pile] = {
    "batch_01_scan.pdf": Pile(
        (
            _invoice(Wanted("RE-2025-10815", "brandtner", "halvern", "din_letter", 5)),
            _receipt("ironmonger"),
            _invoice(Wanted("HG114902", "harrowgate", "kestrel", "quantity_first", 22)),
        ),
    ),
    "batch_02_scan.pdf": Pile(
        (
            _invoice(Wanted("PR/4533/C", "pelham", "orchard", "centred", 4)),
            _form("registration_form", 3),
            _receipt("paperclip"),
        ),
        typed=True,
        skew=-0.5,
    ),
    "batch_03_scan.tif": Pile(
        (
            _invoice(Wanted("20491", "summit", "bluefin", "slip", 4)),
            _agreement("nda_2", "serif"),
            _form("claim_form", 1),
        ),
        first=False,
    ),
}


def _recipe(name: str) -> Callable[[int], Sample]:
    def make(seed: int) -> Sample:
        pile, chance = PILES[name], Random(f"{seed}/{name}")
        wear = Wear(skew=pile.skew, specks=80)
        pages: list[Grey] = []
        parts: list[Part] = []
        for n, document in enumerate(pile.documents):
            pdf, truth = document(chance)
            if n or pile.first:
                sheet = print_separator(truth.type or "" if pile.typed else "")
                pages += scanned(sheet, wear, chance.randrange(2**31))
            first = len(pages) + 1
            pages += scanned(pdf, wear, chance.randrange(2**31))
            parts.append(Part(first, len(pages), truth))
        content = bundles.tiff(pages) if name.endswith(".tif") else bundles.scan_pdf(pages, fax=True)
        return Sample(name, content, Truth(None), "separator_sheets", "split", "several_documents", tuple(parts))

    return make


RECIPES = {name: _recipe(name) for name in PILES}
