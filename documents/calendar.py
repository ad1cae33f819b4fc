"""Dates as they are printed, in English, German and French."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

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

#: What a date may look like; the group names say which part stands where.
_FORMS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th|er)\b)?\.?\s*(?:day\s+)?(?:of\s+)?[-/.,]?\s*(?P<name>{_MONTH})\b\.?"
        r"[\s,'’/-]*(?P<year>\d{4}|\d{2})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<name>{_MONTH})\b\.?[\s-]*(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?\b[\s,'’/-]*(?P<year>\d{{4}}|\d{{2}})\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\d.,])(?P<first>\d{1,2})\s?(?P<mark>[-/.])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4}|\d{2})"
        r"(?!\d|\.\d)"
    ),
    re.compile(r"(?<!\d)(?P<year>20\d\d|19\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)"),
)
#: Business documents are of these years.
_YEARS = range(1900, 2101)


@lru_cache(maxsize=4096)
def day(text: str, month_first: bool = False) -> date | None:
    """The first date in the text; a numeric one is day first unless `month_first`, or unless only one order exists.

    With points between the numbers it is always day first: nobody prints 12.31.2025.

    >>> day("31.12.2025"), day("Dec. 31st, 2025"), day("the 3rd day of March, 2004")
    (datetime.date(2025, 12, 31), datetime.date(2025, 12, 31), datetime.date(2004, 3, 3))
    >>> day("this 13 th day of July, 2012"), day("December 9 th , 2014")
    (datetime.date(2012, 7, 13), datetime.date(2014, 12, 9))
    >>> day("03/04/20"), day("03/04/20", month_first=True), day("5. März 2024"), day("31.31.2025")
    (datetime.date(2020, 4, 3), datetime.date(2020, 3, 4), datetime.date(2024, 3, 5), None)
    >>> day("2025-01-31T00:00:00Z"), day("10.10.10.10"), day("March 12 1500 units")
    (datetime.date(2025, 1, 31), None, None)
    """
    found = sorted((match for form in _FORMS for match in form.finditer(text)), key=lambda m: (m.start(), -m.end()))
    return next((made for match in found if (made := _made(match, month_first))), None)


def _made(found: re.Match[str], month_first: bool) -> date | None:
    parts = found.groupdict()
    year = _year(parts["year"])
    if "name" in parts:
        return _date(year, MONTHS[parts["name"].lower()], int(parts["day"]))
    if "month" in parts:
        return _date(year, int(parts["month"]), int(parts["day"]))
    first, second = int(parts["first"]), int(parts["second"])
    orders = [(second, first), (first, second)]
    if month_first and parts["mark"] != ".":
        orders.reverse()
    return next((made for month, number in orders if (made := _date(year, month, number))), None)


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if year in _YEARS else None
    except ValueError:
        return None
