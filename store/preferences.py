"""How a person wants the desk: their keys, the side of the page, the document they left last."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from store.database import Database, reading, serialise, writing
from store.desk_tables import preferences


def of(db: Database, person: str) -> dict[str, Any]:
    """All that this person chose, by name."""
    query = select(preferences.c.name, preferences.c.plain).where(preferences.c.person == person)
    with reading(db) as connection:
        return {row.name: row.plain for row in connection.execute(query)}


def keep(db: Database, person: str, name: str, plain: Any) -> None:
    """Keep one choice, instead of the one before. `plain` is what JSON can hold; never a value of a document."""
    own = (preferences.c.person == person) & (preferences.c.name == name)
    with writing(db) as connection:
        serialise(connection, f"preference:{person}")
        if connection.execute(update(preferences).where(own).values(plain=plain)).rowcount == 0:
            connection.execute(insert(preferences).values(person=person, name=name, plain=plain))
