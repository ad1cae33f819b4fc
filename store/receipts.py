"""Receipts: what came in, who works on it, and how that ended. Every file received ends in exactly one state."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import BindParameter, Row, bindparam, insert, or_, select, update

from documents.case import ReceiptState
from documents.errors import Conflict
from documents.failpoints import reached
from store import clients, originals
from store.columns import NEVER
from store.database import Database, now, reading, writing
from store.receipt_rows import Receipt, first_with, found, held, noted, noun
from store.retrying import close, retry
from store.tables import receipts

__all__ = [
    "TRIES",
    "Receipt",
    "begin",
    "by_claim",
    "claim",
    "close",
    "fail",
    "get",
    "give_back",
    "heartbeat",
    "of",
    "reap",
    "register",
    "retry",
]

#: After so many tries that ended without an outcome, a file is poison and waits for a person.
TRIES = 3


def register(
    db: Database,
    *,
    client: str,
    name: str,
    path: Path,
    sha256: str | None = None,
    index_values: Mapping[str, str] | None = None,
    claim: str | None = None,
    batch: str = "",
    business_date: date | None = None,
    priority: int = 5,
    deadline: datetime | None = None,
    refusal: tuple[str, str] | None = None,
) -> Receipt:
    """Keep a file's bytes and write its receipt, durably, before it is moved on.

    `claim` is unique to the claimed file (None: a new one each call): the same claim again, as after a crash between
    registering and moving, returns the receipt that is there. Bytes that this client sent before, and that did not
    fail, make a duplicate. With a `refusal` (code and reason) the file came in, and failed for that.
    Raises Conflict when the file is not the one `sha256` was taken of.
    """
    kept = originals.put(db, path)
    if sha256 is not None and sha256 != kept:
        raise Conflict(f"{path}: its bytes changed since they were counted; take it again when it is complete")
    claim = claim or uuid4().hex
    with writing(db) as connection:
        clients.known(connection, client)
        before = connection.execute(select(receipts).where(receipts.c.claim == claim)).one_or_none()
        if before is not None:
            return _again(before, client, kept)
        first = first_with(connection, client, kept)
        state = ReceiptState.RECEIVED if first is None else ReceiptState.DUPLICATE
        refused = {"state": ReceiptState.FAILED, "code": refusal[0], "reason": refusal[1]} if refusal else {}
        moment = now(connection)
        row = {
            "client": client,
            "claim": claim,
            "name": name,
            "sha256": kept,
            "size": path.stat().st_size,
            "received_at": moment,
            "state": state,
            "duplicate_of": None if refusal else first,
            "index_values": dict(index_values or {}),
            "batch": batch,
            "business_date": business_date,
            "priority": priority,
            "deadline": deadline or NEVER,
            "finished_at": None if state is ReceiptState.RECEIVED and not refusal else moment,
        }
        made = noun(connection.execute(insert(receipts).values(**row | refused).returning(receipts)).one())
        reached("receipt.inserted")
        noted(connection, made, f"receipt.{state}")
        if refusal:
            noted(connection, made, "receipt.failed", why=refusal[0])
        reached("receipt.audited")
    reached("receipt.committed")
    return made


def claim(
    db: Database, *, worker: str, count: int = 1, seconds: float = 600, but: Collection[int] = ()
) -> list[Receipt]:
    """Lease up to `count` files that wait, most urgent first; their `fence` is this worker's token.

    Leases that ran out are taken over. A file whose tries are used up is not given out: `reap` fails it. Files that
    are numbered in `but` are passed over. No try counts before the work begins: see `begin`.
    """
    others: BindParameter[Any] = bindparam(
        "others", sorted(but), expanding=True, literal_execute=True
    )  # there may be any number of them
    with writing(db) as connection:
        moment = now(connection)
        waits = receipts.c.state == ReceiptState.RECEIVED
        ran_out = (receipts.c.state == ReceiptState.PROCESSING) & (receipts.c.lease_until < moment)
        chosen = connection.scalars(
            select(receipts.c.id)
            .where(or_(waits, ran_out), receipts.c.attempt < TRIES, receipts.c.id.not_in(others))
            .order_by(receipts.c.priority, receipts.c.deadline, receipts.c.id)
            .limit(count)
            .with_for_update(skip_locked=True)
        ).all()
        leased = connection.execute(
            update(receipts)
            .where(receipts.c.id.in_(chosen))
            .values(
                state=ReceiptState.PROCESSING,
                fence=receipts.c.fence + 1,
                lease_owner=worker,
                lease_until=moment + timedelta(seconds=seconds),
            )
            .returning(receipts)
        ).all()
        reached("receipt.claimed")
    order = {number: place for place, number in enumerate(chosen)}
    return [noun(row) for row in sorted(leased, key=lambda row: order[row.id])]


def begin(db: Database, receipt: Receipt, *, seconds: float = 600) -> None:
    """The work on a leased file begins: this is a try, and the lease lasts so many seconds from now.

    Raises LeaseLost when another has it.
    """
    with writing(db) as connection:
        until = now(connection) + timedelta(seconds=seconds)
        held(connection, receipt, attempt=receipt.attempt + 1, lease_until=until)
        reached("receipt.begun")


def heartbeat(db: Database, receipt: Receipt, *, seconds: float = 600) -> None:
    """Keep the lease for so many seconds from now. Raises LeaseLost when another has it."""
    with writing(db) as connection:
        held(connection, receipt, lease_until=now(connection) + timedelta(seconds=seconds))


def fail(db: Database, receipt: Receipt, code: str, reason: str) -> None:
    """The file cannot be read: say why, for good. Raises LeaseLost when another has the lease."""
    with writing(db) as connection:
        held(connection, receipt, state=ReceiptState.FAILED, code=code, reason=reason, finished_at=now(connection))
        reached("receipt.failed")
        noted(connection, receipt, "receipt.failed", why=code)


def give_back(db: Database, receipt: Receipt, why: str, *, count: bool = True) -> None:
    """Stop the work; another may take it at once. With `count=False` a try that was begun was our fault.

    The receipt must be as `claim` gave it: its `attempt` are the tries before.
    """
    with writing(db) as connection:
        attempt = receipts.c.attempt if count else receipt.attempt
        held(connection, receipt, state=ReceiptState.RECEIVED, attempt=attempt, reason=why)
        reached("receipt.given_back")


def reap(db: Database) -> list[Receipt]:
    """End the leases that ran out: what has tries left waits again, what has none fails as "poison".

    All that it moved is returned, as it stands now.
    """
    with writing(db) as connection:
        moment = now(connection)
        ran_out = (receipts.c.state == ReceiptState.PROCESSING) & (receipts.c.lease_until < moment)
        free = {"lease_owner": None, "lease_until": None}
        spent = connection.execute(
            update(receipts)
            .where(receipts.c.attempt >= TRIES, or_(ran_out, receipts.c.state == ReceiptState.RECEIVED))
            .values(state=ReceiptState.FAILED, code="poison", reason=_POISON, finished_at=moment, **free)
            .returning(receipts)
        ).all()
        again = connection.execute(
            update(receipts).where(ran_out).values(state=ReceiptState.RECEIVED, **free).returning(receipts)
        ).all()
        reached("recover.reaped")
        for row in spent:
            noted(connection, noun(row), "receipt.failed", why="poison")
        return [noun(row) for row in (*spent, *again)]


_POISON = (
    f"{TRIES} tries ended without an outcome: the worker died or overran each time. Look at the file, then retry it."
)


def get(db: Database, receipt_id: int) -> Receipt:
    """The receipt as it stands. Raises NotThere when there is none."""
    with reading(db) as connection:
        return found(connection, receipt_id)


def by_claim(db: Database, claim: str) -> Receipt | None:
    """The receipt of a claimed file: what intake asks at its start for each file that it finds claimed."""
    with reading(db) as connection:
        row = connection.execute(select(receipts).where(receipts.c.claim == claim)).one_or_none()
    return None if row is None else noun(row)


def of(
    db: Database, *, client: str | None = None, states: Sequence[ReceiptState] = (), batch: str | None = None
) -> list[Receipt]:
    """Receipts of a client, in these states (none named: any), of a batch; oldest first."""
    query = select(receipts).order_by(receipts.c.id)
    query = query if client is None else query.where(receipts.c.client == client)
    query = query if batch is None else query.where(receipts.c.batch == batch)
    query = query.where(receipts.c.state.in_(states)) if states else query
    with reading(db) as connection:
        return [noun(row) for row in connection.execute(query)]


def _again(row: Row[Any], client: str, sha256: str) -> Receipt:
    if (row.client, row.sha256) != (client, sha256):
        raise Conflict(f"claim {row.claim!r} is taken by receipt {row.id} of {row.client}, with other bytes")
    return noun(row)
