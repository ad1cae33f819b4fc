"""A page is turned upright and levelled for the engine that reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from capture.orientation import lies, likely_turns, skew_of
from capture.page_image import Grey, straightened, turned
from documents.layout import Word

_GOOD = 0.6  # mean confidence above which nobody doubts which way up the page is
_FEW = 3


@dataclass(frozen=True, slots=True)
class Upright:
    """The picture after a quarter turn and a small angle (degrees, clockwise) were taken out, and its words."""

    turn: int
    skew: float
    grey: Grey
    words: list[Word]


def upright(image: Grey, read: Callable[[Grey], list[Word]]) -> Upright:
    """The turn in which most can be read; the first that is good is taken."""
    best: tuple[float, Upright] | None = None
    turns = list(likely_turns(image))
    while turns:
        turn = turns.pop(0)
        grey = turned(image, turn)
        skew = skew_of(grey)
        grey = straightened(grey, skew)
        words = read(grey)
        is_lying = lies(words, grey.shape[1] / grey.shape[0])
        worth = 0.0 if is_lying else _worth(words)
        if best is None or worth > best[0]:
            best = worth, Upright(turn, skew, grey, words)
        if not is_lying and _is_good(words):
            break
        if is_lying:  # Tesseract reads print that lies on its side, but its boxes do too: a quarter turn is missing
            turns = [other for other in (0, 90, 180, 270) if other in turns and (other - turn) % 180 == 90]
    if best is None:
        raise AssertionError("no turn was tried")
    return best[1]


def _worth(words: list[Word]) -> float:
    return sum(word.confidence * len(word.text) for word in words if len(word.text) > 1 and word.confidence > 0.5)


def _is_good(words: list[Word]) -> bool:
    real = [word for word in words if len(word.text) > 2]
    return len(real) >= _FEW and float(np.mean([word.confidence for word in real])) > _GOOD
