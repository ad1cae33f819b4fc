"""People: who may sign in, with which roles, for which clients; their sessions."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from documents.errors import AccessError, Conflict
from store import audit
from store.database import Database, now, reading, serialise, writing
from store.ledger_tables import failed_sign_ins, people, sessions

if TYPE_CHECKING:
    from argon2 import PasswordHasher

#: A session ends so many seconds after its last use, and so many after its begin.
IDLE, LONGEST = 15 * 60, 12 * 3600
#: Failed sign-ins that are free; each further one doubles the wait from a second, up to the longest.
FREE_FAILURES, LONGEST_WAIT = 5, 15 * 60
#: The shortest password, in characters. No other rule: length is what counts.
SHORTEST_PASSWORD = 10
REFUSAL = "name or password is wrong"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in. `clients` are those whose documents they may see; `ALL_CLIENTS` means every one."""

    name: str
    roles: frozenset[str]
    clients: frozenset[str]
    disabled: bool = False

    def may_see(self, client: str) -> bool:
        """May this person see the client's documents?"""
        return client in self.clients or ALL_CLIENTS in self.clients


ALL_CLIENTS = "*"
#: The roles that lead the queue, and see to what went wrong.
SUPERVISING = frozenset({"supervisor", "admin"})


def add(
    db: Database,
    name: str,
    password: str,
    roles: Collection[str],
    clients: Collection[str] = (ALL_CLIENTS,),
    *,
    by: str = "",
) -> Person:
    """Let a new person in. Raises Conflict when the name is taken, AccessError for no name or too short a password."""
    if not re.fullmatch(r"\w[\w.@ -]{0,62}\w|\w", name):
        raise AccessError(f"{name!r} is no name to sign in with: use letters, digits and . _ - @, up to 64 of them")
    row = {"name": name, "password": _hashed(password), "roles": sorted(roles), "clients": sorted(clients)}
    with writing(db) as connection:
        serialise(connection, f"person:{name}")
        if connection.scalar(select(people.c.name).where(people.c.name == name)) is not None:
            raise Conflict(f"there is a person {name!r} already; choose another name")
        connection.execute(insert(people).values(**row, added_at=now(connection)))
        _noted(connection, by, "person.added", name, f"roles {', '.join(row['roles'])}")
    return Person(name, frozenset(roles), frozenset(clients))


def everybody(db: Database) -> list[Person]:
    """All people, disabled ones too, by name."""
    with reading(db) as connection:
        return [_person(row) for row in connection.execute(select(people).order_by(people.c.name))]


def set_password(db: Database, name: str, password: str, *, by: str) -> None:
    """Give a person another password; their sessions end. Raises AccessError for an unknown name."""
    _change(db, name, "person.password", by, password=_hashed(password))


def grant(db: Database, name: str, roles: Collection[str], clients: Collection[str], *, by: str) -> None:
    """Give a person these roles and clients instead of theirs; their sessions end. Raises AccessError as above."""
    _change(db, name, "person.granted", by, roles=sorted(roles), clients=sorted(clients))


def disable(db: Database, name: str, *, by: str) -> None:
    """Shut a person out, at once: their next request finds no session. Raises AccessError for an unknown name."""
    with reading(db) as connection:
        moment = now(connection)
    _change(db, name, "person.disabled", by, disabled_at=moment)


def enable(db: Database, name: str, *, by: str) -> None:
    """Let a person in again, with the roles, clients and password they had. Raises AccessError as above."""
    _change(db, name, "person.enabled", by, disabled_at=None)


def verify(db: Database, name: str, password: str) -> Person:
    """The person, if name and password fit.

    Raises AccessError, with the same words and after the same work whether the name is unknown, disabled or the
    password wrong; after some failures in a row the name has to wait, known or not.
    """
    _let_try(db, name)
    with reading(db) as connection:
        row = connection.execute(select(people).where(people.c.name == name)).one_or_none()
    fits = _fits(row.password if row else _nobody(), password)
    if row is None or not fits or row.disabled_at is not None:
        _failed(db, name)
        raise AccessError(REFUSAL)
    with writing(db) as connection:
        connection.execute(delete(failed_sign_ins).where(failed_sign_ins.c.name == name))
        if _hasher().check_needs_rehash(row.password):
            connection.execute(update(people).where(people.c.name == name).values(password=_hashed(password)))
    return _person(row)


def sign_in(db: Database, name: str, password: str) -> str:
    """Verify and begin a session; its token, 256 random bits, is returned and kept only as SHA-256.

    A person's other sessions end: one at a time. Raises AccessError as `verify`.
    """
    verify(db, name, password)
    token = secrets.token_urlsafe(32)
    with writing(db) as connection:
        moment = now(connection)
        _end(connection, name, moment)
        begun = {"token_sha256": _sha256(token), "person": name, "begun_at": moment, "seen_at": moment}
        connection.execute(insert(sessions).values(**begun))
        _noted(connection, name, "session.begun", name)
    return token


def by_session(db: Database, token: str, *, idle: int = IDLE, longest: int = LONGEST) -> Person | None:
    """Who this token belongs to; None for one that is unknown, ended, idle or old, or whose person is disabled."""
    own = sessions.c.token_sha256 == _sha256(token)
    with reading(db) as connection:
        query = select(people, sessions.c.seen_at, sessions.c.begun_at).join(
            sessions, sessions.c.person == people.c.name
        )
        row = connection.execute(query.where(own, sessions.c.ended_at.is_(None))).one_or_none()
        moment = now(connection)
    if row is None or row.disabled_at is not None:
        return None
    if moment - row.seen_at > timedelta(seconds=idle) or moment - row.begun_at > timedelta(seconds=longest):
        return None
    if moment - row.seen_at > timedelta(seconds=min(30, idle / 10)):  # one write in half a minute is enough
        with writing(db) as connection:
            connection.execute(update(sessions).where(own).values(seen_at=moment))
    return _person(row)


def sign_out(db: Database, token: str) -> None:
    """End the session; twice is harmless."""
    with writing(db) as connection:
        own = (sessions.c.token_sha256 == _sha256(token)) & sessions.c.ended_at.is_(None)
        ended = update(sessions).where(own).values(ended_at=now(connection)).returning(sessions.c.person)
        person = connection.scalar(ended)
        if person is not None:
            _noted(connection, person, "session.ended", person)


def _change(db: Database, name: str, action: str, by: str, **values: Any) -> None:
    with writing(db) as connection:
        changed = connection.execute(update(people).where(people.c.name == name).values(**values))
        if changed.rowcount != 1:
            raise AccessError(f"nobody is called {name!r}")
        _end(connection, name, now(connection))
        _noted(connection, by, action, name)


def _end(connection: Connection, name: str, moment: datetime) -> None:
    open_ones = (sessions.c.person == name) & sessions.c.ended_at.is_(None)
    connection.execute(update(sessions).where(open_ones).values(ended_at=moment))


def _let_try(db: Database, name: str) -> None:
    with reading(db) as connection:
        row = connection.execute(select(failed_sign_ins).where(failed_sign_ins.c.name == name)).one_or_none()
        if row is None or row.failures < FREE_FAILURES:
            return
        wait = timedelta(seconds=min(2 ** (row.failures - FREE_FAILURES), LONGEST_WAIT))
        left = row.last_at + wait - now(connection)
    if left > timedelta():
        raise AccessError(f"too many failed sign-ins; wait {int(left.total_seconds()) + 1} seconds")


def _failed(db: Database, name: str) -> None:
    with writing(db) as connection:
        serialise(connection, f"failed:{name}")
        moment = now(connection)
        old = failed_sign_ins.c.last_at < moment - timedelta(seconds=4 * LONGEST_WAIT)
        connection.execute(delete(failed_sign_ins).where(old))
        own = failed_sign_ins.c.name == name
        more = {"failures": failed_sign_ins.c.failures + 1, "last_at": moment}
        if connection.execute(update(failed_sign_ins).where(own).values(**more)).rowcount == 0:
            connection.execute(insert(failed_sign_ins).values(name=name, failures=1, last_at=moment))
        _noted(connection, "", "session.refused", hashlib.sha256(name.encode()).hexdigest()[:16])


def _hashed(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise AccessError(f"a password has at least {SHORTEST_PASSWORD} characters")
    return _hasher().hash(password)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    # RFC 9106, second recommended option, with one lane: 64 MiB, three passes.
    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


@cache
def _nobody() -> str:
    """The hash of a password that nobody knows: checking it takes as long as checking a real one."""
    return _hasher().hash(secrets.token_hex())


def _fits(hashed: str, password: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return _hasher().verify(hashed, password)
    except VerifyMismatchError:
        return False


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _person(row: Row[Any]) -> Person:
    return Person(row.name, frozenset(row.roles), frozenset(row.clients), row.disabled_at is not None)


def _noted(connection: Connection, person: str, action: str, name: str, why: str = "") -> None:
    audit.note(connection, client="", person=person, action=action, thing=f"person:{name}", why=why)
