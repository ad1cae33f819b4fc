"""The supervisor's board: one screen of tiles, each with its CSV; and the acts that put something back or forward."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.access import Number, Signed, seen
from desk.context import Desk, desk_of, page
from desk.messages import because
from desk.reasons import REASONS
from desk.tiles import TILES
from desk.views import supervising
from documents.case import ReceiptState
from documents.errors import Conflict
from release.to_csv import defused
from store import queue, receipts
from store.people import ALL_CLIENTS, SUPERVISING, Person
from store.receipts import Receipt

router = APIRouter()

#: Who sees the board; who supervises also acts on it.
LOOKING = SUPERVISING | {"auditor"}
#: The priorities a document may be given, the most urgent first, with their words.
PRIORITIES = {1: "at once", 3: "soon", 5: "usual", 7: "can wait"}
#: How many failed files one page shows.
MOST = 200


def looker(person: Signed) -> Person:
    """The person, who must lead or audit; for all others the page does not exist."""
    if LOOKING.isdisjoint(person.roles):
        raise HTTPException(404)
    return person


def leader(person: Signed) -> Person:
    """The person, who must lead; for all others the act does not exist."""
    supervising(person)
    return person


Looker = Annotated[Person, Depends(looker)]
Leader = Annotated[Person, Depends(leader)]


@router.get("/board")
def board(request: Request, person: Looker) -> Response:
    """All tiles, as they stand now."""
    desk = desk_of(request)
    own = _own(person)
    return page(request, "board.html", person, here="board", tiles=[tile(desk, own) for tile in TILES.values()])


@router.get("/board/{name}.csv")
def sheet(request: Request, person: Looker, name: str) -> Response:
    """One tile as CSV that a spreadsheet runs nothing of."""
    if name not in TILES:
        raise HTTPException(404)
    desk = desk_of(request)
    tile = TILES[name](desk, _own(person))
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(tile.columns)
    writer.writerows([_bare(cell.text) for cell in row] for row in tile.rows)
    kept = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=kept)


@router.get("/board/failed")
def failed(request: Request, person: Looker, code: Annotated[str, Query(max_length=60)] = "") -> Response:
    """The files that could not be read, with their reasons."""
    return _failures(request, person, code)


@router.post("/board/failed/{number}/again")
def again(request: Request, person: Leader, number: Number, reason: Annotated[str, Form(max_length=60)]) -> Response:
    """Let a file that failed wait again, to be read by the reader of today."""
    desk = desk_of(request)
    if desk.settings.again is None or number not in {file.id for file in _failed(desk, person)}:
        raise HTTPException(404)
    try:
        desk.settings.again(number, person.name, because("retry", reason, ""))
    except Conflict as error:  # it came again, and whole
        return _failures(request, person, "", str(error))
    return RedirectResponse("/board/failed", 303)


@router.post("/case/{number}/priority")
def hurry(request: Request, person: Leader, number: Number, priority: Annotated[int, Form()]) -> Response:
    """Make a document more or less urgent."""
    desk = desk_of(request)
    seen(desk, person, number)
    if priority not in PRIORITIES:
        raise HTTPException(422, f"Choose a priority of {', '.join(map(str, PRIORITIES))}.")
    queue.hurry(desk.db, number, person=person.name, priority=priority)
    return RedirectResponse("/", 303)


def _failures(request: Request, person: Person, reason: str, problem: str = "") -> Response:
    desk = desk_of(request)
    files = [file for file in _failed(desk, person) if reason in ("", file.code)]
    leads = desk.settings.again is not None and not SUPERVISING.isdisjoint(person.roles)
    return page(
        request,
        "failed.html",
        person,
        409 if problem else 200,
        here="board",
        files=files[:MOST],
        count=len(files),
        reason=reason,
        reasons=REASONS["retry"] if leads else None,
        problem=problem,
    )


def _own(person: Person) -> Collection[str] | None:
    """The clients whose figures this person may see, also those of whom only the inbox knows; None for all."""
    return None if ALL_CLIENTS in person.clients else person.clients


def _failed(desk: Desk, person: Person) -> list[Receipt]:
    found = receipts.of(desk.db, states=(ReceiptState.FAILED,))
    return [file for file in found if person.may_see(file.client)]


def _bare(text: str) -> str:
    """As a spreadsheet takes it; a count stays a count."""
    return text if text.isdigit() else defused(text)
