"""What came in is all accounted for, and what is not is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.case import CaseState, ReceiptState
from store import Database, cases, ledger, originals, queue, receipts
from tests.store.made import RELEASE, case, claimed, received, saved, vandalise


def a_day(db: Database, folder: Path) -> int:
    """Files that end in every way; the number of the exported case."""
    saved(db, folder, case(part=1), case(RELEASE, 2), content="review and approved")
    [exported] = saved(db, folder, case(RELEASE), content="exported", client="beta")
    export = ledger.begin(db, client="beta", format="jsonl")
    assert export is not None
    ledger.written(db, export, "cd" * 32, 1)
    [rejected] = saved(db, folder, case(), content="rejected")
    cases.reject(db, rejected, person="anna", why="x", fence=queue.claim(db, rejected, person="anna").fence)
    received(db, folder, "exported", client="beta")
    receipts.fail(db, claimed(db, folder, "failed"), "damaged", "broken")
    claimed(db, folder, "in process")
    received(db, folder, "waits")
    return exported


def test_a_day_with_every_ending_balances(db: Database, tmp_path: Path) -> None:
    a_day(db, tmp_path)
    balance = ledger.reconcile(db)
    assert balance.wrong == ()
    assert balance.balances
    assert (balance.received, balance.became, balance.exported) == (7, 4, 1)
    assert balance.files == {
        ReceiptState.RECEIVED: 1,
        ReceiptState.PROCESSING: 1,
        ReceiptState.PROCESSED: 3,
        ReceiptState.FAILED: 1,
        ReceiptState.DUPLICATE: 1,
        ReceiptState.CLOSED: 0,
    }
    assert balance.documents == dict.fromkeys(CaseState, 1)
    assert ledger.reconcile(db, "beta").received == 2


def test_nothing_balances_too(db: Database) -> None:
    assert ledger.reconcile(db).balances


LOSSES = {
    "receipt 6 was registered, and its row is gone": "DELETE FROM receipts WHERE id = 6",
    "became 1 document, and 0 are there": "DELETE FROM cases WHERE state = 'released'",
    "is released, and no written export holds it": "DELETE FROM export_cases",
    "is in an export, though it is review": "UPDATE cases SET state = 'review' WHERE state = 'released'",
    "has 1 record, and its ledger names 0 cases": "DELETE FROM export_cases",
    "though its file is failed": "UPDATE receipts SET state = 'failed' WHERE client = 'beta' AND state = 'processed'",
    "the audit chain does not know how it came": "DELETE FROM audit WHERE action = 'receipt.duplicate'",
}


@pytest.mark.parametrize("told", LOSSES)
def test_an_injected_loss_is_named(db: Database, tmp_path: Path, told: str) -> None:
    a_day(db, tmp_path)
    vandalise(db, LOSSES[told])
    balance = ledger.reconcile(db)
    assert not balance.balances
    assert any(told in sentence for sentence in balance.wrong), balance.wrong


def test_a_document_exported_twice_is_named(db: Database, tmp_path: Path) -> None:
    a_day(db, tmp_path)
    [duplicate] = receipts.of(db, states=[ReceiptState.DUPLICATE])
    receipts.retry(db, duplicate.id, person="sue", why="they insist")
    given = next(one for one in receipts.claim(db, worker="w", count=9) if one.id == duplicate.id)
    cases.save(db, given, [case(RELEASE)])
    export = ledger.begin(db, client="beta", format="jsonl")
    assert export is not None
    ledger.written(db, export, "ef" * 32, 1)
    [told] = ledger.reconcile(db).wrong
    assert "the same document was exported 2 times to jsonl" in told


@pytest.mark.parametrize("loss", ["changed", "gone"])
def test_an_original_that_is_not_as_it_came_is_named(db: Database, tmp_path: Path, loss: str) -> None:
    receipt = received(db, tmp_path)
    original = originals.get(db, receipt.sha256)
    original.unlink()
    if loss == "changed":
        original.write_bytes(b"other")
        assert ledger.reconcile(db, reread=False).balances
    [told] = ledger.reconcile(db).wrong
    assert f"the original of receipt {receipt.id} is not there as it came" in told
