"""Reconciliation: every file received, and every document in it, is somewhere, and only there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, select

from documents.case import CaseState, ReceiptState
from documents.counting import counted
from store import originals
from store.database import Database, reading
from store.ledger_rows import export_of
from store.ledger_tables import ExportState, audit, export_cases, exports, restated_cases, restatements
from store.tables import cases, receipts

_SUMS = "somebody changed rows by hand; compare with the backup"


@dataclass(frozen=True, slots=True)
class Balance:
    """received = exported + approved + rejected + duplicate + in review + failed + in process, by independent counts.

    `received` is counted from the audit chain; `files` by the receipt's state, `documents` by the case's.
    `became` is the number of documents that the files became by their receipts, `exported` those that are released and
    stand in a written export. `wrong` names what does not hold, a sentence each; `client` None: all of them.
    """

    client: str | None
    received: int
    files: dict[str, int]
    became: int
    documents: dict[str, int]
    exported: int
    wrong: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is wrong, and each sum that does not come out; empty when it balances."""
        pairs = (
            ("files received by the audit chain", self.received, "by their states", sum(self.files.values())),
            ("documents by their receipts", self.became, "by their states", sum(self.documents.values())),
            ("documents in written exports", self.exported, "released", self.documents[CaseState.RELEASED]),
        )
        sums = [f"{one} {what}, {two} {other}: {_SUMS}" for what, one, other, two in pairs if one != two]
        return (*self.wrong, *sums)

    @property
    def balances(self) -> bool:
        """Does everything hold, and does it add up?"""
        return not self.sentences


def reconcile(db: Database, client: str | None = None, *, reread: bool = True) -> Balance:
    """Count everything twice and name what does not hold; all at one moment.

    `reread` compares the bytes of every original with its SHA-256, which takes as long as reading them all; without it
    they are only looked for.
    """
    with reading(db) as connection:
        wrong = [sentence for check in _CHECKS for sentence in check(connection, client)]
        wrong += _files(db, connection, client, reread)
        return Balance(
            client=client,
            received=len(_registered(connection, client)),
            files=_by_state(connection, receipts, list(ReceiptState), client),
            became=_count(connection, _of(select(func.coalesce(func.sum(receipts.c.parts), 0)), receipts, client)),
            documents=_by_state(connection, cases, list(CaseState), client),
            exported=_count(connection, _of(_in_export(select(func.count(cases.c.id.distinct()))), cases, client)),
            wrong=tuple(wrong),
        )


def _lost_receipts(connection: Connection, client: str | None) -> Iterator[str]:
    there = set(connection.scalars(_of(select(receipts.c.id), receipts, client)))
    for number in sorted(_registered(connection, client) - there):
        yield f"receipt {number} was registered, and its row is gone"
    for number in sorted(there - _registered(connection, client)):
        yield f"receipt {number} has a row, and the audit chain does not know how it came"


def _lost_cases(connection: Connection, client: str | None) -> Iterator[str]:
    query = select(receipts.c.id, receipts.c.name, receipts.c.parts, func.count(cases.c.id).label("found"))
    processed = _of(query, receipts, client).where(receipts.c.state == ReceiptState.PROCESSED)
    joined = processed.outerjoin(cases, cases.c.receipt_id == receipts.c.id).group_by(receipts.c.id)
    for row in connection.execute(joined.having(func.count(cases.c.id) != func.coalesce(receipts.c.parts, 0))):
        became = counted(row.parts or 0, "document")
        yield f"receipt {row.id} ({row.name}) became {became}, and {counted(row.found, 'is', 'are')} there"
    early = _of(select(cases.c.id, receipts.c.state), cases, client).join(receipts, receipts.c.id == cases.c.receipt_id)
    for row in connection.execute(early.where(receipts.c.state != ReceiptState.PROCESSED)):
        yield f"case {row.id} is there, though its file is {row.state}"


def _lost_exports(connection: Connection, client: str | None) -> Iterator[str]:
    exported = _in_export(select(cases.c.id))
    released = _of(select(cases.c.id), cases, client).where(cases.c.state == CaseState.RELEASED)
    for number in connection.scalars(released.where(cases.c.id.not_in(exported))):
        yield f"case {number} is released, and no written export holds it"
    held = _of(select(cases.c.id, cases.c.state), cases, client).where(
        cases.c.id.in_(select(export_cases.c.case_id)),
        cases.c.state.not_in([CaseState.APPROVED, CaseState.RELEASED]),
        cases.c.id.not_in(select(restatements.c.case_id)),
    )
    for row in connection.execute(held):
        yield f"case {row.id} is in an export, though it is {row.state}"


def _miscounted_exports(connection: Connection, client: str | None) -> Iterator[str]:
    query = select(exports.c.name, exports.c.records, func.count(export_cases.c.case_id).label("held"))
    finished = _of(query, exports, client).where(exports.c.state != ExportState.BEGUN)
    joined = finished.outerjoin(export_cases, export_cases.c.export_id == exports.c.id).group_by(exports.c.id)
    restated = select(restated_cases.c.export_id)
    plain = joined.where(exports.c.id.not_in(restated))
    for row in connection.execute(plain.having(func.count(export_cases.c.case_id) != exports.c.records)):
        has = counted(row.records, "record")
        yield f"export {row.name} has {has}, and its ledger names {counted(row.held, 'case')}"
    corrected = _of(select(exports), exports, client).where(
        exports.c.state != ExportState.BEGUN, exports.c.id.in_(restated)
    )
    for row in connection.execute(corrected).all():
        wanted = export_of(connection, row).entries
        if wanted != row.records:
            yield f"export {row.name} has {counted(row.records, 'record')}, and its ledger asks for {wanted}"


def _exported_twice(connection: Connection, client: str | None) -> Iterator[str]:
    """The same bytes and part, through different receipts or not, in one format more than once."""
    same = (cases.c.client, receipts.c.sha256, cases.c.part, export_cases.c.format)
    numbers = func.min(cases.c.id).label("first"), func.max(cases.c.id).label("last"), func.count().label("times")
    query = _of(select(export_cases.c.format, *numbers), cases, client)
    joined = query.join(receipts, receipts.c.id == cases.c.receipt_id).join(
        export_cases, export_cases.c.case_id == cases.c.id
    )
    for row in connection.execute(joined.group_by(*same).having(func.count() > 1)):
        which = f"case {row.first}" if row.first == row.last else f"cases {row.first} to {row.last}"
        yield f"{which}: the same document was exported {counted(row.times, 'time')} to {row.format}"


_CHECKS = (_lost_receipts, _lost_cases, _lost_exports, _miscounted_exports, _exported_twice)


def _files(db: Database, connection: Connection, client: str | None, reread: bool) -> Iterator[str]:
    rows: list[Row[Any]] = list(connection.execute(_of(select(receipts.c.id, receipts.c.sha256), receipts, client)))
    first = {row.sha256: row.id for row in reversed(rows)}
    for sha256, number in first.items():
        if not (originals.is_whole(db, sha256) if reread else originals.is_there(db, sha256)):
            yield f"the original of receipt {number} is not there as it came: no file with SHA-256 {sha256}"


def _registered(connection: Connection, client: str | None) -> set[int]:
    query = select(audit.c.object).where(audit.c.action.in_(["receipt.received", "receipt.duplicate"]))
    query = query if client is None else query.where(audit.c.client == client)
    return {int(thing.removeprefix("receipt:")) for thing in connection.scalars(query)}


def _in_export(query: Select[Any]) -> Select[Any]:
    joined = query.join(export_cases, export_cases.c.case_id == cases.c.id)
    done = joined.join(exports, exports.c.id == export_cases.c.export_id)
    return done.where(exports.c.state != ExportState.BEGUN, cases.c.state == CaseState.RELEASED)


def _by_state(connection: Connection, table: Table, states: list[Any], client: str | None) -> dict[str, int]:
    counted = _of(select(table.c.state, func.count().label("number")), table, client).group_by(table.c.state)
    found = {row.state: row.number for row in connection.execute(counted)}
    return {str(state): found.get(state, 0) for state in states}


def _of(query: Select[Any], table: Table, client: str | None) -> Select[Any]:
    own: ColumnElement[bool] = table.c.client == client
    return query.select_from(table) if client is None else query.select_from(table).where(own)


def _count(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())
