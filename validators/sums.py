"""Amounts that must add up.

Amounts are Decimal in one currency. `tolerance` is in that currency; 0 asks for equality to the last digit, as
EN 16931 does (BR-CO-10, BR-CO-15).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from documents.kinds import written


def adds_up(
    total: Decimal, *parts: Decimal | None, tolerance: float = 0, labels: Sequence[str] = ("the total", "the parts")
) -> str | None:
    """The parts make the total. An optional part that is not there counts as nothing.

    >>> adds_up(Decimal("121.00"), Decimal("100.00"), Decimal("21.00"), None)
    >>> adds_up(Decimal("120.00"), Decimal("100.00"), Decimal("21.00"), labels=("Total", "Net", "VAT"))
    'Net + VAT make 121.00, Total says 120.00'
    """
    given = [part for part in parts if part is not None]
    made = sum(given, Decimal(0))
    if not given or near(made, total, tolerance):
        return None
    return f"{' + '.join(labels[1:])} make {written(made)}, {labels[0]} says {written(total)}"


def net_tax_gross(
    net: Decimal | None, tax: Decimal | None, gross: Decimal | None, *, tolerance: float = 0
) -> str | None:
    """Net and tax make gross. Where one of the three is not printed there is nothing to compare.

    >>> net_tax_gross(Decimal("100"), Decimal("19"), Decimal("119"))
    >>> net_tax_gross(Decimal("100"), None, Decimal("119"))
    >>> net_tax_gross(Decimal("100"), Decimal("19"), Decimal("191"))
    'net 100 and tax 19 make 119, gross says 191'
    """
    if net is None or tax is None or gross is None or near(net + tax, gross, tolerance):
        return None
    return f"net {written(net)} and tax {written(tax)} make {written(net + tax)}, gross says {written(gross)}"


def near(one: Decimal, other: Decimal, tolerance: float) -> bool:
    """Do the two differ by no more than the tolerance (which a declaration gives as a decimal, exactly)?

    >>> near(Decimal("1.01"), Decimal("1.00"), 0.01), near(Decimal("1.02"), Decimal("1.00"), 0.01)
    (True, False)
    """
    return abs(one - other) <= Decimal(str(tolerance))
