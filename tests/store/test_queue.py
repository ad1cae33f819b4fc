"""A case waits in its place, and is with one person at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from documents.case import CaseState
from documents.errors import Conflict, IllegalMove, LeaseLost
from store import Database, cases, history, holds, queue, rearranging
from store.database import writing
from store.tables import cases as cases_table
from tests.store.made import RECEIPT, RELEASE, case, document, expire, saved


def three(db: Database, folder: Path) -> list[int]:
    return saved(db, folder, case(part=1), case(part=2, doctype=RECEIPT), case(part=3))


def test_only_what_the_name_does_not_tell_is_told_by_the_part(db: Database, tmp_path: Path) -> None:
    names = ("a.zip / one.pdf", "a.zip / two.pdf", "a.zip / two.pdf")
    made = [replace(case(part=at), document=replace(document(at), name=name)) for at, name in enumerate(names, 1)]
    first, second, third = saved(db, tmp_path, *made)
    told = ["a.zip / one.pdf", "a.zip / two.pdf, part 2", "a.zip / two.pdf, part 3"]
    assert [queue.item(db, number).name for number in (first, second, third)] == told
    assert rearranging.siblings(db, first) == [first] and rearranging.siblings(db, third) == [second, third]


def test_in_an_archive_only_what_was_done_to_the_same_file_is_put_back(db: Database, tmp_path: Path) -> None:
    names = ("a.zip / one.pdf", "a.zip / two.pdf")
    made = [replace(case(part=at), document=replace(document(at), name=name)) for at, name in enumerate(names, 1)]
    one, two = saved(db, tmp_path, *made)
    for number in (one, two):
        with writing(db) as connection:
            rearranging.keep(connection, [number], person="anna", act="reclassify", why="wrong")
    assert rearranging.undo(db, one, person="anna") == [one]
    assert rearranging.last(db, one) is None and rearranging.last(db, two) is not None


def test_the_list_shows_what_waits_with_its_reason(db: Database, tmp_path: Path) -> None:
    first, *_ = three(db, tmp_path)
    saved(db, tmp_path, case(RELEASE), content="y")
    item = queue.waiting(db)[0]
    assert (item.case_id, item.client, item.type_name, item.state) == (first, "acme", "invoice", CaseState.REVIEW)
    assert (item.reasons, item.first_reason, item.pages) == (1, "read at 0.40", 1)
    assert (item.person, item.deadline) == (None, None)
    assert len(queue.waiting(db)) == 3
    assert len(queue.waiting(db, doctype="invoice", limit=1, offset=1)) == 1
    assert len(queue.waiting(db, client="beta")) == len(queue.waiting(db, clients=["beta"])) == 0
    assert len(queue.waiting(db, clients=["acme", "beta"])) == 3
    assert len(queue.waiting(db, state=CaseState.APPROVED)) == 1


def test_the_urgent_come_first_then_the_due_then_the_old(db: Database, tmp_path: Path) -> None:
    first, second, third = three(db, tmp_path)
    queue.hurry(db, third, person="sue", priority=1)
    queue.hurry(db, second, person="sue", deadline=datetime.now(UTC) + timedelta(hours=1))
    assert [item.case_id for item in queue.waiting(db)] == [third, second, first]
    order = []
    for _ in range(3):
        lease = queue.next(db, person="anna")
        assert lease is not None
        order.append(lease.case_id)
        queue.give_back(db, lease.case_id, person="anna", fence=lease.fence, why="later")
    assert order == [third, second, first]
    assert queue.next(db, person="anna") is None


def test_a_person_holds_one_case_and_gets_it_again(db: Database, tmp_path: Path) -> None:
    three(db, tmp_path)
    one, two = queue.next(db, person="anna"), queue.next(db, person="anna")
    other = queue.next(db, person="berta")
    assert one is not None
    assert two is not None
    assert other is not None
    assert (one.case_id, one.fence) == (two.case_id, two.fence)
    assert other.case_id != one.case_id


def test_the_choice_can_be_narrowed(db: Database, tmp_path: Path) -> None:
    _, receipt, _ = three(db, tmp_path)
    lease = queue.next(db, person="anna", doctypes=["receipt"], clients=["acme", "beta"])
    assert lease is not None
    assert lease.case_id == receipt
    assert queue.next(db, person="berta", clients=["beta"]) is None


def test_what_is_passed_on_goes_to_others_with_what_was_keyed(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    history.correct(db, number, person="anna", name="note", value="x", fence=fence)
    queue.give_back(db, number, person="anna", fence=fence, why="cannot read it")
    assert queue.next(db, person="anna") is None
    lease = queue.next(db, person="berta")
    assert lease is not None
    assert (lease.case_id, lease.fence) == (number, fence + 1)
    assert history.of(db, number, "note")[0].value == "x"


def test_a_certain_case_can_be_taken_unless_another_has_it(db: Database, tmp_path: Path) -> None:
    first, second, _ = three(db, tmp_path)
    lease = queue.claim(db, first, person="anna")
    assert queue.claim(db, first, person="anna").fence == lease.fence
    with pytest.raises(Conflict, match="is with anna until"):
        queue.claim(db, first, person="berta")
    queue.claim(db, second, person="anna")
    assert queue.claim(db, first, person="berta").fence == lease.fence + 1
    cases.reject(db, second, person="anna", why="x", fence=queue.claim(db, second, person="anna").fence)
    with pytest.raises(IllegalMove, match="in review"):
        queue.claim(db, second, person="anna")


def test_a_lease_that_ran_out_returns_the_case_and_refuses_late_work(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    late = queue.claim(db, number, person="anna")
    assert queue.heartbeat(db, number, person="anna", fence=late.fence, seconds=900).until > late.until
    expire(db)
    for refused in (
        lambda: queue.heartbeat(db, number, person="anna", fence=late.fence),
        lambda: queue.give_back(db, number, person="anna", fence=late.fence),
        lambda: history.correct(db, number, person="anna", name="total", value=None, fence=late.fence),
    ):
        with pytest.raises(LeaseLost):
            refused()
    lease = queue.next(db, person="berta")
    assert lease is not None
    assert lease.fence == late.fence + 1


def test_two_people_never_get_one_case(db: Database, tmp_path: Path) -> None:
    numbers = saved(db, tmp_path, *(case(part=part) for part in range(1, 61)))

    def work(person: str) -> list[int]:
        mine: list[int] = []
        while lease := queue.next(db, person=person):
            mine.append(lease.case_id)
            cases.reject(db, lease.case_id, person=person, why="race", fence=lease.fence)
        return mine

    with ThreadPoolExecutor(4) as pool:
        taken = [number for mine in pool.map(work, ["a", "b", "c", "d"]) for number in mine]
    assert sorted(taken) == sorted(numbers)


def test_one_person_in_two_windows_has_one_case(db: Database, tmp_path: Path) -> None:
    three(db, tmp_path)
    with ThreadPoolExecutor(4) as pool:
        leases = list(pool.map(lambda _: queue.next(db, person="anna"), range(8)))
    assert len({lease.case_id for lease in leases if lease}) == 1


def test_what_three_pass_on_is_put_aside_for_a_supervisor(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    for person in ("anna", "berta", "carl"):
        lease = queue.next(db, person=person)
        assert lease is not None
        assert holds.of_case(db, number) is None
        queue.give_back(db, number, person=person, fence=lease.fence, why="skip: unsure")
    hold = holds.of_case(db, number)
    assert hold is not None
    assert hold.why == "hold: passed on 3 times"
    assert queue.next(db, person="dora") is None
    holds.take_off(db, number, person="sue")
    assert queue.next(db, person="dora") is not None


def test_a_document_goes_to_who_reads_its_language(db: Database, tmp_path: Path) -> None:
    made = case()
    text = "Bitte zahlen Sie die Rechnung bis zum 31. Mai mit Dank für den Auftrag"
    [number] = saved(db, tmp_path, replace(made, document=document(words=text)))
    assert queue.next(db, person="anna", wanted={"language": frozenset({"eng", "fra"})}) is None
    lease = queue.next(db, person="anna", wanted={"language": frozenset({"eng", "deu"})})
    assert lease is not None
    assert lease.case_id == number


def test_a_person_gets_what_they_have_the_skill_for(db: Database, tmp_path: Path) -> None:
    _, receipt, _ = three(db, tmp_path)
    assert queue.next(db, person="anna", wanted={"client": frozenset({"beta"})}) is None
    lease = queue.next(db, person="anna", wanted={"type": frozenset({"receipt"}), "language": frozenset({"deu"})})
    assert lease is not None
    assert lease.case_id == receipt
    assert queue.foreseen(db, person="berta", wanted={"type": frozenset({"receipt"})}) is None


@pytest.mark.slow
def test_a_thousand_claims_by_eight_at_once_and_no_case_is_with_two(db: Database, tmp_path: Path) -> None:
    """Criterion A9."""
    [number] = saved(db, tmp_path)
    with writing(db) as connection:
        row = dict(connection.execute(select(cases_table)).mappings().one())
        connection.execute(insert(cases_table), [row | {"id": at, "part": at} for at in range(10, 1009)])

    def claim(person: int) -> int:
        lease = queue.next(db, person=f"p{person}")
        assert lease is not None
        return lease.case_id

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(claim, range(1000)))
    assert len(set(given)) == 1000
    assert number in given
    assert queue.next(db, person="late") is None
