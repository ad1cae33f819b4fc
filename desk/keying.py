"""One document: the screen, and what it sends while somebody keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from desk.access import Keyer, Number, Signed, looked, may_key, seen
from desk.context import desk_of
from desk.judging import answers, keyed, mark
from desk.messages import Confirm, Edit, Edits, Held, Typed, Undo
from desk.opened import Opened, field_spec, opened
from desk.reading import read_page
from desk.screen import screen
from desk.sheet import plain
from desk.unseen import keep_late, keep_unseen, overlaid
from documents.case import CaseState
from documents.doctype import FieldSpec, Review
from documents.errors import LeaseLost
from documents.fields import Field, Fields
from documents.verdicts import Severity
from store import drafts, history, queue
from store.people import Person
from validators.keyed import Unread

router = APIRouter()


@router.get("/case/{case_id}")
def show(request: Request, case_id: Number, person: Signed) -> Response:
    """The document: to be keyed by who has it on lease, to be read by others."""
    desk = desk_of(request)
    item = seen(desk, person, case_id)
    if item.state is CaseState.REVIEW and item.person == person.name and may_key(person):
        lease = queue.claim(desk.db, case_id, person=person.name, seconds=desk.settings.lease)
        looked(desk, person, item, "case.opened")
        return screen(request, opened(desk, item, person), person, lease.fence)
    looked(desk, person, item, "case.read")
    return read_page(request, opened(desk, item), person)


@router.post("/case/{case_id}/take")
def take(request: Request, case_id: Number, person: Keyer) -> Response:
    """Lease this document, if nobody else has it, and open it."""
    desk = desk_of(request)
    seen(desk, person, case_id)
    queue.claim(desk.db, case_id, person=person.name, seconds=desk.settings.lease)
    return RedirectResponse(f"/case/{case_id}", 303)


@router.post("/case/{case_id}/check")
def check(request: Request, case_id: Number, person: Keyer, typed: Typed) -> Response:
    """What the checks say of texts that are being typed. Nothing is kept."""
    desk = desk_of(request)
    item = seen(desk, person, case_id)
    return JSONResponse(plain(opened(desk, item, person).typed(typed.values, person.name)))


@router.put("/case/{case_id}/field")
def put(request: Request, case_id: Number, person: Keyer, edit: Edit) -> Response:
    """Keep one field as the person wants it, and say what follows."""
    desk = desk_of(request)
    item = seen(desk, person, case_id)
    there = opened(desk, item, person)
    spec = field_spec(there.case.doctype, edit.name)
    if spec is None:
        raise HTTPException(422, f"{edit.name}: this type has no such field. Reload the page.")
    if spec.review is not Review.CONFIRM:
        keep_unseen(there, edit, spec, person)
        return JSONResponse(plain(opened(desk, item, person).sheet))
    made = _meant(there, edit, spec, person)
    try:
        history.correct_all(desk.db, case_id, [_correction(edit, made)], person=person.name, fence=edit.fence)
    except LeaseLost:
        keep_late(there, edit, person)
        raise
    others = {name: field for name, field in there.case.fields.items() if name != edit.name}
    return _after(there, others | ({edit.name: made} if made else {}))


@router.put("/case/{case_id}/fields")
def put_all(request: Request, case_id: Number, person: Keyer, told: Edits) -> Response:
    """Keep several fields at once, and say what follows; `refused` are edits that are no values, with the reason."""
    desk = desk_of(request)
    item = seen(desk, person, case_id)
    there = opened(desk, item, person)
    specs = {edit.edit: field_spec(there.case.doctype, edit.name) for edit in told.edits}
    refused: dict[str, str] = {}
    kept: list[history.Correction] = []
    for edit in told.edits:
        spec = specs[edit.edit]
        with _refusing(refused, edit):
            if spec is None:
                raise HTTPException(422, f"{edit.name}: this type has no such field. Reload the page.")
            if spec.review is Review.CONFIRM:
                kept.append(_correction(edit, _meant(there, edit, spec, person)))
    try:
        history.correct_all(desk.db, case_id, kept, person=person.name, fence=told.fence)
    except LeaseLost:
        for edit in told.edits:
            keep_late(there, edit, person)
        raise
    for edit in told.edits:
        spec = specs[edit.edit]
        if spec is not None and spec.review is not Review.CONFIRM:
            with _refusing(refused, edit):
                keep_unseen(there, edit, spec, person)
    return JSONResponse({**plain(opened(desk, item, person).sheet), "refused": refused})


@contextmanager
def _refusing(refused: dict[str, str], edit: Edit) -> Iterator[None]:
    """What is no value is told of by itself; the others are kept."""
    try:
        yield
    except HTTPException as error:
        refused[edit.edit] = str(error.detail)


def _meant(there: Opened, edit: Edit, spec: FieldSpec, person: Person) -> Field | None:
    """The field that an edit makes; None where it says that there is none. 422 for what is no value."""
    text = " ".join(edit.text.split())
    if not text or edit.absent:
        return None
    read = keyed(text, spec, edit.name, person.name, there.case.fields.get(edit.name), edit.places())
    if isinstance(read, Unread):
        raise HTTPException(422, str(read))
    return read


def _correction(edit: Edit, made: Field | None) -> history.Correction:
    if made is None:
        return history.Correction(edit.name, None, why=edit.why(), edit=edit.edit)
    return history.Correction(edit.name, made.value, made.text, made.boxes, edit=edit.edit)


@router.post("/case/{case_id}/confirm")
def confirm(request: Request, case_id: Number, person: Keyer, told: Confirm) -> Response:
    """Keep that a finding is right all the same, and why."""
    desk = desk_of(request)
    there = opened(desk, seen(desk, person, case_id), person)
    asked = {mark(finding) for finding in there.judged.findings if finding.severity is Severity.CONFIRM}
    if told.finding not in asked:
        raise HTTPException(422, "No check asks for this any more. Look again.")
    why = told.why("confirm")
    name, fence, edit = told.finding, told.fence, told.edit
    history.correct(desk.db, case_id, person=person.name, name=name, value=None, why=why, fence=fence, edit=edit)
    return _after(there, there.case.fields)


@router.post("/case/{case_id}/undo")
def undo(request: Request, case_id: Number, person: Keyer, told: Undo) -> Response:
    """Put back what stood there before an edit, and say what follows."""
    desk = desk_of(request)
    item = seen(desk, person, case_id)
    mine = {"person": person.name, "of_edit": told.of, "fence": told.fence, "edit": told.edit}
    if drafts.undo(desk.db, case_id, **mine):  # type: ignore[arg-type]  # as it takes them
        return JSONResponse(plain(opened(desk, item, person).sheet))
    if not history.knows(desk.db, case_id, told.of):
        raise HTTPException(422, "This change cannot be undone. Key the value again.")
    history.undo(desk.db, case_id, person=person.name, of_edit=told.of, fence=told.fence, edit=told.edit)
    return JSONResponse(plain(opened(desk, item, person).sheet))


@router.post("/case/{case_id}/heartbeat")
def heartbeat(request: Request, case_id: Number, person: Keyer, held: Held) -> Response:
    """Somebody works here: keep the lease."""
    desk = desk_of(request)
    seen(desk, person, case_id)
    queue.heartbeat(desk.db, case_id, person=person.name, fence=held.fence, seconds=desk.settings.lease)
    return JSONResponse({"seconds": desk.settings.lease})


def _after(there: Opened, fields: Fields) -> Response:
    said = answers(history.of(there.desk.db, there.item.case_id))
    case, said = overlaid(replace(there.stored, fields=fields), said, there.own)
    now = replace(there, case=case, said=said)
    return JSONResponse(plain(now.sheet))
