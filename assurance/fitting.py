"""Fit a correctness model to values whose truth is known, and judge it where it has not been fitted.

It begins at what extraction says, P(place) times P(reading) of every word, and a few small trees correct that: some
hundred values with a few dozen wrong ones teach little more, and what starts from nothing does worse with them
(docs/decisions/0140).

Only this file and `calibration` know the learning libraries, and only while they fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assurance import calibration
from assurance.calibration import Calibration, sigmoid
from assurance.correctness import NOT_IN_TREES, Correctness, Tree, spread
from assurance.features import Features
from assurance.sampling import lot
from documents.counting import counted
from documents.errors import ModelError
from documents.fields import base_name

#: What a model begins with: the odds of the place and of every word's reading. The same for all, so that scores of
#: models that several folds of values have taught can be held against each other.
BEGINS = {"sure": 1.0}
#: From so many values on, so many trees of so many leaves, each of so many values; held back so much.
ENOUGH_FOR_TREES, TREES, LEAVES, LEAST_LEAF, RATE, HELD_BACK = 200, 60, 4, 15, 0.05, 10.0
#: The more of these, the surer; the more of those, the less sure: a tree that says otherwise has learned an accident.
RISES = (
    "both",
    "sure",
    "all_read",
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
SEEN = 15
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
    right = [each.right for each in outcomes]
    found = calibration.fit(unseen, right)
    is_better = loss(calibrated(outcomes, unseen, seed), right) < loss(map(sigmoid, unseen), right)
    groups = len({each.group for each in outcomes})
    fields = frozenset(base_name(each.name) for each in outcomes)
    return Correctness(
        doctype, fields, BEGINS, _trees(outcomes, seed), found if is_better else PLAIN, len(outcomes), groups
    )


def fit_lists(doctype: str, outcomes: Sequence[Known]) -> Correctness:
    """P(complete) of lists: a logistic regression, for extraction has no word on it to begin with.

    A list that lacks no value is right. Raises ModelError when there are too few to learn from, or none lacks one.
    """
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    _refuse_few(doctype, outcomes)
    right = [each.right for each in outcomes]
    if all(right) or not any(right):
        raise ModelError(f"{doctype}: all lists are {'complete' if right[0] else 'short'}: nothing to learn from")
    rows = [each.features for each in outcomes]
    names = _frequent(rows)
    table = _table(rows, names)
    middle, width = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-9)
    model = LogisticRegression(C=1.0, max_iter=2000).fit((table - middle) / width, right)
    slopes = model.coef_[0] / width
    weights = {name: float(slope) for name, slope in zip(names, slopes, strict=True)}
    weights["one"] = float(model.intercept_[0] - slopes @ middle)
    groups = len({each.group for each in outcomes})
    fields = frozenset(base_name(each.name) for each in outcomes)
    return Correctness(doctype, fields, weights, (), PLAIN, len(outcomes), groups)


def out_of_fold(outcomes: Sequence[Known], seed: int = 0) -> list[float]:
    """The odds of each value by a model that saw nothing of its group."""
    fold = folds_of(outcomes, FOLDS, seed)
    odds = [0.0] * len(outcomes)
    for number in sorted(set(fold.values())):
        known = [each for each in outcomes if fold[each.group] != number]
        model = Correctness("", frozenset(), BEGINS, _trees(known, seed), PLAIN)
        for at, each in enumerate(outcomes):
            if fold[each.group] == number:
                odds[at] = model.odds(each.name, each.features)
    return odds


def loss(said: Iterable[float], right: Iterable[bool]) -> float:
    """The mean logarithmic loss of P(right): 0 is perfect, 0.69 says nothing.

    >>> round(loss([0.5, 0.5], [True, False]), 2)
    0.69
    """
    told = [-log(max(p if was else 1 - p, 1e-12)) for p, was in zip(said, right, strict=True)]
    return sum(told) / len(told)


def calibrated(outcomes: Sequence[Known], odds: Sequence[float], seed: int = 0) -> list[float]:
    """P(right) of each value, by a calibration that saw nothing of its group either."""
    fold = folds_of(outcomes, FOLDS, seed + 1)
    found = [0.0] * len(outcomes)
    for number in sorted(set(fold.values())):
        known = [at for at, each in enumerate(outcomes) if fold[each.group] != number]
        curve = calibration.fit([odds[at] for at in known], [outcomes[at].right for at in known])
        for at, each in enumerate(outcomes):
            if fold[each.group] == number:
                found[at] = curve(odds[at])
    return found


def folds_of(outcomes: Sequence[Known], count: int, seed: int) -> dict[str, int]:
    """Each group's fold, by lot."""
    lots = {group: lot(str(seed), group) for group in {each.group for each in outcomes}}
    return {group: at % count for at, group in enumerate(sorted(lots, key=lots.__getitem__))}


def _refuse_few(doctype: str, outcomes: Sequence[Known]) -> None:
    groups = len({each.group for each in outcomes})
    if len(outcomes) < FEWEST or groups < GROUPS:
        raise ModelError(
            f"{doctype}: {counted(len(outcomes), 'value')} of {counted(groups, 'document')} are too few to learn from; "
            f"review {FEWEST} of {GROUPS} at least"
        )


def _trees(outcomes: Sequence[Known], seed: int) -> tuple[Tree, ...]:
    """Small trees upon what extraction says, that bend only as evidence speaks; none where little is known."""
    right = [float(each.right) for each in outcomes]
    if len(right) < ENOUGH_FOR_TREES or all(right):
        return ()
    import lightgbm

    rows = [spread(each.name, each.features) for each in outcomes]
    names = [name for name in _frequent(rows) if not name.startswith(NOT_IN_TREES)]
    settings = {
        "objective": "binary",
        "boost_from_average": False,
        "learning_rate": RATE,
        "num_leaves": LEAVES,
        "min_data_in_leaf": LEAST_LEAF,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "feature_fraction": 0.5,
        "lambda_l2": HELD_BACK,
        "monotone_constraints": [(_bare(name) in RISES) - (_bare(name) in FALLS) for name in names],
        "monotone_constraints_method": "advanced",
        "seed": seed,
        "deterministic": True,
        "num_threads": 1,
        "verbose": -1,
    }
    begun = np.array([sum(weight * row.get(name, 0.0) for name, weight in BEGINS.items()) for row in rows])
    grown = lightgbm.train(settings, lightgbm.Dataset(_table(rows, names), right, init_score=begun), TREES)
    return tuple(_plain(each["tree_structure"], names) for each in grown.dump_model()["tree_info"])


def _bare(name: str) -> str:
    """The feature behind one that weighs for its field alone.

    >>> _bare("total|both")
    'both'
    """
    return name.split("|")[-1]


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
