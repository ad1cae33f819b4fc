"""The rows of a table, cell by cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from documents.layout import Box, Line, Word, around
from extractors.boundaries import boundaries
from extractors.columns import FACTORS, Column, Head
from extractors.row_lines import Cells, Print, close, number_under, spans, until_totals

#: Wider than the space between two words, in heights of print: another cell begins; so on a line of text alone.
_SPACE, _WIDE = 0.6, 1.2
#: How a line begins that tells something of the row under a label of its own ("Batch: 7", "Country of origin: FR").
_NOTE = re.compile(r"\W{0,2}[A-ZÄÖÜÉ][\w.-]*(?: [\w.-]+){0,2} ?:")
#: A line below the text that has a day tells when, not what: a period of service, a delivery.
_DAY = re.compile(r"(?<!\d)\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)")
#: So far from the left edge of the first column's head a row may begin, as a fraction of the page's width.
_EDGE = 0.02
#: A cell of one whole number, with a unit perhaps.
_WHOLE = re.compile(r"\d{1,4}(?: [^\W\d]{1,5}\.?)?")
#: What a line without numbers weighs against one with a number, where columns part.
_UNCOUNTED = 0.5
#: A cell of one amount with decimals.
_AMOUNT = re.compile(r"[-+]?[€$£]? ?\d[\d.,' ]*[.,]\d{2,4} ?(?:[€$£]|[A-Z]{3})?")
#: A number of an article: capitals and digits.
_CODE = r"(?=\S*\d)[A-Z0-9][A-Z0-9./-]{2,15}"
#: Heads further apart than this, as a fraction of the page's width, may have a column between them.
_GAP = 0.06
#: Columns of text; a row's text may take several lines.
_TEXTS = ("description", "article", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the words of each column, in the order of the head's columns."""

    cells: tuple[tuple[Word, ...], ...]

    def text(self, column: int | None) -> str:
        """The cell's words with single spaces; "" for an empty cell or no such column."""
        return _joined(self.cells[column]) if column is not None else ""


@dataclass(frozen=True, slots=True)
class Body:
    """What stands below a head on one page; `ended` when the sums came. `head` may have got a column more."""

    head: Head
    rows: tuple[Row, ...]
    ended: bool


def body(head: Head, lines: Sequence[Line], rulings: Sequence[Box]) -> Body:
    """The rows among the lines below a head."""
    kept, ended = until_totals(head, _inside(head, lines))
    head = _unheaded(_completed(head, kept), kept)
    weighed = [(line, _counted(head, line)) for line in kept]
    cuts = boundaries(head, _weighed(weighed))
    weighed = [(line, weight) for line, weight in weighed if weight or not _is_title(head, line, cuts)]
    kept = [line for line, _ in weighed]
    under = Print(
        head, kept, [_cells(head, line, cuts, _SPACE if many > 1 else _WIDE) for line, many in weighed], rulings
    )
    found = list(spans(under))
    codes = _coded(under, [span for span, _ in found])
    rows = tuple(_row(under, span, anchor, codes) for span, anchor in found)
    return Body(head, rows, ended)


def _counted(head: Head, line: Line) -> int:
    """How surely the line has a row's numbers: how many of them stand below their heads, or in cells of their own."""
    below = sum(number_under(head, line, column) for role in FACTORS if (column := head.column(role)) is not None)
    right = head.columns[-1].box.right + 2 * _GAP
    cells = [cell.text for cell in line.segments() if cell.box.right < right]
    alone = sum(bool(_AMOUNT.fullmatch(text)) for text in cells)
    alone += sum(bool(_WHOLE.fullmatch(text)) for text in cells) if alone else 0
    return max(below, min(alone, len(FACTORS)) if alone > 1 else 0)


def _weighed(lines: Sequence[tuple[Line, int]]) -> list[tuple[Line, float]]:
    """The lines that tell where columns part: with numbers, and others where texts stand on lines of their own."""
    rows = [line for line, weight in lines if weight > 1]
    bare = sum(not re.search(r"[^\W\d]{4}", line.text) for line in rows)
    other = _UNCOUNTED if 2 * bare > len(rows) else 0
    return [(line, weight or other) for line, weight in lines if weight or other]


def _inside(head: Head, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without what stands beside the table, left of it, where its rows keep to the left edge of its head."""
    edge = head.columns[0].box.left
    items = [line for line in lines if _counted(head, line) > 1]
    keeping = [line for line in items if any(abs(each.box.left - edge) < _EDGE for each in line.segments())]
    if not items or len(keeping) < 0.6 * len(items):
        return lines
    inner = ([each for each in line.segments() if each.box.right > edge - _EDGE / 2] for line in lines)
    return [Line(tuple(word for each in segments for word in each.words)) for segments in inner if segments]


def _completed(head: Head, lines: Sequence[Line]) -> Head:
    """The head, with a column of amounts where they stand right of the last head or below one that says nothing."""
    if head.column("line_total") is not None or not lines:
        return head
    last = head.columns[-1]
    ends = [word for line in lines for word in line.words[-2:] if re.search(r"\d[.,]\d\d$", word.text)]
    if not last.role and any(min(w.box.right, last.box.right) > max(w.box.left, last.box.left) for w in ends):
        return replace(head, columns=(*head.columns[:-1], replace(last, role="line_total")))
    beyond = [word for word in ends if word.box.left > last.box.right]
    if not beyond:
        return head
    cell = around(beyond)
    box = Box(head.box.page, cell.left, head.box.top, cell.right, head.box.bottom)
    return replace(head, columns=(*head.columns, Column("line_total", "", box)))


def _unheaded(head: Head, lines: Sequence[Line]) -> Head:
    """The head, with columns whose own head was not read: print in a wide gap of heads on most lines with numbers."""
    items = [line for line in lines if _counted(head, line) > 1]
    found: list[Column] = []
    for left, right in pairwise(head.columns):
        start, end = left.box.right + _EDGE / 2, right.box.left - _EDGE / 2
        between = [[w for w in line.words if start < w.box.left and w.box.right < end] for line in items]
        kept = [words for words in between if words]
        if end - start < _GAP or not kept or 2 * len(kept) <= len(items):
            continue
        cell = around([word for words in kept for word in words])
        box = Box(head.box.page, cell.left, head.box.top, cell.right, head.box.bottom)
        said = sum(bool(re.search(r"[^\W\d]{3}", _joined(words))) for words in kept)
        if 2 * said > len(kept) and head.column("description") is None:
            found.append(Column("description", "", box))
        elif not said and left.role not in _TEXTS and 2 * _below(left, items) > len(kept):
            found.append(Column("", "", box))
    columns = sorted((*head.columns, *found), key=lambda column: column.box.left)
    return replace(head, columns=tuple(columns)) if found else head


def _is_title(head: Head, line: Line, cuts: Sequence[float]) -> bool:
    """Is the line a title of the rows below: words alone that begin at the edge of the table, under its numbers?"""
    said = head.column("description")
    if not said or head.columns[0].role not in ("position", "quantity"):
        return False
    first, *more = line.segments(_WIDE)
    runs = first.box.left < cuts[0] and first.box.right > cuts[said - 1] and len(first.words) > 1
    return runs and not more and bool(re.match(r"[^\W\d]{3}", first.words[0].text))


def _below(column: Column, lines: Sequence[Line]) -> int:
    """On how many lines something stands right below the column's head."""
    left, right = column.box.left, column.box.right
    return sum(any(word.box.left < right and left < word.box.right for word in line.words) for line in lines)


def _cells(head: Head, line: Line, cuts: Sequence[float], space: float) -> list[list[Word]]:
    """The line's words by column.

    Running text stays in the column where it began, however far it runs; a word right below the left edge of another
    text column's head begins that column.
    """
    cells: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
    texts = {number: column.box.left for number, column in enumerate(head.columns) if column.role in _TEXTS}
    for segment in line.segments(space):
        home: int | None = None
        for word in segment.words:
            if home is not None and _passed(head, home, word, cuts):
                home = None
            below = next((number for number, left in texts.items() if abs(word.box.left - left) < 0.006), None)
            column = bisect_right(cuts, word.box.middle[0]) if home is None else home
            column = below if below is not None and below > column else column
            if column in texts and (head.columns[column].role == "article" or re.search(r"[^\W\d]", word.text)):
                home = column
            cells[column].append(word)
    return cells


def _passed(head: Head, home: int, word: Word, cuts: Sequence[float]) -> bool:
    """Does the word begin beyond its column of codes? A code does not run on into the next column."""
    return head.columns[home].role == "article" and home < len(cuts) and word.box.left > cuts[home] - _EDGE / 2


def _coded(under: Print, found: Sequence[range]) -> set[int]:
    """The lines on which the column that describes has a lone code over its text, where most rows have one."""
    column = under.head.column("description")
    if column is None or under.head.column("article") is None:
        return set()
    stacks = [[line for line in span if under.split[line][column]] for span in found]
    first = {
        lines[0]
        for lines in stacks
        if len(lines) > 1
        and re.fullmatch(_CODE, _joined(under.split[lines[0]][column]))
        and re.match(r"[^\W\d]{3}", _joined(under.split[lines[1]][column]))
    }
    return first if 2 * len(first) > len(found) > 1 else set()


def _row(under: Print, span: range, anchor: int, codes: set[int]) -> Row:
    """A row's cells: text over several lines while they stand close, a number from the first line that has one.

    `codes` are lines whose text is a code over the description, no part of it.
    """
    cells: list[tuple[Word, ...]] = []
    for number, column in enumerate(under.head.columns):
        stacked = [under.split[line][number] for line in span if under.split[line][number]]
        if column.role in _TEXTS:
            if column.role == "description" and len(stacked) > 1 and codes.intersection(span):
                stacked = stacked[1:]
            cells.append(tuple(_paragraph(stacked)))
        else:
            offered = [under.split[anchor][number], *stacked]
            counted = (words for words in offered if re.search(r"\d", _joined(words)))
            cells.append(tuple(next(counted, next((words for words in offered if words), ()))))
    return Row(tuple(cells))


def _paragraph(stacked: Cells) -> Iterator[Word]:
    """The words of the first paragraph: its lines stand close, and equally so; a note with a label ends it."""
    last, pitch = stacked[0] if stacked else (), 1.0
    told = bool(_NOTE.match(_joined(last)))
    yield from last
    for words in stacked[1:]:
        step = words[0].box.top - last[0].box.top
        noted = _NOTE.match(_joined(words)) or _DAY.search(_joined(words))
        if not close(last, words) or step > 1.5 * pitch or (not told and noted):
            return
        yield from words
        last, pitch = words, max(step, 0.001)


def _joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
