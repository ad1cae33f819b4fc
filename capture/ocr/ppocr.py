"""PP-OCRv6: a detector of lines and a recogniser of letters, in two sizes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from capture.ocr.detect import Strip, strips
from capture.ocr.recognise import Letters, letters
from capture.ocr.words import box_of, spans
from capture.page_image import Grey
from documents.layout import Word, lines

_PRINT = 22.0  # pixels: the height of a line as the detector likes it


@dataclass(frozen=True, slots=True)
class PPOcr:
    """Reads with the detector and the recogniser of this size ("tiny", "small")."""

    size: str
    detector: str = ""

    def read(self, image: Grey, *, languages: tuple[str, ...], page: int = 0, seconds: int = 60) -> list[Word]:
        """The words, line by line."""
        found = strips(image, self.detector or self.size, scale_for(image))
        words = [word for strip in found for word in self._words(image, strip, languages, page)]
        return [word for line in lines(words) for word in line.words]

    def _words(self, image: Grey, strip: Strip, languages: tuple[str, ...], page: int) -> list[Word]:
        picture = strip.cut(image)
        read = letters(picture, self.size, languages)
        name = f"ppocr-{self.size}"
        return [
            Word(
                read.text[span.first : span.last],
                box_of(span, strip, image.shape, page),
                _surety(read, span.first, span.last),
                name,
            )
            for span in spans(picture, read)
        ]


def _surety(read: Letters, first: int, last: int) -> float:
    return round(float(read.sureties[first:last].min()), 3)


def scale_for(image: Grey) -> float:
    """How much the picture is enlarged or shrunk so that its lines have the height that the detector likes."""
    tall = print_height(image)
    longest = max(image.shape)
    return float(np.clip(_PRINT / tall, 640 / longest, 2000 / longest))


def print_height(image: Grey) -> float:
    """The height of most letters, pixels: the median of shapes that could be one."""
    ink = cv2.adaptiveThreshold(image, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    shapes = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:]
    wide, tall = shapes[:, cv2.CC_STAT_WIDTH], shapes[:, cv2.CC_STAT_HEIGHT]
    letters = tall[(tall > 5) & (tall < 100) & (wide < 3 * tall) & (wide * 5 > tall)]
    return float(np.median(letters)) if len(letters) > 20 else 20.0
