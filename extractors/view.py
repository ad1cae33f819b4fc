"""What several extractors need of a document, made once: its lines, and the line's text with the words behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from documents.layout import Document, Line, Word

Made = TypeVar("Made")


def once(make: Callable[[Document], Made]) -> Callable[[Document], Made]:
    """Remember what was made of the last document: ten extractors in a row look at the same one.

    It is kept by identity and for each thread; the next document replaces it.
    """
    last = threading.local()

    @wraps(make)
    def made(document: Document) -> Made:
        if getattr(last, "document", None) is not document:
            last.value = make(document)
            last.document = document
        value: Made = last.value
        return value

    return made


@once
def lines(document: Document) -> tuple[Line, ...]:
    """The lines of all pages in reading order."""
    return tuple(document.lines())


def under(line: Line, start: int, end: int) -> tuple[Word, ...]:
    """The words that the characters from `start` to `end` of the line's text belong to."""
    found, at = [], 0
    for word in line.words:
        if start < at + len(word.text) and at < end:
            found.append(word)
        at += len(word.text) + 1
    return tuple(found)
