"""What the paper itself says against going straight through, whoever asks: the night, or the desk afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from assurance.completeness import incomplete
from assurance.shipped import shipped
from documents.doctype import DocumentType
from documents.fields import Fields
from documents.layout import Document
from documents.verdicts import Finding, Severity


def on_paper(document: Document, fields: Fields, doctype: DocumentType) -> Iterator[Finding]:
    """Pages that nobody could read, handwriting that no person has keyed, lists that seem to lack a value."""
    yield from _unread(document)
    yield from _by_hand(document, fields)
    brought = shipped(doctype.name)
    yield from incomplete(brought.complete if brought else None, document, doctype, fields)


def _unread(document: Document) -> Iterator[Finding]:
    """A page of which nothing could be read may hold what the record lacks: a person must look at it."""
    for page in document.pages:
        if page.is_unread:
            message = f"Page {page.number + 1} has ink, but no word could be read on it"
            yield Finding("unread_page", (), Severity.CONFIRM, message)


def _by_hand(document: Document, fields: Fields) -> Iterator[Finding]:
    """What is written by hand is read by a person, however sure the machine is."""
    hands = [box for page in document.pages for box in page.handwriting]
    for name, found in fields.items() if hands else ():
        if found.by.startswith("keyed:"):
            continue
        if any(one.holds(other) or other.holds(one) for one in found.boxes for other in hands):
            yield Finding("handwriting", (name,), Severity.CONFIRM, "This is written by hand: read it yourself")
