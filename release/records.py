"""A record: what leaves the house of one case. Flat enough for a row, nested enough for JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from documents.case import Case
from documents.doctype import DocumentType, FieldSpec
from documents.errors import ReleaseError
from documents.fields import Field, Value, base_name
from documents.kinds import written
from release.signs import positive


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a record and who answers for it.

    `name` is the field's (`party.2`, `lines.3.amount`), `kind` as declared. `confidence` is 0 to 1, `by` the extractor
    or `keyed:anna`; `accepted` says that no person was needed. `page` counts from 1; None: it stands on no page.
    """

    name: str
    value: Value
    text: str
    kind: str
    by: str
    confidence: float
    accepted: bool
    page: int | None = None
    repeated: bool = False

    @property
    def written(self) -> str:
        """The value as text: plain decimals, ISO dates."""
        return written(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column, in the order of the declaration."""

    table: str
    number: int
    cells: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One case, ready to be written. `part` counts documents in a file from 1, 0 is a whole file.

    `declaration` (hash of the type's file) and `model` say by which rules it was decided. `version` is above 1 when the
    case was corrected after an export; a `reversal` takes back what that version said: its amounts have the other sign.
    """

    case: int
    client: str
    file: str
    sha256: str
    part: int
    pages: int
    type: str
    entries: tuple[Entry, ...]
    rows: tuple[Row, ...]
    declaration: str
    model: str
    version: int = 1
    reversal: bool = False

    @property
    def currency(self) -> str:
        """The one currency that the record names; empty when it names none, or several."""
        codes = {entry.written for entry in self.entries if entry.kind == "currency"}
        return codes.pop() if len(codes) == 1 else ""

    def amounts(self) -> Iterator[tuple[str, Decimal]]:
        """Every amount of money with its declared name."""
        cells = (cell for row in self.rows for cell in row.cells)
        for entry in (*self.entries, *cells):
            if entry.kind == "money" and isinstance(entry.value, Decimal):
                yield base_name(entry.name), entry.value


def record(case_id: int, case: Case, client: str = "", version: int = 1) -> Record:
    """The record of a case, in the order of its type's declaration. Raises ReleaseError when the case has no type."""
    doctype = case.doctype
    if doctype is None:
        raise ReleaseError(f"case {case_id}, {case.document.name}: is unclassified; give it a type at the desk first")
    made = Record(
        case=case_id,
        client=_clean(client),
        file=_clean(case.document.name),
        sha256=case.document.sha256,
        part=case.document.part,
        pages=len(case.document.pages),
        type=doctype.name,
        entries=tuple(_entry(field, spec, case) for spec in doctype.fields for field in _copies(case, spec.name)),
        rows=tuple(_rows(case, doctype)),
        declaration=case.decision.declaration,
        model=case.decision.model,
        version=version,
    )
    return _signed(made, doctype) if doctype.positive else made


def _signed(record: Record, doctype: DocumentType) -> Record:
    """The record with the signs that the sums of its type ask for; `text` stays as printed."""
    every = (*record.entries, *(cell for row in record.rows for cell in row.cells))
    signed = positive({entry.name: entry.value for entry in every if isinstance(entry.value, Decimal)}, doctype)

    def turned(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(replace(entry, value=signed[entry.name]) if entry.name in signed else entry for entry in entries)

    rows = tuple(replace(row, cells=turned(row.cells)) for row in record.rows)
    return replace(record, entries=turned(record.entries), rows=rows)


def reversal(record: Record) -> Record:
    """The record that takes this one back: the same, every amount of money with the other sign."""
    rows = tuple(replace(row, cells=tuple(map(_negated, row.cells))) for row in record.rows)
    return replace(record, entries=tuple(map(_negated, record.entries)), rows=rows, reversal=True)


def _negated(entry: Entry) -> Entry:
    if entry.kind == "money" and isinstance(entry.value, Decimal):
        return replace(entry, value=-entry.value)
    return entry


def _copies(case: Case, name: str) -> list[Field]:
    """The field's values: `party`, `party.2`, ... as they are counted."""
    found = [field for path, field in case.fields.items() if path == name or re.fullmatch(rf"{name}\.\d+", path)]
    return sorted(found, key=lambda field: _number(field.name, 1))


def _rows(case: Case, doctype: DocumentType) -> Iterator[Row]:
    for table in doctype.tables:
        cells: dict[int, dict[str, Field]] = {}
        for name, field in case.fields.items():
            if name.startswith(f"{table.name}."):
                cells.setdefault(_number(name, 0), {})[base_name(name)] = field
        for number in sorted(cells):
            row = cells[number]
            yield Row(table.name, number, tuple(_entry(row[c.name], c, case) for c in table.columns if c.name in row))


def _number(name: str, otherwise: int) -> int:
    return next((int(part) for part in name.split(".") if part.isdigit()), otherwise)


def _entry(field: Field, spec: FieldSpec, case: Case) -> Entry:
    return Entry(
        name=field.name,
        value=_clean(field.value) if isinstance(field.value, str) else field.value,
        text=_clean(field.text),
        kind=spec.kind,
        by=field.by,
        confidence=field.confidence,
        accepted=field.name in case.decision.accepted,
        page=field.box.page + 1 if field.box else None,
        repeated=spec.repeated,
    )


def _clean(text: str) -> str:
    r"""The text without halves of characters, which no UTF-8 file can hold: each becomes U+FFFD.

    >>> _clean("a\udcff") == "a\ufffd"
    True
    """
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
