"""A case to be read, with its history; and the search that leads there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from desk.access import REOPENING, Signed, clients_of, may_key
from desk.board import PRIORITIES
from desk.context import Desk, desk_of, page
from desk.judging import CONFIRMED
from desk.opened import Opened
from desk.reasons import REASONS
from desk.unseen import without
from documents.case import CaseState
from documents.doctype import Review
from documents.fields import Value
from documents.kinds import written
from store import history, holds, index, tasks
from store.history import Change
from store.index import Hit
from store.people import ALL_CLIENTS, SUPERVISING, Person

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history."""

    at: str
    who: str
    label: str
    before: str
    after: str
    why: str


def read_page(request: Request, there: Opened, person: Person) -> Response:
    """The case as it stands, nothing to be changed."""
    item = there.item
    asked = tasks.fields_of(there.desk.db, item.case_id, person.name)
    there = without(there, asked)
    waits, is_out = item.state is CaseState.REVIEW, item.state is CaseState.RELEASED
    changes = history.of(there.desk.db, item.case_id)
    return page(
        request,
        "reading.html",
        person,
        item=item,
        type_label=there.desk.label(item.type_name),
        sheet=there.sheet,
        images=[p.number for p in there.case.document.pages if p.image][:20],
        more_pages=len(there.case.document.pages) > 20,
        lines=[_line(there, change) for change in reversed(changes) if change.person and change.name not in asked],
        first=[change for change in changes if not change.person][-1:],
        may_hurry=waits and not SUPERVISING.isdisjoint(person.roles),
        priorities=PRIORITIES,
        may_take=waits and may_key(person) and item.person is None and not item.open_keyings,
        may_withdraw=bool(item.open_keyings) and not SUPERVISING.isdisjoint(person.roles),
        holder=item.person,
        held=holds.of_case(there.desk.db, item.case_id) if waits else None,
        may_reopen=not waits and not (SUPERVISING if is_out else REOPENING).isdisjoint(person.roles),
        is_out=is_out,
        reasons=REASONS["reopen"][1],
    )


@router.get("/search")
def search(request: Request, person: Signed, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Documents that hold these words or this value."""
    desk = desk_of(request)
    hits = _found(desk, person, q)
    shown = [(hit, desk.label(hit.type_name), _pieces(desk, hit)) for hit in hits]
    return page(request, "search.html", person, here="search", q=q, hits=shown)


def _found(desk: Desk, person: Person, sought: str) -> Sequence[Hit]:
    if not sought.strip():
        return []
    if ALL_CLIENTS in person.clients:
        return index.search(desk.db, sought)
    return [hit for name in clients_of(desk, person) for hit in index.search(desk.db, sought, client=name)][:50]


def _is_keyed(desk: Desk, hit: Hit) -> bool:
    """May the words of this document hold what somebody is still to key unseen? Then none of them are shown."""
    doctype = desk.types.get(hit.type_name)
    if doctype is None or hit.state != CaseState.REVIEW:
        return False
    columns = (column for table in doctype.tables for column in table.columns)
    return any(spec.review is not Review.CONFIRM for spec in (*doctype.fields, *columns))


def _pieces(desk: Desk, hit: Hit) -> list[tuple[str, bool]]:
    """What was found, with what was sought in it marked; a name stands as it is, whatever brackets it has."""
    if hit.by_name:
        return [(hit.snippet, False)]
    return _marked("" if _is_keyed(desk, hit) else hit.snippet)


def _marked(snippet: str) -> list[tuple[str, bool]]:
    """The snippet in pieces, each with whether it was sought.

    >>> _marked("pay [Acme] now")
    [('pay ', False), ('Acme', True), (' now', False)]
    """
    pieces: list[tuple[str, bool]] = []
    for at, part in enumerate(snippet.split("[")):
        sought, closed, rest = part.partition("]")
        if at and closed:
            pieces += [(sought, True), (rest, False)]
        else:
            pieces.append((part if not at else f"[{part}", False))
    return [piece for piece in pieces if piece[0]]


def _line(there: Opened, change: Change) -> Line:
    doctype = there.case.doctype
    spec = doctype.spec(change.name) if doctype else None
    confirmed = change.name.startswith(CONFIRMED)
    label = f"check {change.name[1:].partition(':')[0]}" if confirmed else spec.label if spec else change.name
    return Line(
        at=f"{change.at:%Y-%m-%d %H:%M:%S}",
        who=change.person,
        label=label if change.name.count(".") != 2 else f"{label}, row {change.name.split('.')[1]}",
        before="" if confirmed else _value(change.before),
        after="" if confirmed else _value(change.value),
        why=change.why,
    )


def _value(value: Value | None) -> str:
    return "–" if value is None else written(value)
