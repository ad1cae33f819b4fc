"""Cases are saved whole or not at all, and come back as they were."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from documents.case import CaseState, ReceiptState
from documents.errors import Conflict, IllegalMove, LeaseLost, StoreError
from documents.fields import Candidate, Field
from store import Database, cases, history, index, originals, queue, receipts
from tests.store.made import INVOICE, RECEIPT, RELEASE, REVIEW, TYPES, case, claimed, document, expire, fields, saved


def test_a_case_comes_back_as_it_was(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    assert cases.load(db, number, TYPES) == case()


def test_what_is_decided_says_where_a_case_stands(db: Database, tmp_path: Path) -> None:
    waits, passed, unknown = saved(db, tmp_path, case(), case(RELEASE, 1), case(part=2, doctype=None))
    states = [cases.state(db, number) for number in (waits, passed, unknown)]
    assert states == [CaseState.REVIEW, CaseState.APPROVED, CaseState.REVIEW]
    assert cases.load(db, unknown, {}).doctype is None


def test_saving_ends_the_work_on_the_receipt(db: Database, tmp_path: Path) -> None:
    receipt = claimed(db, tmp_path)
    numbers = cases.save(db, receipt, [case(part=1), case(part=2)])
    after = receipts.get(db, receipt.id)
    assert (after.state, after.parts, after.lease_owner) == (ReceiptState.PROCESSED, 2, None)
    assert cases.of_receipt(db, receipt.id) == numbers


def test_saving_twice_is_saving_once(db: Database, tmp_path: Path) -> None:
    receipt = claimed(db, tmp_path)
    assert cases.save(db, receipt, [case()]) == cases.save(db, receipt, [case()])
    assert len(queue.waiting(db)) == 1


def test_page_images_are_kept_by_content(db: Database, tmp_path: Path) -> None:
    (tmp_path / "1.webp").write_bytes(b"picture")
    [number] = cases.save(db, claimed(db, tmp_path), [case()], tmp_path)
    image = cases.page_image(db, number, 0)
    assert image is not None
    assert image.read_bytes() == b"picture"
    assert cases.page_image(db, number, 1) is None


def test_a_late_worker_saves_nothing(db: Database, tmp_path: Path) -> None:
    late = claimed(db, tmp_path)
    expire(db)
    [second] = receipts.claim(db, worker="w2", count=1, seconds=60)
    with pytest.raises(LeaseLost, match="drop it"):
        cases.save(db, late, [case()])
    [number] = cases.save(db, second, [case()])
    with pytest.raises(LeaseLost):
        cases.save(db, late, [case()])
    assert cases.of_receipt(db, late.id) == [number]


@pytest.mark.parametrize("step", ["put_document", "decided"])
def test_a_crash_while_saving_leaves_nothing_half(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    receipt = claimed(db, tmp_path)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(f"store.case_rows.{step}", crash)
        cases.save(db, receipt, [case()])
    assert receipts.get(db, receipt.id).state is ReceiptState.PROCESSING
    assert cases.of_receipt(db, receipt.id) == []
    assert index.search(db, "Muster") == []
    assert len(cases.save(db, receipt, [case()])) == 1


def test_a_file_becomes_one_case_at_least(db: Database, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="at least one"):
        cases.save(db, claimed(db, tmp_path), [])


def test_a_review_ends_approved_with_the_values_in_force(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    lease = queue.next(db, person="anna")
    assert lease is not None
    history.correct(db, number, person="anna", name="total", value=Decimal("120.00"), text="120", fence=lease.fence)
    now_in_force = cases.load(db, number, TYPES).fields
    after = cases.decide(
        db, number, fields=now_in_force, findings=(), decision=RELEASE, person="anna", fence=lease.fence
    )
    assert after is CaseState.APPROVED
    loaded = cases.load(db, number, TYPES)
    assert loaded.fields["total"] == Field("total", Decimal("120.00"), "120", 1.0, "keyed:anna")
    assert (loaded.findings, loaded.decision) == ((), RELEASE)
    assert queue.item(db, number).person is None
    assert len(history.of(db, number, "total")) == 2


def test_a_decision_to_review_keeps_the_case_and_its_lease(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    state = cases.decide(db, number, fields=fields(), findings=(), decision=REVIEW, person="anna", fence=fence)
    assert state is CaseState.REVIEW
    assert queue.item(db, number).person == "anna"


def test_what_was_saved_after_the_judgement_is_not_undone_by_deciding(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    seen, judged = history.newest(db, number), cases.load(db, number, TYPES).fields
    history.correct(db, number, person="anna", name="total", value=Decimal("120.00"), text="120", fence=fence)
    decided = partial(cases.decide, db, number, fields=judged, findings=(), decision=RELEASE, person="anna")
    with pytest.raises(Conflict, match="saved meanwhile"):
        decided(fence=fence, seen=seen)
    assert cases.state(db, number) is CaseState.REVIEW
    assert cases.load(db, number, TYPES).fields["total"].text == "120"
    assert decided(fence=fence, seen=history.newest(db, number)) is CaseState.APPROVED


def test_only_who_holds_a_case_may_decide(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    for person, token in (("berta", fence), ("anna", fence + 1)):
        with pytest.raises(LeaseLost, match="queue again"):
            cases.decide(db, number, fields=fields(), findings=(), decision=RELEASE, person=person, fence=token)
    expire(db)
    with pytest.raises(LeaseLost):
        cases.decide(db, number, fields=fields(), findings=(), decision=RELEASE, person="anna", fence=fence)
    assert cases.state(db, number) is CaseState.REVIEW


def test_a_case_leaves_review_once(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    cases.reject(db, number, person="anna", why="advertising", fence=fence)
    assert cases.state(db, number) is CaseState.REJECTED
    with pytest.raises(IllegalMove, match="rejected"):
        cases.decide(db, number, fields=fields(), findings=(), decision=RELEASE, person="anna", fence=fence)


def test_rejecting_needs_a_reason(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    with pytest.raises(StoreError, match="reason"):
        cases.reject(db, number, person="anna", why=" ", fence=fence)


def test_a_reclassified_case_keeps_what_it_was_in_its_history(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    total = {"total": replace(fields()["total"], by="pattern")}
    cases.reclassify(
        db, number, RECEIPT, fields=total, findings=(), decision=REVIEW, person="anna", fence=fence, why="a till slip"
    )
    loaded = cases.load(db, number, TYPES)
    assert (loaded.type_name, dict(loaded.fields)) == ("receipt", total)
    assert [change.value for change in history.of(db, number, "invoice_number")] == ["R-17", None]


def test_a_rejected_or_approved_case_can_be_reopened(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path, case(RELEASE))
    cases.reopen(db, number, person="anna", why="wrong total")
    assert cases.state(db, number) is CaseState.REVIEW
    with pytest.raises(StoreError, match="reason"):
        cases.reopen(db, number, person="anna", why="")


def test_a_type_that_is_no_longer_declared_is_named(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    with pytest.raises(StoreError, match="'invoice', which is not declared"):
        cases.load(db, number, {"receipt": RECEIPT})
    with pytest.raises(StoreError, match="no case 99"):
        cases.load(db, 99, TYPES)


def test_text_that_no_database_takes_is_kept_as_it_can_be(db: Database, tmp_path: Path) -> None:
    rivals = (Candidate("\x00\udcff", (), 0.1, "label"),)
    odd = Field("seller_name", "M\x00uster \udcff", "M\x00uster", 0.5, "label", others=rivals)
    receipt = claimed(db, tmp_path, index_values={"box": "\x00\udcff"})
    [number] = cases.save(
        db, receipt, [replace(case(), fields={"seller_name": odd}, document=document(words="\x00 \udcff"))]
    )
    assert cases.load(db, number, TYPES).fields["seller_name"].value == "Muster \\udcff"
    assert cases.load(db, number, TYPES).document.words[1].text == "\udcff"
    assert receipts.get(db, receipt.id).index_values == {"box": "\x00\udcff"}
    assert originals.is_whole(db, receipt.sha256)


def test_the_declared_type_is_found_again(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    assert cases.load(db, number, TYPES).doctype == INVOICE


def test_a_case_is_loaded_around_a_document_that_is_known(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    known = cases.load(db, number, TYPES).document
    again = cases.load(db, number, TYPES, known)
    assert again.document is known and again == cases.load(db, number, TYPES)
