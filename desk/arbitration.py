"""Arbitration: the image, two values in random order without names, and a third person who decides by the paper."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.access import Signed
from desk.stream import show

router = APIRouter()


@router.get("/arbitrate")
def arbitrate(request: Request, person: Signed) -> Response:
    """Two values that differ: the paper says which is right, or that neither is."""
    return show(request, person, "arbitrate")
