"""Every amount of money on the document: with cents or a currency sign, or whole where such stand in its column."""

from __future__ import annotations

from collections.abc import Iterator

from documents.fields import Candidate
from documents.layout import Document
from extractors import money


def find(document: Document, month_first: bool = False) -> Iterator[Candidate]:
    """Yield each amount; the order of days does not matter to it."""
    yield from money.find(document)
