"""Where a line is parted into words: P(space) before each letter, from the recogniser's own and from the ink.

PP-OCR joins words that stand close. The odds are a logistic model that bench/fit_reading.py makes (learned.json;
docs/decisions/0092).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from capture.ocr.learned import chance, logit
from capture.ocr.recognise import Letters

Ink = NDArray[np.bool_]
Features = NDArray[np.float64]
_CLOSING, _OPENING = set(".,;:)"), set("(-/'")
_FINE = 0.03  # heights of the line: less white than this is none
_SHORT = 6  # letters: in shorter lines the usual gap cannot be told


def parting(ink: Ink, letters: Letters, size: str) -> Features:
    """P(a word begins) at each letter."""
    if len(letters.text) < 2:
        return np.ones(len(letters.text))
    return np.concatenate(([1.0], chance(f"gaps-{size}", features(ink, letters))))


def features(ink: Ink, letters: Letters) -> Features:
    """A row for each letter but the first; lengths are in heights of the strip."""
    height, width = ink.shape
    across = ink.any(axis=0).tobytes()
    middles = np.array(letters.middles) * width
    white = np.array([_white(across, int(left), int(right)) for left, right in pairwise(middles.tolist())])
    white, pitch = white / height, np.diff(middles) / height
    before = [_kind(letter) for letter in letters.text[:-1]]
    after = [_kind(letter) for letter in letters.text[1:]]
    pairs = zip(letters.text[:-1], letters.text[1:], before, after, strict=True)
    shapes = np.array([_shape(*pair) for pair in pairs], dtype=np.float64)
    short = np.full(len(white), float(len(letters.text) < _SHORT))
    own = logit(np.array(letters.gaps[1:]))
    usual = _usual(white)
    ratio = np.log((white + _FINE) / (usual + _FINE))
    return np.column_stack((own, white, white - usual, ratio, pitch - _usual(pitch), shapes, short, short * ratio))


def _usual(lengths: Features) -> float:
    """The median; of an even number the lower one of the two in the middle: in "13 A" it is that within the number."""
    return float(np.sort(lengths)[(len(lengths) - 1) // 2])


def _kind(letter: str) -> str:
    return "a" if letter.isalpha() else "1" if letter.isdigit() else "."


def _shape(one: str, other: str, kind: str, next_kind: str) -> tuple[bool, ...]:
    return (
        kind == next_kind == "1",
        kind == next_kind == "a",
        one in _CLOSING,
        other in _CLOSING,
        one in _OPENING,
        one.islower() and other.isupper(),
        (kind, next_kind) == ("a", "1"),
        (kind, next_kind) == ("1", "a"),
    )


def _white(across: bytes, left: int, right: int) -> int:
    """The longest run without ink between two letters, pixels; a byte of a line's columns is 1 where there is ink."""
    return max(map(len, across[left : max(right, left + 1)].split(b"\1")))


def widest(across: Ink) -> tuple[int, int] | None:
    """The longest run without ink: its start, and one past its end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], across, [True])).astype(np.int8)))
    runs = [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    return max(runs, key=lambda run: run[1] - run[0], default=None)
