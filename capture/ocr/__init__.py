"""Reading engines: one file each, and one line here.

Which one reads is a setting (`engine`). An engine that is not installed, or does not know a language, raises
EngineMissing with what to install; no other one takes its place.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from capture.installed import networks
from capture.messages import ENGINE
from capture.ocr.cascade import Cascade
from capture.ocr.engine import Engine
from capture.ocr.ppocr import PPOcr
from capture.ocr.sessions import network
from capture.ocr.tesseract import Tesseract
from capture.ocr.upright import Upright, upright
from capture.page_image import Grey
from documents.layout import Word

__all__ = [
    "ENGINES",
    "Engine",
    "Upright",
    "are_weights_open",
    "engine_named",
    "open_weights",
    "page_words",
    "upright_words",
]

#: Engines by the name that the setting gives them. A call costs little: weights are opened when something is read.
ENGINES: dict[str, Callable[[], Engine]] = {
    "tesseract": Tesseract,
    "ppocr-tiny": lambda: PPOcr("tiny"),
    "ppocr-small": lambda: PPOcr("small"),
    "cascade": Cascade,
}


def are_weights_open() -> bool:
    """Has this process, or the one it is a fork of, opened weights?"""
    return network.cache_info().currsize > 0


def open_weights(engine: str) -> None:
    """Open what this engine needs, so that forks of this process need not. Raises EngineMissing."""
    for name in networks(engine):
        network(name)


@cache
def engine_named(name: str) -> Engine:
    """The engine of this name. Raises EngineMissing for one that does not exist."""
    networks(name)
    return ENGINES[name]()


def upright_words(
    image: Grey, *, engine: str = ENGINE, languages: tuple[str, ...] = ("eng", "deu"), page: int = 0, seconds: int = 60
) -> Upright:
    """A page's picture as it came, turned upright and levelled, with its words."""
    reader = engine_named(engine)
    return upright(image, lambda level: reader.read(level, languages=languages, page=page, seconds=seconds))


def page_words(image: Grey, *, engine: str = ENGINE, languages: tuple[str, ...] = ("eng", "deu")) -> list[Word]:
    """The words of a page's picture as it came; boxes are fractions of the page when it stands upright and level."""
    return upright_words(image, engine=engine, languages=languages).words
