"""Is a promise still kept? A bet against it, on every value that blind QA checks; it may be looked at any time.

The wealth of whoever bets that more than `error` of the values are wrong. While the promise holds, the chance that it
ever grows twentyfold is at most 5 % (Ville), however often one looks. A value that was likelier to be drawn stakes
less, so that fields drawn more often do not speak louder.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, log1p

from assurance.bounds import DELTA

#: Shares of the largest bet that can never ruin; the wealth is the mean over all of them.
BETS = (0.02, 0.05, 0.1, 0.2, 0.4)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What blind QA said of one accepted value: was it right, and how likely was it to be drawn."""

    right: bool
    probability: float = 1.0


def wealth(verdicts: Iterable[Verdict], error: float) -> float:
    """The highest wealth that the bet against the promise ever had, from 1.

    >>> wealth([Verdict(True)] * 50, 0.02), round(wealth([Verdict(False, 0.05)] * 3, 0.02))
    (1.0, 2051)
    """
    seen = list(verdicts)
    least = min((verdict.probability for verdict in seen), default=1.0)  # how draws were planned looks at no outcome
    logs, highest = [0.0] * len(BETS), 0.0
    for verdict in seen:
        weight = least / verdict.probability
        gain = weight * ((0.0 if verdict.right else 1.0) - error)
        logs = [so_far + log1p(bet / error * gain) for so_far, bet in zip(logs, BETS, strict=True)]
        highest = max(highest, _mean(logs))
    return exp(min(highest, 700.0))


def broken(verdicts: Iterable[Verdict], error: float, delta: float = DELTA) -> bool:
    """Do the verdicts refute that at most `error` of the values are wrong?

    >>> right, wrong = [Verdict(True, 0.05)], [Verdict(False, 0.05)]
    >>> broken(right * 300 + wrong * 3, 0.02), broken(wrong * 3, 0.02)
    (False, True)
    """
    return wealth(verdicts, error) >= 1 / delta


def _mean(logs: list[float]) -> float:
    top = max(logs)
    return top + log(sum(exp(one - top) for one in logs) / len(logs))
