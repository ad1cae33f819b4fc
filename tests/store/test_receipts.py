"""Every file is received once, worked on by one at a time, and ends in one state."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from documents.case import ReceiptState
from documents.errors import Conflict, IllegalMove, LeaseLost, StoreError
from store import Database, audit, cases, ledger, originals, receipts
from tests.store.made import case, claimed, expire, received


def test_a_receipt_tells_all_that_came_with_the_file(db: Database, tmp_path: Path) -> None:
    made = received(db, tmp_path, "hello", index_values={"box": "7"}, batch="monday", claim="c1")
    assert (made.client, made.size, made.state, made.batch) == ("acme", 5, ReceiptState.RECEIVED, "monday")
    assert (made.index_values, made.deadline, made.duplicate_of) == ({"box": "7"}, None, None)
    assert receipts.get(db, made.id) == made == receipts.by_claim(db, "c1")
    assert originals.get(db, made.sha256).read_text() == "hello"


def test_a_claim_registered_again_is_the_same_receipt(db: Database, tmp_path: Path) -> None:
    first = received(db, tmp_path, claim="work/1")
    assert received(db, tmp_path, claim="work/1") == first
    with pytest.raises(Conflict, match="taken by receipt"):
        received(db, tmp_path, "other", claim="work/1")
    assert receipts.by_claim(db, "work/2") is None


def test_the_same_bytes_again_are_a_duplicate_of_the_first(db: Database, tmp_path: Path) -> None:
    first, second, third = (received(db, tmp_path) for _ in range(3))
    elsewhere = received(db, tmp_path, client="beta")
    assert [second.duplicate_of, third.duplicate_of] == [first.id, first.id]
    assert second.state is ReceiptState.DUPLICATE
    assert elsewhere.state is ReceiptState.RECEIVED


def test_a_file_that_failed_may_come_again(db: Database, tmp_path: Path) -> None:
    receipts.fail(db, claimed(db, tmp_path), "encrypted", "needs a password")
    assert received(db, tmp_path).state is ReceiptState.RECEIVED


def test_a_file_that_changed_since_it_was_counted_is_not_taken(db: Database, tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="changed"):
        received(db, tmp_path, sha256="0" * 64)
    assert receipts.of(db) == []


@pytest.mark.parametrize("name", ["", "..", "a/b", "-x", "x" * 65, "a\nb", "_a"])
def test_a_client_is_named_so_that_folders_can_be(db: Database, tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="letters"):
        received(db, tmp_path, client=name)


def test_the_urgent_come_first_then_the_old(db: Database, tmp_path: Path) -> None:
    names = [received(db, tmp_path, content, priority=p).id for content, p in (("a", 5), ("b", 5), ("c", 1))]
    given = receipts.claim(db, worker="w", count=9, seconds=60)
    assert [one.id for one in given] == [names[2], names[0], names[1]]
    assert {(one.state, one.lease_owner, one.fence, one.attempt) for one in given} == {
        (ReceiptState.PROCESSING, "w", 1, 0)
    }


def test_two_hundred_files_are_each_claimed_once(db: Database, tmp_path: Path) -> None:
    made = {received(db, tmp_path, str(number)).id for number in range(200)}

    def work(worker: int) -> list[int]:
        mine: list[int] = []
        while given := receipts.claim(db, worker=f"w{worker}", count=3, seconds=60):
            mine += [one.id for one in given]
        return mine

    with ThreadPoolExecutor(4) as pool:
        taken = [number for mine in pool.map(work, range(4)) for number in mine]
    assert len(taken) == 200
    assert set(taken) == made


def test_the_same_bytes_from_two_at_once_are_one_document(db: Database, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: received(db, tmp_path), range(12)))
    assert sum(one.state is ReceiptState.RECEIVED for one in made) == 1


def test_a_lease_that_ran_out_goes_to_another(db: Database, tmp_path: Path) -> None:
    first = claimed(db, tmp_path)
    assert receipts.claim(db, worker="w2", count=1, seconds=60) == []
    expire(db)
    [second] = receipts.claim(db, worker="w2", count=1, seconds=60)
    assert (second.id, second.fence) == (first.id, first.fence + 1)
    with pytest.raises(LeaseLost):
        receipts.fail(db, first, "damaged", "late")
    with pytest.raises(LeaseLost):
        receipts.give_back(db, first, "late")
    with pytest.raises(LeaseLost):
        receipts.heartbeat(db, first)
    receipts.heartbeat(db, second, seconds=600)
    assert receipts.get(db, first.id).lease_owner == "w2"


def test_a_failed_file_says_why_and_may_be_retried(db: Database, tmp_path: Path) -> None:
    receipt = claimed(db, tmp_path)
    receipts.fail(db, receipt, "encrypted", "needs a password")
    failed = receipts.get(db, receipt.id)
    assert (failed.state, failed.code, failed.reason) == (ReceiptState.FAILED, "encrypted", "needs a password")
    again = receipts.retry(db, receipt.id, person="anna", why="password removed")
    assert (again.state, again.attempt, again.code) == (ReceiptState.RECEIVED, 0, "")
    with pytest.raises(IllegalMove):
        receipts.retry(db, receipt.id, person="anna", why="again")


def test_poison_is_failed_after_three_tries(db: Database, tmp_path: Path) -> None:
    receipt = received(db, tmp_path)
    for _ in range(2):
        receipts.begin(db, *receipts.claim(db, worker="w", count=1, seconds=60))
        expire(db)
        assert [one.state for one in receipts.reap(db)] == [ReceiptState.RECEIVED]
    receipts.begin(db, *receipts.claim(db, worker="w", count=1, seconds=60))
    assert receipts.reap(db) == []
    expire(db)
    assert receipts.claim(db, worker="w", count=1, seconds=60) == []
    assert [one.code for one in receipts.reap(db)] == ["poison"]
    assert receipts.get(db, receipt.id).state is ReceiptState.FAILED


def test_what_was_our_fault_uses_up_no_try(db: Database, tmp_path: Path) -> None:
    received(db, tmp_path)
    for _ in range(5):
        [given] = receipts.claim(db, worker="w", count=1, seconds=60)
        receipts.begin(db, given)
        receipts.give_back(db, given, "disk full", count=False)
    for _ in range(3):
        [given] = receipts.claim(db, worker="w", count=1, seconds=60)
        receipts.begin(db, given)
        receipts.give_back(db, given, "crashed")
    assert given.fence == 8
    assert receipts.claim(db, worker="w", count=1, seconds=60) == []
    assert [one.code for one in receipts.reap(db)] == ["poison"]


def test_no_try_counts_before_the_work_begins(db: Database, tmp_path: Path) -> None:
    first = claimed(db, tmp_path)
    receipts.give_back(db, first, "stopped")
    [second] = receipts.claim(db, worker="w", count=1, seconds=60)
    assert (second.attempt, second.fence) == (0, first.fence + 1)
    with pytest.raises(LeaseLost):
        receipts.begin(db, first)
    receipts.begin(db, second)
    assert receipts.get(db, first.id).attempt == 1


def test_numbered_files_are_passed_over(db: Database, tmp_path: Path) -> None:
    numbers = [received(db, tmp_path, content).id for content in "abc"]
    given = receipts.claim(db, worker="w", count=9, seconds=60, but=numbers[:2])
    assert [one.id for one in given] == numbers[2:]
    many = range(1000, 80_000)  # more than a database takes as parameters
    assert [one.id for one in receipts.claim(db, worker="w", count=9, seconds=60, but=many)] == numbers[:2]


def test_what_is_done_cannot_fail_any_more(db: Database, tmp_path: Path) -> None:
    receipt = claimed(db, tmp_path)
    cases.save(db, receipt, [case()])
    with pytest.raises(LeaseLost):
        receipts.fail(db, receipt, "damaged", "late")
    assert receipts.get(db, receipt.id).state is ReceiptState.PROCESSED


def test_receipts_are_listed_by_client_batch_and_state(db: Database, tmp_path: Path) -> None:
    received(db, tmp_path, "a", batch="one")
    received(db, tmp_path, "a", batch="two")
    received(db, tmp_path, "b", client="beta")
    assert [one.batch for one in receipts.of(db, client="acme")] == ["one", "two"]
    assert [one.client for one in receipts.of(db, states=[ReceiptState.RECEIVED])] == ["acme", "beta"]
    assert len(receipts.of(db, batch="two")) == 1


def test_registering_leaves_a_trace(db: Database, tmp_path: Path) -> None:
    made = received(db, tmp_path)
    assert [(one.action, one.object) for one in audit.entries(db, "acme")] == [
        ("receipt.received", f"receipt:{made.id}")
    ]


def test_a_refused_file_has_its_receipt_and_its_reason(db: Database, tmp_path: Path) -> None:
    refused = received(db, tmp_path, refusal=("intake", "a.csv: is not CSV."), claim="c1")
    assert (refused.state, refused.code, refused.reason) == (ReceiptState.FAILED, "intake", "a.csv: is not CSV.")
    assert refused.finished_at is not None
    assert receipts.register(db, client="acme", name="x", path=_file(tmp_path), claim="c1") == refused
    assert [entry.action for entry in audit.entries(db, "acme")] == ["receipt.failed", "receipt.received"]
    again = received(db, tmp_path)
    assert again.state is ReceiptState.RECEIVED  # the same bytes, with index values that can be read
    assert ledger.reconcile(db, "acme").balances
    with pytest.raises(Conflict, match=f"came again as receipt {again.id}"):
        receipts.retry(db, refused.id, person="bo", why="without them")


def _file(folder: Path) -> Path:
    path = folder / "same.pdf"
    path.write_text("x")
    return path
