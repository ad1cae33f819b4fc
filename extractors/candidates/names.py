"""Everything that could be somebody's name: cells of the head and the foot, companies in running text, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.fields import Candidate
from documents.layout import Document, Word
from extractors import party
from extractors.organisation import FORM_ALONE, Cell, cells, company_in, could_be_name, mended_form, parts
from extractors.organisation import words_of as part_of
from extractors.view import once

#: Names stand on the first lines of a document, or on the last of each page.
HEAD, FOOT = 45, 8
#: A register number behind a name, in brackets or not.
_NUMBER = re.compile(r"\s?[(\[]?\s?(?:co\.?|reg\.?|roc)?\s?(?:no\.?)?\s?[:.]?\s?[A-Z]{0,3}\d{4,}.*$", re.IGNORECASE)
_BRACKET = re.compile(r"\s?[(\[].*$")
#: A name goes on over at most so many more lines.
OVER = 2
#: Running text has long lines; a name in it is found by its form alone.
LONGEST = 12


def find(document: Document, month_first: bool = False) -> Iterator[Candidate]:
    """Yield each name, several cuts of one line too; the order of days does not matter to it."""
    yield from _found(document)


@once
def _found(document: Document) -> tuple[Candidate, ...]:
    return (*_in_cells(document), *party.mentioned(document))


def _in_cells(document: Document) -> Iterator[Candidate]:
    every = cells(document)
    last = every[-1].row if every else 0
    named = [cell for cell in every if cell.row < HEAD or cell.row > last - FOOT]
    for at, cell in enumerate(named):
        if len(cell.words) <= LONGEST:
            for text in _cuts(cell.text):
                yield _candidate(text, part_of(cell, text))
        yield from _over_lines(cell, named[at + 1 : at + 8])


def _over_lines(cell: Cell, following: Sequence[Cell]) -> Iterator[Candidate]:
    """A name that goes on below: the last line has its legal form, or the rest of it."""
    words, above = cell.words, cell
    for _ in range(OVER):
        below = next((other for other in following if _under(above, other)), None)
        if below is None or not could_be_name(cell.text) or len(words) + len(below.words) > LONGEST:
            return
        lead = " ".join(word.text for word in words)
        for text in dict.fromkeys((company_in(below.text) or "", _NUMBER.sub("", below.text), below.text)):
            if text and (company_in(below.text) or FORM_ALONE.fullmatch(below.text) or could_be_name(text)):
                yield _candidate(f"{lead} {text}", (*words, *part_of(below, text)))
        words, above = (*words, *below.words), below


def _cuts(text: str) -> Iterator[str]:
    """The cell whole, without its register number, up to its legal form, and its parts."""
    pieces = list(parts(text))
    cut = [
        text,
        _NUMBER.sub("", text),
        _BRACKET.sub("", text),
        company_in(text) or "",
        *(pieces if len(pieces) < 6 else ()),
    ]
    for each in dict.fromkeys(piece.strip(" -–:,*#") for piece in cut):
        if could_be_name(each) or (company_in(each) and len(each) < 80):
            yield each


def _candidate(text: str, words: Sequence[Word]) -> Candidate:
    mended = mended_form(text)
    return Candidate(text, tuple(words), 0.0, "names", mended)


def _under(cell: Cell, other: Cell) -> bool:
    """Does the other stand on the next line, over or under some of this one?"""
    one, two = cell.line.box, other.line.box
    near = 0 <= two.top - one.bottom + one.height < 2.5 * one.height
    return (
        other.row == cell.row + 1 and cell.page == other.page and near and one.left < two.right and two.left < one.right
    )
