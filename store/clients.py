"""Clients: whose documents these are. Every row of the store belongs to one."""

from __future__ import annotations

import re

from sqlalchemy import Connection, insert, select

from documents.errors import StoreError
from store.database import Database, now, reading, serialise
from store.tables import clients

RULE = "a client's name is up to 64 letters, digits and _ . -, beginning with a letter or digit"


def is_name(name: str) -> bool:
    """May a client be called so?

    >>> is_name("acme"), is_name("a b"), is_name("-x")
    (True, False, False)
    """
    return re.fullmatch(r"[^\W_][\w.-]{0,63}", name) is not None


def names(db: Database) -> list[str]:
    """All clients, in alphabetical order."""
    with reading(db) as connection:
        return list(connection.scalars(select(clients.c.name).order_by(clients.c.name)))


def known(connection: Connection, name: str) -> str:
    """The name, its client added when it is new.

    A name starts with a letter or digit and has up to 64 of letters, digits, `_ . -`, since folders and exports are
    named by it. Raises StoreError for any other.
    """
    if not is_name(name):
        raise StoreError(f"client {name!r}: {RULE}; choose another")
    serialise(connection, f"client:{name}")
    if connection.scalar(select(clients.c.name).where(clients.c.name == name)) is None:
        connection.execute(insert(clients).values(name=name, added_at=now(connection)))
    return name
