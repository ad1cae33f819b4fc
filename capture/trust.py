"""Can the text of a PDF page be trusted to be what a reader sees? If not, the page is read from its picture.

Distrusted are: fonts without a true encoding, print that lies on its side, a few stamped words over a scan, a poor
layer of somebody else's OCR, and text that is not where the ink is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as c

from capture.orientation import lies
from capture.page_image import Grey
from documents.layout import Word

_GARBAGE = 0.1  # of the characters
_COVERED = 0.5  # of the page, by pictures
_STAMP = 25  # words: fewer over a scan are a stamp, a header, a Bates number
_PLAUSIBLE = 0.7  # of the words of somebody's OCR
_SEEN = 0.6  # of the words must have ink under them
_CONTRAST = 12  # of 255, within the box of a word
_OCR_LAYER = 0.9  # P(read rightly) of a word of somebody's OCR; ours says more exactly

_LIKELY = re.compile(r"[^\w\s]*(?:[A-ZÀ-Þ]?[a-zß-ÿ]+|[A-ZÀ-Þ]+|[\d.,:/%€$£+-]+|[A-Za-z]{0,3}[\d./-]+)[^\w\s]*(?:s|th)?")


def visible(words: Sequence[Word], grey: Grey) -> list[Word]:
    """The words that have ink under them; white print on white is not what the paper says."""
    return [word for word in words if _has_ink(word, grey)]


def _has_ink(word: Word, grey: Grey) -> bool:
    height, width = grey.shape
    box = word.box
    part = grey[
        int(box.top * height) : int(box.bottom * height) + 1, int(box.left * width) : int(box.right * width) + 1
    ]
    return part.size > 0 and int(part.max()) - int(part.min()) > _CONTRAST


def trusted(page: pdfium.PdfPage, words: Sequence[Word], seen: Sequence[Word]) -> list[Word] | None:
    """The words with what they are worth, or None where the picture must be read. `seen` are those with ink."""
    if not words or _is_garbage(words) or len(seen) < _SEEN * len(words):
        return None
    width, height = page.get_size()
    if lies(seen, width / height):
        return None
    covered, is_hidden = _pictures(page)
    if covered > _COVERED and len(seen) < _STAMP:
        return None
    if not is_hidden:
        return list(seen)
    likely = sum(bool(_LIKELY.fullmatch(word.text)) for word in seen) / len(seen)
    if likely < _PLAUSIBLE:
        return None
    return [replace(word, confidence=_OCR_LAYER, engine="ocr_layer") for word in seen]


def _is_garbage(words: Sequence[Word]) -> bool:
    text = "".join(word.text for word in words)
    bad = sum(
        unicodedata.category(character) in ("Co", "Cn", "Cc", "Cs") or character == "\ufffd" for character in text
    )
    return bad > _GARBAGE * len(text)


def _pictures(page: pdfium.PdfPage) -> tuple[float, bool]:
    """The share of the page that pictures cover, and whether most of its text is invisible."""
    width, height = page.get_size()
    covered, hidden, shown = 0.0, 0, 0
    for item in page.get_objects(filter=(c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_TEXT), max_depth=3):
        if item.type == c.FPDF_PAGEOBJ_TEXT:
            if c.FPDFTextObj_GetTextRenderMode(item.raw) == c.FPDF_TEXTRENDERMODE_INVISIBLE:
                hidden += 1
            else:
                shown += 1
        else:
            left, bottom, right, top = item.get_bounds()
            covered += max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(top, height) - max(bottom, 0))
    return min(1.0, covered / max(1.0, width * height)), hidden > shown
