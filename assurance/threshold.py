"""The threshold that follows from a promised error: fixed-sequence testing with the exact binomial test.

Learn-then-Test (Angelopoulos, Bates and others, 2021) with fixed-sequence testing: thresholds are tried from strict to
lax in an order that looks at no outcome, each by the exact test at level delta, and the first that fails ends it. Then
the chance that the threshold chosen breaks the promise is at most delta, however the scores came about. Scores must
have been stored before the outcome was known.

There is one sequence. Where much is known it begins with an eighth of the values, at a size that forgives some, so that
one wrong truth among the very surest does not end it before it began (docs/decisions/0141).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assurance.bounds import DELTA, needed, proves

#: The first test lets one value in so many through, or as few as can prove anything.
FIRST = 8
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
    proved, wrong, done = None, 0, 0
    for size in sizes(len(ordered), error, delta):
        count = _whole(ordered, size)
        wrong += sum(not item.right for item in ordered[done:count])
        done = max(count, done)
        if not proves(wrong, count, error, delta):
            break
        proved = Threshold(ordered[count - 1].score, count, wrong)
    return proved


def sizes(count: int, error: float, delta: float = DELTA) -> Iterator[int]:
    """How many values each threshold of the sequence lets through, where so many are known; at last all of them.

    A matter of numbers, never of outcomes. The first is one at which the test begins to forgive one more wrong value.

    >>> list(sizes(148, 0.02)), list(sizes(155, 0.02)), next(sizes(1300, 0.02))
    ([], [149, 151, 154, 155], 236)
    """
    forgiven = 0
    while (size := needed(error, forgiven, delta)) * FIRST < count:
        forgiven += 1
    while size < count:
        yield size
        size = max(size + 1, int(size * STEP))
    if needed(error, forgiven, delta) <= count:
        yield count


def _whole(ordered: Sequence[Item], size: int) -> int:
    """The size, and as many more as have the score of the last: equal scores are never parted."""
    last = ordered[size - 1].score
    return next((at for at in range(size, len(ordered)) if ordered[at].score < last), len(ordered))
