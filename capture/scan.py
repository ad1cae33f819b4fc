"""Read a page from its picture: blank, upright, level, words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from capture.codes import codes_of
from capture.messages import Job
from capture.ocr import ENGINES
from capture.orientation import lies, likely_turns, skew_of
from capture.page_image import Grey, is_blank, keep, straightened, turned
from capture.rulings import drawn_on, unruled
from capture.second_look import with_missed
from documents.errors import ReaderLost, TooLarge
from documents.layout import Page, Source, Word

_GOOD = 0.6  # mean confidence above which nobody doubts which way up the page is
_FEW = 3


@dataclass(frozen=True, slots=True)
class Scan:
    """A page's picture, and its size on paper in points as it lies in the file."""

    grey: Grey
    number: int
    width: float
    height: float


def read_scan(scan: Scan, job: Job) -> Page:
    """The page with its words."""
    if is_blank(scan.grey):
        image = _kept(scan.grey, job, scan.number)
        return Page(scan.number, scan.width, scan.height, source=Source.BLANK, image=image)
    turn, skew, grey, words = _upright(scan, job)
    words = with_missed(unruled(grey), words, lambda rest: _words(rest, scan.number, job, "tesseract_sparse"))
    width, height = (scan.height, scan.width) if turn in (90, 270) else (scan.width, scan.height)
    return Page(
        scan.number,
        width,
        height,
        tuple(words),
        Source.OCR,
        turn,
        skew,
        *drawn_on(grey, scan.number, width),
        codes_of(grey, scan.number),
        _kept(grey, job, scan.number),
    )


def _kept(grey: Grey, job: Job, number: int) -> str | None:
    return keep(grey, Path(job.images), number) if job.images else None


def _upright(scan: Scan, job: Job) -> tuple[int, float, Grey, list[Word]]:
    """Turn, skew, picture and words of the turn in which most can be read; the first that is good is taken."""
    best: tuple[float, int, float, Grey, list[Word]] | None = None
    turns = list(likely_turns(scan.grey))
    while turns:
        turn = turns.pop(0)
        grey = turned(scan.grey, turn)
        skew = skew_of(grey)
        grey = straightened(grey, skew)
        words = _words(unruled(grey), scan.number, job)
        is_lying = lies(words, grey.shape[1] / grey.shape[0])
        worth = 0.0 if is_lying else _worth(words)
        if best is None or worth > best[0]:
            best = worth, turn, skew, grey, words
        if not is_lying and _is_good(words):
            break
        if is_lying:  # Tesseract reads print that lies on its side, but its boxes do too: a quarter turn is missing
            turns = [other for other in (0, 90, 180, 270) if other in turns and (other - turn) % 180 == 90]
    if best is None:
        raise AssertionError("no turn was tried")
    return best[1:]


def _worth(words: list[Word]) -> float:
    return sum(word.confidence * len(word.text) for word in words if len(word.text) > 1 and word.confidence > 0.5)


def _is_good(words: list[Word]) -> bool:
    real = [word for word in words if len(word.text) > 2]
    return len(real) >= _FEW and float(np.mean([word.confidence for word in real])) > _GOOD


def _words(grey: Grey, number: int, job: Job, engine: str = "tesseract") -> list[Word]:
    try:
        return ENGINES[engine](grey, number, job.languages, job.limits.ocr_seconds)
    except (ReaderLost, TooLarge) as error:
        raise type(error)(f"{job.name}: {error}") from error
