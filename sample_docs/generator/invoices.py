"""Draws up invoices: who bills whom for what, by chance but repeatably."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from generator.companies import BY_KEY
from generator.goods import GOODS, Good
from generator.invoice import Invoice, Line

GERMAN = frozenset({"din_letter", "craft", "statement", "wide"})
DELIVERY = {"de": "laut Lieferschein {number}", "en": "as per delivery note {number}"}
CURRENCIES = {"DE": "EUR", "AT": "EUR", "NL": "EUR", "IE": "EUR", "GB": "GBP", "US": "USD"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one invoice must show; all else is left to chance.

    `paid` and `rebate` are in percent; `wrong_sum` is how much too high the gross total is printed.
    """

    number: str
    seller: str
    buyer: str
    layout: str
    count: int = 5
    order: str = ""
    days: int | None = 30
    discounts: bool = False
    rebate: int = 0
    paid: int = 0
    credit: bool = False
    refers_to: str = ""
    wrong_sum: int = 0
    wrong_iban: bool = False


def draw_up(wanted: Wanted, chance: Random) -> Invoice:
    """An invoice as wanted; credit notes are written after all invoices."""
    seller = BY_KEY[wanted.seller]
    goods = list(GOODS[seller.trade])
    if wanted.count <= len(goods):
        lines = tuple(
            _line(goods[n], wanted.discounts, chance) for n in sorted(chance.sample(range(len(goods)), wanted.count))
        )
    else:
        lines = tuple(_by_delivery(goods, wanted, chance))
    issued = date(2026, 2, 16) if wanted.credit else date(2025, 1, 8)
    issued += timedelta(days=chance.randrange(60 if wanted.credit else 400))
    invoice = Invoice(
        wanted.number,
        issued,
        seller,
        BY_KEY[wanted.buyer],
        CURRENCIES[seller.country],
        lines,
        due=None if wanted.days is None else issued + timedelta(days=wanted.days),
        order=wanted.order,
        delivered=issued - timedelta(days=chance.randrange(2, 9)),
        rebate=Decimal(wanted.rebate),
        credit=wanted.credit,
        refers_to=wanted.refers_to,
    )
    if wanted.paid:
        invoice = replace(invoice, paid=(invoice.gross * wanted.paid / 100).quantize(Decimal(1)))
    return replace(invoice, misprint=tuple(_misprints(wanted, invoice)))


def _misprints(wanted: Wanted, invoice: Invoice) -> Iterator[tuple[str, str]]:
    if wanted.wrong_sum:
        yield "gross_total", str(invoice.gross + wanted.wrong_sum)
    if wanted.wrong_iban:
        yield "iban", invoice.iban[:-1] + str((int(invoice.iban[-1]) + 1) % 10)


def _by_delivery(goods: list[Good], wanted: Wanted, chance: Random) -> Iterator[Line]:
    """More lines than goods: the same goods come again with a further delivery, named on its first line."""
    language = "de" if wanted.layout in GERMAN else "en"
    for n in range(wanted.count):
        line = _line(goods[n % len(goods)], wanted.discounts, chance)
        if n and n % len(goods) == 0:
            note = DELIVERY[language].format(number=chance.randrange(20000, 89999))
            line = replace(line, more=(*line.more, note))
        yield line


def _line(good: Good, discounts: bool, chance: Random) -> Line:
    discount = Decimal(chance.choice((0, 0, 5, 10, 15))) if discounts else Decimal(0)
    return Line(good.article, good.name, _quantity(good, chance), good.unit, good.price, good.rate, good.more, discount)


def _quantity(good: Good, chance: Random) -> Decimal:
    if good.unit in ("m²", "kWh", "word", "m", "ft", "mi"):
        top = 9000 if good.unit in ("kWh", "word") else 320
        return Decimal(chance.randrange(18, top))
    if good.unit in ("Std", "hr", "day", "lfm"):
        return Decimal(chance.randrange(2, 60)) / 4
    if good.unit in ("Monat", "mo"):
        return Decimal(3)
    if good.unit == "Psch" or good.price > 300:
        return Decimal(chance.randrange(1, 4))
    if good.price < 3:
        return Decimal(chance.randrange(2, 60) * 25)
    return Decimal(chance.randrange(1, 25))
