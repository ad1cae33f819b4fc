"""What must hold of every case at every moment, beside the sums that `reconcile` counts. `paperdesk audit` asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Table, func, select, true

from documents.case import CaseState, ReceiptState
from documents.counting import counted
from store.database import Database, now, reading
from store.ledger_tables import ExportState, export_cases, exports
from store.tables import cases, decisions, field_values, receipts
from store.values import ABSENT


def broken(db: Database, client: str | None = None, *, grace: float = 3600) -> list[str]:
    """What does not hold, a sentence each. A lease may have run out `grace` seconds ago at most (client None: all)."""
    with reading(db) as connection:
        return [
            *_two_values(connection, client),
            *_nobody_says_so(connection, client),
            *_undecided(connection, client),
            *_unwritten(connection, client, grace),
            *_left_on_lease(connection, client, grace),
        ]


def _two_values(connection: Connection, client: str | None) -> Iterator[str]:
    """A field's history is one chain: no two rows follow the same one, and only one is the first."""
    before = func.coalesce(field_values.c.previous, 0)
    query = select(field_values.c.case_id, field_values.c.name, func.count().label("rows")).where(
        _of(field_values, client)
    )
    forked = query.group_by(field_values.c.case_id, field_values.c.name, before).having(func.count() > 1)
    for row in connection.execute(forked):
        yield (
            f"case {row.case_id}: field {row.name} has {counted(row.rows, 'value')} that each claim to be the next; "
            "open the case, look at its history and key the field again"
        )


def _nobody_says_so(connection: Connection, client: str | None) -> Iterator[str]:
    followed = select(field_values.c.previous).where(field_values.c.previous.is_not(None))
    query = (
        select(field_values.c.case_id, field_values.c.name)
        .join(export_cases, export_cases.c.case_id == field_values.c.case_id)
        .where(_of(field_values, client), field_values.c.by == "", field_values.c.tag != ABSENT)
        .where(field_values.c.id.not_in(followed))
        .distinct()
    )
    for row in connection.execute(query):
        yield (
            f"case {row.case_id}: field {row.name} was exported, and nobody says where it came from; "
            "compare it with the original, and report it as a defect"
        )


def _undecided(connection: Connection, client: str | None) -> Iterator[str]:
    query = select(cases.c.id).where(
        _of(cases, client),
        cases.c.state.in_([CaseState.APPROVED, CaseState.RELEASED]),
        cases.c.id.not_in(select(decisions.c.case_id)),
    )
    for number in connection.scalars(query):
        yield f"case {number} is approved without a decision; reopen it with `paperdesk reopen` and have it looked at"


def _unwritten(connection: Connection, client: str | None, grace: float) -> Iterator[str]:
    late = exports.c.begun_at < now(connection) - timedelta(seconds=grace)
    query = select(exports.c.name, exports.c.begun_at).where(
        _of(exports, client), exports.c.state == ExportState.BEGUN, late
    )
    for row in connection.execute(query):
        yield (
            f"export {row.name} was begun at {row.begun_at:%Y-%m-%d %H:%M} UTC and is not written; "
            "`paperdesk export` writes it, or says what stands in the way"
        )


def _left_on_lease(connection: Connection, client: str | None, grace: float) -> Iterator[str]:
    late = receipts.c.lease_until < now(connection) - timedelta(seconds=grace)
    query = select(receipts.c.id, receipts.c.lease_owner, receipts.c.lease_until).where(
        _of(receipts, client), receipts.c.state == ReceiptState.PROCESSING, late
    )
    for row in connection.execute(query):
        yield (
            f"receipt {row.id} is on lease to {row.lease_owner}, whose lease ran out at "
            f"{row.lease_until:%Y-%m-%d %H:%M} UTC; start `paperdesk watch`, `serve` or `nightly`, which takes it over"
        )


def _of(table: Table, client: str | None) -> ColumnElement[bool]:
    return true() if client is None else table.c.client == client
