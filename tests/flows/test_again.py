"""What failed may be tried again, what was decided be opened again: by a supervisor, for a reason, audited."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import assurance
import store
from documents.case import Case, CaseState, ReceiptState
from documents.errors import AccessError
from documents.layout import Document, Page
from documents.verdicts import Decision, Route
from flows.cli import main
from flows.command_again import put_back, refuse_others
from flows.intake import Inbox
from flows.settings import Settings
from store import audit, cases, ledger, people, receipts
from store.receipts import Receipt
from tests.flows.clock import Clock

Drop = Callable[..., Path]


@pytest.fixture
def leaders(db: store.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    monkeypatch.setattr(people, "_hasher", lambda: PasswordHasher(1, 8, 1))
    for name, role in (("sue", "supervisor"), ("olga", "operator"), ("gone", "admin")):
        people.add(db, name, "a long enough password", {role})
    people.disable(db, "gone", by="")


@pytest.fixture
def command(db: store.Database, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command line finds the store of the test."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def failed(db: store.Database, inbox: Inbox, clock: Clock, name: str = "a.pdf") -> Receipt:
    """A file that came by the inbox and cannot be read."""
    for _ in range(4):
        inbox.look()
        clock.now += 6
    [held] = receipts.claim(db, worker="test", count=1)
    receipts.fail(db, held, "damaged", f"{name}: is torn. Send it again.")
    inbox.look()
    return receipts.get(db, held.id)


def test_a_file_put_back_leaves_error_and_ends_in_done(
    db: store.Database, settings: Settings, clock: Clock, drop: Drop
) -> None:
    inbox = Inbox(db, settings, "acme", clock)
    drop("a.pdf")
    receipt = failed(db, inbox, clock)
    other = inbox.folder / "error" / "same size.pdf"
    other.write_bytes(b"%PDF-1.4 two")
    assert put_back(db, settings, receipt.id, person="sue", why="a new reader").state is ReceiptState.RECEIVED
    assert [path.name for path in (inbox.folder / "error").iterdir()] == ["same size.pdf"]
    [held] = receipts.claim(db, worker="test", count=1)
    document = Document(held.sha256, held.name, (Page(0, 595, 842),))
    cases.save(db, held, [Case(document, None, {}, (), assurance.unclassified("unclassified"))])
    inbox.look()
    assert (inbox.folder / "done" / str(receipt.business_date) / "a.pdf").exists()
    assert list((inbox.folder / "work").iterdir()) == []
    told = next(entry for entry in audit.entries(db, "acme") if entry.action == "receipt.retried")
    assert (told.person, told.why) == ("sue", "a new reader")
    assert ledger.reconcile(db, "acme").balances


def test_only_who_leads_may_put_something_back(db: store.Database, leaders: None) -> None:
    refuse_others(db, "sue")
    for name, told in (("olga", "olga is operator"), ("gone", "nobody called"), ("nobody", "nobody called")):
        with pytest.raises(AccessError, match=told):
            refuse_others(db, name)


def test_all_that_failed_waits_again_by_one_command(
    db: store.Database, settings: Settings, leaders: None, command: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.pdf", "b.pdf"):
        (command / name).write_text(name)
        receipts.register(db, client="acme", name=name, path=command / name, refusal=("damaged", "torn"))
    assert main(["retry", "--all", "--client", "beta", "--by", "sue", "--why", "x"]) == 0
    assert main(["retry", "--all", "--by", "olga", "--why", "x"]) == 16
    assert {each.state for each in receipts.of(db)} == {ReceiptState.FAILED}
    assert main(["retry", "--all", "--by", "sue", "--why", "the disk was full"]) == 0
    assert {each.state for each in receipts.of(db)} == {ReceiptState.RECEIVED}
    assert main(["retry", "1", "--by", "sue", "--why", "again"]) == 16
    shown = capsys.readouterr()
    assert "2 files wait" in shown.out and "neither failed nor is a duplicate" in shown.err


def test_a_failed_file_that_nobody_will_send_again_is_closed_for_a_reason(
    db: store.Database, leaders: None, command: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (command / "a.pdf").write_text("a")
    receipts.register(db, client="acme", name="a.pdf", path=command / "a.pdf", refusal=("damaged", "torn"))
    assert main(["status"]) == 8
    assert main(["close", "1", "--by", "olga", "--why", "x"]) == 16
    assert main(["close", "1", "--by", "sue", "--why", " "]) != 0
    assert main(["close", "1", "--by", "sue", "--why", "the sender is gone"]) == 0
    assert main(["status"]) == 0 and "1 file closed" in capsys.readouterr().out
    assert main(["close", "1", "--by", "sue", "--why", "twice"]) == 16
    assert (audit.entries(db, "acme")[0].action, audit.entries(db, "acme")[0].why) == (
        "receipt.closed",
        "the sender is gone",
    )
    assert ledger.reconcile(db, "acme").balances
    again = receipts.register(db, client="acme", name="a.pdf", path=command / "a.pdf")
    assert again.state is ReceiptState.RECEIVED  # what was closed makes nothing a duplicate


def test_a_file_is_tried_again_with_limits_of_its_own(
    db: store.Database, leaders: None, command: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (command / "a.pdf").write_text("a")
    receipts.register(db, client="acme", name="a.pdf", path=command / "a.pdf", refusal=("too_large", "501 pages"))
    retry = ["retry", "1", "--by", "sue", "--why", "it is in order"]
    assert main([*retry, "--limit", "page=900"]) == 16
    assert "did you mean 'pages'" in capsys.readouterr().err
    assert main([*retry, "--limit", "pages=0"]) == 16
    assert main([*retry, "--limit", "pages=900", "--limit", "seconds=3600"]) == 0
    assert receipts.get(db, 1).limits == {"pages": 900, "seconds": 3600}


def test_a_case_is_opened_again_unless_it_was_exported(
    db: store.Database, settings: Settings, leaders: None, command: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (command / "a.pdf").write_text("a")
    receipts.register(db, client="acme", name="a.pdf", path=command / "a.pdf")
    [held] = receipts.claim(db, worker="test", count=1)
    approved = replace(assurance.unclassified("x"), route=Route.RELEASE)
    assert isinstance(approved, Decision)
    document = Document(held.sha256, held.name, (Page(0, 595, 842),))
    [number] = cases.save(db, held, [Case(document, None, {}, (), approved)])
    reopen = ["reopen", str(number), "--by", "sue", "--why", "the wrong sender"]
    assert main(reopen) == 0
    assert cases.state(db, number) is CaseState.REVIEW
    assert main(reopen) == 0  # it waits already
    assert audit.entries(db, "acme")[0].person == "sue"
    assert "waits at the desk" in capsys.readouterr().out
