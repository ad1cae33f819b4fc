from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import validators
from documents.verdicts import Finding, Severity
from validators import VALIDATORS, misfit, validate

from .conftest import Declare, Fill

D = Decimal


def test_a_finding_names_the_rule_its_fields_its_weight_and_says_it_by_the_labels(declare: Declare, fill: Fill) -> None:
    doctype = declare("sum", "gross", "net", "tax", severity=Severity.CONFIRM)
    assert validate(fill(gross=D(120), net=D(100), tax=D(19)), doctype) == [
        Finding("sum", ("gross", "net", "tax"), Severity.CONFIRM, "Net + Tax make 119, Gross says 120")
    ]


def test_settings_of_the_declaration_reach_the_check(declare: Declare, fill: Fill) -> None:
    fields = fill(gross=D("119.01"), net=D(100), tax=D(19))
    assert validate(fields, declare("sum", "gross", "net", "tax"))
    assert not validate(fields, declare("sum", "gross", "net", "tax", tolerance=0.01))


def test_a_missing_required_field_is_not_judged_again(declare: Declare, fill: Fill) -> None:
    assert not validate(fill(gross=D(119), tax=D(19)), declare("sum", "gross", "net", "tax"))
    assert not validate(fill(due=date(2025, 1, 1)), declare("in_order", "issued", "due"))


def test_an_absent_optional_field_is_nothing_where_the_check_allows_it(declare: Declare, fill: Fill) -> None:
    assert not validate(fill(gross=D(100), net=D(100)), declare("sum", "gross", "net", "tax"))
    assert validate(fill(gross=D(119), net=D(100)), declare("sum", "gross", "net", "tax"))


def test_an_absent_optional_field_silences_a_check_that_needs_it(declare: Declare, fill: Fill) -> None:
    assert not validate(fill(issued=date(2025, 1, 2)), declare("due_after_issue", "issued", "due"))
    assert not validate({}, declare("iban", "iban"))


def test_a_whole_column_is_one_question(declare: Declare, fill: Fill) -> None:
    doctype = declare("lines_sum", "lines.amount", "net", "gross")
    fields = fill([{"amount": D(60)}, {"amount": D(30)}], net=D(100), gross=D(119))
    (finding,) = validate(fields, doctype)
    assert finding.fields == ("lines.amount", "net", "gross")
    assert finding.message == "the 2 lines make 90, net says 100 and gross says 119"


def test_a_row_without_the_cell_is_a_gap_in_the_column(declare: Declare, fill: Fill) -> None:
    fields = fill([{"amount": D(60)}, {"quantity": D(1)}], net=D(100), gross=D(119))
    (finding,) = validate(fields, declare("lines_sum", "lines.amount", "net"))
    assert finding.message.startswith("1 of 2 lines has no amount")


def test_a_check_of_single_values_runs_row_by_row_and_names_the_cells(declare: Declare, fill: Fill) -> None:
    doctype = declare("line_products", "lines.quantity", "lines.price", "lines.amount")
    right = {"quantity": D(2), "price": D("1.50"), "amount": D("3.00")}
    wrong = right | {"amount": D("8.00")}
    (finding,) = validate(fill([right, wrong, {"quantity": D(3)}]), doctype)
    assert finding.fields == ("lines.2.quantity", "lines.2.price", "lines.2.amount")
    assert finding.message == "row 2: 2 × 1.50 makes 3.00, the line says 8.00"


def test_a_discount_on_the_whole_explains_what_the_lines_lack(declare: Declare, fill: Fill) -> None:
    doctype = declare("lines_sum", "lines.amount", "net", "gross", "tax")  # tax stands for a discount
    rows = [{"amount": D(60)}, {"amount": D(40)}]
    assert not validate(fill(rows, net=D(90), gross=D(107), tax=D(-10)), doctype)
    (finding,) = validate(fill(rows, net=D(80), gross=D(95), tax=D(10)), doctype)
    assert finding.message == "the 2 lines make 100, less discount 10 makes 90, net says 80 and gross says 95"


def test_a_credit_note_has_its_discount_taken_off_as_well() -> None:
    lines_sum = VALIDATORS["lines_sum"]
    assert lines_sum([D(-60), D(-40)], D(-90), None, D(10)) is None
    assert lines_sum([D(-60), D(-40)], D(-110), None, D(10)) is not None


def test_a_price_for_a_hundred_and_a_surcharge_on_the_line_are_reckoned_with() -> None:
    product = VALIDATORS["line_products"]
    assert product(D(250), D("8.00"), D("23.00"), None, D("-3.00"), D(100)) is None
    assert product(D(250), D("8.00"), D("24.00"), None, D("-3.00"), D(100)) == (
        "250 × 8.00 for each 100 less -3.00 makes 23.00, the line says 24.00"
    )


def test_a_single_value_goes_with_every_row(declare: Declare, fill: Fill) -> None:
    doctype = declare("rate_known", "lines.rate", "vat_id")
    fields = fill([{"rate": D(19)}, {"rate": D(9)}, {"amount": D(1)}], vat_id="DE136695976")
    (finding,) = validate(fields, doctype)
    assert finding.fields == ("lines.2.rate", "vat_id")


def test_every_value_of_a_repeated_field_is_checked_by_its_own_name(declare: Declare, fill: Fill) -> None:
    fields = fill(more={"fee": D(1), "fee.2": D(-1), "fee.10": D(-2)})
    assert [finding.fields for finding in validate(fields, declare("positive", "fee"))] == [("fee.2",), ("fee.10",)]


def test_nothing_to_look_at_is_no_finding(declare: Declare, fill: Fill) -> None:
    assert not validate({}, declare("lines_sum", "lines.amount", "net"))
    assert not validate({}, declare("line_products", "lines.quantity", "lines.price", "lines.amount"))


def test_nothing_marked_or_given_at_all_is_a_finding_where_one_is_wanted(declare: Declare, fill: Fill) -> None:
    (finding,) = validate(fill(number="1"), declare("one_of", "iban", "vat_id"))
    assert finding.message == "none is there of IBAN, VAT id"


@pytest.mark.parametrize(
    ("check", "on", "why"),
    [
        ("iban", ("iban",), None),
        ("lines_sum", ("lines.amount", "net"), None),
        ("in_order", ("issued", "due"), None),
        ("one_of", ("net", "issued", "iban"), None),
        ("iban", ("iban", "vat_id"), "looks at 1 fields, not 2"),
        ("lines_sum", ("lines.amount",), "looks at 2 to 5 fields, not 1"),
        ("sum", ("gross",), "looks at 2 or more fields, not 1"),
        ("iban", ("net",), "net is of kind money, wanted is a text"),
        ("sum", ("gross", "net", "issued"), "issued is of kind date, wanted is a number or an amount"),
        ("lines_sum", ("net", "gross"), "net is a single value, wanted is a table's column"),
        ("positive", ("lines",), "lines is a table; name one of its columns"),
    ],
)
def test_a_rule_that_cannot_run_is_told_before_it_runs(
    check: str, on: tuple[str, ...], why: str | None, declare: Declare
) -> None:
    assert misfit(check, on, declare(check, *on)) == why


DOCS = (Path(__file__).parents[2] / "docs/checks.md").read_text()


@pytest.mark.parametrize("name", VALIDATORS)
def test_every_check_stands_in_the_docs_with_its_settings(name: str) -> None:
    (row,) = [line for line in DOCS.splitlines() if line.startswith(f"| `{name}` |")]
    for setting in settings(name):
        assert f"`{setting}`" in row


def test_the_docs_have_no_check_that_is_not_there() -> None:
    named = {line.split("`")[1] for line in DOCS.splitlines() if line.startswith("| `") and line.count("|") == 6}
    assert named == set(VALIDATORS)


def settings(name: str) -> list[str]:
    import inspect

    filled_in = ("look_ups", "labels")
    parameters = inspect.signature(VALIDATORS[name]).parameters.values()
    return [p.name for p in parameters if p.kind is p.KEYWORD_ONLY and p.name not in filled_in]


def test_checks_stand_in_the_order_of_the_alphabet() -> None:
    assert list(VALIDATORS) == sorted(VALIDATORS)
    assert validators.__doc__


@pytest.mark.parametrize(
    ("check", "value"),
    [
        ("iban", "GB82WEST12345698765431"),
        ("iban", "ZZ82WEST12345698765431"),
        ("ein", "071144442"),
        ("ssn", "666904399"),
        ("tin", "1234567890"),
    ],
)
def test_no_sentence_says_a_number_that_lists_and_logs_must_not_show(check: str, value: str) -> None:
    told = VALIDATORS[check](value)
    assert told is not None and not any(value[at : at + 5] in told for at in range(len(value) - 4))
