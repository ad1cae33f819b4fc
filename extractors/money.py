"""Every amount on the document, hardly believed: what a sum may prove where no label is known."""

from __future__ import annotations

from collections.abc import Iterator

from documents.fields import Candidate
from documents.layout import Document
from extractors.shapes import Reading, readings
from extractors.tokens import rows
from extractors.view import once


def find(document: Document, *, belief: float = 0.02) -> Iterator[Candidate]:
    """Yield each amount with cents or a currency sign."""
    for text, words in printed(document):
        yield Candidate(text, words, belief, "amount")


@once
def printed(document: Document) -> tuple[Reading, ...]:
    """Every amount with its words."""
    return tuple(found for row in rows(document) for found in readings("money", row.tokens))
