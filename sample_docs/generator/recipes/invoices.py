"""Invoices and credit notes in every layout and condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from generator.conditions import CONDITIONS
from generator.invoice import Invoice
from generator.invoices import Wanted, draw_up
from generator.layouts import LAYOUTS, print_invoice
from generator.truth import Sample, Truth, truth_of_invoice


@dataclass(frozen=True, slots=True)
class Piece:
    """One invoice file: what it shows, the condition it comes in, where it should end."""

    wanted: Wanted
    condition: str = "born_digital"
    outcome: str = "record"
    reason: str = ""


PIECES: dict[str, Piece] = {
    "invoice_01.pdf": Piece(Wanted("RE-2025-10417", "brandtner", "halvern", "din_letter", 6, "PO-250101")),
    "invoice_02.pdf": Piece(Wanted("NB/25/00388", "nordlicht", "steinbach", "din_letter", 7, "PO-250102", rebate=5)),
    "invoice_03.pdf": Piece(Wanted("2025-0193", "rebmann", "steinbach", "craft", 27, days=14, paid=30)),
    "invoice_04.pdf": Piece(Wanted("7740 118 552", "lindqvist", "halvern", "statement", 4, paid=40)),
    "invoice_05.pdf": Piece(Wanted("90233107", "frischhof", "halvern", "wide", 28, "PO-250105", 21, discounts=True)),
    "invoice_06.pdf": Piece(Wanted("TM-58812", "tidewater", "kestrel", "quantity_first", 9, "KF-77120")),
    "invoice_07.pdf": Piece(Wanted("HG114402", "harrowgate", "orchard", "quantity_first", 24, "OLH-3351")),
    "invoice_08.pdf": Piece(Wanted("KD-2025-061", "keane", "halvern", "label_column", 5, "PO-250108")),
    "invoice_09.pdf": Piece(Wanted("VDM25-3307", "vandermeer", "steinbach", "label_column", 7, rebate=10)),
    "invoice_10.pdf": Piece(Wanted("CRS-100873", "cobalt", "bluefin", "band", 5, "BMD-60417")),
    "invoice_11.pdf": Piece(Wanted("PR/4471/B", "pelham", "orchard", "centred", 6, paid=25)),
    "invoice_12.pdf": Piece(Wanted("20388", "summit", "granger", "slip", 6, "GCSD-2210")),
    "invoice_13.pdf": Piece(Wanted("HG114519", "harrowgate", "kestrel", "desk_system", 6, "KF-77143")),
    "invoice_14.pdf": Piece(Wanted("AK-250774", "alpenkraft", "steinbach", "wide", 5, discounts=True)),
    "invoice_15.pdf": Piece(Wanted("20402", "summit", "bluefin", "band", 22, "BMD-60431")),
    "invoice_16.pdf": Piece(Wanted("VDM25-3391", "vandermeer", "halvern", "desk_system", 46, "PO-250116", paid=20)),
    "credit_note_01.pdf": Piece(
        Wanted("GS-25-0041", "nordlicht", "steinbach", "din_letter", 2, days=None, credit=True, refers_to="NB/25/00388")
    ),
    "credit_note_02_scan.pdf": Piece(
        Wanted("CN-1180", "tidewater", "kestrel", "quantity_first", 2, days=None, credit=True, refers_to="TM-58812"),
        "scanned",
    ),
    "invoice_scan_01.pdf": Piece(
        Wanted("RE-2025-10533", "brandtner", "steinbach", "din_letter", 5, "PO-250121"), "scanned"
    ),
    "invoice_scan_02.pdf": Piece(
        Wanted("HG114688", "harrowgate", "orchard", "desk_system", 5, "OLH-3390"), "scanned_turned_90"
    ),
    "invoice_scan_03.pdf": Piece(Wanted("NB/25/00412", "nordlicht", "halvern", "din_letter", 6), "scanned_turned_180"),
    "invoice_scan_04.pdf": Piece(Wanted("PR/4502/A", "pelham", "kestrel", "centred", 5), "scanned_skewed"),
    "invoice_scan_05.pdf": Piece(
        Wanted("TM-58991", "tidewater", "orchard", "quantity_first", 6, "OLH-3402"), "scanned_faint"
    ),
    "invoice_scan_06.pdf": Piece(Wanted("7740 119 307", "lindqvist", "steinbach", "statement", 4), "scanned_noisy"),
    "invoice_scan_07.pdf": Piece(Wanted("KD-2025-088", "keane", "steinbach", "label_column", 4), "scanned_stained"),
    "invoice_scan_08.pdf": Piece(Wanted("2025-0240", "rebmann", "halvern", "craft", 25, days=14), "scanned_fax"),
    "invoice_scan_09.pdf": Piece(Wanted("20455", "summit", "granger", "slip", 5, "GCSD-2248"), "scanned_skewed_back"),
    "invoice_scan_10.pdf": Piece(
        Wanted("90233290", "frischhof", "steinbach", "wide", 9, discounts=True), "scanned_turned_270"
    ),
    "invoice_scan_11.tif": Piece(Wanted("TM-59034", "tidewater", "kestrel", "quantity_first", 25, "KF-77180"), "tiff"),
    "invoice_photo_01.jpg": Piece(Wanted("RE-2025-10610", "brandtner", "halvern", "din_letter", 4), "photo"),
    "invoice_shot_01.png": Piece(Wanted("CRS-100951", "cobalt", "bluefin", "band", 4, "BMD-60478"), "png"),
    "invoice_mixed_01.pdf": Piece(Wanted("HG114731", "harrowgate", "kestrel", "quantity_first", 23), "mixed"),
    "invoice_unknown_order.pdf": Piece(
        Wanted("AK-250801", "alpenkraft", "halvern", "din_letter", 4, "PO-999417"),
        outcome="review",
        reason="unknown_order",
    ),
    "invoice_wrong_sum.pdf": Piece(
        Wanted("TM-59120", "tidewater", "orchard", "quantity_first", 5, wrong_sum=90),
        outcome="review",
        reason="wrong_sum",
    ),
    "invoice_wrong_iban.pdf": Piece(
        Wanted("90233391", "frischhof", "halvern", "wide", 6, wrong_iban=True), outcome="review", reason="wrong_iban"
    ),
    "invoice_same_number.pdf": Piece(
        Wanted("KD-2025-061", "keane", "halvern", "label_column", 3), outcome="review", reason="duplicate_number"
    ),
}

#: Purchase orders that an invoice names but nobody wrote.
UNKNOWN_ORDERS = frozenset({"PO-999417"})

#: Days between a purchase order and the invoice that names it.
ORDERED_BEFORE = 20


def invoice_of(name: str, seed: int) -> Invoice:
    """The invoice in the file of this name."""
    return draw_up(PIECES[name].wanted, Random(f"{seed}/{name}"))


def printed_invoice(name: str, seed: int) -> tuple[bytes, Truth]:
    """The invoice of this name as a born-digital PDF, and its truth."""
    invoice, layout = invoice_of(name, seed), PIECES[name].wanted.layout
    return print_invoice(invoice, layout), truth_of_invoice(invoice, LAYOUTS[layout].omits)


def _recipe(name: str) -> Callable[[int], Sample]:
    def make(seed: int) -> Sample:
        piece = PIECES[name]
        pdf, truth = printed_invoice(name, seed)
        content = CONDITIONS[piece.condition](pdf, Random(f"{seed}/{name}/wear").randrange(2**31))
        return Sample(name, content, truth, piece.condition, piece.outcome, piece.reason)

    return make


RECIPES = {name: _recipe(name) for name in PIECES}
