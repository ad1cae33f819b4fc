"""Fit a correctness model to values whose truth is known, and judge it where it has not been fitted.

Only this file and `calibration` know the learning library, and only while they fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from assurance import calibration
from assurance.correctness import Correctness, spread
from assurance.features import Features
from assurance.sampling import lot
from documents.errors import ModelError
from documents.fields import base_name

#: How freely weights may leave zero, after every feature has been brought to one scale.
FREEDOM = 0.03
#: A feature counts when so many values have it.
SEEN = 3
#: The least that anything can be learned from, and of how many groups.
FEWEST, GROUPS = 30, 5
FOLDS = 8


@dataclass(frozen=True, slots=True)
class Known:
    """A value whose truth is known. `group` (a document, a sender) is not to be learned from and judged at once."""

    group: str
    name: str
    features: Features
    right: bool


def fit(doctype: str, outcomes: Sequence[Known], seed: int = 0) -> Correctness:
    """The model of these values, calibrated on what it said of values it had not seen.

    Raises ModelError when there are too few to learn from.
    """
    _refuse_few(doctype, outcomes)
    unseen = out_of_fold(outcomes, seed)
    curve = calibration.fit(unseen, [each.right for each in outcomes])
    groups = len({each.group for each in outcomes})
    fields = frozenset(base_name(each.name) for each in outcomes)
    return Correctness(doctype, fields, _weights(outcomes), curve, len(outcomes), groups)


def out_of_fold(outcomes: Sequence[Known], seed: int = 0) -> list[float]:
    """The odds of each value by a model that saw nothing of its group."""
    fold = _folds(outcomes, seed)
    odds = [0.0] * len(outcomes)
    for number in sorted(set(fold.values())):
        weights = _weights([each for each in outcomes if fold[each.group] != number])
        for at, each in enumerate(outcomes):
            if fold[each.group] == number:
                seen = spread(each.name, each.features)
                odds[at] = sum(weights.get(key, 0.0) * value for key, value in seen.items())
    return odds


def calibrated(outcomes: Sequence[Known], odds: Sequence[float], seed: int = 0) -> list[float]:
    """P(right) of each value, by a calibration that saw nothing of its group either."""
    fold = _folds(outcomes, seed + 1)
    found = [0.0] * len(outcomes)
    for number in sorted(set(fold.values())):
        known = [at for at, each in enumerate(outcomes) if fold[each.group] != number]
        curve = calibration.fit([odds[at] for at in known], [outcomes[at].right for at in known])
        for at, each in enumerate(outcomes):
            if fold[each.group] == number:
                found[at] = curve(odds[at])
    return found


def _folds(outcomes: Sequence[Known], seed: int) -> dict[str, int]:
    """Each group's fold, by lot."""
    lots = {group: lot(str(seed), group) for group in {each.group for each in outcomes}}
    return {group: at % FOLDS for at, group in enumerate(sorted(lots, key=lots.__getitem__))}


def _refuse_few(doctype: str, outcomes: Sequence[Known]) -> None:
    groups = len({each.group for each in outcomes})
    if len(outcomes) < FEWEST or groups < GROUPS:
        raise ModelError(
            f"{doctype}: {len(outcomes)} values of {groups} documents are too few to learn from; "
            f"review {FEWEST} of {GROUPS} at least"
        )


def _weights(outcomes: Sequence[Known]) -> dict[str, float]:
    """Weights of a logistic regression by feature; what scaling moved stands in the weight of `one`."""
    right = sum(each.right for each in outcomes)
    if right in (0, len(outcomes)):
        share = (right + 0.5) / (len(outcomes) + 1)
        return {"one": log(share / (1 - share))}
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    rows = [spread(each.name, each.features) for each in outcomes]
    names = _frequent(rows)
    table = _table(rows, names)
    middle, width = table.mean(axis=0), table.std(axis=0)
    width[width < 1e-9] = 1.0
    model = LogisticRegression(C=FREEDOM, max_iter=2000)
    model.fit((table - middle) / width, [each.right for each in outcomes])
    slopes = model.coef_[0] / width
    weights = {name: float(slope) for name, slope in zip(names, slopes, strict=True) if abs(slope) > 1e-6}
    weights["one"] = float(model.intercept_[0] - slopes @ middle) + weights.get("one", 0.0)
    return weights


def _frequent(rows: Sequence[Features]) -> list[str]:
    counts: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        for name, number in row.items():
            counts[name] += number != 0
    return sorted(name for name, count in counts.items() if count >= SEEN and name != "one")


def _table(rows: Sequence[Features], names: Sequence[str]) -> NDArray[np.float64]:
    column = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, number in row.items():
            if name in column:
                table[at, column[name]] = number
    return table
