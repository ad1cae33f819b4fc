"""Questions and answers on a form that we do not know: "Name: Jo Doe", a label over its value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from documents.layout import Box, Document, Line, Page, Word, around


@dataclass(frozen=True, slots=True)
class Pair:
    """What a form asks and what was answered, with their places; `confidence` is how surely they belong together."""

    question: str
    answer: str
    question_box: Box
    answer_box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Words that stand together on a line; `asks` when a colon says that an answer must follow."""

    words: tuple[Word, ...]
    box: Box
    line: int

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def asks(self) -> bool:
        """Does it end with a colon?"""
        return self.text.rstrip(" ._").endswith(":")


#: Beliefs: an answer right of a colon; below one; right of a label without a colon; below such a label.
_RIGHT, _BELOW, _RIGHT_PLAIN, _BELOW_PLAIN = 0.85, 0.6, 0.5, 0.35
#: Wider than this many heights of print between a question and its answer, they hardly belong together.
_FAR = 22.0
_MOST_LABEL_WORDS = 6
#: Lines to write on, as they are read.
_LEADERS = " _—~|"


def pairs(document: Document) -> list[Pair]:
    """Every question with its answer, page by page, each answer once, the surer pairing first."""
    return [pair for page in document.pages if page.words for pair in _on_page(page)]


def _on_page(page: Page) -> list[Pair]:
    cells = [cell for number, line in enumerate(page.lines()) for cell in _cells(line, number)]
    tall = median(cell.box.height for cell in cells)
    options = sorted(_options(cells, tall), key=lambda option: -option[0])
    taken: set[int] = set()
    asked: set[int] = set()
    chosen: list[tuple[float, Cell, list[Cell]]] = []
    for belief, question, answer in options:
        if id(answer) in taken or id(question) in asked or id(question) in taken or id(answer) in asked:
            continue
        asked.add(id(question))
        more = _goes_on(question, answer, cells, taken | asked, tall)
        taken |= {id(cell) for cell in more}
        chosen.append((belief, question, more))
    chosen = [each for each in chosen if any(set(cell.text) - set(_LEADERS) for cell in each[2])]
    chosen.sort(key=lambda each: (each[1].line, each[1].box.left))
    return [_pair(belief, question, answer) for belief, question, answer in chosen]


def _pair(belief: float, question: Cell, answer: Sequence[Cell]) -> Pair:
    words = [word for cell in answer for word in cell.words]
    text = " ".join(word.text for word in words).strip(_LEADERS)
    asked = re.sub(r"^\(?\d{1,2}[.)]\s+", "", question.text.strip(_LEADERS))
    return Pair(asked, text, question.box, around(words), belief)


def _cells(line: Line, number: int) -> Iterator[Cell]:
    """The line cut at wide gaps, and behind a colon."""
    for segment in line.segments(1.3):
        at = 0
        for place, word in enumerate(segment.words):
            if word.text.endswith(":") and not re.fullmatch(r"\d+:", word.text) and place + 1 < len(segment.words):
                yield _cell(segment.words[at : place + 1], number)
                at = place + 1
        yield _cell(segment.words[at:], number)


def _cell(words: Sequence[Word], number: int) -> Cell:
    return Cell(tuple(words), around(words), number)


def _options(cells: Sequence[Cell], tall: float) -> Iterator[tuple[float, Cell, Cell]]:
    """Each question with the cells that may be its answer."""
    for number, cell in enumerate(cells):
        if not _may_ask(cell):
            continue
        right = _right_of(cell, cells[number + 1 : number + 4])
        if right and not right.asks:
            gap = (right.box.left - cell.box.right) * 0.707 / tall  # in heights of print on an upright page
            if gap < _FAR:
                belief = _RIGHT if cell.asks else _RIGHT_PLAIN if _differs(cell, right) else 0.0
                yield belief - gap / 200, cell, right
        below = _below(cell, cells, tall)
        if below and not below.asks and (cell.asks or _differs(cell, below)):
            yield (_BELOW if cell.asks else _BELOW_PLAIN), cell, below


def _may_ask(cell: Cell) -> bool:
    """A colon, or a few words of which most begin with a capital."""
    if not re.search(r"[^\W\d]{2}", cell.text):
        return False
    if cell.asks:
        return True
    words = [word.text for word in cell.words if re.search(r"[^\W\d]", word.text)]
    capitals = sum(word[0].isupper() for word in words)
    return len(cell.words) <= _MOST_LABEL_WORDS and capitals * 2 > len(words) and not re.search(r"\d{3}", cell.text)


def _differs(question: Cell, answer: Cell) -> bool:
    """Without a colon only an answer of another make is one: numbers, or print that is not in capitals as the label."""
    if re.search(r"\d", answer.text) and not re.search(r"\d", question.text):
        return True
    return question.text.isupper() and not answer.text.isupper()


def _right_of(cell: Cell, following: Sequence[Cell]) -> Cell | None:
    return next((other for other in following if other.line == cell.line), None)


def _below(cell: Cell, cells: Sequence[Cell], tall: float) -> Cell | None:
    """The nearest cell below that begins under this one."""
    near = [
        other
        for other in cells
        if 0 < other.line - cell.line <= 3
        and 0 <= other.box.top - cell.box.bottom < 1.8 * tall
        and cell.box.left - 0.02 < other.box.left < cell.box.right
    ]
    return min(near, key=lambda other: (other.line, abs(other.box.left - cell.box.left)), default=None)


def _goes_on(question: Cell, answer: Cell, cells: Sequence[Cell], used: set[int], tall: float) -> list[Cell]:
    """The answer with its further lines: close below, beginning where it or its question begins, first on the line."""
    found = [answer]
    first = {line: min(cell.box.left for cell in cells if cell.line == line) for line in {cell.line for cell in cells}}
    for cell in cells:
        last = found[-1]
        if cell.line != last.line + 1 or id(cell) in used:
            continue
        close = 0 <= cell.box.top - last.box.bottom + 0.3 * tall < 1.1 * tall
        under = abs(cell.box.left - answer.box.left) < 0.015
        back = abs(cell.box.left - question.box.left) < 0.015 and last.box.right > 0.7
        leading = cell.box.left <= first[cell.line] + 0.001
        if close and (under or back) and leading and not cell.asks and len(last.words) > 2:
            found.append(cell)
    return found
