"""QA: accepted values are keyed again, blindly; and what was found wrong waits here for a supervisor."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.access import Number, Signed, clients_of, seen
from desk.context import desk_of, page
from desk.stream import show
from desk.views import supervising
from documents.fields import Value
from documents.kinds import written
from store import qa

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


def _label(type_name: str, field: str, request: Request) -> str:
    doctype = desk_of(request).types.get(type_name)
    spec = doctype.spec(field) if doctype else None
    return spec.label if spec else field


def _written(value: Value | None) -> str:
    return "–" if value is None else written(value)
