"""Every run of lines that could be an address, in a column of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.fields import Candidate
from documents.layout import Document
from extractors.organisation import Cell, cells
from extractors.view import once

#: An address has at most so many lines and letters; it begins in the first lines of a document.
LINES, LETTERS, HEAD = 7, 220, 20
#: What no address has on its lines; in front of it or behind it such words may stand.
_OTHER = re.compile(
    r"invoice|\b(?:receipt|cash|total|date|time|cashier|qty|amount|price|rechnung|datum|facture|www)\b|@|\d\d:\d\d",
    re.I,
)
#: Numbers of the shop that stand behind the last line of its address.
_TAIL = re.compile(
    r"\W*(?:\(?\b(?:te?l(?:e?phone)?|fax|hp|h/p|gst|sst|roc|co\.? reg|reg|company no|e-?mail|phone|mobile|site|t"
    r"|whatsapp|\w*careline|hotline)"
    r"\b\W.*|(?<=\s)\+?\d{2,3}[- ]\d{3,4}[ -]?\d{3,5}.*)$",
    re.IGNORECASE,
)
#: A word before the address on its line.
_LEAD = re.compile(
    r"^(?:\W*(?:hq|address|add|addr|anschrift|adresse|branch|office|site)\b\W*(?:add(?:ress)?\b|\d{3,4}\b)?\W*|\(.*\)\W*)",
    re.I,
)
_NUMBER_ONLY = re.compile(r"\W*(?:[A-Z.]{1,12}\s*(?:no\W*)?)?[:.]?\s*\(?\s?[\d-]{5,}\s?-?\s?[A-Z]?\s?\)?\W*", re.I)


def find(document: Document, month_first: bool = False) -> Iterator[Candidate]:
    """Yield each run; the order of days does not matter to it."""
    yield from _found(document)


@once
def _found(document: Document) -> tuple[Candidate, ...]:
    head = [cell for cell in cells(document) if cell.row < HEAD and re.search(r"\w", cell.text)]
    return tuple(candidate for at in range(len(head)) for candidate in _from(head[at:]))


def _from(below: Sequence[Cell]) -> Iterator[Candidate]:
    """The runs that begin with the first of the cells."""
    run: list[Cell] = []
    for cell in below:
        if run and not _continues(run[-1], cell):
            if cell.row > run[-1].row + 1:
                return
            continue
        if _OTHER.search(cell.text):
            return
        if run and _NUMBER_ONLY.fullmatch(cell.text):
            continue
        run.append(cell)
        if len(run) > LINES or sum(len(each.text) for each in run) > LETTERS:
            return
        yield from _candidate(run)


def _continues(above: Cell, cell: Cell) -> bool:
    """Does the cell stand below, in the same column, or behind it on its own line?"""
    one, two = above.line.box, cell.line.box
    return cell.page == above.page and cell.row <= above.row + 2 and one.left < two.right and two.left < one.right


def _candidate(run: Sequence[Cell]) -> Iterator[Candidate]:
    """The run whole, and without what stands before and behind the address on its first and last line."""
    words = [word for cell in run for word in cell.words]
    tail = _TAIL.search(run[-1].text)
    cut = len(run[-1].text[tail.start() :].split()) if tail else 0
    lead = _LEAD.match(run[0].text)
    led = len(lead[0].split()) if lead and lead[0].strip() else 0
    for start in {0, led}:
        for end in {len(words), len(words) - cut}:
            chosen = tuple(words[start:end])
            if len(chosen) >= 2 and any(any(map(str.isdigit, word.text)) for word in chosen):
                yield Candidate(" ".join(word.text for word in chosen), chosen, 0.0, "addresses")
