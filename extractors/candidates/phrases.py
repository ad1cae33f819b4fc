"""Free text behind a label: what stands after a colon, in the same cell or the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.fields import Candidate
from documents.layout import Document, Line, Word
from extractors.view import lines

#: A phrase longer than this many words is running text, no value.
LONGEST = 10
_LABEL = re.compile(r".{2,40}:")


def find(document: Document, month_first: bool = False) -> Iterator[Candidate]:
    """Yield each phrase after a label; the order of days does not matter to it."""
    for line in lines(document):
        cells = line.segments()
        for at, cell in enumerate(cells):
            words = _behind_colon(cell)
            if not words and _LABEL.fullmatch(cell.text) and at + 1 < len(cells):
                words = cells[at + 1].words
            if 0 < len(words) <= LONGEST:
                yield Candidate(" ".join(word.text for word in words), tuple(words), 0.0, "phrases")


def _behind_colon(cell: Line) -> Sequence[Word]:
    for at, word in enumerate(cell.words[:6]):
        if word.text.endswith(":"):
            return cell.words[at + 1 :]
    return ()
