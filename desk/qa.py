"""QA: accepted values are keyed again, blindly; what was found wrong waits here for a supervisor, who corrects it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.access import Number, Signed, clients_of, seen
from desk.context import Desk, desk_of, page
from desk.stream import show
from desk.views import supervising
from documents.case import CaseState
from documents.fields import Value
from documents.kinds import written
from store import cases, history, qa, queue, restating
from store.people import Person
from store.qa import Correction
from store.queue import QueueItem

router = APIRouter()


@router.get("/qa")
def check(request: Request, person: Signed) -> Response:
    """The next value to be keyed again."""
    return show(request, person, "qa")


@router.get("/corrections")
def corrections(request: Request, person: Signed) -> Response:
    """The values that were accepted and are wrong."""
    desk = desk_of(request)
    supervising(person)
    found = [
        (one, _label(one.type_name, one.field, request), _written(one.was), _written(one.should_be))
        for one in qa.to_correct(desk.db, clients_of(desk, person))
    ]
    return page(request, "corrections.html", person, here="corrections", corrections=found)


@router.post("/case/{case_id}/correct")
def correct(request: Request, case_id: Number, person: Signed, field: Annotated[str, Form(max_length=120)]) -> Response:
    """Open the document with the value that QA found. What was exported of it is taken back by its next release."""
    desk = desk_of(request)
    supervising(person)
    item = seen(desk, person, case_id)
    wrong = (one for one in qa.to_correct(desk.db, [item.client]) if (one.case_id, one.field) == (case_id, field))
    found = next(wrong, None)
    if found is None:
        raise HTTPException(409, "Nothing is to be corrected there any more.")
    _take_up(desk, item, person)
    _put_right(desk, found, person)
    qa.close(desk.db, case_id, field, person=person.name, why="taken up again at the desk with the value of QA")
    return RedirectResponse(f"/case/{case_id}", 303)


@router.post("/case/{case_id}/corrected")
def corrected(
    request: Request,
    case_id: Number,
    person: Signed,
    field: Annotated[str, Form(max_length=120)],
    why: Annotated[str, Form(min_length=3, max_length=200)],
) -> Response:
    """A supervisor has seen to a wrong value, and says how."""
    desk = desk_of(request)
    supervising(person)
    seen(desk, person, case_id)
    qa.close(desk.db, case_id, field, person=person.name, why=why)
    return RedirectResponse("/corrections", 303)


def _take_up(desk: Desk, item: QueueItem, person: Person) -> None:
    """Put the case back into review: a new version of one that is exported, the same one before that."""
    why = "qa: an accepted value is wrong"
    if item.state is CaseState.RELEASED:
        restating.restate(desk.db, item.case_id, person=person.name, why=why)
    elif item.state is not CaseState.REVIEW:  # in review it was taken up before, and this is said once more
        cases.reopen(desk.db, item.case_id, person=person.name, why=why)


def _put_right(desk: Desk, found: Correction, person: Person) -> None:
    lease = queue.claim(desk.db, found.case_id, person=person.name, seconds=desk.settings.lease)
    value = found.should_be
    history.correct(
        desk.db,
        found.case_id,
        person=person.name,
        name=found.field,
        value=value,
        text="" if value is None else written(value),
        why="blank: not_printed" if value is None else "qa",
        fence=lease.fence,
        edit=f"qa:{found.field}:{found.opened_at:%Y%m%d%H%M%S}"[:60],
    )


def _label(type_name: str, field: str, request: Request) -> str:
    doctype = desk_of(request).types.get(type_name)
    spec = doctype.spec(field) if doctype else None
    return spec.label if spec else field


def _written(value: Value | None) -> str:
    return "–" if value is None else written(value)
