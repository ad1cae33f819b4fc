"""The ways out of a document: finished, skipped, held, rejected, or read again as another type. The next one opens."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from desk.access import REOPENING, Keyer, Number, looked, seen
from desk.context import Desk, desk_of
from desk.finishing import finished
from desk.judging import Answers, judge
from desk.messages import Because, Held, Nothing, Retype, because
from desk.opened import Opened, opened
from desk.queue import address, next_address, next_lease
from desk.screen import is_recent, screen
from desk.sheet import plain
from documents.case import CaseState
from store import cases, holds, master, preferences, queue, rearranging, restating
from store.people import SUPERVISING, Person

router = APIRouter()

Filter = Annotated[str, Query(max_length=100)]


def filters(client: Filter = "", type: Filter = "") -> tuple[str, str]:
    """The client and type that the person chose to work on, from the address."""
    return client, type


Chosen = Annotated[tuple[str, str], Depends(filters)]


@router.post("/case/{case_id}/finish")
def finish(request: Request, case_id: Number, person: Keyer, held: Held, chosen: Chosen) -> Response:
    """Decide the case again. Complete: it is approved, and the next opens; else what is left is said."""
    desk = desk_of(request)
    item = seen(desk, person, case_id)
    there, state = finished(desk, item, person, held.fence)
    if not there.judged.decision.reasons:  # approved; or others key some of its fields still
        _left(desk, person, case_id, "finish")
        return JSONResponse({"state": state.value, **_onward(request, desk, person, chosen)})
    return JSONResponse({"state": state.value, "sheet": plain(there.sheet), "words": _what_is_left(there)})


@router.post("/case/{case_id}/skip")
def skip(request: Request, case_id: Number, person: Keyer, told: Because, chosen: Chosen) -> Response:
    """Pass the document on to others; what was keyed stays."""
    desk = desk_of(request)
    seen(desk, person, case_id)
    queue.give_back(desk.db, case_id, person=person.name, fence=told.fence, why=told.why("skip"))
    _left(desk, person, case_id, "skip")
    return JSONResponse(_onward(request, desk, person, chosen))


@router.post("/case/{case_id}/hold")
def hold(request: Request, case_id: Number, person: Keyer, told: Because, chosen: Chosen) -> Response:
    """Put the document aside: nobody is given it until somebody takes it up again."""
    desk = desk_of(request)
    seen(desk, person, case_id)
    holds.put(desk.db, case_id, person=person.name, fence=told.fence, why=told.why("hold"))
    _left(desk, person, case_id, "hold")
    return JSONResponse(_onward(request, desk, person, chosen))


@router.post("/case/{case_id}/reject")
def reject(request: Request, case_id: Number, person: Keyer, told: Because, chosen: Chosen) -> Response:
    """Say that this is nothing to book."""
    desk = desk_of(request)
    seen(desk, person, case_id)
    cases.reject(desk.db, case_id, person=person.name, why=told.why("reject"), fence=told.fence)
    _left(desk, person, case_id, "reject")
    return JSONResponse(_onward(request, desk, person, chosen))


@router.post("/case/{case_id}/reclassify")
def reclassify(request: Request, case_id: Number, person: Keyer, told: Retype, chosen: Chosen) -> Response:
    """Say what type it is: it is extracted, checked and decided again, and opens as that, if anything is left to do."""
    desk = desk_of(request)
    item = seen(desk, person, case_id)
    doctype = desk.doctype(told.type, item.client)
    if doctype is None:
        raise HTTPException(422, f"{told.type!r} is no type that is declared. Reload the page.")
    document = opened(desk, item).case.document
    known = master.look_ups(desk.db, item.client, besides=case_id)
    fields, thresholds = desk.settings.read_anew(item.client, document, doctype, known)
    judged = judge(document, fields, doctype, Answers(), known, thresholds)
    state = cases.reclassify(
        desk.db,
        case_id,
        doctype,
        fields={**judged.fields, **judged.hidden},
        findings=judged.findings,
        decision=judged.decision,
        person=person.name,
        fence=told.fence,
        unseen=judged.hidden,
        why=f"{told.why('reclassify')}, {item.type_name} to {doctype.name}",
    )
    there = address(f"/case/{case_id}", *chosen)
    following = next_address(desk, person, *chosen) if state is CaseState.APPROVED else there
    return JSONResponse({"state": state.value, "next": following})


@router.post("/case/{case_id}/restore")
def restore(request: Request, case_id: Number, person: Keyer, held: Held) -> Response:
    """Undo what was done last to the type or the pages of this document and those of the same file."""
    desk = desk_of(request)
    seen(desk, person, case_id)
    queue.heartbeat(desk.db, case_id, person=person.name, fence=held.fence, seconds=desk.settings.lease)
    numbers = rearranging.undo(desk.db, case_id, person=person.name)
    queue.claim(desk.db, numbers[0], person=person.name, seconds=desk.settings.lease)
    return JSONResponse({"next": f"/case/{numbers[0]}"})


@router.post("/last/reopen")
def reopen_last(request: Request, person: Keyer, nothing: Nothing, chosen: Chosen) -> Response:
    """Open the document again that this person left last, if that was a moment ago and it is not exported."""
    desk = desk_of(request)
    left = preferences.of(desk.db, person.name).get("last")
    if not isinstance(left, dict) or not is_recent(left):
        raise HTTPException(409, "There is no document that you left in the last five minutes.")
    item = seen(desk, person, left["case"])
    if item.state is not CaseState.REVIEW:
        cases.reopen(desk.db, item.case_id, person=person.name, why=f"reopen: undo of {left['act']}")
    holds.take_off(desk.db, item.case_id, person=person.name)
    queue.claim(desk.db, item.case_id, person=person.name, seconds=desk.settings.lease)
    return JSONResponse({"next": address(f"/case/{item.case_id}", *chosen)})


@router.post("/case/{case_id}/reopen")
def reopen(request: Request, case_id: Number, person: Keyer, reason: Annotated[str, Form(max_length=40)]) -> Response:
    """Take up a document again. What is exported of it stays, and is taken back by the release of its new version."""
    desk = desk_of(request)
    item = seen(desk, person, case_id)
    if item.state is CaseState.RELEASED:
        if SUPERVISING.isdisjoint(person.roles):
            raise HTTPException(403, "It is exported. A supervisor or an administrator has to take it up again.")
        restating.restate(desk.db, case_id, person=person.name, why=because("reopen", reason, ""))
    elif item.state is not CaseState.REVIEW:
        if REOPENING.isdisjoint(person.roles):
            raise HTTPException(403, "A senior, a supervisor or an administrator has to take it up again.")
        cases.reopen(desk.db, case_id, person=person.name, why=because("reopen", reason, ""))
    holds.take_off(desk.db, case_id, person=person.name)
    queue.claim(desk.db, case_id, person=person.name, seconds=desk.settings.lease)
    return RedirectResponse(f"/case/{case_id}", 303)


def _onward(request: Request, desk: Desk, person: Person, chosen: tuple[str, str]) -> dict[str, str]:
    """The address of the next document, and its page: whoever left one waits for it, and need not ask once more."""
    lease = next_lease(desk, person, *chosen)
    if lease is None:
        return {"next": address("/", *chosen, "empty")}
    item = queue.item(desk.db, lease.case_id)
    looked(desk, person, item, "case.opened")
    made = screen(request, opened(desk, item, person), person, lease.fence)
    return {"next": address(f"/case/{lease.case_id}", *chosen), "page": bytes(made.body).decode()}


def _left(desk: Desk, person: Person, case_id: int, act: str) -> None:
    """Keep which document this person left, so that they can open it again."""
    preferences.keep(desk.db, person.name, "last", {"case": case_id, "act": act, "at": datetime.now(UTC).isoformat()})


def _what_is_left(there: Opened) -> str:
    reasons = there.judged.decision.reasons
    messages = list(dict.fromkeys(reason.message for reason in reasons))  # one may concern two fields
    some = "; ".join(messages[:3])
    more = f" and {len(messages) - 3} more" if len(messages) > 3 else ""
    return f"Not finished: {some}{more}."
