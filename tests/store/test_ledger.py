"""A case is exported once, whatever happens between writing and marking."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from documents.case import CaseState
from documents.errors import Conflict
from store import Database, cases, ledger
from store.database import writing
from store.ledger import ExportState
from store.ledger_tables import export_cases
from tests.store.made import RECEIPT, RELEASE, case, saved

SHA = "cd" * 32


def test_an_export_takes_what_is_approved_and_names_it(db: Database, tmp_path: Path) -> None:
    first, second, _ = saved(db, tmp_path, case(RELEASE, 1), case(RELEASE, 2), case(part=3))
    export = ledger.begin(db, client="acme", format="jsonl", business_date=date(2025, 1, 31))
    assert export is not None
    assert (export.case_ids, export.name, export.key) == ((first, second), "acme_jsonl_000001", "acme/jsonl/1")
    assert (export.state, export.business_date) == (ExportState.BEGUN, date(2025, 1, 31))
    assert ledger.begin(db, client="acme", format="jsonl") is None
    assert ledger.begin(db, client="beta", format="jsonl") is None


def test_a_written_export_releases_its_cases_once(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path, case(RELEASE))
    export = ledger.begin(db, client="acme", format="jsonl")
    assert export is not None
    done = ledger.written(db, export, SHA, 1)
    assert (done.state, done.sha256, done.records) == (ExportState.WRITTEN, SHA, 1)
    assert cases.state(db, number) is CaseState.RELEASED
    assert ledger.written(db, export, SHA, 1) == done
    with pytest.raises(Conflict, match="stop and compare"):
        ledger.written(db, export, "ef" * 32, 1)


def test_after_a_crash_the_same_cases_go_under_the_same_name(db: Database, tmp_path: Path) -> None:
    [first] = saved(db, tmp_path, case(RELEASE))
    begun = ledger.begin(db, client="acme", format="jsonl")  # and here the machine stops
    [second] = saved(db, tmp_path, case(RELEASE, number="R-18"), content="y")
    [again] = ledger.unfinished(db)
    assert again == begun
    assert again.case_ids == (first,)
    ledger.written(db, again, SHA, 1)
    assert ledger.unfinished(db) == []
    later = ledger.begin(db, client="acme", format="jsonl")
    assert later is not None
    assert (later.case_ids, later.name) == ((second,), "acme_jsonl_000002")


def test_a_type_with_two_formats_is_released_by_the_second(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path, case(RELEASE, doctype=RECEIPT))
    assert ledger.due(db) == [("acme", "csv", "receipt"), ("acme", "jsonl", "receipt")]
    assert ledger.begin(db, client="acme", format="xlsx") is None
    for format, state in (("jsonl", CaseState.APPROVED), ("csv", CaseState.RELEASED)):
        export = ledger.begin(db, client="acme", format=format, doctype="receipt")
        assert export is not None
        assert export.name == f"acme_receipt_{format}_000001"
        ledger.written(db, export, SHA, 1)
        assert cases.state(db, number) is state
    assert ledger.due(db) == []


def test_two_at_once_export_a_case_once(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path, case(RELEASE))
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: ledger.begin(db, client="acme", format="jsonl"), range(8)))
    assert len([export for export in made if export]) == 1


def test_the_database_itself_refuses_a_case_twice(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path, case(RELEASE))
    export = ledger.begin(db, client="acme", format="jsonl")
    assert export is not None
    row = {"client": "acme", "export_id": export.id, "case_id": number, "format": "jsonl"}
    with pytest.raises(Conflict), writing(db) as connection:
        connection.execute(insert(export_cases).values(**row))


def test_a_file_with_another_number_of_records_is_not_marked(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path, case(RELEASE))
    export = ledger.begin(db, client="acme", format="jsonl")
    assert export is not None
    with pytest.raises(Conflict, match="holds 1 record, its file 2"):
        ledger.written(db, export, SHA, 2)


def test_a_case_in_an_export_is_not_reopened(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path, case(RELEASE))
    ledger.begin(db, client="acme", format="jsonl")
    with pytest.raises(Conflict, match="in an export"):
        cases.reopen(db, number, person="anna", why="wrong total")
    assert cases.state(db, number) is CaseState.APPROVED


def test_the_receiver_acknowledges_what_was_written(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path, case(RELEASE))
    export = ledger.begin(db, client="acme", format="jsonl")
    assert export is not None
    with pytest.raises(Conflict, match="before it is written"):
        ledger.acknowledged(db, export.id)
    ledger.written(db, export, SHA, 1)
    assert ledger.acknowledged(db, export.id).state is ExportState.ACKNOWLEDGED
    assert ledger.acknowledged(db, export.id).state is ExportState.ACKNOWLEDGED
    assert ledger.of(db, client="acme") == ledger.of(db, state=ExportState.ACKNOWLEDGED)
