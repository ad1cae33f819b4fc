"""What helps to fill a field: the value of the document before, values that are known, the print in an area."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import capture
from desk.access import Keyer, Number, seen
from desk.context import Desk, desk_of
from desk.judging import shown
from desk.messages import Area, Name
from desk.opened import Opened, field_spec, opened
from desk.screen import corners
from desk.settings import Eyes
from desk.unseen import covers, readable
from documents.doctype import DocumentType, FieldSpec, Review
from documents.errors import CaptureError
from documents.kinds import CODES
from documents.layout import Box, Word
from store import cases, known, preferences

router = APIRouter()

#: The values of kinds that have only so many.
CHOICES = {"currency": tuple(sorted(CODES)), "mark": ("selected", "unselected"), "clause": ("Yes", "No")}
#: The most that a list shows.
MOST = 50
#: Checks that compare a number with the client's purchase orders.
ORDERS = {"purchase_order_known", "purchase_order_total"}

Sought = Annotated[str, Query(max_length=100)]


@router.get("/case/{case_id}/ditto")
def ditto(request: Request, case_id: Number, person: Keyer, name: Name) -> Response:
    """The value of this field on the document that the person left last, if it is of the same client and type."""
    desk = desk_of(request)
    there, spec = _asked(desk, opened(desk, seen(desk, person, case_id), person), name)
    if spec.review is not Review.CONFIRM:
        raise HTTPException(422, "This field is keyed unseen: look at the page.")
    left = preferences.of(desk.db, person.name).get("last")
    before = left.get("case") if isinstance(left, dict) else None
    if not isinstance(before, int) or before == case_id:
        raise HTTPException(422, "There is no document before this one.")
    item = seen(desk, person, before)
    if (item.client, item.type_name) != (there.item.client, there.item.type_name):
        raise HTTPException(422, "The document before was of another client or type.")
    field = desk.recent.case(desk.db, before, desk.types).fields.get(name)
    if field is None:
        raise HTTPException(422, "The document before has no value here.")
    return JSONResponse({"text": shown(field)})


@router.get("/case/{case_id}/known")
def known_values(request: Request, case_id: Number, person: Keyer, name: Name, q: Sought = "") -> Response:
    """Values that this field may have: other readings of the machine, those of its kind, those in the books."""
    desk = desk_of(request)
    there, spec = _asked(desk, opened(desk, seen(desk, person, case_id), person), name)
    if spec.review is not Review.CONFIRM:
        return JSONResponse([])
    present = there.case.fields.get(name)
    read = [" ".join(other.text.split()) for other in present.others] if present else []
    book = _book(there.case.doctype, spec)
    books = known.values(desk.db, there.item.client, book, q, MOST) if book else []
    sought = "".join(q.split()).casefold()
    fits = [(text, why) for text, why in _told(read, spec) if sought in "".join(text.split()).casefold()]
    found = dict(reversed([*fits, *books]))  # each text once, with the first that says it
    return JSONResponse([[text, why] for text, why in reversed(found.items())][:MOST])


@router.post("/case/{case_id}/area")
def area(request: Request, case_id: Number, person: Keyer, drawn: Area) -> Response:
    """The words in a part of a page; where the machine had read none, that part is read now."""
    desk = desk_of(request)
    there = opened(desk, seen(desk, person, case_id), person)
    number, left, top, right, bottom = drawn.box
    try:
        page = there.case.document.page(number)
    except KeyError as error:
        raise HTTPException(404) from error
    hidden = there.judged.hidden
    words = list(readable(page.words, hidden))
    if covers(hidden, Box(number, left, top, right, bottom)):
        raise HTTPException(422, "What stands there is keyed unseen: look at the page.")
    inside = [word for word in words if _inside(word.box.middle, (left, top, right, bottom))]
    if not inside:
        picture, eyes = cases.page_image(desk.db, case_id, number), desk.settings.eyes(there.item.client)
        inside = [] if picture is None else _read(picture, number, (left, top, right, bottom), eyes)
    return JSONResponse([[word.text, *corners([word.box])[0]] for word in inside])


def _read(picture: Path, number: int, sides: tuple[float, float, float, float], eyes: Eyes) -> list[Word]:
    try:
        return capture.read_area(
            picture, number, sides, limits=eyes.limits, languages=eyes.languages, engine=eyes.engine
        )
    except CaptureError as error:
        raise HTTPException(422, f"Nothing could be read there: {error}") from error


def _inside(middle: tuple[float, float], sides: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = sides
    return left <= middle[0] <= right and top <= middle[1] <= bottom


def _book(doctype: DocumentType | None, spec: FieldSpec) -> str:
    """The book that a check compares this field with; "" when none does."""
    checks = {rule.check.name for rule in doctype.rules if spec.name in rule.on} if doctype else set()
    if "supplier_known" in checks:
        return {"name": "supplier_name", "tax_id": "supplier_vat_id"}.get(spec.kind, "")
    return "order_number" if spec.kind == "identifier" and checks & ORDERS else ""


def _asked(desk: Desk, there: Opened, name: str) -> tuple[Opened, FieldSpec]:
    spec = field_spec(there.case.doctype, name)
    if spec is None:
        raise HTTPException(422, f"{name}: this type has no such field. Reload the page.")
    return there, spec


def _told(read: list[str], spec: FieldSpec) -> list[tuple[str, str]]:
    choices = CHOICES.get(spec.kind, ())
    return [*((text, "other reading") for text in read if text), *((text, "a value of this kind") for text in choices)]
