"""The bad ones: each ends with a reason of its own, or is read in spite of its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from generator import bad_bytes
from generator.invoices import Wanted, draw_up
from generator.layouts import print_invoice
from generator.recipes import invoices
from generator.truth import Sample, Truth, truth_of_invoice

NOTHING = Truth(None)


def _pdf(seed: int, wanted: Wanted) -> bytes:
    return print_invoice(draw_up(wanted, Random(f"{seed}/{wanted.number}")), wanted.layout)


def _encrypted(seed: int) -> bytes:
    return bad_bytes.encrypted(
        _pdf(seed, Wanted("NB/25/00600", "nordlicht", "halvern", "din_letter", 4)), "open-sesame"
    )


def _truncated(seed: int) -> bytes:
    return bad_bytes.truncated(_pdf(seed, Wanted("TM-59200", "tidewater", "kestrel", "quantity_first", 20)), 0.55)


#: File name -> reason, and what makes the bytes.
BROKEN: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "bad_encrypted.pdf": ("encrypted", _encrypted),
    "bad_truncated.pdf": ("truncated", _truncated),
    "bad_empty.pdf": ("empty_file", lambda seed: b""),
    "bad_word_file.pdf": ("not_a_document", lambda seed: bad_bytes.word_file()),
    "bad_text.pdf": ("text_as_pdf", lambda seed: bad_bytes.LETTER_TEXT.encode()),
    "bad_blank_300_pages.pdf": ("blank", lambda seed: bad_bytes.blank_pages(300)),
    "bad_huge_image.png": ("too_large", lambda seed: bad_bytes.huge_png(20_000)),
}


def _broken(name: str) -> Callable[[int], Sample]:
    reason, content = BROKEN[name]
    return lambda seed: Sample(name, content(seed), NOTHING, reason, "error", reason)


def _duplicate(seed: int) -> Sample:
    original = invoices.RECIPES["invoice_01.pdf"](seed)
    return replace(
        original, name="invoice_01_again.pdf", condition="duplicate", outcome="duplicate", reason="duplicate"
    )


def _wrong_extension(seed: int) -> Sample:
    wanted = Wanted("20510", "summit", "granger", "slip", 4)
    invoice = draw_up(wanted, Random(f"{seed}/{wanted.number}"))
    content = print_invoice(invoice, wanted.layout)
    return Sample("invoice_wrong_extension.jpg", content, truth_of_invoice(invoice), "wrong_extension")


RECIPES: dict[str, Callable[[int], Sample]] = {
    **{name: _broken(name) for name in BROKEN},
    "invoice_01_again.pdf": _duplicate,
    "invoice_wrong_extension.jpg": _wrong_extension,
}
