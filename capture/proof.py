"""Does the text of a PDF page say what its print shows? Sampled lines are rendered, read, and compared.

A font that lies (no true encoding, letters swapped) lies on every page, so each font is tried once a file, on the line
that has most different letters, and again on every tenth page. Text that is invisible is somebody's OCR: it is
tried on every page. Only what is read surely speaks against a text. Figures: docs/decisions/0095.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
import pypdfium2 as pdfium
from rapidfuzz.distance import Levenshtein

from capture.letters import LETTERS
from capture.ocr.recognise import letters
from capture.page_image import Grey
from capture.page_objects import PageObjects, place_of
from capture.text_layer import sheet_of
from documents.layout import Box, Line, Word, around, lines

_TALL = 40  # pixels of a rendered line
_DPI = (100.0, 300.0)
_LONGEST = 8  # words that are read of a line
_TELLING = 5  # letters and digits that a line must have to say anything
_SURE = 0.85  # mean P(letter) of a reading that may contradict
_ALIKE = 0.6  # of the letters: below this the text is another
_TRIES = 3  # lines of a font before it is called a liar
_FONTS = 6  # new fonts that are tried on one page
_AGAIN = 10  # pages after which all fonts are tried again
_HIDDEN = 6  # lines of invisible text that are tried
_GOOD = 0.9  # of the letters of somebody's OCR must be right


@dataclass(frozen=True, slots=True)
class _Sample:
    """A piece of a line: where it stands, what the text says there."""

    box: Box
    text: str

    @property
    def variety(self) -> int:
        """How many different letters and digits it has."""
        return len(set(plain(self.text)))


def plain(text: str) -> str:
    """Letters and digits alone.

    >>> plain("No. 17/b")
    'no17b'
    """
    return re.sub(r"[\W_]", "", text.casefold())


class Proof:
    """What is known of one file's fonts."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self._languages = tuple(language for language in languages if language in LETTERS)
        self._is_latin = self._languages == languages  # else lines in other letters cannot be read
        self._proved: set[str] = set()

    def lying_font(self, page: pdfium.PdfPage, number: int, words: Sequence[Word], objects: PageObjects) -> str | None:
        """The name of a font whose text is not what is printed, None where all that was tried agrees."""
        if number % _AGAIN == 0:
            self._proved.clear()
        fresh = [font for font in objects.fonts if font not in self._proved][:_FONTS]
        rows = [part for line in lines(words) for part in line.segments()] if fresh else []
        for font in fresh:
            found = (place_of(item, sheet_of(page), number) for item in objects.fonts[font])
            if self._contradicts(page, _samples(rows, [place for place in found if place])):
                return font.rpartition(" ")[0].rpartition("+")[2] or "without a name"
            self._proved.add(font)
        return None

    def quality(self, page: pdfium.PdfPage, words: Sequence[Word]) -> float | None:
        """The share of the letters of invisible text that is right by samples; None where none can be read surely."""
        rows = [_Sample(around(part), Line(part).text) for part in _short(lines(words))]
        rows = [row for row in rows if len(plain(row.text)) >= _TELLING]
        step = max(1, len(rows) // _HIDDEN)
        said = [alike for row in rows[step // 2 :: step] if (alike := self._alike(page, row)) is not None]
        return sum(said) / len(said) if said else None

    def is_poor(self, page: pdfium.PdfPage, words: Sequence[Word]) -> bool:
        """Do samples say that invisible text is worse than what we would read?"""
        quality = self.quality(page, words)
        return quality is not None and quality < _GOOD

    def _contradicts(self, page: pdfium.PdfPage, samples: Sequence[_Sample]) -> bool:
        """Two surely read lines against it, or the only one."""
        against = 0
        tried = samples[:_TRIES]
        for sample in tried:
            alike = self._alike(page, sample)
            if alike is not None and alike >= _ALIKE:
                return False
            against += alike is not None
        return against > 1 or (against == 1 and len(tried) == 1)

    def _alike(self, page: pdfium.PdfPage, sample: _Sample) -> float | None:
        """How much of the text is what is read there (0 to 1); None where too little is read, or not surely."""
        if not self._languages or not (self._is_latin or _is_latin(sample.text)):
            return None
        read = letters(_rendered(page, sample.box), "tiny", self._languages)
        shown = plain(read.text)
        if len(shown) < _TELLING or float(np.mean(read.sureties)) < _SURE:
            return None
        return float(Levenshtein.normalized_similarity(shown, plain(sample.text)))


def _is_latin(text: str) -> bool:
    """Are most of its letters Latin ones?"""
    found = [letter for letter in text if letter.isalpha()]
    return sum(letter < "\u0250" for letter in found) > 0.8 * len(found)


def _samples(rows: Sequence[Line], places: Sequence[Box]) -> list[_Sample]:
    """Pieces of lines that are printed in these places, those that tell most first; a place without words else."""
    if not places:
        return []
    sides = np.array([(place.left, place.top, place.right, place.bottom) for place in places])
    found = [
        _Sample(around(part), Line(part).text)
        for row in rows
        for part in _short(Line(run) for run in _within(row, sides))
    ]
    telling = [sample for sample in found if len(re.sub(r"\s", "", sample.text)) >= _TELLING]
    if not found:
        telling = [_Sample(place, "") for place in places if place.width > 3 * place.height > 0]
        return sorted(telling, key=lambda sample: -sample.box.width)[:_TRIES]
    return sorted(telling, key=lambda sample: -sample.variety)


def _within(row: Line, sides: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Iterator[tuple[Word, ...]]:
    """Runs of words whose middles lie in one of these rectangles."""
    middles = np.array([word.box.middle for word in row.words])
    x, y = middles[:, :1], middles[:, 1:]
    inside_each = (sides[:, 0] <= x) & (x <= sides[:, 2]) & (sides[:, 1] <= y) & (y <= sides[:, 3])
    is_inside = np.asarray(inside_each.any(axis=1))
    for inside, pairs in groupby(zip(is_inside.tolist(), row.words, strict=True), key=itemgetter(0)):
        if inside:
            yield tuple(word for _, word in pairs)


def _short(rows: Iterator[Line] | Sequence[Line]) -> Iterator[tuple[Word, ...]]:
    """The first words of each piece of a line."""
    for row in rows:
        for part in row.segments():
            yield part.words[:_LONGEST]


def _rendered(page: pdfium.PdfPage, box: Box) -> Grey:
    """The part of the page in this box and a little around it, so large that it can be read."""
    width, height = page.get_size()
    tall = max(1.0, box.height * height)
    rim = 0.12 * tall
    scale = min(_DPI[1], max(_DPI[0], 72 * _TALL / tall)) / 72
    left, right = max(0.0, box.left * width - rim), min(width, box.right * width + rim)
    top, bottom = max(0.0, box.top * height - rim), min(height, box.bottom * height + rim)
    crop = (left, height - bottom, width - right, top)
    bitmap = page.render(scale=scale, crop=crop, grayscale=True, may_draw_forms=True)
    try:
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    finally:
        bitmap.close()
