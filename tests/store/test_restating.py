"""What was exported is never edited: a correction is a new version, and the reversal of the one before."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from documents.case import CaseState
from documents.errors import Conflict, IllegalMove, StoreError
from documents.verdicts import Route
from store import Database, audit, cases, history, ledger, queue, rearranging, restating
from store.database import now, writing
from store.ledger import Export, ExportState
from store.tables import cases as rows
from tests.store.made import RELEASE, TYPES, case, saved

SHA = "ab" * 32


@pytest.fixture
def released(db: Database, tmp_path: Path) -> int:
    """An invoice that was exported."""
    [number] = saved(db, tmp_path, case(RELEASE))
    assert write(db) == 1
    assert cases.state(db, number) is CaseState.RELEASED
    return number


def write(db: Database) -> int:
    """Begin and mark all exports that are due; how many."""
    begun: list[Export] = [
        export
        for due, begin in ((ledger.due, ledger.begin), (restating.due, restating.begin))
        for client, format, doctype in due(db)
        if (export := begin(db, client=client, format=format, doctype=doctype)) is not None
    ]
    for export in begun:
        ledger.written(db, export, SHA, export.entries)
    return len(begun)


def correct(db: Database, number: int, total: str = "120.00", route: Route = Route.RELEASE) -> None:
    lease = queue.claim(db, number, person="anna")
    history.correct(db, number, person="anna", fence=lease.fence, name="total", value=Decimal(total), text=total)
    if route is not Route.RELEASE:
        return cases.reject(db, number, person="anna", why="no invoice at all", fence=lease.fence)
    made = cases.load(db, number, TYPES)
    told = {"fields": made.fields, "findings": (), "decision": RELEASE}
    cases.decide(db, number, **told, person="anna", fence=lease.fence)  # type: ignore[arg-type]  # as they are
    return None


def decided(db: Database, number: int, ago: timedelta) -> None:
    """Turn the clock back: the case was decided so long ago."""
    with writing(db) as connection:
        connection.execute(update(rows).where(rows.c.id == number).values(moved_at=now(connection) - ago))


def test_a_correction_goes_out_as_reversal_and_new_version(db: Database, released: int) -> None:
    made = restating.restate(db, released, person="sue", why="QA found the total wrong")
    assert (made.version, cases.state(db, released)) == (2, CaseState.REVIEW)
    assert restating.due(db) == [] == ledger.due(db)
    assert ledger.reconcile(db).balances, ledger.reconcile(db).sentences
    correct(db, released)
    assert ledger.due(db) == [] and restating.due(db) == [("acme", "jsonl", "invoice")]
    export = restating.begin(db, client="acme", format="jsonl", doctype="invoice")
    assert export is not None and (export.case_ids, export.versions, export.entries) == ((released,), {released: 2}, 2)
    assert export.name == "acme_invoice_jsonl_000002" and ledger.unfinished(db) == [export]
    assert restating.begin(db, client="acme", format="jsonl", doctype="invoice") is None
    before = restating.before(db, released, 2, TYPES)
    assert before.fields["total"].value == Decimal("119.00")
    assert cases.load(db, released, TYPES).fields["total"].value == Decimal("120.00")
    with pytest.raises(Conflict, match="holds 2 records"):
        ledger.written(db, export, SHA, 1)
    assert cases.state(db, released) is CaseState.APPROVED
    ledger.written(db, export, SHA, 2)
    assert cases.state(db, released) is CaseState.RELEASED
    assert ledger.reconcile(db).balances, ledger.reconcile(db).sentences
    told = [(entry.action, entry.person, entry.why) for entry in audit.entries(db, "acme")]
    assert ("case.restated", "sue", "QA found the total wrong") in told


def test_a_third_version_reverses_the_second(db: Database, released: int) -> None:
    for total in ("120.00", "121.00"):
        restating.restate(db, released, person="sue", why="again")
        correct(db, released, total)
        assert write(db) == 1
    assert [one.version for one in restating.of(db, released)] == [2, 3]
    assert restating.before(db, released, 3, TYPES).fields["total"].value == Decimal("120.00")
    assert ledger.reconcile(db).balances, ledger.reconcile(db).sentences


def test_a_case_in_which_nothing_changed_is_told_to_nobody(db: Database, released: int) -> None:
    restating.restate(db, released, person="sue", why="somebody asked")
    correct(db, released, "119.00")
    assert restating.due(db) == [] == ledger.due(db) and write(db) == 0
    assert restating.begin(db, client="acme", format="jsonl", doctype="invoice") is None
    assert ledger.release_unchanged(db) == [released] and cases.state(db, released) is CaseState.RELEASED
    assert ledger.reconcile(db).balances, ledger.reconcile(db).sentences
    assert ledger.release_unchanged(db) == []
    restating.restate(db, released, person="sue", why="now it is wrong")
    correct(db, released, "120.00")
    assert ledger.release_unchanged(db) == []
    [export] = [restating.begin(db, client=each[0], format=each[1], doctype=each[2]) for each in restating.due(db)]
    assert export is not None and export.versions == {released: 3} and restating.told_before(db, released, 3) == 1
    assert restating.before(db, released, 3, TYPES).fields["total"].value == Decimal("119.00")
    ledger.written(db, export, SHA, 2)
    assert cases.state(db, released) is CaseState.RELEASED and restating.told_before(db, released, 4) == 3
    assert ledger.reconcile(db).balances, ledger.reconcile(db).sentences


def test_what_was_just_corrected_rests_and_may_be_opened_again(db: Database, released: int) -> None:
    restating.restate(db, released, person="sue", why="QA found the total wrong")
    correct(db, released, "12.00")
    rest, gather = ledger.REOPEN, timedelta(minutes=5)
    assert restating.due(db, rest) == [] != restating.due(db)
    assert restating.begin(db, client="acme", format="jsonl", doctype="invoice", rest=rest) is None
    cases.reopen(db, released, person="anna", why="a key too few")
    assert ledger.reconcile(db).balances, ledger.reconcile(db).sentences
    assert restating.due(db) == [] == ledger.due(db) and write(db) == 0
    correct(db, released, "120.00")
    decided(db, released, ago=rest)
    assert restating.due(db, rest, gather) == [] != restating.due(db, rest)
    decided(db, released, ago=rest + gather)
    [(client, format, doctype)] = restating.due(db, rest, gather)
    export = restating.begin(db, client=client, format=format, doctype=doctype, rest=rest)
    assert export is not None and export.versions == {released: 2}
    with pytest.raises(Conflict, match="in an export already"):
        cases.reopen(db, released, person="anna", why="too late")
    ledger.written(db, export, SHA, 2)
    assert cases.load(db, released, TYPES).fields["total"].value == Decimal("120.00")
    assert ledger.reconcile(db).balances, ledger.reconcile(db).sentences


def test_one_that_was_approved_as_it_was_or_rejected_rests_too(db: Database, released: int) -> None:
    restating.restate(db, released, person="sue", why="somebody asked")
    correct(db, released, "119.00")
    assert ledger.release_unchanged(db, ledger.REOPEN) == []
    cases.reopen(db, released, person="anna", why="it is wrong after all")
    correct(db, released, route=Route.REVIEW)
    assert restating.due(db, ledger.REOPEN) == []
    cases.reopen(db, released, person="anna", why="it is none after all")
    correct(db, released, "119.00")
    assert ledger.release_unchanged(db) == [released]
    with pytest.raises(Conflict, match="in an export already"):
        cases.reopen(db, released, person="anna", why="in place")


def test_one_whose_pages_were_put_together_otherwise_is_told_though_its_values_are_the_same(
    db: Database, released: int
) -> None:
    restating.restate(db, released, person="sue", why="a page too many")
    with writing(db) as connection:
        rearranging.keep(connection, [released], person="anna", act="split", why="several")
    correct(db, released, "119.00")
    assert ledger.release_unchanged(db) == [] and write(db) == 1
    assert cases.state(db, released) is CaseState.RELEASED
    restating.restate(db, released, person="sue", why="somebody asked")
    correct(db, released, "119.00")
    assert ledger.release_unchanged(db) == [released]


def test_one_that_is_rejected_as_it_was_is_reversed_all_the_same(db: Database, released: int) -> None:
    restating.restate(db, released, person="sue", why="it is none")
    correct(db, released, "119.00", route=Route.REVIEW)
    assert ledger.release_unchanged(db) == [] and write(db) == 1


def test_what_should_never_have_gone_out_is_only_reversed(db: Database, released: int) -> None:
    restating.restate(db, released, person="sue", why="it is no invoice")
    correct(db, released, route=Route.REVIEW)
    export = restating.begin(db, client="acme", format="jsonl", doctype="invoice")
    assert export is not None and export.entries == 1 and released in export.reversed_only
    ledger.written(db, export, SHA, 1)
    assert cases.state(db, released) is CaseState.REJECTED and restating.due(db) == []
    assert ledger.reconcile(db).balances, ledger.reconcile(db).sentences
    assert ledger.of(db, state=ExportState.BEGUN) == []


def test_only_what_is_released_is_restated_and_for_a_reason(db: Database, released: int, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="needs a reason"):
        restating.restate(db, released, person="sue", why=" ")
    [waiting] = saved(db, tmp_path, case(), content="y")
    with pytest.raises(IllegalMove, match="is review"):
        restating.restate(db, waiting, person="sue", why="x")
    with pytest.raises(Conflict, match="in an export already"):
        cases.reopen(db, released, person="sue", why="an edit in place")
    assert cases.state(db, released) is CaseState.RELEASED
    with pytest.raises(StoreError, match="no version before 2"):
        restating.before(db, released, 2, TYPES)
