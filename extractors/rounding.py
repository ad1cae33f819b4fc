"""The total after rounding: where cash is rounded to five cents, tills print the step and then what is to be paid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from documents.fields import Candidate
from documents.kinds import KINDS
from documents.layout import Document
from extractors.shapes import Reading, readings
from extractors.tokens import Row, rows

#: How often the amount behind the step was the total; the step is a few cents, its sign often unread.
ROUNDED = 0.96
_ROUNDING = re.compile(r"\bround", re.IGNORECASE)
_STEP = re.compile(r"(?<!\d)0?[.,]\s?0([1-9])(?!\d)")
#: Behind such words stands what was handed over or came back.
_HANDED = re.compile(r"cash|change|tender|paid|balance|visa|master|card|amex", re.IGNORECASE)
#: The total before stands in so many lines above the step, the rounded one in so many below.
ABOVE, BELOW = 6, 3


def find(document: Document) -> Iterator[Candidate]:
    """Yield the amount behind a rounding step that differs by it from an amount before it."""
    known = rows(document)
    for at, row in enumerate(known):
        step = _STEP.search(row.line.text) if _ROUNDING.search(row.line.text) else None
        if step:
            before = {_value(text) for text, _ in _amounts(known[max(0, at - ABOVE) : at])}
            behind = _amounts([each for each in known[at + 1 : at + 1 + BELOW] if not _HANDED.search(each.line.text)])
            for text, words in behind:
                if {_value(text) - Decimal(int(step[1])) / 100, _value(text) + Decimal(int(step[1])) / 100} & before:
                    yield Candidate(text, words, ROUNDED, "rounded")
                    break


def _amounts(lines: Sequence[Row]) -> list[Reading]:
    return [found for row in lines for found in readings("money", row.tokens)]


def _value(text: str) -> Decimal:
    value = KINDS["money"](text, False)
    return value if isinstance(value, Decimal) else Decimal(0)
