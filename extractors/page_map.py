"""Where each word of a document stands among the others: its line, its cell, what is left, right, above, below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from documents.layout import Box, Document, Line, Word
from extractors.tokens import folded
from extractors.view import lines, once

#: White space wider than so many heights of print divides cells.
GAP = 1.2


@dataclass(frozen=True, slots=True)
class Seat:
    """A word's place: its line, its position there, the cell of the line, and its position in reading order."""

    row: int
    at: int
    cell: int
    order: int


@dataclass(frozen=True, slots=True)
class PageMap:
    """The lines of a document with their words folded for comparison, and the seat of each word by its identity."""

    rows: tuple[tuple[Word, ...], ...]
    folded: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[Line, ...], ...]
    seats: dict[int, Seat]
    reading: tuple[str, ...]
    tall: float

    def above(self, box: Box, row: int, reach: int = 3) -> Sequence[Word]:
        """The words of the nearest cell above that overlaps the box from left to right."""
        return self._nearest(box, range(row - 1, max(-1, row - 1 - reach), -1))

    def below(self, box: Box, row: int, reach: int = 2) -> Sequence[Word]:
        """The words of the nearest cell below that overlaps the box from left to right."""
        return self._nearest(box, range(row + 1, min(len(self.rows), row + 1 + reach)))

    def _nearest(self, box: Box, rows: range) -> Sequence[Word]:
        for row in rows:
            for cell in self.cells[row]:
                first, last = cell.words[0].box, cell.words[-1].box
                if first.page == box.page and first.left < box.right and box.left < last.right:
                    return cell.words
        return ()


@once
def page_map(document: Document) -> PageMap:
    """The map of a document, made once."""
    rows = tuple(line.words for line in lines(document))
    cells = tuple(tuple(line.segments(GAP)) for line in lines(document))
    order = {id(word): number for number, word in enumerate(document.words)}
    seats = {}
    for row, of_row in enumerate(cells):
        at = 0
        for number, cell in enumerate(of_row):
            for word in cell.words:
                seats[id(word)] = Seat(row, at, number, order[id(word)])
                at += 1
    heights = sorted(word.box.height for word in document.words)
    tall = heights[len(heights) // 2] if heights else 0.01
    return PageMap(
        rows=rows,
        folded=tuple(tuple(plain(word.text) for word in row) for row in rows),
        cells=cells,
        seats=seats,
        reading=tuple(plain(word.text) for word in document.words),
        tall=max(tall, 1e-4),
    )


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A word for comparison: letters small, each run of digits one 0, signs left out; a sign alone stays.

    >>> plain("Total:"), plain("12/03/2018"), plain("GST6%"), plain("-")
    ('total', '000', 'gst0', '-')
    """
    kept = folded(text)
    if not kept:
        return text[:2]
    found, digit = [], False
    for char in kept if kept.isalpha() else (part for part in _digits_apart(text)):
        if char.isdigit():
            if not digit:
                found.append("0")
            digit = True
        elif char == " ":
            digit = False
        else:
            found.append(char)
            digit = False
    return "".join(found)


def _digits_apart(text: str) -> str:
    """Letters and digits, small, a space where another sign stands between."""
    return "".join(char if char.isalnum() else " " for char in text.casefold())
