"""What a supervisor has to see at once: deadlines, backlog by stage and age, who is at work. One query a number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, Table, case, cast, func, select, true

from documents.case import CaseState, ReceiptState
from store.columns import NEVER
from store.database import Database, now, reading
from store.ledger_tables import sessions
from store.people import IDLE
from store.tables import cases, receipts

#: The edges of the age buckets: up to 15 minutes, an hour, 4 hours, a day, and older.
AGES = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(days=1))


class Stage(StrEnum):
    """Where documents wait."""

    TO_READ = "to be read"
    READING = "being read"
    FAILED = "cannot be read"
    QUEUE = "in the exception queue"
    AT_DESK = "with a person"
    TO_RELEASE = "to be released"


@dataclass(frozen=True, slots=True)
class Backlog:
    """The documents (files, before they are read) of a stage, by age: one count a bucket of AGES and one for older."""

    stage: Stage
    ages: tuple[int, ...]

    @property
    def documents(self) -> int:
        """All of them."""
        return sum(self.ages)


@dataclass(frozen=True, slots=True)
class Risk:
    """A client's open documents against their deadlines. `first` is the earliest one; `soon` are due within an hour."""

    client: str
    waiting: int
    overdue: int
    soon: int
    first: datetime


@dataclass(frozen=True, slots=True)
class AtWork:
    """Somebody signed in: when they last asked for something, and the case they hold, if one."""

    person: str
    seen_at: datetime
    case_id: int | None
    client: str | None
    lease_until: datetime | None


@dataclass(frozen=True, slots=True)
class Through:
    """Documents of a client and type that were approved or exported, and how many of them no person decided."""

    client: str
    type_name: str
    documents: int
    straight: int


def backlog(db: Database, clients: Collection[str] | None = None) -> list[Backlog]:
    """Every stage with what waits there; `clients` narrows it (None: all)."""
    with reading(db) as connection:
        moment = now(connection)
        files, documents = receipts.c, cases.c
        found = {
            Stage.TO_READ: _aged(receipts, files.received_at, moment, files.state == ReceiptState.RECEIVED, clients),
            Stage.READING: _aged(receipts, files.received_at, moment, files.state == ReceiptState.PROCESSING, clients),
            Stage.FAILED: _aged(receipts, files.received_at, moment, files.state == ReceiptState.FAILED, clients),
            Stage.QUEUE: _aged(cases, documents.created_at, moment, _open() & ~_held(moment), clients),
            Stage.AT_DESK: _aged(cases, documents.created_at, moment, _open() & _held(moment), clients),
            Stage.TO_RELEASE: _aged(cases, documents.moved_at, moment, documents.state == CaseState.APPROVED, clients),
        }
        return [Backlog(stage, tuple(connection.execute(query).one())) for stage, query in found.items()]


def risks(db: Database, clients: Collection[str] | None = None) -> list[Risk]:
    """Each client with documents in review that have a deadline, the earliest deadline first."""
    with reading(db) as connection:
        moment = now(connection)
        due = cases.c.deadline
        query = (
            select(
                cases.c.client,
                func.count().label("waiting"),
                _many(due < moment).label("overdue"),
                _many((due >= moment) & (due < moment + timedelta(hours=1))).label("soon"),
                func.min(due).label("first"),
            )
            .where(_open(), due < NEVER, _of(cases, clients))
            .group_by(cases.c.client)
            .order_by(func.min(due))
        )
        return [Risk(*row) for row in connection.execute(query)]


def at_work(db: Database, clients: Collection[str] | None = None) -> list[AtWork]:
    """Who is signed in and not idle, by name; a case of a client not among `clients` is not told."""
    with reading(db) as connection:
        moment = now(connection)
        held = cases.c.lease_owner.is_not(None) & (cases.c.lease_until >= moment) & _open()
        holding = {row.lease_owner: row for row in connection.execute(select(cases).where(held, _of(cases, clients)))}
        query = (
            select(sessions.c.person, func.max(sessions.c.seen_at).label("seen_at"))
            .where(sessions.c.ended_at.is_(None), sessions.c.seen_at >= moment - timedelta(seconds=IDLE))
            .group_by(sessions.c.person)
            .order_by(sessions.c.person)
        )
        return [_at_work(row, holding.get(row.person)) for row in connection.execute(query)]


def through(db: Database, *, since: datetime, clients: Collection[str] | None = None) -> list[Through]:
    """What was approved or exported of the documents that came to be since then, by client and type."""
    done = cases.c.state.in_((CaseState.APPROVED, CaseState.RELEASED)) & (cases.c.created_at >= since)
    columns = (cases.c.client, cases.c.type)
    query = select(*columns, func.count(), func.sum(cast(cases.c.straight, Integer))).where(done, _of(cases, clients))
    with reading(db) as connection:
        return [Through(*row) for row in connection.execute(query.group_by(*columns).order_by(*columns))]


def _at_work(row: Any, holding: Any) -> AtWork:
    if holding is None:
        return AtWork(row.person, row.seen_at, None, None, None)
    return AtWork(row.person, row.seen_at, holding.id, holding.client, holding.lease_until)


def _open() -> ColumnElement[bool]:
    return cases.c.state == CaseState.REVIEW


def _held(moment: datetime) -> ColumnElement[bool]:
    return func.coalesce(cases.c.lease_until >= moment, False)


def _of(table: Table, clients: Collection[str] | None) -> ColumnElement[bool]:
    return true() if clients is None else table.c.client.in_(clients)


def _many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


def _aged(
    table: Table, since: Column[datetime], moment: datetime, which: ColumnElement[bool], clients: Collection[str] | None
) -> Any:
    """The counts of one stage, youngest bucket first."""
    edges = [moment - age for age in AGES]
    buckets = [since > edges[0]]
    buckets += [(since <= younger) & (since > older) for younger, older in pairwise(edges)]
    buckets.append(since <= edges[-1])
    return select(*(_many(bucket) for bucket in buckets)).where(which, _of(table, clients))
