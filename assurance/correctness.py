"""P(this value is exactly right): a logistic model of what is known of it, calibrated. Plain numbers, kept as JSON.

`assurance.fitting` makes one from reviewed values; to use one needs no learning library.
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
FORMAT = 1
#: These weigh differently for every field: a name's margin says other things than an amount's.
BY_FIELD = ("both", "place", "reading", "rival", "word_least", "agreeing")
#: No machine is surer than this.
SUREST = 0.9999


@dataclass(frozen=True)
class Correctness:
    """The correctness model of one document type, for the `fields` that it was fitted to.

    So many `values` were known when it was fitted, of so many `documents`.
    """

    doctype: str
    fields: frozenset[str]
    weights: Mapping[str, float]
    calibration: Calibration
    values: int = 0
    documents: int = 0

    def knows(self, name: str) -> bool:
        """Was this field among those that it was fitted to?"""
        return base_name(name) in self.fields

    def odds(self, name: str, features: Features) -> float:
        """The odds (a logarithm) that the value of this field is right, before calibration."""
        return sum(self.weights.get(key, 0.0) * number for key, number in spread(name, features).items())

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
            of = (int(plain["values"]), int(plain["documents"]))
            return Correctness(str(plain["doctype"]), fields, weights, calibration, *of)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(f"this is no correctness model: {error}; fit it anew or take an earlier one") from error


def spread(name: str, features: Features) -> Features:
    """The features, and those of BY_FIELD once more for the field itself.

    >>> spread("lines.2.amount", {"place": 1.5})
    {'place': 1.5, 'lines.amount|place': 1.5}
    """
    field = base_name(name)
    return features | {f"{field}|{key}": features[key] for key in BY_FIELD if key in features}
