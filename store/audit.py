"""The audit chain: who did what to which object, when and why, each row sealed with the hash of the one before.

Rows hold no values of documents, so that erasing a document later does not break the chain.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from store.database import Database, now, reading, serialise, writing
from store.ledger_tables import audit, audit_heads


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed. `seq` counts from 1 within its client; `object` reads "case:12"; `hash` seals it and `prev_hash`."""

    client: str
    seq: int
    at: datetime
    person: str
    action: str
    object: str
    field: str
    why: str
    prev_hash: str
    hash: str = ""


def note(
    connection: Connection, *, client: str, person: str, action: str, thing: str, field: str = "", why: str = ""
) -> None:
    """Add a deed to the client's chain, in the transaction that does it and as its last step.

    The row of the chain's end stays locked until that transaction ends, so that the chain never forks.
    """
    serialise(connection, f"audit:{client}")
    end = connection.execute(select(audit_heads).where(audit_heads.c.client == client)).one_or_none()
    seq, before = (end.seq, end.hash) if end else (0, "")
    entry = Entry(client, seq + 1, now(connection), person, action, thing, field, why, before)
    seal = sealed(entry)
    connection.execute(insert(audit).values(**asdict(entry) | {"hash": seal}))
    if end:
        connection.execute(update(audit_heads).where(audit_heads.c.client == client).values(seq=seq + 1, hash=seal))
    else:
        connection.execute(insert(audit_heads).values(client=client, seq=1, hash=seal))


def viewed(db: Database, *, client: str, person: str, case_id: int, action: str = "case.read") -> None:
    """Keep that a person looked at a case; `action` "case.opened" when it was to be keyed."""
    with writing(db) as connection:
        note(connection, client=client, person=person, action=action, thing=f"case:{case_id}")


def sealed(entry: Entry) -> str:
    """The SHA-256 over the entry as canonical JSON: sorted keys, no spaces, the moment in UTC to the microsecond."""
    plain = asdict(entry) | {"at": entry.at.isoformat(timespec="microseconds")}
    del plain["hash"]
    canonical = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def entries(db: Database, client: str, limit: int = 100) -> list[Entry]:
    """The client's newest deeds, newest first; client "" has those that belong to none, such as sign-ins."""
    newest = select(audit).where(audit.c.client == client).order_by(audit.c.seq.desc()).limit(limit)
    with reading(db) as connection:
        return [Entry(**row._mapping) for row in connection.execute(newest)]


def head(db: Database, client: str) -> tuple[int, str]:
    """The number and hash of the chain's last entry: what to keep outside, so that a cut-off tail shows."""
    with reading(db) as connection:
        return _head(connection, client)


def verify(db: Database, client: str, anchor: tuple[int, str] | None = None) -> list[str]:
    """What is wrong with the client's chain, a sentence each; empty when it holds.

    `anchor` is a `head` that was kept outside: without it a chain whose tail was cut off, head and all, looks whole.
    """
    wrong = []
    before, expected = "", 1
    with reading(db) as connection:  # the chain and its head at the same moment: others write meanwhile
        named = _head(connection, client)
        rows = connection.execute(select(audit).where(audit.c.client == client).order_by(audit.c.seq))
        for row in rows:
            entry = Entry(**row._mapping)
            if entry.seq != expected:
                wrong.append(f"entry {expected} is missing: the next is {entry.seq}")
            elif entry.prev_hash != before:
                wrong.append(f"entry {entry.seq} does not follow the one before it")
            if sealed(entry) != entry.hash:
                wrong.append(f"entry {entry.seq} was changed after it was sealed")
            if anchor and entry.seq == anchor[0] and entry.hash != anchor[1]:
                wrong.append(f"entry {entry.seq} is not the one that was anchored")
            before, expected = entry.hash, entry.seq + 1
    last = (expected - 1, before)
    if last != named:
        wrong.append(f"the chain ends at entry {last[0]}, its head says {named[0]}")
    if anchor and last[0] < anchor[0]:
        wrong.append(f"entries {last[0] + 1} to {anchor[0]} were cut off: they were anchored")
    return wrong


def _head(connection: Connection, client: str) -> tuple[int, str]:
    row = connection.execute(select(audit_heads).where(audit_heads.c.client == client)).one_or_none()
    return (row.seq, row.hash) if row else (0, "")
