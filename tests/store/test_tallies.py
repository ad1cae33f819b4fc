"""The counts are those of the rows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from documents.case import CaseState, ReceiptState
from store import Database, receipts, tallies
from tests.store.made import RECEIPT, RELEASE, case, claimed, expire, received, saved


def test_documents_by_client_type_and_state(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path, case(RELEASE, 1), case(RELEASE, 2), case(part=3), case(part=4, doctype=RECEIPT))
    saved(db, tmp_path, case(doctype=None), client="beta")
    made = tallies.documents(db)
    assert [(t.client, t.type_name, t.state, t.documents, t.pages, t.straight) for t in made] == [
        ("acme", "invoice", CaseState.APPROVED, 2, 2, 2),
        ("acme", "invoice", CaseState.REVIEW, 1, 1, 0),
        ("acme", "receipt", CaseState.REVIEW, 1, 1, 0),
        ("beta", "unclassified", CaseState.REVIEW, 1, 1, 0),
    ]
    oldest = made[0].oldest
    assert len(tallies.documents(db, "beta")) == 1
    assert tallies.documents(db, until=oldest) == []
    assert len(tallies.documents(db, since=oldest, until=oldest + timedelta(hours=1))) == 4


def test_files_by_client_and_state_with_the_stuck_ones(db: Database, tmp_path: Path) -> None:
    claimed(db, tmp_path)
    claimed(db, tmp_path, "y", client="beta")
    expire(db)
    received(db, tmp_path, "z")
    assert [(t.client, t.state, t.files, t.stuck) for t in tallies.files(db)] == [
        ("acme", ReceiptState.PROCESSING, 1, 1),
        ("acme", ReceiptState.RECEIVED, 1, 0),
        ("beta", ReceiptState.PROCESSING, 1, 1),
    ]
    assert len(tallies.files(db, "beta")) == 1


def test_why_files_failed_the_commonest_first(db: Database, tmp_path: Path) -> None:
    for number, code in enumerate(["damaged", "encrypted", "encrypted"]):
        receipts.fail(db, claimed(db, tmp_path, str(number)), code, "…")
    assert tallies.reasons(db) == [("encrypted", 2), ("damaged", 1)]
    assert tallies.reasons(db, "beta") == []
