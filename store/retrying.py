"""What a person may do with a file that failed: have it tried again, or close it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import update

from documents.case import RECEIPT_MOVES, ReceiptState
from documents.errors import Conflict, IllegalMove, StoreError
from documents.failpoints import reached
from store.database import Database, writing
from store.receipt_rows import Receipt, first_with, found, noted, noun
from store.tables import receipts


def retry(db: Database, receipt_id: int, *, person: str, why: str, limits: Mapping[str, int] | None = None) -> Receipt:
    """Put a failed or closed file, or a duplicate, back among those that wait, its tries at zero.

    `limits` hold for this file instead of the settings' (None: as before). Raises NotThere, IllegalMove for a file in
    any other state, Conflict for one that failed and whose bytes came again since.
    """
    back = {
        "state": ReceiptState.RECEIVED,
        "attempt": 0,
        "code": "",
        "reason": "",
        "duplicate_of": None,
        "finished_at": None,
        **({} if limits is None else {"limits": dict(limits)}),
    }
    with writing(db) as connection:
        allowed = [state for state, to in RECEIPT_MOVES.items() if ReceiptState.RECEIVED in to]
        allowed.remove(ReceiptState.PROCESSING)
        before = found(connection, receipt_id).state
        row = connection.execute(
            update(receipts)
            .where(receipts.c.id == receipt_id, receipts.c.state.in_(allowed))
            .values(**back)
            .returning(receipts)
        ).one_or_none()
        if row is None:
            raise IllegalMove(f"receipt {receipt_id} neither failed nor is a duplicate, so it cannot be tried again")
        made = noun(row)
        later = (
            first_with(connection, made.client, made.sha256, besides=receipt_id)
            if before is not ReceiptState.DUPLICATE
            else None
        )
        if later is not None:
            raise Conflict(
                f"receipt {receipt_id}: the same bytes came again as receipt {later}, which stands; let it rest"
            )
        noted(connection, made, "receipt.retried", person=person, why=why)
        reached("recover.put_back")
        return made


def close(db: Database, receipt_id: int, *, person: str, why: str) -> Receipt:
    """A person says that nothing more will come of a file that failed, and why: it counts as failed no longer.

    Raises NotThere, IllegalMove for a file in any other state, StoreError without a reason.
    """
    if not why.strip():
        raise StoreError(f"closing receipt {receipt_id} needs a reason; say why")
    with writing(db) as connection:
        found(connection, receipt_id)
        mine = (receipts.c.id == receipt_id) & (receipts.c.state == ReceiptState.FAILED)
        row = connection.execute(
            update(receipts).where(mine).values(state=ReceiptState.CLOSED).returning(receipts)
        ).one_or_none()
        if row is None:
            raise IllegalMove(
                f"receipt {receipt_id} has not failed, so it cannot be closed; `paperdesk status` says more"
            )
        made = noun(row)
        noted(connection, made, "receipt.closed", person=person, why=why)
        return made
