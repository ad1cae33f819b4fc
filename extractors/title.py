"""The title of a contract: the line in capitals or large print that names its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from documents.fields import Candidate
from documents.layout import Document, Line, Word

#: What contracts are called.
_KIND = re.compile(
    r"\b(?:agreements?|contract|amendment|addendum|lease|license|memorandum of understanding|letter of intent|"
    r"undertaking|vertrag|vereinbarung|accord|contrat)\b",
    re.IGNORECASE,
)
#: Lines over a title that are none: an exhibit's number, a file name.
_NO_TITLE = re.compile(r"^\W*(?:exhibit|ex-\d|schedule|execution version|source|page \d)|\.(?:htm|txt|pdf)\b", re.I)
_MOST_WORDS = 14


def find(document: Document) -> Iterator[Candidate]:
    """Yield lines of the first two pages that look like a title, lines of one title joined; the first is likeliest."""
    belief = 0.9
    for page in [page for page in document.pages if page.words][:2]:
        usual = median(word.box.height for word in page.words)
        lines = page.lines()
        for number, line in enumerate(lines):
            if belief > 0.2 and _KIND.search(line.text) and _stands_out(line, usual):
                words = _joined(lines, number, usual)
                yield Candidate(" ".join(word.text for word in words), words, belief, "title")
                belief /= 2


def _stands_out(line: Line, usual: float) -> bool:
    letters = [char for char in line.text if char.isalpha()]
    capitals = sum(map(str.isupper, letters)) > 0.7 * len(letters)
    words = [word.text for word in line.words if len(word.text) > 3]
    named = len(line.words) <= 8 and all(word[0].isupper() for word in words) and not line.text.rstrip().endswith(".")
    large = max(word.box.height for word in line.words) > 1.25 * usual
    short = len(line.words) <= _MOST_WORDS and not _NO_TITLE.search(line.text)
    return short and (capitals or large or (named and 0.2 < line.box.middle[0] < 0.8))


def _joined(lines: Sequence[Line], number: int, usual: float) -> tuple[Word, ...]:
    """The line with those of the same title that stand close above and below it in the same manner."""
    first = last = number
    capitals = lines[number].text.isupper()
    while first > 0 and _goes_on(lines[first - 1], lines[first], usual, capitals=capitals):
        first -= 1
    while last + 1 < len(lines) and _goes_on(lines[last], lines[last + 1], usual, capitals=capitals):
        last += 1
    return tuple(word for line in lines[first : last + 1] for word in line.words)


def _goes_on(high: Line, low: Line, usual: float, *, capitals: bool) -> bool:
    close = low.box.top - high.box.bottom < 1.2 * usual
    alike = high.text.isupper() == low.text.isupper() == capitals
    centred = abs(high.box.middle[0] - low.box.middle[0]) < 0.05
    titles = all(len(line.words) <= _MOST_WORDS and not _NO_TITLE.search(line.text) for line in (high, low))
    return close and alike and capitals and centred and titles
