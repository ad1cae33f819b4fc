"""Fixed forms: a filled page is laid over its blank, then zones and check boxes are read."""

from __future__ import annotations

import json
from dataclasses import replace
from math import cos, radians, sin
from pathlib import Path

import pytest

from documents.errors import DoctypeError
from documents.layout import Box, CheckBox, Document, Page, Word
from extractors import blank, mark, zone
from extractors.register import laid
from tests.extractors.paper import words

PRINTED = (
    "Kestrel Society Membership Form",
    "Please complete every section",
    "Surname Forenames",
    "",
    "Telephone Occupation",
    "",
    "Member since",
    "Newsletter wanted",
    "Declaration and signature of the applicant",
)
ZONE = Box(0, 0.08, 0.05 + 3 * 0.017 - 0.003, 0.5, 0.05 + 3 * 0.017 + 0.014)
SQUARE = Box(0, 0.30, 0.169, 0.316, 0.181)
LINE = Box(0, 0.5, 0.15, 0.8, 0.16)
HAND = tuple(words("PENROSE, Ada", 3))


@pytest.fixture
def form(tmp_path: Path) -> str:
    empty = document(())
    zones = {
        "fields": {"surname": {"page": 0, "box": [ZONE.left, ZONE.top, ZONE.right, ZONE.bottom]}},
        "marks": {
            "newsletter": {"page": 0, "box": [SQUARE.left, SQUARE.top, SQUARE.right, SQUARE.bottom]},
            "signed": {"page": 0, "box": [LINE.left, LINE.top, LINE.right, LINE.bottom]},
        },
    }
    path = tmp_path / "membership.json"
    path.write_text(json.dumps(blank.made("membership", empty, zones)))
    return str(path)


def document(hand: tuple[Word, ...], check_boxes: tuple[CheckBox, ...] = ()) -> Document:
    printed = [word for number, line in enumerate(PRINTED) for word in words(line, number)]
    return Document("0" * 64, "made.pdf", (Page(0, 595, 842, (*printed, *hand), check_boxes=check_boxes),))


def scanned(document: Document, *, degrees: float, scale: float, right: float, down: float) -> Document:
    """The same page as a scanner would lay it down."""

    def moved(box: Box) -> Box:
        x, y = box.middle
        x, y = x - 0.5, y - 0.5
        turned_x = 0.5 + right + scale * (x * cos(radians(degrees)) - y * sin(radians(degrees)))
        turned_y = 0.5 + down + scale * (x * sin(radians(degrees)) + y * cos(radians(degrees)))
        wide, high = box.width * scale / 2, box.height * scale / 2
        return Box(box.page, turned_x - wide, turned_y - high, turned_x + wide, turned_y + high)

    page = document.pages[0]
    boxes = tuple(replace(each, box=moved(each.box)) for each in page.check_boxes)
    found = tuple(replace(word, box=moved(word.box)) for word in page.words)
    return replace(document, pages=(replace(page, words=found, check_boxes=boxes),))


def test_a_zone_is_read_where_the_blank_has_it(form: str) -> None:
    [found] = zone.find(document(HAND), form=form, field="surname")
    assert found.text == "PENROSE, Ada"
    assert found.words == HAND


def test_a_crooked_scan_is_laid_over_the_blank_by_its_words(form: str) -> None:
    crooked = scanned(document(HAND), degrees=1.5, scale=0.93, right=0.02, down=-0.03)
    [found] = zone.find(crooked, form=form, field="surname")
    assert found.text == "PENROSE, Ada"


def test_an_empty_zone_gives_nothing(form: str) -> None:
    assert list(zone.find(document(()), form=form, field="surname")) == []


def test_badly_read_captions_are_no_values(form: str) -> None:
    read = document(())
    page = read.pages[0]
    spoilt = tuple(replace(word, text="Surnarne") if word.text == "Surname" else word for word in page.words)
    filled = laid(replace(read, pages=(replace(page, words=spoilt),)), form).filled[0]
    assert filled == ()


def test_another_paper_is_not_taken_for_the_form(form: str) -> None:
    letter = Document("0" * 64, "l.pdf", (Page(0, 595, 842, tuple(words("Dear Sir, please complete the form", 3))),))
    assert list(zone.find(letter, form=form, field="surname")) == []
    assert list(mark.find(letter, form=form, field="newsletter")) == []


@pytest.mark.parametrize(("marked", "value"), [(0.98, "selected"), (0.02, "unselected")])
def test_a_box_is_marked_by_its_ink(form: str, marked: float, value: str) -> None:
    [found] = mark.find(document((), (CheckBox(SQUARE, marked),)), form=form, field="newsletter")
    assert (found.value, found.belief > 0.9) == (value, True)


def test_a_half_marked_box_is_for_a_person(form: str) -> None:
    [found] = mark.find(document((), (CheckBox(SQUARE, 0.55),)), form=form, field="newsletter")
    assert found.belief < 0.6


def test_a_printed_tick_marks_a_box(form: str) -> None:
    tick = Word("X", Box(0, 0.302, 0.17, 0.312, 0.18))
    [found] = mark.find(document((tick,)), form=form, field="newsletter")
    assert (found.value, found.words) == ("selected", (tick,))


def test_a_box_whose_sides_are_broken_is_for_a_person(form: str) -> None:
    elsewhere = CheckBox(Box(0, 0.7, 0.7, 0.716, 0.712), 0.0)
    [found] = mark.find(document((), (elsewhere,)), form=form, field="newsletter")
    assert (found.value, found.belief) == ("selected", 0.5)


def test_nothing_read_on_a_line_proves_no_signature(form: str) -> None:
    [found] = mark.find(document(()), form=form, field="signed")
    assert (found.value, found.belief < 0.5) == ("unselected", True)


def test_a_place_that_the_blank_does_not_have_is_named(form: str) -> None:
    with pytest.raises(DoctypeError, match=r"membership.json: has no place for 'sirname'; it has: surname"):
        list(zone.find(document(()), form=form, field="sirname"))


def test_a_blank_that_is_not_there_is_named() -> None:
    with pytest.raises(DoctypeError, match=r"nowhere.json: the blank form cannot be read"):
        blank.load("nowhere")


@pytest.mark.parametrize("name", [path.stem for path in blank.FORMS.glob("*.json")])
def test_the_shipped_blanks_load(name: str) -> None:
    shipped = blank.load(name)
    assert shipped.words and shipped.fields and shipped.marks
