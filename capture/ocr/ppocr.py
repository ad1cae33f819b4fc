"""PP-OCRv6: a detector of lines and a recogniser of letters, in two sizes."""

from __future__ import annotations

from dataclasses import dataclass

from capture.ocr.detect import scale_for, strips
from capture.ocr.recognise import Letters, letters
from capture.ocr.strip import Strip
from capture.ocr.words import box_of, spans
from capture.page_image import Grey
from documents.layout import Word, lines


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
            for span in spans(picture, read, self.size)
        ]


def _surety(read: Letters, first: int, last: int) -> float:
    return round(min(read.sureties[first:last]), 3)
