"""The rows of receipts: the noun they make, and the one place where a receipt on lease changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from documents.case import RECEIPT_MOVES, ReceiptState
from documents.errors import IllegalMove, LeaseLost, NotThere
from store import audit
from store.columns import NEVER
from store.tables import receipts


@dataclass(frozen=True, slots=True)
class Receipt:
    """One file that came in. `claim` is the name intake claimed it under, `fence` the token of the last lease.

    `attempt` counts the tries begun so far (as `claim` gives it: before this one). `code` and `reason` say why it
    failed; `duplicate_of` is the receipt that brought the same bytes first; `parts` counts the cases that it became.
    `limits` are those that a supervisor gave this file instead of the settings'.
    A smaller `priority` is more urgent, 5 is usual.
    """

    id: int
    client: str
    claim: str
    name: str
    sha256: str
    size: int
    received_at: datetime
    state: ReceiptState
    attempt: int = 0
    fence: int = 0
    lease_owner: str | None = None
    lease_until: datetime | None = None
    code: str = ""
    reason: str = ""
    duplicate_of: int | None = None
    index_values: Mapping[str, str] = field(default_factory=dict)
    batch: str = ""
    business_date: date | None = None
    priority: int = 5
    deadline: datetime | None = None
    finished_at: datetime | None = None
    parts: int | None = None
    limits: Mapping[str, int] | None = None


def held(connection: Connection, receipt: Receipt, **values: Any) -> None:
    """Change a receipt that is on lease; a change of state ends the lease. Raises LeaseLost unless its fence holds."""
    to = values.get("state", ReceiptState.PROCESSING)
    if to not in RECEIPT_MOVES[ReceiptState.PROCESSING]:
        raise IllegalMove(f"receipt {receipt.id} cannot go from processing to {to}")
    if to is not ReceiptState.PROCESSING:
        values |= {"lease_owner": None, "lease_until": None}
    mine = (receipts.c.id == receipt.id) & (receipts.c.fence == receipt.fence)
    changed = connection.execute(
        update(receipts).where(mine, receipts.c.state == ReceiptState.PROCESSING).values(**values)
    )
    if changed.rowcount != 1:
        raise LeaseLost(
            f"receipt {receipt.id} ({receipt.name}): the lease ran out and the work went to another; drop it"
        )


def noted(connection: Connection, receipt: Receipt, action: str, *, person: str = "", why: str = "") -> None:
    """Add what was done with the receipt to the audit chain."""
    thing = f"receipt:{receipt.id}"
    audit.note(connection, client=receipt.client, person=person, action=action, thing=thing, why=why)


def found(connection: Connection, receipt_id: int) -> Receipt:
    """The receipt of this number. Raises NotThere when there is none."""
    row = connection.execute(select(receipts).where(receipts.c.id == receipt_id)).one_or_none()
    if row is None:
        raise NotThere(f"no receipt {receipt_id}; `paperdesk status` names those that failed")
    return noun(row)


def noun(row: Row[Any]) -> Receipt:
    """The receipt that a row makes."""
    plain = dict(row._mapping)
    plain["state"] = ReceiptState(plain["state"])
    plain["deadline"] = None if plain["deadline"] == NEVER else plain["deadline"]
    return Receipt(**plain)


def first_with(connection: Connection, client: str, sha256: str, besides: int | None = None) -> int | None:
    """The receipt that brought these bytes first; one that failed does not count, for the file may be tried again."""
    same = (receipts.c.client == client) & (receipts.c.sha256 == sha256)
    same = same if besides is None else same & (receipts.c.id != besides)
    found: int | None = connection.scalar(
        select(receipts.c.id)
        .where(same, receipts.c.state.not_in([ReceiptState.DUPLICATE, ReceiptState.FAILED, ReceiptState.CLOSED]))
        .order_by(receipts.c.id)
        .limit(1)
    )
    return found
