"""Where lines of print are: PP-OCRv6's detector (differentiable binarisation), and boxes around what it marks."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from capture.installed import detector
from capture.ocr.sessions import Floats, network, pixels
from capture.ocr.stacked import parted
from capture.ocr.strip import Strip
from capture.page_image import Grey

_MARKED, _SURE, _GROWN = 0.2, 0.4, 1.4  # the weights' own settings (det/inference.yml)
_BEFORE, _AFTER = 0.05, 0.1  # of a line's height: a full stop at its end is marked weakly
_MOST = 3000
_PRINT = 14.0  # pixels: as high most letters are in the picture that is looked at (docs/decisions/0091)
_TILE = 32  # pixels: the picture's sides are multiples of it


def strips(grey: Grey, size: str, scale: float) -> list[Strip]:
    """The lines of print in the picture, which is looked at `scale` times its size, by the detector of this size."""
    marked = _marks(grey, size, scale)
    across, down = grey.shape[1] / marked.shape[1], grey.shape[0] / marked.shape[0]
    outlines, _ = cv2.findContours((marked > _MARKED).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = [_strip(outline, marked) for outline in outlines[:_MOST]]
    lines = [
        Strip(one.x * across, one.y * down, one.width * across, one.height * down, one.angle, one.surety)
        for one in found
        if one is not None and one.surety > _SURE
    ]
    return parted(grey, lines)


def _marks(grey: Grey, size: str, scale: float) -> Floats:
    height, width = (max(_TILE, round(side * scale / _TILE) * _TILE) for side in grey.shape)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(grey, (width, height), interpolation=how), dtype=np.float32)
    return np.asarray(network(detector(size))(pixels(small))[0, 0], dtype=np.float32)


def _strip(outline: NDArray[Any], marked: Floats) -> Strip | None:
    """The rectangle around a marked place, grown back to the size of the print: the detector marks its core."""
    (x, y), (width, height), angle = cv2.minAreaRect(outline)
    if angle > 45:
        width, height, angle = height, width, angle - 90
    if abs(angle) < 0.6 or abs(angle) > 20 or width < 3 * height:
        left, top, wide, tall = cv2.boundingRect(outline)
        x, y, width, height, angle = left + (wide - 1) / 2, top + (tall - 1) / 2, wide, tall, 0.0
    if min(width, height) < 2:
        return None
    grown = width * height * _GROWN / (2 * (width + height))
    surety = _surety(outline, marked)
    tall = height + 2 * grown
    before, after = _BEFORE * tall, _AFTER * tall
    return Strip(x + 0.5 + (after - before) / 2, y + 0.5, width + 2 * grown + before + after, tall, angle, surety)


def _surety(outline: NDArray[Any], marked: Floats) -> float:
    left, top, wide, tall = cv2.boundingRect(outline)
    mask = np.zeros((tall, wide), np.uint8)
    cv2.fillPoly(mask, [outline - (left, top)], 1)
    return float(cv2.mean(marked[top : top + tall, left : left + wide], mask)[0])


def scale_for(image: Grey) -> float:
    """How much the picture is enlarged or shrunk so that its lines have the height that the detector likes."""
    tall = print_height(image)
    longest = max(image.shape)
    return float(np.clip(_PRINT / tall, 640 / longest, 2000 / longest))


def print_height(image: Grey) -> float:
    """The height of most letters, pixels: the median of shapes that could be one."""
    ink = cv2.adaptiveThreshold(image, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    shapes = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:]
    wide, tall = shapes[:, cv2.CC_STAT_WIDTH], shapes[:, cv2.CC_STAT_HEIGHT]
    letters = tall[(tall > 5) & (tall < 100) & (wide < 3 * tall) & (wide * 5 > tall)]
    return float(np.median(letters)) if len(letters) > 20 else 20.0
