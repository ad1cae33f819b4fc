"""Does what was learned beat what was known before, on documents of senders that did not teach it?

A few reviews say little: what they teach is used only where it wins out of fold by more than chance would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from zlib import crc32

from extractors.design import Case
from extractors.features import Traits
from extractors.ranker import RULES
from extractors.trees import ENOUGH

#: Documents are divided into so many folds by sender; from ENOUGH documents on one half tests the other.
FOLDS = 4
#: With few documents a change must win by so many standard errors of the documents it decides otherwise.
SURELY = 1.64
#: A model that answers rightly scores a document above this.
HALF = 0.0


#: For each document tested, its position, and the scores of its rivals.
Judged = list[tuple[int, list[float]]]


def folds(cases: Sequence[Case]) -> list[list[int]]:
    """Positions of the cases to be tested together, no sender in two folds; each case by itself where all share one.

    Of many cases only the smaller half, for the other teaches enough to tell.
    """
    senders = sorted({case.sender for case in cases}, key=lambda name: crc32(name.encode()))
    if len(senders) < FOLDS:
        made = [list(range(at, len(cases), FOLDS)) for at in range(FOLDS)]
    else:
        home = {name: at % FOLDS for at, name in enumerate(senders)}
        made = [[at for at, case in enumerate(cases) if home[case.sender] == fold] for fold in range(FOLDS)]
    made = [fold for fold in made if fold]
    if len(cases) >= ENOUGH:
        halves = [sorted(at for fold in made[half::2] for at in fold) for half in (0, 1)]
        made = [min(halves, key=len)]
    return made if len(cases) > 1 else []


def judged(cases: Sequence[Case], tested: Callable[[Sequence[int], Sequence[int]], list[list[float]]]) -> Judged:
    """The scores of each case tested: `tested` has them by the positions of the cases that teach and are asked."""
    found: Judged = []
    for fold in folds(cases):
        held = set(fold)
        others = [at for at in range(len(cases)) if at not in held]
        found += zip(fold, tested(others, fold), strict=True)
    return found


def ruled(seen: Sequence[Traits]) -> list[float]:
    """What the rules believe of each rival, around HALF; of "absent" more than of what no rule proposes."""
    return [each.numbers[RULES] - 0.5 if "absent" not in each.words else -0.49 for each in seen]


def better(cases: Sequence[Case], new: Judged, old: Judged, repeated: bool) -> bool:
    """Does the new model decide more cases rightly, by more than chance where there are few?

    Of many cases it need not be surely better, only not surely worse: it also knows how sure it is.
    """
    won = lost = 0
    for (at, ours), (_, theirs) in zip(new, old, strict=True):
        one, other = (_rightly(cases[at].right, scores, repeated) for scores in (ours, theirs))
        won, lost = won + max(one - other, 0), lost + max(other - one, 0)
    least = SURELY * sqrt(won + lost) * max(-1.0, 1 - len(cases) / ENOUGH)
    return won - lost > least or (len(cases) >= ENOUGH and won - lost >= least)


def _rightly(right: Sequence[bool], scores: Sequence[float], repeated: bool) -> int:
    """Is the likeliest rival right; of a repeated field: how many values are judged rightly."""
    if repeated:
        return sum((score > HALF) == true for score, true in zip(scores, right, strict=True))
    return int(right[max(range(len(scores)), key=lambda at: scores[at])])
