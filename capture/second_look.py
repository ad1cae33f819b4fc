"""What the first reading of a page passed over: sparse tables lose whole columns to Tesseract's search for blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from capture.page_image import Grey
from documents.layout import Word, lines

_FEWEST = 100  # letters that no word covers, for a second look
_SHARE = 0.2  # of all letters of the page
_SURE = 0.7  # words below this are texture of pictures
_GAIN = 0.1  # of the words of the first reading: fewer are not worth their errors
_RIM = 3  # pixels around a word that belong to it


def with_missed(grey: Grey, words: list[Word], read: Callable[[Grey], list[Word]]) -> list[Word]:
    """The words, and those that `read` finds where many letters lie under none of them."""
    if not words or not misses_much(grey, words):
        return words
    rest = grey.copy()
    rest[_covered(grey, words)] = int(np.percentile(grey, 90))
    more = [word for word in read(rest) if word.confidence > _SURE and any(map(str.isalnum, word.text))]
    if len(more) < _GAIN * len(words):
        return words
    return [word for line in lines([*words, *more]) for word in line.words]


def _covered(grey: Grey, words: Sequence[Word]) -> NDArray[np.bool_]:
    height, width = grey.shape
    covered = np.zeros(grey.shape, bool)
    for word in words:
        left, right = int(word.box.left * width) - _RIM, int(word.box.right * width) + _RIM + 1
        top, bottom = int(word.box.top * height) - _RIM, int(word.box.bottom * height) + _RIM + 1
        covered[max(0, top) : bottom, max(0, left) : right] = True
    return covered


def misses_much(grey: Grey, words: Sequence[Word]) -> bool:
    """Do many shapes as large as letters lie outside all words?"""
    height, width = grey.shape
    print_height = float(np.median([word.box.height for word in words])) * height
    ink = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 18)
    shapes: NDArray[Any] = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:]  # the first is the paper
    wide, tall, area = shapes[:, cv2.CC_STAT_WIDTH], shapes[:, cv2.CC_STAT_HEIGHT], shapes[:, cv2.CC_STAT_AREA]
    is_letter = (tall > 0.3 * print_height) & (tall < 2 * print_height) & (wide < 3 * print_height) & (area > 6)
    middles_down = np.minimum(shapes[:, cv2.CC_STAT_TOP] + tall // 2, height - 1)
    middles_across = np.minimum(shapes[:, cv2.CC_STAT_LEFT] + wide // 2, width - 1)
    missed = is_letter & ~_covered(grey, words)[middles_down, middles_across]
    return int(missed.sum()) >= max(_FEWEST, _SHARE * int(is_letter.sum()))
