"""What the paper itself says against going straight through, whoever asks: the night, or the desk afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from assurance.completeness import incomplete
from assurance.shapes import folded
from assurance.shipped import shipped
from documents.doctype import DocumentType
from documents.fields import Fields
from documents.layout import Document
from documents.verdicts import Finding, Severity


def on_paper(document: Document, fields: Fields, doctype: DocumentType) -> Iterator[Finding]:
    """Pages that nobody could read, a picture of another invoice, handwriting to be keyed, lists that lack a value."""
    yield from _unread(document)
    yield from _another_invoice(document)
    yield from _by_hand(document, fields)
    brought = shipped(doctype.name)
    yield from incomplete(brought.complete if brought else None, document, doctype, fields)


def _unread(document: Document) -> Iterator[Finding]:
    """A page of which nothing could be read may hold what the record lacks: a person must look at it."""
    for page in document.pages:
        if page.is_unread:
            message = f"Page {page.number + 1} has ink, but no word could be read on it"
            yield Finding("unread_page", (), Severity.CONFIRM, message)


def _another_invoice(document: Document) -> Iterator[Finding]:
    """An electronic invoice whose print shows neither the number nor the total of its data.

    What is booked is not what a person would see: a slip of the sender's program, or a forgery.
    """
    data = document.e_invoice
    if data is None:
        return
    printed = folded("".join(word.text for page in document.pages for word in page.words))
    totals = [said.rstrip("0") if "." in said else said for said in data.values.get("gross_total", ())]
    asked = [folded(said) for said in (*data.values.get("invoice_number", ()), *totals)]
    if printed and asked and not any(each in printed for each in asked):
        message = "The print shows neither the invoice number nor the gross total of the data: is it another invoice?"
        yield Finding("print_differs", ("invoice_number", "gross_total"), Severity.CONFIRM, message)


def _by_hand(document: Document, fields: Fields) -> Iterator[Finding]:
    """What is written by hand is read by a person, however sure the machine is."""
    hands = [box for page in document.pages for box in page.handwriting]
    for name, found in fields.items() if hands else ():
        if found.by.startswith("keyed:"):
            continue
        if any(one.holds(other) or other.holds(one) for one in found.boxes for other in hands):
            yield Finding("handwriting", (name,), Severity.CONFIRM, "This is written by hand: read it yourself")
