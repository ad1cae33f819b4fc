"""Words in the order in which a person reads them: lines from the top, columns of running text one after the other.

Only running text is taken column by column: a table, a form or two addresses side by side are read across, because
what stands on one line there belongs together. Figures: docs/decisions/0096.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from documents.layout import Word

_A4 = 1.414  # heights are fractions of another length than widths: taken as on A4
_GUTTER = 0.8  # of the print's height: the least width of the white between columns
_MARGIN = 0.15  # of the text's width on either side, where no column ends
_FEWEST = 6  # lines that a column has at least
_WORDS = 3.5  # words a line of running text has on average
_MANY, _LONG_WORDS = 10, 5.5  # lines, and words a line, where only one side is running text
_NARROW = 0.6  # of the page: what is wider is no line of a column
_FILLED = 0.75  # of the column's width, by half of its lines
_FIGURES = 0.2  # of the words of running text have a figure at most
_LEVEL = 0.15  # of the print's height: lines nearer than this are level
_MOSTLY = 0.45  # of the lines of a table's columns are level
_NEAR = 4  # lines above in which a word may belong
_OPEN = 12  # white strips that are followed at a time

Row = list["Word"]


def rows(words: Iterable[Word]) -> list[Row]:
    """Words gathered into lines, each left to right, the lines in reading order."""
    found: list[Row] = []
    for _, of_page in groupby(sorted(words, key=_down), key=lambda word: word.box.page):
        found += _in_columns(_gathered(of_page))
    return found


def _down(word: Word) -> tuple[int, float, float]:
    return word.box.page, word.box.top + word.box.bottom, word.box.left


def _gathered(words: Iterable[Word]) -> list[Row]:
    """Lines from top to bottom. `words` come by the height of their middles.

    A word joins the line whose nearest word it overlaps by more than half its height, so a slight slope does no harm.
    """
    lines: list[_Line] = []
    for word in words:
        for line in lines[: -_NEAR - 1 : -1]:
            if word.box.on_line_of(line.nearest(word).box):
                line.add(word)
                break
        else:
            lines.append(_Line())
            lines[-1].add(word)
    ordered = [sorted(line.words, key=lambda word: word.box.left) for line in lines]
    ordered.sort(key=_middle)
    return ordered


class _Line:
    """A line in the making: its words from left to right by their middles."""

    __slots__ = ("middles", "words")

    def __init__(self) -> None:
        self.middles: list[float] = []
        self.words: list[Word] = []

    def add(self, word: Word) -> None:
        box = word.box
        middle = (box.left + box.right) / 2
        place = bisect(self.middles, middle)
        self.middles.insert(place, middle)
        self.words.insert(place, word)

    def nearest(self, word: Word) -> Word:
        """The word whose middle is nearest from left to right."""
        box = word.box
        middle = (box.left + box.right) / 2
        if middle >= self.middles[-1]:  # as most words come
            return self.words[-1]
        place = bisect(self.middles, middle)
        if place and (middle - self.middles[place - 1] <= self.middles[place] - middle):
            return self.words[place - 1]
        return self.words[place]


@dataclass(frozen=True, slots=True)
class _Strip:
    """White from `left` to `right` through the rows from `first` to before `last`."""

    left: float
    right: float
    first: int
    last: int


def _in_columns(lines: list[Row]) -> list[Row]:
    """The lines with those of each column together, where there are columns of running text."""
    if len(lines) < _FEWEST:
        return lines
    heights = sorted(word.box.height for line in lines for word in line)
    least = heights[len(heights) // 2] * _A4 * _GUTTER
    if sum(_narrow_runs(line, least) for line in lines) < 10:
        return lines
    strips = sorted(_strips(lines, least), key=lambda strip: strip.first - strip.last)
    for strip in strips:
        left, right = _sides(lines, strip)
        if _are_columns(left, right):
            above, below = lines[: strip.first], lines[strip.last :]
            return [*_in_columns(above), *_in_columns(left), *_in_columns(right), *_in_columns(below)]
    return lines


def _narrow_runs(line: Row, least: float) -> int:
    """How many pieces of the line could be a line of a column: several words, not across the whole page."""
    count, first = 0, 0
    for place in range(1, len(line) + 1):
        if place == len(line) or line[place].box.left - line[place - 1].box.right >= least:
            is_narrow = line[place - 1].box.right - line[first].box.left < _NARROW
            count += is_narrow and place - first >= _WORDS
            first = place
    return count


def _strips(lines: Sequence[Row], least: float) -> Iterator[_Strip]:
    """White strips at least so wide that go down through enough lines, away from the margins."""
    left = min(line[0].box.left for line in lines)
    right = max(line[-1].box.right for line in lines)
    inner = (left + _MARGIN * (right - left), right - _MARGIN * (right - left))
    open_strips: list[_Strip] = []
    for number, line in enumerate(lines):
        gaps = list(_gaps(line, least, *inner))
        for strip in open_strips:
            if number - strip.first >= _FEWEST and not any(a <= strip.left and strip.right <= b for a, b in gaps):
                yield replace(strip, last=number)
        narrowed = (_narrowed(strip, gap, least) for strip in open_strips for gap in gaps)
        open_strips = _widest([*filter(None, narrowed), *(_Strip(a, b, number, number) for a, b in gaps)])
    for strip in open_strips:
        if len(lines) - strip.first >= _FEWEST:
            yield replace(strip, last=len(lines))


def _narrowed(strip: _Strip, gap: tuple[float, float], least: float) -> _Strip | None:
    left, right = max(strip.left, gap[0]), min(strip.right, gap[1])
    if right - left < least:
        return None
    return strip if (left, right) == (strip.left, strip.right) else _Strip(left, right, strip.first, 0)


def _widest(strips: list[_Strip]) -> list[_Strip]:
    """Without those that lie in one that is open for as long: whatever narrows that leaves the other no more."""
    kept: list[_Strip] = []
    for strip in sorted(strips, key=lambda strip: (strip.first, strip.left - strip.right)):
        if not any(other.left <= strip.left and strip.right <= other.right for other in kept):
            kept.append(strip)
    return kept[:_OPEN]


def _gaps(line: Row, least: float, start: float, end: float) -> Iterator[tuple[float, float]]:
    """Where the line is white between two places: before it, after it, between words that stand far apart."""
    edge = start
    for word in line:
        if word.box.left > edge and min(word.box.left, end) - edge >= least:
            yield edge, min(word.box.left, end)
        if word.box.right > edge:
            edge = word.box.right
            if edge >= end:
                return
    if end - edge >= least:
        yield edge, end


def _sides(lines: Sequence[Row], strip: _Strip) -> tuple[list[Row], list[Row]]:
    """What stands left and right of the white, each gathered for itself: the lines of columns need not be level."""
    within = [word for line in lines[strip.first : strip.last] for word in line]
    within.sort(key=_down)
    middle = (strip.left + strip.right) / 2
    left = _gathered(word for word in within if word.box.middle[0] < middle)
    return left, _gathered(word for word in within if word.box.middle[0] >= middle)


def _are_columns(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Running text on both sides, or on one and on the other lines that are not level with it: no row goes across."""
    running = _is_running(left), _is_running(right)
    if not any(running) or min(len(left), len(right)) < _FEWEST:
        return False
    if all(running):
        return True
    text = left if running[0] else right
    is_text = len(text) >= _MANY and sum(map(len, text)) >= _LONG_WORDS * len(text)
    return is_text and _figures(text) <= _FIGURES / 2 and not _are_level(left, right)


def _are_level(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Do most lines of the side with fewer stand at the height of a line of the other?"""
    fewer, more = sorted((left, right), key=len)
    middles = sorted(_middle(line) for line in more)
    level = 0
    for line in fewer:
        place = bisect(middles, _middle(line))
        nearest = min(abs(middle - _middle(line)) for middle in middles[max(0, place - 1) : place + 1])
        level += nearest <= _LEVEL * max(word.box.height for word in line)
    return level >= _MOSTLY * len(fewer)


def _middle(line: Row) -> float:
    return sum([word.box.top + word.box.bottom for word in line]) / (2 * len(line))


def _is_running(lines: Sequence[Row]) -> bool:
    """Is this a column of running text: many words a line, lines that fill it, few figures?"""
    if len(lines) < _FEWEST:
        return False
    words = [word for line in lines for word in line]
    if len(words) < _WORDS * len(lines):
        return False
    if _figures(lines) > _FIGURES:
        return False
    left, right = min(word.box.left for word in words), max(word.box.right for word in words)
    widths = sorted(line[-1].box.right - line[0].box.left for line in lines)
    return widths[len(widths) // 2] >= _FILLED * (right - left)


def _figures(lines: Sequence[Row]) -> float:
    """The share of the words that have a figure."""
    words = [word.text for line in lines for word in line]
    return sum(any(map(str.isdigit, text)) for text in words) / len(words)
