"""Cases that are put aside: they wait, but nobody is given them until somebody takes the hold off."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, insert, select, update

from documents.case import CaseState
from documents.errors import StoreError
from store import audit, case_rows
from store.database import Database, now, reading, writing
from store.desk_tables import holds
from store.tables import cases

_OPEN = holds.c.ended_at.is_(None)


@dataclass(frozen=True, slots=True)
class Hold:
    """A case that is put aside: by whom, when, why."""

    case_id: int
    client: str
    name: str
    person: str
    why: str
    at: datetime


def held() -> ColumnElement[bool]:
    """The condition that a row of `cases` is put aside."""
    return exists().where(holds.c.case_id == cases.c.id, _OPEN)


def put(db: Database, case_id: int, *, person: str, fence: int, why: str) -> None:
    """Put the case aside, with a reason; what was keyed stays. Raises LeaseLost when the person does not hold it."""
    if not why.strip():
        raise StoreError(f"putting case {case_id} aside needs a reason; say why")
    with writing(db) as connection:
        held_by = case_rows.lease(connection, person, fence)
        free: dict[str, Any] = {"lease_owner": None, "lease_until": None}
        row = case_rows.move(connection, case_id, CaseState.REVIEW, CaseState.REVIEW, held_by, **free)
        begin(connection, row.client, case_id, person=person, why=why)
        thing = f"case:{case_id}"
        audit.note(connection, client=row.client, person=person, action="case.held", thing=thing, why=why)


def begin(connection: Connection, client: str, case_id: int, *, person: str, why: str) -> None:
    """Put the case aside, in a transaction of somebody else's; a hold that is on it ends."""
    moment = now(connection)
    connection.execute(update(holds).where(_of(case_id)).values(ended_at=moment, ended_by=person))
    connection.execute(insert(holds).values(client=client, case_id=case_id, person=person, why=why, at=moment))


def take_off(db: Database, case_id: int, *, person: str) -> bool:
    """Let the case be given out again; False when it was not put aside."""
    with writing(db) as connection:
        row = case_rows.found(connection, case_id)
        ended = {"ended_at": now(connection), "ended_by": person}
        was_held = connection.execute(update(holds).where(_of(case_id)).values(**ended)).rowcount > 0
        if was_held:
            thing = f"case:{case_id}"
            audit.note(connection, client=row.client, person=person, action="case.hold_ended", thing=thing)
        return was_held


def of_case(db: Database, case_id: int) -> Hold | None:
    """The hold on this case; None when there is none."""
    found = _found(db, holds.c.case_id == case_id, 1)
    return found[0] if found else None


def all_of(db: Database, clients: Collection[str], limit: int = 100) -> list[Hold]:
    """The cases of these clients that are put aside, the oldest first."""
    return _found(db, cases.c.client.in_(clients), limit)


def _of(case_id: int) -> ColumnElement[bool]:
    return (holds.c.case_id == case_id) & _OPEN


def _found(db: Database, which: ColumnElement[bool], limit: int) -> list[Hold]:
    query = select(holds, case_rows.title().label("title")).join(cases, cases.c.id == holds.c.case_id)
    waiting = query.where(which, _OPEN, cases.c.state == CaseState.REVIEW)
    with reading(db) as connection:
        rows = connection.execute(waiting.order_by(holds.c.id).limit(limit))
        return [Hold(row.case_id, row.client, row.title, row.person, row.why, row.at) for row in rows]
