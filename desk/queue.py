"""The exception queue: what waits and why, and the way to the next document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from desk.access import Keyer, Signed, clients_of, looked, may_key
from desk.context import Desk, desk_of, page
from documents.case import CaseState
from store import holds, queue, rearranging, skills, tallies
from store.people import ALL_CLIENTS, Person
from store.queue import Lease, QueueItem

router = APIRouter()

#: A client or type that the person chose to work on.
Chosen = Annotated[str, Query(max_length=100)]

#: What the queue says after an act, by the word in its address.
WORDS = {
    "empty": "Nothing more waits for you. Well done.",
    "lost": "That document is no longer yours.",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the list."""

    case_id: int
    client: str
    name: str
    type_label: str
    why: str
    doubts: int
    age: str
    holder: str | None


@router.get("/")
def waiting(
    request: Request,
    person: Signed,
    client: Annotated[str, Query(max_length=100)] = "",
    type: Annotated[str, Query(max_length=100)] = "",
    page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    word: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The list, most urgent first."""
    desk = desk_of(request)
    allowed = clients_of(desk, person)
    if client and client not in allowed:
        raise HTTPException(404)
    items, more = _page(desk, person, [client] if client else allowed, type or None, page_number)
    moment = datetime.now(UTC)
    return page(
        request,
        "queue.html",
        person,
        here="queue",
        items=[_line(desk, item, moment) for item in items],
        count=_count(desk, [client] if client else allowed, type),
        clients=allowed,
        client=client,
        types=[("unclassified", "Unclassified"), *((name, t.label) for name, t in desk.types.items())],
        type=type,
        page=page_number,
        more=more,
        may_key=may_key(person),
        word=WORDS.get(word, ""),
        held={hold.case_id: hold.why.partition(": ")[2] for hold in holds.all_of(desk.db, allowed, 500)},
        here_again=address("/", client, type) + (("&" if client or type else "?") + f"page={page_number}"),
    )


@router.post("/next")
def take_next(
    request: Request,
    person: Keyer,
    client: Annotated[str, Form(max_length=100)] = "",
    type: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Take the next document of these, and open it."""
    return RedirectResponse(next_address(desk_of(request), person, client, type), 303)


def next_address(desk: Desk, person: Person, client: str = "", type: str = "") -> str:
    """Lease the most urgent document that this person may have; its address, or the queue's when there is none."""
    lease = next_lease(desk, person, client, type)
    return address(f"/case/{lease.case_id}", client, type) if lease else address("/", client, type, "empty")


def next_lease(desk: Desk, person: Person, client: str = "", type: str = "") -> Lease | None:
    """Lease the most urgent document that this person may have; None when there is none."""
    chosen, doctypes = _chosen(desk, person, client, type)
    return queue.next(
        desk.db,
        person=person.name,
        seconds=desk.settings.lease,
        clients=chosen,
        doctypes=doctypes,
        wanted=skills.of(desk.db, person.name),
    )


@router.get("/ahead")
def ahead(request: Request, person: Keyer, client: Chosen = "", type: Chosen = "") -> Response:
    """Which document will probably be next, so that its pages can be loaded while this one is keyed.

    Nothing is leased: whoever comes first gets it. That its pages were handed out is noted.
    """
    desk = desk_of(request)
    chosen, doctypes = _chosen(desk, person, client, type)
    wanted = skills.of(desk.db, person.name)
    found = queue.foreseen(desk.db, person=person.name, clients=chosen, doctypes=doctypes, wanted=wanted)
    if found is None:
        return JSONResponse({"case": None})
    looked(desk, person, queue.item(desk.db, found), "case.foreseen")
    document = desk.recent.case(desk.db, found, desk.types).document
    version = rearranging.arrangement(desk.db, found)
    numbers = [page.number for page in document.pages if page.image][:2]
    return JSONResponse({"case": found, "pictures": [[number, version] for number in numbers]})


def _chosen(desk: Desk, person: Person, client: str, type: str) -> tuple[list[str], list[str] | None]:
    allowed = clients_of(desk, person)
    return [name for name in allowed if name == client] if client else allowed, [type] if type else None


def address(path: str, client: str = "", type: str = "", word: str = "") -> str:
    """A page's address that keeps what the person chose to work on.

    >>> address("/case/3", type="invoice"), address("/", word="empty"), address("/case/3")
    ('/case/3?type=invoice', '/?word=empty', '/case/3')
    """
    kept = urlencode({key: value for key, value in (("word", word), ("client", client), ("type", type)) if value})
    return f"{path}?{kept}" if kept else path


def _page(
    desk: Desk, person: Person, allowed: list[str], doctype: str | None, number: int
) -> tuple[list[QueueItem], bool]:
    """One page of the list, and whether there is another."""
    size = desk.settings.page_size
    # Who may see all clients asks for none by name: that list stands in the index as it is.
    sees_all = ALL_CLIENTS in person.clients and len(allowed) != 1
    found = queue.waiting(
        desk.db,
        clients=None if sees_all else allowed,
        doctype=doctype,
        limit=size + 1,
        offset=(number - 1) * size,
    )
    return found[:size], len(found) > size


def _count(desk: Desk, allowed: list[str], doctype: str) -> int:
    one = allowed[0] if len(allowed) == 1 else None
    return sum(
        tally.documents
        for tally in tallies.documents(desk.db, one)
        if tally.state is CaseState.REVIEW and tally.client in allowed and doctype in ("", tally.type_name)
    )


def _line(desk: Desk, item: QueueItem, moment: datetime) -> Waiting:
    return Waiting(
        item.case_id,
        item.client,
        item.name,
        desk.label(item.type_name),
        item.first_reason,
        item.reasons,
        age((moment - item.received_at).total_seconds()),
        item.person,
    )


def age(seconds: float) -> str:
    """How long ago, in the largest unit that says enough.

    >>> age(5), age(125), age(3 * 3600), age(50 * 3600)
    ('now', '2 min', '3 h', '2 d')
    """
    for size, unit, least in ((86400, "d", 2), (3600, "h", 2), (60, "min", 1)):
        if seconds >= size * least:
            return f"{int(seconds // size)} {unit}"
    return "now"
