"""Rulings and check boxes of a page that draws them as vectors: exact, as long as they can be seen.

A line that has no ink in the page's picture (white, clipped, painted over) is none; a box is marked when something is
drawn or printed inside it and can be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from capture.page_image import Grey
from capture.rulings import BOX_SIDES, LONG_LINE, MOST_BOXES, MOST_LINES, marked
from capture.vectors import Drawing, Shape, Stroke
from documents.layout import Box, CheckBox, Word

_NEAR = 1.0  # points: lines this close are one line
_GAP = 2.5  # points between the pieces of one line, as of a dotted one
_CONTRAST = 25  # of 255
_SEEN = 0.3  # of a line's length must have ink: the rest may be dots' gaps
_RIM = 0.18  # of a box's side: ink nearer to the frame may be the frame

Square = tuple[float, float, float, float]


def drawn_as_vectors(
    drawing: Drawing, grey: Grey, page: int, words: Sequence[Word]
) -> tuple[tuple[Box, ...], tuple[CheckBox, ...]]:
    """Rulings and check boxes. `grey` is the page's picture, `words` what is printed on it."""
    lying = _merged((s for s in drawing.strokes if abs(s.x1 - s.x0) >= abs(s.y1 - s.y0)), is_lying=True)
    standing = _merged((s for s in drawing.strokes if abs(s.x1 - s.x0) < abs(s.y1 - s.y0)), is_lying=False)
    found = [_box(drawing, page, square) for square in (*lying, *standing)]
    long = [b for b in found if max(b.width * drawing.width, b.height * drawing.height) >= drawing.width * LONG_LINE]
    rulings = sorted((box for box in long if _is_inked(box, grey)), key=lambda box: -(box.width + box.height))
    squares = _lonely([*_frames(drawing.shapes), *_of_strokes(drawing.strokes)])
    boxes = [_check_box(square, drawing, grey, page, words) for square in squares]
    seen = [box for box in boxes if box is not None]
    return (
        tuple(sorted(rulings[:MOST_LINES], key=lambda box: (box.top, box.left))),
        tuple(sorted(seen, key=lambda box: (box.box.top, box.box.left))) if len(seen) <= MOST_BOXES else (),
    )


def _merged(strokes: Iterable[Stroke], is_lying: bool) -> list[Square]:
    """Pieces of a line that touch, as one: left, top, right, bottom."""
    pieces = [_along(stroke, is_lying) for stroke in strokes]
    merged: list[list[float]] = []
    for row in _rows(sorted(pieces)):
        open_line: list[float] | None = None
        for across, start, end, thick in sorted(row, key=lambda piece: piece[1]):
            if open_line is not None and start <= open_line[2] + _GAP:
                open_line[2] = max(open_line[2], end)
                open_line[0] = min(open_line[0], across - thick / 2)
                open_line[3] = max(open_line[3], across + thick / 2)
            else:
                open_line = [across - thick / 2, start, end, across + thick / 2]
                merged.append(open_line)
    if is_lying:
        return [(start, low, end, high) for low, start, end, high in merged]
    return [(low, start, high, end) for low, start, end, high in merged]


def _along(stroke: Stroke, is_lying: bool) -> tuple[float, float, float, float]:
    """Where it lies across, where it starts and ends along, and its width."""
    across, along = ((stroke.y0, stroke.y1), (stroke.x0, stroke.x1))
    if not is_lying:
        across, along = along, across
    return sum(across) / 2, min(along), max(along), max(0.5, stroke.thick)


def _rows(pieces: list[tuple[float, float, float, float]]) -> list[list[tuple[float, float, float, float]]]:
    rows: list[list[tuple[float, float, float, float]]] = []
    for piece in pieces:
        if rows and piece[0] - rows[-1][0][0] <= _NEAR:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _box(drawing: Drawing, page: int, square: Square) -> Box:
    sides = (
        square[0] / drawing.width,
        square[1] / drawing.height,
        square[2] / drawing.width,
        square[3] / drawing.height,
    )
    return Box(page, *(round(min(1.0, max(0.0, side)), 5) for side in sides))


def _is_inked(box: Box, grey: Grey) -> bool:
    """Does the line stand out from the paper along its length?"""
    height, width = grey.shape
    left, right = int(box.left * width), int(box.right * width) + 1
    top, bottom = int(box.top * height), int(box.bottom * height) + 1
    strip = grey[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2]
    if strip.size == 0:
        return False
    across = 0 if right - left > bottom - top else 1
    return float((np.ptp(strip, axis=across) > _CONTRAST).mean()) >= _SEEN


def _is_box(square: Square) -> bool:
    wide, tall = square[2] - square[0], square[3] - square[1]
    least, most = BOX_SIDES
    return least <= wide <= most and least <= tall <= most and 0.75 <= wide / tall <= 1.33


def _frames(shapes: Iterable[Shape]) -> list[Square]:
    squares = [(shape.left, shape.top, shape.right, shape.bottom) for shape in shapes if shape.is_frame]
    return [square for square in squares if _is_box(square)]


def _of_strokes(strokes: Iterable[Stroke]) -> list[Square]:
    """Squares that four short strokes make."""
    least, most = BOX_SIDES
    short = [s for s in strokes if least <= max(abs(s.x1 - s.x0), abs(s.y1 - s.y0)) <= most]
    lying: dict[tuple[int, int], list[float]] = {}
    standing = {_rounded(s.x0, min(s.y0, s.y1), max(s.y0, s.y1)) for s in short if abs(s.x1 - s.x0) < 0.5}
    for s in short:
        if abs(s.y1 - s.y0) < 0.5:
            lying.setdefault((round(min(s.x0, s.x1)), round(max(s.x0, s.x1))), []).append(s.y0)
    found = []
    for (left, right), tops in lying.items():
        for top, bottom in pairwise(sorted(set(tops))):
            square = (float(left), top, float(right), bottom)
            if _is_box(square) and {_rounded(left, top, bottom), _rounded(right, top, bottom)} <= standing:
                found.append(square)
    return found


def _rounded(*sides: float) -> tuple[int, ...]:
    return tuple(round(side) for side in sides)


def _lonely(squares: list[Square]) -> list[Square]:
    """Each square once; without those that share a side with an equal one: they are cells for single letters."""
    once: list[Square] = []
    for square in sorted(squares, key=lambda s: s[0] - s[2]):  # of two within each other the larger
        if not any(
            abs(square[0] + square[2] - s[0] - s[2]) < 4 > abs(square[1] + square[3] - s[1] - s[3]) for s in once
        ):
            once.append(square)
    return [square for square in once if not any(_touch(square, other) for other in once)]


def _touch(one: Square, other: Square) -> bool:
    def beside(start: int, end: int) -> bool:
        is_level = abs(one[1 - start] - other[1 - start]) < _NEAR
        return is_level and min(abs(one[end] - other[start]), abs(one[start] - other[end])) < _NEAR

    return beside(0, 2) or beside(1, 3)


def _check_box(square: Square, drawing: Drawing, grey: Grey, page: int, words: Sequence[Word]) -> CheckBox | None:
    """The square with what is inside, None where none can be seen or a word stands in it."""
    box = _box(drawing, page, square)
    height, width = grey.shape
    rows = slice(max(0, int(box.top * height) - 2), int(box.bottom * height) + 3)
    columns = slice(max(0, int(box.left * width) - 2), int(box.right * width) + 3)
    region = grey[rows, columns]
    if region.size == 0 or int(np.ptp(region)) <= _CONTRAST:
        return None
    printed = [word for word in words if box.holds(word.box)]
    if any(len(word.text) > 1 and word.text.isalnum() for word in printed):
        return None
    ink = (region < int(np.percentile(region, 90)) - _CONTRAST).astype(np.uint8)
    share = marked(ink)
    is_drawn = any(_passes(shape, square) for shape in drawing.shapes)
    return CheckBox(box, max(share, 1.0 if printed or (is_drawn and share > 0.01) else 0.0))


def _passes(shape: Shape, square: Square) -> bool:
    """Does something no larger than three boxes pass well within this one?"""
    wide, tall = square[2] - square[0], square[3] - square[1]
    if shape.right - shape.left > 3 * wide or shape.bottom - shape.top > 3 * tall:
        return False
    left, right = square[0] + _RIM * wide, square[2] - _RIM * wide
    top, bottom = square[1] + _RIM * tall, square[3] - _RIM * tall
    return any(left < x < right and top < y < bottom for x, y in shape.places)
