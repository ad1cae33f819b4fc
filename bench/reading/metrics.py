"""What was read against what stands there; nothing here knows where a word stands.

Words are compared by letters and digits in capitals, as `score.py` does; a word without any counts for nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MOST = 8  # words of the one side that may be one word of the other
COVERAGE = 0.9
_BINS = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Read:
    """A word as an engine read it, with its P(read rightly)."""

    text: str
    confidence: float


@dataclass(frozen=True)
class Comparison:
    """One page: of each word read, whether it is right as a word and whether its letters are; and the counts."""

    confidence: tuple[float, ...]
    is_word: tuple[bool, ...]
    is_spelt: tuple[bool, ...]
    truth: int
    letters: tuple[int, int, int]  # right, read, true
    accented: tuple[int, int]  # true words with letters beyond ASCII: read as such, all


def plain(text: str) -> str:
    """Letters and digits, in capitals.

    >>> plain("(336) 741-St_a")
    '336741STA'
    """
    return re.sub(r"[\W_]", "", text.replace("_", " ").upper())


def compare(read: Sequence[Read], truth: Sequence[str]) -> Comparison:
    """One page's words, in the order they were read, against the truth in its own order.

    A word is *right* when the truth has it and no word before it used it up. Its *letters* are right also when it is
    several words of the truth in a row, joined, or one of several in a row that are one word of the truth.
    """
    words = [(plain(word.text), word.confidence) for word in read]
    words = [(text, confidence) for text, confidence in words if text]
    texts, wanted = [text for text, _ in words], [text for text in map(plain, truth) if text]
    spelt = _spelt(texts, wanted)
    return Comparison(
        tuple(confidence for _, confidence in words),
        tuple(_matched(texts, wanted)),
        tuple(spelt),
        len(wanted),
        (_letters(texts, spelt), sum(map(len, texts)), sum(map(len, wanted))),
        _accented([word.text for word in read], truth),
    )


def _letters(texts: Sequence[str], hits: Sequence[bool]) -> int:
    return sum(len(text) for text, hit in zip(texts, hits, strict=True) if hit)


def _accented(read: Sequence[str], truth: Sequence[str]) -> tuple[int, int]:
    """Words of the truth with letters beyond ASCII that were read, and all; ß is not SS here."""
    wanted = [text for word in truth if not (text := re.sub(r"[\W_]", "", word.lower())).isascii()]
    return sum(_matched(wanted, [re.sub(r"[\W_]", "", word.lower()) for word in read])), len(wanted)


def _matched(texts: Sequence[str], wanted: Sequence[str]) -> list[bool]:
    """Of each text, whether the other side has it and no text before it used it up."""
    left = Counter(wanted)
    found = []
    for text in texts:
        found.append(left[text] > 0)
        left[text] -= 1
    return found


def _spelt(texts: Sequence[str], wanted: Sequence[str]) -> list[bool]:
    """Of each text, whether its letters stand on the other side, joined or split as they may be."""
    here, there = [False] * len(texts), [False] * len(wanted)
    _join(texts, here, wanted, there)
    _join(wanted, there, texts, here)
    others = [text for text, hit in zip(wanted, there, strict=True) if not hit]
    places = [place for place, hit in enumerate(here) if not hit]
    found = _matched([texts[place] for place in places], others)
    for place, hit in zip(places, found, strict=True):
        here[place] = hit
    rest = Counter(others)
    rest.subtract(texts[place] for place, hit in zip(places, found, strict=True) if hit)
    _split(texts, here, list(rest.elements()))
    return here


def _split(texts: Sequence[str], hits: list[bool], rest: Sequence[str]) -> None:
    """Mark words that, in a row, are one of the rest: words of the truth of which others alike were found whole."""
    for text in rest:
        run = next((run for start in range(len(texts)) if (run := _run(text, texts, hits, start))), None)
        for part in run or ():
            hits[part] = True


def _join(side: Sequence[str], hits: list[bool], other: Sequence[str], other_hits: list[bool]) -> None:
    """Mark words that the other side does not have, but has as several in a row, and those several."""
    known = set(other)
    starts: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(other):
        starts[text[0]].append(place)
    for place, text in enumerate(side):
        if hits[place] or text in known:
            continue
        run = next((run for start in starts[text[0]] if (run := _run(text, other, other_hits, start))), None)
        if run:
            hits[place] = True
            for part in run:
                other_hits[part] = True


def _run(text: str, other: Sequence[str], used: Sequence[bool], start: int) -> range | None:
    """The places from `start` on whose words, joined, are this text."""
    joined = ""
    for place in range(start, min(len(other), start + _MOST)):
        if used[place]:
            return None
        joined += other[place]
        if not text.startswith(joined):
            return None
        if len(joined) == len(text):
            return range(start, place + 1)
    return None


def f1(right: int, read: int, truth: int) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is right."""
    return 2 * right / (read + truth) if right else 0.0


def auroc(confidence: Floats, right: NDArray[np.bool_]) -> float | None:
    """P(a right word is surer than a wrong one), ties count half; None where all are right or all wrong."""
    good, bad = int(right.sum()), int((~right).sum())
    if not good or not bad:
        return None
    _, place, ties = np.unique(confidence, return_inverse=True, return_counts=True)
    ranks = (ties.cumsum() - (ties - 1) / 2)[place]
    return float((ranks[right].sum() - good * (good + 1) / 2) / (good * bad))


def right_among_best(confidence: Floats, right: NDArray[np.bool_], coverage: float = COVERAGE) -> float | None:
    """The share right of the surest words; of words that are equally sure at the border, as many as fit, on average."""
    count = int(np.ceil(coverage * len(confidence)))
    if not count:
        return None
    border = np.sort(confidence)[::-1][count - 1]
    above, at = confidence > border, confidence == border
    return float((right[above].sum() + right[at].mean() * (count - above.sum())) / count)


def calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float | None:
    """ECE: the mean distance between confidence and share right in ten equal bins, weighted by their words."""
    if not len(confidence):
        return None
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(confidence[inside].mean() - right[inside].mean()) * inside.mean()
        for number in range(_BINS)
        if (inside := bins == number).any()
    ]
    return float(sum(gaps))


def pooled(pages: Sequence[Comparison]) -> dict[str, Any]:
    """The figures of all words of all pages together; `as_words` judges words, the others their letters."""
    confidence = np.array([value for page in pages for value in page.confidence], dtype=np.float64)
    is_word = np.array([value for page in pages for value in page.is_word], dtype=bool)
    is_spelt = np.array([value for page in pages for value in page.is_spelt], dtype=bool)
    letters = [sum(page.letters[i] for page in pages) for i in range(3)]
    accented = [sum(page.accented[i] for page in pages) for i in range(2)]
    return {
        "words": len(confidence),
        "truth": sum(page.truth for page in pages),
        "f1": f1(int(is_word.sum()), len(confidence), sum(page.truth for page in pages)),
        "f1_without_spaces": f1(*letters),
        "auroc": auroc(confidence, is_spelt),
        "best_90_right": right_among_best(confidence, is_spelt),
        "calibration_error": calibration_error(confidence, is_spelt),
        "as_words": {
            "auroc": auroc(confidence, is_word),
            "best_90_right": right_among_best(confidence, is_word),
            "calibration_error": calibration_error(confidence, is_word),
        },
        "accented_found": accented[0] / accented[1] if accented[1] else None,
        "accented": accented[1],
    }
