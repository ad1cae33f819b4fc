"""What is printed on a page: its picture from the content store, and its words with their places."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from desk.access import Number, Signed, seen
from desk.context import Desk, desk_of
from desk.opened import opened
from desk.unseen import readable
from store import cases

router = APIRouter()

#: The pictures that capture makes, by the bytes they begin with.
_FORMATS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"RIFF", "image/webp"))


@router.get("/case/{case_id}/page/{number}")
def picture(request: Request, case_id: Number, number: Number, person: Signed) -> Response:
    """The picture of a page, by its number in the file."""
    desk = desk_of(request)
    seen(desk, person, case_id)
    return picture_of(desk, case_id, number)


def picture_of(desk: Desk, case_id: int, number: int) -> Response:
    """The picture of a page, to be shown to whoever may see it; 404 when there is none."""
    path = cases.page_image(desk.db, case_id, number)
    if path is None:
        raise HTTPException(404)
    with path.open("rb") as file:
        start = file.read(8)
    kind = next((name for begin, name in _FORMATS if start.startswith(begin)), None)
    if kind is None:
        raise HTTPException(404)
    return FileResponse(path, media_type=kind)


@router.get("/case/{case_id}/words/{number}")
def words(request: Request, case_id: Number, number: Number, person: Signed) -> Response:
    """The words of a page: text, left, top, right, bottom; without those of fields that are keyed unseen."""
    desk = desk_of(request)
    there = opened(desk, seen(desk, person, case_id))
    try:
        page = there.case.document.page(number)
    except KeyError as error:
        raise HTTPException(404) from error
    words = readable(page.words, there.judged.hidden)
    return JSONResponse([[word.text, word.box.left, word.box.top, word.box.right, word.box.bottom] for word in words])
