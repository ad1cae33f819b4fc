"""Counts for `paperdesk status` and the nightly report; every number is one query over the rows as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, case, cast, func, select

from documents.case import CaseState, ReceiptState
from store.database import Database, now, reading
from store.tables import cases, receipts


@dataclass(frozen=True, slots=True)
class Tally:
    """The documents of a client, of one type, in one state.

    `straight` went through without a person; `oldest` is when the first of them came to be.
    """

    client: str
    type_name: str
    state: CaseState
    documents: int
    pages: int
    straight: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class FileTally:
    """The files of a client in one state. `stuck` have a lease that ran out; `oldest` is when the first came in."""

    client: str
    state: ReceiptState
    files: int
    stuck: int
    oldest: datetime


def documents(
    db: Database, client: str | None = None, *, since: datetime | None = None, until: datetime | None = None
) -> list[Tally]:
    """Documents by client, type and state; of those that came to be in [since, until)."""
    columns = (cases.c.client, cases.c.type, cases.c.state)
    query = select(
        *columns,
        func.count().label("documents"),
        func.sum(cases.c.pages).label("pages"),
        func.sum(cast(cases.c.straight, Integer)).label("straight"),
        func.min(cases.c.created_at).label("oldest"),
    )
    query = query if client is None else query.where(cases.c.client == client)
    query = query if since is None else query.where(cases.c.created_at >= since)
    query = query if until is None else query.where(cases.c.created_at < until)
    with reading(db) as connection:
        rows = connection.execute(query.group_by(*columns).order_by(*columns))
        return [
            Tally(row.client, row.type, CaseState(row.state), row.documents, row.pages, row.straight, row.oldest)
            for row in rows
        ]


def files(
    db: Database, client: str | None = None, *, since: datetime | None = None, until: datetime | None = None
) -> list[FileTally]:
    """Files by client and state; of those that came in within [since, until)."""
    columns = (receipts.c.client, receipts.c.state)
    with reading(db) as connection:
        stuck = (receipts.c.state == ReceiptState.PROCESSING) & (receipts.c.lease_until < now(connection))
        query = select(
            *columns,
            func.count().label("files"),
            func.sum(case((stuck, 1), else_=0)).label("stuck"),
            func.min(receipts.c.received_at).label("oldest"),
        )
        query = query if client is None else query.where(receipts.c.client == client)
        query = query if since is None else query.where(receipts.c.received_at >= since)
        query = query if until is None else query.where(receipts.c.received_at < until)
        rows = connection.execute(query.group_by(*columns).order_by(*columns))
        return [FileTally(row.client, ReceiptState(row.state), row.files, row.stuck, row.oldest) for row in rows]


def reasons(db: Database, client: str | None = None, *, limit: int = 10) -> list[tuple[str, int]]:
    """Why files failed: the commonest codes with their counts, most first."""
    query = select(receipts.c.code, func.count().label("files")).where(receipts.c.state == ReceiptState.FAILED)
    query = query if client is None else query.where(receipts.c.client == client)
    query = query.group_by(receipts.c.code).order_by(func.count().desc(), receipts.c.code)
    with reading(db) as connection:
        return [(row.code, row.files) for row in connection.execute(query.limit(limit))]
