"""Every length of time in running text."""

from __future__ import annotations

from collections.abc import Iterator

from documents.fields import Candidate
from documents.kinds import duration
from documents.layout import Document
from extractors.prose import prose
from extractors.term import LENGTH


def find(document: Document, month_first: bool = False) -> Iterator[Candidate]:
    """Yield each length of time; the order of days does not matter to it."""
    read = prose(document)
    for found in read.search(LENGTH):
        value = duration(found[0])
        if value is not None:
            yield Candidate(found[0], read.between(*found.span()), 0.0, "durations", value)
