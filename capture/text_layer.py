"""The words a PDF has as text, with their boxes as a reader sees the page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

from documents.layout import Box, Word
from documents.reading_order import rows

_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
_SOFT_HYPHENS = "\u00ad\u0002\ufffe"
_NOTHING = "\u200b\u200c\u200d\ufeff\u2060"
_CLEANED = str.maketrans({**dict.fromkeys(_SOFT_HYPHENS, "-"), **dict.fromkeys(_NOTHING, "")})
Sides = tuple[float, float, float, float]
Side = TypeVar("Side", float, NDArray[np.float64])
_BETWEEN_SPACE = re.compile(r"(?:[^\s\x00-\x1f]|\x02)+")  # \x02 is pdfium's hyphen at a line's end


@dataclass(frozen=True, slots=True)
class Sheet:
    """The visible part of a page in the PDF's own coordinates (points, y upwards), and how it is turned to be read."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, upright."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def box(self, page: int, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the PDF as a Box, cut at the page's edge."""
        wide, tall = self.right - self.left, self.top - self.bottom
        x0, x1 = (left - self.left) / wide, (right - self.left) / wide
        y0, y1 = (self.top - top) / tall, (self.top - bottom) / tall
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        return Box(page, *map(_share, self._turned(x0, y0, x1, y1)))

    def boxes(self, page: int, rectangles: Sequence[Sides]) -> list[Box]:
        """What `box` gives for each of many rectangles, in a third of the time."""
        wide, tall = self.right - self.left, self.top - self.bottom
        left, bottom, right, top = np.array(rectangles, dtype=np.float64).reshape(-1, 4).T
        x = np.sort(((left - self.left) / wide, (right - self.left) / wide), axis=0)
        y = np.sort(((self.top - top) / tall, (self.top - bottom) / tall), axis=0)
        sides = np.column_stack(self._turned(x[0], y[0], x[1], y[1]))
        return [Box(page, *row) for row in np.clip(sides, 0, 1).round(5).tolist()]

    def _turned(self, x0: Side, y0: Side, x1: Side, y1: Side) -> tuple[Side, Side, Side, Side]:
        """Left, top, right, bottom as they stand when the page is turned to be read."""
        match self.turn:
            case 90:
                return 1 - y1, x0, 1 - y0, x1
            case 180:
                return 1 - x1, 1 - y1, 1 - x0, 1 - y0
            case 270:
                return y0, 1 - x1, y1, 1 - x0
        return x0, y0, x1, y1


def _share(side: float) -> float:
    return 0.0 if side <= 0 else 1.0 if side >= 1 else round(side, 5)


def sheet_of(page: pdfium.PdfPage) -> Sheet:
    """What of the page is shown: its crop box within its media box, be they its own or those of all pages."""
    left, bottom, right, top = page.get_bbox()
    return Sheet(left, bottom, right, top, page.get_rotation())


def words_of(page: pdfium.PdfPage, number: int) -> list[Word]:
    """The words in reading order."""
    sheet = sheet_of(page)
    textpage = page.get_textpage()
    try:
        boxes = _Boxes(textpage.raw)
        found = [(text, sides) for text, sides in _placed(textpage.raw, boxes) if sides is not None]
    finally:
        textpage.close()
    places = sheet.boxes(number, [sides for _, sides in found])
    seen = [
        Word(text, box)
        for (text, _), box in zip(found, places, strict=True)
        if box.left < box.right and box.top < box.bottom
    ]
    return [word for row in rows(seen) for word in row]


def _placed(raw: c.FPDF_TEXTPAGE, boxes: _Boxes) -> Iterator[tuple[str, Sides | None]]:
    """The text between white space, and where it stands."""
    for start, end, text in _runs(_characters(raw)):
        whole = text if text.isascii() else _whole(text).translate(_LIGATURES)
        if whole:
            yield whole, boxes.of(start, end)


def _whole(text: str) -> str:
    r"""Characters beyond U+FFFF come as two halves: put together; a half alone is no character and is left out.

    >>> _whole("ok \ud83d\ude00"), _whole("ok\ud83d")
    ('ok 😀', 'ok')
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _characters(raw: c.FPDF_TEXTPAGE) -> str:
    """All characters, each at its number; halves of characters beyond U+FFFF count for themselves."""
    count = c.FPDFText_CountChars(raw)
    buffer = (ctypes.c_ushort * (count + 1))()
    if count > 0 and c.FPDFText_GetText(raw, 0, count, buffer) == count + 1:
        return "".join(map(chr, buffer[:count]))
    return "".join(chr(c.FPDFText_GetUnicode(raw, index)) for index in range(count))  # some count, but are no text


def _runs(characters: str) -> Iterator[tuple[int, int, str]]:
    """Characters between white space, in the order of the file: number of the first, one past the last, the text."""
    for found in _BETWEEN_SPACE.finditer(characters):
        text = found[0]
        if not text.isalnum():
            text = text.translate(_CLEANED)
        if text:
            yield *found.span(), text


class _Boxes:
    """The box of a run of characters: as wide as its ink, as high as its line of print."""

    def __init__(self, raw: c.FPDF_TEXTPAGE) -> None:
        self._raw = raw
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._loose = c.FS_RECTF()

    def of(self, start: int, end: int) -> Sides | None:
        """Left, bottom, right, top in the PDF's points; None where nothing is drawn."""
        ink = self._inked(start, end)
        if ink is None:
            return self._undrawn(start, end)
        left, bottom, right, top = ink
        if not c.FPDFText_GetLooseCharBox(self._raw, start, self._loose):
            return ink
        low, high = self._loose.bottom, self._loose.top
        tall = top - bottom
        if 0 < high - low <= 1.7 * tall or 0 < high - low <= 1.7 * c.FPDFText_GetFontSize(self._raw, start):
            return left, min(bottom, low), right, max(top, high)
        return ink

    def _inked(self, start: int, end: int) -> Sides | None:
        """Around what is drawn; pdfium puts the characters of one text object together."""
        count = c.FPDFText_CountRects(self._raw, start, end - start)
        return self._rect(0) if count == 1 else _around([self._rect(index) for index in range(count)])

    def _rect(self, index: int) -> Sides:
        left, top, right, bottom = self._sides
        c.FPDFText_GetRect(self._raw, index, left, top, right, bottom)
        return left.value, bottom.value, right.value, top.value

    def _undrawn(self, start: int, end: int) -> Sides | None:
        """Around the places that the characters take; fonts of invisible text draw nothing."""
        found = []
        for index in range(start, end):
            if c.FPDFText_GetLooseCharBox(self._raw, index, self._loose):
                found.append((self._loose.left, self._loose.bottom, self._loose.right, self._loose.top))
        return _around(found)


def _around(boxes: list[Sides]) -> Sides | None:
    if len(boxes) < 2:
        return boxes[0] if boxes else None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
