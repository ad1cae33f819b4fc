"""Tesseract 5 through pytesseract."""

from __future__ import annotations

import signal
from functools import cache
from typing import Any

import pytesseract
from PIL import Image

from capture.page_image import Grey
from capture.rulings import unruled
from capture.second_look import with_missed
from documents.errors import EngineMissing, ReaderKilled, TooLarge
from documents.layout import Box, Word

_NARROW = 1200  # pixels: below this width twice the size reads better (reference/reading_pages.md)


class Tesseract:
    """Tesseract with its own search for blocks, on the picture without grids, and a second look at what it missed."""

    def read(self, image: Grey, *, languages: tuple[str, ...], page: int = 0, seconds: int = 60) -> list[Word]:
        """The words, in Tesseract's order of blocks and lines."""
        clean = unruled(image)
        words = _read(clean, page, languages, seconds, "")
        return with_missed(clean, words, lambda rest: _read(rest, page, languages, seconds, "--psm 11"))


def _read(grey: Grey, page: int, languages: tuple[str, ...], seconds: int, config: str) -> list[Word]:
    _require(languages)
    image = Image.fromarray(grey)
    if image.width < _NARROW and image.width * image.height < 3_000_000:
        image = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    image.format = "PPM"  # what it writes to hand over: packing a PNG would cost a third of a second
    try:
        found = pytesseract.image_to_data(
            image, lang="+".join(languages), config=config, timeout=seconds, output_type=pytesseract.Output.DICT
        )
    except pytesseract.TesseractNotFoundError as error:
        raise _missing() from error
    except pytesseract.TesseractError as error:
        if error.status != -signal.SIGKILL:  # a broken limit has other signals
            raise
        raise ReaderKilled(f"Tesseract was killed from outside on page {page + 1}. It is tried again.") from error
    except RuntimeError as error:  # pytesseract's word for a time-out
        if "timeout" not in str(error):
            raise
        raise TooLarge(f"page {page + 1} took longer than {seconds} s to read. Scan it anew.") from error
    return [_word(found, i, page, image) for i in range(len(found["text"])) if _is_word(found, i)]


def _is_word(found: dict[str, list[Any]], i: int) -> bool:
    return float(found["conf"][i]) >= 0 and found["text"][i].strip() != ""


def _word(found: dict[str, list[Any]], i: int, page: int, image: Image.Image) -> Word:
    left, top = found["left"][i], found["top"][i]
    right, bottom = left + found["width"][i], top + found["height"][i]
    box = Box(page, left / image.width, top / image.height, right / image.width, bottom / image.height)
    return Word(found["text"][i].strip(), box, round(float(found["conf"][i]) / 100, 3), "tesseract")


@cache
def installed() -> frozenset[str]:
    """Tesseract's languages here."""
    try:
        return frozenset(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError as error:
        raise _missing() from error


def _require(languages: tuple[str, ...]) -> None:
    for language in languages:
        if language not in installed():
            raise EngineMissing(
                f"Tesseract does not know '{language}'. Install it: apt-get install tesseract-ocr-{language}"
            )


def _missing() -> EngineMissing:
    return EngineMissing("Tesseract is not installed. Install it: apt-get install tesseract-ocr tesseract-ocr-deu")
