from datetime import date
from decimal import Decimal

import pytest

import doctypes
import release
from documents.case import Case
from documents.errors import ReleaseError
from documents.fields import Field, Value
from documents.layout import Document, Page
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


def _credit(values: dict[str, str], cells: dict[str, str]) -> release.Record:
    """The record of a credit note with these amounts, as the shipped declaration says it."""
    every: dict[str, Value] = {name: Decimal(text) for name, text in (values | cells).items()}
    fields = {name: Field(name, value, str(value), 0.9, "label") for name, value in every.items()}
    document = Document("ab" * 32, "a.pdf", (Page(0, 595, 842),))
    case = Case(document, doctypes.load_all()["credit_note"], fields, (), Decision(Route.RELEASE))
    return release.record(1, case)


def _said(record: release.Record) -> dict[str, str]:
    cells = (cell for row in record.rows for cell in row.cells)
    return {entry.name: entry.written for entry in (*record.entries, *cells)}


def test_a_credit_note_says_the_same_whether_its_paper_prints_the_minus_or_not() -> None:
    data = {
        "net_total": "195.00",
        "tax_total": "37.05",
        "gross_total": "232.05",
        "amount_due": "32.05",
        "discount": "5.00",
    }
    rows = {  # goods that come back by number and by price, and a fee that is kept
        1: ("2", "100.00", "200.00"),
        2: ("1", "10.00", "10.00"),
        3: ("1", "-10.00", "-10.00"),
    }
    columns = ("quantity", "unit_price", "line_total")
    cells = {f"lines.{n}.{name}": text for n, row in rows.items() for name, text in zip(columns, row, strict=True)}
    printed = {name: text if name == "discount" else f"-{text}" for name, text in data.items()}
    paper = {1: ("-2", "100.00", "-200.00"), 2: ("1", "-10.00", "-10.00"), 3: ("1", "10.00", "10.00")}
    printed_cells = {
        f"lines.{n}.{name}": text for n, row in paper.items() for name, text in zip(columns, row, strict=True)
    }
    made = _credit(printed, printed_cells)
    assert _said(made) == _said(_credit(data, cells))
    assert next(entry for entry in made.entries if entry.name == "gross_total").text == "-232.05"  # as printed
    assert _said(release.reversal(made))["gross_total"] == "-232.05"


def test_rows_printed_without_the_minus_of_the_totals_stay_positive() -> None:
    cells = {"lines.1.quantity": "2", "lines.1.unit_price": "50.00", "lines.1.line_total": "100.00"}
    made = _credit({"net_total": "-100.00", "gross_total": "-119.00"}, cells)
    assert _said(made) == _said(_credit({"net_total": "100.00", "gross_total": "119.00"}, cells))


def test_an_invoice_with_negative_amounts_keeps_them(make: Make) -> None:
    assert _said(make(total=Decimal("-5.00")))["total"] == "-5.00"
