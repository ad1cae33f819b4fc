"""Line items by geometry and arithmetic: a head, an amount a row, quantity x price = amount."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from documents.fields import Candidate, Value
from documents.layout import Document, Page, Word
from extractors import money
from extractors.amounts import is_amount, product, readings
from extractors.columns import FACTORS, Head, heads
from extractors.roles import ROLES, proof, roles_of
from extractors.rows import Row, body
from extractors.table_repair import repairs
from extractors.view import once

_SUM = re.compile(r"\b(?:total|sub-?total|netto|net|brutto|summe|gesamt\w*|sum|ht|ttc)\b", re.IGNORECASE)
#: What is taken off the whole or charged on it may be printed among the rows; without quantity and price it is no item.
_ALLOWANCE = re.compile(
    r"\W*(?:remise|rabais|charges?|zuschlag|abschlag|rabatt|nachlass|discount|surcharge|escompte|acompte)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+(]?\s*[€$£]?\s*\d")  # how a cell begins that holds one
_PLACE = 0.012  # so far apart, of the page's width, may be what stands at the same place on two pages
_PROVED, _PLAIN, _CONTRADICTED = 0.97, 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below one head, perhaps over several pages, and the place of each role among their cells."""

    roles: Mapping[str, int]
    rows: tuple[Row, ...]

    @property
    def proved(self) -> int:
        """In how many rows quantity x price makes the amount."""
        return sum(proof(row, self.roles) is not None for row in self.rows)


def find(document: Document, *, kinds: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the cells of the document's line items as `ROW.COLUMN`, for the declared columns that a table can have.

    `kinds` are the declared columns with their kinds, given by the loader.
    """
    table = found_in(document)
    if table is not None:
        yield from cells(document, table, kinds)


def cells(document: Document, table: Table, kinds: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the cells of a table, with what arithmetic tells of its rows."""
    told = repairs(table.rows, table.roles, {value for text, _ in money.printed(document) for value in readings(text)})
    for number, row in enumerate(table.rows, 1):
        proved = proof(row, table.roles)
        if number in told and told[number].name in kinds:
            yield replace(told[number], name=f"{number}.{told[number].name}")
        for role in ROLES:
            if role in kinds and role in table.roles and row.cells[table.roles[role]]:
                words = row.cells[table.roles[role]]
                value = _off(words) if role == "discount" else proved.get(role) if proved else _marked(row, table, role)
                yield Candidate(
                    _text(words), words, _belief(row, table.roles, role), "table", value, None, f"{number}.{role}"
                )


def items(document: Document) -> tuple[Row, ...]:
    """The rows of the document's line items."""
    table = found_in(document)
    return table.rows if table else ()


@once
def found_in(document: Document) -> Table | None:
    """The document's line items."""
    found = best(tables(document)) or _without_head(document)
    return _amounted(found, document) if found else None


def _amounted(table: Table, document: Document) -> Table:
    """The table; where no head names its amounts and the prices alone make a printed sum, those are the amounts."""
    if "line_total" in table.roles or "unit_price" not in table.roles:
        return table
    prices = [next(iter(readings(row.text(table.roles["unit_price"]))), Decimal(0)) for row in table.rows]
    free = (text for text, words in money.printed(document) if not _held(table, words))
    elsewhere = {value for text in free for value in readings(text)[:1]}
    if sum(prices, Decimal(0)) not in elsewhere:
        return table
    roles = {role: column for role, column in table.roles.items() if role != "unit_price"}
    return Table(roles | {"line_total": table.roles["unit_price"]}, table.rows)


def _held(table: Table, words: Sequence[Word]) -> bool:
    return any(word in cell for row in table.rows for cell in row.cells for word in words)


def _off(words: Sequence[Word]) -> Value | None:
    """A printed discount as an amount to be taken off, its minus left aside."""
    found = readings(_text(words))
    return abs(found[0]) if found else None


def _as_read(head: Head) -> Head:
    return head


def _marked(row: Row, table: Table, role: str) -> Value | None:
    """A quantity whose three digits behind a mark are decimals: the mark is that before the row's cents ("25,000")."""
    cents = re.search(r"([.,])\d\d\b(?![.,\d])", row.text(table.roles.get("line_total")))
    found = re.match(r"(\d{1,3})([.,])(\d{3})(?![.,\d])", row.text(table.roles[role])) if role == "quantity" else None
    return Decimal(f"{found[1]}.{found[3]}") if cents and found and found[2] == cents[1] else None


def tables(document: Document, told: Callable[[Head], Head] = _as_read) -> list[Table]:
    """Every table with a head; a head repeated on the next page continues the table, sums end it.

    `told` makes of a head as it was read what is known of it.
    """
    found: list[tuple[Head, list[Row]]] = []
    running: Head | None = None
    for page in document.pages:
        lines = page.lines()
        marks = [(below, told(head)) for below, head in heads(lines)]
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
    return [_less_sums(table) for table in _joined([(head, as_table(head, rows)) for head, rows in found if rows])]


def _joined(parts: Sequence[tuple[Head, Table]]) -> Iterator[Table]:
    """The tables, one whose columns stand at the places of those of the page before joined to it.

    Its head may be read otherwise there: a word was lost, or a column's name.
    """
    at = 0
    while at < len(parts):
        head, table = parts[at]
        at += 1
        while at < len(parts) and _goes_on(head, parts[at][0]):
            head, more = parts[at]
            table = Table(dict(table.roles) | dict(more.roles), table.rows + more.rows)
            at += 1
        yield table


def _goes_on(above: Head, below: Head) -> bool:
    """Are these, on two pages, the heads of one table? Most columns stand at the same places, the amounts too."""
    first, second = above.column("line_total"), below.column("line_total")
    if above.box.page == below.box.page or first is None or second is None:
        return False
    places, others = ([column.box.left for column in head.columns if column.role] for head in (above, below))
    same = sum(any(abs(place - other) < _PLACE for place in places) for other in others)
    amounts = abs(above.columns[first].box.right - below.columns[second].box.right) < _PLACE
    return amounts and 4 * same >= 3 * max(len(places), len(others))


def as_table(head: Head, rows: Sequence[Row]) -> Table:
    """The rows with one cell a role, in the order of ROLES: so rows below different heads are alike."""
    roles = roles_of(head, rows)
    told = [roles.get(role) for role in ROLES]
    alike = (Row(tuple(() if column is None else row.cells[column] for column in told)) for row in rows)
    return Table({role: number for number, role in enumerate(ROLES) if role in roles}, tuple(alike))


def _less_sums(table: Table) -> Table:
    """The table less the sums that no word of the page announced as such."""
    return Table(table.roles, tuple(_without_sums(table.roles, table.rows)))


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
        like = len(kept) > 1 or not _says_more(row.text(said))  # two items may cost the same
        summed = summed or (bare and bool(kept) and like and made != 0 and made in values)
        if bare and (summed or (kept and _ALLOWANCE.match(row.text(said)))):
            continue
        kept.append(row)
        made += values[0] if values else 0
    while len(kept) > 1 and counted and not any(_NUMBER.match(kept[-1].text(column)) for column in counted):
        if _says_more(kept[-1].text(said)):
            break
        kept.pop()
    return kept


def _says_more(text: str) -> bool:
    """Has the text words, and none for a sum?"""
    return bool(re.search(r"[^\W\d]{2}", text)) and not _SUM.search(text)


def _is_item(head: Head, row: Row) -> bool:
    """On a page without a head: only what has a number in two columns."""
    numbers = [head.column(role) for role in ("quantity", "unit_price", "line_total")]
    return sum(bool(readings(row.text(column))) for column in numbers if column is not None) >= 2


def best(found: Sequence[Table]) -> Table | None:
    """The table with the most roles and rows that prove themselves."""
    return max(found, key=lambda t: (bool(t.proved), len(set(t.roles) & set(ROLES)), len(t.rows)), default=None)


def _belief(row: Row, roles: Mapping[str, int], role: str) -> float:
    if proof(row, roles):
        return _PROVED
    three = [row.text(roles[each]) for each in FACTORS if each in roles]
    contradicted = len(three) == 3 and all(three) and role in FACTORS
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
