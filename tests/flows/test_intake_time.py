"""Within two scans and the time to stay unchanged, every file is claimed or told of; no state needs a restart."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import store
from flows.intake import Inbox
from flows.settings import Client, Settings, Watch
from flows.watching import Watcher
from flows.work import Work
from store import receipts
from tests.flows.clock import Clock
from tests.flows.refusing import Refusing
from tests.flows.test_intake import below, finish, look

Drop = Callable[..., Path]
#: Seconds between two scans, and that a file must stay unchanged.
TIMES = [(5.0, 5.0), (1.0, 30.0), (30.0, 1.0), (7.0, 10.0)]
#: Files that cannot be taken yet: what is in them, and what is said of them.
HELD = {
    "empty.pdf": (b"", "it is empty"),
    "torn.pdf": (b"%PDF-1.7 and no end", "it lacks its end"),
    "torn.png": (b"\x89PNG\r\n\x1a\n", "it lacks its end"),
    "torn.jpg": (b"\xff\xd8\xff\xe0 and no end", "it lacks its end"),
    "torn.zip": (b"PK\x03\x04 and no end", "it lacks its end"),
    "alone.json": (b"{}", "index values without their document"),
}


@pytest.fixture
def inbox(db: store.Database, settings: Settings, clock: Clock) -> Inbox:
    return Inbox(db, settings, "acme", clock)


@pytest.mark.parametrize(("every", "stable"), TIMES)
def test_a_file_is_claimed_within_two_scans_and_the_window(
    db: store.Database, settings: Settings, clock: Clock, drop: Drop, every: float, stable: float
) -> None:
    inbox = Inbox(db, replace(settings, watch=Watch(every, stable, free_megabytes=1)), "acme", clock)
    chance = random.Random(0)
    for number in range(20):
        clock.now += chance.uniform(0, every)  # since the last scan
        dropped, path = clock.now, drop(f"{number}.pdf", b"%%%d" % number)
        next_scan = clock.now + chance.uniform(0, every)
        while path.exists():
            clock.now = next_scan
            inbox.look()
            next_scan += every
        assert clock.now - dropped <= 2 * every + stable


@pytest.mark.parametrize(("every", "stable"), TIMES)
def test_what_is_not_claimed_by_then_is_told_of_by_then(
    db: store.Database, settings: Settings, clock: Clock, drop: Drop, every: float, stable: float
) -> None:
    inbox = Inbox(db, replace(settings, watch=Watch(every, stable, free_megabytes=1)), "acme", clock)
    paths = {name: drop(name, content) for name, (content, _) in HELD.items()}
    dropped, troubles = clock.now, dict[str, str]()
    clock.now += every * 0.9
    while clock.now - dropped <= 2 * every + stable:
        troubles |= dict(inbox.look().troubled)
        clock.now += every
    for name, path in paths.items():  # the scans may be so far apart that it had all its time
        assert not path.exists() or HELD[name][1] in troubles[name]


def test_a_file_that_somebody_writes_to_for_ever_is_told_of(inbox: Inbox, clock: Clock, drop: Drop) -> None:
    for size in range(1, 4):
        path, looked = drop("slow.pdf", b"x" * size), inbox.look()
        clock.now += 5
    assert looked.troubled == [("slow.pdf", "somebody still writes to it")] and path.exists()


def test_a_file_whose_trigger_does_not_come_is_told_of_and_keeps_no_night_waiting(
    db: store.Database, settings: Settings, clock: Clock, drop: Drop
) -> None:
    inbox = Inbox(db, replace(settings, clients={"acme": Client(trigger=".done")}), "acme", clock)
    drop("a.pdf")
    looked = look(inbox, clock, 3)
    assert looked.waiting == 0 and "its trigger file is not there (NAME.done)" in looked.troubled[0][1]


def test_a_half_written_file_is_given_more_time_and_then_taken_as_it_is(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop
) -> None:
    drop("torn.pdf", b"%PDF-1.7 and no end")
    look(inbox, clock, 5)
    assert below(inbox, "work") == []
    look(inbox, clock, 5)
    assert [one.name for one in receipts.of(db)] == ["torn.pdf"]


def paused(db: store.Database, settings: Settings, clock: Clock, pause: int, *parts: bytes) -> list[int]:
    """The sizes of the documents that become of a file whose writer pauses for so many seconds between two parts."""
    inbox = Inbox(db, settings, f"pause-{pause}", clock)
    with (inbox.folder / "late.pdf").open("wb", buffering=0) as writer:
        writer.write(parts[0])
        for second in range(60):
            if second == pause:
                writer.write(parts[1])
            inbox.look()
            clock.now += 1
    for one in receipts.of(db, client=inbox.client):
        finish(db, one)
    look(inbox, clock, 5)
    return [one.size for one in receipts.of(db, client=inbox.client)]


def test_a_writer_that_pauses_in_the_middle_of_a_document_makes_one_receipt(
    db: store.Database, settings: Settings, clock: Clock
) -> None:
    for pause in (1, 4, 7, 9, 10, 11, 13, 20):
        assert paused(db, settings, clock, pause, b"%PDF-1.7 the first half", b" and the second %%EOF") == [44]


def test_a_scanner_that_adds_a_page_to_a_whole_document_makes_one_receipt_or_another_document(
    db: store.Database, settings: Settings, clock: Clock
) -> None:
    """Nobody can know that more comes once the document was registered; what came is then a document of its own."""
    for pause in (1, 4, 7, 9, 10, 11, 13, 20):
        sizes = paused(db, settings, clock, pause, b"%PDF-1.7 page 1 %%EOF", b" page 2 %%EOF")
        assert sizes == ([34] if pause <= 10 else [21, 34])


def test_a_pipe_that_takes_the_place_of_a_file_holds_up_nobody(inbox: Inbox, clock: Clock, drop: Drop) -> None:
    path = drop("a.pdf", b"%PDF-1.7")
    inbox.look()
    path.unlink()
    os.mkfifo(path)
    clock.now += 6
    inbox.look()
    look(inbox, clock, 3)
    assert below(inbox, "error") == ["a.pdf", "a.pdf.reason.txt"]


def test_below_the_floor_nothing_is_taken_and_with_room_again_it_goes_on_by_itself(
    db: store.Database, settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    source = drop("a.pdf")
    watch = Watch(stable=0, free_megabytes=1)
    watcher = Watcher(Work(replace(settings, watch=watch), db, Refusing(), tell=lines.append), lambda: None)
    with monkeypatch.context() as full:
        full.setattr("flows.intake.shutil.disk_usage", lambda folder: type("Usage", (), {"free": 0}))
        for _ in range(3):
            watcher._tried(watcher.look)
    assert source.exists() and receipts.of(db) == []
    assert len(lines) == 1 and "MB are free" in lines[0]
    for _ in range(3):
        watcher._tried(watcher.look)
    assert [one.name for one in receipts.of(db)] == ["a.pdf"]


def test_each_file_that_waits_is_named_once(db: store.Database, settings: Settings, drop: Drop) -> None:
    lines: list[str] = []
    clocked = replace(settings, watch=Watch(stable=0.001, free_megabytes=1))
    watcher = Watcher(Work(clocked, db, Refusing(), tell=lines.append), lambda: None)
    for name in ("a.json", "b.json"):
        drop(name, b"{}")
    for _ in range(4):
        watcher.look()
        time.sleep(0.001)  # a look may take less than the file has to be still for
    drop("c.json", b"{}")
    for _ in range(4):
        watcher.look()
        time.sleep(0.001)  # a look may take less than the file has to be still for
    said = [line for line in lines if "index values without their document" in line]
    assert len(said) == 2 and "a.json and 1 more waits" in said[0] and "c.json waits" in said[1]
