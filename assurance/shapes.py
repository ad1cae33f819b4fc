"""The shape of a value and of what stands next to it: was too little taken, or too much, or was it read oddly?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log
from zlib import crc32

from documents.fields import Field, Fields, base_name
from documents.layout import Document, Word

#: So many numbers stand for all first and last words.
BUCKETS = 64
#: So many letters and digits are the beginning of a document.
OPENING = 1500
#: Words nearer than so many heights of the print belong together.
NEAR = 1.2
#: Fractions of a page's height, as wide as of its width, on A4.
SLANT = 1.414
_ODD = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|[A-Za-z]\d[A-Za-z]|[^\w\s.,\-/&()'%€$£:+#@]")


def of_text(text: str) -> dict[str, float]:
    """How the text begins and ends, as one of 64 numbers each: a legal form is known by it, a name is not."""
    words = folded_words(text)
    return {
        f"begins:{_bucket(words[0])}": 1.0,
        f"ends:{_bucket(words[-1])}": 1.0,
        "alone": float(len(words) == 1),
        "joined": float(any(word in ("and", "und", "et", "&") for word in words[1:])),
        "commas": float(text.count(",")),
        "odd": float(len(_ODD.findall(text))),
        "small": float(text[:1].islower()),
    }


def of_print(text: str, whole: str) -> dict[str, float]:
    """Where else the letters of a value stand in those of the document, `whole`: early, late, and cut otherwise.

    Whoever makes a contract stands at its beginning and signs at its end. A name that is printed more often without
    its last word, or whose first word goes on otherwise elsewhere, may be cut wrongly.
    """
    name = folded(text)
    if len(name) < 3 or not whole:
        return {}
    words = [folded(word) for word in text.split() if folded(word)]
    often = whole.count(name)
    shorter, first = ("".join(words[:-1]), words[0]) if len(words) > 1 else (name, name)
    return {
        "again": log(1 + max(0, often - 1)),
        "early": float(0 <= whole.find(name) < OPENING),
        "late": float(whole.rfind(name) > len(whole) * 0.8),
        "cut": log((1 + whole.count(shorter)) / (1 + often)) if len(shorter) > 2 else 0.0,
        "goes_on": log((1 + whole.count(first)) / (1 + often)) if len(first) > 2 else 0.0,
    }


def of_neighbours(words: Sequence[Word], document: Document) -> dict[str, float]:
    """Does the print go on next to the value, before it and behind it, and how?"""
    if not words:
        return {}
    before, after = _beside(words[0], document, -1), _beside(words[-1], document, 1)
    return {
        **{f"before_{key}": 1.0 for key in _sort(before)},
        **{f"after_{key}": 1.0 for key in _sort(after)},
        "ends_with_comma": float(words[-1].text.endswith(",")),
    }


def of_siblings(name: str, field: Field, fields: Fields) -> dict[str, float]:
    """The other values of a repeated field: how many, and does one of them begin alike or hold this one?"""
    own = folded_words(field.text)
    others = [folded_words(each.text) for path, each in fields.items() if base_name(path) == base_name(name)]
    others.remove(own)
    return {
        "siblings": log(1 + len(others)),
        "sibling_alike": float(any(other[0] == own[0] for other in others)),
        "sibling_holds": float(any(set(own) <= set(other) for other in others)),
        "first": float("." not in name),
    }


def folded(text: str) -> str:
    """Its letters and digits, small.

    >>> folded("Fir, Inc.")
    'firinc'
    """
    return "".join(char for char in text.casefold() if char.isalnum())


def folded_words(text: str) -> list[str]:
    """The words in small letters, digits as 9.

    >>> folded_words("Total: 12,50 EUR"), folded_words("  ")
    (['total', '99,99', 'eur'], [''])
    """
    words = [word.strip(".,:;()") for word in re.sub(r"\d", "9", text.casefold()).split()]
    return [word for word in words if word] or [""]


def _bucket(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass")) % BUCKETS


def _beside(word: Word, document: Document, step: int) -> Word | None:
    """The word next to this one on its line, if it stands close."""
    near = NEAR * word.box.height * SLANT
    best: tuple[float, Word] | None = None
    for other in next((page.words for page in document.pages if page.number == word.box.page), ()):
        gap = other.box.left - word.box.right if step > 0 else word.box.left - other.box.right
        if -near / 4 <= gap <= near and other is not word and word.box.on_line_of(other.box):
            best = min(best, (gap, other), key=lambda pair: pair[0]) if best else (gap, other)
    return best[1] if best else None


def _sort(word: Word | None) -> list[str]:
    if word is None:
        return []
    text = word.text.strip(".,;:()\"'")
    kinds = {"capital": text[:1].isupper(), "digit": text[:1].isdigit(), "small": text[:1].islower()}
    return [f"word:{_bucket(text.casefold())}", *(kind for kind, is_it in kinds.items() if is_it)]
