"""What people's work took: documents, fields, keystrokes, active minutes. Only counts are kept, never characters.

Documents and fields are counted from the history itself; keystrokes, clicks and time from the spells that the keying
screen reports. Every figure can so be computed again from rows (docs/measures.md).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, func, insert, select

from documents.verdicts import Route
from store import case_rows
from store.database import Database, now, reading, writing
from store.measure_tables import work_spells
from store.tables import decisions, field_values

#: What is summed of the spells.
SPENT = ("keys", "clicks", "milliseconds")


@dataclass(frozen=True, slots=True)
class Spell:
    """A stay in one field: `keys` pressed and `clicks` made there, `milliseconds` of them active."""

    field: str
    keys: int
    clicks: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Work:
    """What a person did in a span of time. `fields` counts values keyed or confirmed by hand."""

    person: str
    documents: int = 0
    fields: int = 0
    keys: int = 0
    clicks: int = 0
    milliseconds: int = 0

    def an_hour(self, count: int) -> float | None:
        """So many in an active hour; None where less than a minute was measured.

        >>> Work("anna", fields=30, milliseconds=1_800_000).an_hour(30)
        60.0
        """
        return count * 3_600_000 / self.milliseconds if self.milliseconds >= 60_000 else None


def note(db: Database, case_id: int, *, person: str, spells: Sequence[Spell]) -> None:
    """Keep what a person's stays in a case's fields took. Raises NotThere when there is no such case."""
    with writing(db) as connection:
        client = case_rows.found(connection, case_id).client
        of = {"client": client, "case_id": case_id, "person": person, "at": now(connection)}
        rows = [
            of | {"field": one.field, "keys": one.keys, "clicks": one.clicks, "milliseconds": one.milliseconds}
            for one in spells
        ]
        if rows:
            connection.execute(insert(work_spells), rows)


def by_person(db: Database, *, since: datetime, until: datetime, clients: Collection[str] | None = None) -> list[Work]:
    """What each person did within [since, until) on documents of these clients (None: all), by name."""
    found: dict[str, dict[str, int]] = {}
    finished = _within(decisions, since, until, clients) & (decisions.c.route == Route.RELEASE)
    queries = [
        (_counted(decisions, func.count(decisions.c.case_id.distinct()).label("documents")), finished),
        (_counted(field_values, _FIELDS.label("fields")), _within(field_values, since, until, clients)),
        (
            _counted(work_spells, *(func.sum(work_spells.c[name]).label(name) for name in SPENT)),
            _within(work_spells, since, until, clients),
        ),
    ]
    with reading(db) as connection:
        for query, which in queries:
            for row in connection.execute(query.where(which)):
                counts = row._asdict()
                found.setdefault(counts.pop("person"), {}).update({name: int(count) for name, count in counts.items()})
    return [Work(person, **found[person]) for person in sorted(found)]


#: However often a field was keyed, it is one; "|" stands in no name.
_FIELDS = func.count((cast(field_values.c.case_id, String) + "|" + field_values.c.name).distinct())


def _counted(table: Table, *counts: ColumnElement[Any]) -> Any:
    return select(table.c.person, *counts).group_by(table.c.person)


def _within(table: Table, since: datetime, until: datetime, clients: Collection[str] | None) -> ColumnElement[bool]:
    """The rows that people (not the machine) made in this span."""
    which = (table.c.at >= since) & (table.c.at < until) & (table.c.person != "")
    return which if clients is None else which & table.c.client.in_(clients)
