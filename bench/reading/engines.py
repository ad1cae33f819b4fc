"""Have every page read by an engine in processes of their own, and count what it costs."""

from __future__ import annotations

import csv
import multiprocessing
import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.reading.judged import as_it_lies
from bench.reading.machine import environment
from bench.reading.pages import PagePicture
from bench.reading.processes import Watch
from capture import ocr, scan
from capture.limits import Limits
from capture.messages import Job
from capture.page_image import Grey
from documents.errors import CaptureError
from documents.layout import Box, Word

COMMAND = "command"
PAGE = "page"


@dataclass(frozen=True)
class Reading:
    """One page as read: its words where they stand in the picture as it lies, CPU seconds, and what went wrong."""

    page: PagePicture
    words: tuple[Word, ...]
    cpu: float
    trouble: str = ""


@dataclass(frozen=True)
class Run:
    """All pages by one engine: CPU seconds to start a process, bytes that the largest held with its children."""

    readings: tuple[Reading, ...]
    start: float
    peak: int
    wall: float


Reader = Callable[[PagePicture], Sequence[Word]]


def names() -> tuple[str, ...]:
    """The `tesseract` command, each engine alone, the whole reading of a page's picture."""
    return (COMMAND, *ocr.ENGINES, PAGE)


def reader(name: str) -> Reader:
    """How a page is read; the start of the engine is paid here."""
    if name == COMMAND:
        return _by_command
    if name == PAGE:
        return _as_page
    ocr.page_words(np.full((200, 400), 255, np.uint8), engine=name, languages=("eng",))
    return lambda page: _by_engine(page, name)


def _by_engine(page: PagePicture, name: str) -> list[Word]:
    found = ocr.upright_words(_grey(page.picture), engine=name, languages=page.languages)
    tall, wide = found.grey.shape
    return [as_it_lies(word, found.turn, found.skew, (wide, tall)) for word in found.words]


def _grey(path: Path) -> Grey:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def _by_command(page: PagePicture) -> list[Word]:
    """`tesseract` as it comes, on the file as it is."""
    command: list[str | Path] = ["tesseract", page.picture, "stdout", "tsv"]
    told = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
    rows = list(csv.DictReader(told.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    wide, tall = int(rows[0]["width"]), int(rows[0]["height"])
    return [
        Word(row["text"].strip(), _box(row, wide, tall), float(row["conf"]) / 100, COMMAND)
        for row in rows
        if row["level"] == "5" and (row["text"] or "").strip()
    ]


def _box(row: dict[str, str], wide: int, tall: int) -> Box:
    left, top = int(row["left"]), int(row["top"])
    right, bottom = left + int(row["width"]), top + int(row["height"])
    return Box(0, left / wide, top / tall, right / wide, bottom / tall)


def _as_page(page: PagePicture) -> tuple[Word, ...]:
    """As capture reads a page's picture: upright, level, rulings, codes and all."""
    grey = _grey(page.picture)
    job = Job(str(page.picture), page.name, Limits(), page.languages)
    found = scan.read_scan(scan.Scan(grey, 0, grey.shape[1], grey.shape[0]), job)
    size = round(found.width), round(found.height)
    return tuple(as_it_lies(word, found.turned, found.skew, size) for word in found.words)


_reader: Reader | None = None
_start = 0.0


def _spent() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def _begin(name: str) -> None:
    global _reader, _start
    before = _spent()
    cv2.setNumThreads(1)
    _reader = reader(name)
    _start = _spent() - before


def _read(page: PagePicture) -> tuple[Reading, float]:
    if _reader is None:
        raise AssertionError("the process has not begun")
    before = _spent()
    try:
        words, trouble = tuple(_reader(page)), ""
    except CaptureError as error:
        words, trouble = (), str(error)
    return Reading(page, words, _spent() - before, trouble), _start


def run(name: str, pages: Sequence[PagePicture], processes: int, limited: bool) -> Run:
    """Every page by this engine in so many processes of one thread each."""
    began = time.monotonic()
    context = multiprocessing.get_context("spawn")
    with (
        environment(limited),
        Watch(without_roots=name == COMMAND) as watch,
        ProcessPoolExecutor(processes, context, _begin, (name,)) as pool,
    ):
        found = list(pool.map(_read, pages))
    readings = tuple(reading for reading, _ in found)
    return Run(readings, max((start for _, start in found), default=0.0), watch.peak, time.monotonic() - began)
