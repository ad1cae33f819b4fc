"""The pages that are read, as pictures, with the words that stand on them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from bench.reading.degrade import degraded
from bench.reading.judged import TrueLine
from capture import text_layer, trust
from capture.page_image import Grey
from capture.page_objects import objects_of
from capture.proof import Proof
from documents.layout import Box, Word

_DPI = 200
_FEWEST = 50  # words of a page that counts as one
_CONTRACTS = 60  # pages of contracts, one a document
_LANGUAGES = ("eng", "deu", "fra")


@dataclass(frozen=True)
class PagePicture:
    """One page: the set it is of, its picture's file, the true words, the languages to read it with.

    `lines` are the lines of a truth that ends each at its first comma.
    """

    of: str
    name: str
    picture: Path
    truth: tuple[str, ...]
    languages: tuple[str, ...] = ("eng",)
    lines: tuple[TrueLine, ...] = ()


def rows_of(sets: Path, name: str) -> list[dict[str, Any]]:
    """The truth of one set."""
    return [json.loads(row) for row in (sets / name / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def pages_of(name: str, sets: Path, folder: Path, limit: int | None, seed: int) -> list[PagePicture]:
    """The pages of a set, or a random `limit` of them; pictures that have to be made are written to `folder`."""
    rows = rows_of(sets, FOLDERS.get(name, name))
    random.Random(seed).shuffle(rows)
    found: list[PagePicture] = []
    for row in rows:
        found.extend(_SOURCES[name](row, sets, folder, seed))
        if limit is not None and len(found) >= limit:
            return found[:limit]
        if name == "contracts" and len(found) >= _CONTRACTS:
            break
    return found


def _words(row: dict[str, Any], sets: Path, folder: Path, seed: int, of: str) -> Iterator[PagePicture]:
    yield PagePicture(of, Path(row["file"]).name, sets / of / row["file"], tuple(row["words"]))


def _forms(row: dict[str, Any], sets: Path, folder: Path, seed: int) -> Iterator[PagePicture]:
    return _words(row, sets, folder, seed, "funsd")


def _ocr_pages(row: dict[str, Any], sets: Path, folder: Path, seed: int) -> Iterator[PagePicture]:
    return _words(row, sets, folder, seed, "ocr_pages")


def _receipts(row: dict[str, Any], sets: Path, folder: Path, seed: int) -> Iterator[PagePicture]:
    truth = tuple(word for line in row["lines_text"] for word in line.split())
    picture = sets / "sroie" / row["file"]
    with Image.open(picture) as image:
        wide, tall = image.size
    lines = tuple(
        TrueLine(Box(0, left / wide, top / tall, right / wide, bottom / tall), text)
        for (left, top, right, bottom), text in zip(row["line_boxes"], row["lines_text"], strict=True)
    )
    yield PagePicture("sroie", picture.name, picture, truth, lines=lines)


def _contracts(row: dict[str, Any], sets: Path, folder: Path, seed: int) -> Iterator[PagePicture]:
    """One random page of the document, rendered and degraded, if its text layer is its author's."""
    path = sets / "kleister_nda" / row["file"]
    with pdfium.PdfDocument(path) as document:
        number = random.Random(f"{seed} {path.name}").randrange(len(document))
        grey, truth = _rendered(document, number)
    if len(truth) >= _FEWEST:
        name = f"{path.stem}-{number + 1}"
        yield PagePicture("contracts", name, _written(degraded(grey, seed, name), folder, name), truth)


def _invoices(row: dict[str, Any], sets: Path, folder: Path, seed: int) -> Iterator[PagePicture]:
    """The scans of invoices whose original is a PDF with a text layer, page by page."""
    path = sets / "einvoice_scanned" / row["file"]
    original = sets / "einvoice_xml" / "docs" / f"{path.stem.removesuffix('_scan')}.pdf"
    if not original.exists():
        return
    with pdfium.PdfDocument(path) as scan, pdfium.PdfDocument(original) as document:
        if len(scan) != len(document):
            return
        for number in range(len(scan)):
            _, truth = _rendered(document, number)
            if len(truth) >= _FEWEST:
                name = f"{path.stem}-{number + 1}"
                grey, _ = _rendered(scan, number)
                yield PagePicture("invoices", name, _written(grey, folder, name), truth, _LANGUAGES)


def _rendered(document: pdfium.PdfDocument, number: int) -> tuple[Grey, tuple[str, ...]]:
    """The page at 200 dpi in grey, and its words where they are its author's (else none)."""
    page = document[number]
    bitmap = page.render(scale=_DPI / 72, grayscale=True)
    grey = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    layer = text_layer.words_of(page, number)
    words = trust.trusted(page, layer, grey, objects_of(page), Proof(_LANGUAGES)) if layer else []
    page.close()
    is_authors = not isinstance(words, str) and all(word.engine == "text_layer" for word in words)
    return grey, tuple(word.text for word in words if isinstance(word, Word)) if is_authors else ()


def _written(grey: Grey, folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    if not cv2.imwrite(str(path), grey):
        raise OSError(f"{path} cannot be written")
    return path


_SOURCES: dict[str, Callable[[dict[str, Any], Path, Path, int], Iterator[PagePicture]]] = {
    "ocr_pages": _ocr_pages,
    "sroie": _receipts,
    "funsd": _forms,
    "contracts": _contracts,
    "invoices": _invoices,
}
#: The folder of the truth where a set of pages is called otherwise.
FOLDERS = {"contracts": "kleister_nda", "invoices": "einvoice_scanned"}
NAMES = tuple(_SOURCES)
