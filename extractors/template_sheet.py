"""What of a document its template is known by: identifiers of the sender, and words without digits at their places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from statistics import median

from documents.layout import Box, Document, Word
from extractors import identity
from extractors.table import items
from extractors.tokens import folded, index
from extractors.view import lines, once

#: The width of an upright page in heights of print is larger than its height by this.
UPRIGHT = 1.414
_DOMAIN = re.compile(r"(?:@|\bwww\.|://(?:www\.)?)([a-z0-9][a-z0-9.-]*\.[a-z]{2,12})\b", re.I)
_PHONE = re.compile(r"(?:\btel\w*|\bfon|\bphone|\bfax|\bmobil\w*)?[ .:]*(\+?\(?\d[\d ()/.-]{6,18}\d)", re.I)
_PHONE_WORD = re.compile(r"\b(?:tel|fon|phone|fax|mobil)|\+\d\d", re.I)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a word stands: its sides and the middle of its height, as fractions of the page."""

    page: int
    left: float
    right: float
    y: float

    @classmethod
    def of(cls, box: Box, first: int) -> Spot:
        """The spot of a box; pages count from the document's first."""
        return cls(box.page - first, box.left, box.right, box.middle[1])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as templates see it.

    `ids` are "vat:DE1...", "iban:...", "domain:...", "phone:..."; `spots` has each word's places by its hash;
    `tall` is the usual height of print.
    """

    ids: frozenset[str]
    spots: Mapping[str, tuple[Spot, ...]]
    tall: float
    first: int


@lru_cache(maxsize=65536)
def hashed(text: str) -> str:
    """A word by its letters alone as eight digits; "" for one with digits or of a single letter.

    >>> hashed("Total:") == hashed("TOTAL"), hashed("12"), len(hashed("Net"))
    (True, '', 8)
    """
    plain = folded(text)
    if len(plain) < 2 or any(char.isdigit() for char in plain):
        return ""
    return blake2b(plain.encode(), digest_size=4).hexdigest()


@once
def sheet(document: Document) -> Sheet:
    """The document's identifiers and words."""
    first = document.pages[0].number if document.pages else 0
    spots: defaultdict[str, list[Spot]] = defaultdict(list)
    for word in document.words:
        if key := hashed(word.text):
            spots[key].append(Spot.of(word.box, first))
    tall = median([word.box.height for word in document.words] or [0.012])
    placed = {key: tuple(found) for key, found in spots.items()}
    return Sheet(frozenset(_ids(document)), placed, tall, first)


@once
def still(document: Document) -> frozenset[str]:
    """The words that stand in no row of a table, by their hashes: only learning asks, for tables take time to find."""
    rows = {word for row in items(document) for cell in row.cells for word in cell}
    moving = {hashed(word.text) for word in rows}
    return frozenset(sheet(document).spots.keys() - moving)


def _ids(document: Document) -> Iterator[str]:
    for candidate in identity.find_vat_id(document, others=[]):
        if candidate.belief > identity.UNPROVED:
            yield f"vat:{plain_id(candidate.text)}"
    for candidate in identity.find_iban(document):
        yield f"iban:{plain_id(str(candidate.value or candidate.text))}"
    for line in lines(document):
        yield from (f"domain:{found.casefold()}" for found in _DOMAIN.findall(line.text))
        if _PHONE_WORD.search(line.text):
            for found in _PHONE.findall(line.text):
                yield f"phone:{re.sub(r'[^0-9]', '', found)[-8:]}"


def plain_id(text: str) -> str:
    """Capitals and digits alone."""
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()


def words_in(document: Document, boxes: tuple[Box, ...]) -> tuple[Word, ...]:
    """The words whose middle lies in one of the boxes, in order of print."""
    return tuple(word for line in index(document).rows for word in line.line.words if _within(word, boxes))


def _within(word: Word, boxes: tuple[Box, ...]) -> bool:
    return any(box.holds(word.box) for box in boxes)
