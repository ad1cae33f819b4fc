"""The words a PDF has as text, with their boxes as a reader sees the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as c

from documents.layout import Box, Word, lines

_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
_SOFT_HYPHENS = "\u00ad\u0002\ufffe"
_NOTHING = "\u200b\u200c\u200d\ufeff\u2060"


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
        x0, x1 = sorted(((left - self.left) / wide, (right - self.left) / wide))
        y0, y1 = sorted(((self.top - top) / tall, (self.top - bottom) / tall))
        match self.turn:
            case 90:
                x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
            case 180:
                x0, y0, x1, y1 = 1 - x1, 1 - y1, 1 - x0, 1 - y0
            case 270:
                x0, y0, x1, y1 = y0, 1 - x1, y1, 1 - x0
        x0, y0, x1, y1 = (min(1.0, max(0.0, side)) for side in (x0, y0, x1, y1))
        return Box(page, round(x0, 5), round(y0, 5), round(x1, 5), round(y1, 5))


def sheet_of(page: pdfium.PdfPage) -> Sheet:
    """What of the page is shown: its crop box within its media box."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if right <= left or top <= bottom:
        left, bottom, right, top = media
    return Sheet(left, bottom, right, top, page.get_rotation())


@dataclass(slots=True)
class _Glyph:
    text: str
    left: float
    bottom: float
    right: float
    top: float


def words_of(page: pdfium.PdfPage, number: int) -> list[Word]:
    """The words in reading order."""
    sheet = sheet_of(page)
    textpage = page.get_textpage()
    try:
        found = [_word(glyphs, sheet, number) for glyphs in _runs(textpage.raw)]
    finally:
        textpage.close()
    seen = [word for word in found if word is not None]
    return [word for line in lines(seen) for word in line.words]


def _word(glyphs: list[_Glyph], sheet: Sheet, number: int) -> Word | None:
    text = _whole("".join(glyph.text for glyph in glyphs)).translate(_LIGATURES)
    if not text.strip():
        return None
    box = sheet.box(
        number,
        min(glyph.left for glyph in glyphs),
        min(glyph.bottom for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.top for glyph in glyphs),
    )
    return None if box.width <= 0 or box.height <= 0 else Word(text, box)


def _whole(text: str) -> str:
    r"""Characters beyond U+FFFF come as two halves: put together; a half alone is no character and is left out.

    >>> _whole("ok \ud83d\ude00"), _whole("ok\ud83d")
    ('ok 😀', 'ok')
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _runs(raw: c.FPDF_TEXTPAGE) -> Iterator[list[_Glyph]]:
    """Characters between white space."""
    run: list[_Glyph] = []
    reader = _Reader(raw)
    for index in range(c.FPDFText_CountChars(raw)):
        character = chr(c.FPDFText_GetUnicode(raw, index))
        if character in _NOTHING:
            continue
        if character in _SOFT_HYPHENS:
            character = "-"
        if character.isspace() or ord(character) < 32:
            if run:
                yield run
            run = []
            continue
        glyph = reader.glyph(index, character)
        if glyph is not None:
            run.append(glyph)
    if run:
        yield run


class _Reader:
    """The box of a character: as wide as its ink, as high as its line of print."""

    def __init__(self, raw: c.FPDF_TEXTPAGE) -> None:
        self.raw = raw
        self.sides = [ctypes.c_double() for _ in range(4)]
        self.loose = c.FS_RECTF()

    def glyph(self, index: int, text: str) -> _Glyph | None:
        left, right, bottom, top = self.sides
        if not c.FPDFText_GetCharBox(self.raw, index, left, right, bottom, top):
            return None
        tight = _Glyph(text, left.value, bottom.value, right.value, top.value)
        if not c.FPDFText_GetLooseCharBox(self.raw, index, self.loose):
            return tight
        size = c.FPDFText_GetFontSize(self.raw, index)
        high, wide = self.loose.top - self.loose.bottom, self.loose.right - self.loose.left
        if 0 < high <= 1.7 * max(size, tight.top - tight.bottom) and tight.right - tight.left <= 1.5 * wide:
            tight.bottom, tight.top = self.loose.bottom, self.loose.top
        if tight.right <= tight.left:
            tight.left, tight.right = self.loose.left, self.loose.right
        return tight
