"""Read a page from its picture: blank, upright, level, words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from capture.codes import codes_of
from capture.handwriting import marked
from capture.messages import Job
from capture.ocr import Upright, upright_words
from capture.page_image import Grey, is_blank, keep
from capture.rulings import drawn_on
from documents.errors import ReaderLost, TooLarge
from documents.layout import Page, Source


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
    found = _read(scan, job)
    words, by_hand = marked(found.grey, found.words)
    width, height = (scan.height, scan.width) if found.turn in (90, 270) else (scan.width, scan.height)
    return Page(
        scan.number,
        width,
        height,
        tuple(words),
        Source.OCR,
        found.turn,
        found.skew,
        *drawn_on(found.grey, scan.number, width),
        codes_of(found.grey, scan.number),
        _kept(found.grey, job, scan.number),
        by_hand,
    )


def _kept(grey: Grey, job: Job, number: int) -> str | None:
    return keep(grey, Path(job.images), number) if job.images else None


def _read(scan: Scan, job: Job) -> Upright:
    try:
        return upright_words(
            scan.grey, engine=job.engine, languages=job.languages, page=scan.number, seconds=job.limits.ocr_seconds
        )
    except (ReaderLost, TooLarge) as error:
        raise type(error)(f"{job.name}: {error}") from error
