"""Read one page once more because a person asks: a part of its picture, or the page turned as they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from capture import pdf, pictures
from capture.codes import codes_of
from capture.file_kind import FileKind, kind_of
from capture.messages import Job, Length, Message
from capture.ocr import engine_named
from capture.orientation import skew_of
from capture.page_image import Grey, keep, straightened, turned
from capture.rulings import drawn_on
from documents.errors import Damaged
from documents.layout import Box, Page, Source, Word

_PAPER = 24  # pixels of white around a part, without which engines miss what touches its edge


def parts(path: Path, job: Job) -> Iterator[Message]:
    """The one page, with the words asked for."""
    if job.page is None:
        raise AssertionError("no page was asked for")
    yield Length(1)
    yield _of_area(path, job.page, job.area, job) if job.area else _turned(path, job.page, job)


def _of_area(path: Path, number: int, sides: tuple[float, float, float, float], job: Job) -> Page:
    """The words in a part (fractions of the page) of a picture that capture itself has kept."""
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise Damaged(f"{job.name}: the picture of page {number + 1} cannot be opened. Read the file again.")
    high, wide = picture.shape
    left, right = int(sides[0] * wide), max(int(sides[0] * wide) + 1, round(sides[2] * wide))
    top, bottom = int(sides[1] * high), max(int(sides[1] * high) + 1, round(sides[3] * high))
    cut = np.asarray(picture[top:bottom, left:right], dtype=np.uint8)
    framed = np.asarray(
        cv2.copyMakeBorder(cut, _PAPER, _PAPER, _PAPER, _PAPER, cv2.BORDER_CONSTANT, value=255), dtype=np.uint8
    )
    words = _words(framed, number, job)
    return Page(number, wide, high, tuple(_placed(word, framed.shape, (left, top), (wide, high)) for word in words))


def _placed(word: Word, part: tuple[int, ...], corner: tuple[int, int], page: tuple[int, int]) -> Word:
    """The word with its box in fractions of the page, not of the framed part."""

    def along(share: float, length: int, start: int, whole: int) -> float:
        return min(1.0, max(0.0, (share * length - _PAPER + start) / whole))

    box = word.box
    across = (along(side, part[1], corner[0], page[0]) for side in (box.left, box.right))
    down = (along(side, part[0], corner[1], page[1]) for side in (box.top, box.bottom))
    (left, right), (top, bottom) = across, down
    return replace(word, box=Box(box.page, left, top, right, bottom))


def _turned(path: Path, number: int, job: Job) -> Page:
    """The page of the original, turned clockwise by so many degrees from how it lies in the file, and read."""
    kind = kind_of(path, job.name)
    scan = pdf.scan_of(path, number, job) if kind is FileKind.PDF else pictures.scan_of(path, kind, number, job)
    grey = turned(scan.grey, job.turn)
    skew = skew_of(grey)
    grey = straightened(grey, skew)
    width, height = (scan.height, scan.width) if job.turn in (90, 270) else (scan.width, scan.height)
    return Page(
        number,
        width,
        height,
        tuple(_words(grey, number, job)),
        Source.OCR,
        job.turn,
        skew,
        *drawn_on(grey, number, width),
        codes_of(grey, number),
        keep(grey, Path(job.images), number) if job.images else None,
    )


def _words(grey: Grey, number: int, job: Job) -> list[Word]:
    reader = engine_named(job.engine)
    return reader.read(grey, languages=job.languages, page=number, seconds=job.limits.ocr_seconds)
