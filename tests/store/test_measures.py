from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Integer, String, select

from documents.errors import StoreError
from store import Database, cases, history, measures, queue
from store.database import now, reading
from store.measure_tables import work_spells
from store.measures import Spell, Work
from store.tables import field_values
from tests.store.made import RELEASE, fields, saved

DAY = timedelta(days=1)


def _done(db: Database, folder: Path, person: str, client: str = "acme") -> int:
    """One case keyed and finished by this person."""
    [number] = saved(db, folder, client=client, content=person + client)
    lease = queue.claim(db, number, person=person)
    history.correct(db, number, person=person, name="total", value="1", text="1", fence=lease.fence)
    cases.decide(db, number, fields=fields(), findings=(), decision=RELEASE, person=person, fence=lease.fence)
    return number


def _work(db: Database, **settings: object) -> list[Work]:
    with reading(db) as connection:
        moment = now(connection)
    return measures.by_person(db, since=moment - DAY, until=moment + DAY, **settings)  # type: ignore[arg-type]  # any


def test_documents_and_fields_come_from_the_history_keys_and_time_from_spells(db: Database, tmp_path: Path) -> None:
    number = _done(db, tmp_path, "anna")
    measures.note(
        db, number, person="anna", spells=[Spell("total", 7, 1, 90_000), Spell("lines.1.amount", 5, 0, 30_000)]
    )
    [work] = _work(db)
    assert work == Work("anna", 1, 1, 12, 1, 120_000)
    assert work.an_hour(work.keys) == 360.0


def test_the_figures_are_those_that_the_rows_give_one_by_one(db: Database, tmp_path: Path) -> None:
    for person in ("anna", "bert", "anna"):
        number = _done(db, tmp_path, person, client=f"c{len(_work(db))}")
        measures.note(db, number, person=person, spells=[Spell("total", 3, 2, 1500)])
    with reading(db) as connection:
        keyed = [(row.person, row.case_id, row.name) for row in connection.execute(select(field_values)) if row.person]
        spells = list(connection.execute(select(work_spells)))
    for work in _work(db):
        own = [row for row in spells if row.person == work.person]
        assert work.fields == len({row for row in keyed if row[0] == work.person})
        assert (work.keys, work.clicks) == (sum(row.keys for row in own), sum(row.clicks for row in own))


def test_only_the_clients_asked_for_are_counted(db: Database, tmp_path: Path) -> None:
    for client in ("acme", "globex"):
        measures.note(db, _done(db, tmp_path, "anna", client), person="anna", spells=[Spell("total", 1, 0, 10)])
    assert [work.documents for work in _work(db, clients=["acme"])] == [1]
    assert _work(db, clients=[]) == []


def test_less_than_a_minute_gives_no_rate() -> None:
    assert Work("anna", fields=3, milliseconds=59_999).an_hour(3) is None


def test_a_spell_has_no_room_for_what_was_typed() -> None:
    texts = {column.name for column in work_spells.c if isinstance(column.type, String)}
    assert {column.name for column in work_spells.c if isinstance(column.type, Integer)} >= {"keys", "clicks"}
    assert texts - {"person", "field"} == {"client"}


def test_no_case_no_spells(db: Database) -> None:
    with pytest.raises(StoreError, match="no case 7"):
        measures.note(db, 7, person="anna", spells=[Spell("total", 1, 0, 1)])
