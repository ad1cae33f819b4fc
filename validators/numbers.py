"""Numbers alone: their sign and their size."""

from __future__ import annotations

from decimal import Decimal

from documents.kinds import written


def positive(value: Decimal, *, zero: bool = False) -> str | None:
    """The number is above zero; `zero` lets zero pass as well.

    >>> positive(Decimal("0.01")), positive(Decimal(0), zero=True)
    (None, None)
    >>> positive(Decimal("-5.00"))
    '-5.00 is below zero'
    >>> positive(Decimal("0.00"))
    'it is zero'
    """
    if value < 0:
        return f"{written(value)} is below zero"
    return "it is zero" if value == 0 and not zero else None


def within(value: Decimal, *, lowest: float | None = None, highest: float | None = None) -> str | None:
    """The number lies between the two bounds, both included; a bound that is not given does not bind.

    >>> within(Decimal("10"), highest=1000)
    >>> within(Decimal("12345.67"), highest=10000)
    '12345.67 is above 10000'
    """
    if lowest is not None and value < Decimal(str(lowest)):
        return f"{written(value)} is below {lowest}"
    if highest is not None and value > Decimal(str(highest)):
        return f"{written(value)} is above {highest}"
    return None
