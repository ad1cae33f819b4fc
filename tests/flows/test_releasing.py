"""An approved case goes out once to every format, also when the machine stops between writing and marking."""

import json
import os
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import store
from documents.case import Case, CaseState
from documents.doctype import DocumentType
from documents.fields import Field
from documents.layout import Box, Document, Page
from documents.verdicts import Decision, Route
from flows.command_serve import release_once
from flows.reading import all_types
from flows.releasing import Teller, release_approved
from flows.settings import Settings
from flows.watching import Watcher
from flows.work import Work
from store import cases, history, ledger, queue, receipts, restating
from store.database import now
from store.ledger import ExportState
from tests.flows.refusing import Refusing

Approve = Callable[..., int]


@pytest.fixture
def letter() -> DocumentType:
    """A shipped type, which feeds one format only."""
    return replace(all_types()["receipt"], exports=("jsonl",))


@pytest.fixture
def approve(db: store.Database, settings: Settings, letter: DocumentType) -> Approve:
    """Bring a case in that goes straight through; its number."""

    def bring(name: str, client: str = "acme") -> int:
        path = settings.folders.output / name
        path.write_bytes(name.encode())
        made = receipts.register(db, client=client, name=name, path=path)
        [receipt] = receipts.claim(db, worker="test", count=1)
        document = Document(made.sha256, name, (Page(0, 595, 842),))
        fields = {"company": Field("company", "Acme", "Acme", 1.0, "label", (Box(0, 0.1, 0.1, 0.2, 0.2),))}
        decision = Decision(Route.RELEASE, accepted=frozenset(fields))
        [number] = cases.save(db, receipt, [Case(document, letter, fields, (), decision)])
        return number

    return bring


@pytest.fixture
def work_told() -> list[str]:
    """Lines of progress."""
    return []


def exported(settings: Settings, client: str = "acme") -> list[int]:
    """Numbers of all cases in all files of records, as often as they stand there."""
    files = sorted((settings.folders.output / "export" / client).glob("*.jsonl"))
    return [json.loads(line)["case"] for file in files for line in file.read_text().splitlines()]


def test_what_is_approved_goes_out_once(db: store.Database, settings: Settings, approve: Approve) -> None:
    numbers = [approve("a.pdf"), approve("b.pdf")]
    assert release_approved(db, settings).count == 2
    assert release_approved(db, settings).count == 0
    assert exported(settings) == numbers
    assert [cases.state(db, number) for number in numbers] == [CaseState.RELEASED] * 2
    assert ledger.reconcile(db, "acme").balances


def test_a_crash_between_writing_and_marking_exports_once(
    db: store.Database, settings: Settings, approve: Approve, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = approve("a.pdf")

    def die(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("store.ledger.written", die)
        release_approved(db, settings)
    assert exported(settings) == [number]  # written, and not marked
    assert cases.state(db, number) is CaseState.APPROVED
    later = approve("b.pdf")
    release_approved(db, settings)
    assert exported(settings) == [number, later]
    assert [export.state for export in ledger.of(db)] == [ExportState.WRITTEN] * 2
    assert ledger.reconcile(db, "acme").balances


def test_a_crash_between_beginning_and_writing_exports_once(
    db: store.Database, settings: Settings, approve: Approve, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = approve("a.pdf")

    def die(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("release.write", die)
        release_approved(db, settings)
    assert exported(settings) == []
    release_approved(db, settings)
    assert exported(settings) == [number]


def test_one_clients_failure_stops_no_other(db: store.Database, settings: Settings, approve: Approve) -> None:
    approve("a.pdf", "acme")
    number = approve("b.pdf", "bolt")
    blocked = settings.folders.output / "export" / "acme"
    blocked.parent.mkdir(parents=True)
    blocked.write_text("a file where a folder should be")
    released = release_approved(db, settings)
    assert [name for name, _ in released.refused] == [ledger.unfinished(db)[0].name]
    assert exported(settings, "bolt") == [number]
    blocked.unlink()
    assert release_approved(db, settings).count == 1


def test_a_file_with_other_content_is_never_overwritten(
    db: store.Database, settings: Settings, approve: Approve
) -> None:
    approve("a.pdf")
    folder = settings.folders.output / "export" / "acme"
    folder.mkdir(parents=True)
    name = "acme_receipt_jsonl_000001.jsonl"
    (folder / name).write_text("somebody else's")
    [(_, reason)] = release_approved(db, settings).refused
    assert name in reason and (folder / name).read_text() == "somebody else's"
    assert Path(folder / name).exists()


def test_refused_exports_are_told_once_a_reason(
    db: store.Database, settings: Settings, approve: Approve, work_told: list[str]
) -> None:
    approve("a.pdf")
    blocked = settings.folders.output / "export" / "acme"
    blocked.parent.mkdir(parents=True)
    blocked.write_text("a file where a folder should be")
    watcher = Watcher(Work(settings, db, Refusing(), tell=work_told.append), lambda: None)
    for _ in range(2):
        watcher._process_waiting()
    assert len(work_told) == 1 and work_told[0].startswith("not exported acme_receipt_jsonl")
    blocked.unlink()
    watcher._process_waiting()
    assert work_told[1].startswith("exported ") and work_told[2:] == ["the export folder of acme takes exports again"]


def _finished(db: store.Database, number: int) -> None:
    """A person looks at the document again, and finishes it."""
    cases.reopen(db, number, person="anna", why="test")
    _decided(db, number, queue.claim(db, number, person="anna").fence)


def _decided(db: store.Database, number: int, fence: int) -> None:
    case = cases.load(db, number, all_types())
    decided = cases.decide(
        db, number, person="anna", fence=fence, fields=case.fields, findings=(), decision=case.decision
    )
    assert decided is CaseState.APPROVED


@pytest.mark.parametrize("later", ["five minutes", "asked"])
def test_what_a_person_has_just_finished_waits_until_they_cannot_take_it_back(
    db: store.Database, settings: Settings, approve: Approve, monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    number, straight = approve("a.pdf"), approve("b.pdf")
    _finished(db, number)
    release_once(db, settings, Teller(lambda line: None), "")
    Watcher(Work(settings, db, Refusing(), tell=lambda line: None), lambda: None)._process_waiting()
    assert exported(settings) == [straight]
    if later == "five minutes":
        other = approve("c.pdf")
        _finished(db, other)
        moment = ledger.REOPEN + timedelta(seconds=settings.schedule.release_every - 1)
        monkeypatch.setattr("store.ledger.now", lambda connection: now(connection) + moment)
        release_once(db, settings, Teller(lambda line: None), "")
        assert exported(settings) == [straight]  # gathered
        monkeypatch.setattr("store.ledger.now", lambda connection: now(connection) + moment + timedelta(seconds=1))
        release_once(db, settings, Teller(lambda line: None), "")
    else:
        release_approved(db, settings)
    assert exported(settings) == ([straight, number, other] if later == "five minutes" else [straight, number])
    assert len({export.number for export in ledger.of(db)}) == 2  # those that waited go together


def test_a_correction_that_was_just_finished_waits_as_well(
    db: store.Database, settings: Settings, approve: Approve, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [approve("a.pdf"), approve("b.pdf")]
    release_approved(db, settings)
    for number, company in zip(numbers, ("Acme", "Acme Ltd"), strict=True):  # in one of them nothing changes
        restating.restate(db, number, person="sue", why="test")
        fence = queue.claim(db, number, person="anna").fence
        history.correct(db, number, person="anna", fence=fence, name="company", value=company, text=company)
        _decided(db, number, fence)
    release_once(db, settings, Teller(lambda line: None), "")
    assert exported(settings) == numbers
    assert [cases.state(db, number) for number in numbers] == [CaseState.APPROVED] * 2
    moment = ledger.REOPEN + timedelta(seconds=settings.schedule.release_every)
    for place in ("store.ledger.now", "store.restating.now"):
        monkeypatch.setattr(place, lambda connection: now(connection) + moment)
    release_once(db, settings, Teller(lambda line: None), "")
    assert exported(settings) == [*numbers, numbers[1], numbers[1]]
    assert [cases.state(db, number) for number in numbers] == [CaseState.RELEASED] * 2


def test_the_desk_goes_on_releasing_after_a_defect_of_ours(
    db: store.Database,
    settings: Settings,
    approve: Approve,
    work_told: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*given: object) -> None:
        raise KeyError("x")

    approve("a.pdf")
    teller = Teller(work_told.append)
    with monkeypatch.context() as patched:
        patched.setattr("release.write", broken)
        trouble = release_once(db, settings, teller, "")
        assert release_once(db, settings, teller, trouble) == trouble
    assert capsys.readouterr().err.count("not exported: KeyError") == 1
    assert release_once(db, settings, teller, trouble) == "" and work_told[0].startswith("exported ")


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that other users of this machine may pass through, as docs/records.md has it made."""
    with TemporaryDirectory(prefix="exports-") as made:
        Path(made).chmod(0o711)
        yield Path(made)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may be somebody else")
def test_a_receiver_of_another_user_reads_its_clients_exports_and_acknowledges_them(
    db: store.Database, settings: Settings, approve: Approve, elsewhere: Path
) -> None:
    receivers, stranger = 54321, 54322
    settings.folders.output.chmod(0o700)
    (settings.folders.output / "export").symlink_to(elsewhere)
    (elsewhere / "acme").mkdir()
    os.chown(elsewhere / "acme", -1, receivers)
    (elsewhere / "acme").chmod(0o2770)
    before = os.umask(0o027)
    try:
        approve("a.pdf")
        approve("b.pdf", "beta")
        assert release_approved(db, settings).count == 2
    finally:
        os.umask(before)
    assert stat.S_IMODE((elsewhere / "acme").stat().st_mode) == 0o2770  # as its owner made it

    def may(user: int, *command: object) -> bool:
        asked = [str(each) for each in command]
        done = subprocess.run(asked, user=user, group=user, extra_groups=[], cwd="/", capture_output=True, check=False)
        return done.returncode == 0

    [mine], [theirs] = (list((elsewhere / client).glob("*.jsonl")) for client in ("acme", "beta"))
    assert may(receivers, "cat", mine) and not may(stranger, "cat", mine)
    assert not may(receivers, "cat", theirs) and not may(receivers, "ls", settings.folders.output)
    assert may(receivers, "touch", mine.with_suffix(".ack"))
    release_approved(db, settings)
    assert [one.state for one in ledger.of(db, client="acme")] == [ExportState.ACKNOWLEDGED]
    assert may(receivers, "rm", mine, f"{mine}.manifest.json")  # fetched away
    assert ledger.reconcile(db, "acme").balances
