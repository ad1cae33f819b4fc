"""Line items: each must make its own total, and all together the document's."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from documents.kinds import written
from validators.sums import near


def lines_sum(
    line_totals: Sequence[Decimal | None],
    net: Decimal | None,
    gross: Decimal | None = None,
    *,
    tolerance: float = 0,
) -> str | None:
    """The lines make the net amount, or the gross amount where prices include tax.

    >>> lines_sum([Decimal("60"), Decimal("40")], Decimal("100"), Decimal("119"))
    >>> lines_sum([Decimal("71.40"), Decimal("47.60")], Decimal("100"), Decimal("119"))
    >>> lines_sum([Decimal("60"), None], Decimal("100"))
    '1 of 2 lines has no amount, the others make 60, net says 100'
    """
    totals = [amount for amount in line_totals if amount is not None]
    made = sum(totals, Decimal(0))
    wanted = [(name, amount) for name, amount in (("net", net), ("gross", gross)) if amount is not None]
    if not totals or not wanted or any(near(made, amount, tolerance) for _, amount in wanted):
        return None
    says = " and ".join(f"{name} says {written(amount)}" for name, amount in wanted)
    empty = len(line_totals) - len(totals)
    if empty:
        return f"{empty} of {len(line_totals)} lines has no amount, the others make {written(made)}, {says}"
    return f"the {len(totals)} lines make {written(made)}, {says}"


def product(
    quantity: Decimal,
    unit_price: Decimal,
    line_total: Decimal,
    *,
    tolerance: float = 0,
    rounded_price: bool = False,
) -> str | None:
    """Quantity times unit price is the line's total, rounded half up or half even to the places it is printed with.

    `rounded_price` says that the unit price is printed rounded while the total was made from the unrounded one.

    >>> product(Decimal("3"), Decimal("0.335"), Decimal("1.01"))
    >>> product(Decimal("3"), Decimal("4.00"), Decimal("21.00"))
    '3 × 4.00 makes 12.00, the line says 21.00'
    >>> product(Decimal("1000"), Decimal("1.23"), Decimal("1234.00"), rounded_price=True)
    """
    made = quantity * unit_price
    exponent = line_total.as_tuple().exponent
    place = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
    right = {made.quantize(place, how) for how in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    if any(near(amount, line_total, tolerance) for amount in right):
        return None
    if rounded_price and abs(made - line_total) <= abs(quantity) * _half_a_place(unit_price):
        return None
    return (
        f"{written(quantity)} × {written(unit_price)} makes {written(max(right))}, the line says {written(line_total)}"
    )


def _half_a_place(price: Decimal) -> Decimal:
    exponent = price.as_tuple().exponent
    return Decimal("0.5").scaleb(exponent if isinstance(exponent, int) else 0)
