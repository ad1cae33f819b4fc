"""A case as one JSON row of `paperdesk extract`: plain decimals, ISO dates, pages counted from 1."""

from __future__ import annotations

from typing import Any

import extractors
from documents.case import Case
from documents.doctype import DocumentType
from documents.errors import PaperdeskError
from documents.fields import Field, base_name, rows
from documents.kinds import written
from documents.layout import Box

Row = dict[str, Any]


def row_of(case: Case, *, words: bool, seconds: float) -> Row:
    """The row of a document that was read. `part` is there when its file holds several documents."""
    document, doctype = case.document, case.doctype
    row: Row = {"file": document.name, "type": case.type_name, "pages": len(document.pages)}
    if document.part:
        row["part"] = document.part
    row |= _found(case, doctype) if doctype else {"fields": [], "lines": [], "marks": {}, "clauses": {}}
    row["pairs"] = [[pair.question, pair.answer] for pair in extractors.pairs(document)]
    if words:
        row["words"] = [word.text for word in document.words]
    row["findings"] = [
        {"rule": each.rule, "fields": list(each.fields), "severity": each.severity.value, "message": each.message}
        for each in case.findings
    ]
    row["reasons"] = [
        {"field": reason.field, "doubt": reason.doubt.value, "message": reason.message}
        for reason in case.decision.reasons
    ]
    return row | {"seconds": round(seconds, 3), "error": None}


def error_row(name: str, error: PaperdeskError, *, words: bool, seconds: float) -> Row:
    """The row of a file that cannot be read."""
    row: Row = {"file": name, "type": None, "pages": 0, "fields": [], "lines": [], "marks": {}, "clauses": {}}
    row |= {"pairs": []} | ({"words": []} if words else {}) | {"findings": [], "reasons": []}
    return row | {"seconds": round(seconds, 3), "error": {"code": error.code, "message": str(error)}}


def _found(case: Case, doctype: DocumentType) -> Row:
    single: list[Row] = []
    marks: dict[str, str] = {}
    clauses: dict[str, str] = {}
    for name, field in case.fields.items():
        spec = doctype.spec(name)
        short = base_name(name)
        if spec is not None and spec.kind == "mark":
            marks[short] = written(field.value)
        elif spec is not None and spec.kind == "clause":
            clauses[spec.label] = written(field.value)
        elif "." not in short:
            single.append(_field(short, field, name in case.decision.accepted))
    lines = [
        {column: written(cell.value) for column, cell in row.items()}
        for table in doctype.tables
        for row in rows(case.fields, table.name)
    ]
    return {"fields": single, "lines": lines, "marks": marks, "clauses": clauses}


def _field(name: str, field: Field, accepted: bool) -> Row:
    box = field.box
    return {
        "name": name,
        "value": written(field.value),
        "text": field.text,
        "confidence": round(field.confidence, 4),
        "accepted": accepted,
        "page": box.page + 1 if box else None,
        "box": _sides(box) if box else None,
    }


def _sides(box: Box) -> list[float]:
    return [round(side, 5) for side in (box.left, box.top, box.right, box.bottom)]
