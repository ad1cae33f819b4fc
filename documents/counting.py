"""A noun with its count, as every message says it."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """So many of it; `many` where the plural is not made by an s. In a phrase the first word is counted.

    >>> counted(1, "file"), counted(2, "file"), counted(0, "entry", "entries"), counted(2, "page of it", "pages of it")
    ('1 file', '2 files', '0 entries', '2 pages of it')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"
