"""Turn a file into a Document: what the paper says, never what we make of it.

The file is parsed in a child process that can be killed (capture/sandbox.py); this package's own code never opens it
with a parser in the caller's process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from capture.file_kind import KINDS_OF_FILE, PACKED, kind_of, takes
from capture.installed import refuse_missing
from capture.limits import Limits
from capture.messages import ENGINE, ENGINES, LANGUAGES, Job, Member, Parts
from capture.sandbox import stream
from documents.errors import CaptureError, NoContent, TooLarge, Unreadable
from documents.layout import Box, Document, Page, Source, Word

__all__ = [
    "ENGINE",
    "ENGINES",
    "KINDS_OF_FILE",
    "LANGUAGES",
    "Limits",
    "Member",
    "cut",
    "is_packed",
    "kind_of",
    "read",
    "read_area",
    "read_page",
    "refuse_missing",
    "sha256",
    "takes",
    "unpack",
]

_DEFAULTS = Limits()


def read(
    path: Path,
    *,
    limits: Limits = _DEFAULTS,
    languages: tuple[str, ...] = LANGUAGES,
    engine: str = ENGINE,
    images: Path | None = None,
    name: str | None = None,
) -> Document:
    """Read one file: PDF, PNG, JPEG, TIFF, BMP, GIF, WebP, or a bare e-invoice (CII, UBL).

    `languages` are Tesseract's names; `engine` reads the pictures of pages (`capture.ocr.ENGINES`). With `images` (a
    folder) a picture of each page is written there, upright like the boxes, and named in Page.image. `name` is what
    the sender called the file, where the path does not say it; it stands in messages and in Document.name. Raises a
    CaptureError whose message says what is wrong and what to do.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        kind_of(path, name)
        if size > limits.megabytes * 1_000_000:
            raise TooLarge(f"{name}: has {size / 1e6:.0f} MB, the limit is {limits.megabytes} MB. Split it.")
        digest = sha256(path)
    except OSError as error:
        raise CaptureError(f"{name}: cannot be opened ({error.strerror}). Check its permissions.") from error
    job = Job(str(path.resolve()), name, limits, languages, str(images.resolve()) if images else None, engine)
    parts = Parts()
    for message in stream(job):
        parts.add(message)
    document = Document(
        digest,
        name,
        tuple(parts.pages),
        form_fields=tuple(parts.form_fields),
        e_invoice=parts.e_invoice,
        notes=(*parts.notes, *_unread(parts.pages)),
    )
    _refuse_empty(document)
    return document


def is_packed(path: Path, name: str | None = None) -> bool:
    """Does this file hold files: an archive, a mail? Raises a CaptureError for one that is of no kind we read."""
    try:
        return kind_of(path, name) in PACKED
    except OSError as error:
        raise CaptureError(f"{name or path.name}: cannot be opened ({error.strerror}). Check its rights.") from error


def unpack(path: Path, folder: Path, *, limits: Limits = _DEFAULTS, name: str | None = None) -> list[Member]:
    """The files that a packed file holds, put into this folder under numbers; what cannot be had says why.

    Raises a CaptureError when it cannot be opened, holds nothing, or breaks a limit.
    """
    name = name or path.name
    size = path.stat().st_size
    if size > limits.unpacked_megabytes * 1_000_000:
        raise TooLarge(f"{name}: has {size / 1e6:.0f} MB, the limit is {limits.unpacked_megabytes} MB. Split it.")
    job = Job(str(path.resolve()), name, limits, (), unpack=str(folder.resolve()))
    return [message for message in stream(job) if isinstance(message, Member)]


def read_page(
    path: Path,
    number: int,
    turn: int,
    *,
    name: str,
    images: Path,
    limits: Limits = _DEFAULTS,
    languages: tuple[str, ...] = LANGUAGES,
    engine: str = ENGINE,
) -> Page:
    """One page of a file once more, turned clockwise by so many degrees (0, 90, 180, 270) from how it lies in it.

    Its picture goes to the folder `images`. Raises a CaptureError as `read`.
    """
    job = Job(str(path.resolve()), name, limits, languages, str(images.resolve()), engine, page=number, turn=turn)
    return _one_page(job)


def read_area(
    picture: Path,
    number: int,
    sides: tuple[float, float, float, float],
    *,
    limits: Limits = _DEFAULTS,
    languages: tuple[str, ...] = LANGUAGES,
    engine: str = ENGINE,
) -> list[Word]:
    """The words in a part (left, top, right, bottom as fractions) of a page's kept picture. Raises a CaptureError."""
    job = Job(str(picture.resolve()), f"page {number + 1}", limits, languages, engine=engine, page=number, area=sides)
    return list(_one_page(job).words)


def cut(picture: Path, boxes: Sequence[Box], *, beside: float, above: float) -> bytes:
    """The places of a value on a kept picture of a page, cut out and encoded anew as PNG; margins in their heights."""
    from capture.cutting import cut as cut_out  # pictures are opened only by who asks for one

    return cut_out(picture, boxes, beside, above)


def _one_page(job: Job) -> Page:
    parts = Parts()
    for message in stream(job):
        parts.add(message)
    [page] = parts.pages
    return page


def _unread(pages: Sequence[Page]) -> Iterator[str]:
    """A sentence on each page from which nothing could be read."""
    for page in pages:
        if page.is_unread:
            yield f"Page {page.number + 1}: there is ink, but no word could be read. Look at it."


def _refuse_empty(document: Document) -> None:
    """Silent emptiness is the worst result."""
    if document.words or document.e_invoice or any(field.value for field in document.form_fields):
        return
    if any(page.codes for page in document.pages):
        return
    inked = [page.number + 1 for page in document.pages if page.source is not Source.BLANK]
    if not inked:
        raise NoContent(f"{document.name}: every page is blank ({len(document.pages)} of them). Scan the other side?")
    where = ", ".join(map(str, inked[:5])) + (" ..." if len(inked) > 5 else "")
    raise Unreadable(f"{document.name}: there is ink, but no word could be read (page {where}). Ask for a new scan.")


def sha256(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
