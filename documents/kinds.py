"""Kinds of value: how each is read from print, and how it is written out.

A parser returns None for text that is no such value: nothing is invented. Kinds whose print is ambiguous
(03/04/2020) take `month_first`; the others ignore it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from documents.calendar import day
from documents.fields import Value


def money(text: str, month_first: bool = False) -> Decimal | None:
    """An amount. The last of two different separators is the decimal one; a lone one is, unless three digits follow.

    >>> money("1.234,50 EUR"), money("$1,234"), money("n/a"), money("(12.00)"), money("1'200.-"), money("0.125")
    (Decimal('1234.50'), Decimal('1234'), None, Decimal('-12.00'), Decimal('1200'), Decimal('0.125'))
    """
    found = re.fullmatch(r"[^\d(+-]*([(+-]?)\s*[^\d(.,-]*(\d[\d.,' \u00a0\u202f]*)(-?)\)?[^\d]*", text.strip())
    if found is None:
        return None
    sign, digits, behind = found.groups()
    digits = re.sub(r"[' \u00a0\u202f]", "", digits).rstrip(".,")
    number = _decimal(digits)
    negative = sign in ("-", "(") or (behind == "-" and not text.rstrip().endswith((".-", ",-")))
    return -number if number is not None and negative else number


def _decimal(digits: str) -> Decimal | None:
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return Decimal(digits)
    whole, cents, mark = digits[:last], digits[last + 1 :], digits[last]
    both = "." in digits and "," in digits
    grouped = len(cents) == 3 and not both and whole.strip("0.,") != ""
    if grouped or whole.count(mark):  # 1.234 or 1.234.567: no cents
        parts = re.split(r"[.,]", digits)
        return Decimal("".join(parts)) if all(len(part) == 3 for part in parts[1:]) else None
    return Decimal(f"{re.sub(r'[.,]', '', whole) or '0'}.{cents}")


def number(text: str, month_first: bool = False) -> Decimal | None:
    """A quantity; a unit may stand behind it.

    >>> number("3,0000 Stk"), number("12"), number("two")
    (Decimal('3.0000'), Decimal('12'), None)
    """
    found = re.match(r"\s*([+-]?\d[\d.,']*)", text)
    return _decimal(re.sub(r"[+']", "", found[1]).rstrip(".,")) if found and "-" not in found[1] else money(text)


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


SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "US$": "USD", "RM": "MYR", "CHF": "CHF", "FR.": "CHF"}
CODES = frozenset("EUR USD GBP CHF MYR SEK NOK DKK PLN CZK HUF JPY CAD AUD SGD INR CNY RON BGN TRY".split())


def currency(text: str, month_first: bool = False) -> str | None:
    """An ISO 4217 code, from the code or the sign.

    >>> currency("Total in EUR"), currency("£"), currency("US$ 3"), currency("crowns")
    ('EUR', 'GBP', 'USD', None)
    """
    words = re.findall(r"[A-Za-z]{3}|RM|US\$|[€£$]", text.upper())
    return next((w if w in CODES else SYMBOLS[w] for w in words if w in CODES or w in SYMBOLS), None)


_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
_LARGE = {"fifteen": 15, "eighteen": 18, "twenty": 20, "twenty-four": 24, "thirty": 30, "thirty-six": 36}
NUMBERS = {word: n for n, word in enumerate(_SMALL)} | _LARGE | {"forty-eight": 48, "sixty": 60, "ninety": 90}


def duration(text: str, month_first: bool = False) -> str | None:
    """A length of time as NUMBER_UNIT, the unit in the plural (kleister's form).

    >>> duration("two (2) years"), duration("18-month period"), duration("one year"), duration("soon")
    ('2_years', '18_months', '1_years', None)
    """
    unit = r"(day|week|month|year)s?\b"
    found = re.search(rf"(\d+)\)?[\s-]*(?:calendar|business|full|consecutive)?\s*{unit}", text, re.IGNORECASE)
    if found:
        return f"{int(found[1])}_{found[2].lower()}s"
    spelt = re.search(rf"\b({'|'.join(sorted(NUMBERS, key=len, reverse=True))})[\s-]+{unit}", text, re.IGNORECASE)
    return f"{NUMBERS[spelt[1].lower()]}_{spelt[2].lower()}s" if spelt else None


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
