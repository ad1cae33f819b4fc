"""Line items by geometry and arithmetic: a head, an amount a row, quantity x price = amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from documents.fields import Candidate, Value
from documents.layout import Document, Page, Word
from extractors.amounts import is_amount, product, readings
from extractors.columns import Head, heads
from extractors.rows import Row, body
from extractors.view import once

_ROLES = ("description", "quantity", "unit_price", "discount_rate", "discount", "tax_rate", "line_total")
_SUM = re.compile(r"\b(?:total|sub-?total|netto|net|brutto|summe|gesamt\w*|sum|ht|ttc)\b", re.IGNORECASE)
_NUMBER = re.compile(r"[-+(]?\s*[€$£]?\s*\d")  # how a cell begins that holds one
_FACTORS = ("quantity", "unit_price", "line_total")
_PROVED, _PLAIN, _CONTRADICTED = 0.97, 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below one head, perhaps over several pages, and the place of each role among its columns."""

    roles: Mapping[str, int]
    rows: tuple[Row, ...]

    @property
    def proved(self) -> int:
        """In how many rows quantity x price makes the amount."""
        return sum(_proof(row, self.roles) is not None for row in self.rows)


def find(document: Document, *, kinds: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the cells of the document's line items as `ROW.COLUMN`, for the declared columns that a table can have.

    `kinds` are the declared columns with their kinds, given by the loader.
    """
    table = _found(document)
    if table is None:
        return
    for number, row in enumerate(table.rows, 1):
        proof = _proof(row, table.roles)
        for role in _ROLES:
            if role in kinds and role in table.roles and row.cells[table.roles[role]]:
                words = row.cells[table.roles[role]]
                value = _off(words) if role == "discount" else proof.get(role) if proof else None
                yield Candidate(
                    _text(words), words, _belief(row, table.roles, role), "table", value, None, f"{number}.{role}"
                )


def items(document: Document) -> tuple[Row, ...]:
    """The rows of the document's line items."""
    table = _found(document)
    return table.rows if table else ()


@once
def _found(document: Document) -> Table | None:
    return _best(_tables(document)) or _without_head(document)


def _off(words: Sequence[Word]) -> Value | None:
    """A printed discount as an amount to be taken off, its minus left aside."""
    found = readings(_text(words))
    return abs(found[0]) if found else None


def _tables(document: Document) -> list[Table]:
    """Every table with a head; a head repeated on the next page continues the table, sums end it."""
    found: list[tuple[Head, list[Row]]] = []
    running: Head | None = None
    for page in document.pages:
        lines = page.lines()
        marks = list(heads(lines))
        if running and (not marks or marks[0][0] > 1):
            stop = marks[0][0] - 1 if marks else len(lines)
            more = body(running, lines[:stop], page.rulings)
            found[-1][1].extend(row for row in more.rows if _is_item(running, row))
            running = None if more.ended else running
        for number, (below, head) in enumerate(marks):
            end = marks[number + 1][0] - 1 if number + 1 < len(marks) else len(lines)
            under = body(head, lines[below:end], page.rulings)
            if found and found[-1][0].roles == under.head.roles:
                found[-1][1].extend(under.rows)
            else:
                found.append((under.head, list(under.rows)))
            running = None if under.ended else under.head
    return [_table(head, rows) for head, rows in found if rows]


def _table(head: Head, rows: Sequence[Row]) -> Table:
    """The table, less the sums that no word of the page announced as such."""
    roles = _roles(head, rows)
    return Table(roles, tuple(_without_sums(roles, rows)))


def _without_sums(roles: Mapping[str, int], rows: Sequence[Row]) -> list[Row]:
    """The rows less those that sum up the ones before them, and the sums and taxes that follow them.

    A sum has no quantity and no price, and its amount is that of all rows before it; or it stands at the end and has a
    word for a sum, or none at all, before its amount.
    """
    counted = [roles[role] for role in ("quantity", "unit_price") if role in roles]
    said, amount = roles.get("description"), roles.get("line_total")
    kept: list[Row] = []
    made, summed = Decimal(0), False
    for row in rows:
        bare = bool(counted) and not any(_NUMBER.match(row.text(column)) for column in counted)
        values = readings(row.text(amount))
        summed = summed or (bare and bool(kept) and made != 0 and made in values)
        if bare and summed:
            continue
        kept.append(row)
        made += values[0] if values else 0
    while len(kept) > 1 and counted and not any(_NUMBER.match(kept[-1].text(column)) for column in counted):
        text = kept[-1].text(said)
        if re.search(r"[^\W\d]{2}", text) and not _SUM.search(text):
            break
        kept.pop()
    return kept


def _is_item(head: Head, row: Row) -> bool:
    """On a page without a head: only what has a number in two columns."""
    numbers = [head.column(role) for role in ("quantity", "unit_price", "line_total")]
    return sum(bool(readings(row.text(column))) for column in numbers if column is not None) >= 2


def _best(tables: Sequence[Table]) -> Table | None:
    """The table with the most roles and rows that prove themselves."""
    return max(tables, key=lambda t: (bool(t.proved), len(set(t.roles) & set(_ROLES)), len(t.rows)), default=None)


def _roles(head: Head, rows: Sequence[Row]) -> dict[str, int]:
    """The columns by role: as the head says, unless the arithmetic of the rows clearly says otherwise."""
    said = {role: column for role in _ROLES if (column := head.column(role)) is not None}
    said.setdefault("description", _widest_text(head, rows, set(said.values())))
    if said["description"] < 0:
        del said["description"]
    else:
        said["description"] = _told(head, rows, said["description"])
    said = _discounted(head, rows, said)
    never = {"tax_rate", "description", "date", "article", "tax_amount", "discount"}
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
        proofs = sum(_proof(row, roles) is not None for row in rows)
        return proofs, sum(said.get(role) == column for role, column in roles.items())

    others = [said | dict(zip(_FACTORS, three, strict=True)) for three in permutations(numeric, 3)]
    best = max(others, key=worth, default=said)
    clear = worth(best)[0] * 3 >= len(rows) * 2 and worth(said)[0] * 3 < len(rows)
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
        if any(_proof(row, roles | {role: column}) for row in filled):
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


def _proof(row: Row, roles: Mapping[str, int]) -> dict[str, Value] | None:
    """The values of quantity, price and amount when their product holds."""
    if not set(_FACTORS) <= roles.keys():
        return None
    rate, off = (row.text(roles.get(role)) for role in ("discount_rate", "discount"))
    held = product(*(row.text(roles[role]) for role in _FACTORS), rate=rate, off=off)
    return dict(zip(_FACTORS, held, strict=True)) if held else None


def _belief(row: Row, roles: Mapping[str, int], role: str) -> float:
    if _proof(row, roles):
        return _PROVED
    three = [row.text(roles[each]) for each in _FACTORS if each in roles]
    contradicted = len(three) == 3 and all(three) and role in _FACTORS
    return _CONTRADICTED if contradicted else _PLAIN


def _without_head(document: Document) -> Table | None:
    """Lines that prove themselves: text, then three numbers of which one is the product of the others."""
    rows = [row for page in document.pages for row in _proved_lines(page)]
    order = ("description", "quantity", "unit_price", "line_total")
    return Table({role: number for number, role in enumerate(order)}, tuple(rows)) if rows else None


def _proved_lines(page: Page) -> Iterator[Row]:
    for line in page.lines():
        amounts = [word for word in line.words if is_amount(word.text) and re.search(r"\d", word.text)]
        said = [word for word in line.words if word not in amounts and re.search(r"[^\W\d]{3}", word.text)]
        if not 3 <= len(amounts) <= 6 or not said:
            continue
        last = amounts[-1]
        for one, other in permutations(amounts[:-1], 2):
            if one.box.left < other.box.left and _telling(one, other, last):
                yield Row((tuple(said), (one,), (other,), (last,)))
                break


def _telling(quantity: Word, price: Word, total: Word) -> bool:
    """Does the product hold, of an amount with cents, by more than chance (1 x 5 = 5 says little)?"""
    held = product(quantity.text, price.text, total.text)
    return bool(held) and bool(re.search(r"[.,]\d\d$", total.text)) and bool(re.search(r"[.,]\d\d", price.text))


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
