"""From the letters of a line to words with boxes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from capture.ocr.detect import Strip
from capture.ocr.recognise import Letters
from capture.page_image import Grey
from documents.layout import Box

_SPACE = 0.45  # P(space) between two letters that parts them

Ink = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Span:
    """A word of a line: the numbers of its letters (first, one past the last), and where it stands in the strip.

    The sides are pixels of the strip's picture.
    """

    first: int
    last: int
    left: float
    top: float
    right: float
    bottom: float


def spans(picture: Grey, letters: Letters) -> list[Span]:
    """The words of a line, as its picture shows them."""
    words = _parted(letters)
    if not words:
        return []
    ink = ink_of(picture)
    across: Ink = np.asarray(ink.any(axis=0))
    width = picture.shape[1]
    middles = [middle * width for middle in letters.middles]
    cuts = [_cut(across, middles[one[1] - 1], middles[other[0]]) for one, other in pairwise(words)]
    edges = list(pairwise([0, *cuts, width]))
    return [_span(ink, word, edge) for word, edge in zip(words, edges, strict=True)]


def ink_of(picture: Grey) -> Ink:
    """What is print, dark on light or light on dark."""
    _, bright = cv2.threshold(picture, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    rim = np.concatenate((bright[0], bright[-1]))
    return np.asarray(bright != int(np.median(rim)), dtype=np.bool_)


def _parted(letters: Letters) -> list[tuple[int, int]]:
    starts = [i for i, gap in enumerate(letters.gaps) if i == 0 or gap > _SPACE]
    return list(pairwise([*starts, len(letters.text)])) if starts else []


def _cut(across: NDArray[np.bool_], left: float, right: float) -> int:
    """Where to cut between two letters: in the middle of the widest gap."""
    start, stop = int(left), max(int(right), int(left) + 1)
    run = _widest(across[start:stop])
    return start + (run[0] + run[1]) // 2 if run else (start + stop) // 2


def _widest(across: NDArray[np.bool_]) -> tuple[int, int] | None:
    """The longest run without ink."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], across, [True])).astype(np.int8)))
    runs = [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    return max(runs, key=lambda run: run[1] - run[0], default=None)


def _span(ink: Ink, word: tuple[int, int], edge: tuple[int, int]) -> Span:
    left, right = edge[0], max(edge[1], edge[0] + 1)
    part = ink[:, left:right]
    columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    if len(columns) == 0:
        return Span(*word, left, 0, right, ink.shape[0])
    return Span(*word, left + columns[0], rows[0], left + columns[-1] + 1, rows[-1] + 1)


def box_of(span: Span, strip: Strip, shape: tuple[int, ...], page: int) -> Box:
    """The word's place on the page."""
    height, width = shape[:2]
    turn = math.radians(strip.angle)
    xs, ys = [], []
    for x in (span.left - strip.width / 2, span.right - strip.width / 2):
        for y in (span.top - strip.height / 2, span.bottom - strip.height / 2):
            xs.append(strip.x + x * math.cos(turn) - y * math.sin(turn))
            ys.append(strip.y + x * math.sin(turn) + y * math.cos(turn))
    return Box(page, _in(min(xs), width), _in(min(ys), height), _in(max(xs), width), _in(max(ys), height))


def _in(place: float, side: int) -> float:
    return round(min(max(place / side, 0.0), 1.0), 5)
