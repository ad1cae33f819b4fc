"""JSON: an array of records in one document. docs/records.md has the keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from documents.fields import base_name
from release.records import Entry, Record


def contents(records: Sequence[Record]) -> dict[str, bytes]:
    """The file `.json`, UTF-8, ending in a line feed."""
    return {".json": (dumped([nested(record) for record in records], indent=2) + "\n").encode()}


def nested(record: Record) -> dict[str, Any]:
    """One record as JSON values, its keys always in this order. Amounts are texts, so that no cent is lost.

    A field that may have several values is a list, also when it has one. Check marks and clauses stand apart from the
    fields; `evidence` has for every value, by its path, who says so and how surely.
    """
    apart = ("mark", "clause")
    plain = [entry for entry in record.entries if entry.kind not in apart]
    cells = [cell for row in record.rows for cell in row.cells]
    return {
        "case": record.case,
        "client": record.client,
        "type": record.type,
        "file": record.file,
        "sha256": record.sha256,
        "part": record.part,
        "pages": record.pages,
        "version": record.version,
        "reversal": record.reversal,
        "fields": _by_name(plain),
        "tables": _tables(record),
        "marks": _by_name([entry for entry in record.entries if entry.kind == "mark"]),
        "clauses": _by_name([entry for entry in record.entries if entry.kind == "clause"]),
        "evidence": {entry.name: _evidence(entry) for entry in (*record.entries, *cells)},
        "declaration": record.declaration,
        "model": record.model,
    }


def dumped(value: Any, indent: int | None = None) -> str:
    r"""JSON text in readable UTF-8. What some readers take for the end of a line is escaped inside texts.

    >>> dumped({"name": "Müller\u2028"})
    '{"name": "Müller\\u2028"}'
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    for sign in ("\x85", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _by_name(entries: Sequence[Entry]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in entries:
        if entry.repeated:
            found.setdefault(base_name(entry.name), []).append(entry.written)
        else:
            found[entry.name] = entry.written
    return found


def _tables(record: Record) -> dict[str, list[dict[str, str]]]:
    tables: dict[str, list[dict[str, str]]] = {}
    for row in record.rows:
        cells = {cell.name.rpartition(".")[2]: cell.written for cell in row.cells}
        tables.setdefault(row.table, []).append(cells)
    return tables


def _evidence(entry: Entry) -> dict[str, Any]:
    return {
        "text": entry.text,
        "page": entry.page,
        "by": entry.by,
        "confidence": round(entry.confidence, 4),
        "accepted": entry.accepted,
    }
