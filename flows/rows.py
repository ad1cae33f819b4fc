"""A case as one JSON row of `paperdesk extract`: plain decimals, ISO dates, pages counted from 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import extractors
from documents.case import Case
from documents.doctype import DocumentType
from documents.errors import PaperdeskError
from documents.fields import Field, Fields, base_name, rows
from documents.kinds import written
from documents.layout import Box, Document
from release.signs import positive

Row = dict[str, Any]


def row_of(case: Case, *, words: bool, seconds: float) -> Row:
    """The row of a document that was read. `part` is there when its file holds several documents."""
    document, doctype = case.document, case.doctype
    row: Row = {"file": document.name, "type": case.type_name, "pages": len(document.pages)}
    if document.part:
        row["part"] = document.part
    row |= _found(case, doctype) if doctype else _typed(document)
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
    fields = _as_recorded(case.fields, doctype)
    for name, field in fields.items():
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
        for row in rows(fields, table.name)
    ]
    return {"fields": single, "lines": lines, "marks": marks, "clauses": clauses}


def _as_recorded(fields: Fields, doctype: DocumentType) -> Fields:
    """The fields with the signs that a record of this type says (0165); `text` stays as printed."""
    if not doctype.positive:
        return fields
    amounts = {name: field.value for name, field in fields.items() if isinstance(field.value, Decimal)}
    signed = positive(amounts, doctype)
    return {name: replace(field, value=signed.get(name, field.value)) for name, field in fields.items()}


def _typed(document: Document) -> Row:
    """What stands in a fillable PDF of no declared type, by the form's own names: exact, and accepted by nobody."""
    fields = [field for field in document.form_fields if field.is_mark or field.value.strip()]
    named = dict(zip(_short([field.name for field in fields]), fields, strict=True))
    single = [
        {"name": name, "value": field.value, "text": field.value, "confidence": 1.0, "accepted": False}
        | _place(field.box)
        for name, field in named.items()
        if not field.is_mark
    ]
    marks = {name: field.value for name, field in named.items() if field.is_mark}
    return {"fields": single, "lines": [], "marks": marks, "clauses": {}}


def _short(names: Sequence[str]) -> list[str]:
    """The last part of each path ("form1.page1.Total[0]" is "Total"), or so much more that no two are the same."""
    last = [name.split(".")[-1] for name in names]
    bare = [name.removesuffix("[0]") for name in last]
    return [
        next((short for short, among in ((b, bare), (end, last)) if among.count(short) == 1), name)
        for b, end, name in zip(bare, last, names, strict=True)
    ]


def _field(name: str, field: Field, accepted: bool) -> Row:
    return {
        "name": name,
        "value": written(field.value),
        "text": field.text,
        "confidence": round(field.confidence, 4),
        "accepted": accepted,
    } | _place(field.box)


def _place(box: Box | None) -> Row:
    return {"page": box.page + 1 if box else None, "box": _sides(box) if box else None}


def _sides(box: Box) -> list[float]:
    return [round(side, 5) for side in (box.left, box.top, box.right, box.bottom)]
