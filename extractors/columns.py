"""The head of a table of line items: which columns it has, by the words printed over them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from documents.layout import Box, Line, Word, around
from extractors.column_words import ELSEWHERE, LONGEST, role_of

#: A row's numbers: what it is counted, priced and summed by.
FACTORS = ("quantity", "unit_price", "line_total")
#: How many lines of print a head may have.
_DEEPEST = 5
#: Share of the page's width below which words side by side are no head of a table.
_NARROWEST = 0.35
#: The space between two words is less, as a fraction of the page's width.
_WORD = 0.01
#: What an amount is called that is a tax.
_TAX = r"(?:ust|mwst|vat|tva|gst|tax)\b|steuer"


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
    boxes = [line.box for line in lines]

    @cache
    def head_of(start: int, end: int) -> Head | None:  # bands that begin at neighbouring lines share most of theirs
        return _head(lines[start:end], named[start:end])

    number, worth, end = 0, 0, -_DEEPEST
    while number < len(lines):
        found = _best_band(boxes, named, number, head_of)
        if found and not (number < end + _DEEPEST and found[1].worth < worth):  # less, right below another: a row of it
            number = end = found[0]
            worth = found[1].worth
            yield found
        else:
            number += 1


def _best_band(
    boxes: Sequence[Box],
    named: Sequence[tuple[Column, ...]],
    number: int,
    head_of: Callable[[int, int], Head | None],
) -> tuple[int, Head] | None:
    """The head that begins on this line or, where that says more, a little below: a head may have several lines."""
    best: tuple[tuple[int, int, int], int, Head] | None = None
    close = _close_to(boxes, number)
    told = [any(column.role for column in columns) for columns in named[number : number + 2 * _DEEPEST]]
    for start in range(number, min(number + _DEEPEST, len(boxes))):
        for end in range(start + 1, min(start + _DEEPEST, len(boxes)) + 1):
            if not close[end - number]:
                break
            if not any(told[start - number : end - number]):
                continue
            head = head_of(start, end)
            if head:
                whole = all(role_of(column.text) for column in head.columns)
                deep = end - start if whole else start - end  # another line that makes no name of a head is none of it
                worth = (head.worth + _factors(head), -head.roles.count(""), deep)
                if best is None or worth > best[0]:
                    best = (worth, end, head)
        if best is None and start == number and not told[0]:
            return None
    return (best[1], best[2]) if best else None


def _factors(head: Head) -> int:
    return len(set(FACTORS) & set(head.roles))


def _close_to(boxes: Sequence[Box], number: int) -> list[bool]:
    """By how many lines from this one are taken: does each of them stand close below the one above it?"""
    found, tall, widest = [True], 0.0, -1.0
    for at in range(number, min(number + 2 * _DEEPEST, len(boxes))):
        tall = max(tall, boxes[at].height)
        widest = max(widest, boxes[at].top - boxes[at - 1].bottom) if at > number else widest
        found.append(widest < 1.1 * tall)
    return found


def _head(band: Sequence[Line], named: Sequence[tuple[Column, ...]]) -> Head | None:
    columns: list[Column] = []
    for column in (column for line in named for column in line if column.role != ELSEWHERE):
        _stack(columns, column)
    columns.sort(key=lambda column: column.box.left)
    while columns and not columns[0].role and re.search(r"\d", columns[0].text):
        columns.pop(0)  # print at the margin names no column
    if columns:
        _name_total(columns)
    for number, column in enumerate(columns):  # a second "VAT" is somebody else's
        if column.role != "line_total" and any(column.role == before.role for before in columns[:number]):
            columns[number] = replace(column, role="")
    if not columns or columns[-1].box.right - columns[0].box.left < _NARROWEST:
        return None
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


def _name_total(columns: list[Column]) -> None:
    """Where no head says so, the column of the row's amounts: the last of two prices, a gross amount, a last base."""
    roles = [column.role for column in columns]
    if "line_total" in roles:
        return
    if roles.count("unit_price") > 1:
        last = max(number for number, role in enumerate(roles) if role == "unit_price")
    elif "gross_amount" in roles:
        last = roles.index("gross_amount")
    elif roles[-1] == "tax_amount" and not re.search(_TAX, columns[-1].text, re.I):  # "Warenwert" of the line
        last = len(roles) - 1
    else:
        return
    columns[last] = replace(columns[last], role="line_total")


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


def _shared(high: Box, low: Box) -> float:
    """How much of the narrower stands above or below the other."""
    overlap = min(high.right, low.right) - max(high.left, low.left)
    return overlap / max(min(high.width, low.width), 1e-6) if overlap > 0 else 0.0


def _next(columns: Sequence[Column], number: int) -> bool:
    """Does the column begin a word's space behind the one before?"""
    return number < len(columns) and 0 <= columns[number].box.left - columns[number - 1].box.right < _WORD


def _stack(columns: list[Column], low: Column) -> None:
    """Put a column's second line below the first ("Unit" over "price"), or beside the others when it has none.

    What stands below two of them may make one of both ("Net", "unit" over "price").
    """
    over = [number for number, high in enumerate(columns) if _shared(high.box, low.box) > 0.4]
    if not over:
        columns.append(low)
        return
    over += [over[0] + 1] if len(over) == 1 and _next(columns, over[0] + 1) else []
    both = " ".join([columns[number].text for number in over] + [low.text])
    if len(over) == 2 and (role := role_of(both)):
        box = columns[over[0]].box | columns[over[1]].box | low.box
        columns[over[0]] = Column(role, both, box)
        del columns[over[1]]
        return
    high = columns[over[0]]
    text = f"{high.text} {low.text}"
    told = low.role == "description" and high.role == "article"  # a code over the text: the text counts
    lesser = told or (low.role in FACTORS and high.role in ("unit", "position"))
    role = role_of(text) or (low.role if lesser else high.role or low.role)
    columns[over[0]] = replace(high, role=role, text=text, box=high.box | low.box)
