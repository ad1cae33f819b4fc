"""Check boxes and signatures. A mark is "selected" or "unselected"; None is a box that was not found."""

from __future__ import annotations

from collections.abc import Sequence


def exactly_one_mark(*marks: str | None, none: bool = False, labels: Sequence[str] = ()) -> str | None:
    """One of the boxes is marked and no other; `none` also allows that all are empty.

    >>> exactly_one_mark("selected", "unselected", None)
    >>> exactly_one_mark("unselected", "unselected", labels=("Yes", "No"))
    'none is marked of Yes, No'
    >>> exactly_one_mark("selected", "selected", "unselected", labels=("Yes", "No", "Maybe"))
    'only one may be marked: Yes, No'
    """
    names = labels or [f"box {number}" for number in range(1, len(marks) + 1)]
    marked = [name for name, mark in zip(names, marks, strict=True) if mark == "selected"]
    if not marked:
        return None if none else f"none is marked of {', '.join(names)}"
    return f"only one may be marked: {', '.join(marked)}" if len(marked) > 1 else None


def signed(mark: str | None) -> str | None:
    """There is a signature: ink in its box ("selected"), or a name that was read there.

    >>> signed("selected"), signed("A. Smith"), signed("unselected"), signed(None)
    (None, None, 'it is not signed', 'it is not signed')
    """
    return "it is not signed" if mark is None or mark == "unselected" else None
