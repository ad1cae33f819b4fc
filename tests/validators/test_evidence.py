from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from documents.layout import Box
from documents.verdicts import Evidence, Outcome
from validators import evidence

from .conftest import Declare, Fill

D = Decimal
ON = ("gross", "net", "tax")


def test_a_pass_a_failure_and_what_cannot_be_said_are_three_things(declare: Declare, fill: Fill) -> None:
    doctype = declare("sum", *ON)
    assert evidence(fill(gross=D(119), net=D(100), tax=D(19)), doctype) == [Evidence("sum", ON, Outcome.PASS)]
    assert evidence(fill(gross=D(118), net=D(100), tax=D(19)), doctype) == [Evidence("sum", ON, Outcome.FAIL)]
    assert evidence(fill(gross=D(119)), doctype) == [Evidence("sum", ON, Outcome.NOT_APPLICABLE)]


def test_a_sum_with_nothing_to_add_is_trivial(declare: Declare, fill: Fill) -> None:
    doctype = declare("sum", *ON)
    for fields in (fill(gross=D(100), net=D(100), tax=D(0)), fill(gross=D(0), net=D(0))):
        assert evidence(fields, doctype) == [Evidence("sum", ON, Outcome.PASS, trivial=True)]


def test_a_sum_of_one_row_is_trivial(declare: Declare, fill: Fill) -> None:
    doctype = declare("lines_sum", "lines.amount", "net")
    one, two = [{"amount": D(7)}], [{"amount": D(3)}, {"amount": D(4)}]
    assert [each.trivial for each in evidence(fill(one, net=D(7)), doctype)] == [True]
    assert [each.trivial for each in evidence(fill(two, net=D(7)), doctype)] == [False]


def test_one_word_that_stands_for_two_values_proves_nothing(declare: Declare, fill: Fill) -> None:
    fields = fill(gross=D(100), net=D(100))
    same = (Box(0, 0.1, 0.1, 0.2, 0.2),)
    other = (Box(0, 0.1, 0.3, 0.2, 0.4),)
    parted = {"gross": replace(fields["gross"], boxes=same), "net": replace(fields["net"], boxes=other)}
    joined = {name: replace(field, boxes=same) for name, field in fields.items()}
    sums = declare("sum", "gross", "net")
    assert [each.trivial for each in evidence(parted, sums)] == [False]
    assert [each.trivial for each in evidence(joined, sums)] == [True]


def test_a_check_of_one_value_is_never_trivial(declare: Declare, fill: Fill) -> None:
    found = evidence(fill(iban="DE89370400440532013000"), declare("iban", "iban"))
    assert found == [Evidence("iban", ("iban",), Outcome.PASS)]


def test_every_row_has_its_own(declare: Declare, fill: Fill) -> None:
    rows = [{"quantity": D(2), "price": D(3), "amount": D(6)}, {"quantity": D(2), "price": D(3), "amount": D(7)}]
    doctype = declare("line_products", "lines.quantity", "lines.price", "lines.amount")
    found = evidence(fill(rows), doctype)
    assert [(each.fields[2], each.outcome) for each in found] == [
        ("lines.1.amount", Outcome.PASS),
        ("lines.2.amount", Outcome.FAIL),
    ]
