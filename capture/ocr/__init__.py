"""Reading engines: one file each, and one line here.

An engine takes a grey picture that stands upright and level, and returns its words in reading order with boxes in
fractions of the picture and P(read rightly).
"""

from __future__ import annotations

from collections.abc import Callable

from capture.ocr import tesseract
from capture.page_image import Grey
from documents.layout import Word

#: engine(picture, page number, languages, seconds) -> words. Raises EngineMissing, TooLarge.
Engine = Callable[[Grey, int, tuple[str, ...], int], list[Word]]

ENGINES: dict[str, Engine] = {"tesseract": tesseract.read, "tesseract_sparse": tesseract.read_sparse}
