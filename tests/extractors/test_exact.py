from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from doctypes import load_all
from documents.fields import Field
from documents.layout import Box, EInvoice, FormField
from extractors import currency, e_invoice, extract, form_field, identity
from tests.extractors.paper import document

VALUES: dict[str, tuple[str, ...]] = {
    "invoice_number": ("17",),
    "gross_total": ("119.00",),
    "issue_date": ("2025-12-31",),
    "seller_name": ("Fir Ltd",),
}
LINE = {"description": "A fir", "quantity": "2.0000", "unit_price": "50.00", "line_total": "100.00"}
DATA = EInvoice("CII", "380", VALUES, (LINE,))
PRINT = ("Fir Ltd", "Invoice no 17", "31.12.2025", "2 A fir | 50,00 | 100,00", "Total | 119,00 EUR")


def test_data_are_exact_and_shown_where_the_page_prints_them() -> None:
    fields = extract(document(*PRINT, e_invoice=DATA), load_all()["invoice"])
    assert (fields["gross_total"].value, fields["gross_total"].confidence) == (Decimal("119.00"), 1.0)
    assert fields["issue_date"].value == date(2025, 12, 31)
    assert fields["gross_total"].boxes[0].top == pytest.approx(0.05 + 4 * 0.017)
    assert fields["seller_name"].by == "e_invoice"
    assert [fields[f"lines.1.{name}"].value for name in ("description", "quantity")] == ["A fir", Decimal("2.0000")]


def test_data_without_print_have_no_place() -> None:
    fields = extract(document(e_invoice=DATA), load_all()["invoice"])
    assert fields["gross_total"].boxes == ()
    assert fields["gross_total"].confidence == 1.0


def test_an_amount_that_data_write_wrongly_is_left_out() -> None:
    assert e_invoice.parsed("money", "1,00") is None


def test_a_form_field_is_found_by_its_own_name_or_the_end_of_its_path() -> None:
    box = Box(0, 0, 0, 1, 1)
    whole = document("x")
    filled = type(whole)(whole.sha256, whole.name, whole.pages, form_fields=(FormField("f1.p1.Total[0]", "5.00", box),))
    seen = list(form_field.find(filled, names=["missing", "total"]))
    assert [(candidate.text, candidate.belief, candidate.box) for candidate in seen] == [("5.00", 1.0, box)]


@pytest.mark.parametrize(
    ("line", "value", "by"),
    [
        ("IBAN DE02 1203 0000 0000 2020 51 BIC BYLADEM1001", "DE02 1203 0000 0000 2020 51", "iban"),
        ("IBAN: GB82WEST12345698765432, quoting 17", "GB82WEST12345698765432", "iban"),
        ("IBAN FR7630006000011234567890189BIC", "FR7630006000011234567890189", "iban"),
        ("IBAN DEO2 1203 0000 0000 2O20 51", "DE02120300000000202051", "iban_mended"),
        ("IBAN GB82 WEST 12345698765432 BIC WESTGB2L", "GB82WEST12345698765432", "iban"),
    ],
)
def test_an_iban_is_put_together_from_its_groups(line: str, value: str, by: str) -> None:
    seen = next(identity.find_iban(document(line)))
    assert (str(seen.value or seen.text).replace(" ", ""), seen.by) == (value.replace(" ", ""), by)


def test_wrong_check_digits_are_read_as_printed_and_believed_less() -> None:
    right = next(identity.find_iban(document("IBAN DE02 1203 0000 0000 2020 51")))
    wrong = next(identity.find_iban(document("IBAN DE03 1203 0000 0000 2020 51")))
    assert wrong.text == "DE03120300000000202051"
    assert wrong.belief < right.belief


def test_the_buyers_vat_id_is_hardly_believed() -> None:
    lines = ("Seller | VAT DE136695976", "Bill to", "Elm Ltd", "VAT GB213622446")
    seen = {c.text: c.belief for c in identity.find_vat_id(document(*lines), others=["bill to"])}
    assert seen["DE136695976"] > 0.8 > 0.3 > seen["GB213622446"]


def fields_of(*lines: str) -> dict[str, Field]:
    return dict(extract(document(*lines), load_all()["invoice"]))


def test_a_currency_that_is_nowhere_printed_is_absent() -> None:
    assert "currency" not in fields_of("Invoice no 17", "Total | 119.00")


def test_a_currency_is_told_by_code_or_sign() -> None:
    assert fields_of("Invoice no 17", "Total | £119.00")["currency"].value == "GBP"
    assert [c.value for c in currency.find(document("Please TRY again, 3 times"))] == []
    assert {c.value for c in currency.find(document("Total RM 5.30"))} == {"MYR"}


def test_two_currencies_contradict_each_other() -> None:
    field = fields_of("Total | £119.00", "that is | $150.00")["currency"]
    assert field.place < 0.6


def test_an_account_that_an_electronic_invoice_leaves_out_is_not_taken_from_print() -> None:
    printed = ("Your order no. PO-77", "IBAN DE89 3704 0044 0532 0130 00", "Total due 12.00")
    invoice = load_all()["invoice"]
    data = EInvoice("CII", "380", {"invoice_number": ("R-1",), "gross_total": ("12.00",)}, ())
    found = extract(document(*printed, e_invoice=data), invoice)
    assert "iban" not in found and "amount_due" not in found
    assert found["purchase_order"].value == "PO-77"
    assert "iban" in extract(document(*printed), invoice)


def test_an_account_goes_on_below_in_its_column() -> None:
    [found] = identity.find_iban(document("Bank|IBAN|SWIFT", "044 025|DE02 1203 0000|888-9999", "|0000 2020 51"))
    assert (found.text, found.by) == ("DE02120300000000202051", "iban")
    assert not list(identity.find_iban(document("IBAN DE02 1203 0000", "|0000 2020 51")))


def test_a_bank_code_read_with_the_account_is_not_of_it() -> None:
    [found] = identity.find_iban(document("IBAN: DE02120300000000202051-BIC: FIRADE21"))
    assert found.text == "DE02120300000000202051"


def test_a_vat_id_that_is_said_to_be_the_clients_is_not_the_sellers() -> None:
    assert not list(identity.find_vat_id(document("N° TVA client FR19787878784"), others=["client"]))


def test_a_vat_id_in_groups_stands_beside_its_label() -> None:
    [found] = identity.find_vat_id(document("N° TVA: FR 32 123 456 789"), others=[])
    assert found.text == "FR32123456789"
    assert not list(identity.find_vat_id(document("Colis FR 32 123 456 789"), others=[]))


def test_a_vat_id_read_as_one_word_with_what_follows_it_is_found() -> None:
    [found] = identity.find_vat_id(document("TVA: FR40303265045-SIRET: 30326504500010"), others=[])
    assert found.text == "FR40303265045"
    assert not list(identity.find_vat_id(document("TVA: FR4030326504-SIRET: 30326504500010"), others=[]))
