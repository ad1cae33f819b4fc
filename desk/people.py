"""Who may sign in: for administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.access import Admin
from desk.context import desk_of, page
from documents.errors import AccessError, Conflict
from store import clients, people
from store.people import ALL_CLIENTS, Person

router = APIRouter()

#: The roles, and what each may do.
ROLES: dict[str, str] = {
    "operator": "keys documents",
    "senior": "keys documents, and the hard ones",
    "qa": "looks at finished documents",
    "supervisor": "keys, and leads the queue",
    "admin": "keys, and manages people",
    "auditor": "looks at everything, changes nothing",
}


@router.get("/people")
def everybody(request: Request, person: Admin) -> Response:
    """All people, and a form for a new one."""
    return _page(request, person)


@router.post("/people")
def add(
    request: Request,
    person: Admin,
    name: Annotated[str, Form(min_length=1, max_length=60, pattern=r"^[^\W_][\w.-]*$")],
    password: Annotated[str, Form(max_length=1000)],
    role: Annotated[str, Form(max_length=20)],
    client: Annotated[str, Form(max_length=100)] = ALL_CLIENTS,
) -> Response:
    """Let a new person in."""
    desk = desk_of(request)
    if role not in ROLES or client not in (ALL_CLIENTS, *clients.names(desk.db)):
        return _page(request, person, 422, "Choose a role and a client from the lists.")
    try:
        with desk.door:
            people.add(desk.db, name, password, {role}, {client}, by=person.name)
    except (AccessError, Conflict) as error:
        return _page(request, person, 422, str(error))
    return RedirectResponse("/people", 303)


@router.post("/people/{name}/disable")
def disable(request: Request, person: Admin, name: str) -> Response:
    """Shut a person out, at once."""
    if name == person.name:
        return _page(request, person, 422, "You cannot shut yourself out; another administrator can.")
    try:
        people.disable(desk_of(request).db, name, by=person.name)
    except AccessError as error:
        return _page(request, person, 422, str(error))
    return RedirectResponse("/people", 303)


def _page(request: Request, person: Person, code: int = 200, problem: str = "") -> Response:
    desk = desk_of(request)
    return page(
        request,
        "people.html",
        person,
        code,
        here="people",
        people=people.everybody(desk.db),
        roles=ROLES,
        clients=clients.names(desk.db),
        problem=problem,
    )
