"""Keying single fields: second keying beside the page, and snippets, which show nothing else of their document."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.access import Signed, Snipper
from desk.stream import show

router = APIRouter()


@router.get("/second")
def second(request: Request, person: Signed) -> Response:
    """What one person keyed unseen is keyed by another, with the page to look at."""
    return show(request, person, "second")


@router.get("/snippets")
def snippets(request: Request, person: Snipper) -> Response:
    """The same as a stream of cut-outs, for who may see no document."""
    return show(request, person, "snippets")
