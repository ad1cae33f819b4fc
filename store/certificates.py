"""Certificates: issued, ended and why, and which are in force. A certificate is replaced, never changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from documents.plain import to_plain
from documents.promise import Certificate, Scope
from store import audit
from store.database import Database, now, reading, serialise, writing
from store.learned_tables import certificates


@dataclass(frozen=True, slots=True)
class Kept:
    """A certificate as the store keeps it; `ended_at` is None while it is in force, `why` says what ended it."""

    id: int
    client: str
    certificate: Certificate
    issued_at: datetime
    ended_at: datetime | None
    why: str


def issue(db: Database, client: str, doctype: str, granted: Collection[Certificate], *, person: str = "") -> list[Kept]:
    """Put these certificates of a document type in force instead of the type's others; what is the same stays.

    A certificate that is not granted any more ends as "replaced". Returns those in force.
    """
    with writing(db) as connection:
        serialise(connection, f"certificates:{client}")
        standing = [kept for kept in _of(connection, client) if kept.certificate.doctype == doctype]
        for kept in standing:
            if kept.certificate not in granted:
                _end(connection, kept, person, "replaced by newer evidence")
        same = [kept.certificate for kept in standing]
        for certificate in (each for each in granted if each not in same):
            row = {
                name: value for name, value in to_plain(certificate).items() if name not in ("doctype", "first", "last")
            }
            times = {"first_at": certificate.first, "last_at": certificate.last, "issued_at": now(connection)}
            added = insert(certificates).values(client=client, type=doctype, why="", **row, **times)
            number = connection.execute(added.returning(certificates.c.id)).scalar_one()
            _noted(connection, client, person, "certificate.issued", number, certificate.sentence)
        return [kept for kept in _of(connection, client) if kept.certificate.doctype == doctype]


def withdraw(db: Database, number: int, *, why: str, person: str = "") -> None:
    """End a certificate that does not hold any more, and say why. One that has ended stays as it is."""
    with writing(db) as connection:
        row = connection.execute(select(certificates).where(certificates.c.id == number)).one_or_none()
        if row is not None and row.ended_at is None:
            _end(connection, _kept(row), person, why)


def in_force(db: Database, client: str) -> list[Kept]:
    """The certificates of a client that hold today."""
    with reading(db) as connection:
        return _of(connection, client)


def history(db: Database, client: str) -> list[Kept]:
    """All certificates that the client ever had, oldest first."""
    query = select(certificates).where(certificates.c.client == client).order_by(certificates.c.id)
    with reading(db) as connection:
        return [_kept(row) for row in connection.execute(query)]


def _of(connection: Connection, client: str) -> list[Kept]:
    here = (certificates.c.client == client) & certificates.c.ended_at.is_(None)
    return [_kept(row) for row in connection.execute(select(certificates).where(here).order_by(certificates.c.id))]


def _end(connection: Connection, kept: Kept, person: str, why: str) -> None:
    told = {"ended_at": now(connection), "why": why}
    connection.execute(update(certificates).where(certificates.c.id == kept.id).values(**told))
    _noted(connection, kept.client, person, "certificate.ended", kept.id, why)


def _noted(connection: Connection, client: str, person: str, action: str, number: int, why: str) -> None:
    audit.note(connection, client=client, person=person, action=action, thing=f"certificate:{number}", why=why)


def _kept(row: Row[Any]) -> Kept:
    certificate = Certificate(
        doctype=row.type,
        fields=tuple(row.fields),
        scope=Scope(row.scope),
        error=row.error,
        threshold=row.threshold,
        checked=row.checked,
        wrong=row.wrong,
        bound=row.bound,
        model=row.model,
        declaration=row.declaration,
        first=row.first_at,
        last=row.last_at,
    )
    return Kept(row.id, row.client, certificate, row.issued_at, row.ended_at, row.why)
