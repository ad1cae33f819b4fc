from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from documents.doctype import DocumentType, FieldSpec, Rule, Step
from extractors import extract
from tests.extractors.paper import document


def labelled(name: str, *labels: str) -> FieldSpec:
    settings = {"labels": list(labels), "kind": "money"}
    return FieldSpec(name, name, "money", extract=(Step("label", settings), Step("amount", {})))


INVOICE = DocumentType(
    "x",
    "X",
    (labelled("net", "net"), labelled("tax", "vat"), labelled("gross", "total")),
    rules=(Rule(Step("net_tax_gross", {}), ("net", "tax", "gross")),),
)
TILL = DocumentType(
    "y",
    "Y",
    (labelled("total", "total"), labelled("cash", "cash"), labelled("change", "change")),
    rules=(Rule(Step("sum", {}), ("cash", "total", "change")),),
)


def values(doctype: DocumentType, *lines: str) -> dict[str, str]:
    return {name: str(field.value) for name, field in extract(document(*lines), doctype).items()}


def test_amounts_that_add_up_are_surer_than_amounts_that_do_not() -> None:
    right = extract(document("Net | 100.00", "VAT | 19.00", "Total | 119.00"), INVOICE)
    wrong = extract(document("Net | 100.00", "VAT | 19.00", "Total | 191.00"), INVOICE)
    assert min(field.place for field in right.values()) > 0.98
    assert max(field.place for field in wrong.values()) < 0.95


def test_the_sum_picks_among_several_totals() -> None:
    lines = ("Total | 100.00", "Net | 100.00", "VAT | 19.00", "Total | 119.00")
    assert values(INVOICE, *lines) == {"net": "100.00", "tax": "19.00", "gross": "119.00"}


def test_an_amount_without_a_label_is_found_by_the_sum() -> None:
    lines = ("goods | 60.00", "more goods | 40.00", "100.00", "VAT | 19.00", "Total | 119.00")
    assert values(INVOICE, *lines)["net"] == "100.00"


def test_an_amount_that_nothing_speaks_for_is_absent() -> None:
    assert "net" not in values(INVOICE, "goods | 60.00", "VAT | 19.00", "Total | 119.00")


def test_taxes_of_two_rates_are_added_where_no_sum_of_them_is_printed() -> None:
    fields = extract(document("Net | 200.00", "VAT 19% | 19.00", "VAT 7% | 7.00", "Total | 226.00"), INVOICE)
    assert fields["tax"].value == Decimal("26.00")
    assert fields["tax"].text == "19.00 + 7.00"
    assert len(fields["tax"].boxes) == 2


def test_what_was_given_less_the_change_is_the_total() -> None:
    lines = ("Total | 169.78", "Rounding | 0.02", "Total | 169.80", "Cash | 200.00", "Change | 30.20")
    assert values(TILL, *lines)["total"] == "169.80"


def test_a_bad_reading_stays_bad_however_well_it_adds_up() -> None:
    fields = extract(document("Net | 100.00", "VAT | 19.00", "Total | 119.00", reading=0.6), INVOICE)
    assert all(field.confidence <= 0.6 for field in fields.values())


@given(st.integers(101, 999_999), st.sampled_from([19, 7, 20, 5]))
def test_any_sum_that_holds_is_found(net: int, rate: int) -> None:
    tax = net * rate // 100
    printed = [f"{cents / 100:.2f}" for cents in (net, tax, net + tax)]
    found = values(INVOICE, f"Net | {printed[0]}", f"VAT | {printed[1]}", f"Total | {printed[2]}")
    assert [Decimal(found[name]) for name in ("net", "tax", "gross")] == [Decimal(text) for text in printed]


def test_a_minus_that_was_not_read_is_put_right_and_marked() -> None:
    fields = extract(document("Net | -100.00", "VAT | 19.00", "Total | -119.00"), INVOICE)
    assert fields["tax"].value == Decimal("-19.00")
    assert fields["tax"].by == "sums_repaired" and fields["tax"].place < 0.7


def test_taxes_of_a_credit_note_are_added_too() -> None:
    fields = extract(document("Net | -200.00", "VAT 19% | -19.00", "VAT 7% | -7.00", "Total | -226.00"), INVOICE)
    assert fields["tax"].value == Decimal("-26.00")


def test_cents_that_a_machine_has_read_apart_are_put_together() -> None:
    read = document("Net | 100, 00", "VAT | 19, 00", "Total | 119, 00", reading=0.9)
    assert {name: str(field.value) for name, field in extract(read, INVOICE).items()} == {
        "net": "100.00",
        "tax": "19.00",
        "gross": "119.00",
    }
    assert not values(INVOICE, "Total | see 119, 20")


def unmarked(doctype: DocumentType) -> DocumentType:
    fields = tuple(replace(spec, extract=(*spec.extract, Step("unmarked_amount", {}))) for spec in doctype.fields)
    return replace(doctype, fields=fields)


def test_a_decimal_mark_that_was_not_read_is_put_back_by_the_sum_and_never_counts_as_read() -> None:
    lines = ("Net | 10000", "VAT | 19.00", "Total | 119.00")
    found = extract(document(*lines, reading=0.98), unmarked(INVOICE))["net"]
    assert (found.value, found.text) == (Decimal("100.00"), "10000")
    assert found.by == "sums_repaired" and found.place < 0.93


def test_without_a_sum_or_on_a_text_layer_no_decimal_mark_is_put_anywhere() -> None:
    assert "net" not in values(unmarked(INVOICE), "Net | 10000", "VAT | 19.00")
    assert "net" not in values(unmarked(INVOICE), "Net | 10000", "VAT | 19.00", "Total | 119.00")
