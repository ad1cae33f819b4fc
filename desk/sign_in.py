"""Signing in and out. Sessions live in the store: a person who is disabled is out at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.access import cookie, is_secure
from desk.context import desk_of, page
from documents.errors import AccessError
from store import people

router = APIRouter()


@router.get("/login")
def ask(request: Request) -> Response:
    """The sign-in page."""
    return page(request, "login.html", None, problem="", name="")


@router.post("/login")
def enter(
    request: Request,
    name: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Sign in: the same answer for a wrong name and a wrong password."""
    desk = desk_of(request)
    try:
        with desk.door:
            token = people.sign_in(desk.db, name, password)
    except AccessError as error:
        return page(request, "login.html", None, 401, problem=str(error), name=name)
    person = people.by_session(desk.db, token)
    home = "/snippets" if person is not None and person.roles == {"snippet"} else "/"
    answer = RedirectResponse(home, 303)
    answer.set_cookie(cookie(request), token, httponly=True, samesite="strict", secure=is_secure(request), path="/")
    return answer


@router.post("/logout")
def leave(request: Request) -> Response:
    """Sign out: the session ends in the store, and the browser forgets what it kept of us."""
    desk = desk_of(request)
    if token := request.cookies.get(cookie(request)):
        people.sign_out(desk.db, token)
    answer = RedirectResponse("/login", 303, {"Clear-Site-Data": '"cache", "storage"'})
    answer.delete_cookie(cookie(request), path="/", secure=is_secure(request), httponly=True, samesite="strict")
    return answer
