"""From the letters of a line to words with boxes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from capture.ocr.gaps import Ink, parting, widest
from capture.ocr.recognise import Letters
from capture.ocr.strip import Strip
from capture.page_image import Grey
from documents.layout import Box


@dataclass(frozen=True, slots=True)
class Span:
    """A word of a line: the numbers of its letters (first, one past the last), and where it stands in the strip.

    The sides are pixels of the strip's picture. `doubt` (0 to 0.5) is that of where it was parted, or kept in one.
    """

    first: int
    last: int
    left: float
    top: float
    right: float
    bottom: float
    doubt: float


def spans(picture: Grey, letters: Letters, size: str) -> list[Span]:
    """The words of a line that the recogniser of this size has read, as its picture shows them."""
    if not letters.text:
        return []
    ink = ink_of(picture)
    begins = parting(ink, letters, size)
    starts = [i for i, sure in enumerate(begins) if i == 0 or sure > 0.5]
    words = list(pairwise([*starts, len(letters.text)]))
    across: Ink = np.asarray(ink.any(axis=0))
    width = picture.shape[1]
    middles = [middle * width for middle in letters.middles]
    cuts = [_cut(across, middles[one[1] - 1], middles[other[0]]) for one, other in pairwise(words)]
    edges = list(pairwise([0, *cuts, width]))
    doubts = np.append(np.minimum(begins, 1 - begins), 0.0)
    return [
        _span(ink, word, edge, float(doubts[word[0] : word[1] + 1].max()))
        for word, edge in zip(words, edges, strict=True)
    ]


def ink_of(picture: Grey) -> Ink:
    """What is print, dark on light or light on dark."""
    _, bright = cv2.threshold(picture, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    rim = np.concatenate((bright[0], bright[-1]))
    return np.asarray(bright != int(np.median(rim)), dtype=np.bool_)


def _cut(across: Ink, left: float, right: float) -> int:
    """Where to cut between two letters: in the middle of the widest gap."""
    start, stop = int(left), max(int(right), int(left) + 1)
    run = widest(across[start:stop])
    return start + (run[0] + run[1]) // 2 if run else (start + stop) // 2


def _span(ink: Ink, word: tuple[int, int], edge: tuple[int, int], doubt: float) -> Span:
    left, right = edge[0], max(edge[1], edge[0] + 1)
    part = ink[:, left:right]
    columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    if len(columns) == 0:
        return Span(*word, left, 0, right, ink.shape[0], doubt)
    return Span(*word, left + columns[0], rows[0], left + columns[-1] + 1, rows[-1] + 1, doubt)


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
