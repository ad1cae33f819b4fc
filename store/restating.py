"""Corrections after export: a released case is opened again, and its next version goes out with the last one reversed.

Nothing that was exported is edited. A restatement fixes what the version before said, by the numbers of its last value
and decision; the case is corrected at the desk like any other, and the next export to each format it had holds a
reversal of what was said and the new version (only the reversal, when the case was rejected; nothing, when it was
approved as it was).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from documents.case import Case, CaseState
from documents.counting import counted
from documents.doctype import DocumentType
from documents.errors import StoreError
from documents.failpoints import reached
from store import audit, case_rows, rearranging, values
from store.database import Database, now, reading, serialise, writing
from store.ledger_rows import NO_REST, Export, entered, export_of
from store.ledger_tables import ExportState, export_cases, exports, restated_cases, restatements
from store.tables import cases, decisions


@dataclass(frozen=True, slots=True)
class Restatement:
    """A case that is corrected after its export. `version` is the one that follows; why it is, and who said so."""

    case_id: int
    client: str
    version: int
    person: str
    why: str


def restate(db: Database, case_id: int, *, person: str, why: str) -> Restatement:
    """Put a released case back into review, to be corrected; its next release takes the last version back.

    Raises StoreError without a reason, IllegalMove when the case is not released.
    """
    if not why.strip():
        raise StoreError(f"restating case {case_id} needs a reason; say why")
    with writing(db) as connection:
        row = case_rows.move(connection, case_id, CaseState.RELEASED, CaseState.REVIEW)
        reached("restated.moved")
        version = (_latest(connection, case_id) or 1) + 1
        decided = select(func.max(decisions.c.id)).where(decisions.c.case_id == case_id)
        fixed = {
            "client": row.client,
            "case_id": case_id,
            "version": version,
            "type": row.type,
            "last_value": values.last(connection, case_id),
            "last_decision": connection.execute(decided).scalar_one(),
            "person": person,
            "why": why,
            "at": now(connection),
        }
        connection.execute(insert(restatements).values(**fixed))
        thing = f"case:{case_id}"
        audit.note(connection, client=row.client, person=person, action="case.restated", thing=thing, why=why)
    return Restatement(case_id, row.client, version, person, why)


def due(db: Database, rest: timedelta = NO_REST, gather: timedelta = NO_REST) -> list[tuple[str, str, str]]:
    """Client, format and type of the restated cases that wait for an export: approved, or rejected for good.

    `rest` and `gather` as in `ledger.due`: it is always a person who decided them.
    """
    with reading(db) as connection:
        latest = now(connection) - rest - gather
        waiting = _changed(connection, _waiting(connection, rest))
        return sorted({(row.client, row.format, row.type) for row in waiting if row.moved_at <= latest})


def begin(
    db: Database,
    *,
    client: str,
    format: str,
    doctype: str,
    business_date: date | None = None,
    rest: timedelta = NO_REST,
) -> Export | None:
    """Take the restated cases of this client, format and type into one export; None when there are none.

    What was decided less than `rest` ago is left.
    """
    with writing(db) as connection:
        serialise(connection, f"ledger:{client}:{format}")
        mine = (cases.c.client == client) & (export_cases.c.format == format) & (cases.c.type == doctype)
        query = _waiting(connection, rest).where(mine).order_by(cases.c.id)
        taken = _changed(connection, query.with_for_update(of=cases))  # none of them is opened again meanwhile
        if not taken:
            return None
        row = entered(connection, client, format, doctype, business_date)
        reached("restated.inserted")
        held = [
            {"client": client, "export_id": row.id, "case_id": one.id, "format": format, "version": one.version}
            for one in taken
        ]
        connection.execute(insert(restated_cases), held)
        why = counted(len(taken), "restated case")
        audit.note(connection, client=client, person="", action="export.begun", thing=f"export:{row.id}", why=why)
        return export_of(connection, row)


def before(db: Database, case_id: int, version: int, types: Mapping[str, DocumentType]) -> Case:
    """The case as the version before this one said it. Raises StoreError when there is no such restatement."""
    with reading(db) as connection:
        mine = (restatements.c.case_id == case_id) & (restatements.c.version == version)
        row = connection.execute(select(restatements).where(mine)).one_or_none()
        if row is None or row.type not in types:
            raise StoreError(f"case {case_id}: no version before {version}, or its type is declared no more")
        decision, findings = case_rows.last_decision(connection, case_id, row.last_decision)
        fields = values.current(connection, case_id, row.last_value)
        return Case(case_rows.document(connection, case_id), types[row.type], fields, findings, decision)


def told_before(db: Database, case_id: int, version: int) -> int:
    """The version that an export last said before this one: those in which nothing changed were never told."""
    mine = (restated_cases.c.case_id == case_id) & (restated_cases.c.version < version)
    with reading(db) as connection:
        return connection.scalar(select(func.max(restated_cases.c.version)).where(mine)) or 1


def unchanged(connection: Connection, rest: timedelta = NO_REST) -> list[int]:
    """The restated cases that were approved as they were, `rest` ago or longer: there is nothing to tell."""
    waiting = _waiting(connection, rest).where(cases.c.state == CaseState.APPROVED)
    approved = waiting.with_only_columns(cases.c.id).distinct()
    return [number for number in connection.scalars(approved).all() if _is_unchanged(connection, number)]


def of(db: Database, case_id: int) -> list[Restatement]:
    """The restatements of a case, oldest first."""
    query = select(restatements).where(restatements.c.case_id == case_id).order_by(restatements.c.version)
    with reading(db) as connection:
        return [_noun(row) for row in connection.execute(query)]


def is_written(connection: Connection, case_id: int) -> bool:
    """Has the newest version gone to every format that the case was exported to?

    So it is with one never restated, and with one in which nothing changed.
    """
    version = _latest(connection, case_id)
    if version is None or _is_unchanged(connection, case_id):
        return True
    had = set(connection.scalars(select(export_cases.c.format).where(export_cases.c.case_id == case_id)))
    done = select(restated_cases.c.format).join(exports, exports.c.id == restated_cases.c.export_id)
    mine = (restated_cases.c.case_id == case_id) & (restated_cases.c.version == version)
    return had <= set(connection.scalars(done.where(mine, exports.c.state != ExportState.BEGUN)))


def is_told(connection: Connection, case_id: int) -> bool:
    """Does an export, begun or written, say the case as it is: of a restated one its newest version?"""
    version = _latest(connection, case_id)
    told = select(export_cases.c.export_id).where(export_cases.c.case_id == case_id)
    if version is not None:
        mine = (restated_cases.c.case_id == case_id) & (restated_cases.c.version == version)
        told = select(restated_cases.c.export_id).where(mine)
    return connection.scalar(told.limit(1)) is not None


def _waiting(connection: Connection, rest: timedelta) -> Select[Any]:
    """Cases whose newest version was decided `rest` ago and has not gone to a format that had an earlier one."""
    newest = (
        select(restatements.c.case_id, func.max(restatements.c.version).label("version"))
        .group_by(restatements.c.case_id)
        .subquery()
    )
    gone = select(restated_cases.c.export_id).where(
        restated_cases.c.case_id == cases.c.id,
        restated_cases.c.format == export_cases.c.format,
        restated_cases.c.version == newest.c.version,
    )
    return (
        select(cases.c.id, cases.c.client, cases.c.type, cases.c.moved_at, export_cases.c.format, newest.c.version)
        .join(newest, newest.c.case_id == cases.c.id)
        .join(export_cases, export_cases.c.case_id == cases.c.id)
        .where(cases.c.state.in_([CaseState.APPROVED, CaseState.REJECTED]), ~gone.exists())
        .where(cases.c.moved_at <= now(connection) - rest)
    )


def _changed(connection: Connection, waiting: Select[Any]) -> list[Row[Any]]:
    """Those of the waiting that say something else than before."""
    same = set(unchanged(connection))
    return [row for row in connection.execute(waiting) if row.id not in same]


def _is_unchanged(connection: Connection, case_id: int) -> bool:
    """Has the case the type, the pages and the values that it had when it was restated last? Who said so may differ."""
    mine = select(restatements).where(restatements.c.case_id == case_id).order_by(restatements.c.version.desc())
    last, row = connection.execute(mine.limit(1)).one(), case_rows.found(connection, case_id)
    then, today = (
        {name: field.value for name, field in values.current(connection, case_id, until).items()}
        for until in (last.last_value, None)
    )
    is_same = (last.type, then) == (row.type, today) and row.state != CaseState.REJECTED
    return is_same and not rearranging.is_changed_since(connection, row, last.at)


def _latest(connection: Connection, case_id: int) -> int | None:
    query = select(func.max(restatements.c.version)).where(restatements.c.case_id == case_id)
    found: int | None = connection.scalar(query)
    return found


def _noun(row: Row[Any]) -> Restatement:
    return Restatement(row.case_id, row.client, row.version, row.person, row.why)
