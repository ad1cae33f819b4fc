"""Printed lines and check boxes, from a page's picture: what stays when all but straight strokes is taken away.

For scans, and for born-digital pages whose drawing is a picture itself or cannot be had as vectors
(capture/drawn.py; docs/decisions/0022).
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from capture.page_image import Grey, shrunk
from documents.layout import Box, CheckBox

_LONGEST = 1800  # pixels of the picture that is looked at: about 150 dpi on A4
LONG_LINE = 1 / 28  # of the page's width: a shorter stroke is no ruling
_PIECE = 1 / 60  # of it: what a ruling is made of at least; letters have no such strokes
_THICK = 1 / 150  # of the page's height: a thicker one is a bar
MOST_LINES = 600
BOX_SIDES = (6.0, 22.0)  # points: the sides of a check box
_DARK = 128  # of 255: what is darker around is printed white on dark
_GRID = 1 / 14  # of the page's width: shorter lines are left for Tesseract
_FINE = 9  # pixels: thicker lines too, and slanting ones
MOST_BOXES = 200
_HEAVY = 0.66  # share of ink in the square's strokes: more is a bold letter
_STROKE = 0.62  # of a check box's side: shorter strokes are letters

Ink = NDArray[np.uint8]


def drawn_on(grey: Grey, page: int, width: float) -> tuple[tuple[Box, ...], tuple[CheckBox, ...]]:
    """Rulings and check boxes of a page that is `width` points wide."""
    small = shrunk(grey, _LONGEST)
    ink = _ink(small)
    return _rulings(ink, page), _check_boxes(ink, page, small.shape[1] / width)


def unruled(grey: Grey) -> Grey:
    """The picture without its long thin lines: Tesseract reads tables better when their grid is gone.

    Measured on pages with grids: word F1 0.59 to 0.88 and 0.76 to 0.97 (docs/decisions/0023). White print on dark is
    left as it is.
    """
    small = shrunk(grey, _LONGEST)
    paper = int(np.percentile(small, 90))
    if int(np.median(small)) < _DARK:
        return grey
    ink = _ink(small)
    ink[cv2.blur(small, (61, 61)) < _DARK] = 0
    lines = np.zeros_like(ink)
    for lying in (True, False):
        strokes = _joined(_strokes(ink, max(30, small.shape[1] // 40), lying), 15, lying)
        for left, top, wide, tall in _components(strokes):
            long, thick = (wide, tall) if lying else (tall, wide)
            if long >= small.shape[1] * _GRID and thick <= _FINE:
                place = slice(top, top + tall), slice(left, left + wide)
                lines[place] |= strokes[place]
    if not lines.any():
        return grey
    mask = cv2.resize(lines, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    clean = grey.copy()
    clean[mask > 0] = paper
    return clean


def _ink(grey: Grey) -> Ink:
    found = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 18)
    return np.asarray(found, dtype=np.uint8)


def _strokes(ink: Ink, length: int, lying: bool) -> Ink:
    """The straight strokes of at least this length."""
    shape = (length, 1) if lying else (1, length)
    opened = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
    return np.asarray(opened, dtype=np.uint8)


def _joined(strokes: Ink, gap: int, lying: bool) -> Ink:
    """Pieces of a line as one: a scan breaks it, and a slant steps from row to row."""
    across = cv2.dilate(strokes, np.ones((3, 1) if lying else (1, 3), np.uint8))
    bridged = cv2.morphologyEx(across, cv2.MORPH_CLOSE, np.ones((1, gap) if lying else (gap, 1), np.uint8))
    return np.asarray(bridged, dtype=np.uint8)


def _rulings(ink: Ink, page: int) -> tuple[Box, ...]:
    height, width = ink.shape
    boxes: list[Box] = []
    for lying in (True, False):
        piece, whole = max(16, int(width * _PIECE)), width * LONG_LINE
        for left, top, wide, tall in _components(_joined(_strokes(ink, piece, lying), piece // 2, lying)):
            long, thick = (wide, tall) if lying else (tall, wide)
            if long >= whole and thick <= max(6, height * _THICK):
                boxes.append(Box(page, left / width, top / height, (left + wide) / width, (top + tall) / height))
    boxes.sort(key=lambda box: -(box.width + box.height))
    return tuple(sorted(boxes[:MOST_LINES], key=lambda box: (box.top, box.left)))


def _components(picture: Ink) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of each connected shape."""
    outlines, _ = cv2.findContours(picture, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = [cv2.boundingRect(outline) for outline in outlines]
    return sorted((int(left), int(top), int(wide), int(tall)) for left, top, wide, tall in found)


def _check_boxes(ink: Ink, page: int, scale: float) -> tuple[CheckBox, ...]:
    """Lonely squares: strokes that bound one, and belong to nothing larger such as a table."""
    smallest, largest = (side * scale for side in BOX_SIDES)
    stroke = max(5, int(smallest * _STROKE))
    frame = _strokes(ink, stroke, lying=True) | _strokes(ink, stroke, lying=False)
    found: list[CheckBox] = []
    for left, top, wide, tall in _components(frame):
        if not (smallest <= wide <= largest and smallest <= tall <= largest and 0.75 <= wide / tall <= 1.33):
            continue
        place = slice(top, top + tall), slice(left, left + wide)
        if frame[place].mean() <= _HEAVY and _is_bounded(ink[place]):
            found.append(CheckBox(_box(ink, page, left, top, wide, tall), marked(ink[place])))
    return tuple(found) if len(found) <= MOST_BOXES else ()


def _box(ink: Ink, page: int, left: int, top: int, wide: int, tall: int) -> Box:
    height, width = ink.shape
    return Box(page, left / width, top / height, (left + wide) / width, (top + tall) / height)


def _is_bounded(square: Ink) -> bool:
    """Is there a stroke along each of the four sides?"""
    edge = max(2, min(square.shape) // 5)
    sides: tuple[NDArray[Any], ...] = (
        square[:edge].max(axis=0),
        square[-edge:].max(axis=0),
        square[:, :edge].max(axis=1),
        square[:, -edge:].max(axis=1),
    )
    return all(float(side.mean()) > 0.85 for side in sides)


def marked(square: Ink) -> float:
    """P(marked), from the share of ink well inside the square."""
    rim = max(2, round(min(square.shape) * 0.22))
    inner = square[rim:-rim, rim:-rim]
    share = float(inner.mean()) if inner.size else 0.0
    return round(float(1 / (1 + np.exp(-70 * (share - 0.07)))), 3)
