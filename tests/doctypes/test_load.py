from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import doctypes
from documents.doctype import Review, Sensitive
from documents.errors import DoctypeError
from documents.verdicts import Severity

A = "label = 'X'\n[fields.a]\nlabel = 'A'\n"
TOTAL = '[fields.total]\nlabel = "Total"\nkind = "money"\n'
X = f"label = 'X'\n{TOTAL}"
WHOLE = """
label = "Slip"
business_key = ["number"]
index = ["total"]
exports = ["json", "xlsx"]
[recognise]
title = ["slip"]
words = { "slip no" = 0.5 }
against = ["invoice"]
e_invoice = ["380"]
minimum = 0.6
[fields.number]
label = "Number"
kind = "identifier"
required = false
repeated = true
threshold = 1
error = 0.005
sensitive = "personal"
review = "blind"
extract = [{ by = "label", labels = ["slip no"] }, { by = "e_invoice" }]
[fields.day]
label = "Day"
kind = "date"
month_first = true
extract = [{ by = "label", labels = ["date"] }]
[fields.total]
label = "Total"
kind = "money"
[tables.lines]
label = "Lines"
required = true
extract = [{ by = "e_invoice_lines" }]
[tables.lines.columns.amount]
label = "Amount"
kind = "money"
[[rules]]
check = "within"
on = ["total"]
severity = "confirm"
highest = 1000
[[rules]]
check = "lines_sum"
on = ["lines.amount", "total"]
"""


def refused(folder: Path, toml: str) -> str:
    path = folder / "x.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(DoctypeError) as error:
        doctypes.load(path)
    return str(error.value)


def test_every_key_of_a_type_is_read(tmp_path: Path) -> None:
    path = tmp_path / "slip.toml"
    path.write_text(WHOLE)
    made = doctypes.load(path)
    number, day, total = made.fields
    assert (made.name, made.label, made.exports) == ("slip", "Slip", ("json", "xlsx"))
    assert (made.business_key, made.index) == (("number",), ("total",))
    assert (number.required, number.repeated, number.threshold, number.error) == (False, True, 1.0, 0.005)
    assert (number.sensitive, number.review) == (Sensitive.PERSONAL, Review.BLIND)
    assert total.extract == ()
    assert made.tables[0].required
    assert made.tables[0].column("amount").kind == "money"
    assert [rule.severity for rule in made.rules] == [Severity.CONFIRM, Severity.MUST_FIX]
    assert made.rules[0].check.settings == {"highest": 1000}
    assert (made.recognise.minimum, made.recognise.words) == (0.6, {"slip no": 0.5})
    assert made.declaration == hashlib.sha256(path.read_bytes()).hexdigest()
    assert day.month_first


def test_an_extractor_is_told_of_its_field_what_it_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "slip.toml"
    path.write_text(WHOLE)
    made = doctypes.load(path)
    settings = {"labels": ["slip no"], "kind": "identifier", "month_first": False}
    assert made.fields[0].extract[0].settings == settings
    assert made.fields[0].extract[1].settings == {"field": "number", "kind": "identifier"}
    assert made.tables[0].extract[0].settings == {"kinds": {"amount": "money"}}


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("exports = []", "x.toml: 'label' is missing"),
        ("label = 'X'", "x.toml: declares no field; add [fields.NAME]"),
        ("label = 3", "x.toml: label: must be a text that is not empty, not 3"),
        (f"labels = 'X'\nlabel = 'X'\n{TOTAL}", "x.toml: no 'labels'; did you mean 'label'?"),
        ("label = 'X'\nfields = 1", "x.toml: fields: must be tables, each with its name, like [fields.NAME], not 1"),
        ("label = 'X'\n[fields]\na = 1", "x.toml: fields.a: must be a table of keys, not 1"),
        (
            "label = 'X'\n[fields.A-b]\nlabel = 'b'",
            "x.toml: fields.A-b: 'A-b' is no name; use letters, digits and _, a letter before the first _",
        ),
        ("label = 'X'\n[fields.a]\nlable = 'A'", "x.toml: fields.a: no 'lable'; did you mean 'label'?"),
        (A + "threshhold = 1", "x.toml: fields.a: no 'threshhold'; did you mean 'threshold'?"),
        (
            A + "threshold = 'high'",
            "x.toml: fields.a.threshold: must be a number from 0 to 1, not 'high'",
        ),
        (
            A + "threshold = 2.0",
            "x.toml: fields.a.threshold: must be a number from 0 to 1, not 2.0",
        ),
        (
            A + "required = 'yes'",
            "x.toml: fields.a.required: must be true or false, not 'yes'",
        ),
        (A + "kind = 'monay'", "x.toml: fields.a.kind: no 'monay'; did you mean 'money'?"),
        (
            A + "review = 'blnd'",
            "x.toml: fields.a.review: no 'blnd'; did you mean 'blind'?",
        ),
        (
            A + "extract = 'label'",
            "x.toml: fields.a.extract: must be a list of tables, like [{ ... }, { ... }], not 'label'",
        ),
        (
            A + "extract = ['label']",
            "x.toml: fields.a.extract[1]: must be a table of keys, not 'label'",
        ),
        (
            A + "extract = [{ by = 'lable', labels = [] }]",
            "x.toml: fields.a.extract[1]: no 'lable'; did you mean 'label'?",
        ),
        (
            A + "extract = [{ by = 'label', lables = [] }]",
            "x.toml: fields.a.extract[1].label: no 'lables'; did you mean 'labels'?",
        ),
        (
            A + "extract = [{ by = 'label' }]",
            "x.toml: fields.a.extract[1].label: 'labels' is missing",
        ),
        (
            A + "extract = [{ by = 'label', labels = 'total' }]",
            "x.toml: fields.a.extract[1].label.labels: must be a list, each item a text, not 'total'",
        ),
        (
            A + "extract = [{ by = 'pattern', regex = '(a' }]",
            "x.toml: fields.a.extract[1].pattern.regex: '(a' is no regular expression: "
            "missing ), unterminated subpattern at position 0",
        ),
        (X + "[[rules]]\ncheck = 'within'", "x.toml: rules[1]: 'on' is missing: the fields that the check looks at"),
        (X + "[[rules]]\ncheck = 'within'\non = ['totl']", "x.toml: rules[1].on: no 'totl'; did you mean 'total'?"),
        (X + "[[rules]]\ncheck = 'withn'\non = ['total']", "x.toml: rules[1]: no 'withn'; did you mean 'within'?"),
        (
            X + "[[rules]]\ncheck = 'within'\non = ['total']\nseverity = 'must fix'",
            "x.toml: rules[1].severity: no 'must fix'; did you mean 'must_fix'?",
        ),
        (
            X + "[[rules]]\ncheck = 'within'\non = ['total']\nhighest = '9'",
            "x.toml: rules[1].within.highest: must be a number, not '9'",
        ),
        (
            X + "[[rules]]\ncheck = 'supplier_known'\non = ['total']\nlook_ups = 1",
            "x.toml: rules[1].supplier_known: no 'look_ups'; known: none",
        ),
        (f"label = 'X'\nexports = ['xslx']\n{TOTAL}", "x.toml: exports: no 'xslx'; did you mean 'xlsx'?"),
        (f"label = 'X'\nindex = ['date']\n{TOTAL}", "x.toml: index: no 'date'; known: total"),
        (
            f"label = 'X'\n[recognise]\nminimum = true\n{TOTAL}",
            "x.toml: recognise.minimum: must be a number from 0 to 1, not true",
        ),
        (
            f"label = 'X'\n[recognise]\nwords = ['slip']\n{TOTAL}",
            "x.toml: recognise.words: must be phrases with a weight each, like { invoice = 0.5 }, not a list",
        ),
        (
            X + "[tables.lines]\nlabel = 'L'",
            "x.toml: tables.lines: declares no column; add [tables.lines.columns.NAME]",
        ),
        (
            "label = 'X'\n[fields.a\n",
            "x.toml: is not TOML: Expected ']' at the end of a table declaration (at line 2, column 10)",
        ),
    ],
)
def test_a_wrong_declaration_is_refused_by_file_key_and_likely_meaning(tmp_path: Path, toml: str, message: str) -> None:
    assert refused(tmp_path, toml) == message


def test_a_check_that_does_not_fit_its_fields_is_refused(tmp_path: Path) -> None:
    rule = "[[rules]]\ncheck = 'iban'\non = ['total']"
    assert refused(tmp_path, X + rule).startswith("x.toml: rules[1].iban: ")


def test_a_file_that_is_not_there_or_not_text_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(DoctypeError, match=r"none\.toml: cannot be read: No such file"):
        doctypes.load(tmp_path / "none.toml")
    (tmp_path / "x.toml").write_bytes(b"label = '\xff'")
    with pytest.raises(DoctypeError, match=r"x\.toml: is not UTF-8 text"):
        doctypes.load(tmp_path / "x.toml")


def test_a_folder_without_types_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DoctypeError, match="no document type"):
        doctypes.load_all(tmp_path)


@pytest.mark.parametrize("path", sorted(doctypes.HERE.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_type_loads(path: Path) -> None:
    made = doctypes.load(path)
    assert made.fields
    assert all(field.extract for field in made.fields)


def test_all_shipped_types_load_together_and_ask_for_what_they_need() -> None:
    types = doctypes.load_all()
    assert {"invoice", "credit_note", "receipt", "purchase_order"} <= set(types)
    claimed = [code for made in types.values() for code in made.recognise.e_invoice]
    assert len(claimed) == len(set(claimed))


def test_a_type_promises_for_all_its_fields_and_a_field_for_itself(tmp_path: Path) -> None:
    declared = 'label = "Note"\nerror = 0.02\n'
    declared += '[fields.a]\nlabel = "A"\n[fields.b]\nlabel = "B"\nerror = 0.005\n'
    declared += '[tables.lines]\nlabel = "Lines"\n[tables.lines.columns.c]\nlabel = "C"\n'
    (tmp_path / "note.toml").write_text(declared)
    made = doctypes.load(tmp_path / "note.toml")
    assert [spec.error for spec in (*made.fields, *made.tables[0].columns)] == [0.02, 0.005, 0.02]
