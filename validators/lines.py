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
    discount: Decimal | None = None,
    charges: Decimal | None = None,
    *,
    tolerance: float = 0,
) -> str | None:
    """The lines, less discount and plus charges on the whole, make the net (BR-CO-13), or gross where that is priced.

    Discount and charges are amounts with or without their sign. Lines that make the amount without them are right as
    well: what is charged on the whole may be printed as a line.

    >>> lines_sum([Decimal("60"), Decimal("40")], Decimal("100"), Decimal("119"))
    >>> lines_sum([Decimal("71.40"), Decimal("47.60")], Decimal("100"), Decimal("119"))
    >>> lines_sum([Decimal("60"), Decimal("40")], Decimal("95.50"), None, Decimal("10"), Decimal("5.50"))
    >>> lines_sum([Decimal("60"), Decimal("40")], Decimal("95"), None, Decimal("10"))
    'the 2 lines make 100, less discount 10 makes 90, net says 95'
    >>> lines_sum([Decimal("60"), None], Decimal("100"))
    '1 of 2 lines has no amount, the others make 60, net says 100'
    """
    totals = [amount for amount in line_totals if amount is not None]
    made = sum(totals, Decimal(0))
    wanted = [(name, amount) for name, amount in (("net", net), ("gross", gross)) if amount is not None]
    if not totals or not wanted:
        return None
    may_be = {made - less + more for less in _signed(discount, made) for more in _signed(charges, made)}
    if any(near(each, amount, tolerance) for each in may_be for _, amount in wanted):
        return None
    says = _changed(made, discount, charges) + " and ".join(f"{name} says {written(amount)}" for name, amount in wanted)
    empty = len(line_totals) - len(totals)
    if empty:
        return f"{empty} of {len(line_totals)} lines has no amount, the others make {written(made)}, {says}"
    return f"the {len(totals)} lines make {written(made)}, {says}"


def _signed(amount: Decimal | None, whole: Decimal) -> set[Decimal]:
    """What the amount may count for: nothing, itself with the sign of the whole, or below zero as it is in data."""
    if amount is None:
        return {Decimal(0)}
    return {Decimal(0), abs(amount).copy_sign(whole), *([amount] if amount < 0 else [])}


def _changed(made: Decimal, discount: Decimal | None, charges: Decimal | None) -> str:
    """In words, what discount and charges make of the lines; "" without any."""
    less = abs(discount or Decimal(0)).copy_sign(made)
    more = abs(charges or Decimal(0)).copy_sign(made)
    words = [f"less discount {written(abs(less))}"] if less else []
    words += [f"plus charges {written(abs(more))}"] if more else []
    return f"{' '.join(words)} makes {written(made - less + more)}, " if words else ""


def product(
    quantity: Decimal,
    unit_price: Decimal,
    line_total: Decimal,
    discount_rate: Decimal | None = None,
    discount: Decimal | None = None,
    price_base: Decimal | None = None,
    *,
    tolerance: float = 0,
    rounded_price: bool = False,
) -> str | None:
    """Quantity times unit price, less the line's discount, is its total, rounded half up or half even to its places.

    `discount_rate` is in percent, `discount` an amount (below zero: a surcharge). The price is that of `price_base`
    units, of one where that is absent. `rounded_price` says that the unit price is printed rounded while the total was
    made from the unrounded one.

    >>> product(Decimal("3"), Decimal("0.335"), Decimal("1.01"))
    >>> product(Decimal("3"), Decimal("4.00"), Decimal("21.00"))
    '3 × 4.00 makes 12.00, the line says 21.00'
    >>> product(Decimal("3"), Decimal("4.00"), Decimal("10.80"), Decimal("10"))
    >>> product(Decimal("500"), Decimal("4.00"), Decimal("18.00"), None, Decimal("2"), Decimal("100"))
    >>> product(Decimal("3"), Decimal("4.00"), Decimal("12.00"), Decimal("10"))
    '3 × 4.00 less 10 % makes 10.80, the line says 12.00'
    >>> product(Decimal("1000"), Decimal("1.23"), Decimal("1234.00"), rounded_price=True)
    """
    count = quantity / price_base if price_base else quantity
    share = 1 - (discount_rate or Decimal(0)) / 100
    made = count * unit_price * share - (discount or Decimal(0))
    exponent = line_total.as_tuple().exponent
    place = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
    right = {made.quantize(place, how) for how in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    if any(near(amount, line_total, tolerance) for amount in right):
        return None
    if rounded_price and abs(made - line_total) <= abs(count * share) * _half_a_place(unit_price):
        return None
    parts = [f"{written(quantity)} × {written(unit_price)}"]
    parts += [f"for each {written(price_base)}"] if price_base else []
    parts += [f"less {written(discount_rate)} %"] if discount_rate else []
    parts += [f"less {written(discount)}"] if discount else []
    return f"{' '.join(parts)} makes {written(max(right))}, the line says {written(line_total)}"


def _half_a_place(price: Decimal) -> Decimal:
    exponent = price.as_tuple().exponent
    return Decimal("0.5").scaleb(exponent if isinstance(exponent, int) else 0)
