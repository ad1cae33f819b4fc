"""Kinds of value: how each is read from print, and how it is written out.

A parser returns None for text that is no such value: nothing is invented. Kinds whose print is ambiguous
(03/04/2020) take `month_first`; the others ignore it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from documents import amounts
from documents.calendar import day
from documents.fields import Value


def money(text: str, month_first: bool = False) -> Decimal | None:
    """An amount, see documents/amounts.py.

    >>> money("1.234,50 EUR"), money("$1,234"), money("n/a"), money("(12.00)"), money("1'200.--"), money("0.125")
    (Decimal('1234.50'), Decimal('1234'), None, Decimal('-12.00'), Decimal('1200'), Decimal('0.125'))
    """
    return amounts.money(text)


def number(text: str, month_first: bool = False) -> Decimal | None:
    """A quantity; a unit may stand behind it.

    >>> number("3,0000 Stk"), number("12"), number("two"), number("2-3 pcs")
    (Decimal('3.0000'), Decimal('12'), None, None)
    """
    return amounts.quantity(text)


def percentage(text: str, month_first: bool = False) -> Decimal | None:
    """A rate in per cent, 0 to 100.

    >>> percentage("19 %"), percentage("5.5%"), percentage("190")
    (Decimal('19'), Decimal('5.5'), None)
    """
    found = re.fullmatch(r"\s*(\d{1,3}(?:[.,]\d{1,4})?)\s*%?\s*", text)
    rate = Decimal(found[1].replace(",", ".")) if found else None
    return rate if rate is not None and rate <= 100 else None


def line(text: str, month_first: bool = False) -> str | None:
    """A line of text, single spaces.

    >>> line("  Acme   Ltd. ")
    'Acme Ltd.'
    """
    return " ".join(text.split()) or None


def identifier(text: str, month_first: bool = False) -> str | None:
    """A number of a document, an account or a case: letters and digits with -, /, . or _, at least one digit.

    >>> identifier("No. 2025-17"), identifier("RE/2025/001"), identifier("none")
    ('2025-17', 'RE/2025/001', None)
    """
    kept = re.sub(r"^(?:(?:no|nr|num|number|nummer)\b\.?|#|:|°|º|\s)+", "", text.strip(), flags=re.IGNORECASE)
    kept = " ".join(kept.split()).strip(" :;,.")
    return kept if re.search(r"\d", kept) and len(kept) <= 40 else None


def compact(text: str, month_first: bool = False) -> str | None:
    """An IBAN, BIC or tax id: capitals and digits without spaces or points.

    >>> compact("gb82 west 1234 5698 7654 32"), compact("DE 123.456.789"), compact("--")
    ('GB82WEST12345698765432', 'DE123456789', None)
    """
    return re.sub(r"[^0-9A-Za-z]", "", text).upper() or None


SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "US$": "USD", "RM": "MYR", "FR.": "CHF", "SFR.": "CHF", "SFR": "CHF"}
CODES = frozenset("EUR USD GBP CHF MYR SEK NOK DKK PLN CZK HUF JPY CAD AUD SGD INR CNY RON BGN TRY".split())


def currency(text: str, month_first: bool = False) -> str | None:
    """An ISO 4217 code, from the code or the sign.

    >>> currency("Total in EUR"), currency("£"), currency("US$ 3"), currency("Fr. 12"), currency("RM5")
    ('EUR', 'GBP', 'USD', 'CHF', 'MYR')
    """
    words = re.findall(r"(?<![A-Z])S?FR\.|(?<![A-Z])(?:US\$|[A-Z]{2,3}(?![A-Z]))|(?<![A-Z])\$|[€£]", text.upper())
    return next((w if w in CODES else SYMBOLS[w] for w in words if w in CODES or w in SYMBOLS), None)


_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
_LARGE = {"fifteen": 15, "eighteen": 18, "twenty": 20, "twenty-four": 24, "thirty": 30, "thirty-six": 36}
NUMBERS = {word: n for n, word in enumerate(_SMALL)} | _LARGE | {"forty-eight": 48, "sixty": 60, "ninety": 90}

_SPELT = "|".join(sorted(NUMBERS, key=len, reverse=True))
#: The tail of a longer number is no length: not "five years" of "twenty-five years", nor "5 years" of "1.5 years".
_LENGTH = re.compile(
    rf"(?<![\w.,'-])(?:[a-z]+(?:-[a-z]+)?\s*\(\s*)?(?:(?P<digits>\d+)|(?<!hundred )(?P<word>{_SPELT}))"
    r"(?![.,]\d)\)?[\s-]*(?:calendar|business|full|consecutive)?\s*(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)


def duration(text: str, month_first: bool = False) -> str | None:
    """A length of time as NUMBER_UNIT, the unit in the plural (kleister's form).

    >>> duration("two (2) years"), duration("18-month period"), duration("one year"), duration("soon")
    ('2_years', '18_months', '1_years', None)
    """
    found = _LENGTH.search(text)
    if found is None:
        return None
    count = int(found["digits"]) if found["digits"] else NUMBERS[found["word"].lower()]
    return f"{count}_{found['unit'].lower()}s"


def mark(text: str, month_first: bool = False) -> str | None:
    """A check box: "selected" or "unselected".

    >>> mark("selected"), mark("Yes"), mark("")
    ('selected', 'selected', None)
    """
    word = text.strip().casefold()
    if word in ("selected", "yes", "on", "x", "1", "true", "checked"):
        return "selected"
    return "unselected" if word in ("unselected", "no", "off", "0", "false", "unchecked") else None


def clause(text: str, month_first: bool = False) -> str | None:
    """Does a contract have the clause: "Yes" or "No".

    >>> clause("yes"), clause("maybe")
    ('Yes', None)
    """
    return {"yes": "Yes", "no": "No"}.get(text.strip().casefold())


Parser = Callable[[str, bool], Value | None]

#: Every kind of value, by the name a document type uses for it.
KINDS: dict[str, Parser] = {
    "address": line,
    "clause": clause,
    "currency": currency,
    "date": day,
    "duration": duration,
    "iban": compact,
    "identifier": identifier,
    "mark": mark,
    "money": money,
    "name": line,
    "number": number,
    "percentage": percentage,
    "tax_id": compact,
    "text": line,
}


def written(value: Value) -> str:
    """The value as records show it: plain decimals, ISO dates.

    >>> written(Decimal("1E+3")), written(date(2025, 1, 31)), written("x")
    ('1000', '2025-01-31', 'x')
    """
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def same(kind: str, one: Value | None, other: Value | None) -> bool:
    """Do two people mean the same value? Amounts by their number, texts in any case and with any spaces.

    Of names and addresses letters and digits count: a record has a name in its normal form, a person types the comma.

    >>> same("money", Decimal("119.0"), Decimal("119.00")), same("text", "ACME  Ltd", "Acme Ltd")
    (True, True)
    >>> same("text", "a", None)
    False
    >>> same("identifier", "RE 17", "re17"), same("text", "re 17", "re17")
    (True, False)
    >>> same("name", "FIR, INC.", "Fir Inc"), same("name", "Fir & Co", "Fir Co"), same("name", "Fir", "Fur")
    (True, False, False)
    """
    if isinstance(one, str) and isinstance(other, str):
        return _plain(kind, one) == _plain(kind, other)
    return type(one) is type(other) and one == other


def _plain(kind: str, text: str) -> str:
    """A text without what two people may type differently."""
    if kind in ("name", "address"):
        return "".join(char for char in text.casefold() if char.isalnum() or char in "&+@#") or text.strip()
    between = "" if kind in ("identifier", "iban", "tax_id") else " "
    return between.join(text.split()).casefold()
