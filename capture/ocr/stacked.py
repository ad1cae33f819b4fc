"""Boxes that hold several lines of print, one above the other, are parted at the white between them.

The detector runs short entries of a tight column together: part numbers, one letter a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from capture.ocr.strip import Strip
from capture.page_image import Grey

_TALL = 1.8  # of the usual line's height: a higher box is looked into
_MOST = 800  # boxes of a page: more are noise
_LINE = 0.3  # of the usual line's height: a lower run of ink is a speck or a ruling
_RULED = 1.5  # of the usual line's height: a longer stroke down is a ruling
_RIM = 0.2  # of the usual line's height, around a line that was found
_SHARED = 0.15  # of the smaller of two boxes on one row: they are of one line

Ink = NDArray[np.bool_]


def parted(image: Grey, strips: Sequence[Strip]) -> list[Strip]:
    """The boxes, those of several lines as one box a line; where there are such, boxes that overlap are joined."""
    usual = float(np.median([strip.height for strip in strips])) if strips else 0.0
    stacked = [strip for strip in strips if strip.angle == 0 and strip.height > _TALL * usual]
    lines = {strip: found for strip in stacked if _are_lines(found := list(_lines(image, strip, usual)), usual)}
    if not lines or len(strips) > _MOST:
        return list(strips)
    kept: list[Strip] = []
    for strip in strips:
        if strip not in lines:
            kept = _with(kept, strip)
    for line in (line for found in lines.values() for line in found):
        kept = _with(kept, line)
    return kept


def _are_lines(found: Sequence[Strip], usual: float) -> bool:
    """Several, and none so high that it is rather a part of large print."""
    return len(found) > 1 and all(line.height < _TALL * usual for line in found)


def _lines(image: Grey, strip: Strip, usual: float) -> Iterator[Strip]:
    """The runs of rows with ink, as boxes."""
    ink = _unruled(strip.cut(image), usual)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], ink.any(axis=1), [False])).astype(np.int8)))
    left, top = max(0.0, strip.x - strip.width / 2), max(0.0, strip.y - strip.height / 2)
    rim = 2 * _RIM * usual
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if stop - start >= _LINE * usual:
            across = np.flatnonzero(ink[start:stop].any(axis=0))
            middle, wide = (across[0] + across[-1] + 1) / 2, across[-1] + 1 - across[0]
            yield Strip(
                left + middle, top + (start + stop) / 2, wide + rim, stop - start + rim, 0.0, strip.surety
            )  # fmt: skip


def _unruled(picture: Grey, usual: float) -> Ink:
    """The ink, without lines that are drawn down the box."""
    ink = np.asarray(cv2.threshold(picture, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1], dtype=np.uint8)
    ruled = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(2, round(_RULED * usual)), 1), np.uint8))
    return np.asarray((ink > 0) & (cv2.dilate(ruled, np.ones((3, 5), np.uint8)) == 0), dtype=np.bool_)


def _with(kept: Sequence[Strip], line: Strip) -> list[Strip]:
    """The boxes and one more; what is of one line with it becomes one box."""
    apart = []
    for other in kept:
        if _is_of_one_line(line, other):
            line = _around(line, other)
        else:
            apart.append(other)
    return [*apart, line]


def _is_of_one_line(one: Strip, other: Strip) -> bool:
    smaller = min(one.width * one.height, other.width * other.height)
    is_level = abs(one.y - other.y) < 0.5 * min(one.height, other.height)
    return is_level and other.angle == 0 and _shared(one, other) > _SHARED * smaller


def _around(one: Strip, other: Strip) -> Strip:
    left, right = (
        min(one.x - one.width / 2, other.x - other.width / 2),
        max(one.x + one.width / 2, other.x + other.width / 2),
    )
    top, bottom = (
        min(one.y - one.height / 2, other.y - other.height / 2),
        max(one.y + one.height / 2, other.y + other.height / 2),
    )
    return Strip((left + right) / 2, (top + bottom) / 2, right - left, bottom - top, 0.0, min(one.surety, other.surety))


def _shared(one: Strip, other: Strip) -> float:
    """Pixels that two boxes share."""
    wide = min(one.x + one.width / 2, other.x + other.width / 2) - max(one.x - one.width / 2, other.x - other.width / 2)
    tall = min(one.y + one.height / 2, other.y + other.height / 2) - max(
        one.y - one.height / 2, other.y - other.height / 2
    )
    return max(0.0, wide) * max(0.0, tall)
