"""The threshold that follows from a promised error: fixed-sequence testing with the exact binomial test.

Learn-then-Test: thresholds are tried from strict to lax in an order that looks at no outcome, each by the exact test
at level delta, and the first that fails ends it. Then the chance that the threshold chosen breaks the promise is at
most delta, however the scores came about. Scores must have been stored before the outcome was known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assurance.bounds import DELTA, needed, proves

#: One wrong value among the very surest would end a sequence before it began. Where there is evidence for it, further
#: sequences begin at so many times as many values, up to so many of them; all share delta.
FURTHER, MOST_STARTS = 3, 4
#: From one test to the next so much of the evidence is added at least, or the tests would be many and alike.
STEP = 1.02


@dataclass(frozen=True, slots=True)
class Item:
    """One value whose truth is known: the score it had before anybody looked, and whether it was right."""

    score: float
    right: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    """Values with a score of `score` and above may go through: `checked` of those are known, `wrong` were wrong."""

    score: float
    checked: int
    wrong: int


def find(items: Iterable[Item], error: float, delta: float = DELTA) -> Threshold | None:
    """The laxest threshold proved to keep this error (0 to 1) among what goes through; None where none is proved.

    >>> certain = [Item(0.9, True)] * 149
    >>> find(certain, 0.02), find(certain[1:], 0.02)
    (Threshold(score=0.9, checked=149, wrong=0), None)
    """
    ordered = sorted(items, key=lambda item: -item.score)
    begin = starts(len(ordered), error, delta)
    found = [_sequence(ordered, error, start, delta / len(begin)) for start in begin]
    return min((one for one in found if one), key=lambda one: one.score, default=None)


def starts(count: int, error: float, delta: float = DELTA) -> list[int]:
    """At how many values the sequences begin, where so many are known: a matter of numbers, never of outcomes.

    >>> starts(300, 0.02), starts(2000, 0.02)
    ([149], [203, 609, 1827])
    """
    number = 1
    while number < MOST_STARTS and needed(error, 0, delta / (number + 1)) * FURTHER**number < count:
        number += 1
    first = needed(error, 0, delta / number)
    return [first * FURTHER**step for step in range(number)]


def _sequence(ordered: Sequence[Item], error: float, first: int, delta: float) -> Threshold | None:
    proved, wrong, done = None, 0, 0
    for count in _grid(ordered, first):
        wrong += sum(not item.right for item in ordered[done:count])
        done = count
        if not proves(wrong, count, error, delta):
            break
        proved = Threshold(ordered[count - 1].score, count, wrong)
    return proved


def _grid(ordered: Sequence[Item], first: int) -> Iterable[int]:
    """How many values each threshold lets through, strict to lax: label-free, and equal scores are never parted."""
    ends = [place for place, (one, other) in enumerate(pairwise(ordered), 1) if one.score > other.score]
    last = 0.0
    for end in [*ends, len(ordered)]:
        if end >= max(first, last * STEP):
            last = end
            yield end
