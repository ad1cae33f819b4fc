"""What must hold of checks for any values."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from schwifty import IBAN

from documents.doctype import FieldSpec
from documents.kinds import KINDS
from validators import VALIDATORS, of_kind
from validators.keyed import EXAMPLES, Unread

cents = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@given(net=cents, tax=cents, off=cents)
def test_net_tax_and_gross_hold_exactly_when_they_add_up(net: Decimal, tax: Decimal, off: Decimal) -> None:
    assert (VALIDATORS["net_tax_gross"](net, tax, net + tax + off) is None) == (off == 0)
    assert (VALIDATORS["sum"](net + tax + off, net, tax) is None) == (off == 0)


@given(net=cents, tax=cents, off=st.decimals(min_value=0, max_value=1, places=2))
def test_a_tolerance_of_cents_is_exact(net: Decimal, tax: Decimal, off: Decimal) -> None:
    assert (VALIDATORS["sum"](net + tax + off, net, tax, tolerance=0.05) is None) == (off <= Decimal("0.05"))


@given(quantity=st.integers(1, 999), price=cents, wrong=st.integers(-999, 999))
def test_a_line_holds_exactly_when_it_is_the_product(quantity: int, price: Decimal, wrong: int) -> None:
    total = quantity * price + Decimal(wrong) / 100
    assert (VALIDATORS["line_products"](Decimal(quantity), price, total) is None) == (wrong == 0)


@given(st.lists(days, min_size=1, max_size=5))
def test_days_are_in_order_exactly_when_sorting_changes_nothing(given_days: list[date]) -> None:
    assert (VALIDATORS["in_order"](*given_days) is None) == (given_days == sorted(given_days))


@given(day=days, today=st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)))
def test_a_date_is_plausible_between_its_bounds_and_nowhere_else(day: date, today: date) -> None:
    told = VALIDATORS["plausible_date"](day, future_days=30, past_years=10, today=today)
    assume(not (today.month == 2 and today.day == 29))
    assert (told is None) == (today.replace(year=today.year - 10) <= day <= today + timedelta(days=30))


@given(net=st.decimals(min_value=1, max_value=100_000, places=2), rate=st.sampled_from([19, 7, 0]))
def test_a_tax_rounded_to_the_cent_is_of_its_rate(net: Decimal, rate: int) -> None:
    tax = (net * rate / 100).quantize(Decimal("0.01"))
    assert VALIDATORS["tax_rate"](net, tax, country="DE") is None
    assert VALIDATORS["tax_rate"](-net, -tax, country="DE") is None  # a credit note


@given(place=st.integers(0, 21), digit=st.integers(0, 9))
def test_no_single_wrong_digit_of_an_iban_goes_unseen(place: int, digit: int) -> None:
    right = "DE89370400440532013000"
    wrong = right[:place] + str(digit) + right[place + 1 :]
    assert (VALIDATORS["iban"](wrong) is None) == (wrong == right)


@given(st.text(max_size=40))
def test_checks_of_texts_answer_any_text_and_never_raise(text: str) -> None:
    for name in ("iban", "bic", "vat_id", "ein", "ssn", "tin", "luhn", "currency_known"):
        told = VALIDATORS[name](text)
        assert told is None or told.strip()
    assert VALIDATORS["bic_matches_iban"](text, text) is None


@pytest.mark.parametrize("country", ["DE", "GB", "FR", "AT", "CH", "NL", "NO", "PL"])
def test_every_random_iban_of_schwifty_passes(country: str) -> None:
    for seed in range(20):
        import random

        assert VALIDATORS["iban"](str(IBAN.random(country_code=country, random=random.Random(seed)))) is None


@pytest.mark.parametrize("wrong", ["666904399", "000904399", "536004399", "536900000"])
def test_a_secret_number_stands_in_no_message(wrong: str) -> None:
    assert wrong not in (VALIDATORS["ssn"](wrong) or wrong)
    assert wrong not in (VALIDATORS["tin"](wrong) or "")


def test_every_kind_says_what_to_write_instead() -> None:
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(max_size=40))
def test_keyed_text_is_a_value_of_its_kind_or_a_sentence(kind: str, text: str) -> None:
    answer = of_kind(text, FieldSpec("x", "X", kind))
    assert isinstance(answer, Unread) == (KINDS[kind](text, False) is None)


def test_the_sentence_names_what_was_keyed_and_what_to_write() -> None:
    spec = FieldSpec("total", "Total", "money")
    assert of_kind("12,34,5 x 7", spec) == "12,34,5 x 7 is no amount: write 1234.50 or 1.234,50"
    assert of_kind("  ", spec) == "nothing is no amount: write 1234.50 or 1.234,50"
