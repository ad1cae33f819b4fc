"""One cell of a row that arithmetic tells: missing beside two that were read, or one digit misread.

Nothing of it counts as read: such a candidate has a name of its own and a belief that no threshold of a table accepts,
so a person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal, DivisionByZero, InvalidOperation
from itertools import pairwise

from documents.fields import Candidate
from documents.layout import Box, Word, around
from extractors.amounts import UNMARKED, readings
from extractors.columns import FACTORS
from extractors.roles import proof
from extractors.rows import Row

#: Belief in what was reckoned, and in a digit that was mended.
RECKONED = 0.5
#: Belief in an amount with which all make the printed sum: more than in what was read, too little to go through.
CONFIRMED = 0.7
CENT = Decimal("0.01")
#: A quantity and a price are printed with so many decimals at most.
DECIMALS = {"quantity": 3, "unit_price": 4, "line_total": 2}
#: A quantity of more than this is hardly meant.
MOST = Decimal(100000)

Roles = Mapping[str, int]


def repairs(rows: Sequence[Row], roles: Roles, printed: AbstractSet[Decimal]) -> dict[int, Candidate]:
    """What arithmetic tells of the rows, by their number from 1; `printed` are the amounts on the document.

    An amount that is not printed may be meant to be none (an offer, an alternative), so amounts are reckoned only where
    all of them together make one that is printed. Where the printed ones do so already none is doubted.
    """
    if not set(FACTORS) <= roles.keys():
        return {}
    open_rows = {number: row for number, row in enumerate(rows, 1) if proof(row, roles) is None}
    found = {number: said for number, row in open_rows.items() if (said := _told(row, rows, roles))}
    amounts = [_first(row, roles, "line_total") or Decimal(0) for row in rows]
    summed = sum(amounts, Decimal(0)) in printed
    by_amount = {number: said for number, said in found.items() if said.name == "line_total"}
    for number, said in by_amount.items():
        amounts[number - 1] = said.value if isinstance(said.value, Decimal) else Decimal(0)
    adds_up = sum(amounts, Decimal(0)) in printed
    stand = {number: said for number, said in found.items() if _stands(said, summed, adds_up)}
    return {
        number: replace(said, belief=CONFIRMED) if adds_up and said.name == "line_total" else said
        for number, said in stand.items()
    }


def _stands(said: Candidate, summed: bool, adds_up: bool) -> bool:
    """May it be said: by whether the printed amounts make a printed sum, and whether those with the reckoned do."""
    if said.by == "table_mended":
        return not summed
    return adds_up or said.name != "line_total"


def _told(row: Row, rows: Sequence[Row], roles: Roles) -> Candidate | None:
    return reckoned(row, rows, roles) or mended(row, roles)


def reckoned(row: Row, others: Sequence[Row], roles: Roles) -> Candidate | None:
    """The one of quantity, price and amount that is not printed or not read where the other two are.

    The table must have a column for it: its place in the row is where it should stand.
    """
    if not set(FACTORS) <= roles.keys() or any(row.text(roles.get(role)) for role in ("discount_rate", "discount")):
        return None
    missing = [role for role in FACTORS if not readings(row.text(roles[role]))]
    words = row.cells[roles[missing[0]]] if len(missing) == 1 else ()
    box = _place(row, others, roles[missing[0]]) if len(missing) == 1 and not words else None
    if box is None and not words:
        return None
    known = {role: _first(row, roles, role) for role in FACTORS if role != missing[0]}
    value = _solved(missing[0], known)
    text = row.text(roles[missing[0]])
    return Candidate(text, words, RECKONED, "table_reckoned", value, box, missing[0]) if value is not None else None


def mended(row: Row, roles: Roles) -> Candidate | None:
    """The cell in which one other digit, or a decimal mark, makes the product hold, if only one such can.

    Only digits that a machine read from a picture are doubted, and only where no discount stands in the row.
    """
    if not set(FACTORS) <= roles.keys() or any(row.text(roles.get(role)) for role in ("discount_rate", "discount")):
        return None
    known = {role: _first(row, roles, role) for role in FACTORS}
    if any(value is None or value <= 0 for value in known.values()):
        return None
    found = []
    for role in FACTORS:
        words = row.cells[roles[role]]
        if any(word.engine == "text_layer" for word in words):
            return None
        value = _solved(role, {other: known[other] for other in FACTORS if other != role})
        if value is not None and (_one_digit(known[role], value) or _unmarked(row.text(roles[role]), value)):
            found.append(Candidate(row.text(roles[role]), words, RECKONED, "table_mended", value, None, role))
    return found[0] if len(found) == 1 else None


def _first(row: Row, roles: Roles, role: str) -> Decimal | None:
    return next(iter(readings(row.text(roles[role]))), None)


def _solved(role: str, known: Mapping[str, Decimal | None]) -> Decimal | None:
    """The value that makes quantity x price = amount, when it has no more decimals than are printed."""
    one, other = (known[each] for each in FACTORS if each != role)
    if one is None or other is None:
        return None
    try:
        value = one * other if role == "line_total" else other / one
    except (DivisionByZero, InvalidOperation):
        return None
    rounded = round(value, DECIMALS[role])
    exact = role == "line_total" or abs(rounded - value) < Decimal("1e-9")
    return rounded.normalize() + 0 if exact and 0 < rounded < MOST else None


def _one_digit(read: Decimal | None, value: Decimal) -> bool:
    """Do the two differ in one digit, none added and none lost?"""
    places = max(-int(each.as_tuple().exponent) for each in (read or Decimal(0), value))
    one, other = (f"{each:.{max(0, places)}f}" for each in (read or Decimal(0), value))
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _unmarked(text: str, value: Decimal) -> bool:
    """Are these the digits of the value with cents, their decimal mark not read ("4396 €", "2.07207")?"""
    read = re.fullmatch(rf"\D*({UNMARKED})\D*", text)
    return read is not None and re.sub(r"\D", "", read[1]) == re.sub(r"\D", "", f"{value:.2f}")


def _place(row: Row, others: Sequence[Row], column: int) -> Box | None:
    """Where the cell should stand: in its column as other rows print it, else between its neighbours; on its line."""
    words = [word for cell in row.cells for word in cell]
    beside = [each.cells[column] for each in others if each.cells[column]]
    if not words:
        return None
    line = around([max(words, key=lambda word: word.box.left)])
    if beside:
        boxes = [around(cell) for cell in beside]
        return Box(line.page, min(box.left for box in boxes), line.top, max(box.right for box in boxes), line.bottom)
    gaps = [(left, right) for left, right in _neighbours(words) if right - left > 0.02]
    return Box(line.page, gaps[0][0], line.top, gaps[0][1], line.bottom) if gaps else None


def _neighbours(words: Sequence[Word]) -> Iterator[tuple[float, float]]:
    ordered = sorted(words, key=lambda word: word.box.left)
    for left, right in pairwise(ordered):
        yield left.box.right, right.box.left
