"""Every country and state that the text names."""

from __future__ import annotations

from collections.abc import Iterator

from documents.fields import Candidate
from documents.layout import Document
from extractors.places import PLACE, place
from extractors.prose import prose


def find(document: Document, month_first: bool = False) -> Iterator[Candidate]:
    """Yield each place name in its usual spelling; the order of days does not matter to it."""
    read = prose(document)
    for found in read.search(PLACE):
        yield Candidate(found[0], read.between(*found.span()), 0.0, "territories", place(found[0]))
