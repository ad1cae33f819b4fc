"""Logistic regression over the rivals for one field of one document: which of them it is, or none.

The likelihood is that of the right ones together (a total may be printed four times), the penalty keeps the weights
near those that were known before, so ten documents do no harm to a model of a thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar  # type: ignore[import-untyped]

Numbers = NDArray[np.float64]
#: Steps of the optimiser; it is near enough long before.
STEPS = 80


def fit_choice(
    rows: Any, right: NDArray[np.bool_], prior: Numbers, penalty: Numbers, beside: Numbers | None, *, starts: Any
) -> Numbers:
    """Weights of the features. `rows` is sparse, one a rival; `starts` says where each document's rivals begin.

    `right` marks the right ones, at least one a document; `prior` are the weights to stay near, by `penalty` each.
    `beside` are scores of trees with which those of the weights are averaged.
    """
    share, fixed = _averaged(beside)
    first = np.asarray(starts, dtype=np.int64)
    marked = right.astype(float)
    of_group = np.repeat(np.arange(len(first)), np.diff([*first, len(marked)]))

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = share * (rows @ weights) + fixed
        scores = np.clip(scores - np.maximum.reduceat(scores, first)[of_group], -60, 0)
        odds = np.exp(scores)
        whole, good = np.add.reduceat(odds, first), np.add.reduceat(odds * marked, first)
        pull = odds / whole[of_group] - odds * marked / good[of_group]
        away = weights - prior
        value = float(np.log(whole).sum() - np.log(good).sum() + 0.5 * (penalty * away * away).sum())
        return value, np.asarray(share * (rows.T @ pull) + penalty * away)

    return _least(loss, prior)


def fit_each(rows: Any, right: NDArray[np.bool_], prior: Numbers, penalty: Numbers, beside: Numbers | None) -> Numbers:
    """Weights of the features where each rival is right or wrong by itself (several parties)."""
    share, fixed = _averaged(beside)
    sign = np.where(right, 1.0, -1.0)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margin = sign * (share * (rows @ weights) + fixed)
        pull = -sign / (1 + np.exp(np.clip(margin, -60, 60)))
        away = weights - prior
        value = float(np.logaddexp(0, -margin).sum() + 0.5 * (penalty * away * away).sum())
        return value, np.asarray(share * (rows.T @ pull) + penalty * away)

    return _least(loss, prior)


def _averaged(beside: Numbers | None) -> tuple[float, Numbers | float]:
    """How much of the score is the weights', and what the trees add."""
    return (1.0, 0.0) if beside is None else (0.5, beside / 2)


def sharpness(judged: Sequence[tuple[Sequence[float], Sequence[bool]]], each: bool) -> float:
    """What scores of unseen documents must be multiplied with to be likeliest; not over 1.

    `judged` has for each document the scores of its rivals and which are right; `each` says that they do not exclude
    one another.
    """

    def loss(factor: float) -> float:
        return sum(_surprise(factor * np.asarray(scores), np.asarray(right), each) for scores, right in judged)

    found = minimize_scalar(loss, bounds=(0.2, 1.0), method="bounded", options={"xatol": 0.01})
    return round(float(found.x), 3)


def _surprise(scores: Numbers, right: NDArray[np.bool_], each: bool) -> float:
    if each:
        return float(np.logaddexp(0, np.where(right, -scores, scores)).sum())
    return float(np.logaddexp.reduce(scores) - np.logaddexp.reduce(scores[right]))


def _least(loss: Any, start: Numbers) -> Numbers:
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "maxcor": 8, "ftol": 1e-5})
    return np.asarray(found.x, dtype=float)
