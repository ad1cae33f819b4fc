"""Recorded words for the tests: a page set from lines of text, as a text layer or as a machine would read it."""

from __future__ import annotations

from documents.layout import Box, Document, EInvoice, Page, Source, Word

#: A letter's width and a line's height, as fractions of the page.
LETTER, HIGH, PITCH = 0.0095, 0.011, 0.017


def words(text: str, line: float, left: float = 0.08, page: int = 0, reading: float = 1.0) -> list[Word]:
    """The words of one line; three spaces or more are a wide gap, `|` jumps to the next quarter of the page."""
    found, at = [], left
    engine = "text_layer" if reading == 1.0 else "tesseract"
    for cell in text.split("|"):
        for word in cell.split(" "):
            if word:
                box = Box(page, at, 0.05 + line * PITCH, at + LETTER * len(word), 0.05 + line * PITCH + HIGH)
                found.append(Word(word, box, reading, engine))
            at += LETTER * (len(word) + 0.6)
        at = 0.25 * (int(at / 0.25) + 1)
    return found


def page(*lines: str, number: int = 0, reading: float = 1.0) -> Page:
    """A page with these lines, top to bottom; empty ones leave a gap."""
    placed = tuple(word for at, text in enumerate(lines) for word in words(text, at, page=number, reading=reading))
    source = Source.BLANK if not placed else Source.TEXT_LAYER if reading == 1.0 else Source.OCR
    return Page(number, 595.0, 842.0, placed, source)


def document(*lines: str, reading: float = 1.0, e_invoice: EInvoice | None = None) -> Document:
    """A document of one page."""
    return Document("0" * 64, "made.pdf", (page(*lines, reading=reading),), e_invoice=e_invoice)
