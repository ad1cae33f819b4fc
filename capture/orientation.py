"""Which way up is a scanned page, and how far off level?

Projection profiles say how far off level a page is and whether it lies on its side. Whether it stands on its head is
found by reading it: most pages stand right, so the cheap thing is to read first and to doubt only when little was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from capture.page_image import Grey, shrunk
from documents.layout import Word

_LONGEST = 1400  # pixels of the picture that is looked at
_LETTER = 70  # pixels in it: larger shapes are rulings, stains, dark edges
_MOST = 5.0  # degrees
_LYING = 0.5  # rows of print this much fainter than columns: measured, docs/decisions/0023

Floats = NDArray[np.float32]


def likely_turns(grey: Grey) -> tuple[int, ...]:
    """The quarter turns (clockwise, degrees) to try, the likeliest first."""
    down, across = _letters(grey)
    rows, columns = _best_angle(across, down, _rough())[1], _best_angle(down, -across, _rough())[1]
    return (90, 270, 0, 180) if rows < _LYING * columns else (0, 180, 90, 270)


def skew_of(grey: Grey) -> float:
    """The small angle (degrees, clockwise positive) by which the print is off level; 0 when that cannot be said.

    It is the angle at which the rows of letters stand out most. Sheared points instead of turned pictures make a
    trial cost under a millisecond.
    """
    down, across = _letters(grey)
    if len(across) < 200:
        return 0.0
    rough, _ = _best_angle(across, down, _rough())
    fine, _ = _best_angle(across, down, np.arange(rough - 0.25, rough + 0.251, 0.05))
    return 0.0 if abs(fine) < 0.1 else round(fine, 2)


def lies(words: Sequence[Word], aspect: float) -> bool:
    """Does most of the print lie on its side, on a page whose width is `aspect` times its height?

    Words of four letters and more are then higher than wide.
    """
    long = [word for word in words if len(word.text) > 3]
    tall = [word for word in long if word.box.height > word.box.width * aspect]
    return len(long) >= 3 and len(tall) > len(long) / 2


def _rough() -> NDArray[Any]:
    return np.arange(-_MOST, _MOST + 0.01, 0.25)


def _letters(grey: Grey) -> tuple[Floats, Floats]:
    """Where the ink of letters is: ys and xs."""
    small = shrunk(grey, _LONGEST)
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    _, labels, shapes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, tall = shapes[:, cv2.CC_STAT_WIDTH], shapes[:, cv2.CC_STAT_HEIGHT]
    is_letter = (wide < _LETTER) & (tall < _LETTER) & (shapes[:, cv2.CC_STAT_AREA] > 3)
    is_letter[0] = False  # the paper
    ys, xs = np.nonzero(is_letter[labels])
    step = max(1, len(xs) // 150_000)
    return ys[::step].astype(np.float32), xs[::step].astype(np.float32)


def _best_angle(across: Floats, down: Floats, angles: NDArray[Any]) -> tuple[float, float]:
    def sharpness(angle: float) -> float:
        rows = (down - across * np.tan(np.radians(angle))).astype(np.int64)
        counts = np.bincount(rows - rows.min()).astype(np.float64)
        return float(np.square(np.diff(counts)).sum())

    if len(across) == 0:
        return 0.0, 0.0
    found = max((sharpness(float(angle)), -abs(float(angle)), float(angle)) for angle in angles)
    return found[2], found[0]
