"""The web app of a desk: routes, guard, and errors as pages with words."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from desk import (
    arbitration,
    assemble,
    board,
    group,
    images,
    keying,
    leaving,
    looking_up,
    measures,
    own_keys,
    people,
    qa,
    queue,
    reading,
    sign_in,
    snippet,
    stream,
)
from desk.access import SignInNeeded
from desk.context import HERE, Desk, page
from desk.guard import HEADERS, Guard
from desk.settings import Settings
from documents.doctype import DocumentType
from documents.errors import AccessError, Conflict, IllegalMove, LeaseLost, PaperdeskError
from documents.printing import printable
from store import Database

_LOG = logging.getLogger("paperdesk.desk")

WORDS = {
    403: "You may not do this.",
    404: "There is no such page, or it is not for you.",
    405: "This address does not take that.",
    500: "Something went wrong on our side. What was shown as saved is saved. Try again, then tell an administrator.",
}


def make_app(db: Database, types: Mapping[str, DocumentType], settings: Settings | None = None) -> FastAPI:
    """The desk over this database and these document types."""
    settings = settings or Settings()
    app = FastAPI(title="paperdesk", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(db, types, settings)
    for part in (sign_in, queue, keying, leaving, images, reading, people, board, measures, looking_up, own_keys):
        app.include_router(part.router)
    for way in (assemble, group):
        app.include_router(way.router)
    for view in (stream, snippet, arbitration, qa):
        app.include_router(view.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misformed)
    app.add_exception_handler(PaperdeskError, _ours)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(Guard, settings=settings)
    return app


def _problem(request: Request, code: int, words: str) -> Response:
    """The same words as a page, or for the keying screen as JSON."""
    if request.headers.get("content-type", "").startswith("application/json"):
        return JSONResponse({"words": words}, code)
    return page(request, "problem.html", None, code, title=HTTPStatus(code).phrase, words=words)


def _sign_in(request: Request, error: Exception) -> Response:
    if request.headers.get("content-type", "").startswith("application/json"):
        return JSONResponse({"words": "Your session is over. Sign in again in another tab; this one goes on."}, 401)
    return RedirectResponse("/login", 303)


def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    told = str(error.detail)  # what we said ourselves, or only the standard's name for the code
    standard = told == HTTPStatus(error.status_code).phrase
    return _problem(request, error.status_code, WORDS.get(error.status_code, told) if standard else told)


def _misformed(request: Request, error: Exception) -> Response:
    if request.method == "GET":  # an address that we never made
        return _problem(request, 404, WORDS[404])
    return _problem(request, 422, "This was not sent as the desk sends it. Reload the page.")


def _ours(request: Request, error: Exception) -> Response:
    if isinstance(error, LeaseLost | Conflict | IllegalMove):
        return _problem(request, 409, str(error))
    if isinstance(error, AccessError):
        return _problem(request, 403, str(error))
    _LOG.error("%s %s: %s", request.method, request.url.path, printable(str(error)))
    return _problem(request, 500, WORDS[500])


def _broken(request: Request, error: Exception) -> Response:
    """What nobody foresaw. Starlette answers it outside the guard (and then logs the stack), so its headers go here."""
    answer = _problem(request, 500, WORDS[500])
    answer.headers.update(HEADERS)
    return answer
