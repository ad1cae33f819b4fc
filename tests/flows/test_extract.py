"""`paperdesk extract` writes a row for every document, whatever happens to it."""

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import doctypes
import extractors
from documents.case import Case
from documents.doctype import DocumentType, FieldSpec, TableSpec
from documents.errors import Damaged
from documents.fields import Field
from documents.layout import Box, Document, FormField, Page, Word
from documents.verdicts import Decision, Doubt, Finding, Reason, Route, Severity
from flows.cli import main
from flows.extract import extract
from flows.reading import Reading
from flows.rows import error_row, row_of
from flows.workers import Crew

_CALL = Crew.call
BOX = Box(1, 0.1, 0.2, 0.3, 0.25)


def case() -> Case:
    specs = (
        FieldSpec("party", "Party", "name", repeated=True),
        FieldSpec("total", "Total", "money"),
        FieldSpec("date", "Date", "date"),
        FieldSpec("is_new", "New customer", "mark"),
        FieldSpec("anti_assignment", "Anti-Assignment", "clause"),
    )
    table = TableSpec("lines", "Lines", (FieldSpec("lines.amount", "Amount", "money"),))
    found = (
        Field("party", "Acme", "Acme", 0.99, "label", (BOX,)),
        Field("party.2", "Bolt", "Bolt", 0.5, "label", (BOX,)),
        Field("total", Decimal("1E+3"), "1.000,-", 0.99, "label", (BOX,)),
        Field("date", date(2025, 1, 31), "31.1.25", 0.99, "label"),
        Field("is_new", "selected", "", 0.9, "mark"),
        Field("anti_assignment", "Yes", "", 0.9, "clause"),
        Field("lines.2.amount", Decimal("2.50"), "2.50", 0.9, "table"),
        Field("lines.10.amount", Decimal("3"), "3", 0.9, "table"),
    )
    document = Document("0" * 64, "a.pdf", (Page(0, 595, 842, (Word("Hello", BOX),)), Page(1, 595, 842)))
    findings = (Finding("sum", ("total",), Severity.MUST_FIX, "does not add up"),)
    decision = Decision(Route.REVIEW, (Reason("party", Doubt.PLACE, "unsure"),), frozenset({"party", "total"}))
    doctype = DocumentType("letter", "Letter", specs, (table,))
    return Case(document, doctype, {field.name: field for field in found}, findings, decision)


@pytest.fixture
def row(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(extractors, "pairs", lambda document: [], raising=False)
    return row_of(case(), words=True, seconds=1.23456)


def test_fields_have_their_declared_names_plain_values_and_places(row: dict[str, Any]) -> None:
    assert [(field["name"], field["value"], field["accepted"]) for field in row["fields"]] == [
        ("party", "Acme", True),
        ("party", "Bolt", False),
        ("total", "1000", True),
        ("date", "2025-01-31", False),
    ]
    assert row["fields"][0]["page"] == 2 and row["fields"][0]["box"] == [0.1, 0.2, 0.3, 0.25]
    assert row["fields"][3]["page"] is None and row["fields"][3]["box"] is None


def test_cells_marks_and_clauses_have_places_of_their_own(row: dict[str, Any]) -> None:
    assert row["lines"] == [{"amount": "2.50"}, {"amount": "3"}]
    assert row["marks"] == {"is_new": "selected"}
    assert row["clauses"] == {"Anti-Assignment": "Yes"}


def test_a_row_has_all_its_keys(row: dict[str, Any]) -> None:
    assert (row["file"], row["type"], row["pages"], row["seconds"], row["error"]) == ("a.pdf", "letter", 2, 1.235, None)
    assert row["words"] == ["Hello"] and "part" not in row
    assert row["findings"][0]["message"] == "does not add up"
    failed = error_row("a.pdf", Damaged("torn"), words=True, seconds=0)
    assert set(row) == set(failed)
    assert failed["error"] == {"code": "damaged", "message": "torn"}


def test_a_fillable_form_of_no_type_gives_its_fields_by_their_own_names() -> None:
    names = ("form1[0].p1[0].Total[0]", "form1[0].p1[0].Town[0]", "form1[0].p2[0].Town[0]", "c[0]", "c[1]", "Empty")
    values = ("5.00", "Ulm", "Bonn", "selected", "unselected", "")
    typed = tuple(FormField(name, value, BOX, name.startswith("c[")) for name, value in zip(names, values, strict=True))
    document = Document("0" * 64, "a.pdf", (Page(0, 595, 842),), form_fields=typed)
    made = row_of(Case(document, None, {}, (), Decision(Route.REVIEW, ())), words=False, seconds=0)
    assert {field["name"]: field["value"] for field in made["fields"]} == {
        "Total": "5.00", "form1[0].p1[0].Town[0]": "Ulm", "form1[0].p2[0].Town[0]": "Bonn"
    }  # fmt: skip
    assert made["marks"] == {"c": "selected", "c[1]": "unselected"}
    assert {(field["confidence"], field["accepted"]) for field in made["fields"]} == {(1.0, False)}


def test_the_amounts_of_a_credit_note_have_the_signs_of_its_record() -> None:
    printed = {"net_total": "-100", "tax_total": "-19", "gross_total": "-119", "lines.1.line_total": "-100"}
    fields = {name: Field(name, Decimal(text), text, 1, "label") for name, text in printed.items()}
    note = doctypes.load_all()["credit_note"]
    made = row_of(Case(case().document, note, fields, (), Decision(Route.REVIEW, ())), words=False, seconds=0)
    assert {field["name"]: (field["value"], field["text"]) for field in made["fields"]} == {
        "net_total": ("100", "-100"), "tax_total": ("19", "-19"), "gross_total": ("119", "-119")
    }  # fmt: skip
    assert made["lines"] == [{"line_total": "100"}]


def rows(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.read_text().splitlines()]


@pytest.fixture
def bad(tmp_path: Path) -> list[Path]:
    """Files that fail before anything is parsed: a row each all the same, in their order."""
    files = [tmp_path / f"{number}.pdf" for number in range(5)]
    for file in files[:-1]:
        file.write_bytes(b"")
    return files


def test_every_file_has_its_row_in_the_order_of_the_input(bad: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "records.jsonl"
    code = main(["extract", *map(str, reversed(bad)), "--out", str(out), "--jobs", "2"])
    assert code == 8
    assert [row["file"] for row in rows(out)] == ["4.pdf", "3.pdf", "2.pdf", "1.pdf", "0.pdf"]
    assert [row["error"]["code"] for row in rows(out)] == ["unreadable_file"] + ["empty_file"] * 4


def test_a_killed_worker_costs_no_row(bad: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "records.jsonl"
    monkeypatch.setattr("flows.extract.rows_of", os.abort)  # each call ends its worker
    monkeypatch.setattr("flows.extract.Crew.call", lambda crew, function, *given: _CALL(crew, function))
    code = extract(bad[:2], out, reading=Reading(), words=False, jobs=1)
    assert code == 8
    assert [row["error"]["code"] for row in rows(out)] == ["worker_died", "worker_died"]
    assert "SIGABRT" in rows(out)[0]["error"]["message"]


def test_nothing_stands_under_the_final_name_before_it_is_whole(bad: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "records.jsonl"
    out.write_text("earlier")

    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("flows.extract._read_all", stop)
        extract(bad, out, reading=Reading(), words=False, jobs=1)
    assert out.read_text() == "earlier"
