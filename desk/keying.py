"""One document: the screen, and what it sends while somebody keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from desk.access import Keyer, Number, Signed, looked, may_key, seen
from desk.context import desk_of, page
from desk.judging import Absent, answers, is_hidden, keyed, mark, shown
from desk.keymap import KEYMAP, bindings
from desk.messages import Confirm, Edit, Held, Typed, because
from desk.opened import Opened, field_spec, opened
from desk.reading import read_page
from desk.reasons import REASONS
from desk.sheet import plain
from documents.case import CaseState
from documents.doctype import DocumentType
from documents.fields import Field, Fields
from documents.layout import Box
from documents.verdicts import Severity
from store import history, queue
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
        return _screen(request, opened(desk, item), person, lease.fence)
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
    return JSONResponse(plain(opened(desk, item).typed(typed.values, person.name)))


@router.put("/case/{case_id}/field")
def put(request: Request, case_id: Number, person: Keyer, edit: Edit) -> Response:
    """Keep one field as the person wants it, and say what follows."""
    desk = desk_of(request)
    there = opened(desk, seen(desk, person, case_id))
    spec = field_spec(there.case.doctype, edit.name)
    if spec is None:
        raise HTTPException(422, f"{edit.name}: this type has no such field. Reload the page.")
    text = " ".join(edit.text.split())
    made: Field | None = None
    if text and not edit.absent:
        read = keyed(text, spec, edit.name, person.name, there.case.fields.get(edit.name), edit.places())
        if isinstance(read, Unread):
            raise HTTPException(422, str(read))
        made = read
    history.correct(
        desk.db,
        case_id,
        person=person.name,
        name=edit.name,
        value=made.value if made else None,
        text=text if made else "",
        boxes=made.boxes if made else (),
        why="" if made else _why(edit),
        fence=edit.fence,
        edit=edit.edit,
    )
    others = {name: field for name, field in there.case.fields.items() if name != edit.name}
    return _after(there, others | ({edit.name: made} if made else {}))


@router.post("/case/{case_id}/confirm")
def confirm(request: Request, case_id: Number, person: Keyer, told: Confirm) -> Response:
    """Keep that a finding is right all the same, and why."""
    desk = desk_of(request)
    there = opened(desk, seen(desk, person, case_id))
    asked = {mark(finding) for finding in there.judged.findings if finding.severity is Severity.CONFIRM}
    if told.finding not in asked:
        raise HTTPException(422, "No check asks for this any more. Look again.")
    why = told.why("confirm")
    history.correct(desk.db, case_id, person=person.name, name=told.finding, value=None, why=why, fence=told.fence)
    return _after(there, there.case.fields)


@router.post("/case/{case_id}/heartbeat")
def heartbeat(request: Request, case_id: Number, person: Keyer, held: Held) -> Response:
    """Somebody works here: keep the lease."""
    desk = desk_of(request)
    seen(desk, person, case_id)
    queue.heartbeat(desk.db, case_id, person=person.name, fence=held.fence, seconds=desk.settings.lease)
    return JSONResponse({"seconds": desk.settings.lease})


def _after(there: Opened, fields: Fields) -> Response:
    said = answers(history.of(there.desk.db, there.item.case_id))
    now = Opened(there.desk, there.item, replace(there.case, fields=fields), said)
    return JSONResponse(plain(now.sheet))


def _why(edit: Edit) -> str:
    if edit.absent in (Absent.BLANK, Absent.UNREADABLE):
        return because(edit.absent, edit.reason, edit.remark)
    return Absent.REMOVED.value


def _screen(request: Request, there: Opened, person: Person, fence: int) -> Response:
    desk, case, made = there.desk, there.case, there.sheet
    screen = {
        "case": there.item.case_id,
        "fence": fence,
        "lease": desk.settings.lease,
        "pages": [
            {"number": p.number, "ratio": p.height / p.width if p.width else 1.414, "image": p.image is not None}
            for p in case.document.pages
        ],
        "boxes": {name: _corners(field.boxes) for name, field in case.fields.items()},
        "others": _others(case.fields, case.doctype),
        "keys": bindings(),
        "reasons": REASONS,
        "types": {name: doctype.label for name, doctype in desk.types.items()},
        "sheet": plain(made),
    }
    return page(
        request,
        "keying.html",
        person,
        client=there.item.client,
        name=there.item.name,
        part=there.item.part,
        type_label=desk.label(case.type_name),
        pages=case.document.pages,
        sheet=made,
        keymap=KEYMAP,
        screen=screen,
    )


def _corners(boxes: Iterable[Box]) -> list[list[float]]:
    return [[box.page, box.left, box.top, box.right, box.bottom] for box in boxes]


def _others(fields: Fields, doctype: DocumentType | None) -> dict[str, list[dict[str, object]]]:
    """What else the machine saw: each text once, without the one that is shown, and none that must not be seen."""
    found: dict[str, list[dict[str, object]]] = {}
    for name, field in fields.items():
        spec = doctype.spec(name) if doctype else None
        if spec is None or is_hidden(field, spec):
            continue
        texts = {shown(field)}
        for other in field.others:
            text = " ".join(other.text.split())
            if text and text not in texts:
                texts.add(text)
                places = [word.box for word in other.words] or ([other.box] if other.box else [])
                found.setdefault(name, []).append({"text": text, "boxes": _corners(places)})
    return found
