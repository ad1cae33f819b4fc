"""Tesseract 5 through pytesseract."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytesseract
from PIL import Image, ImageOps

from capture.installed import no_tesseract, require
from capture.page_image import Grey
from capture.rulings import unruled
from capture.second_look import with_missed
from documents.errors import ReaderKilled, TooLarge
from documents.layout import Box, Word

_NARROW = 1200  # pixels: below this width twice the size reads better (reference/reading_pages.md)
_LINE, _RIM = 36, 10  # pixels: height of a line that stands alone, and the paper around it


class Tesseract:
    """Tesseract with its own search for blocks, on the picture without grids, and a second look at what it missed."""

    def read(self, image: Grey, *, languages: tuple[str, ...], page: int = 0, seconds: int = 60) -> list[Word]:
        """The words, in Tesseract's order of blocks and lines."""
        clean = unruled(image)
        words = _read(clean, page, languages, seconds, "")
        return with_missed(clean, words, lambda rest: _read(rest, page, languages, seconds, "--psm 11"))


@dataclass(frozen=True, slots=True)
class LineRead:
    """What Tesseract reads in the picture of one line: its letters without spaces, and its own mean P(right)."""

    text: str
    surety: float


def read_lines(pictures: Sequence[Grey], languages: tuple[str, ...], page: int, seconds: int) -> list[LineRead]:
    """Each picture of a line by itself, all in one call of Tesseract."""
    if not pictures:
        return []
    with tempfile.TemporaryDirectory() as folder:
        names = [str(Path(folder) / f"{number}.pgm") for number in range(len(pictures))]
        for name, picture in zip(names, pictures, strict=True):
            _as_line(picture).save(name, "PPM")
        listed = Path(folder) / "lines.txt"
        listed.write_text("\n".join(names))
        found = _call(str(listed), languages, page, seconds, "--psm 7")
    words: list[list[int]] = [[] for _ in pictures]
    for i in range(len(found["text"])):
        if _is_word(found, i):
            words[found["page_num"][i] - 1].append(i)
    return [_line(found, places) for places in words]


def _as_line(picture: Grey) -> Image.Image:
    """The line as high as Tesseract likes it, with paper around."""
    height, width = picture.shape
    size = max(8, round(width * _LINE / height)), _LINE
    image = Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC)
    return ImageOps.expand(image, _RIM, int(np.percentile(picture, 90)))


def _line(found: dict[str, list[Any]], places: list[int]) -> LineRead:
    text = "".join(found["text"][i] for i in places)
    surety = sum(float(found["conf"][i]) for i in places) / len(places) / 100 if places else 0.0
    return LineRead("".join(text.split()), surety)


def _read(grey: Grey, page: int, languages: tuple[str, ...], seconds: int, config: str) -> list[Word]:
    image = Image.fromarray(grey)
    if image.width < _NARROW and image.width * image.height < 3_000_000:
        image = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    image.format = "PPM"  # what it writes to hand over: packing a PNG would cost a third of a second
    found = _call(image, languages, page, seconds, config)
    return [_word(found, i, page, image) for i in range(len(found["text"])) if _is_word(found, i)]


def _call(
    what: Image.Image | str, languages: tuple[str, ...], page: int, seconds: int, config: str
) -> dict[str, list[Any]]:
    """Tesseract's table of words of a picture, or of the pictures that a file lists."""
    require(languages)
    try:
        found: dict[str, list[Any]] = pytesseract.image_to_data(
            what, lang="+".join(languages), config=config, timeout=seconds, output_type=pytesseract.Output.DICT
        )
    except pytesseract.TesseractNotFoundError as error:
        raise no_tesseract() from error
    except pytesseract.TesseractError as error:
        if error.status != -signal.SIGKILL:  # a broken limit has other signals
            raise
        raise ReaderKilled(f"Tesseract was killed from outside on page {page + 1}. It is tried again.") from error
    except RuntimeError as error:  # pytesseract's word for a time-out
        if "timeout" not in str(error):
            raise
        raise TooLarge(f"page {page + 1} took longer than {seconds} s to read. Scan it anew.") from error
    return found


def _is_word(found: dict[str, list[Any]], i: int) -> bool:
    return float(found["conf"][i]) >= 0 and found["text"][i].strip() != ""


def _word(found: dict[str, list[Any]], i: int, page: int, image: Image.Image) -> Word:
    left, top = found["left"][i], found["top"][i]
    right, bottom = left + found["width"][i], top + found["height"][i]
    box = Box(page, left / image.width, top / image.height, right / image.width, bottom / image.height)
    return Word(found["text"][i].strip(), box, round(float(found["conf"][i]) / 100, 3), "tesseract")
