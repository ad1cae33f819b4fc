"""Days that must make sense, alone and in their order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from documents.counting import counted


def in_order(*days: date | None, labels: Sequence[str] = ()) -> str | None:
    """None of the days is before the one named ahead of it; a day that is not there is left out.

    >>> in_order(date(2025, 1, 2), None, date(2025, 1, 2))
    >>> in_order(date(2025, 1, 2), date(2024, 12, 31), labels=("Order date", "Delivery date"))
    'Delivery date 2024-12-31 is before Order date 2025-01-02'
    """
    names = labels or [f"day {number}" for number in range(1, len(days) + 1)]
    given = [(name, day) for name, day in zip(names, days, strict=True) if day is not None]
    for (first, earlier), (then, later) in pairwise(given):
        if later < earlier:
            return f"{then} {later} is before {first} {earlier}"
    return None


def plausible_date(day: date, *, future_days: int = 0, past_years: int = 10, today: date | None = None) -> str | None:
    """The day is not more than `future_days` ahead of today and not more than `past_years` behind it.

    `today` is the computer's day unless given.

    >>> plausible_date(date(2025, 1, 31), today=date(2025, 2, 1))
    >>> plausible_date(date(2052, 1, 31), today=date(2025, 2, 1))
    '2052-01-31 is in the future'
    >>> plausible_date(date(1925, 1, 31), today=date(2025, 2, 1))
    '1925-01-31 is more than 10 years ago'
    """
    now = today or date.today()
    if day > now + timedelta(days=future_days):
        return f"{day} is more than {counted(future_days, 'day')} ahead" if future_days else f"{day} is in the future"
    if (day.year + past_years, day.month, day.day) < (now.year, now.month, now.day):
        return f"{day} is more than {counted(past_years, 'year')} ago"
    return None


def due_after_issue(issued: date, due: date, *, days: int = 365) -> str | None:
    """Payment is due on the day of issue or at most `days` after it.

    >>> due_after_issue(date(2025, 1, 1), date(2025, 1, 31))
    >>> due_after_issue(date(2025, 1, 1), date(2024, 12, 31))
    'due on 2024-12-31, before it was issued on 2025-01-01'
    >>> due_after_issue(date(2025, 1, 1), date(2026, 12, 31))
    'due on 2026-12-31, more than 365 days after it was issued on 2025-01-01'
    """
    if due < issued:
        return f"due on {due}, before it was issued on {issued}"
    if due > issued + timedelta(days=days):
        return f"due on {due}, more than {counted(days, 'day')} after it was issued on {issued}"
    return None
