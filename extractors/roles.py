"""What each column of a table of line items holds: as its head says, unless the rows' arithmetic says otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import permutations

from documents.fields import Value
from extractors.amounts import product, readings
from extractors.columns import FACTORS, Head
from extractors.rows import Row

#: The roles that a column may have for us, in the order in which they are told.
ROLES = ("description", "quantity", "unit_price", "discount_rate", "discount", "tax_rate", "line_total")


def roles_of(head: Head, rows: Sequence[Row]) -> dict[str, int]:
    """The columns by role: as the head says, unless the arithmetic of the rows clearly says otherwise."""
    said = {role: column for role in ROLES if (column := head.column(role)) is not None}
    said.setdefault("description", _widest_text(head, rows, set(said.values())))
    if said["description"] < 0:
        del said["description"]
    else:
        said["description"] = _told(head, rows, said["description"])
    said = _discounted(head, rows, said)
    never = {"tax_rate", "description", "date", "article", "tax_amount", "discount", "gross_amount"}
    numeric = [
        number
        for number, column in enumerate(head.columns)
        if column.role not in never
        and not (column.role == "position" and "quantity" in said)
        and sum(bool(readings(row.text(number))) for row in rows) * 2 > len(rows)
    ]
    return _proved_roles(rows, said, numeric) if len(numeric) <= 6 else said


def _proved_roles(rows: Sequence[Row], said: dict[str, int], numeric: Sequence[int]) -> dict[str, int]:
    """The roles for which most rows prove themselves, those of the head unless others clearly do better."""

    def worth(roles: Mapping[str, int]) -> tuple[int, int]:
        proofs = sum(proof(row, roles) is not None for row in rows)
        return proofs, sum(said.get(role) == column for role, column in roles.items())

    others = [said | dict(zip(FACTORS, three, strict=True)) for three in permutations(numeric, 3)]
    best = max(others, key=worth, default=said)
    share = 2 if set(FACTORS) <= said.keys() else 1.5  # a head that lacks one of the three contradicts less
    clear = worth(best)[0] * 3 >= len(rows) * share and worth(said)[0] * 3 < len(rows)
    return best if clear else said


def _discounted(head: Head, rows: Sequence[Row], said: Mapping[str, int]) -> dict[str, int]:
    """The roles, with the column of discounts as percentages or as amounts; without it where nothing tells which."""
    roles = {role: column for role, column in said.items() if role != "discount"}
    column = said.get("discount")
    if column is None:
        return roles
    if "%" in head.columns[column].text or any("%" in row.text(column) for row in rows):
        return roles | {"discount_rate": column}
    filled = [row for row in rows if row.text(column)]
    for role in ("discount_rate", "discount"):
        if any(proof(row, roles | {role: column}) for row in filled):
            return roles | {role: column}
    return roles


def _told(head: Head, rows: Sequence[Row], said: int) -> int:
    """The column that describes: one headed "Item" may hold numbers of articles, the text stands in another."""
    others = [number for number, column in enumerate(head.columns) if column.role in ("", "description")]
    best = max(others, key=lambda number: _letters(rows, number), default=said)
    return best if _letters(rows, best) > 2 * _letters(rows, said) else said


def _letters(rows: Sequence[Row], column: int) -> int:
    return sum(len(re.findall(r"[^\W\d]", row.text(column))) for row in rows)


def _widest_text(head: Head, rows: Sequence[Row], taken: set[int]) -> int:
    lengths = {
        number: _letters(rows, number)
        for number in range(len(head.columns))
        if number not in taken and head.columns[number].role in ("", "article", "position")
    }
    best = max(lengths, key=lambda number: lengths[number], default=-1)
    return best if best >= 0 and lengths[best] else -1


def proof(row: Row, roles: Mapping[str, int]) -> dict[str, Value] | None:
    """The values of quantity, price and amount when their product holds."""
    if not set(FACTORS) <= roles.keys():
        return None
    if "%" in row.text(roles["quantity"]):
        return None  # a row of a table of taxes
    rate, off = (row.text(roles.get(role)) for role in ("discount_rate", "discount"))
    held = product(*(row.text(roles[role]) for role in FACTORS), rate=rate, off=off)
    return dict(zip(FACTORS, held, strict=True)) if held else None
