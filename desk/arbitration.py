"""Arbitration: the image, two values in random order without names, and a third person who decides by the paper."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.access import Number, Signed, seen
from desk.context import desk_of
from desk.stream import show
from desk.views import supervising
from store import finishing

router = APIRouter()


@router.get("/arbitrate")
def arbitrate(request: Request, person: Signed) -> Response:
    """Two values that differ: the paper says which is right, or that neither is."""
    return show(request, person, "arbitrate")


@router.post("/case/{case_id}/withdraw")
def withdraw(
    request: Request, case_id: Number, person: Signed, why: Annotated[str, Form(min_length=3, max_length=200)]
) -> Response:
    """Take back the tasks of a document: it waits in the queue as before, and its fields are keyed anew."""
    desk = desk_of(request)
    supervising(person)
    seen(desk, person, case_id)
    finishing.withdraw(desk.db, case_id, person=person.name, why=why)
    return RedirectResponse(f"/case/{case_id}", 303)
