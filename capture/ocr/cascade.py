"""The cheap engine reads every line; what it doubts a better one reads again, and agreement says how sure a word is.

Tiny reads all lines. Small reads those again in which tiny doubts a letter, and its word stands. Tesseract reads those
in which the two differ: it decides no letter, it says whom to believe (docs/decisions/0091, 0150).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from capture.installed import require
from capture.ocr.agreement import alike, counterparts
from capture.ocr.confidence import Evidence, confidences
from capture.ocr.detect import scale_for, strips
from capture.ocr.recognise import Letters, letters, width_enough
from capture.ocr.strip import Strip
from capture.ocr.tesseract import LineRead, read_lines
from capture.ocr.words import Span, box_of, spans
from capture.page_image import Grey
from documents.layout import Word, lines

_SURE = 0.93  # P(right) of a line's worst letter: what is surer small does not read (docs/decisions/0151)

_MOST_TWICE, _MOST_THRICE = 400, 120  # lines of a page

TINY, SMALL = "ppocr-tiny", "ppocr-small"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of print, and what was read there."""

    strip: Strip
    picture: Grey
    tiny: Letters
    small: Letters | None = None
    tesseract: LineRead | None = None

    @property
    def best(self) -> Letters:
        """By the better engine that has read it."""
        return self.small or self.tiny

    def is_sure(self) -> bool:
        """Has tiny no doubt about any letter?"""
        return min(self.tiny.sureties, default=0.0) > _SURE


class Cascade:
    """Tiny, small and Tesseract as one engine."""

    def read(self, image: Grey, *, languages: tuple[str, ...], page: int = 0, seconds: int = 60) -> list[Word]:
        """The words, line by line; each names the engine whose spelling was taken."""
        found = read_lines_of(image, languages, page, seconds)
        words = _sure_words(found, image, page)
        return [word for line in lines(words) for word in line.words]


def read_lines_of(image: Grey, languages: tuple[str, ...], page: int, seconds: int) -> list[ReadLine]:
    """Every line of print, with all that was read there."""
    require(languages)
    found = [_first(image, strip, languages) for strip in strips(image, "tiny", scale_for(image))]
    doubtful = _widest([line for line in found if not line.is_sure()], _MOST_TWICE)
    found = [_second(line, languages) if id(line) in doubtful else line for line in found]
    return _third(found, languages, page, seconds)


def _widest(found: Sequence[ReadLine], most: int) -> set[int]:
    """The longest of the lines, by their id: noise makes thousands of short ones, and no page has so many doubtful."""
    return {id(line) for line in sorted(found, key=lambda line: -line.strip.width)[:most]}


def _first(image: Grey, strip: Strip, languages: tuple[str, ...]) -> ReadLine:
    picture = strip.cut(image)
    return ReadLine(strip, picture, letters(picture, "tiny", languages))


def _second(line: ReadLine, languages: tuple[str, ...]) -> ReadLine:
    share = width_enough(line.picture, line.tiny)
    return replace(line, small=letters(line.picture, "small", languages, share))


def _third(found: Sequence[ReadLine], languages: tuple[str, ...], page: int, seconds: int) -> list[ReadLine]:
    """With Tesseract's word on the lines where the two others differ."""
    differing = [line for line in found if line.small is not None and not alike(line.small.text, line.tiny.text)]
    disputed = _widest(differing, _MOST_THRICE)
    said = iter(read_lines([line.picture for line in found if id(line) in disputed], languages, page, seconds))
    return [replace(line, tesseract=next(said)) if id(line) in disputed else line for line in found]


def _sure_words(found: Sequence[ReadLine], image: Grey, page: int) -> list[Word]:
    pairs = weighed(found, image, page)
    return [
        replace(word, confidence=sure)
        for (word, _), sure in zip(pairs, confidences([evidence for _, evidence in pairs]), strict=True)
    ]


def weighed(found: Sequence[ReadLine], image: Grey, page: int) -> list[tuple[Word, Evidence]]:
    """The words of the lines, and what speaks for each."""
    usual = float(np.median([line.strip.height for line in found])) if found else 1.0
    pairs = [pair for line in found for pair in _words(line, image, page, line.strip.height / usual)]
    doubted = sum(not line.is_sure() for line in found) / max(1, len(found))
    count = Counter(word.text for word, _ in pairs)
    return [(word, replace(evidence, doubted=doubted, is_repeated=count[word.text] > 1)) for word, evidence in pairs]


def _words(line: ReadLine, image: Grey, page: int, height: float) -> Iterator[tuple[Word, Evidence]]:
    best = line.best
    found = spans(line.picture, best, "small" if line.small else "tiny")
    places = [(span.first, span.last) for span in found]
    tiny = counterparts(best.text, places, line.tiny.text)
    third = counterparts(best.text, places, line.tesseract.text) if line.tesseract else [None] * len(places)
    for span, by_tiny, by_third in zip(found, tiny, third, strict=True):
        text = best.text[span.first : span.last]
        word = Word(text, box_of(span, line.strip, image.shape, page), 0.0, SMALL if line.small else TINY)
        yield word, _evidence(line, span, text, by_tiny, by_third, height)


def _evidence(line: ReadLine, span: Span, text: str, by_tiny: str, by_third: str | None, height: float) -> Evidence:
    best = line.best
    return Evidence(
        text,
        best.sureties[span.first : span.last],
        worst_of_line=min(line.tiny.sureties, default=0.0),
        mean_of_line=sum(best.sureties) / len(best.sureties),
        detected=line.strip.surety,
        height=height,
        pixels=line.strip.height,
        density=len(best.text) * line.strip.height / max(1.0, line.strip.width),
        parted=span.doubt,
        is_read_twice=line.small is not None,
        tiny_agrees=alike(text, by_tiny),
        is_read_thrice=by_third is not None,
        third_agrees=by_third is not None and alike(text, by_third),
        third=line.tesseract.surety if line.tesseract else 0.0,
    )
