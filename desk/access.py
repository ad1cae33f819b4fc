"""Who may see and do what. A case of another client is not there: 404, whatever is asked of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException, Path
from starlette.requests import Request

from desk.context import Desk, desk_of
from documents.errors import StoreError
from store import audit, clients, people, queue
from store.people import Person
from store.queue import QueueItem

#: Who may take a document and key.
KEYING = frozenset({"operator", "senior", "supervisor", "admin"})
#: Who may take up again what was finished.
REOPENING = frozenset({"senior", "supervisor", "admin"})


#: A number in an address: of a case, or of a page.
Number = Annotated[int, Path(ge=0, le=2**53)]


class SignInNeeded(Exception):
    """Nobody is signed in, or the session is over."""


def is_secure(request: Request) -> bool:
    """Did the request come by https, or do all of this desk?"""
    return desk_of(request).settings.secure or request.url.scheme == "https"


def cookie(request: Request) -> str:
    """The name of the session cookie; `__Host-` binds it to this host and to https."""
    return "__Host-paperdesk" if is_secure(request) else "paperdesk"


def anybody(request: Request) -> Person:
    """The person behind the request, whatever their role. Raises SignInNeeded."""
    desk = desk_of(request)
    token = request.cookies.get(cookie(request), "")
    person = people.by_session(desk.db, token) if token else None
    if person is None:
        raise SignInNeeded
    return person


#: Also who keys snippets only: for pages that show nothing of a document.
Snipper = Annotated[Person, Depends(anybody)]


def signed_in(person: Snipper) -> Person:
    """The person behind the request; for who keys snippets only, nothing else is there: 404."""
    if person.roles == {"snippet"}:
        raise HTTPException(404)
    return person


Signed = Annotated[Person, Depends(signed_in)]


def may_key(person: Person) -> bool:
    """May this person take documents and key?"""
    return not KEYING.isdisjoint(person.roles)


def keyer(person: Signed) -> Person:
    """The person, who must be one that may key; else 403."""
    if not may_key(person):
        raise HTTPException(403, "You may look at documents, not change them. An administrator can give you the role.")
    return person


Keyer = Annotated[Person, Depends(keyer)]


def admin(person: Signed) -> Person:
    """The person, who must be an administrator; for all others the page does not exist."""
    if "admin" not in person.roles:
        raise HTTPException(404)
    return person


Admin = Annotated[Person, Depends(admin)]


def clients_of(desk: Desk, person: Person) -> list[str]:
    """The clients whose documents this person may see."""
    return [name for name in clients.names(desk.db) if person.may_see(name)]


def seen(desk: Desk, person: Person, case_id: int) -> QueueItem:
    """The case, if it exists and is of a client that this person may see; else 404."""
    try:
        item = queue.item(desk.db, case_id)
    except StoreError as error:
        raise HTTPException(404) from error
    if not person.may_see(item.client):
        raise HTTPException(404)
    return item


def looked(desk: Desk, person: Person, item: QueueItem, action: str) -> None:
    """Keep that this person looked at the case."""
    audit.viewed(desk.db, client=item.client, person=person.name, case_id=item.case_id, action=action)
