"""The small logistic models that bench/fit_reading.py fits, as numbers in learned.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_PLACE = Path(__file__).with_name("learned.json")
_CERTAIN = 1e-4  # a probability is never taken to be nearer to 0 or 1

Floats = NDArray[np.float64]


@cache
def _model(name: str) -> tuple[Floats, float]:
    made = json.loads(_PLACE.read_text(encoding="utf-8"))["models"][name]
    return np.array(made["weights"], dtype=np.float64), float(made["bias"])


def chance(name: str, features: Floats) -> Floats:
    """P(yes) by the model of this name, a row of features each."""
    weights, bias = _model(name)
    odds: Floats = features @ weights + bias
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


def logit(share: Floats) -> Floats:
    """The log odds of a probability."""
    kept = np.clip(share, _CERTAIN, 1 - _CERTAIN)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float64)
