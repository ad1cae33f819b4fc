"""What an electronic invoice says of itself: exact data, shown at its place on the page where the page prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from documents.fields import Candidate, Value
from documents.kinds import KINDS
from documents.layout import Document, Word
from extractors.arbitrate import EXACT
from extractors.shapes import readings
from extractors.tokens import folded, index
from extractors.view import once

Printed = TypeVar("Printed", Decimal, date)


def find(document: Document, *, field: str, kind: str) -> Iterator[Candidate]:
    """Yield what the embedded or bare XML has for the field, in the words of the page that say the same."""
    if document.e_invoice is None:
        return
    for text in document.e_invoice.values.get(field, ()):
        value = parsed(kind, text)
        if value is not None:
            yield Candidate(text, printed(document, kind, value), EXACT, "e_invoice", value)


def find_lines(document: Document, *, kinds: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the invoice lines' cells, `1.quantity`, for the columns in `kinds` (column to kind of value)."""
    if document.e_invoice is None:
        return
    for number, cells in enumerate(document.e_invoice.lines, 1):
        for column, kind in kinds.items():
            value = parsed(kind, cells.get(column, ""))
            if value is not None:
                words = printed(document, kind, value) if kind == "text" else ()
                yield Candidate(cells[column], words, EXACT, "e_invoice", value, name=f"{number}.{column}")


def parsed(kind: str, text: str) -> Value | None:
    r"""The value as data write it: 1.234 is one and a bit there, never a thousand.

    >>> parsed("money", "1.234"), parsed("date", "20180605"), parsed("money", "n/a"), parsed("name", "A\nB")
    (Decimal('1.234'), datetime.date(2018, 6, 5), None, 'A B')
    """
    if kind in ("money", "number", "percentage"):
        plain = text.strip()
        return Decimal(plain) if plain.lstrip("+-").replace(".", "", 1).isdecimal() else None
    return KINDS[kind](text, False) if text.strip() else None


def printed(document: Document, kind: str, value: Value) -> tuple[Word, ...]:
    """The words of the page that say the value: of an amount the last such, of anything else the first; or none."""
    if isinstance(value, Decimal):
        return _numbers(document).get(value, ())
    if isinstance(value, date):
        return _dates(document).get(value, ())
    known = index(document)
    for row, start, end in known.places.get(folded(value), ())[:1]:
        return tuple(dict.fromkeys(token.word for token in known.rows[row].tokens[start:end]))
    return ()


@once
def _numbers(document: Document) -> dict[Decimal, tuple[Word, ...]]:
    return _by_value(document, "money", Decimal)


@once
def _dates(document: Document) -> dict[date, tuple[Word, ...]]:
    return _by_value(document, "date", date)


def _by_value(document: Document, kind: str, of: type[Printed]) -> dict[Printed, tuple[Word, ...]]:
    found: dict[Printed, tuple[Word, ...]] = {}
    for row in index(document).rows:
        for text, words in readings(kind, row.tokens):
            value = KINDS[kind](text, False)
            if isinstance(value, of) and (of is Decimal or value not in found):
                found[value] = words
    return found
