"""The signs of a document whose type has the minus in its name: a credit note, whose record says its amounts positive.

Paper prints the minus everywhere, at the totals alone or not at all, and discounts and charges to its own taste. In all
of them the sums hold that the type declares, so they say which sign is meant: a line is quantity times price less its
discount, net is the lines less discount and plus charges, gross is net and tax (EN 16931). An amount that goes against
the others (a fee that is kept) is below zero in the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from documents.doctype import DocumentType
from documents.fields import base_name

Amounts = dict[str, Decimal]
#: A row's cells: their paths by declared name.
Cells = dict[str, str]
_CENT = Decimal("0.01")
_NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Roles:
    """What the type's sums look at, by declared name; "" where it has no such sum."""

    product: Sequence[str]  # quantity, price, line, rate, discount, base
    whole: Sequence[str]  # line, net, gross, discount, charges
    taxed: Sequence[str]  # net, tax, gross

    @classmethod
    def of(cls, doctype: DocumentType) -> _Roles:
        on = {rule.check.name: rule.on for rule in doctype.rules}
        names = (("line_products", 6), ("lines_sum", 5), ("net_tax_gross", 3))
        return cls(*((*on.get(name, ()), *[""] * count)[:count] for name, count in names))


def positive(values: Mapping[str, Decimal], doctype: DocumentType) -> Amounts:
    """The amounts and counts of a document by path (`lines.1.amount`), with the signs that its record says."""
    made, roles = dict(values), _Roles.of(doctype)
    rows = _rows(values, doctype)
    if _is_printed_negative(values, doctype):
        in_rows = {path for row in rows for path in row.values()}
        made |= {path: abs(value) for path, value in values.items() if path not in in_rows and _turns(path, doctype)}
        _sign_tax(made, roles)
        if sum((_amount(row, values, roles) for row in rows), _NOUGHT) < 0:
            for row in rows:
                made |= _turned(row, values, roles, doctype)
    for row in rows:
        _sign_row(row, made, roles)
    _sign_whole(rows, made, roles)
    return made


def _is_printed_negative(values: Mapping[str, Decimal], doctype: DocumentType) -> bool:
    """Does the paper print the minus that the type already means?"""
    return next((values[name] for name in doctype.positive if name in values), _NOUGHT) < 0


def _rows(values: Mapping[str, Decimal], doctype: DocumentType) -> list[Cells]:
    tables = {table.name for table in doctype.tables}
    rows: dict[tuple[str, str], Cells] = {}
    for path in values:
        table, _, rest = path.partition(".")
        if table in tables:
            rows.setdefault((table, rest.partition(".")[0]), {})[base_name(path)] = path
    return list(rows.values())


def _turns(path: str, doctype: DocumentType) -> bool:
    """Has it a sign that can turn? A rate has none."""
    spec = doctype.spec(path)
    return spec is not None and spec.kind in ("money", "number")


def _amount(row: Cells, values: Mapping[str, Decimal], roles: _Roles) -> Decimal:
    """What the row comes to; of a type that declares no sums its lowest cell, which says whether it has a minus."""
    quantity, price, line, *_ = (values.get(row.get(name, "")) for name in roles.product)
    if line is not None:
        return line
    if quantity is not None and price is not None:
        return quantity * price
    return _NOUGHT if roles.product[2] else min(values[path] for path in row.values())


def _turned(row: Cells, values: Mapping[str, Decimal], roles: _Roles, doctype: DocumentType) -> Amounts:
    """The row of a paper whose rows have the minus: it loses it; one without goes against the others, and does still.

    The quantity or the price has the minus with the amount: both lose it, and their product holds.
    """
    cells = {path: values[path] for path in row.values() if _turns(path, doctype)}
    if _amount(row, values, roles) <= 0:
        return {path: abs(value) for path, value in cells.items()}
    return {path: -value for path, value in cells.items() if _is_money(path, doctype)}


def _is_money(path: str, doctype: DocumentType) -> bool:
    spec = doctype.spec(path)
    return spec is not None and spec.kind == "money"


def _sign_tax(made: Amounts, roles: _Roles) -> None:
    """A tax that goes against the net: of a fee that is kept, where the goods had none."""
    net, tax, gross = (made.get(name) for name in roles.taxed)
    if net is None or tax is None or gross is None or _near(net + tax, gross):
        return
    if _near(net - tax, gross):
        made[roles.taxed[1]] = -tax


def _sign_row(row: Cells, made: Amounts, roles: _Roles) -> None:
    """A line's discount, else its price, has the sign with which its product holds; a surcharge is below zero."""
    quantity, price, line, rate, off, base = (made.get(row.get(name, "")) for name in roles.product)
    if quantity is None or price is None or line is None:
        return
    count = quantity / base if base else quantity
    full, off = count * price * (1 - (rate or _NOUGHT) / 100), off or _NOUGHT
    exponent = price.as_tuple().exponent
    rounded = abs(count) * Decimal("0.5").scaleb(exponent if isinstance(exponent, int) else 0)
    for of_price, of_discount in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        if _near(full * of_price - off * of_discount, line, rounded):
            made[row[roles.product[1]]] = price * of_price
            if off:
                made[row[roles.product[4]]] = off * of_discount
            return


def _sign_whole(rows: Sequence[Cells], made: Amounts, roles: _Roles) -> None:
    """Discount and charges on the whole have the signs with which the lines make the net, or the gross.

    As they stand where that holds, else both above zero where that does, else whichever one turns. Where no signs make
    it hold (a charge that is printed as a line as well) they stay.
    """
    amount, net, gross, *names = roles.whole
    table = f"{amount.partition('.')[0]}."
    lines = [made.get(row.get(amount, "")) for row in rows if min(row).startswith(table)]
    totals = [made[name] for name in (net, gross) if name in made]
    if not lines or None in lines:
        return
    whole = sum((line for line in lines if line is not None), _NOUGHT)
    less, more = (made.get(name, _NOUGHT) for name in names)
    for off, on in ((less, more), *((one * abs(less), other * abs(more)) for one in (1, -1) for other in (1, -1))):
        if any(_near(whole - off + on, total) for total in totals):
            made |= {name: value for name, value in zip(names, (off, on), strict=True) if name in made}
            return


def _near(one: Decimal, other: Decimal, tolerance: Decimal = _NOUGHT) -> bool:
    return abs(one - other) <= _CENT + tolerance
