"""Boosted trees as plain numbers: grown with LightGBM (growing.py), walked without it: extraction need not load it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Trees are learned where so many documents teach; fewer are too few for them.
ENOUGH = 100


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
        return self.walk(_dense(self._places, rows))

    def walk(self, dense: NDArray[np.float64]) -> NDArray[np.float64]:
        """The score of each row of a matrix whose columns are these."""
        column, threshold, below, above, leaves = self._tables
        row = np.arange(len(dense))[:, None]
        tree = np.arange(len(self.splits))[None, :]
        at = np.zeros((len(dense), len(self.splits)), dtype=np.int32)
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


def _dense(places: Mapping[str, int], rows: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
    made = np.zeros((len(rows), len(places)))
    for number, row in enumerate(rows):
        for name, value in row.items():
            at = places.get(name)
            if at is not None:
                made[number, at] = value
    return made
