from decimal import Decimal

import pytest

from documents.calendar import day
from documents.kinds import currency, duration, money, number


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234", "1234"),
        ("1,234.5", "1234.5"),
        ("12,-", "12"),
        ("1'200.--", "1200"),
        ("Gesamtbetrag CHF 1’200.–", "1200"),
        ("1 234,56", "1234.56"),
        ("(1,234.00)", "-1234.00"),
        ("USD 1,234.56-", "-1234.56"),
        ("3.000,0000", "3000.0000"),
        ("−119,00 €", "-119.00"),
        ("–100.00", "-100.00"),
        ("EUR-12.00", "-12.00"),
        ("- 12,50", "-12.50"),
        (".50", "0.50"),
        ("$.50", "0.50"),
        ("1234.567", "1234.567"),
        ("0,125", "0.125"),
        ("Rs.50", "50"),
        ("Fr. 12.50", "12.50"),
        ("*3.10*", "3.10"),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text: str, amount: str) -> None:
    assert money(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["12.00 19%", "12 34", "Inv-12.00", "Total - 12.00", "1.234.56", "1,23,456.00", "n/a", "", "12.34.5678"]
)
def test_what_is_not_exactly_one_amount_is_none(text: str) -> None:
    assert money(text) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [("1 234,56", "1234.56"), ("1’234.50", "1234.50"), ("12.00-", "-12.00"), ("-3 Stk", "-3"), ("2.5 h", "2.5")],
)
def test_a_quantity_is_read_whole(text: str, count: str) -> None:
    assert number(text) == Decimal(count)


@pytest.mark.parametrize("text", ["1e5", "2-3 pcs", "12 34 pcs"])
def test_a_doubtful_quantity_is_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    "text", ["twenty-five years", "thirty-one days", "one hundred twenty days", "1.5 years", "10,000 days"]
)
def test_the_tail_of_a_number_is_no_length_of_time(text: str) -> None:
    assert duration(text) is None


@pytest.mark.parametrize("text", ["Pantry", "Patrons", "ALARM 5", "A$ 3", "HK$ 12"])
def test_letters_within_a_word_are_no_currency(text: str) -> None:
    assert currency(text) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("03/04/2024 or 2024-04-05", "2024-04-03"),
        ("2024-02-30 05.06.2024", "2024-06-05"),
        ("Sept. 5, 2024", "2024-09-05"),
        ("31/12/25", "2025-12-31"),
        ("2024/3/5", "2024-03-05"),
        ("2025-01-31Z", "2025-01-31"),
    ],
)
def test_the_first_date_that_exists_counts(text: str, iso: str) -> None:
    made = day(text)
    assert made is not None
    assert made.isoformat() == iso


def test_points_are_never_month_first() -> None:
    made = day("5.3.2024", month_first=True)
    assert made is not None
    assert made.isoformat() == "2024-03-05"


def test_a_year_that_no_document_has_makes_no_date() -> None:
    assert day("12-03-4567") is None
