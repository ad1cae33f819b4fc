"""The head of a table of line items: which columns it has, by the words printed over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from documents.layout import Box, Line, Word, around
from extractors.column_words import ELSEWHERE, LONGEST, role_of

#: How many lines of print a head may have.
_DEEPEST = 5
#: Share of the page's width below which words side by side are no head of a table.
_NARROWEST = 0.35


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its role ("" when its head says nothing to us) and the box of its head."""

    role: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table, its columns left to right."""

    columns: tuple[Column, ...]
    box: Box

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles, left to right."""
        return tuple(column.role for column in self.columns)

    @property
    def worth(self) -> int:
        """How many different roles it names."""
        return len(set(self.roles) - {""})

    def column(self, role: str) -> int | None:
        """The place of the column with this role, the last of several for an amount, the first for others."""
        places = [number for number, each in enumerate(self.roles) if each == role]
        return (places[-1] if role == "line_total" else places[0]) if places else None


def heads(lines: Sequence[Line]) -> Iterator[tuple[int, Head]]:
    """Each table head on a page, with the number of the first line below it."""
    named = [tuple(_columns(line)) for line in lines]
    number, worth, end = 0, 0, -_DEEPEST
    while number < len(lines):
        found = _best_band(lines, named, number)
        if found and not (number < end + _DEEPEST and found[1].worth < worth):  # less, right below another: a row of it
            number = end = found[0]
            worth = found[1].worth
            yield found
        else:
            number += 1


def _best_band(lines: Sequence[Line], named: Sequence[tuple[Column, ...]], number: int) -> tuple[int, Head] | None:
    """The head that begins on this line or, where that says more, a little below: a head may have several lines."""
    best: tuple[tuple[int, int, int], int, Head] | None = None
    for start in range(number, min(number + _DEEPEST, len(lines))):
        for end in range(start + 1, min(start + _DEEPEST, len(lines)) + 1):
            if not _stand_close(lines[number:end]):
                break
            if not any(column.role for columns in named[start:end] for column in columns):
                continue
            head = _head(lines[start:end], named[start:end])
            if head:
                worth = (head.worth, -head.roles.count(""), start - end)
                if best is None or worth > best[0]:
                    best = (worth, end, head)
        if best is None and start == number and not any(column.role for column in named[number]):
            return None
    return (best[1], best[2]) if best else None


def _stand_close(band: Sequence[Line]) -> bool:
    boxes = [line.box for line in band]
    tall = max(box.height for box in boxes)
    return all(low.top - high.bottom < 1.1 * tall for high, low in pairwise(boxes))


def _head(band: Sequence[Line], named: Sequence[tuple[Column, ...]]) -> Head | None:
    columns: list[Column] = []
    for column in (column for line in named for column in line if column.role != ELSEWHERE):
        _stack(columns, column)
    columns.sort(key=lambda column: column.box.left)
    while columns and not columns[0].role and re.search(r"\d", columns[0].text):
        columns.pop(0)  # print at the margin names no column
    for number, column in enumerate(columns):  # a second "VAT" is somebody else's
        if column.role != "line_total" and any(column.role == before.role for before in columns[:number]):
            columns[number] = replace(column, role="")
    if not columns or columns[-1].box.right - columns[0].box.left < _NARROWEST:
        return None
    if columns[-1].role == "tax_amount" and not any(column.role == "line_total" for column in columns):
        columns[-1] = replace(columns[-1], role="line_total")  # "Warenwert" of the line, not the base of a tax
    roles = {column.role for column in columns} - {""}
    priced = roles & {"line_total", "unit_price"}
    said = roles & {"description", "quantity", "article", "position", "unit_price", "unit"} - {
        "" if len(priced) > 1 else "unit_price"
    }
    if not priced or not said or not roles & {"description", "quantity", "unit_price"} or len(roles) < 2:
        return None
    known = sum(bool(column.role) for column in columns)
    if known / len(columns) < 0.5 or (len(roles) == 2 and known < len(columns)) or _has_amount(columns):
        return None
    return Head(tuple(columns), around(word for line in band for word in line.words))


def _has_amount(columns: Sequence[Column]) -> bool:
    words = (word for column in columns for word in column.text.split())
    return any(re.search(r"\d[.,]\d\d$|\d{4}", word) for word in words)


def _columns(line: Line) -> Iterator[Column]:
    """The columns that one line of a head names: a known phrase starts one, other words join the one before."""
    for segment in line.segments(0.9):
        words, at = segment.words, 0
        made: list[tuple[str, list[Word]]] = []
        while at < len(words):
            role, count = _longest(words[at:])
            if (role and role != made[-1][0]) if made else True:  # "Hours / units" is one column
                made.append((role, list(words[at : at + count])))
            else:
                made[-1][1].append(words[at])
            at += count
        if len(made) > 1 and not made[0][0]:  # words before the first known phrase belong to it
            made[1] = (made[1][0], made[0][1] + made[1][1])
            made.pop(0)
        for role, group in made:
            yield Column(role, " ".join(word.text for word in group), around(group))


def _longest(words: Sequence[Word]) -> tuple[str, int]:
    for count in range(min(LONGEST, len(words)), 0, -1):
        role = role_of(" ".join(word.text for word in words[:count]))
        if role:
            return role, count
    return "", 1


def _stack(columns: list[Column], low: Column) -> None:
    """Put a column's second line below the first ("Unit" over "price"), or beside the others when it has none."""
    for number, high in enumerate(columns):
        overlap = min(high.box.right, low.box.right) - max(high.box.left, low.box.left)
        if overlap > 0.4 * min(high.box.width, low.box.width):
            text = f"{high.text} {low.text}"
            told = low.role == "description" and high.role == "article"  # a code over the text: the text counts
            role = role_of(text) or (low.role if told else high.role or low.role)
            columns[number] = replace(high, role=role, text=text, box=high.box | low.box)
            return
    columns.append(low)
