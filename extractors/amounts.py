"""Printed numbers and how they may be read."""

from __future__ import annotations

import re
from decimal import Decimal

from documents.amounts import printed
from documents.kinds import currency, money, number

#: Letters that are read for digits.
_MISREAD = str.maketrans("lI|O", "1110")
#: An amount whose decimal mark was lost: digits, perhaps in groups of three, and two more.
UNMARKED = r"(?:\d{3,8}|\d{1,3}(?:[.,]\d{3})*[.,]\d{5})"


def is_amount(text: str) -> bool:
    """Is the text one printed number, a currency or sign beside it allowed?

    >>> is_amount("1.234,50"), is_amount("€12"), is_amount("12 pcs"), is_amount("-3,00-")
    (True, True, False, True)
    """
    letters = printed(text.strip())
    return letters is not None and all(not each or currency(each) for each in letters)


def readings(text: str) -> list[Decimal]:
    """What the print may mean, the likelier first: 1.234 is a thousand and more, or one and a bit.

    >>> readings("1.234"), readings("12,50 EUR"), readings("n/a"), readings("20,0000 Stk")
    ([Decimal('1234'), Decimal('1.234')], [Decimal('12.50')], [], [Decimal('20.0000')])
    """
    found = [value for value in (money(text), number(text)) if value is not None]
    lone = re.search(r"(?<![\d.,])(\d{1,3})[.,](\d{3})(?![\d.,])", text)
    if lone:
        found.append(Decimal(f"{lone[1]}.{lone[2]}"))
    return list(dict.fromkeys(found))


def product(
    quantity: str, price: str, total: str, *, rate: str = "", off: str = ""
) -> tuple[Decimal, Decimal, Decimal] | None:
    """The readings for which quantity x price, less a discount, makes the total, give or take a price's rounding.

    `rate` is the printed discount in percent, `off` the printed amount of one. A quantity of letters that a machine
    takes for digits ("lea" for 1 ea) is read as digits where the product holds.

    >>> product("2", "1,50", "3,00"), product("2", "1,50", "4,00")
    ((Decimal('2'), Decimal('1.50'), Decimal('3.00')), None)
    >>> product("lea", "14.00", "14.00"), product("Il", "2.00", "24.00")
    ((Decimal('1'), Decimal('14.00'), Decimal('14.00')), None)
    >>> product("13", "12,40", "137,02", rate="15 %"), product("2", "9,00", "17,50", off="-0,50")
    ((Decimal('13'), Decimal('12.40'), Decimal('137.02')), (Decimal('2'), Decimal('9.00'), Decimal('17.50')))
    """
    share = 1 - next(iter(readings(rate)), Decimal(0)) / 100
    less = abs(next(iter(readings(off)), Decimal(0)))
    for q in readings(quantity) or readings(quantity.translate(_MISREAD)):
        for p in readings(price):
            for t in readings(total):
                if t and abs(q * p * share - less - t) <= max(Decimal("0.011"), abs(q) * Decimal("0.00005")):
                    return q, p, t
    return None
