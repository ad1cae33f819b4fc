"""Where exports go, as far as it fails: a destination that failed three times in a row is left alone for a while.

Only the client whose destination it is waits; every other client's exports go out meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from store.database import Database, now, reading, serialise, writing
from store.ledger_tables import destinations

#: So many failures in a row open the circuit.
PATIENCE = 3
#: Seconds of the first pause, doubled with every failure that follows, and of the longest.
PAUSE, LONGEST = 60.0, 3600.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """A destination that fails: how often in a row, why, and before when it is not tried again."""

    client: str
    name: str
    failures: int
    not_before: datetime
    reason: str


def resting(db: Database, client: str, name: str) -> Trouble | None:
    """The trouble of a destination that is left alone for now; None when it may be tried."""
    mine = (destinations.c.client == client) & (destinations.c.name == name)
    with reading(db) as connection:
        row = connection.execute(select(destinations).where(mine)).one_or_none()
        if row is None or row.failures < PATIENCE or row.not_before <= now(connection):
            return None
        return Trouble(**row._mapping)


def failing(db: Database, client: str | None = None) -> list[Trouble]:
    """The destinations (of one client) that failed when they were tried last."""
    query = select(destinations).order_by(destinations.c.client, destinations.c.name)
    if client is not None:
        query = query.where(destinations.c.client == client)
    with reading(db) as connection:
        return [Trouble(**row._mapping) for row in connection.execute(query)]


def failed(db: Database, client: str, name: str, reason: str) -> Trouble:
    """It failed once more."""
    mine = (destinations.c.client == client) & (destinations.c.name == name)
    with writing(db) as connection:
        serialise(connection, f"destination:{client}:{name}")  # two may see the first failure at once
        before = connection.scalar(select(destinations.c.failures).where(mine))
        failures = (before or 0) + 1
        pause = min(LONGEST, PAUSE * 2.0 ** min(failures - PATIENCE, 16)) if failures >= PATIENCE else 0.0
        said = {"failures": failures, "reason": reason, "not_before": now(connection) + timedelta(seconds=pause)}
        if before is None:
            connection.execute(insert(destinations).values(client=client, name=name, **said))
        else:
            connection.execute(update(destinations).where(mine).values(**said))
        return Trouble(client, name, failures, said["not_before"], reason)  # type: ignore[arg-type]  # as just written


def succeeded(db: Database, client: str, name: str) -> bool:
    """It works: forget what was. Had it failed before?"""
    mine = (destinations.c.client == client) & (destinations.c.name == name)
    with reading(db) as connection:
        known = connection.scalar(select(destinations.c.failures).where(mine))
    if known is not None:
        with writing(db) as connection:
            connection.execute(delete(destinations).where(mine))
    return known is not None
