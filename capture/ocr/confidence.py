"""How sure is a word that several engines have read?

The odds are a logistic model of what stands in `learned.json`; bench/fit_reading.py makes it (docs/decisions/0093).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from capture.ocr.learned import chance, logit

_CONSONANTS = re.compile(r"[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{5}")
_MIXED = re.compile(r"[^\W\d]\d+[^\W\d]|\d[^\W\d]+\d|[a-zà-ÿ][A-ZÀ-Þ]")  # 4a4, a4a, aA


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a word, and against it.

    `sureties` are P(right) of its letters by the engine that read it; `worst_of_line` by tiny of the line,
    `mean_of_line` by the engine that was taken. `detected` is the detector's P(print). `height` is the line's against
    the usual one of the page (1), `pixels` the line's, `density` letters to a height of the line. `parted` is the doubt
    (0 to 0.5) where the word was parted from its neighbours or kept in one. `third` is Tesseract's own P(right) of the
    line. `doubted` is the share of the page's lines that tiny doubts, `is_repeated` says that the page has the word
    more than once.
    """

    text: str
    sureties: tuple[float, ...]
    worst_of_line: float
    mean_of_line: float
    detected: float
    height: float
    pixels: float
    density: float
    parted: float
    is_read_twice: bool
    tiny_agrees: bool
    is_read_thrice: bool
    third_agrees: bool
    third: float = 0.0
    doubted: float = 0.0
    is_repeated: bool = False


def confidences(words: Sequence[Evidence]) -> list[float]:
    """P(the word is right) of each."""
    if not words:
        return []
    return [round(float(sure), 3) for sure in chance("confidence", np.vstack([features(word) for word in words]))]


def features(word: Evidence) -> NDArray[np.float64]:
    """The numbers that the model weighs."""
    text, length = word.text, max(1, len(word.text))
    ordered = sorted(word.sureties)
    mean = sum(ordered) / len(ordered)
    sureties = logit(
        np.array([ordered[0], ordered[min(1, len(ordered) - 1)], mean, word.worst_of_line, word.mean_of_line])
    )
    twice, thrice = word.is_read_twice, word.is_read_thrice
    return np.array(
        [
            *sureties,
            sureties[0] * twice,
            word.detected,
            abs(np.log(max(word.height, 0.05))),
            np.log(max(word.pixels, 4.0)),
            word.density,
            word.parted,
            twice and word.tiny_agrees and not thrice,
            twice and word.tiny_agrees and word.third_agrees,
            twice and not word.tiny_agrees and word.third_agrees,
            thrice and word.tiny_agrees and not word.third_agrees,
            thrice and not word.tiny_agrees and not word.third_agrees,
            thrice * word.third,
            thrice * word.third * word.third_agrees,
            word.doubted,
            word.is_repeated,
            np.log(length),
            length == 1,
            sum(map(str.isdigit, text)) / length,
            1 - sum(map(str.isalnum, text)) / length,
            _MIXED.search(text) is not None,
            _CONSONANTS.search(text) is not None,
            sureties[0] * any(map(str.isdigit, text)),
            sureties[0] * (length == 1),
        ],
        dtype=np.float64,
    )
