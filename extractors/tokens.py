"""Phrases on the page: where a label stands, also where it was read badly.

A token is a word, or a part of one that a colon or bracket glues together (`Date:12/03/2018`). Phrases are compared
by letters and digits alone, so `Invoice No.`, `INVOICE NO:` and `InvoiceNo` are one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from documents.layout import Box, Document, Line, Word, around
from extractors.view import lines, once

#: The most tokens a label may have.
LONGEST = 6
#: The words of a label stand no further apart than this many heights of print: beyond is the next column.
GAP = 2.0
#: How alike (0 to 100) a badly read label must be; shorter ones must be exact, for "net" and "set" are two words.
ALIKE, SHORTEST_FUZZY = 84, 5

_GLUED = re.compile(r"(?<=[A-Za-zÀ-ÿ.)#])(?=[:=(])|(?<=[:=])(?=[^\s/\\:=])|(?<=\))(?=\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a part of it, as text; `word` is the whole, with its place."""

    text: str
    word: Word

    @property
    def box(self) -> Box:
        """Where the word stands."""
        return self.word.box


@dataclass(frozen=True, slots=True)
class Row:
    """A line of print as tokens; `number` counts the lines of the document from 0."""

    number: int
    line: Line
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: tokens `start` to `end` of a row. `likeness` is 1 for an exact one, else 0 to 1."""

    row: Row
    start: int
    end: int
    likeness: float

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the phrase."""
        return self.row.tokens[self.start : self.end]

    @property
    def box(self) -> Box:
        """Around the phrase."""
        return around(token.word for token in self.tokens)

    def overlaps(self, other: Hit) -> bool:
        """Do the two share a token?"""
        return self.row.number == other.row.number and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Index:
    """Every run of up to LONGEST tokens of a document, by its letters and digits."""

    rows: tuple[Row, ...]
    places: dict[str, list[tuple[int, int, int]]]
    by_length: dict[int, list[str]]
    read_by_machine: bool


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Letters and digits alone, small.

    >>> folded("Rechnungs-Nr.:"), folded("Montant dû")
    ('rechnungsnr', 'montantdû')
    """
    return "".join(char for char in text.casefold() if char.isalnum())


@once
def rows(document: Document) -> tuple[Row, ...]:
    """The document's lines as tokens."""
    return tuple(Row(number, line, _tokens(line)) for number, line in enumerate(lines(document)))


@once
def index(document: Document) -> Index:
    """The document's rows and where each phrase stands."""
    places: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for row in rows(document):
        for phrase, start, end in _phrases(row):
            places[phrase].append((row.number, start, end))
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for phrase in places:
        by_length[len(phrase)].append(phrase)
    return Index(rows(document), dict(places), by_length, any(word.engine != "text_layer" for word in document.words))


def _phrases(row: Row) -> Iterator[tuple[str, int, int]]:
    """Every run of tokens without a wide gap, folded, with where it begins and ends."""
    texts = [folded(token.text) for token in row.tokens]
    for start in range(len(texts)):
        phrase = ""
        for end in range(start + 1, min(start + LONGEST, len(texts)) + 1 if texts[start] else start):
            if end > start + 1 and _wide_gap(row.tokens[end - 2], row.tokens[end - 1]):
                break
            if texts[end - 1]:
                phrase += texts[end - 1]
                yield phrase, start, end


def _wide_gap(left: Token, right: Token) -> bool:
    return right.box.left - left.box.right > GAP * max(left.box.height, right.box.height) * 1.414


def hits(document: Document, phrases: Sequence[str]) -> Iterator[Hit]:
    """Where the phrases stand; of phrases that share a token the longest alone."""
    known = index(document)
    found = [hit for phrase in phrases for hit in _hits(known, folded(phrase))]
    found.sort(key=lambda hit: (-sum(len(token.text) for token in hit.tokens), -hit.likeness))
    kept: list[Hit] = []
    for hit in found:
        if not any(hit.overlaps(other) for other in kept):
            kept.append(hit)
    yield from sorted(kept, key=lambda hit: (hit.row.number, hit.start))


def _hits(known: Index, phrase: str) -> Iterator[Hit]:
    for row, start, end in known.places.get(phrase, ()):
        yield Hit(known.rows[row], start, end, 1.0)
    if not known.read_by_machine or len(phrase) < SHORTEST_FUZZY:
        return
    near = process.extract(phrase, _of_length(known, len(phrase)), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=8)
    for text, score, _ in near:
        if text != phrase and _digits(text) == _digits(phrase):
            for row, start, end in known.places[text]:
                yield Hit(known.rows[row], start, end, score / 100)


def _of_length(known: Index, length: int) -> list[str]:
    reach = max(1, length // 6)
    return [text for each in range(length - reach, length + reach + 1) for text in known.by_length.get(each, ())]


@lru_cache(maxsize=4096)
def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _tokens(line: Line) -> tuple[Token, ...]:
    return tuple(Token(part, word) for word in line.words for part in _parts(word.text))


def _parts(text: str) -> list[str]:
    if "://" in text or re.match(r"\d+:\d", text):
        return [text]
    return [part for part in _GLUED.split(text) if part]
