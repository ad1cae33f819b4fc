"""Every file of a watched folder is taken once, when it is complete, and none is ever lost."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import assurance
import store
from documents.case import Case, ReceiptState
from documents.errors import Busy
from documents.layout import Document, Page
from flows.intake import Inbox, Looked, inboxes
from flows.settings import Client, Settings
from store import cases, ledger, receipts
from store.receipts import Receipt
from tests.flows.clock import Clock

Drop = Callable[..., Path]


@pytest.fixture
def inbox(db: store.Database, settings: Settings, clock: Clock) -> Inbox:
    return Inbox(db, settings, "acme", clock)


def look(inbox: Inbox, clock: Clock, times: int = 1) -> Looked:
    """So many looks, a stability window apart; what the last one did."""
    looked = Looked()
    for _ in range(times):
        looked = inbox.look()
        clock.now += 6
    return looked


def finish(db: store.Database, receipt: Receipt, code: str = "") -> None:
    """End the work on a receipt: failed with a code, or processed into a case of no type."""
    [held] = [each for each in receipts.claim(db, worker="test", count=10) if each.id == receipt.id]
    if code:
        receipts.fail(db, held, code, "a.pdf: is broken. Send it again.")
    else:
        document = Document(held.sha256, held.name, (Page(0, 595, 842),))
        cases.save(db, held, [Case(document, None, {}, (), assurance.unclassified("unclassified"))], None)


def below(inbox: Inbox, folder: str) -> list[str]:
    """Names of the files in a state folder."""
    return sorted(str(path.relative_to(inbox.folder / folder)) for path in (inbox.folder / folder).rglob("*.*"))


def test_a_complete_file_is_claimed_then_registered_then_moved_to_done(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop
) -> None:
    source = drop("a.pdf")
    assert look(inbox, clock).waiting == 1 and source.exists()
    assert look(inbox, clock).registered == [] and not source.exists()
    look(inbox, clock)
    [receipt] = look(inbox, clock).registered or receipts.of(db)
    assert (receipt.client, receipt.name, receipt.state) == ("acme", "a.pdf", ReceiptState.RECEIVED)
    finish(db, receipt)
    look(inbox, clock)
    assert below(inbox, "done") == [f"{receipt.business_date}/a.pdf"]
    assert below(inbox, "work") == []
    assert look(inbox, clock).is_quiet


def test_a_slow_writer_is_waited_for(db: store.Database, inbox: Inbox, clock: Clock, drop: Drop) -> None:
    for size in range(1, 6):
        drop("slow.pdf", b"x" * size)
        look(inbox, clock)
    assert below(inbox, "work") == []
    look(inbox, clock, 4)
    [receipt] = receipts.of(db)
    assert receipt.size == 5


def test_bytes_appended_after_the_claim_are_not_lost(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop
) -> None:
    with drop("late.pdf").open("ab") as writer:
        look(inbox, clock, 2)
        writer.write(b" more")
        writer.flush()
        look(inbox, clock, 3)
    [receipt] = receipts.of(db)
    assert receipt.size == len(b"one document more")


def test_bytes_appended_after_registering_come_as_another_document(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop
) -> None:
    with drop("late.pdf").open("ab") as writer:
        look(inbox, clock, 4)
        [receipt] = receipts.of(db)
        writer.write(b" more")
    finish(db, receipt)
    look(inbox, clock, 5)
    assert [each.size for each in receipts.of(db)] == [12, 17]


@pytest.mark.parametrize("name", ["a.pdf.part", ".a.pdf", "~$a.pdf", "a.pdf.crdownload", "a.filepart", "a.tmp"])
def test_temporary_names_are_left(db: store.Database, inbox: Inbox, clock: Clock, drop: Drop, name: str) -> None:
    source = drop(name)
    look(inbox, clock, 5)
    assert source.exists() and receipts.of(db) == []


def test_nothing_is_overwritten(db: store.Database, inbox: Inbox, clock: Clock, drop: Drop) -> None:
    for content in (b"first", b"second"):
        drop("same.pdf", content)
        look(inbox, clock, 4)
        finish(db, receipts.of(db)[-1])
        look(inbox, clock)
    names = below(inbox, "done")
    assert [Path(name).name for name in names] == ["same-2.pdf", "same.pdf"]
    assert {(inbox.folder / "done" / name).read_bytes() for name in names} == {b"first", b"second"}


def test_a_failed_file_lies_in_error_with_its_reason(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop
) -> None:
    drop("a.pdf")
    look(inbox, clock, 4)
    finish(db, receipts.of(db)[0], code="damaged")
    look(inbox, clock)
    assert below(inbox, "error") == ["a.pdf", "a.pdf.reason.txt"]
    told = (inbox.folder / "error" / "a.pdf.reason.txt").read_text()
    assert "code: damaged" in told and "Send it again" in told


def test_the_reason_beside_a_file_has_no_lines_but_ours(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop
) -> None:
    drop("a\x1b[31m\nreceipt: 9.pdf")
    drop("a\x1b[31m\nreceipt: 9.csv", b"one,two\nonly\n")
    look(inbox, clock, 4)
    [told] = (inbox.folder / "error").glob("*.reason.txt")
    lines = told.read_text().splitlines()
    assert [line.partition(":")[0] for line in lines] == ["code", "reason", "receipt", "more"]
    assert r"a\x1b[31m\nreceipt: 9.csv" in lines[1] and lines[2] == "receipt: 1"


def test_a_duplicate_names_the_earlier(db: store.Database, inbox: Inbox, clock: Clock, drop: Drop) -> None:
    drop("a.pdf")
    look(inbox, clock, 4)
    drop("b.pdf")
    look(inbox, clock, 5)
    assert below(inbox, "duplicate") == ["b.pdf", "b.pdf.reason.txt"]
    assert "came before as a.pdf, receipt 1" in (inbox.folder / "duplicate" / "b.pdf.reason.txt").read_text()


def test_links_and_pipes_are_refused_with_a_reason(inbox: Inbox, clock: Clock, drop: Drop, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not ours")
    (inbox.folder / "link.pdf").symlink_to(secret)
    (inbox.folder / "hard.pdf").hardlink_to(secret)
    os.mkfifo(inbox.folder / "pipe.pdf")
    look(inbox, clock, 4)
    refused = [name for name in below(inbox, "error") if not name.endswith(".reason.txt")]
    assert refused == ["hard.pdf", "link.pdf", "pipe.pdf"]
    assert "symbolic link" in (inbox.folder / "error" / "link.pdf.reason.txt").read_text()
    assert secret.read_text() == "not ours"


def test_two_watchers_take_each_file_once(db: store.Database, settings: Settings, clock: Clock, drop: Drop) -> None:
    watchers = [Inbox(db, settings, "acme", clock) for _ in range(2)]
    for number in range(20):
        drop(f"{number}.pdf", str(number).encode())
    for _ in range(5):
        for watcher in watchers:
            watcher.look()
        clock.now += 6
    assert sorted(each.name for each in receipts.of(db)) == sorted(f"{number}.pdf" for number in range(20))


def test_whoever_is_killed_at_any_step_another_goes_on(
    db: store.Database, settings: Settings, clock: Clock, drop: Drop
) -> None:
    """A new watcher, which remembers nothing, after every single look."""
    drop("a.pdf")
    (settings.folders.inbox / "acme" / "a.json").write_text('{"cost_centre": 4711}')
    first = Inbox(db, settings, "acme", clock)
    look(first, clock, 2)  # claimed
    look(Inbox(db, settings, "acme", clock), clock, 2)  # registered by another
    [receipt] = receipts.of(db)
    assert receipt.index_values == {"cost_centre": "4711"}
    assert look(Inbox(db, settings, "acme", clock), clock).registered == []
    finish(db, receipt)
    last = Inbox(db, settings, "acme", clock)
    work = next((last.folder / "work").iterdir()) / "a.pdf"
    day = last.folder / "done" / str(receipt.business_date)
    day.mkdir()
    (day / "a.pdf").hardlink_to(work)  # killed between link and unlink
    look(last, clock)
    assert below(last, "done") == [f"{receipt.business_date}/a.pdf"] and below(last, "work") == []


def test_an_empty_claim_is_cleared_away(inbox: Inbox, clock: Clock) -> None:
    (inbox.folder / "work" / "0123").mkdir()
    look(inbox, clock)
    assert list((inbox.folder / "work").iterdir()) == []


def test_a_wrong_sidecar_is_refused_with_its_document(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop
) -> None:
    drop("a.pdf")
    drop("a.csv", b"one,two\nonly\n")
    look(inbox, clock, 4)
    assert below(inbox, "error") == ["a.csv", "a.pdf", "a.pdf.reason.txt"] and below(inbox, "work") == []
    [receipt] = receipts.of(db)
    assert (receipt.state, receipt.code) == (ReceiptState.FAILED, "intake") and "a.csv" in receipt.reason
    balance = ledger.reconcile(db, "acme")
    assert balance.balances and balance.files["failed"] == 1


def test_a_document_is_taken_again_with_a_sidecar_that_was_mended(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop
) -> None:
    for values in (b"one,two\nonly\n", b"one,two\n1,2\n"):
        drop("a.pdf")
        drop("a.csv", values)
        look(inbox, clock, 4)
    first, second = receipts.of(db)
    assert (first.state, second.state) == (ReceiptState.FAILED, ReceiptState.RECEIVED)
    assert second.index_values == {"one": "1", "two": "2"}


def test_a_trigger_file_is_waited_for(db: store.Database, settings: Settings, clock: Clock, drop: Drop) -> None:
    inbox = Inbox(db, replace(settings, clients={"acme": Client(trigger=".done")}), "acme", clock)
    drop("a.pdf")
    look(inbox, clock, 4)
    assert receipts.of(db) == []
    drop("a.pdf.done", b"")
    look(inbox, clock, 4)
    assert [each.name for each in receipts.of(db)] == ["a.pdf"]


@pytest.mark.parametrize("name", [b"line\nbreak.pdf", b"\xff\xfe.pdf", b"n" * 251 + b".pdf", b"sub.pdf"])
def test_any_name_survives(db: store.Database, inbox: Inbox, clock: Clock, drop: Drop, name: bytes) -> None:
    drop(os.fsdecode(name))
    look(inbox, clock, 4)
    finish(db, receipts.of(db)[0], code="damaged")
    look(inbox, clock)
    left = {os.fsencode(path.name) for path in (inbox.folder / "error").iterdir()}
    assert name in left and len(left) == 2


def test_an_empty_file_is_given_more_time(db: store.Database, inbox: Inbox, clock: Clock, drop: Drop) -> None:
    drop("empty.pdf", b"")
    look(inbox, clock, 4)
    assert receipts.of(db) == []
    look(inbox, clock, 4)
    assert [each.size for each in receipts.of(db)] == [0]


def test_files_of_sub_folders_are_found(db: store.Database, inbox: Inbox, clock: Clock, drop: Drop) -> None:
    drop("2025/march/a.pdf")
    look(inbox, clock, 4)
    assert [each.name for each in receipts.of(db)] == ["a.pdf"]


def test_below_the_disk_floor_nothing_is_touched(db: store.Database, settings: Settings, drop: Drop) -> None:
    source = drop("a.pdf")
    full = replace(settings, watch=replace(settings.watch, free_megabytes=10**12))
    with pytest.raises(Busy, match="MB are free"):
        Inbox(db, full, "acme").look()
    assert source.exists()


def test_every_client_has_an_inbox(db: store.Database, settings: Settings, drop: Drop) -> None:
    drop("a.pdf")
    named = replace(settings, clients={"zeta": Client()})
    assert [inbox.client for inbox in inboxes(db, named)] == ["acme", "zeta"]
