"""What a PDF page is made of: how much is drawn, pictured, written, hidden. One walk over its objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as c

from capture.text_layer import Sheet, sheet_of
from documents.layout import Box

_DEEPEST = 3  # forms within forms
_LOGO = 0.15  # of the page: a larger picture may hold lines of its own
_MOST_OF_A_FONT = 40  # text objects that are kept of one font


@dataclass(slots=True)
class PageObjects:
    """Counts of what is on the page.

    `covered` is the share of the page under pictures, `is_pictured` whether one is larger than a logo; `hidden` and
    `shown` count text objects that are invisible and not. `fonts` has for each font's name some of its visible text
    objects on the page itself.
    """

    paths: int = 0
    pictures: int = 0
    shadings: int = 0
    covered: float = 0.0
    is_pictured: bool = False
    hidden: int = 0
    shown: int = 0
    fonts: dict[str, list[c.FPDF_PAGEOBJECT]] = field(default_factory=dict)

    @property
    def is_drawn(self) -> bool:
        """Is there more than text?"""
        return bool(self.paths or self.pictures or self.shadings)

    @property
    def is_hidden(self) -> bool:
        """Is most of the text invisible, as somebody's OCR under a scan is?"""
        return self.hidden > self.shown


def objects_of(page: pdfium.PdfPage) -> PageObjects:
    """What the page is made of. What it holds is the page's: gone when the page is closed."""
    found, names, sheet = PageObjects(), _Names(), sheet_of(page)
    for item, depth in _items(page.raw, c.FPDFPage_CountObjects, c.FPDFPage_GetObject, 1):
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_TEXT:
            _add_text(found, item, depth, names)
        elif kind == c.FPDF_PAGEOBJ_PATH:
            found.paths += 1
        elif kind == c.FPDF_PAGEOBJ_SHADING:
            found.shadings += 1
        elif kind == c.FPDF_PAGEOBJ_IMAGE:
            found.pictures += 1
            box = place_of(item, sheet)
            share = box.width * box.height if box else 0.0
            found.covered = min(1.0, found.covered + share)
            found.is_pictured |= share > _LOGO
    return found


def place_of(item: c.FPDF_PAGEOBJECT, sheet: Sheet, page: int = 0) -> Box | None:
    """Where an object stands; None where pdfium cannot say."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return sheet.box(page, left.value, bottom.value, right.value, top.value)


def _items(holder: object, count: object, get: object, depth: int) -> Iterator[tuple[c.FPDF_PAGEOBJECT, int]]:
    for index in range(count(holder)):  # type: ignore[operator]
        item = get(holder, index)  # type: ignore[operator]
        if c.FPDFPageObj_GetType(item) != c.FPDF_PAGEOBJ_FORM:
            yield item, depth
        elif depth < _DEEPEST:
            yield from _items(item, c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject, depth + 1)


def _add_text(found: PageObjects, item: c.FPDF_PAGEOBJECT, depth: int, names: _Names) -> None:
    if c.FPDFTextObj_GetTextRenderMode(item) == c.FPDF_TEXTRENDERMODE_INVISIBLE:
        found.hidden += 1
        return
    found.shown += 1
    if depth == 1:
        kept = found.fonts.setdefault(names.of(item), [])
        if len(kept) < _MOST_OF_A_FONT:
            kept.append(item)


class _Names:
    """Names of fonts, each asked for once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}
        self._buffer = ctypes.create_string_buffer(256)

    def of(self, item: c.FPDF_PAGEOBJECT) -> str:
        font = c.FPDFTextObj_GetFont(item)
        place = ctypes.addressof(font.contents) if font else 0
        name = self._known.get(place)
        if name is None:
            name = self._known[place] = self._asked(font) if font else ""
        return name

    def _asked(self, font: c.FPDF_FONT) -> str:
        """Its name, and how large its file is: the same name with another file is another font."""
        size = ctypes.c_size_t()
        c.FPDFFont_GetFontData(font, None, 0, size)
        length = c.FPDFFont_GetBaseFontName(font, self._buffer, len(self._buffer))
        return f"{self._buffer.raw[: max(0, min(length, 256) - 1)].decode('latin-1')} {size.value}"
