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

from capture.orientation import lies
from capture.page_image import Grey
from capture.page_objects import PageObjects
from capture.proof import Proof
from capture.second_look import misses_much
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


def trusted(
    page: pdfium.PdfPage, words: Sequence[Word], grey: Grey, objects: PageObjects, proof: Proof
) -> list[Word] | str:
    """The words with what they are worth, or why the picture must be read instead.

    `grey` is the page's picture; words without ink in it are left out. The reason goes on after "the PDF's text".
    """
    seen = visible(words, grey)
    if _is_garbage(words):
        return "has no true encoding"
    if len(seen) < _SEEN * len(words):
        return "is not where the print is"
    width, height = page.get_size()
    if lies(seen, width / height):
        return "lies on its side"
    if objects.covered > _COVERED and len(seen) < _STAMP:
        return "is no more than a stamp on a picture"
    if objects.covered > _COVERED and misses_much(grey, seen):
        return "leaves out much of what a picture shows"
    if objects.is_hidden:
        return _of_ocr(page, seen, proof)
    font = proof.lying_font(page, seen[0].box.page, seen, objects)
    return f"says something else than the print (font {font})" if font else list(seen)


def _of_ocr(page: pdfium.PdfPage, seen: Sequence[Word], proof: Proof) -> list[Word] | str:
    """The words of an invisible layer, which somebody's OCR made."""
    likely = sum(bool(_LIKELY.fullmatch(word.text)) for word in seen) / len(seen)
    if likely < _PLAUSIBLE or proof.is_poor(page, seen):
        return "is somebody's poor reading of the picture"
    return [replace(word, confidence=_OCR_LAYER, engine="ocr_layer") for word in seen]


def _is_garbage(words: Sequence[Word]) -> bool:
    text = "".join(word.text for word in words)
    bad = sum(
        unicodedata.category(character) in ("Co", "Cn", "Cc", "Cs") or character == "\ufffd" for character in text
    )
    return bad > _GARBAGE * len(text)
