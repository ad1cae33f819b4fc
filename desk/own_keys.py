"""How a person wants the screen: their own keys, the side of the page, its width."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.access import Keyer
from desk.context import desk_of, page
from desk.keymap import KEYMAP, active, misfit
from desk.messages import Layout
from store import preferences
from store.people import Person

router = APIRouter()


@router.get("/keys")
def keys(request: Request, person: Keyer) -> Response:
    """The table of keys, each line with its key and a field for another."""
    return _page(request, person)


@router.post("/keys")
def change(
    request: Request,
    person: Keyer,
    line: Annotated[str, Form(max_length=60)],
    key: Annotated[str, Form(max_length=40)],
) -> Response:
    """Give one line of the table another key; with its own key again it is as it was."""
    desk = desk_of(request)
    own = dict(preferences.of(desk.db, person.name).get("keys", {}))
    if problem := misfit(own, line, key):
        return _page(request, person, 422, problem)
    own[line] = key
    shipped = {one.id: one.key for lines in KEYMAP.values() for one in lines}
    preferences.keep(desk.db, person.name, "keys", {name: to for name, to in own.items() if shipped.get(name) != to})
    return RedirectResponse("/keys", 303)


@router.post("/keys/reset")
def reset(request: Request, person: Keyer) -> Response:
    """All keys as they were shipped."""
    preferences.keep(desk_of(request).db, person.name, "keys", {})
    return RedirectResponse("/keys", 303)


@router.put("/layout")
def layout(request: Request, person: Keyer, wanted: Layout) -> Response:
    """Keep on which side the page is, and how much of the width it has."""
    preferences.keep(desk_of(request).db, person.name, "layout", {"side": wanted.side, "share": wanted.share})
    return Response(status_code=204)


def _page(request: Request, person: Person, code: int = 200, problem: str = "") -> Response:
    own = preferences.of(desk_of(request).db, person.name).get("keys", {})
    return page(request, "keys.html", person, code, here="me", keymap=active(own), own=own, problem=problem)
