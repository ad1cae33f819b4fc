"""Versions of what was learned for a client's document type: tested in the shadow, put in force, taken back."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from documents.errors import IllegalMove, NotThere, StoreError
from store import audit
from store.database import Database, now, reading, serialise, writing
from store.learned_tables import learned


class ModelState(StrEnum):
    """Where a version stands; one at most of a client's type is active."""

    SHADOW = "shadow"  # made, and not good enough to replace what is active
    ACTIVE = "active"
    RETIRED = "retired"  # another took its place
    REVERTED = "reverted"  # a person took it back


@dataclass(frozen=True, slots=True)
class Version:
    """One version: of so many `documents`, the newest of them case `last_case`; `facts` are its shadow test's."""

    id: int
    client: str
    doctype: str
    version: str
    state: ModelState
    documents: int
    last_case: int
    facts: Mapping[str, Any]
    person: str
    why: str
    made_at: datetime
    moved_at: datetime


def add(
    db: Database,
    client: str,
    doctype: str,
    version: str,
    content: Mapping[str, Any],
    *,
    documents: int,
    last_case: int,
    facts: Mapping[str, Any],
    activate: bool,
    person: str = "",
    why: str = "",
) -> Version:
    """Keep a version, as active (what was so retires) or in the shadow."""
    plain = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    with writing(db) as connection:
        serialise(connection, f"learned:{client}:{doctype}")
        moment = now(connection)
        if activate:
            _move(connection, client, doctype, ModelState.ACTIVE, ModelState.RETIRED)
        state = ModelState.ACTIVE if activate else ModelState.SHADOW
        row = {
            "client": client,
            "type": doctype,
            "version": version,
            "state": state,
            "content": zlib.compress(plain, 6),
            "sha256": hashlib.sha256(plain).hexdigest(),
            "documents": documents,
            "last_case": last_case,
            "facts": dict(facts),
            "person": person,
            "why": why,
            "made_at": moment,
            "moved_at": moment,
        }
        made = connection.execute(insert(learned).values(**row).returning(*_SHOWN)).one()
        _noted(connection, made, f"learned.{state}", person, why)
        return _version(made)


def activate(db: Database, number: int, *, person: str, why: str) -> Version:
    """Put a version in force that waits in the shadow, was retired or taken back.

    Raises NotThere, or IllegalMove when it is in force.
    """
    with writing(db) as connection:
        row = connection.execute(select(*_SHOWN).where(learned.c.id == number)).one_or_none()
        if row is None:
            raise NotThere(f"no version {number} of anything learned; `paperdesk learn --list` has their numbers")
        serialise(connection, f"learned:{row.client}:{row.type}")
        if row.state == ModelState.ACTIVE:
            raise IllegalMove(f"version {number} is in force already")
        _move(connection, row.client, row.type, ModelState.ACTIVE, ModelState.RETIRED)
        return _put(connection, number, ModelState.ACTIVE, person, why)


def revert(db: Database, client: str, doctype: str, *, person: str, why: str) -> Version | None:
    """Take back what is active; the version retired last is in force again, or None: what the package brings.

    Raises IllegalMove when nothing is active.
    """
    here = (learned.c.client == client) & (learned.c.type == doctype)
    with writing(db) as connection:
        serialise(connection, f"learned:{client}:{doctype}")
        row = connection.execute(select(*_SHOWN).where(here, learned.c.state == ModelState.ACTIVE)).one_or_none()
        if row is None:
            raise IllegalMove(f"{client}, {doctype}: nothing learned is in force, so there is nothing to take back")
        _put(connection, row.id, ModelState.REVERTED, person, why)
        before = select(learned.c.id).where(here, learned.c.state == ModelState.RETIRED, learned.c.id < row.id)
        last = connection.scalar(before.order_by(learned.c.id.desc()).limit(1))
        return None if last is None else _put(connection, last, ModelState.ACTIVE, person, why)


def active(db: Database, client: str) -> dict[str, Version]:
    """What is in force for a client, by document type."""
    query = select(*_SHOWN).where(learned.c.client == client, learned.c.state == ModelState.ACTIVE)
    with reading(db) as connection:
        return {row.type: _version(row) for row in connection.execute(query)}


def content(db: Database, number: int) -> dict[str, Any]:
    """What a version holds. Raises StoreError when there is none, or its bytes are not those that were written."""
    with reading(db) as connection:
        row = connection.execute(
            select(learned.c.content, learned.c.sha256).where(learned.c.id == number)
        ).one_or_none()
    if row is None:
        raise StoreError(f"no version {number} of anything learned")
    plain = zlib.decompress(row.content)
    if hashlib.sha256(plain).hexdigest() != row.sha256:
        raise StoreError(f"version {number} is damaged: its hash does not fit; revert it and learn anew")
    found: dict[str, Any] = json.loads(plain)
    return found


def history(db: Database, client: str | None = None) -> list[Version]:
    """All versions of a client (None: of all), oldest first."""
    query = select(*_SHOWN).order_by(learned.c.id)
    query = query if client is None else query.where(learned.c.client == client)
    with reading(db) as connection:
        return [_version(row) for row in connection.execute(query)]


_SHOWN = tuple(column for column in learned.c if column.name not in ("content", "sha256"))


def _move(connection: Connection, client: str, doctype: str, start: ModelState, to: ModelState) -> None:
    here = (learned.c.client == client) & (learned.c.type == doctype) & (learned.c.state == start)
    connection.execute(update(learned).where(here).values(state=to, moved_at=now(connection)))


def _put(connection: Connection, number: int, state: ModelState, person: str, why: str) -> Version:
    told = {"state": state, "moved_at": now(connection)}
    row = connection.execute(update(learned).where(learned.c.id == number).values(**told).returning(*_SHOWN)).one()
    _noted(connection, row, f"learned.{state}", person, why)
    return _version(row)


def _noted(connection: Connection, row: Row[Any], action: str, person: str, why: str) -> None:
    thing = f"learned:{row.id}"
    told = f"{row.type} {row.version}: {why}"
    audit.note(connection, client=row.client, person=person, action=action, thing=thing, why=told)


def _version(row: Row[Any]) -> Version:
    plain = dict(row._mapping)
    return Version(doctype=plain.pop("type"), **plain | {"state": ModelState(row.state)})
