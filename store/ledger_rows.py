"""The rows of the export ledger, and the noun that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, ScalarSelect, func, insert, select

from documents.case import CaseState
from documents.errors import StoreError
from store.database import now
from store.ledger_tables import ExportState, export_cases, exports, restated_cases, restatements
from store.tables import cases

#: Where somebody asks for an export, nothing waits for it.
NO_REST = timedelta()


@dataclass(frozen=True, slots=True)
class Export:
    """One file of records. `name` has no ending; `key` is the same however often it is sent; `sha256` is the file's.

    `versions` are those of the cases that are restated in it; of `reversed_only` nothing follows the reversal.
    """

    id: int
    client: str
    format: str
    type_name: str
    number: int
    name: str
    key: str
    state: ExportState
    case_ids: tuple[int, ...]
    begun_at: datetime
    written_at: datetime | None = None
    sha256: str = ""
    records: int | None = None
    business_date: date | None = None
    versions: Mapping[int, int] = field(default_factory=dict)
    reversed_only: frozenset[int] = frozenset()

    @property
    def entries(self) -> int:
        """The records that its file must hold: a restated case has two, its reversal and its new version."""
        return len(self.case_ids) + len(self.versions) - len(self.reversed_only)


def entered(connection: Connection, client: str, format: str, doctype: str, business_date: date | None) -> Row[Any]:
    """A new row of the ledger, begun; its number follows the client's last of this format."""
    mine = (exports.c.client == client) & (exports.c.format == format)
    number = (connection.scalar(select(func.max(exports.c.number)).where(mine)) or 0) + 1
    name = "_".join(part for part in (client, doctype, format, f"{number:06d}") if part)
    row = {
        "client": client,
        "format": format,
        "type": doctype,
        "number": number,
        "name": name,
        "key": f"{client}/{format}/{number}",
        "state": ExportState.BEGUN,
        "business_date": business_date,
        "begun_at": now(connection),
    }
    return connection.execute(insert(exports).values(**row).returning(exports)).one()


def found(connection: Connection, export_id: int) -> Export:
    """The export of this number. Raises StoreError when there is none."""
    row = connection.execute(select(exports).where(exports.c.id == export_id)).one_or_none()
    if row is None:
        raise StoreError(f"no export {export_id}")
    return export_of(connection, row)


def export_of(connection: Connection, row: Row[Any]) -> Export:
    """The noun that a row makes, with its cases."""
    held = select(export_cases.c.case_id).where(export_cases.c.export_id == row.id).order_by(export_cases.c.case_id)
    mine = restated_cases.c.export_id == row.id
    again = connection.execute(
        select(restated_cases.c.case_id, restated_cases.c.version, cases.c.state, _newest().label("newest"))
        .join(cases, cases.c.id == restated_cases.c.case_id)
        .where(mine)
        .order_by(restated_cases.c.case_id)
    ).all()
    ended = (each for each in again if each.state == CaseState.REJECTED and each.version == each.newest)
    return Export(
        id=row.id,
        client=row.client,
        format=row.format,
        type_name=row.type,
        number=row.number,
        name=row.name,
        key=row.key,
        state=ExportState(row.state),
        case_ids=(*connection.scalars(held), *(each.case_id for each in again)),
        begun_at=row.begun_at,
        written_at=row.written_at,
        sha256=row.sha256,
        records=row.records,
        business_date=row.business_date,
        versions={each.case_id: each.version for each in again},
        reversed_only=frozenset(each.case_id for each in ended),
    )


def _newest() -> ScalarSelect[int]:
    """The newest version of a restated case."""
    mine = restatements.c.case_id == restated_cases.c.case_id
    return select(func.max(restatements.c.version)).where(mine).scalar_subquery()
