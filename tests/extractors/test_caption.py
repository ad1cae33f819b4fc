"""Fields of a fillable PDF whose own names say nothing, found by what is printed at them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from doctypes import classify, load_all
from documents.layout import Box, Document, FormField
from extractors import caption, extract, form_field
from tests.extractors.paper import HIGH, PITCH, document


def typed(number: int, value: str, line: float, left: float, width: float = 0.2, is_mark: bool = False) -> FormField:
    top = 0.05 + line * PITCH
    side = HIGH if is_mark else width
    return FormField(f"form1[0].f1_{number}[0]", value, Box(0, left, top, left + side, top + HIGH), is_mark)


def fillable(lines: tuple[str, ...], *fields: FormField) -> Document:
    return replace(document(*lines), form_fields=fields)


PRINT = (
    "Your name | Town",
    "",
    "Mail",
    "Town",
    "",
    "Account no.",
    "",
    "Yes     No",
)
FIELDS = (
    typed(1, "Anna Fir", 1, 0.08),
    typed(2, "Ulm", 1, 0.25),
    typed(3, "Bonn", 4, 0.08),
    typed(4, "123", 5, 0.20, 0.03),
    typed(5, "45", 5, 0.24, 0.03),
    typed(6, "", 6, 0.5),
    typed(7, "unselected", 7, 0.06, is_mark=True),
    typed(8, "selected", 7, 0.12, is_mark=True),
)
PAPER = fillable(PRINT, *FIELDS)


def values(**settings: Any) -> list[str]:
    return [candidate.text for candidate in form_field.find(PAPER, **settings)]


def test_a_field_below_its_caption_or_right_of_it_is_found() -> None:
    assert values(labels=["your name"]) == ["Anna Fir"]
    assert values(labels=["account no"]) == ["123"]


def test_of_two_captions_alike_the_first_counts_or_the_one_read_after_a_phrase() -> None:
    assert values(labels=["town"]) == ["Ulm"]
    assert values(labels=["town"], after=["mail"]) == ["Bonn"]
    assert values(labels=["town"], after=["not printed"]) == []


def test_a_number_goes_on_in_the_next_field_and_a_second_caption_adds_its_value() -> None:
    assert values(labels=["account no"], goes_on=True) == ["123 45"]
    assert values(labels=["your name"], then=["town"]) == ["Anna Fir Ulm"]


def test_a_box_to_tick_stands_before_its_words() -> None:
    assert values(labels=["yes"], kind="mark") == ["unselected"]
    assert values(labels=["no"], kind="mark") == ["selected"]


def test_an_empty_field_gives_nothing_and_its_neighbour_is_not_taken_for_it() -> None:
    paper = fillable(("Name | Town",), typed(1, "", 1, 0.08, 0.1), typed(2, "Ulm", 1, 0.25))
    assert list(form_field.find(paper, labels=["name"])) == []


def test_words_behind_a_field_are_its_caption_where_the_type_says_so() -> None:
    paper = fillable(("         years",), typed(1, "7", 0, 0.08, 0.02))
    assert list(form_field.find(paper, labels=["years"])) == []
    assert [found.text for found in form_field.find(paper, labels=["years"], is_left=True)] == ["7"]


def test_a_line_to_write_on_stands_above_its_words_where_nothing_stands_below() -> None:
    paper = fillable(("", "Signer"), typed(1, "Anna Fir", 0.3, 0.08))
    field = caption.at(paper, ["signer"], is_mark=False)
    assert field is not None and field.value == "Anna Fir"


def test_what_was_typed_captions_nothing() -> None:
    paper = fillable(("Name",), typed(1, "Town", 1, 0.08), typed(2, "Ulm", 2, 0.08))
    words = tuple(replace(word, text="Town", engine="form_field") for word in paper.pages[0].words)
    shown = replace(paper, pages=(replace(paper.pages[0], words=paper.pages[0].words + words),))
    assert caption.at(shown, ["town"], is_mark=False) is None


def test_the_lines_of_one_field_are_a_name_and_an_address() -> None:
    paper = fillable(("Payer",), typed(1, "Fir Ltd\nElm Road 1\nUlm", 1, 0.08))
    parts = [next(form_field.find(paper, labels=["payer"], part=part)).text for part in ("first", "rest", "all")]
    assert parts == ["Fir Ltd", "Elm Road 1 Ulm", "Fir Ltd Elm Road 1 Ulm"]


@pytest.mark.parametrize(
    ("head", "captions", "name", "values"),
    [
        (
            "Form W-9   Request for Taxpayer",
            ("Social security number", "Name (as shown on your income tax return)"),
            "w9",
            {"SSN": "219099999", "Name": "Anna Fir"},
        ),
        (
            "Form W-8BEN   Certificate of Foreign Status",
            ("Foreign tax identifying number", "Country of citizenship"),
            "w8ben",
            {"ForeignTaxIdentifyingNumber": "219099999", "Citizenship": "Anna Fir"},
        ),
        (
            "Form 1099-MISC   Miscellaneous Information",
            ("PAYER'S TIN", "RECIPIENT'S name"),
            "f1099misc",
            {"PayerTIN": "219099999", "RecipientName": "Anna Fir"},
        ),
    ],
)
def test_tax_forms_are_known_and_their_fields_found(
    head: str, captions: tuple[str, str], name: str, values: dict[str, str]
) -> None:
    lines = (head, "", captions[0], "", "", "", captions[1])
    paper = fillable(lines, typed(1, "219-09-9999", 3, 0.08), typed(2, "Anna Fir", 7, 0.08))
    doctype = classify(paper, load_all()).doctype
    assert doctype is not None and doctype.name == name
    found = extract(paper, doctype)
    assert {each: found[each].value for each in values} == values
    assert {found[each].by for each in values} == {"form_field"}
