"""Running text: the words of a document as one string that knows where each of its letters stands on paper."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain

from documents.layout import Document, Word
from extractors.view import once

#: Typographic signs written as their plain forms, letter for letter, so that one pattern fits every printer.
PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Prose:
    """A document's words joined by single spaces in reading order; `starts` has the offset of each word."""

    text: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that have a letter in text[start:end]."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        return self.words[first : bisect_left(self.starts, end)]

    def search(self, pattern: re.Pattern[str], start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Every match of the pattern in this stretch of the text."""
        return pattern.finditer(self.text, start, len(self.text) if end is None else end)

    def sentence(self, start: int, end: int, most: int = 600) -> tuple[int, int]:
        """From where to where the sentence around text[start:end] runs, at most `most` letters to each side."""
        first, last = max(0, start - most), min(len(self.text), end + most)
        before = [m.end() for m in self.search(_STOP, first, start + 1) if m.end() <= start]
        behind = _STOP.search(self.text, max(end - 1, 0), last)
        return (before[-1] if before else first), (behind.start() + 1 if behind else last)


#: A full stop, then a capital: not that of an abbreviation such as "Inc." or "No.", nor of an initial.
_STOP = re.compile(
    r"(?<!\b[A-Z])(?<!\bInc)(?<!\bNo)(?<!\bCo)(?<!\bLtd)(?<!\bCorp)(?<!\bDr)(?<!\bMr)[.;]\s+(?=[\"(]?[A-Z0-9])"
)


@once
def sentences(document: Document) -> str:
    """The running text, letter for letter, with full stops only where a sentence ends: not in "Inc." or "4.2".

    The others are written as a middle dot.
    """
    text = prose(document).text
    ends = {stop.start() for stop in _STOP.finditer(text)}
    return "".join("·" if char == "." and at not in ends else char for at, char in enumerate(text))


@once
def prose(document: Document) -> Prose:
    """The document's running text: parties, dates and thirty clauses all read it."""
    words = document.words
    lengths = (len(word.text) + 1 for word in words)
    starts = tuple(accumulate(chain([0], lengths)))[: len(words)]
    return Prose(" ".join(word.text for word in words).translate(PLAIN), words, starts)
