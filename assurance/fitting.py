"""Fit a correctness model to values whose truth is known, and judge it where it has not been fitted.

Only this file and `calibration` know the learning libraries, and only while they fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assurance import calibration
from assurance.calibration import Calibration
from assurance.correctness import NOT_IN_TREES, Correctness, Tree, spread
from assurance.features import Features
from assurance.sampling import lot
from documents.errors import ModelError
from documents.fields import base_name

#: How freely weights may leave zero, after every feature has been brought to one scale.
FREEDOM = 0.003
#: From so many values on, so many trees of so many leaves have a say too.
ENOUGH_FOR_TREES, TREES, LEAVES = 200, 60, 4
#: The more of these, the surer; the more of those, the less sure: a tree that says otherwise has learned an accident.
RISES = (
    "both",
    "place",
    "reading",
    "margin",
    "agreeing",
    "elsewhere",
    "word_least",
    "word_mean",
    "digit_least",
    "template",
    "exact",
    "document_reading",
    "document_places",
)
FALLS = (
    "place_unsure",
    "rival",
    "rivals",
    "document_unsure_words",
    "document_missing",
    "template_against",
    "handwritten",
)
#: A feature counts when so many values have it.
SEEN = 3
#: The least that anything can be learned from, and of how many groups.
FEWEST, GROUPS = 30, 5
FOLDS = 8
PLAIN = Calibration("platt", (1.0, 0.0))


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
    weights, trees = _models(outcomes, seed)
    groups = len({each.group for each in outcomes})
    fields = frozenset(base_name(each.name) for each in outcomes)
    return Correctness(doctype, fields, weights, trees, curve, len(outcomes), groups)


def out_of_fold(outcomes: Sequence[Known], seed: int = 0) -> list[float]:
    """The odds of each value by a model that saw nothing of its group."""
    fold = _folds(outcomes, seed)
    odds = [0.0] * len(outcomes)
    for number in sorted(set(fold.values())):
        known = [each for each in outcomes if fold[each.group] != number]
        model = Correctness("", frozenset(), *_models(known, seed), PLAIN)
        for at, each in enumerate(outcomes):
            if fold[each.group] == number:
                odds[at] = model.odds(each.name, each.features)
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


def _models(outcomes: Sequence[Known], seed: int) -> tuple[dict[str, float], tuple[Tree, ...]]:
    rows = [spread(each.name, each.features) for each in outcomes]
    right = [each.right for each in outcomes]
    wrong = len(right) - sum(right)
    return _weights(rows, right), _trees(rows, right, seed) if len(right) >= ENOUGH_FOR_TREES and wrong else ()


def _weights(rows: Sequence[Features], outcomes: Sequence[bool]) -> dict[str, float]:
    """Weights of a logistic regression by feature; what scaling moved stands in the weight of `one`."""
    right = sum(outcomes)
    if right in (0, len(outcomes)):
        share = (right + 0.5) / (len(outcomes) + 1)
        return {"one": log(share / (1 - share))}
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    names = _frequent(rows)
    table = _table(rows, names)
    middle, width = table.mean(axis=0), table.std(axis=0)
    width[width < 1e-9] = 1.0
    model = LogisticRegression(C=FREEDOM, max_iter=2000)
    model.fit((table - middle) / width, outcomes)
    slopes = model.coef_[0] / width
    weights = {name: float(slope) for name, slope in zip(names, slopes, strict=True) if abs(slope) > 1e-6}
    weights["one"] = float(model.intercept_[0] - slopes @ middle) + weights.get("one", 0.0)
    return weights


def _trees(rows: Sequence[Features], right: Sequence[bool], seed: int) -> tuple[Tree, ...]:
    """Small trees, grown one after the other, that may bend only the way in which evidence speaks."""
    import lightgbm

    names = [name for name in _frequent(rows) if not name.startswith(NOT_IN_TREES)]
    rises = [(name.split("|")[-1] in RISES) - (name.split("|")[-1] in FALLS) for name in names]
    settings = {
        "objective": "binary",
        "learning_rate": 0.05,
        "num_leaves": LEAVES,
        "min_data_in_leaf": 10,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "feature_fraction": 0.5,
        "lambda_l2": 5.0,
        "monotone_constraints": rises,
        "monotone_constraints_method": "advanced",
        "seed": seed,
        "deterministic": True,
        "num_threads": 1,
        "verbose": -1,
    }
    grown = lightgbm.train(settings, lightgbm.Dataset(_table(rows, names), [float(each) for each in right]), TREES)
    return tuple(_plain(each["tree_structure"], names) for each in grown.dump_model()["tree_info"])


def _plain(node: Mapping[str, Any], names: Sequence[str]) -> Tree:
    if "leaf_value" in node:
        return round(float(node["leaf_value"]), 6)
    below, above = _plain(node["left_child"], names), _plain(node["right_child"], names)
    return names[node["split_feature"]], float(node["threshold"]), below, above


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
