"""Workers that are killed, or come back after their lease, lose nothing and do nothing twice."""

from __future__ import annotations

import random
import time
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

import store
from documents.case import ReceiptState
from documents.errors import LeaseLost
from store import Database, audit, cases, ledger, receipts
from tests.store.made import RELEASE, case, received

FILES, LEASE, KILLS = 40, 0.4, 12


def work(url: str, files: Path, seed: int) -> None:
    """Claim and save, now and then so slowly that the lease runs out meanwhile."""
    db = store.open_database(url, files)
    chance = random.Random(seed)
    while True:
        for receipt in receipts.claim(db, worker=f"w{seed}", count=2, seconds=LEASE):
            time.sleep(LEASE * 1.5 if chance.random() < 0.15 else 0.01)
            try:
                cases.save(db, receipt, [case(RELEASE, 1), case(part=2)])
            except LeaseLost:
                continue
        receipts.reap(db)
        time.sleep(0.02)


@pytest.mark.slow
def test_killed_and_late_workers_lose_and_double_nothing(db: Database, tmp_path: Path) -> None:
    for number in range(FILES):
        received(db, tmp_path, str(number))
    url = db.engine.url.render_as_string(hide_password=False)
    started: list[BaseProcess] = []

    def start() -> BaseProcess:
        worker = get_context("spawn").Process(target=work, args=(url, db.files, len(started)), daemon=True)
        worker.start()
        started.append(worker)
        return worker

    alive = [start() for _ in range(3)]
    chance = random.Random(11)
    deadline = time.monotonic() + 90
    while unfinished(db) and time.monotonic() < deadline:
        time.sleep(0.5)
        if len(started) < KILLS:
            alive.pop(chance.randrange(3)).kill()
            alive.append(start())
    for worker in started:
        worker.kill()
        worker.join()
    assert unfinished(db) == 0
    check(db)


def unfinished(db: Database) -> int:
    return len(receipts.of(db, states=[ReceiptState.RECEIVED, ReceiptState.PROCESSING]))


def check(db: Database) -> None:
    balance = ledger.reconcile(db)
    assert balance.balances, balance.wrong
    assert balance.received == FILES
    assert balance.became == 2 * balance.files[ReceiptState.PROCESSED]
    assert {one.code for one in receipts.of(db, states=[ReceiptState.FAILED])} <= {"poison"}
    assert balance.files[ReceiptState.PROCESSED] > FILES / 2
    assert audit.verify(db, "acme") == []
