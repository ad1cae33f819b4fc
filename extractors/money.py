"""Every amount on the document, hardly believed: what a sum may prove where no label is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from documents.fields import Candidate
from documents.kinds import currency
from documents.layout import Document, Word
from extractors.amounts import UNMARKED
from extractors.shapes import Reading, readings
from extractors.tokens import Row, rows
from extractors.view import once

_UNMARKED = re.compile(rf"-?{UNMARKED}")


def find(document: Document, *, belief: float = 0.02) -> Iterator[Candidate]:
    """Yield each amount with cents or a currency sign."""
    for text, words in printed(document):
        yield Candidate(text, words, belief, "amount")


@once
def printed(document: Document) -> tuple[Reading, ...]:
    """Every amount with its words."""
    return tuple(found for row in rows(document) for found in readings("money", row.tokens))


def find_unmarked(document: Document, *, belief: float = 0.02) -> Iterator[Candidate]:
    """Yield each amount that a machine read without its decimal mark ("17749"), as it must have been, with cents.

    Only what ends a cell, a currency behind it perhaps. Nothing but a sum can speak for it.
    """
    for row in rows(document):
        for word in _last_words(row):
            if word.engine != "text_layer" and _UNMARKED.fullmatch(word.text):
                digits = "".join(char for char in word.text if char.isdigit())
                value = Decimal(digits).scaleb(-2)
                yield Candidate(
                    word.text, (word,), belief, "unmarked_amount", -value if word.text.startswith("-") else value
                )


def _last_words(row: Row) -> Iterator[Word]:
    for cell in row.line.segments():
        words = [word for word in cell.words if not currency(word.text)]
        if words:
            yield words[-1]
