from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, update

from documents.case import ReceiptState
from store import Database, board, people, queue, receipts
from store.board import Stage
from store.database import now, reading, writing
from store.tables import cases
from store.tables import receipts as receipt_rows
from tests.store.made import RELEASE, case, claimed, received, saved


def _age(db: Database, table: Table, column: str, number: int, hours: float) -> None:
    with writing(db) as connection:
        at = now(connection) - timedelta(hours=hours)
        connection.execute(update(table).where(table.c.id == number).values({column: at}))


def _stage(db: Database, stage: Stage, **settings: object) -> tuple[int, ...]:
    [found] = [one for one in board.backlog(db, **settings) if one.stage is stage]  # type: ignore[arg-type]  # any
    return found.ages


def test_every_document_stands_in_one_stage_and_one_age(db: Database, tmp_path: Path) -> None:
    waiting = received(db, tmp_path, "a")
    failed = claimed(db, tmp_path, "b") if waiting.state is ReceiptState.RECEIVED else waiting
    receipts.fail(db, failed, "damaged", "cut off")
    numbers = [saved(db, tmp_path, content=f"c{n}")[0] for n in range(4)]
    [straight] = saved(db, tmp_path, case(RELEASE, number="R-9"), content="d")
    for number, hours in zip(numbers, (0.1, 0.5, 2, 48), strict=True):
        _age(db, cases, "created_at", number, hours)
    queue.claim(db, numbers[0], person="anna")
    assert _stage(db, Stage.QUEUE) == (0, 1, 1, 0, 1)
    assert _stage(db, Stage.AT_DESK) == (1, 0, 0, 0, 0)
    assert _stage(db, Stage.TO_RELEASE) == (1, 0, 0, 0, 0)
    assert sum(_stage(db, Stage.FAILED)) == 1
    assert sum(one.documents for one in board.backlog(db)) == 7
    assert straight not in numbers


def test_the_age_of_a_file_is_since_it_came_in(db: Database, tmp_path: Path) -> None:
    _age(db, receipt_rows, "received_at", received(db, tmp_path, "a").id, 5)
    assert _stage(db, Stage.TO_READ) == (0, 0, 0, 1, 0)


def test_clients_are_kept_apart(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path, client="acme")
    saved(db, tmp_path, client="globex")
    assert sum(_stage(db, Stage.QUEUE)) == 2
    assert sum(_stage(db, Stage.QUEUE, clients=["acme"])) == 1
    assert sum(_stage(db, Stage.QUEUE, clients=[])) == 0


def test_a_client_is_at_risk_by_its_first_deadline(db: Database, tmp_path: Path) -> None:
    [late] = saved(db, tmp_path, client="acme")
    [soon] = saved(db, tmp_path, client="globex")
    saved(db, tmp_path, client="initech")
    with reading(db) as connection:
        moment = now(connection)
    queue.hurry(db, late, person="sue", deadline=moment - timedelta(minutes=5))
    queue.hurry(db, soon, person="sue", deadline=moment + timedelta(minutes=30))
    first, second = board.risks(db)
    assert (first.client, first.overdue, first.soon) == ("acme", 1, 0)
    assert (second.client, second.overdue, second.soon) == ("globex", 0, 1)
    assert [risk.client for risk in board.risks(db, ["globex"])] == ["globex"]


def test_who_is_at_work_and_with_what(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    monkeypatch.setattr(people, "_hasher", lambda: PasswordHasher(1, 8, 1))
    for name in ("anna", "bert"):
        people.add(db, name, "a long enough password", {"operator"})
    people.sign_in(db, "anna", "a long enough password")
    [number] = saved(db, tmp_path)
    queue.claim(db, number, person="anna")
    [anna] = board.at_work(db)
    assert (anna.person, anna.case_id, anna.client) == ("anna", number, "acme")
    assert board.at_work(db, ["globex"])[0].case_id is None


def test_straight_through_counts_what_no_person_decided(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path, case(RELEASE), content="a")
    saved(db, tmp_path, content="b")
    with reading(db) as connection:
        since = now(connection) - timedelta(days=1)
    [through] = board.through(db, since=since)
    assert (through.client, through.type_name, through.documents, through.straight) == ("acme", "invoice", 1, 1)
    assert board.through(db, since=since + timedelta(days=2)) == []
