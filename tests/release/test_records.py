from datetime import date
from decimal import Decimal

import pytest

import release
from documents.case import Case
from documents.errors import ReleaseError
from documents.layout import Document
from documents.verdicts import Decision, Route

from .conftest import Make


def test_fields_stand_in_the_order_of_the_declaration_and_values_of_one_field_as_they_are_counted(make: Make) -> None:
    record = make(more={"party.10": "J", "party.2": "B", "party": "A"})
    assert [entry.name for entry in record.entries] == [
        "number", "date", "currency", "total", "party", "party.2", "party.10"
    ]  # fmt: skip


def test_rows_stand_in_order_and_keep_their_numbers(make: Make) -> None:
    cells = {"lines.10.amount": Decimal(3), "lines.2.description": "x", "lines.2.amount": Decimal(1)}
    rows = make(more=cells).rows
    assert [row.number for row in rows] == [2, 10]
    assert [cell.name for cell in rows[0].cells] == ["lines.2.description", "lines.2.amount"]


def test_an_entry_says_who_answers_for_it_and_where_it_stands(make: Make) -> None:
    total = next(entry for entry in make().entries if entry.name == "total")
    assert (total.by, total.accepted, total.page, total.written) == ("label", True, 1, "1234.50")


def test_a_case_without_a_type_is_refused_by_its_number_and_file() -> None:
    case = Case(Document("ab" * 32, "letter.pdf", ()), None, {}, (), Decision(Route.REVIEW))
    with pytest.raises(ReleaseError, match=r"case 7, letter\.pdf: is unclassified; give it a type"):
        release.record(7, case)


def test_half_characters_become_replacement_characters(make: Make) -> None:
    assert make(number="a\udcff1").entries[0].value == "a\ufffd1"


def test_a_record_of_two_currencies_has_none(make: Make) -> None:
    assert make().currency == "EUR"
    assert make(date=date(2025, 1, 1), currency="USD").currency == "USD"
