"""A form as printed by those who want it filled: zones to write in, boxes to tick, and how it is filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from generator.paper import Face, Paper
from generator.scribble import INK, Rectangle, cross, scribble
from generator.truth import Truth

CAPTION = Face("Helvetica", "Helvetica-Bold", 7, "#333333")


@dataclass(frozen=True, slots=True)
class Zone:
    """A place to write a value. `box` is left, top, right, bottom in points; the caption stands inside, at its top."""

    name: str
    caption: str
    box: Rectangle

    @property
    def inside(self) -> Rectangle:
        """Where the value itself stands, below the caption."""
        left, top, right, bottom = self.box
        return left + 3, top + (11 if self.caption else 1), right - 3, bottom - 1


@dataclass(frozen=True, slots=True)
class Mark:
    """A box to tick, with its words to the right. `drawn` is False where the form prints no square: a signature."""

    name: str
    words: str
    box: Rectangle
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its type, what is printed on it besides zones and marks, those, and where everybody signs."""

    type: str
    size: str
    furniture: Callable[[Paper], None]
    zones: tuple[Zone, ...]
    marks: tuple[Mark, ...]
    signature: Rectangle | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody wrote on a form. `values` are (as written, as meant) by zone; `ticked` names the marks."""

    values: Mapping[str, tuple[str, str]]
    ticked: frozenset[str]


def print_blank(form: Form) -> bytes:
    """The form with nothing on it."""
    paper = Paper(form.size, title=f"{form.type} (blank)")
    _skeleton(paper, form)
    return paper.finished()


def print_filled(form: Form, filled: Filled, chance: Random, hand: str = "Helvetica") -> bytes:
    """The form filled in with ink or typewriter."""
    paper = Paper(form.size, title=form.type)
    _skeleton(paper, form)
    face = Face(hand, hand, 11, INK)
    for zone in form.zones:
        left, _, _, bottom = zone.inside
        paper.text(left + 2 + chance.random() * 3, bottom - 3 - chance.random(), filled.values[zone.name][0], face)
    for mark in form.marks:
        if mark.name in filled.ticked:
            (cross if mark.drawn else scribble)(paper, mark.box, chance)
    if form.signature:
        scribble(paper, form.signature, chance)
    return paper.finished()


def print_fillable(form: Form, filled: Filled) -> bytes:
    """The form as a PDF whose fields are real form fields, filled in."""
    paper = Paper(form.size, title=form.type)
    _skeleton(paper, form, squares=False)
    for zone in form.zones:
        paper.input_box(zone.name, zone.inside, filled.values[zone.name][0])
    for mark in form.marks:
        paper.input_mark(mark.name, mark.box if mark.drawn else _square_in(mark.box), mark.name in filled.ticked)
    return paper.finished()


def truth_of_form(form: Form, filled: Filled) -> Truth:
    """What a reader must find."""
    fields = {name: meant for name, (_, meant) in filled.values.items() if meant}
    marks = {mark.name: "selected" if mark.name in filled.ticked else "unselected" for mark in form.marks}
    return Truth(form.type, fields, marks=marks)


def zones_of(form: Form) -> dict[str, object]:
    """Where each value and mark stands, as fractions of the page from its top left corner; pages count from 0."""
    paper = Paper(form.size)

    def place(box: Rectangle) -> dict[str, object]:
        sides = (paper.width, paper.height) * 2
        return {"page": 0, "box": [round(side / whole, 5) for side, whole in zip(box, sides, strict=True)]}

    return {
        "form": form.type,
        "pages": 1,
        "page_size_points": [paper.width, paper.height],
        "box": "left, top, right, bottom as fractions of the page from its top left corner; page counts from 0",
        "fields": {zone.name: {**place(zone.inside), "caption": zone.caption} for zone in form.zones},
        "marks": {mark.name: {**place(mark.box), "caption": mark.words} for mark in form.marks},
    }


def _skeleton(paper: Paper, form: Form, *, squares: bool = True) -> None:
    form.furniture(paper)
    for zone in form.zones:
        left, top, right, bottom = zone.box
        paper.box(left, top, right, bottom, edge="#222222", thick=0.7)
        paper.text(left + 3, top + 8, zone.caption, CAPTION)
    for mark in form.marks:
        left, top, right, bottom = mark.box
        if mark.drawn:
            if squares:
                paper.box(left, top, right, bottom, edge="#111111", thick=0.9)
            paper.text(right + 5, bottom - 2, mark.words, CAPTION, size=8.5)
        else:
            paper.box(left, top, right, bottom, edge="#222222", thick=0.7)
            paper.text(left + 3, bottom + 9, mark.words, CAPTION)


def _square_in(box: Rectangle) -> Rectangle:
    left, top, _, bottom = box
    middle = (top + bottom) / 2
    return left + 4, middle - 6, left + 16, middle + 6
