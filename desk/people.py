"""Who may sign in: for administrators. Who has only some clients decides over nobody who has others."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.access import Admin, Signed, clients_of
from desk.context import Desk, desk_of, page
from documents.errors import AccessError, Conflict
from documents.kinds import KINDS
from store import people, skills
from store.people import ALL_CLIENTS, Person

router = APIRouter()

#: The roles, and what each may do.
ROLES: dict[str, str] = {
    "operator": "keys documents",
    "senior": "keys documents, and the hard ones",
    "snippet": "keys single fields, sees no document",
    "qa": "keys accepted values again, blindly",
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
    client: Annotated[str, Form(max_length=100)],
) -> Response:
    """Let a new person in."""
    desk = desk_of(request)
    if role not in ROLES or client not in _clients(desk, person):
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
    desk = desk_of(request)
    if problem := _not_theirs(desk, person, name):
        return _page(request, person, 422, problem)
    people.disable(desk.db, name, by=person.name)
    return RedirectResponse("/people", 303)


@router.post("/people/{name}/enable")
def enable(request: Request, person: Admin, name: str) -> Response:
    """Let a person in again who was shut out."""
    desk = desk_of(request)
    if problem := _not_theirs(desk, person, name):
        return _page(request, person, 422, problem)
    people.enable(desk.db, name, by=person.name)
    return RedirectResponse("/people", 303)


@router.post("/people/{name}/grant")
def grant(
    request: Request,
    person: Admin,
    name: str,
    roles: Annotated[list[str], Form(max_length=20)],
    clients: Annotated[list[str], Form(max_length=1000)],
) -> Response:
    """Give a person these roles and clients instead of theirs; they sign in anew."""
    desk = desk_of(request)
    if problem := _not_theirs(desk, person, name):
        return _page(request, person, 422, problem)
    if not set(roles) <= set(ROLES) or not set(clients) <= set(_clients(desk, person)):
        return _page(request, person, 422, "Choose roles and clients from the lists.")
    people.grant(desk.db, name, set(roles), set(clients), by=person.name)
    return RedirectResponse("/people", 303)


@router.post("/people/{name}/password")
def reset(request: Request, person: Admin, name: str, password: Annotated[str, Form(max_length=1000)]) -> Response:
    """Give a person another password; they sign in anew."""
    desk = desk_of(request)
    if problem := _not_theirs(desk, person, name):
        return _page(request, person, 422, problem)
    try:
        with desk.door:
            people.set_password(desk.db, name, password, by=person.name)
    except AccessError as error:
        return _page(request, person, 422, str(error))
    return RedirectResponse("/people", 303)


@router.post("/people/{name}/skills")
def skilled(
    request: Request,
    person: Admin,
    name: str,
    sort: Annotated[str, Form(max_length=20)],
    names: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Limit what a person gets from the queue: names of a sort, with commas between; none takes the limit off."""
    desk = desk_of(request)
    if name not in {one.name for one in _own(desk, person)}:
        return _page(request, person, 422, f"Nobody of your clients is called {name!r}.")
    wanted = [one.strip() for one in names.split(",") if one.strip()]
    if sort not in skills.SORTS or not set(wanted) <= set(_known(desk, person, sort) or wanted):
        known = ", ".join(_known(desk, person, sort)) if sort in skills.SORTS else ", ".join(skills.SORTS)
        return _page(request, person, 422, f"Choose from: {known}.")
    skills.give(desk.db, name, sort, wanted, by=person.name)
    return RedirectResponse("/people", 303)


@router.get("/me")
def own(request: Request, person: Signed) -> Response:
    """What a person may do here, and the form for another password."""
    return _me(request, person)


@router.post("/me/password")
def change(
    request: Request,
    person: Signed,
    now: Annotated[str, Form(max_length=1000)],
    password: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Change one's own password; the old one has to be given. All sessions end, this one too."""
    desk = desk_of(request)
    try:
        with desk.door:
            people.verify(desk.db, person.name, now)
            people.set_password(desk.db, person.name, password, by=person.name)
    except AccessError as error:
        return _me(request, person, 422, str(error))
    return RedirectResponse("/login", 303)


def _known(desk: Desk, person: Person, sort: str) -> list[str]:
    """What there is of a sort of skill; empty where anything may be named."""
    known = {"type": sorted(desk.types), "kind": sorted(KINDS), "client": clients_of(desk, person)}
    return known.get(sort, [])


def _clients(desk: Desk, person: Person) -> list[str]:
    """What a new person may be given: all clients only by who has them all."""
    every = [ALL_CLIENTS] if ALL_CLIENTS in person.clients else []
    return [*every, *clients_of(desk, person)]


def _own(desk: Desk, person: Person) -> list[Person]:
    """The people whose clients are all this person's."""
    everyone = people.everybody(desk.db)
    return [one for one in everyone if ALL_CLIENTS in person.clients or one.clients <= person.clients]


def _not_theirs(desk: Desk, person: Person, name: str) -> str:
    """Why this administrator may not change that person; empty when they may."""
    if name == person.name:
        return "You cannot shut yourself out or change your own rights; another administrator can."
    if name not in {one.name for one in _own(desk, person)}:
        return f"Nobody of your clients is called {name!r}."
    return ""


def _me(request: Request, person: Person, code: int = 200, problem: str = "") -> Response:
    may = [(role, ROLES[role]) for role in ROLES if role in person.roles]
    return page(request, "me.html", person, code, here="me", may=may, problem=problem)


def _page(request: Request, person: Person, code: int = 200, problem: str = "") -> Response:
    desk = desk_of(request)
    return page(
        request,
        "people.html",
        person,
        code,
        here="people",
        people=_own(desk, person),
        roles=ROLES,
        sorts=skills.SORTS,
        skills={one.name: skills.of(desk.db, one.name) for one in _own(desk, person)},
        clients=_clients(desk, person),
        problem=problem,
    )
