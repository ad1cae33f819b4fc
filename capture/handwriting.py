"""Is a word written by hand? No engine here reads that: it is marked, so that a person does.

Print stands upright, its letters are of two or three heights, black, and do not touch; a hand slants, varies, is thin
and joins. None of these alone tells a hand from a bad copy of print, so three of four must be seen in a word that
the engines doubt. Figures: docs/decisions/0097.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from capture.page_image import Grey
from documents.layout import Box, Word

_DOUBTED = 0.45  # P(read rightly): handwriting is read worse than this nearly always
_DOUBTED_MORE = 0.6  # and below this if all four are seen
_FEWEST = 3  # letters: of fewer nothing can be said
_RIM = 0.25  # of the word's height, around it: a hand leaves the line
_TALL = 48  # pixels to which a word is brought
_DARK = 128  # of 255

_UPRIGHT = 0.105  # of the edges stand within 7 degrees of one upright direction; print has more
_THIN = 0.13  # of the word's picture is ink; print has more
_UNEVEN = 0.2  # spread of the heights of shapes, of their median; print has less
_JOINED = 0.65  # shapes to a length of their height; print has more

Floats = NDArray[np.float32]


def marked(grey: Grey, words: Iterable[Word]) -> tuple[list[Word], tuple[Box, ...]]:
    """The words, and the boxes of those that are handwriting; such words are surely not better than a guess."""
    found, boxes = [], []
    for word in words:
        if is_handwritten(grey, word):
            boxes.append(word.box)
            word = replace(word, confidence=min(word.confidence, _DOUBTED))
        found.append(word)
    return found, tuple(boxes)


def is_handwritten(grey: Grey, word: Word) -> bool:
    """Does it look like the work of a hand, in a picture that stands upright and level?"""
    if word.confidence >= _DOUBTED_MORE or sum(map(str.isalnum, word.text)) < _FEWEST:
        return False
    picture = _cut(grey, word.box)
    signs = _signs(picture) if picture is not None else 0
    return signs == 4 or (signs == 3 and word.confidence < _DOUBTED)


def _cut(grey: Grey, box: Box) -> Grey | None:
    """The word's picture, as large as all."""
    height, width = grey.shape
    rim = _RIM * box.height * height
    top, bottom = int(max(0.0, box.top * height - rim)), int(min(height, box.bottom * height + rim)) + 1
    left, right = int(max(0.0, box.left * width)), int(min(width, box.right * width)) + 1
    part = grey[top:bottom, left:right]
    if min(part.shape) < 6:
        return None
    scale = _TALL / part.shape[0]
    size = (max(8, round(part.shape[1] * scale)), _TALL)
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(part, size, interpolation=how), dtype=np.uint8)


def _signs(picture: Grey) -> int:
    """How many of four signs of a hand the word shows."""
    heights = _heights(picture)
    if not len(heights):
        return 0
    tall = float(np.median(heights))
    is_joined = len(heights) * tall < _JOINED * picture.shape[1]
    is_one = len(heights) == 1  # then nothing can be said of heights, and the joining says it all
    return (
        int(_upright(picture) < _UPRIGHT)
        + int(float((picture < _DARK).mean()) < _THIN)
        + int(float(heights.std()) > _UNEVEN * tall or (is_one and is_joined))
        + int(is_joined)
    )


def _upright(picture: Grey) -> float:
    """The share of the edges that run along the commonest upright direction."""
    soft = cv2.GaussianBlur(picture, (0, 0), 1.0)
    across = np.asarray(cv2.Sobel(soft, cv2.CV_32F, 1, 0), dtype=np.float32)
    down = np.asarray(cv2.Sobel(soft, cv2.CV_32F, 0, 1), dtype=np.float32)
    strength = np.hypot(across, down)
    is_edge = strength > 0.35 * float(np.percentile(strength, 97))
    turned = (np.degrees(np.arctan2(down[is_edge], across[is_edge])) + 90) % 180
    counts, _ = np.histogram(turned, bins=36, range=(0, 180), weights=strength[is_edge])
    near = counts + np.roll(counts, 1) + np.roll(counts, -1)  # 15 degrees
    return float(near[14:22].max()) / max(1.0, float(counts.sum()))


def _heights(picture: Grey) -> Floats:
    """Heights of the shapes of ink, without rulings under and over the word and without specks."""
    ink = cv2.adaptiveThreshold(picture, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    long = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 2 * _TALL), np.uint8))
    ink = cv2.subtract(ink, cv2.dilate(long, np.ones((3, 1), np.uint8)))
    shapes: NDArray[np.int32] = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:]
    tall = shapes[:, cv2.CC_STAT_HEIGHT]
    return tall[(tall > 0.2 * _TALL) & (shapes[:, cv2.CC_STAT_AREA] > 12)].astype(np.float32)
