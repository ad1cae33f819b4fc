"""How amounts and days are printed in different countries and houses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
MONTHS_DE = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def amount(value: Decimal, style: str = "en", places: int = 2) -> str:
    """An amount in the style of a country: en, de, ch or fr.

    >>> [amount(Decimal("1234.5"), s) for s in ("en", "de", "ch")]
    ['1,234.50', '1.234,50', "1'234.50"]
    """
    text = f"{value:,.{places}f}"
    if style == "en":
        return text
    thousands, point = {"de": (".", ","), "fr": (" ", ","), "ch": ("'", ".")}[style]
    return text.replace(",", "\0").replace(".", point).replace("\0", thousands)


def short(value: Decimal, style: str = "en") -> str:
    """A quantity or rate without needless noughts.

    >>> short(Decimal("2.50"), "de"), short(Decimal("19.00")), short(Decimal("100"))
    ('2,5', '19', '100')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if style == "en" else text.replace(".", ",")


def day(value: date, style: str) -> str:
    """A day as printed: iso, de, de_long, uk, uk_long, us, us_long or short (12-Mar-2024).

    >>> [day(date(2024, 3, 5), s) for s in ("de", "de_long", "us", "us_long", "short")]
    ['05.03.2024', '5. März 2024', '03/05/2024', 'March 5, 2024', '05-Mar-2024']
    """
    month_en, month_de = MONTHS_EN[value.month - 1], MONTHS_DE[value.month - 1]
    forms = {
        "iso": value.isoformat(),
        "de": f"{value:%d.%m.%Y}",
        "de_long": f"{value.day}. {month_de} {value.year}",
        "uk": f"{value:%d/%m/%Y}",
        "uk_long": f"{value.day} {month_en} {value.year}",
        "us": f"{value:%m/%d/%Y}",
        "us_long": f"{month_en} {value.day}, {value.year}",
        "short": f"{value.day:02d}-{month_en[:3]}-{value.year}",
    }
    return forms[style]


def spaced(code: str, every: int = 4) -> str:
    """An IBAN in groups of four.

    >>> spaced("DE77999952943613458039")
    'DE77 9999 5294 3613 4580 39'
    """
    return " ".join(code[i : i + every] for i in range(0, len(code), every))
