"""P(this value is exactly right): what extraction says of it, corrected by a few small trees, calibrated.

Plain numbers, kept as JSON. `assurance.fitting` makes one from reviewed values; to use one needs no learning library.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assurance.calibration import Calibration
from assurance.features import Features
from documents.errors import ModelError
from documents.fields import base_name

#: The format of the file; another number is another program's.
FORMAT = 2
#: These weigh differently for every field: a name's margin says other things than an amount's.
BY_FIELD = ("both", "sure", "place", "reading", "rival", "word_least", "agreeing")
#: Trees do not look at these: one of many names each, on which they would learn single documents by heart.
NOT_IN_TREES = ("begins:", "ends:", "before_word:", "after_word:", "by:", "check:", "engine:")
#: No machine is surer than this.
SUREST = 0.9999


#: A leaf is a number (odds); a split a feature, a limit, and what follows below it or at it, and above.
Tree = float | tuple[str, float, "Tree", "Tree"]


@dataclass(frozen=True)
class Correctness:
    """The correctness model of one document type, for the `fields` that it was fitted to.

    So many `values` were known when it was fitted, of so many `documents`.
    """

    doctype: str
    fields: frozenset[str]
    weights: Mapping[str, float]
    trees: tuple[Tree, ...]
    calibration: Calibration
    values: int = 0
    documents: int = 0

    def knows(self, name: str) -> bool:
        """Was this field among those that it was fitted to?"""
        return base_name(name) in self.fields

    def odds(self, name: str, features: Features) -> float:
        """The odds (a logarithm) that the value of this field is right, before calibration."""
        seen = spread(name, features)
        linear = sum(self.weights.get(key, 0.0) * number for key, number in seen.items())
        return linear + sum(leaf(tree, seen) for tree in self.trees)

    def probability(self, name: str, features: Features) -> float:
        """P(right), 0 to 1."""
        return min(self.calibration(self.odds(name, features)), SUREST)

    @cached_property
    def version(self) -> str:
        """What it is known by: the beginning of its hash."""
        return hashlib.sha256(json.dumps(self.to_plain(), sort_keys=True).encode()).hexdigest()[:12]

    def to_plain(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {
            "format": FORMAT,
            "doctype": self.doctype,
            "fields": sorted(self.fields),
            "weights": {name: round(weight, 5) for name, weight in sorted(self.weights.items())},
            "trees": self.trees,
            "method": self.calibration.method,
            "numbers": [round(number, 5) for number in self.calibration.numbers],
            "values": self.values,
            "documents": self.documents,
        }

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> Correctness:
        """A model again. Raises ModelError for anything else."""
        try:
            if plain["format"] != FORMAT:
                raise ModelError(f"this correctness model has format {plain['format']}, not {FORMAT}; fit it anew")
            calibration = Calibration(str(plain["method"]), tuple(float(each) for each in plain["numbers"]))
            weights = {str(name): float(weight) for name, weight in plain["weights"].items()}
            fields = frozenset(map(str, plain["fields"]))
            trees = tuple(_tree(each) for each in plain["trees"])
            of = (int(plain["values"]), int(plain["documents"]))
            return Correctness(str(plain["doctype"]), fields, weights, trees, calibration, *of)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(f"this is no correctness model: {error}; fit it anew or take an earlier one") from error


def spread(name: str, features: Features) -> Features:
    """The features, and those of BY_FIELD once more for the field itself.

    >>> spread("lines.2.amount", {"place": 1.5})
    {'place': 1.5, 'lines.amount|place': 1.5}
    """
    field = base_name(name)
    return features | {f"{field}|{key}": features[key] for key in BY_FIELD if key in features}


def leaf(tree: Tree, seen: Mapping[str, float]) -> float:
    """Where the features lead in a tree.

    >>> leaf(("place", 0.5, -1.0, 1.0), {"place": 0.5}), leaf(("place", 0.5, -1.0, 1.0), {"place": 0.7})
    (-1.0, 1.0)
    """
    while isinstance(tree, tuple):
        name, limit, below, above = tree
        tree = below if seen.get(name, 0.0) <= limit else above
    return tree


def _tree(plain: Any) -> Tree:
    if isinstance(plain, int | float):
        return float(plain)
    name, limit, below, above = plain
    return str(name), float(limit), _tree(below), _tree(above)
