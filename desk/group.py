"""Group verification: equal values of one field from many documents beside each other; one key says all are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import capture
from desk.access import Keyer, Number, clients_of, looked, seen
from desk.context import Desk, desk_of, page
from desk.finishing import drawn
from desk.judging import keyed, shown
from desk.keymap import active, bindings, buttons
from desk.messages import Answered, Name
from desk.opened import field_spec, opened
from desk.screen import corners
from desk.unseen import asked
from documents.doctype import Review
from documents.errors import CaptureError, Conflict, IllegalMove, LeaseLost
from documents.fields import base_name
from documents.kinds import written
from documents.verdicts import Route
from store import cases, groups, history, preferences, queue
from store.groups import Doubtful
from store.people import Person
from validators.keyed import Unread

router = APIRouter()

#: So many are shown at a time; fewer than LEAST are looked at in their documents.
MOST, LEAST = 24, 2


@dataclass(frozen=True, slots=True)
class Group:
    """Equal values of one field."""

    label: str
    text: str
    members: tuple[Doubtful, ...]


@router.get("/group")
def group(request: Request, person: Keyer) -> Response:
    """The largest group of equal values that this person has not put off."""
    desk = desk_of(request)
    found = _groups(desk, person)
    table = active(preferences.of(desk.db, person.name).get("keys", {}))
    shown_now = found[0].members[:MOST] if found else ()
    for number in {member.case_id for member in shown_now}:
        looked(desk, person, queue.item(desk.db, number), "case.grouped")
    told = {
        "keys": bindings(table)["group"],
        "members": [_told(member) for member in shown_now],
    }
    return page(
        request,
        "group.html",
        person,
        here="group",
        group=found[0] if found else None,
        members=shown_now,
        rest=found[1:8],
        left=sum(len(one.members) for one in found),
        key=buttons(table),
        keymap={"Groups": table["Groups"]},
        screen=told,
    )


@router.get("/group/{case_id}/{name}")
def picture(request: Request, case_id: Number, name: Name, person: Keyer) -> Response:
    """The print of one value, cut out of its page."""
    desk = desk_of(request)
    there = opened(desk, seen(desk, person, case_id))
    field = None if name in there.judged.hidden else there.stored.fields.get(name)
    path = cases.page_image(desk.db, case_id, field.box.page) if field and field.box else None
    if field is None or field.box is None or path is None:
        raise HTTPException(404)
    boxes = [box for box in field.boxes if box.page == field.boxes[0].page]
    try:
        return Response(capture.cut(path, boxes, beside=3.0, above=0.6), media_type="image/png")
    except CaptureError as error:
        raise HTTPException(404) from error


@router.post("/group")
def answer(request: Request, person: Keyer, told: Answered) -> Response:
    """Keep what was said of each: right, or another text; what is doubtful or put off waits in its document."""
    desk = desk_of(request)
    off = desk.put_off.setdefault(person.name, set())
    failed: list[str] = []
    for one in told.values:
        seen(desk, person, one.case)
        if one.verdict in ("doubtful", "postponed"):
            off.add((one.case, one.name))
            continue
        try:
            _settle(desk, person, one.case, one.name, one.shown, one.text)
        except (Conflict, IllegalMove, LeaseLost) as error:
            failed.append(str(error))
        except _NoValue as error:
            failed.append(f"{one.text}: {error}")
    return JSONResponse({"failed": failed})


class _NoValue(Exception):
    """What was typed is no value of the field's kind."""


def _settle(desk: Desk, person: Person, case_id: int, name: str, expected: str, text: str) -> None:
    """Let this person have keyed one value, and decide its case again; approved, if nothing else is left."""
    newest = history.newest(desk.db, case_id)  # before the case is loaded, as in finishing
    there = opened(desk, queue.item(desk.db, case_id))
    present, spec = there.stored.fields.get(name), field_spec(there.case.doctype, name)
    if spec is None or present is None or present.by.startswith("keyed:") or written(present.value) != expected:
        raise Conflict(f"case {case_id}: {name} was changed meanwhile; it waits in its document")
    text = " ".join(text.split())
    made = keyed(text, spec, name, person.name, present, present.boxes if text == shown(present) else ())
    if isinstance(made, Unread):
        raise _NoValue(str(made))
    said = there.said if made.value == present.value else there.said.retyped([name])
    case = replace(there.stored, fields={**there.stored.fields, name: made})
    after = replace(there, case=case, stored=case, said=said)
    judged = after.judged
    decision = replace(judged.decision, route=Route.REVIEW) if asked(after) else judged.decision
    cases.decide(
        desk.db,
        case_id,
        fields={**judged.fields, **judged.hidden},
        findings=judged.findings,
        decision=decision,
        person=person.name,
        fence=None,
        why="group",
        seen=newest,
        unseen=judged.hidden,
        drawn=drawn(after),
    )


def _groups(desk: Desk, person: Person) -> list[Group]:
    """All groups, the largest first."""
    off = desk.put_off.get(person.name, set())
    found: dict[tuple[str, str, str], list[Doubtful]] = {}
    for one in groups.doubtful(desk.db, clients_of(desk, person)):
        doctype = desk.types.get(one.type_name)
        spec = field_spec(doctype, one.field.name)
        if spec is None or spec.review is not Review.CONFIRM or one.field.box is None:
            continue
        if one.field.by.startswith("keyed:") or (one.case_id, one.field.name) in off:
            continue
        key = one.type_name, base_name(one.field.name), written(one.field.value)
        found.setdefault(key, []).append(one)
    made = [_group(desk, key, members) for key, members in found.items() if len(members) >= LEAST]
    return sorted(made, key=lambda group: -len(group.members))


def _group(desk: Desk, key: tuple[str, str, str], members: Sequence[Doubtful]) -> Group:
    spec = desk.types[key[0]].spec(key[1])
    return Group(f"{spec.label if spec else key[1]} · {desk.label(key[0])}", key[2], tuple(members))


def _told(member: Doubtful) -> dict[str, object]:
    field = member.field
    return {
        "case": member.case_id,
        "name": field.name,
        "shown": written(field.value),
        "text": shown(field),
        "boxes": corners(field.boxes),
    }
