"""The exception queue: cases that wait for a person, most urgent first, each with one person at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, insert, or_, select, update

from documents.case import CaseState
from documents.counting import counted
from documents.errors import Conflict, IllegalMove, LeaseLost
from store import audit, case_rows, holds, skills
from store.columns import NEVER
from store.database import Database, now, reading, serialise, writing
from store.skills import Skills
from store.tables import cases, receipts, skips
from store.task_tables import tasks

#: Passed on so often, a case waits for a supervisor.
SKIPS = 3


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A case as a list shows it. `name` tells also which of several of one name.

    `reasons` counts what is in doubt (`Decision.doubts`), `open_keyings` are fields that others still key unseen.
    `person` has it on lease until `lease_until`, or nobody does. A smaller `priority` is more urgent, 5 is usual.
    """

    case_id: int
    receipt_id: int
    client: str
    name: str
    type_name: str
    state: CaseState
    received_at: datetime
    deadline: datetime | None
    priority: int
    pages: int
    reasons: int
    first_reason: str
    person: str | None
    lease_until: datetime | None
    open_keyings: int = 0


@dataclass(frozen=True, slots=True)
class Lease:
    """A case in the hands of one person until a moment; `fence` is the token that every change has to show."""

    case_id: int
    client: str
    person: str
    fence: int
    until: datetime


def waiting(
    db: Database,
    *,
    client: str | None = None,
    clients: Collection[str] | None = None,
    doctype: str | None = None,
    state: CaseState = CaseState.REVIEW,
    limit: int = 100,
    offset: int = 0,
) -> list[QueueItem]:
    """A page of the cases in review (or another state), most urgent first, those on lease included.

    `client`, `clients` and `doctype` narrow the list (None: all).
    """
    query = select(cases.c.id).where(cases.c.state == state)
    query = query if client is None else query.where(cases.c.client == client)
    query = query if clients is None else query.where(cases.c.client.in_(clients))
    query = query if doctype is None else query.where(cases.c.type == doctype)
    chosen = query.order_by(*_URGENCY).limit(limit).offset(offset).subquery()
    with reading(db) as connection:
        moment = now(connection)
        page = _items().join(chosen, chosen.c.id == cases.c.id).order_by(*_URGENCY)
        return [_item(row, moment) for row in connection.execute(page)]


def item(db: Database, case_id: int) -> QueueItem:
    """One case as a list shows it, in whatever state. Raises NotThere when there is none."""
    with reading(db) as connection:
        row = connection.execute(_items().where(cases.c.id == case_id)).one_or_none()
        if row is None:
            raise case_rows.no_case(case_id)
        return _item(row, now(connection))


def next(
    db: Database,
    *,
    person: str,
    seconds: float = 600,
    clients: Collection[str] | None = None,
    doctypes: Collection[str] | None = None,
    wanted: Skills | None = None,
) -> Lease | None:
    """Lease the most urgent case to this person; None when nothing waits that they may have.

    A person has one case at a time: whoever holds one gets the same lease again. `clients` and `doctypes` narrow the
    choice (None: all), as do the person's skills (`wanted`). A case that they passed on is not given to them again.
    """
    with writing(db) as connection:
        serialise(connection, f"desk:{person}")
        moment = now(connection)
        mine = connection.scalar(select(cases.c.id).where(_held_by(person, moment)).limit(1))
        if mine is not None:
            return _extend(connection, mine, moment, seconds)
        query = _free(person, moment, clients, doctypes).where(*skills.fits(cases, wanted or {}))
        chosen = connection.scalar(query.limit(1).with_for_update(skip_locked=True))
        return None if chosen is None else _take(connection, chosen, person, moment, seconds)


def foreseen(
    db: Database,
    *,
    person: str,
    clients: Collection[str] | None = None,
    doctypes: Collection[str] | None = None,
    wanted: Skills | None = None,
) -> int | None:
    """The case that `next` would give this person once theirs is done; nothing is leased, so another may get it."""
    with reading(db) as connection:
        query = _free(person, now(connection), clients, doctypes).where(*skills.fits(cases, wanted or {}))
        return connection.scalar(query.limit(1))


def _free(
    person: str, moment: datetime, clients: Collection[str] | None, doctypes: Collection[str] | None
) -> Select[tuple[int]]:
    """The cases that may be given to this person, most urgent first."""
    free = or_(cases.c.lease_until.is_(None), cases.c.lease_until < moment)
    passed = exists().where(skips.c.case_id == cases.c.id, skips.c.person == person)
    waits = (cases.c.state == CaseState.REVIEW) & (cases.c.open_keyings == 0)
    query = select(cases.c.id).where(waits, free, ~passed, ~holds.held())
    query = query if clients is None else query.where(cases.c.client.in_(clients))
    query = query if doctypes is None else query.where(cases.c.type.in_(doctypes))
    return query.order_by(*_URGENCY)


def claim(db: Database, case_id: int, *, person: str, seconds: float = 600) -> Lease:
    """Lease this case to this person, who lets go of any other; holding it already, they get the same lease again.

    Raises Conflict when somebody else has it, IllegalMove when it is not in review.
    """
    with writing(db) as connection:
        serialise(connection, f"desk:{person}")
        moment = now(connection)
        row = connection.execute(select(cases).where(cases.c.id == case_id).with_for_update()).one_or_none()
        if row is None:
            raise case_rows.no_case(case_id)
        if row.state != CaseState.REVIEW:
            raise IllegalMove(f"case {case_id} is {row.state}: only a case in review can be taken")
        if row.open_keyings:
            raise Conflict(f"case {case_id}: {row.open_keyings} of its fields are keyed by others; it comes back")
        others = _held_by(person, moment) & (cases.c.id != case_id)
        connection.execute(update(cases).where(others).values(lease_owner=None, lease_until=None))
        if row.lease_until is not None and row.lease_until >= moment:
            if row.lease_owner != person:
                raise Conflict(
                    f"case {case_id} is with {row.lease_owner} until {row.lease_until:%H:%M} UTC; take another"
                )
            return _extend(connection, case_id, moment, seconds)
        return _take(connection, case_id, person, moment, seconds)


def heartbeat(db: Database, case_id: int, *, person: str, fence: int, seconds: float = 600) -> Lease:
    """Keep the lease for so many seconds from now. Raises LeaseLost when it ran out or another has the case."""
    with writing(db) as connection:
        _held(connection, case_id, person, fence)
        return _extend(connection, case_id, now(connection), seconds)


def give_back(db: Database, case_id: int, *, person: str, fence: int, why: str = "") -> None:
    """Let go of the case; what was keyed stays. With a reason it is passed on to others. Raises LeaseLost.

    What several (SKIPS) have passed on is put aside for a supervisor.
    """
    with writing(db) as connection:
        row = _held(connection, case_id, person, fence)
        free = {"lease_owner": None, "lease_until": None}
        connection.execute(update(cases).where(cases.c.id == case_id).values(**free))
        if why:
            of = {"client": row.client, "case_id": case_id}
            connection.execute(insert(skips).values(**of, person=person, why=why, at=now(connection)))
            thing = f"case:{case_id}"
            passed = connection.scalar(select(func.count()).where(skips.c.case_id == case_id)) or 0
            if passed % SKIPS == 0:
                holds.begin(
                    connection, row.client, case_id, person=person, why=f"hold: passed on {counted(passed, 'time')}"
                )
            audit.note(connection, client=row.client, person=person, action="case.skipped", thing=thing, why=why)


def hurry(
    db: Database, case_id: int, *, person: str, priority: int | None = None, deadline: datetime | None = None
) -> None:
    """Make a case, and its tasks, more or less urgent; what is None stays. Raises NotThere when there is none."""
    given = {"priority": priority, "deadline": deadline}
    wanted = {name: value for name, value in given.items() if value is not None}
    with writing(db) as connection:
        row = case_rows.found(connection, case_id)
        if wanted:
            connection.execute(update(cases).where(cases.c.id == case_id).values(**wanted))
            connection.execute(update(tasks).where(tasks.c.case_id == case_id).values(**wanted))
            why = ", ".join(f"{name} {value}" for name, value in wanted.items())
            thing = f"case:{case_id}"
            audit.note(connection, client=row.client, person=person, action="case.urgency", thing=thing, why=why)


_URGENCY = (cases.c.priority, cases.c.deadline, cases.c.id)


def _items() -> Select[Any]:
    titled = select(cases, case_rows.title().label("title"), receipts.c.received_at)
    return titled.join(receipts, receipts.c.id == cases.c.receipt_id)


def _item(row: Row[Any], moment: datetime) -> QueueItem:
    held = row.lease_until is not None and row.lease_until >= moment
    return QueueItem(
        case_id=row.id,
        receipt_id=row.receipt_id,
        client=row.client,
        name=row.title,
        type_name=row.type,
        state=CaseState(row.state),
        received_at=row.received_at,
        deadline=None if row.deadline == NEVER else row.deadline,
        priority=row.priority,
        pages=row.pages,
        reasons=row.reasons,
        first_reason=row.first_reason,
        person=row.lease_owner if held else None,
        lease_until=row.lease_until if held else None,
        open_keyings=row.open_keyings,
    )


def _held_by(person: str, moment: datetime) -> ColumnElement[bool]:
    leased = (cases.c.lease_owner == person) & (cases.c.lease_until >= moment)
    return leased & (cases.c.state == CaseState.REVIEW)


def _take(connection: Connection, case_id: int, person: str, moment: datetime, seconds: float) -> Lease:
    lease = {"lease_owner": person, "lease_until": moment + timedelta(seconds=seconds), "fence": cases.c.fence + 1}
    row = connection.execute(update(cases).where(cases.c.id == case_id).values(**lease).returning(cases)).one()
    return _lease(row)


def _extend(connection: Connection, case_id: int, moment: datetime, seconds: float) -> Lease:
    until = moment + timedelta(seconds=seconds)
    row = connection.execute(
        update(cases).where(cases.c.id == case_id).values(lease_until=until).returning(cases)
    ).one()
    return _lease(row)


def _lease(row: Row[Any]) -> Lease:
    return Lease(row.id, row.client, row.lease_owner, row.fence, row.lease_until)


def _held(connection: Connection, case_id: int, person: str, fence: int) -> Row[Any]:
    mine = (cases.c.id == case_id) & case_rows.lease(connection, person, fence)
    row = connection.execute(select(cases).where(mine).with_for_update()).one_or_none()
    if row is None:
        raise LeaseLost(f"case {case_id}: your lease ran out or another has it; take it from the queue again")
    return row
