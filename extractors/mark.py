"""A check box of a fixed form: is it marked?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.fields import Candidate
from documents.layout import Box, CheckBox, Document, Word
from extractors.register import laid

#: How far the centre of a found square may lie from where the blank has it, in sides of the square.
_OFF = 0.9
#: What stands in a marked box when it is read as print.
_TICKS = re.compile(r"[xX×✓✔✗✘☒☑*]|[vV/\\]")
#: The surest that ink in a box, a printed tick, or an empty place can make us.
_INK, _TICK, _EMPTY = 0.97, 0.9, 0.6
#: Other squares of the page were seen and this one was not: ink has probably broken its sides. A person looks.
_BROKEN = 0.5
#: A line to be signed, and nothing to be read there.
_UNSEEN = 0.3
#: So many times wider than high is a line, not a square.
_LINE = 3
_SELECTED, _UNSELECTED = "selected", "unselected"


def find(document: Document, *, form: str, field: str) -> Iterator[Candidate]:
    """Yield "selected" or "unselected" for the box of `field` on the blank `form`.

    An unsure box gives a low belief, so that a person looks. Raises DoctypeError when the blank has no such box.
    """
    sheet = laid(document, form)
    box = sheet.blank.zone(field, sheet.blank.marks)
    registration = sheet.registrations.get(box.page)
    if registration is None:
        return
    place = registration.place(box)
    page = document.page(place.page)
    words = tuple(word for word in sheet.filled[box.page] if place.holds(word.box))
    if box.width >= _LINE * box.height:  # a line to be signed
        yield _from_line(words, place)
    elif square := _nearest(place, page.check_boxes):
        yield _from_ink(square)
    elif any(_TICKS.fullmatch(word.text) for word in words):
        yield Candidate(" ".join(word.text for word in words), words, _TICK, "mark", _SELECTED)
    else:
        broken = bool(words) or bool(page.check_boxes)
        value, belief = (_SELECTED, _BROKEN) if broken else (_UNSELECTED, _EMPTY)
        yield Candidate(value, words, belief, "mark", value, None if words else place)


def _from_line(words: tuple[Word, ...], place: Box) -> Candidate:
    """Print on the line signs it; a signature in ink is no print, so nothing read proves nothing."""
    value, belief = (_SELECTED, _TICK) if words else (_UNSELECTED, _UNSEEN)
    return Candidate(value, words, belief, "mark", value, None if words else place)


def _nearest(place: Box, squares: tuple[CheckBox, ...]) -> CheckBox | None:
    x, y = place.middle

    def off(square: CheckBox) -> float:
        there_x, there_y = square.box.middle
        return max(abs(x - there_x) / max(place.width, 1e-6), abs(y - there_y) / max(place.height, 1e-6))

    near = [square for square in squares if square.box.page == place.page and off(square) < _OFF]
    return min(near, key=off, default=None)


def _from_ink(square: CheckBox) -> Candidate:
    """Marked or not by its ink; half marked is half believed."""
    value = _SELECTED if square.marked >= 0.5 else _UNSELECTED
    belief = 0.5 + (_INK - 0.5) * abs(2 * square.marked - 1)
    return Candidate(value, (), belief, "mark", value, square.box)
