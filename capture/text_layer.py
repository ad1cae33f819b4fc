"""The words a PDF has as text, with their boxes as a reader sees the page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from documents.layout import Box, Word
from documents.reading_order import rows

_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
_SOFT_HYPHENS = "\u00ad\u0002\ufffe"
_NOTHING = "\u200b\u200c\u200d\ufeff\u2060"
_CLEANED = str.maketrans({**dict.fromkeys(_SOFT_HYPHENS, "-"), **dict.fromkeys(_NOTHING, "")})
Sides = tuple[float, float, float, float]
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
        if self.turn == 0 and left <= right and bottom <= top:
            x0, x1 = (left - self.left) / wide, (right - self.left) / wide
            return Box(
                page, _share(x0), _share((self.top - top) / tall), _share(x1), _share((self.top - bottom) / tall)
            )
        x0, x1 = (left - self.left) / wide, (right - self.left) / wide
        y0, y1 = (self.top - top) / tall, (self.top - bottom) / tall
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        match self.turn:
            case 90:
                x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
            case 180:
                x0, y0, x1, y1 = 1 - x1, 1 - y1, 1 - x0, 1 - y0
            case 270:
                x0, y0, x1, y1 = y0, 1 - x1, y1, 1 - x0
        return Box(page, _share(x0), _share(y0), _share(x1), _share(y1))


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
        found = [_word(run, boxes, sheet, number) for run in _runs(_characters(textpage.raw))]
    finally:
        textpage.close()
    seen = [word for word in found if word is not None]
    return [word for row in rows(seen) for word in row]


def _word(run: _Run, boxes: _Boxes, sheet: Sheet, number: int) -> Word | None:
    text = run.text if run.text.isascii() else _whole(run.text).translate(_LIGATURES)
    sides = boxes.of(run.start, run.end) if text else None
    if sides is None:
        return None
    box = sheet.box(number, *sides)
    return None if box.width <= 0 or box.height <= 0 else Word(text, box)


def _whole(text: str) -> str:
    r"""Characters beyond U+FFFF come as two halves: put together; a half alone is no character and is left out.

    >>> _whole("ok \ud83d\ude00"), _whole("ok\ud83d")
    ('ok 😀', 'ok')
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


class _Run(NamedTuple):
    """Characters between white space: their text, the number of the first and the one past the last."""

    text: str
    start: int
    end: int


def _characters(raw: c.FPDF_TEXTPAGE) -> str:
    """All characters, each at its number; halves of characters beyond U+FFFF count for themselves."""
    count = c.FPDFText_CountChars(raw)
    buffer = (ctypes.c_ushort * (count + 1))()
    if count > 0 and c.FPDFText_GetText(raw, 0, count, buffer) == count + 1:
        return "".join(map(chr, buffer[:count]))
    return "".join(chr(c.FPDFText_GetUnicode(raw, index)) for index in range(count))  # some count, but are no text


def _runs(characters: str) -> Iterator[_Run]:
    """Characters between white space, in the order of the file."""
    for found in _BETWEEN_SPACE.finditer(characters):
        text = found[0] if found[0].isalnum() else found[0].translate(_CLEANED)
        if text:
            yield _Run(text, found.start(), found.end())


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
