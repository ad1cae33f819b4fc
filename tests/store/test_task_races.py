"""Many at once, and many waiting: tasks are given once, and at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

import store
from documents.doctype import FieldSpec, Review
from store import Database, tasks
from store.database import writing
from store.task_tables import tasks as tasks_table
from tests.store.made import INVOICE, fields, saved
from tests.store.test_double_keying import amount, keyed

FIELDS = fields()
BLIND = replace(
    INVOICE, fields=(INVOICE.fields[0], FieldSpec("total", "Total", "money", review=Review.BLIND)), index=("total",)
)


@pytest.mark.slow
def test_a_thousand_claims_by_eight_at_once_and_no_task_is_with_two(db: Database, tmp_path: Path) -> None:
    """Criterion A9."""
    [number] = saved(db, tmp_path)
    keyed(db, number, amount("anna", "120"))
    with writing(db) as connection:
        task = dict(connection.execute(select(tasks_table)).mappings().one())
        connection.execute(insert(tasks_table), [task | {"id": at, "seat": at} for at in range(10, 1009)])

    def claim(person: int) -> int:
        task = tasks.next(db, person=f"p{person}", kinds=["key"])
        assert task is not None
        return task.id

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(claim, range(1000)))
    assert len(set(given)) == 1000
    assert tasks.next(db, person="late", kinds=["key"]) is None


@pytest.mark.slow
def test_the_next_of_fifty_thousand_tasks_comes_at_once(tmp_path: Path) -> None:
    """Criterion A16, by the processor's time, which others do not lengthen; bench/queue_speed has the clock's."""
    db = store.open_database(f"sqlite:///{tmp_path}/desk.db", tmp_path / "files")
    [number] = saved(db, tmp_path)
    keyed(db, number, amount("anna", "120"))
    with writing(db) as connection:
        task = dict(connection.execute(select(tasks_table)).mappings().one())
        made = [task | {"id": at, "seat": at, "priority": 3 + at % 5} for at in range(10, 50_010)]
        connection.execute(insert(tasks_table), made)
        connection.execute(text("ANALYZE"))
    taken, skilled = [], {"kind": frozenset({"money"})}
    for at in range(40):
        start = time.process_time()
        found = tasks.next(db, person=f"p{at}", kinds=["key", "verify"], clients=["acme"], wanted=skilled)
        taken.append(time.process_time() - start)
        assert found is not None
        assert found.id % 5 == 0, "the most urgent come first"
    assert sorted(taken)[37] < 0.05, sorted(taken)
    store.close(db)
