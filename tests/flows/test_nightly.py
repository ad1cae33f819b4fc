"""The night's work may be run as often as one likes: it does everything once, and reports the same."""

import fcntl
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import assurance
import store
from documents.case import Case
from documents.errors import Busy, Damaged
from documents.layout import Document, Page
from flows import nightly
from flows.exit_codes import Exit
from flows.intake import Looked
from flows.nightly import run_night, take_all
from flows.outcome import Made
from flows.process import in_threads
from flows.settings import Settings, Watch
from flows.work import Work
from flows.workers import Crew
from store import audit, cases, receipts
from tests.store.made import vandalise

Drop = Callable[..., Path]


class Saving(Crew):
    """A crew that saves a case of no type for every file, and cannot read those called bad."""

    def __init__(self, db: store.Database) -> None:
        self.db = db

    def call(self, function, *given, **named):  # type: ignore[no-untyped-def]
        receipt = given[2]
        if receipt.name.startswith("bad"):
            raise Damaged(f"{receipt.name}: is torn. Send it again.")
        document = Document(receipt.sha256, receipt.name, (Page(0, 595, 842),))
        case = Case(document, None, {}, (), assurance.unclassified("unclassified: no type bids"))
        [number] = cases.save(self.db, receipt, [case])
        return (Made.of(number, case, receipt.name),)


@pytest.fixture
def work(db: store.Database, settings: Settings) -> Iterator[Work]:
    settings = replace(settings, watch=Watch(stable=0.2, look_every=0.1, free_megabytes=1))
    yield Work(settings, db, Saving(db), tell=lambda line: None)


def test_a_night_takes_in_processes_and_reports(work: Work, drop: Drop) -> None:
    drop("a.pdf", b"one")
    drop("bad.pdf", b"two")
    drop("again.pdf", b"one")
    night = run_night(work, in_threads)
    assert night.exit is Exit.FAILED
    report = json.loads(night.paths[0].read_text())
    assert report["clients"]["acme"]["files"] == {"duplicate": 1, "failed": 1, "processed": 1}
    assert report["clients"]["acme"]["failed"] == [{"receipt": _number(work, "bad.pdf"), "code": "damaged"}]
    assert report["balanced"] and report["clients"]["acme"]["balance"]["received"] == 3
    assert "a.pdf" not in night.paths[0].read_text()
    inbox = work.settings.folders.inbox / "acme"
    assert sorted(path.name for path in (inbox / "error").iterdir()) == ["bad.pdf", "bad.pdf.reason.txt"]
    assert [path for path in inbox.iterdir() if path.is_file()] == []


def _number(work: Work, name: str) -> int:
    return next(receipt.id for receipt in receipts.of(work.db) if receipt.name == name)


def test_the_same_night_twice_does_nothing_twice_and_reports_the_same(work: Work, drop: Drop) -> None:
    drop("a.pdf")
    first, second = (run_night(work, in_threads, date(2026, 1, 31)) for _ in range(2))
    assert first.paths == second.paths and len(receipts.of(work.db)) == 1
    assert sorted(path.name for path in first.paths[0].parent.iterdir()) == ["2026-01-31.json", "2026-01-31.md"]


def test_a_night_without_a_document_has_its_report_too(work: Work) -> None:
    night = run_night(work, in_threads)
    assert night.exit is Exit.DONE and json.loads(night.paths[0].read_text())["balanced"]


def test_other_content_for_the_same_day_is_another_version(work: Work, drop: Drop) -> None:
    first = run_night(work, in_threads)
    drop("late.pdf")
    second = run_night(work, in_threads, first.day)
    assert [path.name for path in second.paths] == [f"{first.day}-2.json", f"{first.day}-2.md"]
    assert first.paths[0].exists()


def test_totals_that_do_not_balance_withhold_the_export_and_end_with_12(
    work: Work, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("a.pdf")
    run_night(work, in_threads)
    [receipt] = receipts.of(work.db)
    kept = work.db.files / "sha256" / receipt.sha256[:2] / receipt.sha256[2:]
    kept.unlink()  # an original is lost
    released: list[object] = []
    monkeypatch.setattr(nightly, "release_approved", lambda *given: released.append(given))
    night = run_night(work, in_threads)
    assert night.exit is Exit.UNBALANCED and released == []
    assert f"receipt {receipt.id}" in night.markdown


def test_an_audit_chain_that_was_changed_withholds_the_export_and_ends_with_12(work: Work, drop: Drop) -> None:
    drop("a.pdf")
    first = run_night(work, in_threads)
    entries, seal = audit.head(work.db, "acme")
    assert json.loads(first.paths[0].read_text())["clients"]["acme"]["audit"] == {
        "entries": entries,
        "hash": seal,
        "wrong": [],
    }
    assert f"holds, {entries} entries, {seal[:16]}" in first.markdown
    vandalise(work.db, f"UPDATE audit SET why = 'nothing' WHERE client = 'acme' AND seq = {entries}")
    night = run_night(work, in_threads)
    assert night.exit is Exit.UNBALANCED and "BROKEN" in night.markdown
    assert f"entry {entries} was changed after it was sealed" in night.markdown


def test_a_chain_that_was_cut_off_is_found_by_the_report_of_the_night_before(work: Work, drop: Drop) -> None:
    drop("a.pdf")
    run_night(work, in_threads)
    last, before = audit.entries(work.db, "acme")[:2]
    vandalise(work.db, f"DELETE FROM audit WHERE client = 'acme' AND seq = {last.seq}")
    vandalise(work.db, f"UPDATE audit_heads SET seq = {before.seq}, hash = '{before.hash}' WHERE client = 'acme'")
    assert audit.verify(work.db, "acme") == []
    night = run_night(work, in_threads)
    assert night.exit is Exit.UNBALANCED and "were cut off" in night.markdown


def test_two_nights_at_once_are_refused(work: Work) -> None:
    with (work.settings.folders.output / "nightly.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Busy, match="another nightly run"):
            run_night(work, in_threads)


class Slow:
    """An inbox of which a look takes longer than a night waits."""

    stable, looks = 0.05, 0

    def look(self) -> Looked:
        time.sleep(0.2)
        self.looks += 1
        return Looked(waiting=int(self.looks < 6))


def test_a_night_takes_in_what_is_there_however_long_the_looks_take() -> None:
    slow = Slow()
    take_all([slow], patience=0.4)  # type: ignore[list-item]  # as an inbox is looked at
    assert slow.looks == 6
