"""Records as rows and columns, for CSV and XLSX: one row a case, and one row a table row.

Column names that belong to the case and not to a field begin with `case.`, so no field can have the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from documents.fields import Value
from release.records import Record

#: A cell: a value, a number of ours, or None for nothing there.
Cell = Value | int | None
Rows = Sequence[Mapping[str, Cell]]

CASE = (
    *("case.id", "case.client", "case.type", "case.file", "case.part", "case.pages", "case.sha256"),
    *("case.version", "case.reversal"),
)
LINE = ("case.id", "case.version", "case.reversal", "case.table", "case.row")
#: What stands in `case.reversal` of a record that takes another back; else nothing does.
REVERSAL = "yes"


def record_rows(records: Sequence[Record]) -> tuple[list[str], Rows]:
    """The columns, and one row a case: what the case is, then its fields; `party.2` is a column of its own."""
    rows = [_case(record) | {entry.name: entry.value for entry in record.entries} for record in records]
    return _columns(CASE, rows), rows


def line_rows(records: Sequence[Record]) -> tuple[list[str], Rows]:
    """The columns, and one row for each row of a table, with the case and the table it belongs to."""
    rows = []
    for record in records:
        for row in record.rows:
            made: dict[str, Cell] = dict(zip(LINE, (*_which(record), row.table, row.number), strict=True))
            rows.append(made | {cell.name.rpartition(".")[2]: cell.value for cell in row.cells})
    return _columns(LINE, rows), rows


def _case(record: Record) -> dict[str, Cell]:
    values = (record.case, record.client, record.type, record.file, record.part, record.pages, record.sha256)
    return dict(zip(CASE, (*values, *_which(record)[1:]), strict=True))


def _which(record: Record) -> tuple[int, int, str | None]:
    """Case, version, and whether it is taken back."""
    return record.case, record.version, REVERSAL if record.reversal else None


def _columns(first: Sequence[str], rows: Rows) -> list[str]:
    """The given columns, then the others, those of one field beside each other, in the order they first came."""
    seen = dict.fromkeys(name for row in rows for name in row if name not in first)
    fields = list(dict.fromkeys(_field(name) for name in seen))
    return [*first, *sorted(seen, key=lambda name: (fields.index(_field(name)), _copy(name)))]


def _field(name: str) -> str:
    return name.partition(".")[0]


def _copy(name: str) -> int:
    return int(name.partition(".")[2] or 1)


def written_out(rows: Rows, columns: Sequence[str]) -> Iterable[list[Cell]]:
    """Each row's cells in the order of the columns."""
    return ([row.get(column) for column in columns] for row in rows)
