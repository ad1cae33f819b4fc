"""The ways out of a document: finished, skipped, rejected, or read again as another type. The next one opens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import extractors
from desk.access import Keyer, Number, seen
from desk.context import desk_of
from desk.judging import Answers, judge
from desk.messages import Because, Held, Retype
from desk.opened import Opened, opened
from desk.queue import address, next_address
from desk.sheet import plain
from documents.case import CaseState
from store import cases, history, master, queue

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
    newest = history.newest(desk.db, case_id)  # before the case is loaded: what is saved after that was not judged
    there = opened(desk, item)
    judged = there.judged
    state = cases.decide(
        desk.db,
        case_id,
        fields=judged.fields,
        findings=judged.findings,
        decision=judged.decision,
        person=person.name,
        fence=held.fence,
        seen=newest,
    )
    if state is CaseState.APPROVED:
        return JSONResponse({"state": state.value, "next": next_address(desk, person, *chosen)})
    return JSONResponse({"state": state.value, "sheet": plain(there.sheet), "words": _left(there)})


@router.post("/case/{case_id}/skip")
def skip(request: Request, case_id: Number, person: Keyer, told: Because, chosen: Chosen) -> Response:
    """Pass the document on to others; what was keyed stays."""
    desk = desk_of(request)
    seen(desk, person, case_id)
    queue.give_back(desk.db, case_id, person=person.name, fence=told.fence, why=told.why("skip"))
    return JSONResponse({"next": next_address(desk, person, *chosen)})


@router.post("/case/{case_id}/reject")
def reject(request: Request, case_id: Number, person: Keyer, told: Because, chosen: Chosen) -> Response:
    """Say that this is nothing to book."""
    desk = desk_of(request)
    seen(desk, person, case_id)
    cases.reject(desk.db, case_id, person=person.name, why=told.why("reject"), fence=told.fence)
    return JSONResponse({"next": next_address(desk, person, *chosen)})


@router.post("/case/{case_id}/reclassify")
def reclassify(request: Request, case_id: Number, person: Keyer, told: Retype, chosen: Chosen) -> Response:
    """Say what type it is: it is extracted, checked and decided again, and opens as that, if anything is left to do."""
    desk = desk_of(request)
    item = seen(desk, person, case_id)
    doctype = desk.doctype(told.type, item.client)
    if doctype is None:
        raise HTTPException(422, f"{told.type!r} is no type that is declared. Reload the page.")
    fields = extractors.extract(opened(desk, item).case.document, doctype)
    known = master.look_ups(desk.db, item.client, besides=case_id)
    judged = judge(fields, doctype, Answers(), known, desk.settings.thresholds)
    state = cases.reclassify(
        desk.db,
        case_id,
        doctype,
        fields=judged.fields,
        findings=judged.findings,
        decision=judged.decision,
        person=person.name,
        fence=told.fence,
        why=f"reclassify: {item.type_name} to {doctype.name}",
    )
    there = address(f"/case/{case_id}", *chosen)
    following = next_address(desk, person, *chosen) if state is CaseState.APPROVED else there
    return JSONResponse({"state": state.value, "next": following})


def _left(there: Opened) -> str:
    reasons = there.judged.decision.reasons
    some = "; ".join(reason.message for reason in reasons[:3])
    more = f" and {len(reasons) - 3} more" if len(reasons) > 3 else ""
    return f"Not finished: {some}{more}."
