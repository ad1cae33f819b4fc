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
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

Numbers = NDArray[np.float64]
#: Steps of the optimiser; it is near enough long before.
STEPS = 80


def fit_choice(rows: Any, starts: Sequence[int], right: Sequence[bool], prior: Numbers, penalty: Numbers) -> Numbers:
    """Weights of the features. `rows` is sparse, one a rival; `starts` says where each document's rivals begin.

    `right` marks the right ones, at least one a document; `prior` are the weights to stay near, by `penalty` each.
    """
    first = np.asarray(starts)
    marked = np.asarray(right, dtype=float)
    of_group = np.repeat(np.arange(len(first)), np.diff([*first, len(marked)]))

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = rows @ weights
        scores = np.clip(scores - np.maximum.reduceat(scores, first)[of_group], -60, 0)
        odds = np.exp(scores)
        whole, good = np.add.reduceat(odds, first), np.add.reduceat(odds * marked, first)
        pull = odds / whole[of_group] - odds * marked / good[of_group]
        away = weights - prior
        value = float(np.log(whole).sum() - np.log(good).sum() + 0.5 * (penalty * away * away).sum())
        return value, np.asarray(rows.T @ pull + penalty * away)

    return _least(loss, prior)


def fit_each(rows: Any, right: Sequence[bool], prior: Numbers, penalty: Numbers) -> Numbers:
    """Weights of the features where each rival is right or wrong by itself (several parties)."""
    sign = np.where(np.asarray(right), 1.0, -1.0)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margin = sign * (rows @ weights)
        pull = -sign / (1 + np.exp(np.clip(margin, -60, 60)))
        away = weights - prior
        value = float(np.logaddexp(0, -margin).sum() + 0.5 * (penalty * away * away).sum())
        return value, np.asarray(rows.T @ pull + penalty * away)

    return _least(loss, prior)


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


def sparse(rows: Sequence[dict[int, float]], width: int) -> Any:
    """The rows, each from column to number, as one sparse matrix."""
    starts = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter((column for row in rows for column in row), dtype=np.int32, count=int(starts[-1]))
    numbers = np.fromiter((number for row in rows for number in row.values()), dtype=float, count=int(starts[-1]))
    return csr_matrix((numbers, columns, starts), shape=(len(rows), width))


def _least(loss: Any, start: Numbers) -> Numbers:
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "maxcor": 8, "ftol": 1e-5})
    return np.asarray(found.x, dtype=float)
