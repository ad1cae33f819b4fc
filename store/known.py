"""Values from a client's own books that begin with, or hold, what is sought."""

from __future__ import annotations

from sqlalchemy import Column, select

from store.database import Database, reading
from store.ledger_tables import purchase_orders, suppliers

#: Where values stand, by what they are; and what to tell beside each. Accounts are not among them: they are secret.
BOOKS: dict[str, tuple[Column[str], Column[str], str]] = {
    "supplier_name": (suppliers.c.name, suppliers.c.vat_id, "supplier"),
    "supplier_vat_id": (suppliers.c.vat_id, suppliers.c.name, "supplier"),
    "order_number": (purchase_orders.c.number, purchase_orders.c.supplier, "order of"),
}


def values(db: Database, client: str, book: str, sought: str, most: int) -> list[tuple[str, str]]:
    """Up to so many values of a book of this client, each with what it belongs to; those that begin so come first."""
    column, beside, title = BOOKS[book]
    query = select(column, beside).where(column.table.c.client == client, column != "")
    if wanted := " ".join(sought.split()):
        query = query.where(column.icontains(wanted, autoescape=True))
    begins = column.istartswith(" ".join(sought.split()), autoescape=True)
    with reading(db) as connection:
        rows = connection.execute(query.order_by(begins.desc(), column).limit(most))
        return [(row[0], f"{title} {row[1]}".strip()) for row in rows]
