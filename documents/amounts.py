"""Amounts and quantities as they are printed: 1,234.50 and 1.234,50 and 1'234.50 and 1 234,50.

Two different marks: the last is the decimal one. A lone mark is decimal too, unless exactly three digits follow one to
three before it (1.234 is twelve hundred and thirty-four); a zero before it keeps it decimal (0.125). Whatever does not
follow these rules is no number: a wrong amount costs more than a missing one.
"""

from __future__ import annotations

import re
from decimal import Decimal

_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "’": "'", "`": "'", "\u00a0": " ", "\u202f": " "})
_GROUPED = r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:[.,]\d{1,4})?(?!\d)"
_PLAIN = r"\d+(?:[.,]\d+)?"
_BARE_CENTS = r"(?<![A-Za-z\d])[.,]\d{1,4}"
#: Swiss and German print 12.- and 12,-- for a round amount.
_NO_CENTS = re.compile(r"(?<=\d)[.,]\s?-{1,2}(?!\d)")
_NUMBER = rf"(?P<number>{_GROUPED}|{_PLAIN}|{_BARE_CENTS})"
_MONEY = re.compile(
    rf"(?P<before>(?:[^\d.,()+-]|[.,](?!\d)|(?<=[A-Za-z])\.)*)(?P<sign>[-+(]?)(?P<gap>\s*)[^\d.,()+\s-]{{0,3}}\s*{_NUMBER}"
    r"(?P<behind>\)|-)?(?P<after>\D*)"
)
#: A letter that looks like a digit, glued to one and to no other letter: part of a number that was misread or mistyped.
_LOOKS_LIKE_DIGIT = re.compile(r"(?<![A-Za-z])[OoIl|]{1,3}[.,]?(?=\d)|(?<=\d)[.,]?[OoIl|]{1,3}(?![A-Za-z])")
_LITRES = re.compile(r"(?<=\d)l\b")
_QUANTITY = re.compile(rf"(?P<sign>[-+]?)\s?{_NUMBER}(?![eE]\d|\s?[.,]?\d|-)(?P<after>.*)", re.DOTALL)


#: One printed amount: a currency by sign or up to three letters on either side, a sign, perhaps a mark of a tax.
_PRINTED = re.compile(
    r"[^\w\s#]{0,2}(?P<before>[A-Z]{0,3})\s?[$€£]?\s?[-−–+(]?\s?[$€£]?"
    r"\d{1,3}(?:[.,' \u00a0\u202f]?\d{3})*(?:[.,]\d+|[.,]--?)?"
    r"\)?[-−–]?\s?[€$£*%]?\s?(?:(?P<after>[A-Z]{1,3})\d?)?",
    re.IGNORECASE,
)


def printed(text: str) -> tuple[str, str] | None:
    """Is the whole text one printed amount: the letters before and behind its digits, or None.

    >>> printed("1.234,50 EUR"), printed("RM5.00"), printed("2018-31"), printed("12 pieces")
    (('', 'EUR'), ('RM', ''), None, None)
    """
    found = _PRINTED.fullmatch(text)
    return (found["before"] or "", found["after"] or "") if found else None


def money(text: str) -> Decimal | None:
    """An amount among words and currency signs, or None when it is not exactly one.

    >>> money("Total5.00 CR"), money("10O"), money("l2,50"), money("0,0O"), money("O.50")
    (Decimal('5.00'), None, None, None, None)
    """
    if _LOOKS_LIKE_DIGIT.search(text):
        return None
    found = _MONEY.fullmatch(_NO_CENTS.sub("", text.strip().translate(_SIGNS)))
    if found is None or _doubtful_sign(found):
        return None
    number = _decimal(found["number"])
    negative = found["sign"] == "-" or found["behind"] == "-" or (found["sign"] == "(" and found["behind"] == ")")
    return -number if number is not None and negative else number


def _doubtful_sign(found: re.Match[str]) -> bool:
    """A dash after a word is no sign: "Inv-12.00", "Total - 12.00". After a currency it is: "EUR-12.00"."""
    before = found["before"]
    if found["sign"] != "-" or not before.strip():
        return False
    if found["gap"]:
        return True
    return before[-1].isalnum() and not re.search(r"\b[A-Z]{2,3}$", before)


def quantity(text: str) -> Decimal | None:
    """A number with perhaps a unit behind it, or None.

    >>> quantity("10l"), quantity("10 Oz"), quantity("1O"), quantity("l0 pcs")
    (Decimal('10'), Decimal('10'), None, None)
    """
    cleaned = text.strip().translate(_SIGNS)
    if _LOOKS_LIKE_DIGIT.search(_LITRES.sub(" l", cleaned)):
        return None
    found = _QUANTITY.fullmatch(cleaned)
    if found is None:
        return money(cleaned)
    number = _decimal(found["number"])
    return -number if number is not None and found["sign"] == "-" else number


def _decimal(number: str) -> Decimal | None:
    marks = [char for char in number if not char.isdigit()]
    if not marks:
        return Decimal(number)
    last = marks[-1]
    whole, cents = number.rsplit(last, 1)
    groups = re.split(r"[.,' ]", number)
    if last in "' " or marks.count(last) > 1 or (len(set(marks)) == 1 and _is_grouped(groups)):
        return Decimal("".join(groups)) if _is_grouped(groups) else None
    if len(marks) > 1 and not _is_grouped(groups[:-1]):
        return None
    return Decimal(f"{re.sub(r'[^0-9]', '', whole) or '0'}.{cents}")


def _is_grouped(groups: list[str]) -> bool:
    first, *others = groups
    return 1 <= len(first) <= 3 and not first.startswith("0") and all(len(group) == 3 for group in others)
