"""How alike a value and the truth are, by the kind of field: what counts as found, and what as read badly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from rapidfuzz.distance import Levenshtein

from documents.fields import Field, Fields, Value, base_name
from documents.kinds import KINDS, written
from extractors.tokens import folded

#: An address is right when so much of it is alike: commas, line ends and abbreviations differ with who types it.
ADDRESS_ALIKE = 0.9
#: The values of one document: by field, each a text or several; or Fields as reviewed.
Truth = Mapping[str, str | Sequence[str]] | Fields


def alike(kind: str, value: Value, truth: str, month_first: bool = False) -> float:
    """0 to 1, where 1 is the same: amounts as numbers, dates as days, texts by letters and digits.

    >>> alike("money", Decimal("5.00"), "5"), alike("name", "FIR, INC.", "Fir Inc")
    (1.0, 1.0)
    >>> alike("date", date(2020, 4, 3), "03/04/2020"), alike("date", date(2020, 4, 3), "2020-04-03")
    (1.0, 1.0)
    """
    if isinstance(value, Decimal | date):
        return 1.0 if value in _meant(kind, truth, month_first) else 0.0
    if kind == "duration":
        return float(KINDS[kind](truth.replace("_", " "), False) == value)
    return Levenshtein.normalized_similarity(folded(value), folded(truth))


def right(kind: str, value: Value, truth: str, month_first: bool = False) -> bool:
    """Is the value the truth? Addresses need not be alike to the letter."""
    return alike(kind, value, truth, month_first) >= (ADDRESS_ALIKE if kind == "address" else 1.0)


def _meant(kind: str, truth: str, month_first: bool) -> set[Value]:
    """What a printed truth may mean: a numeric date is taken in either order, as the page itself leaves open."""
    orders = (month_first, not month_first) if kind == "date" else (month_first,)
    return {value for order in orders if (value := KINDS[kind](truth, order)) is not None}


def texts(truth: Truth) -> dict[str, tuple[str, ...]]:
    """The truth by declared field name, each with all its values as text; empty texts are left out.

    >>> texts({"party": ["A", "B"], "total": "5.00", "date": ""})
    {'party': ('A', 'B'), 'total': ('5.00',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, given in truth.items():
        short = base_name(name)
        found[short] = (*found.get(short, ()), *_texts(given))
    return {name: values for name, values in found.items() if values}


def _texts(given: str | Sequence[str] | Field) -> Iterable[str]:
    if isinstance(given, Field):
        return [written(given.value)]
    return [text for text in ([given] if isinstance(given, str) else given) if text.strip()]
