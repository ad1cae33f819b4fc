"""A spot among the others of its kind: first, last, largest, most frequent, and for amounts what it is the sum of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from extractors.candidates import Spot

#: Rates of tax that an amount may be of another, in percent: those printed most.
RATES = (6, 7, 19, 20, 10)
#: More amounts than this are not held against each other.
MOST = 80


def ranks(kind: str, spots: Sequence[Spot]) -> list[dict[str, float]]:
    """For each spot its ranks, each 0 to 1."""
    count = Counter(spot.key for spot in spots)
    seen: Counter[object] = Counter()
    found = []
    for at, spot in enumerate(spots):
        found.append(
            {
                "times": min(count[spot.key] / 5, 1.0),
                "nth time": min(seen[spot.key] / 5, 1.0),
                "last time": float(seen[spot.key] + 1 == count[spot.key]),
                "order": min(at / 20, 1.0),
                "order back": min((len(spots) - 1 - at) / 20, 1.0),
                "first": float(at == 0),
                "last": float(at == len(spots) - 1),
                "rivals": min(len(count) / 30, 1.0),
            }
        )
        seen[spot.key] += 1
    more = _amounts(spots) if kind == "money" else _days(spots) if kind == "date" else [{} for _ in spots]
    return [one | other for one, other in zip(found, more, strict=True)]


def _days(spots: Sequence[Spot]) -> list[dict[str, float]]:
    ordered = sorted({spot.value for spot in spots if isinstance(spot.value, date)})
    most = Counter(spot.value for spot in spots if isinstance(spot.value, date)).most_common(1)
    return [
        {
            "earliest": float(bool(ordered) and spot.value == ordered[0]),
            "latest": float(bool(ordered) and spot.value == ordered[-1]),
            "commonest": float(bool(most) and spot.value == most[0][0]),
            "one day": float(len(ordered) == 1),
        }
        for spot in spots
    ]


def _amounts(spots: Sequence[Spot]) -> list[dict[str, float]]:
    cents = [_cents(spot) for spot in spots]
    ordered = sorted(set(cents), reverse=True)
    place = {value: number for number, value in enumerate(ordered)}
    largest = ordered[0] if ordered else 0
    held = set(ordered[:MOST])
    most = Counter(cents).most_common(1)
    return [
        {
            "size": min(place[value] / 10, 1.0),
            "largest": float(value == largest),
            "second": float(place[value] == 1),
            "share": value / largest if largest > 0 and value > 0 else 0.0,
            "nil": float(value == 0),
            "below nil": float(value < 0),
            "commonest": float(bool(most) and value == most[0][0]),
            "sum": float(_is_sum(value, held)),
            "difference": float(_is_difference(value, held)),
            "tax of another": float(any(_taxes(value, other) for other in held)),
            "larger below": float(any(other > value for other in cents[at + 1 : at + 6])),
            "equal above": float(value in cents[max(0, at - 4) : at]),
            "round": float(value % 100 == 0),
        }
        for at, value in enumerate(cents)
    ]


def _cents(spot: Spot) -> int:
    return int((spot.value * 100).to_integral_value()) if isinstance(spot.value, Decimal) else 0


def _is_sum(value: int, held: set[int]) -> bool:
    """Of two others, neither of them nothing."""
    return any(0 < other < value and value - other in held for other in held)


def _is_difference(value: int, held: set[int]) -> bool:
    """Of two others."""
    return value > 0 and any(other > value and other - value in held and other != 2 * value for other in held)


def _taxes(value: int, other: int) -> bool:
    """Is the value a usual tax on the other amount?"""
    return other > value > 0 and any(abs(other * rate - 100 * value) <= 60 for rate in RATES)
