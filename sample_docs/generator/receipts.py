"""Till receipts: shops, what was bought, what was paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from generator.invoice import cents
from generator.truth import Truth


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop as the head of its receipts shows it. `rates` are its tax rates in percent, by letter."""

    name: str
    address: tuple[str, ...]
    phone: str
    tax_id: str
    currency: str
    look: str
    rates: tuple[tuple[str, Decimal], ...]
    goods: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Bought:
    """One line: name, how many, price of one with tax (before tax in the US), letter of its tax rate."""

    name: str
    count: int
    price: Decimal
    letter: str

    @property
    def total(self) -> Decimal:
        """What the line costs."""
        return self.count * self.price


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt. In Europe prices hold the tax, in the US it comes on top."""

    shop: Shop
    number: str
    when: datetime
    lines: tuple[Bought, ...]
    given: Decimal = Decimal(0)
    till: str = "02"

    @property
    def on_top(self) -> bool:
        """Is the tax added to the prices?"""
        return self.shop.currency == "USD"

    def tax_of(self, letter: str, rate: Decimal) -> Decimal:
        """The tax in, or on, the lines of this letter."""
        lines = sum((line.total for line in self.lines if line.letter == letter), Decimal(0))
        return cents(lines * rate / 100) if self.on_top else cents(lines - lines / (1 + rate / 100))

    @property
    def tax(self) -> Decimal:
        """All of it."""
        return sum((self.tax_of(letter, rate) for letter, rate in self.shop.rates), Decimal(0))

    @property
    def subtotal(self) -> Decimal:
        """The lines as printed."""
        return sum((line.total for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        """What was paid."""
        return self.subtotal + (self.tax if self.on_top else 0)


SHOPS: dict[str, Shop] = {
    "kornblume": Shop(
        "Kornblume Biomarkt eG",
        ("Lindenallee 12", "50931 Rheinfelde"),
        "0220 / 55 12 80",
        "DE660536630",
        "EUR",
        "mono",
        (("A", Decimal(19)), ("B", Decimal(7))),
        (
            ("Vollkornbrot 750g", "4.29", "B"),
            ("Bergkäse am Stück", "6.85", "B"),
            ("Äpfel Elstar 1kg", "3.49", "B"),
            ("Hafermilch 1l", "1.99", "A"),
            ("Spülbürste Holz", "3.95", "A"),
            ("Joghurt natur 500g", "1.79", "B"),
            ("Küchenrolle 4er", "3.29", "A"),
            ("Rotwein Merlot 0,75", "7.49", "A"),
        ),
    ),
    "tankhof": Shop(
        "Tankhof Nordring GmbH",
        ("Nordring 201", "04129 Kupferstadt"),
        "0340 / 770 19",
        "DE516438831",
        "EUR",
        "sans",
        (("A", Decimal(19)),),
        (
            ("Super E10 41,20 l", "70.41", "A"),
            ("Scheibenreiniger 3 l", "6.99", "A"),
            ("Wagenwäsche Programm 2", "11.90", "A"),
        ),
    ),
    "copperkettle": Shop(
        "The Copper Kettle Tea Room",
        ("4 Abbey Street", "Millbury", "MB1 1QA"),
        "01600 496 033",
        "GB306313554",
        "GBP",
        "mono",
        (("V", Decimal(20)),),
        (
            ("Pot of tea for two", "5.40", "V"),
            ("Cheese scone", "3.25", "V"),
            ("Soup of the day", "6.50", "V"),
            ("Victoria sponge", "3.95", "V"),
            ("Ploughman's lunch", "9.75", "V"),
        ),
    ),
    "ironmonger": Shop(
        "Baxter & Quill Ironmongers",
        ("61 Market Place", "Westerbridge", "WB1 2AH"),
        "01600 496 118",
        "GB134227733",
        "GBP",
        "sans",
        (("V", Decimal(20)),),
        (
            ("Wood screws 4x40 box 200", "7.20", "V"),
            ("Brass hinge 75mm pair", "5.85", "V"),
            ("Masonry drill 8mm", "4.10", "V"),
            ("Paint brush 2in", "6.95", "V"),
            ("White spirit 750ml", "5.50", "V"),
        ),
    ),
    "prairie": Shop(
        "Prairie Dog Diner",
        ("880 Route 9", "Elk Hollow, MT 59990"),
        "(555) 010-2250",
        "53-2682425",
        "USD",
        "mono",
        (("T", Decimal("6.5")),),
        (
            ("Blue plate special", "13.95", "T"),
            ("Club sandwich", "10.50", "T"),
            ("Coffee, bottomless", "2.75", "T"),
            ("Slice cherry pie", "5.25", "T"),
            ("Lemonade large", "3.40", "T"),
        ),
    ),
    "paperclip": Shop(
        "Paperclip Office Supply #114",
        ("3300 Juniper Parkway", "Redmesa, CO 80999"),
        "(555) 010-7781",
        "54-0327635",
        "USD",
        "sans",
        (("T", Decimal("8.25")),),
        (
            ("Copy paper 20lb ream", "6.49", "T"),
            ("Gel pens 12pk black", "11.99", "T"),
            ("Binder clips assorted", "4.79", "T"),
            ("HDMI cable 6ft", "14.99", "T"),
            ("Desk organizer mesh", "18.49", "T"),
        ),
    ),
}


def ring_up(shop: str, chance: Random) -> Receipt:
    """A receipt of this shop."""
    at = SHOPS[shop]
    goods = chance.sample(at.goods, chance.randrange(3, len(at.goods) + 1))
    lines = tuple(Bought(name, chance.choice((1, 1, 1, 2, 3)), Decimal(price), letter) for name, price, letter in goods)
    minutes = chance.randrange(60 * 24 * 400)
    day = datetime(2025, 1, 2, 9, 0) + timedelta(days=minutes // 1440, minutes=minutes % 540)
    receipt = Receipt(at, f"{chance.randrange(10000, 99999)}", day, lines, till=f"{chance.randrange(1, 9):02d}")
    cash = chance.random() < 0.5
    given = (receipt.total // 10 + 1) * 10 if cash else Decimal(0)
    return Receipt(at, receipt.number, receipt.when, lines, given, receipt.till)


def truth_of_receipt(receipt: Receipt) -> Truth:
    """What a reader must find."""
    return Truth(
        "receipt",
        {
            "company": receipt.shop.name,
            "date": receipt.when.date().isoformat(),
            "address": ", ".join(receipt.shop.address),
            "total": f"{receipt.total:.2f}",
            "tax": f"{receipt.tax:.2f}",
            "receipt_number": receipt.number,
        },
    )
