"""Boosted trees as plain numbers: learned with LightGBM, walked without it, so that extraction need not load it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Trees are learned where so many documents teach; fewer are too few for them.
ENOUGH = 100
#: Words seen on so many documents are asked for, the most frequent first, so many at most.
ON_DOCUMENTS, MOST_WORDS = 8, 400
ROUNDS, LEAVES, RATE = 120, 7, 0.08


@dataclass(frozen=True)
class Trees:
    """Each tree by its splits: column, threshold, then where to go at or below it, and above it.

    A place to go that is negative is a leaf, -1 the first one.
    """

    columns: tuple[str, ...]
    splits: tuple[tuple[tuple[int, float, int, int], ...], ...]
    leaves: tuple[tuple[float, ...], ...]

    def scores(self, rows: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """The score of each row, a logarithm of odds."""
        column, threshold, below, above, leaves = self._tables
        dense = self._dense(rows)
        row = np.arange(len(rows))[:, None]
        tree = np.arange(len(self.splits))[None, :]
        at = np.zeros((len(rows), len(self.splits)), dtype=np.int32)
        while (inner := at >= 0).any():
            here = np.where(inner, at, 0)
            down = dense[row, column[tree, here]] <= threshold[tree, here]
            at = np.where(inner, np.where(down, below[tree, here], above[tree, here]), at)
        scores: NDArray[np.float64] = leaves[tree, -at - 1].sum(axis=1)
        return scores

    def to_plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "columns": list(self.columns),
            "splits": [list(map(list, t)) for t in self.splits],
            "leaves": self.leaves,
        }

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> Trees:
        """From JSON; KeyError, TypeError or ValueError for anything else."""
        splits = tuple(
            tuple((int(c), float(t), int(low), int(high)) for c, t, low, high in tree) for tree in plain["splits"]
        )
        leaves = tuple(tuple(float(value) for value in tree) for tree in plain["leaves"])
        return Trees(tuple(str(name) for name in plain["columns"]), splits, leaves)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.columns)}

    def _dense(self, rows: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        return _dense(self._places, rows)

    @cached_property
    def _tables(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
        most = max(len(tree) for tree in self.splits)
        splits = np.zeros((len(self.splits), most, 4))
        for number, tree in enumerate(self.splits):
            splits[number, : len(tree)] = tree
        leaves = np.zeros((len(self.leaves), most + 1))
        for number, values in enumerate(self.leaves):
            leaves[number, : len(values)] = values
        whole = splits.astype(np.int32)
        return whole[:, :, 0], splits[:, :, 1], whole[:, :, 2], whole[:, :, 3], leaves


def grow(documents: Sequence[Sequence[Mapping[str, float]]], right: Sequence[bool], seed: int) -> Trees | None:
    """Trees that tell right rows from wrong ones; None where nothing can be split."""
    import lightgbm  # only who learns pays for loading it

    columns = _columns(documents)
    rows = _dense({name: at for at, name in enumerate(columns)}, [row for each in documents for row in each])
    settings = {
        **{"objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 8, "lambda_l2": 2.0},
        **{"feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "boost_from_average": False},
        **{"seed": seed, "deterministic": True, "num_threads": 1, "verbose": -1, "use_missing": False},
    }
    learned = lightgbm.train(settings, lightgbm.Dataset(rows, np.asarray(right, dtype=int)), ROUNDS)
    grown = [_tree(each["tree_structure"]) for each in learned.dump_model()["tree_info"]]
    kept = [(splits, leaves) for splits, leaves in grown if splits]
    return Trees(tuple(columns), tuple(s for s, _ in kept), tuple(v for _, v in kept)) if kept else None


def _columns(documents: Sequence[Sequence[Mapping[str, float]]]) -> list[str]:
    """Every number, and the words that enough documents have."""
    count = Counter(name for rows in documents for name in {name for row in rows for name in row})
    ordered = sorted(count, key=lambda name: (-count[name], name))
    return [name for name in ordered[:MOST_WORDS] if count[name] >= min(ON_DOCUMENTS, len(documents))]


def _dense(places: Mapping[str, int], rows: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
    made = np.zeros((len(rows), len(places)))
    for number, row in enumerate(rows):
        for name, value in row.items():
            at = places.get(name)
            if at is not None:
                made[number, at] = value
    return made


def _tree(root: Mapping[str, Any]) -> tuple[tuple[tuple[int, float, int, int], ...], tuple[float, ...]]:
    splits: list[tuple[int, float, int, int]] = []
    leaves: list[float] = []

    def place(node: Mapping[str, Any]) -> int:
        if "leaf_value" in node:
            leaves.append(round(float(node["leaf_value"]), 5))
            return -len(leaves)
        at = len(splits)
        splits.append((0, 0.0, 0, 0))
        below, above = place(node["left_child"]), place(node["right_child"])
        splits[at] = (int(node["split_feature"]), round(float(node["threshold"]), 5), below, above)
        return at

    place(root)
    return tuple(splits), tuple(leaves)
