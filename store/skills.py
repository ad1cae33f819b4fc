"""What a person gets from the queue: by type, language, kind of value and client. Nothing given: everything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from documents.errors import StoreError
from store import audit
from store.database import Database, reading, serialise, writing
from store.task_tables import skills

#: The sorts of skill, and what each is a list of.
SORTS = {
    "type": "document types",
    "language": "languages that the person reads, as Tesseract names them (eng, deu)",
    "kind": "kinds of value (money, date, ...)",
    "client": "clients, among those whose documents the person may see",
}
Skills = Mapping[str, frozenset[str]]


def of(db: Database, person: str) -> Skills:
    """What this person was given, by sort; a sort that is missing has no limit."""
    with reading(db) as connection:
        rows = connection.execute(select(skills).where(skills.c.person == person)).all()
    return {sort: frozenset(row.name for row in rows if row.sort == sort) for sort in {row.sort for row in rows}}


def give(db: Database, person: str, sort: str, names: Collection[str], *, by: str) -> None:
    """Limit what a person gets to these; none takes the limit off. Raises StoreError for an unknown sort."""
    if sort not in SORTS:
        raise StoreError(f"{sort!r} is no sort of skill; use {', '.join(SORTS)}")
    with writing(db) as connection:
        serialise(connection, f"person:{person}")
        connection.execute(delete(skills).where(skills.c.person == person, skills.c.sort == sort))
        if names:
            connection.execute(
                insert(skills), [{"person": person, "sort": sort, "name": name} for name in sorted(set(names))]
            )
        why = f"{sort}: {', '.join(sorted(names)) or 'all'}"
        audit.note(connection, client="", person=by, action="person.skills", thing=f"person:{person}", why=why)


def fits(table: Any, wanted: Skills, kind: Any = None) -> list[Any]:
    """The conditions that a row of cases or tasks is one that this person gets; an unknown language suits everybody."""
    columns = {"type": table.c.type, "client": table.c.client}
    found = [columns[sort].in_(wanted[sort]) for sort in columns if sort in wanted]
    if "language" in wanted:
        found.append(table.c.language.in_({*wanted["language"], ""}))
    if "kind" in wanted and kind is not None:
        found.append(kind.in_(wanted["kind"]))
    return found
