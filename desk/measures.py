"""What work at the desk takes: the keying screen reports counts of keys, clicks and active time, by field."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from desk.access import Keyer, Number, seen
from desk.context import desk_of
from desk.messages import Name
from store import measures

router = APIRouter()

_Count = Annotated[int, Field(ge=0, le=100_000)]
#: No stay in a field counts more than an hour: the screen stops its clock after 15 idle seconds.
_Span = Annotated[int, Field(ge=0, le=3_600_000)]


class Stay(BaseModel):
    """One stay in a field. The name is a field's path; there is no room for what was typed."""

    model_config = ConfigDict(extra="forbid")

    field: Name | Literal[""]
    keys: _Count
    clicks: _Count
    milliseconds: _Span


class Stays(BaseModel):
    """What one screen reports at a time."""

    model_config = ConfigDict(extra="forbid")

    stays: list[Stay] = Field(max_length=500)


@router.post("/case/{number}/measures")
def take(request: Request, person: Keyer, number: Number, told: Stays) -> Response:
    """Keep the counts under the name of who is signed in."""
    desk = desk_of(request)
    seen(desk, person, number)
    spells = [measures.Spell(one.field, one.keys, one.clicks, one.milliseconds) for one in told.stays]
    measures.note(desk.db, number, person=person.name, spells=spells)
    return Response(status_code=204)
