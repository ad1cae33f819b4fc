"""Master data: the client's suppliers and purchase orders from CSV, and the look-ups that checks ask for."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, exists, insert, select

from documents.case import Case, CaseState
from documents.counting import counted
from documents.errors import SettingsError
from documents.master import PurchaseOrder, Supplier
from store import audit, case_rows, clients
from store.database import Database, reading, writing
from store.ledger_tables import purchase_orders, supplier_ibans, suppliers
from store.tables import cases

#: The columns of each file: True where a line must have a value. Several IBANs of a supplier are parted by "|".
SUPPLIER_COLUMNS = {"number": False, "name": True, "vat_id": False, "iban": False}
ORDER_COLUMNS = {"number": True, "supplier": False, "currency": False, "total": False}


def import_suppliers(db: Database, client: str, path: Path, *, person: str = "") -> int:
    """Replace the client's suppliers by those of a CSV file, all or nothing; how many is returned.

    The first line names columns of `SUPPLIER_COLUMNS`, parted by commas or semicolons. Raises SettingsError that names
    the line and the column for anything else.
    """
    rows = _rows(path, SUPPLIER_COLUMNS)
    with writing(db) as connection:
        _clear(connection, client, supplier_ibans, suppliers)
        for row in rows:
            kept = {"number": row["number"], "name": row["name"], "folded": _folded(row["name"])}
            supplier = insert(suppliers).values(client=client, **kept, vat_id=_compact(row["vat_id"]))
            number = connection.execute(supplier.returning(suppliers.c.id)).scalar_one()
            ibans = [_compact(iban) for iban in row["iban"].split("|") if iban.strip()]
            if ibans:
                held = [{"client": client, "supplier_id": number, "iban": iban} for iban in ibans]
                connection.execute(insert(supplier_ibans), held)
        _noted(connection, client, person, "master.suppliers", path, len(rows))
    return len(rows)


def import_orders(db: Database, client: str, path: Path, *, person: str = "") -> int:
    """Replace the client's purchase orders by those of a CSV file with `ORDER_COLUMNS`, as `import_suppliers` does.

    `total` is a plain decimal: digits, and a point before the cents.
    """
    rows = _rows(path, ORDER_COLUMNS)
    made = [
        {"client": client, **row, "folded": _folded(row["number"]), "total": _total(row["total"], path, line)}
        for line, row in enumerate(rows, 2)
    ]
    with writing(db) as connection:
        _clear(connection, client, purchase_orders)
        if made:
            connection.execute(insert(purchase_orders), made)
        _noted(connection, client, person, "master.orders", path, len(rows))
    return len(rows)


@dataclass(frozen=True, slots=True)
class LookUps:
    """Answers from one client's own books; what validators ask. Each answer is looked up when it is asked for.

    `unsaved` has the titles of documents judged just now, by type and business key: the parts of one file are saved
    together, and must see each other before.
    """

    db: Database
    client: str
    besides: int | None = None
    unsaved: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def after(self, case: Case, title: str) -> LookUps:
        """The same books, in which this case, not saved yet, has been seen too, under this title."""
        key = case_rows.business_key(case.doctype.business_key, case.fields) if case.doctype else None
        if key is None:
            return self
        return replace(self, unsaved={(case.type_name, key): title, **self.unsaved})

    @property
    def has_suppliers(self) -> bool:
        """Is there any supplier at all to compare with?"""
        return self._has(suppliers)

    @property
    def has_orders(self) -> bool:
        """Is there any purchase order at all to compare with?"""
        return self._has(purchase_orders)

    def supplier(
        self, *, vat_id: str | None = None, iban: str | None = None, name: str | None = None
    ) -> Supplier | None:
        """The one supplier with this VAT id, else with this account, else of this name; None: none, or several."""
        account = select(supplier_ibans.c.supplier_id).where(
            supplier_ibans.c.client == self.client, supplier_ibans.c.iban == _compact(iban or "")
        )
        ways = (
            (vat_id, suppliers.c.vat_id == _compact(vat_id or "")),
            (iban, suppliers.c.id.in_(account)),
            (name, suppliers.c.folded == _folded(name or "")),
        )
        with reading(self.db) as connection:
            for key, matches in ways:
                if not key:
                    continue
                query = select(suppliers).where(suppliers.c.client == self.client, matches)
                rows = connection.execute(query.limit(2)).all()
                if rows:
                    return _supplier(connection, rows[0]) if len(rows) == 1 else None
        return None

    def purchase_order(self, number: str) -> PurchaseOrder | None:
        """The order with this number; None when there is none, or several."""
        mine = (purchase_orders.c.client == self.client) & (purchase_orders.c.folded == _folded(number))
        with reading(self.db) as connection:
            rows = connection.execute(select(purchase_orders).where(mine).limit(2)).all()
        if len(rows) != 1:
            return None
        [row] = rows
        total = None if row.total is None else Decimal(row.total)
        return PurchaseOrder(row.number, row.supplier, row.currency, total)

    def seen(self, doctype: str, key: tuple[str, ...]) -> str | None:
        """The title of an earlier document of this type and business key, rejected ones left out.

        The key has the values of the type's declared `business_key`, in that order, as records write them.
        """
        if not all(key):
            return None
        same = (cases.c.client == self.client) & (cases.c.type == doctype)
        query = select(case_rows.title()).where(
            same, cases.c.business_key == case_rows.joined(key), cases.c.state != CaseState.REJECTED
        )
        if self.besides is not None:
            query = query.where(cases.c.id < self.besides)
        with reading(self.db) as connection:
            found: str | None = connection.scalar(query.order_by(cases.c.id).limit(1))
        return found or self.unsaved.get((doctype, case_rows.joined(key)))

    def _has(self, table: Table) -> bool:
        with reading(self.db) as connection:
            return bool(connection.scalar(select(exists().where(table.c.client == self.client))))


def look_ups(db: Database, client: str, *, besides: int | None = None) -> LookUps:
    """The client's books. `besides` is the case being checked again: documents seen are those that came before it."""
    return LookUps(db, client, besides)


def _rows(path: Path, columns: Mapping[str, bool]) -> list[dict[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    if not lines:
        raise SettingsError(f"{path}: is empty; its first line names the columns {', '.join(columns)}")
    table = list(csv.reader(lines, delimiter=";" if lines[0].count(";") > lines[0].count(",") else ","))
    names = [name.strip().lower() for name in table[0]]
    _check_columns(path, names, columns)
    made = []
    for line, cells in enumerate(table[1:], 2):
        if len(cells) != len(names):
            raise SettingsError(
                f"{path}: line {line} has {counted(len(cells), 'column')}, the first line names {len(names)}"
            )
        row = dict.fromkeys(columns, "") | dict(zip(names, (cell.strip() for cell in cells), strict=True))
        if missing := [name for name, needed in columns.items() if needed and not row[name]]:
            raise SettingsError(f"{path}: line {line} has no {missing[0]}")
        made.append(row)
    return made


def _check_columns(path: Path, names: Sequence[str], columns: Mapping[str, bool]) -> None:
    known = ", ".join(columns)
    for name in names:
        if name not in columns or names.count(name) > 1:
            wrong = "twice there" if name in columns else "unknown"
            raise SettingsError(f"{path}: line 1: column {name!r} is {wrong}; columns are {known}")
    for name, needed in columns.items():
        if needed and name not in names:
            raise SettingsError(f"{path}: line 1: column {name!r} is missing; columns are {known}")


def _total(text: str, path: Path, line: int) -> str | None:
    if not text:
        return None
    try:
        total = Decimal(text)
    except InvalidOperation:
        total = Decimal("NaN")
    if not total.is_finite():
        raise SettingsError(f"{path}: line {line}: total {text!r} is no plain decimal, such as 1234.50")
    return str(total)


def _clear(connection: Connection, client: str, *tables: Table) -> None:
    clients.known(connection, client)
    for table in tables:
        connection.execute(delete(table).where(table.c.client == client))


def _supplier(connection: Connection, row: Row[Any]) -> Supplier:
    own = (supplier_ibans.c.client == row.client) & (supplier_ibans.c.supplier_id == row.id)
    ibans = connection.scalars(select(supplier_ibans.c.iban).where(own).order_by(supplier_ibans.c.iban))
    return Supplier(row.number, row.name, row.vat_id, tuple(ibans))


def _compact(text: str) -> str:
    return "".join(text.split()).upper()


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _noted(connection: Connection, client: str, person: str, action: str, path: Path, count: int) -> None:
    why = f"{counted(count, 'line')} of {path.name}"
    audit.note(connection, client=client, person=person, action=action, thing=f"client:{client}", why=why)
