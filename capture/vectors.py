"""The lines, rectangles and curves that a PDF draws, by pdfplumber, within bounds of objects and time.

pdfplumber is pure Python on a stranger's file: where it fails, takes too long or sees another page than pdfium does,
the page's picture is looked at instead (capture/rulings.py). Figures: docs/decisions/0022.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import pdfplumber
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

_SIDES = ("x0", "top", "x1", "bottom")
_SECONDS = 2.0  # of computing for one page
_REOPEN = 50  # pages: pdfminer keeps the streams of all pages that it has seen
_SAME = 1.5  # points by which pdfium and pdfplumber may differ on a page's size
_STEP = 4  # points of a stroke are looked at in so many places
_MOST_STROKES = 20_000
#: What pdfminer is known to raise on broken input.
_RAISES = (
    PSException,
    PdfminerException,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
)

Point = tuple[float, float]

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # thousands of lines on one broken file


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line, in points from the top left corner of what is shown; `thick` is its width."""

    x0: float
    y0: float
    x1: float
    y1: float
    thick: float


@dataclass(frozen=True, slots=True)
class Shape:
    """Something drawn: its sides, the places its outline passes, and whether it is a square-cornered frame."""

    left: float
    top: float
    right: float
    bottom: float
    places: tuple[Point, ...]
    is_frame: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page of this size (points)."""

    width: float
    height: float
    strokes: tuple[Stroke, ...]
    shapes: tuple[Shape, ...]


class _Overtime(BaseException):
    """No Exception: pdfminer would swallow it."""


class _MuteFont(PDFFont):
    """Finds no characters in any text."""

    def decode(self, _text: bytes) -> Sequence[int]:
        return ()


class _NoFonts(PDFResourceManager):
    """Characters would be most of the work, and pdfium has read them already; a stranger's fonts stay unopened."""

    def get_font(self, _number: object, _declared: object) -> PDFFont:
        return _MUTE


_MUTE = _MuteFont({}, {})


class Drawings:
    """The drawings of a PDF's pages, its file opened when the first is asked for."""

    def __init__(self, path: Path, pages: int) -> None:
        self._path, self._pages, self._given = path, pages, 0
        self._pdf: pdfplumber.PDF | None = None
        self._is_good = True

    def of_page(self, number: int, width: float, height: float) -> Drawing | None:
        """What the page draws, None where pdfplumber cannot say. The size is that of the page as shown."""
        if not self._is_good:
            return None
        try:
            with _limited(_SECONDS):
                return self._drawing(number, width, height)
        except (*_RAISES, _Overtime):
            self.close()
            self._is_good = False
            return None

    def _drawing(self, number: int, width: float, height: float) -> Drawing | None:
        if self._pdf is None or self._given >= _REOPEN:
            self.close()
            self._pdf, self._given = pdfplumber.open(self._path), 0
            self._pdf.rsrcmgr = _NoFonts()
        if len(self._pdf.pages) != self._pages:
            return None
        self._given += 1
        page = self._pdf.pages[number]
        left, top, right, bottom = _shown(page)
        if page.rotation and (page.cropbox != page.mediabox or (left, top) != (0, 0)):
            return None  # pdfplumber does not turn the crop box with the page
        if max(abs(right - left - width), abs(bottom - top - height)) > _SAME:
            return None
        try:
            strokes, shapes = _parts(page, left, top)
        finally:
            page.close()
        return None if len(strokes) > _MOST_STROKES else Drawing(width, height, tuple(strokes), tuple(shapes))

    def close(self) -> None:
        """Forget the file."""
        pdf, self._pdf = self._pdf, None
        if pdf is not None:
            pdf.stream.close()


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Computing time, not the clock's: a busy machine must not change what is read."""

    def strike(_number: int, _frame: FrameType | None) -> None:
        raise _Overtime

    before = signal.signal(signal.SIGVTALRM, strike)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _shown(page: pdfplumber.page.Page) -> tuple[float, float, float, float]:
    """The crop box within the media box, as pdfium has it."""
    media, crop = page.mediabox, page.cropbox
    left, top = max(media[0], crop[0]), max(media[1], crop[1])
    right, bottom = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, top, right, bottom) if right > left and bottom > top else media


def _parts(page: pdfplumber.page.Page, left: float, top: float) -> tuple[list[Stroke], list[Shape]]:
    strokes: list[Stroke] = []
    shapes: list[Shape] = []
    for drawn in (*page.lines, *page.rects, *page.curves):
        corners = [(x - left, y - top) for x, y in drawn["pts"]]
        if drawn["object_type"] != "line" and _is_closed(drawn):
            corners.append(corners[0])
        if drawn["stroke"]:
            thick = float(drawn["linewidth"] or 0)
            pieces = [Stroke(*one, *other, thick) for one, other in pairwise(corners)]
            strokes += [piece for piece in pieces if _is_straight(piece)] if _has_only_lines(drawn) else []
        elif thin := _thin(drawn, left, top):
            strokes.append(thin)
        sides = [float(drawn[side]) - edge for side, edge in zip(_SIDES, (left, top, left, top), strict=True)]
        is_frame = bool(drawn["stroke"]) and drawn["object_type"] == "rect"
        shapes.append(Shape(sides[0], sides[1], sides[2], sides[3], tuple(_places(corners)), is_frame))
    return strokes, shapes


def _is_closed(drawn: dict[str, Any]) -> bool:
    return bool(drawn["object_type"] == "rect" or drawn["path"][-1][0] == "h")


def _has_only_lines(drawn: dict[str, Any]) -> bool:
    return all(command in ("m", "l", "h") for command, *_ in drawn["path"])


def _is_straight(piece: Stroke) -> bool:
    """Does it lie or stand? Half a point askew is what rounding does."""
    return min(abs(piece.x1 - piece.x0), abs(piece.y1 - piece.y0)) < 0.5


def _thin(drawn: dict[str, Any], left: float, top: float) -> Stroke | None:
    """The line that a long thin filled rectangle is."""
    wide, tall = float(drawn["x1"] - drawn["x0"]), float(drawn["bottom"] - drawn["top"])
    thick, long = sorted((wide, tall))
    if not drawn["fill"] or drawn["object_type"] == "line" or thick > 4 or long < 3 * thick:
        return None
    x, y = float(drawn["x0"]) - left, float(drawn["top"]) - top
    if wide > tall:
        return Stroke(x, y + tall / 2, x + wide, y + tall / 2, tall)
    return Stroke(x + wide / 2, y, x + wide / 2, y + tall, wide)


def _places(corners: list[Point]) -> Iterator[Point]:
    """The corners, and places between them."""
    for (x0, y0), (x1, y1) in pairwise(corners):
        for step in range(_STEP + 1):
            share = step / _STEP
            yield x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
