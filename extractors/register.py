"""Lay a filled form over its blank: by their printed words alone, so it works on scans without their image.

Words that both have are paired; RANSAC finds the affine map that most pairs agree on.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from documents.layout import Box, Document, Page, Word
from extractors.blank import Blank, load
from extractors.view import once

#: How far (in fractions of the page) a word may lie from where the map puts it: about 2 mm on A4.
_NEAR = 0.008
#: Share of the blank's telling words that must be found on the page, and how many at the least.
_SHARE, _LEAST = 0.25, 8
_TRIALS = 300
#: A scan may be this much larger or smaller than the blank, and lean this much (radians).
_LARGER, _LEAN = 1.35, 0.12
#: A word that stands for a word of the blank may be read this badly (per cent alike).
_ALIKE = 70

#: Where a word stands on the blank and on the page: x, y, x', y'.
Pair = tuple[float, float, float, float]
Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Registration:
    """A page laid over a page of the blank: x' = a x + b y + c, y' = d x + e y + f; `share` of the words agree."""

    page: int
    blank_page: int
    affine: tuple[float, ...]
    share: float

    def place(self, box: Box) -> Box:
        """Where a box of the blank lies on the page."""
        corners = [self._point(x, y) for x, y in product((box.left, box.right), (box.top, box.bottom))]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(self.page, min(xs), min(ys), max(xs), max(ys))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.affine
        return a * x + b * y + c, d * x + e * y + f


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled form laid over its blank: the registration of each page of the blank, and what was filled in there."""

    blank: Blank
    registrations: Mapping[int, Registration]
    filled: Mapping[int, tuple[Word, ...]]


def laid(document: Document, form: str) -> Sheet:
    """The document laid over the blank of this name, made once for all its fields. DoctypeError for no such blank."""
    sheets = _sheets(document)
    if form not in sheets:
        blank = load(form)
        found = register(document, blank)
        filled = {number: tuple(_filled(each, blank, document.page(each.page))) for number, each in found.items()}
        sheets[form] = Sheet(blank, found, filled)
    return sheets[form]


@once
def _sheets(document: Document) -> dict[str, Sheet]:
    return {}


def register(document: Document, blank: Blank) -> dict[int, Registration]:
    """For each page of the blank the page of the document that is it filled in; none where too few words agree."""
    found: dict[int, Registration] = {}
    for number in sorted({word.box.page for word in blank.words}):
        words = [word for word in blank.words if word.box.page == number]
        tries = (_register_page(page, words, number) for page in document.pages)
        best = max((each for each in tries if each), key=lambda each: each.share, default=None)
        if best:
            found[number] = best
    return found


def _filled(registration: Registration, blank: Blank, page: Page) -> Iterator[Word]:
    """The page's words that the blank does not have."""
    printed = [
        (word.text.casefold(), registration.place(word.box))
        for word in blank.words
        if word.box.page == registration.blank_page
    ]
    for word in page.words:
        x, y = word.box.middle
        near = [text for text, box in printed if _around(box, x, y)]
        if not any(fuzz.ratio(word.text.casefold(), text) >= _ALIKE for text in near):
            yield word


def _around(box: Box, x: float, y: float) -> bool:
    return box.left - _NEAR <= x <= box.right + _NEAR and box.top - _NEAR <= y <= box.bottom + _NEAR


def _register_page(page: Page, words: Sequence[Word], number: int) -> Registration | None:
    pairs = _pairs(page.words, words)
    wanted = len({key for word in words if (key := _key(word.text))})
    if len(pairs) < _LEAST:
        return None
    points = np.array(pairs)
    inside = _agreeing(points)
    share = len({(x, y) for x, y, *_ in points[inside]}) / max(wanted, 1)
    if inside.sum() < _LEAST or share < _SHARE:
        return None
    affine = _fit(points[inside])
    inside = _inside(points, affine)
    affine = _fit(points[inside]) if inside.sum() >= _LEAST else affine
    return Registration(page.number, number, tuple(map(float, affine.T.ravel())), min(share, 1.0))


def _key(text: str) -> str:
    """What a word is paired by: short words and numbers are too common, or are values."""
    key = re.sub(r"[^\w]", "", text).casefold()
    return key if len(key) >= 4 and not any(map(str.isdigit, key)) else ""


def _pairs(found: Sequence[Word], wanted: Sequence[Word]) -> list[Pair]:
    """The centres of words that read the same; of a word printed often, only those roughly in place."""
    places: dict[str, list[Word]] = {}
    for word in found:
        if key := _key(word.text):
            places.setdefault(key, []).append(word)
    often = Counter(_key(word.text) for word in wanted)
    pairs = []
    for word in wanted:
        key = _key(word.text)
        x, y = word.box.middle
        for other in places.get(key, ()) if key else ():
            to_x, to_y = other.box.middle
            alone = often[key] == 1 and len(places[key]) == 1
            if alone or abs(x - to_x) + abs(y - to_y) < 0.15:
                pairs.append((x, y, to_x, to_y))
    return pairs


def _agreeing(points: Numbers) -> Numbers:
    """Which pairs agree on one map: RANSAC over two pairs at a time, then over all that agree."""
    draw = random.Random(7)  # noqa: S311 - the same answer each time, nothing secret
    best = np.zeros(len(points), dtype=bool)
    for _ in range(_TRIALS):
        one, other = draw.sample(range(len(points)), 2)
        affine = _similarity(points[one], points[other])
        if affine is not None:
            inside = _inside(points, affine)
            if inside.sum() > best.sum():
                best = inside
        if best.sum() > 0.9 * len(points):
            break
    return best


def _similarity(one: Numbers, other: Numbers) -> Numbers | None:
    """The map that turns, scales and moves one pair into place with the other; None when no scan is so distorted."""
    source, target = complex(*(other[:2] - one[:2])), complex(*(other[2:] - one[2:]))
    if abs(source) < 0.1:
        return None
    turn = target / source
    if not 1 / _LARGER < abs(turn) < _LARGER or abs(np.angle(turn)) > _LEAN:
        return None
    shift = complex(*one[2:]) - turn * complex(*one[:2])
    return np.array([[turn.real, turn.imag], [-turn.imag, turn.real], [shift.real, shift.imag]])


def _inside(points: Numbers, affine: Numbers) -> Numbers:
    ones = np.ones((len(points), 1))
    off = np.hstack([points[:, :2], ones]) @ affine - points[:, 2:]
    inside: Numbers = np.abs(off).max(axis=1) < _NEAR
    return inside


def _fit(points: Numbers) -> Numbers:
    """The affine map with the least squared error."""
    ones = np.ones((len(points), 1))
    solved: Numbers = np.linalg.lstsq(np.hstack([points[:, :2], ones]), points[:, 2:], rcond=None)[0]
    return solved
