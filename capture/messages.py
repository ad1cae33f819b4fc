"""What goes over the border between us and the child that reads a file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from capture.limits import Limits
from documents import errors
from documents.errors import CaptureError, Damaged
from documents.layout import EInvoice, FormField, Page
from documents.plain import to_noun, to_plain

#: The engines that read pictures of pages (capture/ocr/__init__.py), the one first that reads where none is named.
ENGINES = ("cascade", "ppocr-small", "ppocr-tiny", "tesseract")
ENGINE = ENGINES[0]
#: The languages of print where none are named, by Tesseract's names.
LANGUAGES = ("eng", "deu")


@dataclass(frozen=True, slots=True)
class Job:
    """What the child is asked to read, and with which engine. `images` is the folder for page pictures.

    With `page` only this one is read, once more: turned by `turn` degrees clockwise from how it lies in the file, or,
    of the kept picture that `path` is then, the part `area` (left, top, right, bottom as fractions).
    With `unpack` (a folder) the file's own files are put there, and nothing is read.
    """

    path: str
    name: str
    limits: Limits
    languages: tuple[str, ...]
    images: str | None = None
    engine: str = ENGINE
    page: int | None = None
    turn: int = 0
    area: tuple[float, float, float, float] | None = None
    unpack: str | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """How many pages the file has; comes first."""

    pages: int


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence on what could not be used."""

    text: str


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a file: what it is called there, and its name in the folder; or why it cannot be had."""

    name: str
    file: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """All was sent; comes last."""


Message = Length | Page | FormField | EInvoice | Note | Member | CaptureError | End
_NOUNS: dict[str, type[Any]] = {kind.__name__: kind for kind in (Length, Page, FormField, EInvoice, Note, Member, End)}
_ERRORS = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, CaptureError)
}


def encode(message: Message) -> bytes:
    """One line of JSON."""
    body = [str(message), getattr(message, "__notes__", [])] if isinstance(message, CaptureError) else to_plain(message)
    return json.dumps([type(message).__name__, body], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes, name: str) -> Message:
    """The message again. Raises Damaged for anything that we never send: the child may be in a stranger's hands."""
    try:
        kind, body = json.loads(line)
        if kind in _ERRORS:
            error = _ERRORS[kind](str(body[0]))
            for note in body[1]:
                error.add_note(str(note))
            return error
        noun: Message = to_noun(_NOUNS[kind], body)
        return noun
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise Damaged(f"{name}: the reader answered nonsense ({type(error).__name__}). Ask for a new file.") from error


@dataclass
class Parts:
    """The parts of a document as they come in."""

    pages: list[Page] = field(default_factory=list)
    form_fields: list[FormField] = field(default_factory=list)
    e_invoice: EInvoice | None = None
    notes: list[str] = field(default_factory=list)

    def add(self, message: Message) -> None:
        """Put a part in its place."""
        match message:
            case Page():
                self.pages.append(message)
            case FormField():
                self.form_fields.append(message)
            case EInvoice():
                self.e_invoice = message
            case Note():
                self.notes.append(message.text)
