"""A page is turned upright and levelled for the engine that reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from capture.installed import LYING
from capture.ocr.sessions import Floats, network, pixels
from capture.orientation import lies, likely_turns, skew_of
from capture.page_image import Grey, straightened, turned
from documents.layout import Word

_SHORT, _SIDE = 256, 224  # pixels: the picture's shorter side, and the square in its middle that the network sees
_SURE = 0.7  # every page below this was read in all likely turns to see: all wrong answers were among them
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
    """The page as it stands upright; where the network that says how it lies is unsure, it is read to find out."""
    surety, turn = _network_says(image)
    return _read(image, turn, read) if surety >= _SURE else _most_readable(image, read)


def _network_says(image: Grey) -> tuple[float, int]:
    """P(right), and the quarter turn (clockwise, degrees) that makes the page upright."""
    height, width = image.shape
    scale = _SHORT / min(height, width)
    size = max(_SIDE, round(width * scale)), max(_SIDE, round(height * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    down, across = (small.shape[0] - _SIDE) // 2, (small.shape[1] - _SIDE) // 2
    square: Floats = np.asarray(small[down : down + _SIDE, across : across + _SIDE], dtype=np.float32)
    lying = network(LYING)(pixels(square))[0]
    return float(lying.max()), -90 * int(lying.argmax()) % 360


def _read(image: Grey, turn: int, read: Callable[[Grey], list[Word]]) -> Upright:
    grey = turned(image, turn)
    skew = skew_of(grey)
    grey = straightened(grey, skew)
    return Upright(turn, skew, grey, read(grey))


def _most_readable(image: Grey, read: Callable[[Grey], list[Word]]) -> Upright:
    """The turn in which most can be read; the first that is good is taken."""
    best: tuple[float, Upright] | None = None
    turns = list(likely_turns(image))
    while turns:
        turn = turns.pop(0)
        found = _read(image, turn, read)
        is_lying = lies(found.words, found.grey.shape[1] / found.grey.shape[0])
        worth = 0.0 if is_lying else _worth(found.words)
        if best is None or worth > best[0]:
            best = worth, found
        if not is_lying and _is_good(found.words):
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
