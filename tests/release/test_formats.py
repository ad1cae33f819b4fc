"""Every format is written with the worst we can think of, and opened again by those who will open it."""

import csv
import io
import json
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import release
from release.to_csv import defused
from release.to_xlsx import shown

from .conftest import Make

NASTY = [
    "=1+1", "+49 30 1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1", " =1+1",
    "a\nb", "a\r\nb", 'say "hi"', "comma, semicolon; tab\t|", "x;=1+1", "Müller & Söhne <AG>", "😀 🇩🇪", "a\u2028b\x85c",
    "123456789012345678901234567890", "007", "1E5", "2025-17", "3/4", "MAR1", "TRUE", "nan", "NULL", "",
    "a\x07b\x00c\x1b", "\ufffe", "_x0041_", "'quoted", "  two  spaces  ", "x" * 40_000,
]  # fmt: skip
ROWS = {"lines.1.description": "=1+1", "lines.1.amount": Decimal("0.10"), "lines.2.description": 'Ä, "b"\nc'}


def written(folder: Path, records: list[release.Record], format: str) -> Path:
    return release.write(records, folder, "batch", format).path


def nasty(make: Make) -> list[release.Record]:
    return [make(number, number=text) for number, text in enumerate(NASTY, 1)]


def test_json_gives_every_text_back_exactly(tmp_path: Path, make: Make) -> None:
    found = json.loads(written(tmp_path, nasty(make), "json").read_text("utf-8"))
    assert [each["fields"]["number"] for each in found] == NASTY


def test_json_lines_are_one_record_a_line_for_every_reader_of_lines(tmp_path: Path, make: Make) -> None:
    lines = written(tmp_path, nasty(make), "jsonl").read_bytes().decode().splitlines()
    assert [json.loads(line)["fields"]["number"] for line in lines] == NASTY


def test_json_has_values_evidence_tables_marks_and_clauses_each_in_its_place(make: Make) -> None:
    record = make(more={"party": "A", "party.2": "B", "paid": "selected", "renewal": "Yes", **ROWS})
    found = json.loads(release.RELEASES["json"]([record])[".json"])[0]
    assert list(found) == [
        "case", "client", "type", "file", "sha256", "part", "pages", "version", "reversal", "fields", "tables", "marks",
        "clauses", "evidence", "declaration", "model",
    ]  # fmt: skip
    assert found["fields"] == {
        "number": "00017", "date": "2025-12-31", "currency": "EUR", "total": "1234.50", "party": ["A", "B"]
    }  # fmt: skip
    assert found["tables"]["lines"][0] == {"description": "=1+1", "amount": "0.10"}
    assert (found["marks"], found["clauses"]) == ({"paid": "selected"}, {"renewal": "Yes"})
    total = {"text": "1234.50", "page": 1, "by": "label", "confidence": 0.9123, "accepted": True}
    assert found["evidence"]["total"] == total
    assert {"party.2", "lines.1.amount"} <= set(found["evidence"])


def read_csv(content: bytes, encoding: str = "utf-8") -> list[dict[str, str]]:
    csv.field_size_limit(1_000_000)
    return list(csv.DictReader(io.StringIO(content.decode(encoding), newline="")))


def test_exact_csv_gives_every_text_back_exactly(tmp_path: Path, make: Make) -> None:
    content = written(tmp_path, nasty(make), "csv").read_bytes()
    assert [row["number"] for row in read_csv(content)] == NASTY
    assert not content.startswith(b"\xef\xbb\xbf")


def test_exact_csv_is_read_by_pandas_as_well(tmp_path: Path, make: Make) -> None:
    frame = pandas.read_csv(written(tmp_path, [make(more=ROWS)], "csv"), dtype=str, keep_default_na=False)
    lines = pandas.read_csv(tmp_path / "batch.lines.csv", dtype=str, keep_default_na=False)
    assert [frame[name][0] for name in ("number", "date", "total")] == ["00017", "2025-12-31", "1234.50"]
    assert lines["description"].tolist() == ["=1+1", 'Ä, "b"\nc']
    assert lines["amount"].tolist() == ["0.10", ""]
    assert lines["case.row"].tolist() == ["1", "2"]


def test_exact_csv_ends_its_lines_as_rfc_4180_says(make: Make) -> None:
    content = release.RELEASES["csv"]([make()])[".csv"]
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == content.count(b"\n") == 2


def test_values_of_one_field_are_columns_side_by_side_and_no_field_hides_a_column_of_the_case(make: Make) -> None:
    records = [make(more={"party": "A"}), make(2, more={"party": "A", "party.2": "B", "paid": "selected"})]
    header = next(csv.reader(io.StringIO(release.RELEASES["csv"](records)[".csv"].decode())))
    assert header[-3:] == ["party", "party.2", "paid"]
    assert header[:2] == ["case.id", "case.client"]


@pytest.mark.parametrize("text", NASTY)
def test_a_spreadsheet_neither_runs_nor_changes_a_cell_of_the_safe_csv(text: str, make: Make) -> None:
    content = release.RELEASES["csv_safe"]([make(number=text)])[".safe.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    (row,) = read_csv(content, "utf-8-sig")
    cell = row["number"]
    assert not re.match(r"\s*[=+\-@＝＋－＠\0]", cell)
    assert cell.replace("'", "") == text.replace("'", "")  # nothing but apostrophes was added
    assert not re.fullmatch(r"0\d+|\d{16,}|\d+E\d+|[\d/-]+", cell)


@given(st.text(alphabet=st.sampled_from("=+-@;\t\r\n'\" ,ab1"), max_size=30))
def test_no_cell_begins_a_formula_whatever_a_spreadsheet_takes_for_a_separator(text: str) -> None:
    pieces = re.split(r"[;\t\r\n]", defused(text))
    assert not [piece for piece in pieces if re.match(r"[ \"]*[=+\-@]", piece)]


def test_amounts_and_dates_stay_what_they_are_in_the_safe_csv(make: Make) -> None:
    (row,) = read_csv(release.RELEASES["csv_safe"]([make(total=Decimal("-5.00"))])[".safe.csv"], "utf-8-sig")
    assert (row["total"], row["date"], row["number"]) == ("-5.00", "2025-12-31", "'00017")


def test_a_workbook_holds_numbers_dates_and_texts_and_no_formula(tmp_path: Path, make: Make) -> None:
    path = written(tmp_path, [*nasty(make), make(99, more=ROWS)], "xlsx")
    sheet = openpyxl.load_workbook(path)["records"]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    frame = pandas.read_excel(path, sheet_name="records", keep_default_na=False)
    assert frame["total"].tolist() == [1234.5] * len(frame)
    assert frame["date"].tolist()[0] == pandas.Timestamp(2025, 12, 31)
    shorter = [text for text in frame["number"].tolist()[:-1] if len(text) < 32_000]
    assert shorter == [shown(text) for text in NASTY if len(text) < 32_000]


def test_a_workbook_shows_what_xml_cannot_hold(make: Make, tmp_path: Path) -> None:
    path = written(tmp_path, [make(number="a\x07b\x00c\rd")], "xlsx")
    assert pandas.read_excel(path)["number"].tolist() == ["a␇b␀c␍d"]


def test_a_text_too_long_for_a_cell_says_that_it_was_cut(make: Make, tmp_path: Path) -> None:
    cell = pandas.read_excel(written(tmp_path, [make(number="x" * 40_000)], "xlsx"))["number"][0]
    assert cell.endswith("[cut: 40000 characters, a cell holds 32767; JSON has them all]")
    assert len(cell) == 32_767


@pytest.mark.parametrize("value", ["8.95", "0.10", "-1234567890123.45", "999999999999999", "0.00", "100"])
def test_a_workbook_keeps_every_digit_of_an_amount(value: str, make: Make, tmp_path: Path) -> None:
    path = written(tmp_path, [make(total=Decimal(value))], "xlsx")
    with zipfile.ZipFile(path) as parts:
        assert f"<v>{value}</v>" in parts.read("xl/worksheets/sheet1.xml").decode()
    assert Decimal(str(pandas.read_excel(path)["total"][0])) == Decimal(value)


def test_an_amount_with_more_digits_than_a_spreadsheet_keeps_is_a_text(make: Make, tmp_path: Path) -> None:
    path = written(tmp_path, [make(total=Decimal("1234567890123456.78"))], "xlsx")
    assert pandas.read_excel(path, dtype=str)["total"][0] == "1234567890123456.78"


def test_line_items_are_rows_of_their_own_sheet_bound_to_their_case(make: Make, tmp_path: Path) -> None:
    frame = pandas.read_excel(written(tmp_path, [make(7, more=ROWS)], "xlsx"), sheet_name="lines")
    assert frame["case.id"].tolist() == [7, 7]
    assert frame["description"].tolist() == ["=1+1", 'Ä, "b"\nc']
    assert frame["amount"].iloc[0] == 0.1
    assert frame["amount"].isna().tolist() == [False, True]


@pytest.mark.parametrize("format", release.RELEASES)
def test_the_same_records_give_the_same_bytes(
    format: str, make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = release.write([make(more=ROWS)], tmp_path / "a", "b", format)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 0, 0, 0, 0, 0, 0))
    second = release.write([make(more=ROWS)], tmp_path / "b", "b", format)
    assert first.sha256 == second.sha256


@pytest.mark.parametrize("format", release.RELEASES)
def test_no_records_at_all_are_a_file_too(format: str, tmp_path: Path) -> None:
    assert release.write([], tmp_path, "empty", format).count == 0


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.text(max_size=30), total=st.decimals(allow_nan=False, allow_infinity=False), day=st.dates())
def test_whatever_the_values_every_format_can_write_them(make: Make, number: str, total: Decimal, day: date) -> None:
    record = make(number=number, total=total, date=day)
    for contents in release.RELEASES.values():
        assert all(contents([record]).values())


DOCS = (Path(__file__).parents[2] / "docs/records.md").read_text()


@pytest.mark.parametrize("format", release.RELEASES)
def test_every_format_stands_in_the_docs_with_its_files(format: str) -> None:
    (row,) = [line for line in DOCS.splitlines() if line.startswith(f"| `{format}` |")]
    for ending in release.RELEASES[format]([]):
        assert f"`NAME{ending}`" in row


def test_every_key_of_a_record_stands_in_the_docs(make: Make) -> None:
    for key in json.loads(release.RELEASES["json"]([make()])[".json"])[0]:
        assert f"`{key}`" in DOCS
