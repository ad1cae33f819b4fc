"""Hold fields against the truth of a document set, with the score.py that stands beside the sets.

Used by the other benchmarks; the shipped package works without either.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from documents.doctype import DocumentType
from documents.fields import Field, Fields, base_name, rows
from documents.kinds import KINDS, written

Row = dict[str, Any]


def score_of(sets: Path) -> ModuleType:
    """The set's own score.py as a module."""
    spec = importlib.util.spec_from_file_location("score", sets.parent / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{sets.parent}: no score.py here; name the folder that holds the sets")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def truth_of(sets: Path, name: str) -> list[Row]:
    """The rows of a set's gold.jsonl."""
    return [json.loads(row) for row in (sets / name / "gold.jsonl").read_text().splitlines() if row.strip()]


def record(file: str, doctype: DocumentType, fields: Fields) -> Row:
    """The fields as score.py takes them."""
    single = [
        {"name": base_name(name), "value": written(field.value), "confidence": field.confidence, "accepted": False}
        for name, field in fields.items()
        if "." not in base_name(name)
    ]
    lines = [
        {column: written(cell.value) for column, cell in row.items()}
        for table in doctype.tables
        for row in rows(fields, table.name)
    ]
    return {"file": file, "type": doctype.name, "fields": single, "lines": lines}


def confirmed(score: ModuleType, truth: Mapping[str, Sequence[str]], doctype: DocumentType, fields: Fields) -> Fields:
    """The fields as a reviewer who knows the truth leaves them: what is right stays, what is wrong is keyed.

    A field that the set knows (`truth` of the whole set decides, so pass only known names) and this document's truth
    lacks is taken out; what the set never has stays as it was found.
    """
    left = {name: field for name, field in fields.items() if base_name(name) not in truth}
    for name, golds in truth.items():
        spec = doctype.spec(name)
        if not golds or spec is None:
            continue
        found = fields.get(name)
        if found is not None and any(score.same(name, written(found.value), gold) for gold in golds):
            left[name] = found
            continue
        value = KINDS[spec.kind](golds[0], False)
        if value is not None:
            left[name] = Field(name, value, golds[0], 1.0, "keyed:truth")
    return left
