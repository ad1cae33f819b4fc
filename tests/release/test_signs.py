"""Whatever minus a credit note prints, its record is positive and adds up as EN 16931 has it."""

from decimal import Decimal
from itertools import combinations, product

import pytest

import doctypes
from release.signs import positive

CREDIT_NOTE = doctypes.load_all()["credit_note"]
#: Rows as a record says them: quantity, unit price, discount; the line is quantity times price less discount.
ROWS = {
    "goods": (Decimal(2), Decimal("33.33"), Decimal(0)),
    "goods less a discount": (Decimal(1), Decimal(100), Decimal(10)),
    "goods with a surcharge": (Decimal(1), Decimal(100), Decimal(-7)),
    "a fee that is kept": (Decimal(1), Decimal(-15), Decimal(0)),
    "a fee that is kept, less a discount": (Decimal(1), Decimal(-15), Decimal(-3)),
}
#: Discount and charges on the whole.
WHOLE = {
    "nothing": (Decimal(0), Decimal(0)),
    "a discount": (Decimal(5), Decimal(0)),
    "shipping that is credited": (Decimal(0), Decimal(6)),
    "a charge against the note": (Decimal(0), Decimal(-8)),
    "a discount, and a charge against the note": (Decimal(5), Decimal(-8)),
    "a discount that is given back": (Decimal(-5), Decimal(0)),
}
NOTES = [names for count in (1, 2, 3) for names in combinations(ROWS, count) if not names[0].startswith("a fee")]
Values = dict[str, Decimal]


def cells(number: int, row: tuple[Decimal, Decimal, Decimal]) -> Values:
    quantity, price, discount = row
    made = {"quantity": quantity, "unit_price": price, "line_total": quantity * price - discount}
    if discount:
        made["discount"] = discount
    return {f"lines.{number}.{name}": value for name, value in made.items()}


def note(names: tuple[str, ...], whole: str, tax: Decimal | None) -> Values:
    """A record that adds up."""
    rows = [cells(number, ROWS[name]) for number, name in enumerate(names, 1)]
    discount, charges = WHOLE[whole]
    net = sum(row[f"lines.{number}.line_total"] for number, row in enumerate(rows, 1)) - discount + charges
    tax = (net * 19 / 100).quantize(Decimal("0.01")) if tax is None else tax
    made = {"net_total": net, "tax_total": tax, "gross_total": net + tax}
    made |= {name: value for name, value in (("discount", discount), ("charges", charges)) if value}
    return made | {path: value for row in rows for path, value in row.items()}


def printed(said: Values, where: str, minus: str, own: str) -> Values:
    """The record as a paper prints it: a minus nowhere, at its totals or everywhere, in a row at this factor.

    Discounts and charges are printed as arithmetic has them ("signed"), bare, or all with a minus.
    """
    sign = Decimal(1 if where == "nowhere" else -1)
    paper: Values = {}
    for path, value in said.items():
        name = path.rpartition(".")[2]
        is_row = path.startswith("lines.")
        turned = value * sign if where == "everywhere" or not is_row else value
        if name in ("discount", "charges"):
            turned = {"signed": turned, "bare": abs(value), "minus": -abs(value)}[own]
        elif name in ("quantity", "unit_price"):
            line = said[f"{path.rpartition('.')[0]}.line_total"] * (sign if where == "everywhere" else 1)
            turned = -abs(value) if line < 0 and name == minus else abs(value)
        paper[path] = turned
    return paper


def wrong(made: Values) -> list[str]:
    """The sums of EN 16931 that do not hold."""
    numbers = {path.split(".")[1] for path in made if path.startswith("lines.")}
    found, lines = [], Decimal(0)
    for row in (f"lines.{number}" for number in numbers):
        lines += made[f"{row}.line_total"]
        full = made[f"{row}.quantity"] * made[f"{row}.unit_price"]
        if full - made.get(f"{row}.discount", Decimal(0)) != made[f"{row}.line_total"]:
            found.append(row)
    if lines - made.get("discount", Decimal(0)) + made.get("charges", Decimal(0)) != made["net_total"]:
        found.append("net")
    if made["net_total"] + made["tax_total"] != made["gross_total"] or made["gross_total"] < 0:
        found.append("gross")
    return found


@pytest.mark.parametrize("where", ["nowhere", "at its totals", "everywhere"])
@pytest.mark.parametrize("whole", WHOLE)
def test_the_record_adds_up_and_is_positive_wherever_the_minus_stands(whole: str, where: str) -> None:
    for names, tax in product(NOTES, (None, Decimal("-1.90"))):  # the tax of a kept fee, where the goods had none
        said = note(names, whole, tax)
        if said["gross_total"] <= 0:
            continue
        assert wrong(said) == []
        for minus, own in product(("quantity", "unit_price", "line_total"), ("signed", "bare", "minus")):
            made = positive(printed(said, where, minus, own), CREDIT_NOTE)
            assert wrong(made) == [], (names, tax, minus, own)
            assert {path: abs(value) for path, value in made.items()} == {path: abs(v) for path, v in said.items()}
            assert made["net_total"] == said["net_total"] and made["tax_total"] == said["tax_total"]


def test_a_record_that_adds_up_as_it_is_keeps_its_signs() -> None:
    for names, whole in product(NOTES, WHOLE):
        said = note(names, whole, None)
        if said["gross_total"] > 0:
            assert positive(said, CREDIT_NOTE) == said


def test_what_no_sign_makes_right_stays_as_it_is() -> None:
    said = note(("goods",), "a charge against the note", None)
    told_twice = said | cells(2, (Decimal(1), Decimal(-8), Decimal(0))) | {"charges": Decimal(8)}
    assert positive(told_twice, CREDIT_NOTE) == told_twice
    bare = {"gross_total": Decimal(-119), "lines.1.line_total": Decimal(100), "lines.1.discount": Decimal(-10)}
    assert positive(bare, CREDIT_NOTE) == bare | {"gross_total": Decimal(119)}


def test_a_rate_has_no_sign_to_lose_and_is_counted() -> None:
    paper = {
        "net_total": Decimal("-85.00"),
        "gross_total": Decimal("-85.00"),
        "lines.1.quantity": Decimal(-1),
        "lines.1.unit_price": Decimal(100),
        "lines.1.discount_rate": Decimal(10),
        "lines.1.discount": Decimal(5),
        "lines.1.tax_rate": Decimal(-1),
        "lines.1.line_total": Decimal(-85),
    }
    made = positive(paper, CREDIT_NOTE)
    assert made["lines.1.discount"] == 5 and made["lines.1.tax_rate"] == -1 and made["lines.1.line_total"] == 85
