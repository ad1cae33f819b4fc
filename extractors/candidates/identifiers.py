"""Every number of a document, a case or an account: words with a digit that are no amount, rate, date or time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.calendar import day
from documents.fields import Candidate
from documents.layout import Document
from extractors.shapes import readings
from extractors.tokens import Row, rows

_NONE = re.compile(r"\d{1,2}:\d\d.*|\d+(?:[.,]\d+)?%|\D?\d\D?|.{41,}")
_EDGES = "#:;,()[]*="
_PREFIX = re.compile(r"[A-Z]{1,5}[-/]?")


def find(document: Document, month_first: bool = False) -> Iterator[Candidate]:
    """Yield each such word, with a short prefix in capitals before it also together."""
    for row in rows(document):
        yield from _of_row(row)


def _of_row(row: Row) -> Iterator[Candidate]:
    amounts = {id(word) for _, words in readings("money", row.tokens) for word in words}
    for at, token in enumerate(row.tokens):
        text = token.text.strip(_EDGES)
        if not any(map(str.isdigit, text)) or id(token.word) in amounts or _NONE.fullmatch(text) or _is_date(text):
            continue
        yield Candidate(text, (token.word,), 0.0, "identifiers")
        before = row.tokens[at - 1] if at else None
        if before is not None and _PREFIX.fullmatch(before.text):
            yield Candidate(f"{before.text} {text}", (before.word, token.word), 0.0, "identifiers")


def _is_date(text: str) -> bool:
    return bool(re.search(r"\d[./-]\d", text)) and len(text) <= 10 and day(text) is not None
