"""What a reading engine is."""

from __future__ import annotations

from typing import Protocol

from capture.page_image import Grey
from documents.layout import Word


class Engine(Protocol):
    """Reads the picture of one page that stands upright and level.

    `languages` are Tesseract's names ("eng", "deu"). Words come line by line, with boxes in fractions of the picture
    (on page number `page`), P(read rightly) as confidence, and the engine's name. `seconds` is the wall clock that it
    may take. Raises EngineMissing, TooLarge, ReaderLost.
    """

    def read(
        self, image: Grey, *, languages: tuple[str, ...], page: int = 0, seconds: int = 60
    ) -> list[Word]:  # pragma: no cover
        """The words of the picture."""
        ...
