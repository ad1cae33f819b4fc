"""Dates as they are printed, in English, German and French."""

from __future__ import annotations

import re
from datetime import date

_NAMES = (
    ("jan", "januar", "january", "janvier", "jän", "jänner"),
    ("feb", "februar", "february", "février", "fevrier", "fév"),
    ("mar", "mär", "märz", "maerz", "march", "mars", "mrz"),
    ("apr", "april", "avril", "avr"),
    ("may", "mai"),
    ("jun", "juni", "june", "juin"),
    ("jul", "juli", "july", "juillet", "juil"),
    ("aug", "august", "août", "aout"),
    ("sep", "sept", "september", "septembre"),
    ("oct", "okt", "oktober", "october", "octobre"),
    ("nov", "november", "novembre"),
    ("dec", "dez", "dezember", "december", "décembre", "decembre", "déc"),
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))

_YEAR_FIRST = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_NUMERIC = re.compile(r"(?<![\d.,])(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_DAY_NAME = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er)?\.?\s*(?:day\s+)?(?:of\s+)?[-/.,]?\s*({_MONTH})\b\.?[\s,'’/-]*(\d{{4}}|\d{{2}})\b",
    re.IGNORECASE,
)
_NAME_DAY = re.compile(
    rf"\b({_MONTH})\b\.?[\s-]*(\d{{1,2}})(?:st|nd|rd|th)?\b[\s,'’/-]*(\d{{4}}|\d{{2}})\b", re.IGNORECASE
)
_PLAIN = re.compile(r"(?<!\d)(20\d\d|19\d\d)(\d\d)(\d\d)(?!\d)")


def day(text: str, month_first: bool = False) -> date | None:
    """The first date in the text; a numeric one is day first unless `month_first`, or unless only one order exists.

    >>> day("31.12.2025"), day("Dec. 31st, 2025"), day("the 3rd day of March, 2004")
    (datetime.date(2025, 12, 31), datetime.date(2025, 12, 31), datetime.date(2004, 3, 3))
    >>> day("03/04/20"), day("03/04/20", month_first=True), day("5. März 2024"), day("31.31.2025")
    (datetime.date(2020, 4, 3), datetime.date(2020, 3, 4), datetime.date(2024, 3, 5), None)
    """
    if found := _YEAR_FIRST.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_NAME.search(text):
        return _date(_year(found[3]), MONTHS[found[2].lower()], int(found[1]))
    if found := _NAME_DAY.search(text):
        return _date(_year(found[3]), MONTHS[found[1].lower()], int(found[2]))
    if found := _NUMERIC.search(text):
        first, second, year = int(found[1]), int(found[2]), _year(found[3])
        orders = ((first, second), (second, first)) if month_first else ((second, first), (first, second))
        return next((made for month, number in orders if (made := _date(year, month, number))), None)
    found = _PLAIN.search(text)
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _year(text: str) -> int:
    year = int(text)
    if year >= 100:
        return year
    return year + (2000 if year < 70 else 1900)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
