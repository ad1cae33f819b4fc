"""Make a score a probability, by the method that fits how much is known.

Fewer than 300 values: Platt (two numbers). To 2,000: beta calibration (three). Beyond: isotonic, with 50 values at
least in a step, centred so that order is kept. Calibration is for people and for ranking; no promise rests on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, log1p

import numpy as np
from numpy.typing import NDArray

FEW, MANY, BIN = 300, 2000, 50
#: Isotonic steps are mixed with so much of the score itself, so that no two scores become one.
SLOPE = 0.02
#: How strongly Platt's line is held at slope 1 and shift 0, in values; and how flat it may become.
PULL, FLATTEST = 5.0, 1e-6
START = np.array([1.0, 0.0])


@dataclass(frozen=True, slots=True)
class Calibration:
    """Odds (a logarithm) to a probability. `numbers` are the method's: two, three, or the knots of the steps."""

    method: str
    numbers: tuple[float, ...]

    def __call__(self, odds: float) -> float:
        """P(right), strictly between 0 and 1.

        >>> round(Calibration("platt", (1.0, 0.0))(0.0), 2), round(Calibration("beta", (1.0, 1.0, 0.0))(2.0), 2)
        (0.5, 0.88)
        """
        match self.method:
            case "platt":
                slope, shift = self.numbers
                return sigmoid(slope * odds + shift)
            case "beta":
                right, wrong, shift = self.numbers
                return sigmoid(-right * log1p(exp(-odds)) + wrong * log1p(exp(odds)) + shift)
        half = len(self.numbers) // 2
        steps = _between(odds, self.numbers[:half], self.numbers[half:])
        return (1 - SLOPE) * steps + SLOPE * sigmoid(odds)


def sigmoid(odds: float) -> float:
    """The probability of these odds (a logarithm), cut so far out that nothing overflows."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def fit(odds: Sequence[float], right: Sequence[bool]) -> Calibration:
    """The calibration of these scores, by the method for so many. With one outcome only it is that of add-half."""
    cut = [max(-30.0, min(30.0, each)) for each in odds]
    if len(set(right)) < 2:
        share = (sum(right) + 0.5) / (len(right) + 1)
        return Calibration("platt", (0.0, log(share / (1 - share))))
    if len(cut) < FEW:
        return near(cut, right)
    return _beta(cut, right) if len(cut) <= MANY else _isotonic(cut, right)


def near(odds: Sequence[float], right: Sequence[bool]) -> Calibration:
    """Platt's curve, held near the odds as they are: it leaves them as far as the values ask for it."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    x, y = np.clip(np.asarray(odds, dtype=float), -30, 30), np.asarray(right, dtype=float)

    def surprise(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = line[0] * x + line[1]
        away, pull = line - START, 1 / (1 + np.exp(-z)) - y
        value = np.logaddexp(0, z) - y * z
        return float(value.sum() + PULL / 2 * away @ away), np.array([pull @ x, pull.sum()]) + PULL * away

    slope, shift = minimize(surprise, START, jac=True, method="L-BFGS-B", bounds=[(FLATTEST, None), (None, None)]).x
    return Calibration("platt", (float(slope), float(shift)))


def _beta(odds: Sequence[float], right: Sequence[bool]) -> Calibration:
    rows = [[-log1p(exp(-each)), log1p(exp(each))] for each in odds]
    one, other, shift = _logistic(rows, right)
    if one > 0 and other > 0:
        return Calibration("beta", (one, other, shift))
    return near(odds, right)  # one end does not bend: the simpler curve


def _logistic(rows: Sequence[Sequence[float]], right: Sequence[bool]) -> list[float]:
    """Slopes, then the shift, of a logistic regression that is barely held back."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    model = LogisticRegression(C=100.0, max_iter=1000).fit(rows, list(right))
    return [*(float(each) for each in model.coef_[0]), float(model.intercept_[0])]


def _isotonic(odds: Sequence[float], right: Sequence[bool]) -> Calibration:
    """Pool adjacent violators over equal bins; the knots are the middles of what was pooled."""
    ordered = sorted(zip(odds, right, strict=True))
    count = len(ordered) // BIN
    bins = [ordered[len(ordered) * n // count : len(ordered) * (n + 1) // count] for n in range(count)]
    pooled: list[tuple[float, float, int]] = []
    for one in bins:
        pooled.append((sum(z for z, _ in one), float(sum(r for _, r in one)), len(one)))
        while len(pooled) > 1 and pooled[-2][1] / pooled[-2][2] >= pooled[-1][1] / pooled[-1][2]:
            last, before = pooled.pop(), pooled.pop()
            pooled.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    middles = [total / size for total, _, size in pooled]
    shares = [(hits + 0.5) / (size + 1) for _, hits, size in pooled]
    return Calibration("isotonic", (*middles, *sorted(shares)))


def _between(x: float, knots: Sequence[float], heights: Sequence[float]) -> float:
    if x <= knots[0]:
        return heights[0]
    for (left, low), (right, high) in pairwise(zip(knots, heights, strict=True)):
        if x <= right:
            return low + (high - low) * (x - left) / (right - left) if right > left else high
    return heights[-1]
