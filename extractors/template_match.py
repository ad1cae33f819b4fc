"""Is this document of a template's make, and where on it are the template's places: registration on shared words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.template_memory import StillWord, Template
from extractors.template_sheet import Sheet, Spot

Numbers = npt.NDArray[np.float64]
#: So far from its registered place, as a fraction of the page, a word still stands at it.
NEAR = 0.012
#: Words that moved together moved by the same step, give or take so much of the page.
TOGETHER = 0.004
#: A page is not set larger or smaller than this against another of its make.
LEAST_SCALE, MOST_SCALE = 0.9, 1.11
#: The page's own frame: with fewer shared words than this it is taken as it is.
FEWEST = 3
#: Pairs of words tried for a registration, and how far apart the two stand both ways.
TRIES, FAR = 60, 0.15


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a template's page lies on the document's `page`: x' = x * scale_x + shift_x, and so for y."""

    page: int
    scale_x: float = 1.0
    shift_x: float = 0.0
    scale_y: float = 1.0
    shift_y: float = 0.0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the template's page on the document's."""
        return x * self.scale_x + self.shift_x, y * self.scale_y + self.shift_y


@dataclass(frozen=True, slots=True)
class Match:
    """A template held against a document.

    `likeness` is the share (0 to 1) of the template's words, by how regularly they are printed, that stand on the
    document at their places; `shared` the same at any place; `own` says that an identifier of the sender is on it.
    """

    template: Template
    frames: Mapping[int, Frame]
    likeness: float
    shared: float
    own: bool


def match(template: Template, sheet: Sheet, least: float = 0.0) -> Match | None:
    """Register the template on the document and say how alike they are.

    None where they share less of the template's words than `least`, at whatever place.
    """
    whole = sum(word.seen for word in template.words)
    shared = sum(word.seen for word in template.words if word.word in sheet.spots)
    if shared < least * whole:
        return None
    pages = _by_page(template.words)
    frames = {page: _frame(words, sheet) for page, words in pages.items()}
    here = sum(word.seen for page, words in pages.items() for word in _standing(words, frames[page], sheet))
    own = bool(template.own & sheet.ids)
    return Match(template, frames, here / whole if whole else 0.0, shared / whole if whole else 0.0, own)


def _standing(words: Sequence[StillWord], frame: Frame, sheet: Sheet) -> Iterator[StillWord]:
    """The words of a page that stand at their places, or moved up or down together with a neighbour.

    What stands below a longer table has moved, perhaps to another page; its words moved by the same step.
    """
    ordered = sorted(words, key=lambda word: (word.y, word.left))
    moved = [[(spot.page, down) for spot, down in _downs(word, frame, sheet)] for word in ordered]
    for at, word in enumerate(ordered):
        near = {step for other in (*moved[max(0, at - 4) : at], *moved[at + 1 : at + 5]) for step in other}
        for page, down in moved[at]:
            still = page == frame.page and abs(down) < NEAR
            if still or any(page == other and abs(down - step) < TOGETHER for other, step in near):
                yield word
                break


def _downs(word: StillWord, frame: Frame, sheet: Sheet) -> Iterator[tuple[Spot, float]]:
    """Where the word stands in its column, and how far below its registered place."""
    x, y = frame.place(word.left, word.y)
    for spot in sheet.spots.get(word.word, ()):
        if abs(spot.left - x) < NEAR:
            yield spot, spot.y - y


def standing(template: Template, frames: Mapping[int, Frame], sheet: Sheet) -> set[StillWord]:
    """The template's words that stand on the document where they should."""
    pages = _by_page(template.words)
    return {word for page, words in pages.items() for word in _standing(words, frames[page], sheet)}


def _by_page(words: Sequence[StillWord]) -> dict[int, list[StillWord]]:
    pages: defaultdict[int, list[StillWord]] = defaultdict(list)
    for word in words:
        pages[word.page].append(word)
    return dict(pages)


def _frame(words: Sequence[StillWord], sheet: Sheet) -> Frame:
    """The frame of the document's page with the most of the words, the page of the same number where they are even."""
    page = words[0].page
    counts: defaultdict[int, int] = defaultdict(int)
    for word in words:
        for number in {spot.page for spot in sheet.spots.get(word.word, ())}:
            counts[number] += 1
    best = max(counts, key=lambda number: (counts[number], number == page, -number), default=page)
    pairs = list(_pairs(words, sheet, best))
    if len(pairs) < FEWEST:
        return Frame(best)
    return _registered(np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs]), best)


def _pairs(
    words: Sequence[StillWord], sheet: Sheet, page: int
) -> Iterator[tuple[tuple[float, ...], tuple[float, ...]]]:
    """Places of words that stand once on either page."""
    known: defaultdict[str, list[StillWord]] = defaultdict(list)
    for word in words:
        known[word.word].append(word)
    for key, same in known.items():
        spots = [spot for spot in sheet.spots.get(key, ()) if spot.page == page]
        if len(same) == 1 and len(spots) == 1:
            yield (same[0].left, same[0].y), (spots[0].left, spots[0].y)


def _registered(before: Numbers, after: Numbers, page: int) -> Frame:
    """RANSAC: the scale and shift of two words that most other words agree with, then fitted to all that agree."""
    agreeing = _agreeing(before, after, np.ones(2), np.median(after - before, axis=0))
    ones, others = np.triu_indices(len(before), 1)
    apart = (np.abs(before[ones] - before[others]) > FAR).all(axis=1)
    step = max(1, int(apart.sum()) // TRIES)
    ones, others = ones[apart][::step], others[apart][::step]
    scales = (after[others] - after[ones]) / (before[others] - before[ones])
    sane = (scales.min(axis=1) >= LEAST_SCALE) & (scales.max(axis=1) <= MOST_SCALE)
    scales, shifts = scales[sane, None], (after[ones] - scales * before[ones])[sane, None]
    found = _agreeing(before, after, scales, shifts)  # a row a pair
    if len(found) and found.sum(axis=1).max() > agreeing.sum():
        agreeing = found[found.sum(axis=1).argmax()]
    (scale_x, shift_x), (scale_y, shift_y) = (_fitted(before[agreeing, axis], after[agreeing, axis]) for axis in (0, 1))
    return Frame(page, scale_x, shift_x, scale_y, shift_y)


def _agreeing(before: Numbers, after: Numbers, scale: Numbers, shift: Numbers) -> npt.NDArray[np.bool_]:
    away: Numbers = np.abs(before * scale + shift - after).max(axis=-1)
    return away < NEAR


def _fitted(before: Numbers, after: Numbers) -> tuple[float, float]:
    """Scale and shift by least squares; a shift alone where the words stand too close together, or the scale is odd."""
    if len(before) >= FEWEST and float(np.ptp(before)) > FAR:
        scale, shift = np.polyfit(before, after, 1)
        if LEAST_SCALE <= scale <= MOST_SCALE:
            return float(scale), float(shift)
    return 1.0, float(np.median(after - before)) if len(before) else 0.0
