"""Tasks: one question about one field to one person, who sees what stands on the paper and nothing that others said.

A task is pulled, leased with a fence, and answered once; the answer, what follows from it and the next task are one
transaction. Who said anything in a round is never asked again in it; in QA, nor is whoever ever keyed the field.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from documents.counting import counted
from documents.errors import LeaseLost, StoreError
from documents.layout import Box
from documents.plain import to_noun
from store import audit, drafts, keyings, skills, task_choice
from store.columns import NEVER
from store.database import Database, now, reading, serialise, writing
from store.skills import Skills
from store.task_tables import task_skips, tasks
from store.voices import QA, Outcome, Sort, Voice, two

#: What a task asks: to key (one of two), to verify (beside the machine), to arbitrate, to check an accepted value.
KINDS = ("key", "verify", "arbitrate", "qa")
#: Passed on so often, a task waits for a supervisor.
SKIPS = 3
_VOICES = {"key": Sort.KEYED, "verify": Sort.KEYED, "arbitrate": Sort.ARBITRATED, "qa": Sort.CHECKED}


@dataclass(frozen=True, slots=True)
class Task:
    """A task in the hands of one person until a moment; `fence` is the token that every answer has to show.

    `boxes` are where the value stands, as far as anybody knows. `draft` is what this person had typed before.
    """

    id: int
    case_id: int
    client: str
    field: str
    kind: str
    type_name: str
    value_kind: str
    boxes: tuple[Box, ...]
    deadline: datetime | None
    person: str
    fence: int
    until: datetime
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer brought: the outcome of its round, and whether all of the case's rounds are done."""

    case_id: int
    outcome: Outcome
    is_last: bool


def next(
    db: Database,
    *,
    person: str,
    kinds: Sequence[str],
    seconds: float = 600,
    clients: Collection[str] | None = None,
    wanted: Skills | None = None,
    placed: bool = False,
    aside: bool = False,
    like: tuple[str, str] | None = None,
) -> Task | None:
    """Lease the most urgent task of these kinds to this person; None when nothing waits that they may have.

    A person has one task of a kind at a time: whoever holds one gets the same again. `wanted` are the person's
    skills; `placed`: only where it is known where the value stands; `aside`: also what waits for a supervisor; `like`:
    of what is equally urgent rather one of this type and field.
    """
    with writing(db) as connection:
        serialise(connection, f"tasks:{person}")
        moment = now(connection)
        mine = (tasks.c.lease_owner == person) & (tasks.c.lease_until >= moment) & (tasks.c.state == "leased")
        held = select(tasks).where(mine, tasks.c.kind.in_(kinds), *([tasks.c.placed] if placed else []))
        row = connection.execute(held.limit(1)).one_or_none()
        if row is None:
            task_choice.expire(connection, moment)
            limits = [*skills.fits(tasks, wanted or {}, tasks.c.value_kind), *([tasks.c.placed] if placed else [])]
            limits += [] if clients is None else [tasks.c.client.in_(clients)]
            chosen = task_choice.choose(connection, person, kinds, limits, aside, like)
            if chosen is None:
                return None
            more: dict[str, Any] = {"state": "leased", "lease_owner": person, "fence": tasks.c.fence + 1}
        else:
            chosen, more = row.id, {}
        until = moment + timedelta(seconds=seconds)
        row = connection.execute(
            update(tasks).where(tasks.c.id == chosen).values(lease_until=until, **more).returning(tasks)
        ).one()
        task = _task(connection, row)
        if more:
            _noted(connection, row, person, "task.opened")
        return task


def held(db: Database, task_id: int, person: str) -> Task:
    """The task that this person has on lease. Raises LeaseLost when they have it not, or no more."""
    with reading(db) as connection:
        return _task(connection, _held(connection, task_id, person))


def fields_of(db: Database, case_id: int, person: str) -> set[str]:
    """The fields of a case that this person has a task for just now."""
    mine = (tasks.c.lease_owner == person) & (tasks.c.state == "leased") & (tasks.c.case_id == case_id)
    with reading(db) as connection:
        return set(connection.scalars(select(tasks.c.field).where(mine)))


def heartbeat(
    db: Database, task_id: int, *, person: str, fence: int, typed: str = "", seconds: float = 600
) -> datetime:
    """Keep the lease for so many seconds from now, and what was typed as a draft. Raises LeaseLost."""
    with writing(db) as connection:
        row = _held(connection, task_id, person, fence)
        if typed:
            _draft(connection, row, person, typed)
        until = now(connection) + timedelta(seconds=seconds)
        connection.execute(update(tasks).where(tasks.c.id == task_id).values(lease_until=until))
        return until


def answer(db: Database, task_id: int, *, fence: int, voice: Voice) -> Answered:
    """Keep what the person (of the voice) says, and see what follows.

    Raises LeaseLost when the person does not hold the task any more: what they typed is kept as a draft of theirs.
    Raises Conflict when the database knows a word of this person in the round already.
    """
    try:
        return _answer(db, task_id, fence, voice)
    except LeaseLost:
        with writing(db) as connection:
            row = connection.execute(select(tasks).where(tasks.c.id == task_id)).one_or_none()
            if row is not None and voice.text:
                _draft(connection, row, voice.person, voice.text, late=True)
        raise


def _answer(db: Database, task_id: int, fence: int, voice: Voice) -> Answered:
    with writing(db) as connection:
        row = _held(connection, task_id, voice.person, fence)
        moment = now(connection)
        place = keyings.found(connection, row.case_id, row.field, row.round)
        said = Voice(_VOICES[row.kind], voice.person, voice.value, voice.text, voice.boxes, voice.why)
        keyings.hear(connection, place, said, moment)
        done = {"state": "done", "lease_owner": None, "lease_until": None, "person": voice.person, "done_at": moment}
        connection.execute(update(tasks).where(tasks.c.id == task_id).values(**done))
        came = keyings.advance(connection, place, voice.person, moment, voice.boxes)
        _noted(connection, row, voice.person, f"task.{row.kind}")
        return Answered(row.case_id, came.outcome, came.left == 0 and place.review != QA)


def choices(db: Database, task_id: int, person: str) -> tuple[Voice, Voice]:
    """The two voices that the arbiter (who holds the task) decides between, in the order drawn for this round."""
    with reading(db) as connection:
        row = _held(connection, task_id, person)
        if row.kind != "arbitrate":
            raise StoreError(f"task {task_id} is no arbitration: nobody is shown what others said")
        place = keyings.found(connection, row.case_id, row.field, row.round)
        one, other = two(keyings.voices(connection, place))
        return (other, one) if place.swapped else (one, other)


def give_back(db: Database, task_id: int, *, person: str, fence: int, why: str = "", aside: str = "") -> None:
    """Let go of the task. With a reason (`why`) it is passed on to others, the third time to a supervisor.

    `aside` puts it before a supervisor at once, and says why. Raises LeaseLost.
    """
    with writing(db) as connection:
        row = _held(connection, task_id, person, fence)
        skips = row.skips + (1 if why else 0)
        told = aside or (f"passed on {counted(skips, 'time')}" if skips >= SKIPS and not row.aside else row.aside)
        free = {"state": "ready", "lease_owner": None, "lease_until": None, "skips": skips, "aside": told}
        connection.execute(update(tasks).where(tasks.c.id == task_id).values(**free))
        if why or aside:
            moment = now(connection)
            passed = {"client": row.client, "task_id": task_id, "person": person, "why": why or aside, "at": moment}
            connection.execute(insert(task_skips).values(**passed))
            _noted(connection, row, person, "task.escalated" if aside else "task.skipped", why or aside)


def bring_back(db: Database, task_id: int, *, person: str) -> None:
    """Give a task that waits for a supervisor to everybody again, those who passed it on too only if none is left."""
    with writing(db) as connection:
        row = connection.execute(
            update(tasks).where(tasks.c.id == task_id, tasks.c.aside != "").values(aside="", skips=0).returning(tasks)
        ).one_or_none()
        if row is not None:
            _noted(connection, row, person, "task.brought_back")


def _held(connection: Connection, task_id: int, person: str, fence: int | None = None) -> Row[Any]:
    mine = (tasks.c.id == task_id) & (tasks.c.lease_owner == person) & (tasks.c.state == "leased")
    mine &= tasks.c.lease_until > now(connection)
    if fence is not None:
        mine &= tasks.c.fence == fence
    query = select(tasks).where(mine)
    row = connection.execute(query if fence is None else query.with_for_update()).one_or_none()
    if row is None:
        raise LeaseLost("this task is no longer yours: its time ran out; what you typed is kept for you as a draft")
    return row


def _task(connection: Connection, row: Row[Any]) -> Task:
    mine = drafts.of_task(connection, row.case_id, row.field, row.round, row.lease_owner)
    return Task(
        id=row.id,
        case_id=row.case_id,
        client=row.client,
        field=row.field,
        kind=row.kind,
        type_name=row.type,
        value_kind=row.value_kind,
        boxes=to_noun(tuple[Box], row.boxes),
        deadline=None if row.deadline == NEVER else row.deadline,
        person=row.lease_owner,
        fence=row.fence,
        until=row.lease_until,
        draft=mine,
    )


def _draft(connection: Connection, row: Row[Any], person: str, typed: str, late: bool = False) -> None:
    voice = Voice(Sort.KEYED, person, typed, typed)
    drafts.put(connection, row.client, row.case_id, row.field, voice, late=late, round=row.round)


def _noted(connection: Connection, row: Row[Any], person: str, action: str, why: str = "") -> None:
    thing = f"case:{row.case_id}"
    audit.note(connection, client=row.client, person=person, action=action, thing=thing, field=row.field, why=why)


def counts(db: Database, clients: Collection[str] | None = None) -> dict[str, int]:
    """How many tasks of each kind are not done."""
    query = select(tasks.c.kind, func.count().label("tasks")).where(tasks.c.state.in_(("ready", "leased")))
    query = query if clients is None else query.where(tasks.c.client.in_(clients))
    with reading(db) as connection:
        found = {row.kind: row.tasks for row in connection.execute(query.group_by(tasks.c.kind))}
    return {kind: found.get(kind, 0) for kind in KINDS}
