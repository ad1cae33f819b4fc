"""Discounts: in a column of the table, in percent or as amounts; on the whole, among the sums."""

from __future__ import annotations

from decimal import Decimal

import pytest

from doctypes import load_all
from extractors import allowance, extract, table
from tests.extractors.tables import KINDS, head, item, paper, print_line
from validators import validate

MORE = KINDS | {"discount_rate": "percentage", "discount": "money"}
TOP = (("Item", 0.10), ("Qty", -0.50), ("Price", -0.62))


@pytest.mark.parametrize(
    ("named", "off", "amount", "role"),
    [
        ("Disc. %", "10", "18.00", "discount_rate"),
        ("Discount", "10", "18.00", "discount_rate"),  # the arithmetic tells
        ("Discount", "-1.50", "18.50", "discount"),
        ("Rabatt", "10 %", "18.00", "discount_rate"),
    ],
)
def test_a_column_of_discounts_is_in_percent_or_in_money(named: str, off: str, amount: str, role: str) -> None:
    document = paper(
        [
            print_line(0.30, *TOP, (named, -0.76), ("Amount", -0.92)),
            print_line(0.33, ("Rope", 0.10), ("2", -0.50), ("10.00", -0.62), (off, -0.76), (amount, -0.92)),
            print_line(0.36, ("Hooks", 0.10), ("3", -0.50), ("4.00", -0.62), ("12.00", -0.92)),
        ]
    )
    cells = {cell.name: cell for cell in table.find(document, kinds=MORE)}
    assert cells[f"1.{role}"].text == off
    assert cells["1.line_total"].belief > 0.95
    assert {name for name in cells if "discount" in name} == {f"1.{role}"}


def test_a_discount_in_money_is_what_is_taken_off() -> None:
    document = paper(
        [
            print_line(0.30, *TOP, ("Discount", -0.76), ("Amount", -0.92)),
            print_line(0.33, ("Rope", 0.10), ("2", -0.50), ("10.00", -0.62), ("-1.50", -0.76), ("18.50", -0.92)),
        ]
    )
    cells = {cell.name: cell.value for cell in table.find(document, kinds=MORE)}
    assert cells["1.discount"] == Decimal("1.50")


def test_a_discount_that_nothing_tells_of_is_left_out() -> None:
    document = paper(
        [
            print_line(0.30, *TOP, ("Discount", -0.76), ("Amount", -0.92)),
            print_line(0.33, ("Rope", 0.10), ("2", -0.50), ("10.00", -0.62), ("7", -0.76), ("11.11", -0.92)),
        ]
    )
    assert not [cell for cell in table.find(document, kinds=MORE) if "discount" in cell.name]


def test_what_is_taken_off_the_whole_stands_below_the_items() -> None:
    document = paper(
        [
            head(0.30),
            item(0.33, "Discount vouchers, printed", "2", "50.00", "20%", "100.00"),
            print_line(0.40, ("Sum of items", -0.72), ("100.00", -0.92)),
            print_line(0.43, ("Discount 5%", -0.72), ("-5.00", -0.92)),
            print_line(0.46, ("Subtotal", -0.72), ("95.00", -0.92)),
        ]
    )
    (found,) = allowance.find(document, labels=["discount"])
    assert (found.value, found.text) == (Decimal("5.00"), "-5.00")


def test_freight_that_is_an_item_is_no_charge_on_the_whole() -> None:
    document = paper(
        [
            head(0.30),
            item(0.33, "Freight", "1", "20.00", "20%", "20.00"),
            item(0.36, "Crate", "1", "7.00", "20%", "7.00"),
            print_line(0.40, ("Subtotal", -0.72), ("27.00", -0.92)),
        ]
    )
    assert not list(allowance.find(document, labels=["freight"]))


def test_an_order_knows_what_is_taken_off_and_charged_on_the_whole() -> None:
    order = load_all()["purchase_order"]
    document = paper(
        [
            print_line(0.10, ("Purchase order PO-77", 0.10)),
            head(0.30),
            item(0.33, "Rope", "2", "10.00", "20%", "20.00"),
            item(0.36, "Hooks", "5", "4.00", "20%", "20.00"),
            print_line(0.42, ("Trade discount", -0.72), ("-4.00", -0.92)),
            print_line(0.45, ("Carriage", -0.72), ("6.00", -0.92)),
            print_line(0.48, ("Net total", -0.72), ("42.00", -0.92)),
        ]
    )
    found = extract(document, order)
    assert {name: found[name].value for name in ("discount", "charges", "net_total")} == {
        "discount": Decimal("4.00"),
        "charges": Decimal("6.00"),
        "net_total": Decimal("42.00"),
    }
    assert [finding.rule for finding in validate(found, order)] == []
