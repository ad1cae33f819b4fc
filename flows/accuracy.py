"""Gather what the accuracy report is made of: reviewed cases of the store, or a folder with its truth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import store
import validators
from assurance.accuracy import LOSSES, Judged
from documents.case import Case
from documents.doctype import DocumentType, FieldSpec
from documents.errors import CaptureError, SettingsError
from documents.fields import Field, base_name
from documents.kinds import written
from documents.layout import Document
from documents.losses import Loss
from documents.promise import Checked
from extractors import explain
from extractors.likeness import right as as_truth
from flows import learn
from flows.reading import Reading, all_types, judge, read
from flows.workers import Crew
from store import scores
from store.scores import Reviewed

Truth = Mapping[str, Sequence[str]]


def of_store(db: store.Database, client: str) -> list[Judged]:
    """Every value of this client that was read or should have been; of what went straight through QA says how right."""
    evidence = {(each.case_id, each.path): each for each in scores.evidence(db, client)}
    found: list[Judged] = []
    for name in scores.waiting(db, client):
        if doctype := all_types().get(name):
            for reviewed in scores.reviewed(db, client, name):
                found += _of_review(db, doctype, reviewed, evidence)
    for case in scores.straight(db, client):
        for name, score in case.scores.items():
            known = evidence.get((case.case_id, name))
            right = known.right if known else None
            found.append(Judged(case.doctype, base_name(name), case.case_id, score.right, True, right))
    return found


def _of_review(
    db: store.Database,
    doctype: DocumentType,
    reviewed: Reviewed,
    evidence: Mapping[tuple[int, str], Checked],
) -> Iterator[Judged]:
    """The values of a case that a person has finished. Only what was checked unseen proves anything of the accepted."""
    document = None
    for name, score in reviewed.scores.items():
        spec, field = doctype.spec(name), reviewed.read.get(name)
        if spec is None or field is None:
            continue
        known = evidence.get((reviewed.case_id, name))
        right = known.right if known else learn.right(doctype, reviewed, name)
        loss = None
        if not right and name in reviewed.fields and "." not in spec.name:
            document = document or scores.document(db, reviewed.case_id)
            loss = lost(spec, [written(reviewed.fields[name].value)], document)
        yield Judged(
            doctype=doctype.name,
            field=spec.name,
            document=reviewed.case_id,
            score=score.right,
            accepted=name in reviewed.accepted,
            right=right,
            due=name in reviewed.fields or spec.repeated,
            loss=loss,
            proof=known is not None,
        )
    for name, field in reviewed.fields.items():
        spec = doctype.spec(name)
        if spec is not None and "." not in spec.name and not spec.repeated and name not in reviewed.scores:
            document = document or scores.document(db, reviewed.case_id)
            loss = lost(spec, [written(field.value)], document)
            yield Judged(doctype.name, spec.name, reviewed.case_id, None, False, False, loss=loss)


def of_folder(folder: Path, reading: Reading, jobs: int) -> list[Judged]:
    """Every value of a folder's documents held against its gold.jsonl: {"file": "docs/a.pdf", "fields": {...}}.

    A field of the truth has a text or a list of texts. Raises SettingsError when the folder has no such file.
    """
    gold = folder / "gold.jsonl"
    if not gold.is_file():
        raise SettingsError(f"{gold}: there is no such file; a folder with truth has one, a row a document.")
    rows = [json.loads(row) for row in gold.read_text(encoding="utf-8").splitlines() if row.strip()]
    rows = [row for row in rows if row.get("fields")]
    known = sorted({name for row in rows for name in row["fields"]})
    found: list[Judged] = []
    seconds = max(900.0, reading.limits.seconds * 2)
    with ThreadPoolExecutor(jobs) as threads, Crew(min(jobs, max(1, len(rows))), seconds=seconds) as crew:
        for judged in threads.map(partial(_in_crew, crew, folder, reading, known), enumerate(rows)):
            found += judged
    return found


def _in_crew(crew: Crew, folder: Path, reading: Reading, known: list[str], row: tuple[int, Any]) -> list[Judged]:
    return crew.call(judged_file, folder / row[1]["file"], row[0], row[1], known, reading)


def judged_file(path: Path, number: int, row: Mapping[str, Any], known: list[str], reading: Reading) -> list[Judged]:
    """The values of one file held against its row of the truth; runs in a worker process."""
    types = all_types()
    declared = types.get(reading.doctype or str(row.get("type", "")))
    truth = {name: [given] if isinstance(given, str) else list(given) for name, given in row["fields"].items()}
    try:
        drafts = read(path, types, reading)
    except CaptureError:
        return _unread(declared.name if declared else "unread", number, truth)
    case = judge(drafts[0], validators.NONE)
    if case.doctype is None:
        return _unread(declared.name if declared else "unclassified", number, truth)
    return [each for name in known for each in _of_field(case, case.doctype, name, truth.get(name, []), number)]


def _unread(doctype: str, number: int, truth: Truth) -> list[Judged]:
    """All that the truth has of a document that was not read, or whose type was not known."""
    return [
        Judged(doctype, name, number, None, False, False, loss=Loss.READING) for name, texts in truth.items() if texts
    ]


def _of_field(case: Case, doctype: DocumentType, name: str, truth: Sequence[str], number: int) -> Iterator[Judged]:
    spec = doctype.spec(name)
    if spec is None:
        return
    found = [(path, field) for path, field in case.fields.items() if base_name(path) == name]
    left = list(truth)
    for path, field in found if spec.repeated else found[:1]:
        hit = next((text for text in left if _right(spec, field, text)), None)
        due = hit is not None if spec.repeated else bool(truth)
        loss = lost(spec, truth, case.document) if hit is None and due else None
        left = [text for text in left if text is not hit] if spec.repeated else []
        accepted = path in case.decision.accepted
        yield Judged(doctype.name, name, number, field.confidence, accepted, hit is not None, due, loss)
    for text in left if spec.repeated else left[:1]:
        yield Judged(doctype.name, name, number, None, False, False, loss=lost(spec, [text], case.document))


def _right(spec: FieldSpec, field: Field, text: str) -> bool:
    return as_truth(spec.kind, field.value, text.replace("_", " "), spec.month_first)


def lost(spec: FieldSpec, truth: Sequence[str], document: Document) -> Loss:
    """Where a value was lost, whose right texts are `truth` (never empty): the one that came farthest says it."""
    return max((explain.lost(document, spec, text) for text in truth), key=LOSSES.index)
