"""What the committed sample documents are: enough, small, of every kind, and true to their truth."""

import csv
import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from schwifty import BIC, IBAN
from stdnum.eu import vat
from stdnum.gb import vat as gb_vat
from stdnum.us import ein, ssn

SAMPLES = Path(__file__).parent.parent.parent / "sample_docs"
TRUTHS: dict[str, dict[str, Any]] = {
    path.name.removesuffix(".json"): json.loads(path.read_text()) for path in sorted((SAMPLES / "truth").iterdir())
}
ALL = [truth for whole in TRUTHS.values() for truth in (whole.get("parts") or [whole])]
BILLS = {
    f"{name} {n}": truth
    for name, whole in TRUTHS.items()
    for n, truth in enumerate(whole.get("parts") or [whole])
    if truth["type"] in ("invoice", "credit_note")
}
KINDS = {
    "invoice": 30, "credit_note": 3, "receipt": 8, "purchase_order": 5, "registration_form": 5, "claim_form": 5,
    "nda": 6, "contract": 6,
}  # fmt: skip
CONDITIONS = (
    "born_digital", "factur_x", "ubl", "cii", "form_fields", "scanned", "scanned_fax", "scanned_turned_90",
    "scanned_turned_180", "scanned_skewed", "scanned_faint", "scanned_noisy", "scanned_stained", "tiff", "photo", "png",
    "mixed", "separator_sheets", "wrong_extension", "duplicate",
)  # fmt: skip
REASONS = (
    "encrypted", "truncated", "empty_file", "not_a_document", "text_as_pdf", "blank", "too_large", "duplicate",
    "duplicate_number", "wrong_sum", "wrong_iban", "unknown_order", "unclassified", "several_documents",
)  # fmt: skip
OUTCOMES = ("record", "review", "error", "duplicate", "split")


def test_there_are_enough_and_they_are_small() -> None:
    documents = sorted(path.name for path in (SAMPLES / "docs").iterdir())
    assert len(documents) >= 60
    assert documents == sorted(TRUTHS)
    assert sum(path.stat().st_size for path in (SAMPLES / "docs").iterdir()) < 15_000_000


def test_every_kind_is_there() -> None:
    found = Counter(truth["type"] for truth in ALL)
    assert all(found[kind] >= count for kind, count in KINDS.items()), found
    letters = [truth for name, truth in TRUTHS.items() if name.startswith("letter")]
    assert [(truth["type"], truth["outcome"]) for truth in letters] == [(None, "review")] * 3


def test_every_condition_reason_and_outcome_is_there() -> None:
    assert not set(CONDITIONS) - {truth["condition"] for truth in TRUTHS.values()}
    assert not set(REASONS) - {truth["reason"] for truth in TRUTHS.values()}
    assert {truth["outcome"] for truth in TRUTHS.values()} == set(OUTCOMES)


def test_whatever_is_no_record_says_why() -> None:
    assert not [name for name, truth in TRUTHS.items() if (truth["outcome"] == "record") == bool(truth["reason"])]


def test_three_currencies_and_several_rates_on_one_bill() -> None:
    assert {truth["fields"]["currency"] for truth in BILLS.values()} == {"EUR", "USD", "GBP"}
    several = [name for name, truth in BILLS.items() if len({line["tax_rate"] for line in truth["lines"]}) > 1]
    assert len(several) >= 5


@pytest.mark.parametrize("name", BILLS)
def test_the_sums_of_a_bill_hold(name: str) -> None:
    truth = BILLS[name]
    amount = {
        field: Decimal(truth["fields"][field]) for field in ("net_total", "tax_total", "gross_total", "amount_due")
    }
    wrong = truth.get("reason") == "wrong_sum"
    assert (amount["net_total"] + amount["tax_total"] == amount["gross_total"]) != wrong
    assert 0 < amount["amount_due"] <= amount["gross_total"]
    lines = sum(Decimal(line["line_total"]) for line in truth["lines"])
    assert amount["net_total"] <= lines <= amount["net_total"] * Decimal("1.15")
    for line in truth["lines"]:
        full = Decimal(line["quantity"]) * Decimal(line["unit_price"])
        assert full * Decimal("0.85") - Decimal("0.01") <= Decimal(line["line_total"]) <= full + Decimal("0.005")


@pytest.mark.parametrize("name", BILLS)
def test_the_check_digits_of_a_bill_hold(name: str) -> None:
    truth = BILLS[name]
    fields = truth["fields"]
    if "iban" in fields:
        assert IBAN(fields["iban"], allow_invalid=True).is_valid != (truth.get("reason") == "wrong_iban")
    if "bic" in fields:
        assert BIC(fields["bic"]).country_code == fields["iban"][:2]
    if "seller_vat_id" in fields:
        check = gb_vat if fields["seller_vat_id"].startswith("GB") else vat
        assert check.is_valid(fields["seller_vat_id"])


def test_the_numbers_on_registration_forms_are_well_formed() -> None:
    forms = [truth["fields"] for truth in ALL if truth["type"] == "registration_form"]
    assert all(("ein" in form) != ("ssn" in form) for form in forms)
    assert all(ein.is_valid(form["ein"]) for form in forms if "ein" in form)
    assert all(ssn.is_valid(form["ssn"]) for form in forms if "ssn" in form)


def test_days_and_amounts_are_written_one_way() -> None:
    for truth in ALL:
        for field, value in truth["fields"].items():
            if field.endswith("date"):
                assert date(2023, 1, 1) < date.fromisoformat(value) < date(2029, 1, 1)
            if field.endswith(("total", "_due")):
                assert re.fullmatch(r"\d+\.\d\d", value)


def test_bills_name_orders_and_suppliers_of_the_master_records() -> None:
    with (SAMPLES / "master" / "suppliers.csv").open() as file:
        suppliers = {row["number"]: row for row in csv.DictReader(file)}
    with (SAMPLES / "master" / "purchase_orders.csv").open() as file:
        orders = {row["number"]: row for row in csv.DictReader(file)}
    named = [truth for truth in BILLS.values() if "purchase_order" in truth["fields"]]
    for truth in named:
        fields = truth["fields"]
        order = orders.get(fields["purchase_order"])
        assert (order is None) == (truth.get("reason") == "unknown_order")
        if order:
            assert suppliers[order["supplier"]]["name"] == fields["seller_name"]
            assert (order["total"], order["currency"]) == (fields["net_total"], fields["currency"])
    assert len(named) >= 15


def test_one_number_comes_twice_from_one_seller_with_another_total() -> None:
    again = TRUTHS["invoice_same_number.pdf"]["fields"]
    (first,) = (
        truth["fields"]
        for name, truth in TRUTHS.items()
        if name != "invoice_same_number.pdf" and truth["fields"].get("invoice_number") == again["invoice_number"]
    )
    assert first["seller_name"] == again["seller_name"]
    assert first["gross_total"] != again["gross_total"]


def test_the_duplicate_has_the_bytes_of_its_original() -> None:
    docs = SAMPLES / "docs"
    assert (docs / "invoice_01_again.pdf").read_bytes() == (docs / "invoice_01.pdf").read_bytes()


@pytest.mark.parametrize("name", ["registration_form", "claim_form"])
def test_the_blank_form_comes_with_its_zones(name: str) -> None:
    zones = json.loads((SAMPLES / "forms" / f"{name}.zones.json").read_text())
    assert len(pypdfium2.PdfDocument(SAMPLES / "forms" / f"{name}.pdf")) == zones["pages"] == 1
    for zone in (*zones["fields"].values(), *zones["marks"].values()):
        left, top, right, bottom = zone["box"]
        assert 0 < left < right < 1
        assert 0 < top < bottom < 1
    filled = [truth for truth in ALL if truth["type"] == name]
    assert all(set(truth["fields"]) <= set(zones["fields"]) for truth in filled)
    assert all(set(truth["marks"]) == set(zones["marks"]) for truth in filled)


def test_every_value_of_a_filled_form_stands_in_its_zone() -> None:
    for name in ("registration_form_01.pdf", "claim_form_01.pdf"):
        truth = TRUTHS[name]
        zones = json.loads((SAMPLES / "forms" / f"{truth['type']}.zones.json").read_text())
        page = pypdfium2.PdfDocument(SAMPLES / "docs" / name)[0]
        wide, tall = page.get_size()
        for field, value in truth["fields"].items():
            left, top, right, bottom = zones["fields"][field]["box"]
            inside = page.get_textpage().get_text_bounded(
                left * wide - 2, tall * (1 - bottom) - 2, right * wide + 2, tall * (1 - top)
            )
            digits = sorted(re.sub(r"\D", "", value))
            assert value in inside or (digits and sorted(re.sub(r"\D", "", inside)) == digits), (name, field, inside)


def test_separator_sheets_stand_between_the_parts() -> None:
    batch = TRUTHS["batch_02_scan.pdf"]
    pdf = pypdfium2.PdfDocument(SAMPLES / "docs" / "batch_02_scan.pdf")
    pages = {page for part in batch["parts"] for page in range(part["pages"][0], part["pages"][1] + 1)}
    read = [
        {code.text for code in zxingcpp.read_barcodes(page.render(scale=2.5, grayscale=True).to_numpy())}
        for page in pdf
    ]
    sheets = [f"PAPERDESK-SEPARATOR:{part['type']}" for part in batch["parts"]]
    assert [texts.pop() for n, texts in enumerate(read, 1) if n not in pages] == sheets
    assert not any(read[page - 1] for page in pages)
