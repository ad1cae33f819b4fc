"""A table of line items: columns, rulings, page breaks with the sum carried over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.paper import SANS, Face, Paper, wrapped


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head and its sides in points from the left edge. An empty head still makes a column."""

    head: str
    left: float
    right: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Style:
    """How a table is drawn. `rulings` is none, head, rows or grid; `gap` is the space between rows in points."""

    rulings: str = "head"
    face: Face = SANS
    zebra: str = ""
    head_fill: str = ""
    head_colour: str = ""
    line_colour: str = "#444444"
    gap: float = 5


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line item (a cell may hold several lines) and the amount that it adds to the carried sum."""

    cells: tuple[str, ...]
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Carry:
    """The words for the sum at the foot of a full page and at the head of the next, and how the sum is printed."""

    leaving: str
    coming: str
    printed: Callable[[Decimal], str]


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the table may stand: from `top`, down to `bottom`; `turn` starts a new page and says where it goes on."""

    top: float
    bottom: float
    turn: Callable[[], float]


def draw_table(
    paper: Paper,
    columns: Sequence[Column],
    rows: Sequence[Row],
    style: Style,
    ends: Ends,
    carry: Carry | None = None,
) -> float:
    """Print the rows, over as many pages as they need; the y below the last row."""
    y = top = _head(paper, columns, style, ends.top)
    running = Decimal(0)
    for n, row in enumerate(rows):
        cells = [_broken(text, column, style) for text, column in zip(row.cells, columns, strict=True)]
        height = max(map(len, cells)) * style.face.size * 1.25 + style.gap
        if y + height > ends.bottom:
            _close(paper, columns, style, top, y)
            if carry:
                _carried(paper, columns, style, y, carry.leaving, carry.printed(running))
            y = ends.turn()
            if carry:
                y = _carried(paper, columns, style, y, carry.coming, carry.printed(running)) + 2
            y = top = _head(paper, columns, style, y)
        if style.zebra and n % 2:
            paper.box(columns[0].left, y, columns[-1].right, y + height, fill=style.zebra)
        for lines, column in zip(cells, columns, strict=True):
            _cell(paper, column, style, y, lines)
        y += height
        running += row.amount
        if style.rulings in ("rows", "grid"):
            paper.rule(columns[0].left, y, columns[-1].right, thick=0.4, colour=style.line_colour)
    _close(paper, columns, style, top, y)
    return y


def _broken(text: str, column: Column, style: Style) -> list[str]:
    width = column.right - column.left - 8
    return wrapped(text, style.face.font, style.face.size, width) if column.align == "left" else [text]


def _cell(
    paper: Paper, column: Column, style: Style, y: float, lines: Sequence[str], *, bold: bool = False, colour: str = ""
) -> None:
    anchor = {"left": column.left + 4, "right": column.right - 4, "centre": (column.left + column.right) / 2}
    base = y + style.face.size + style.gap / 2
    paper.lines(anchor[column.align], base, lines, style.face, align=column.align, bold=bold, colour=colour)


def _head(paper: Paper, columns: Sequence[Column], style: Style, y: float) -> float:
    deepest = max(column.head.count("\n") + 1 for column in columns)
    bottom = y + deepest * style.face.size * 1.25 + style.gap + 2
    left, right = columns[0].left, columns[-1].right
    if style.head_fill:
        paper.box(left, y, right, bottom, fill=style.head_fill)
    for column in columns:
        _cell(paper, column, style, y + 1, column.head.split("\n"), bold=True, colour=style.head_colour)
    if style.rulings != "none":
        paper.rule(left, bottom, right, thick=0.8, colour=style.line_colour)
    if style.rulings == "grid":
        paper.rule(left, y, right, thick=0.8, colour=style.line_colour)
    return bottom


def _carried(paper: Paper, columns: Sequence[Column], style: Style, y: float, words: str, printed: str) -> float:
    base = y + style.face.size + style.gap / 2
    paper.text(columns[-1].left - 6, base, words, style.face, align="right", bold=True)
    paper.text(columns[-1].right - 4, base, printed, style.face, align="right", bold=True)
    return y + style.face.size * 1.25 + style.gap


def _close(paper: Paper, columns: Sequence[Column], style: Style, top: float, y: float) -> None:
    if style.rulings == "grid":
        for x in (*(column.left for column in columns), columns[-1].right):
            paper.stroke(((x, top - style.face.size * 1.25 - style.gap - 2), (x, y)), colour=style.line_colour)
    if style.rulings in ("head", "grid"):
        paper.rule(columns[0].left, y, columns[-1].right, thick=0.8, colour=style.line_colour)
