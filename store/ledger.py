"""The export ledger: a case goes to a format once, also when the machine stops between writing and marking.

`begin` fixes, in one transaction, which cases a file holds and what it is called; release writes it; `written` marks
it. What `unfinished` returns is written again, with the same cases under the same name, and so comes out the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, insert, select, true, update

from documents.case import CaseState
from documents.counting import counted
from documents.errors import Conflict, StoreError
from documents.failpoints import reached
from store import audit, case_rows, restating
from store.balance import Balance, reconcile
from store.database import Database, now, reading, serialise, writing
from store.ledger_rows import NO_REST, Export, entered, export_of, found
from store.ledger_tables import ExportState, export_cases, exports
from store.tables import cases, decisions

__all__ = [
    "NO_REST",
    "REOPEN",
    "Balance",
    "Export",
    "ExportState",
    "acknowledged",
    "begin",
    "by_name",
    "due",
    "of",
    "reconcile",
    "release_unchanged",
    "unfinished",
    "written",
]

#: So long whoever finished a document may open it again with one key.
REOPEN = timedelta(minutes=5)


def due(db: Database, rest: timedelta = NO_REST, gather: timedelta = NO_REST) -> list[tuple[str, str, str]]:
    """Client, format and type of the approved cases that wait for an export, by what their types declare.

    What a person decided less than `rest` ago is left; where people decided all that waits, it is gathered `gather`
    longer, so that few exports of many records go out instead of many of one.
    """
    taken, decided = _taken(), (decisions.c.case_id == cases.c.id) & (decisions.c.person != "")
    at = select(func.max(decisions.c.at)).where(decided).scalar_subquery().label("decided_at")
    query = select(cases.c.client, cases.c.type, cases.c.exports, cases.c.id, at)
    found: set[tuple[str, str, str]] = set()
    with reading(db) as connection:
        query = query.where(cases.c.state == CaseState.APPROVED, _rested(connection, rest))
        latest = now(connection) - rest - gather
        done = {(row.case_id, row.format) for row in connection.execute(taken)}
        for row in connection.execute(query):
            if row.decided_at is None or row.decided_at <= latest:
                found |= {(row.client, one, row.type) for one in row.exports if (row.id, one) not in done}
    return sorted(found)


def begin(
    db: Database,
    *,
    client: str,
    format: str,
    doctype: str | None = None,
    case_ids: Sequence[int] | None = None,
    business_date: date | None = None,
    rest: timedelta = NO_REST,
) -> Export | None:
    """Take the client's approved cases that this format has not had, into one export; None when there are none.

    Taken are the cases whose type declares this format among its exports, or declares none; `doctype` narrows them to
    one type, `case_ids` to some; what a person decided less than `rest` ago is left. A case of this format's earlier
    exports is never taken again: the database forbids it.
    """
    with writing(db) as connection:
        serialise(connection, f"ledger:{client}:{format}")
        query = select(cases.c.id, cases.c.exports).where(
            cases.c.client == client,
            cases.c.state == CaseState.APPROVED,
            _rested(connection, rest),
            cases.c.id.not_in(
                _taken().with_only_columns(export_cases.c.case_id).where(export_cases.c.format == format)
            ),
        )
        query = query if doctype is None else query.where(cases.c.type == doctype)
        query = query if case_ids is None else query.where(cases.c.id.in_(case_ids))
        rows = connection.execute(query.order_by(cases.c.id).with_for_update())
        taken = [row.id for row in rows if format in row.exports or not row.exports]
        if not taken:
            return None
        row = entered(connection, client, format, doctype or "", business_date)
        reached("export.inserted")
        held = [{"client": client, "export_id": row.id, "case_id": one, "format": format} for one in taken]
        connection.execute(insert(export_cases), held)
        why = counted(len(taken), "case")
        audit.note(connection, client=client, person="", action="export.begun", thing=f"export:{row.id}", why=why)
        return export_of(connection, row)


def written(db: Database, export: Export, sha256: str, records: int) -> Export:
    """The file is there, whole: mark it, and release the cases that no other declared format waits for.

    Marking twice with the same file is harmless. Raises Conflict when it is marked with another, or when the number
    of records is not that of its cases.
    """
    if records != export.entries:
        raise Conflict(
            f"export {export.name} holds {counted(export.entries, 'record')}, its file {records}: write it again"
        )
    with writing(db) as connection:
        begun = (exports.c.id == export.id) & (exports.c.state == ExportState.BEGUN)
        marks = {"state": ExportState.WRITTEN, "sha256": sha256, "records": records, "written_at": now(connection)}
        row = connection.execute(update(exports).where(begun).values(**marks).returning(exports)).one_or_none()
        if row is None:
            return _marked(found(connection, export.id), sha256)
        reached("export.marked")
        released = [number for number in export.case_ids if _release(connection, number)]
        thing, why = f"export:{export.id}", f"{counted(records, 'record')}, {len(released)} released, sha256 {sha256}"
        audit.note(connection, client=export.client, person="", action="export.written", thing=thing, why=why)
        reached("export.released")
        return export_of(connection, row)


def acknowledged(db: Database, export_id: int) -> Export:
    """Whoever receives the file has confirmed it; twice is harmless. Raises Conflict before it is written."""
    with writing(db) as connection:
        sent = (exports.c.id == export_id) & (exports.c.state == ExportState.WRITTEN)
        marks = {"state": ExportState.ACKNOWLEDGED, "acknowledged_at": now(connection)}
        connection.execute(update(exports).where(sent).values(**marks))
        reached("export.acknowledged")
        export = found(connection, export_id)
        if export.state is not ExportState.ACKNOWLEDGED:
            raise Conflict(f"export {export.name} is {export.state}; it cannot be acknowledged before it is written")
        return export


def by_name(db: Database, name: str) -> Export:
    """The export of this name. Raises StoreError when there is none."""
    with reading(db) as connection:
        number = connection.scalar(select(exports.c.id).where(exports.c.name == name))
        if number is None:
            raise StoreError(f"no export {name!r}; its name is that of its file, without the ending")
        return found(connection, number)


def unfinished(db: Database) -> list[Export]:
    """The exports that were begun and not marked as written, oldest first: what to finish first of all."""
    return of(db, state=ExportState.BEGUN)


def of(db: Database, *, client: str | None = None, state: ExportState | None = None) -> list[Export]:
    """Exports of a client, in a state; oldest first."""
    query = select(exports.c.id).order_by(exports.c.id)
    query = query if client is None else query.where(exports.c.client == client)
    query = query if state is None else query.where(exports.c.state == state)
    with reading(db) as connection:
        return [found(connection, number) for number in connection.scalars(query).all()]


def release_unchanged(db: Database, rest: timedelta = NO_REST) -> list[int]:
    """Release again the restated cases that were approved as they were: nothing of them is exported. Their numbers.

    What was decided less than `rest` ago is left.
    """
    with reading(db) as connection:
        if not restating.unchanged(connection, rest):
            return []
    with writing(db) as connection:
        released = [number for number in restating.unchanged(connection, rest) if _release(connection, number)]
        for number in released:
            client = case_rows.found(connection, number).client
            why = "restated, and nothing changed: nothing is exported"
            audit.note(connection, client=client, person="", action="case.released", thing=f"case:{number}", why=why)
        return released


def _release(connection: Connection, case_id: int) -> bool:
    """Release a case whose every declared format is written; False while one is not."""
    row = case_rows.found(connection, case_id)
    done = select(exports.c.format).join(export_cases, export_cases.c.export_id == exports.c.id)
    have = set(connection.scalars(done.where(export_cases.c.case_id == case_id, exports.c.state != ExportState.BEGUN)))
    if row.state != CaseState.APPROVED or not set(row.exports) <= have or not restating.is_written(connection, case_id):
        return False
    case_rows.move(connection, case_id, CaseState.APPROVED, CaseState.RELEASED)
    return True


def _rested(connection: Connection, rest: timedelta) -> ColumnElement[bool]:
    """Did no person decide the case so short a time ago?"""
    if not rest:
        return true()
    fresh = (decisions.c.case_id == cases.c.id) & (decisions.c.person != "") & (decisions.c.at > now(connection) - rest)
    return ~exists().where(fresh)


def _taken() -> Any:
    return select(export_cases.c.case_id, export_cases.c.format)


def _marked(export: Export, sha256: str) -> Export:
    if export.sha256 != sha256:
        raise Conflict(f"export {export.name} was written with SHA-256 {export.sha256}, not {sha256}: stop and compare")
    return export
