"""A document that kills whoever reads it ends after three tries; the other ninety-nine are exported meanwhile."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import store
from bench import house
from bench.failpoints import DONE, House
from documents.case import ReceiptState
from flows import process
from flows.auditing import audit_client
from flows.drafts import Draft
from flows.intake import inboxes
from flows.releasing import release_approved
from flows.work import Work
from store import receipts
from store.receipts import TRIES

SECONDS = 300.0


def deadly(path: Path, *given: object, **named: object) -> list[Draft]:
    """Read, or die of it as by the kernel's out-of-memory killer."""
    if path.read_bytes().startswith(b"deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    return house.read(path, *given, **named)  # type: ignore[arg-type]  # as process reads


def night(folder: Path) -> None:
    """Take in, read, export, move out."""
    vars(process).update(read=deadly, judge=house.judge)
    settings = house.settings_of(folder)
    db = store.open_database(settings.database, settings.folders.files)
    work = Work(settings, db, house.Inline(), tell=lambda line: None)
    for inbox in inboxes(db, settings):
        inbox.look()
        inbox.look()
    house.work_on(work)
    release_approved(db, settings)
    for inbox in inboxes(db, settings):
        inbox.look()
    store.close(db)


def test_ninety_nine_of_a_hundred_are_exported_and_the_deadly_one_has_its_reason(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox" / "acme"
    inbox.mkdir(parents=True)
    for number in range(99):
        (inbox / f"{number:02d}.xml").write_text(f"good A-{number}")
    (inbox / "31-deadly.xml").write_text("deadly")
    runner, started, deaths = House(tmp_path / "runner"), time.monotonic(), 0
    while runner._forked(lambda: night(tmp_path), {}) != DONE:
        deaths += 1
        assert deaths <= TRIES
    assert deaths == TRIES and time.monotonic() - started < SECONDS
    settings = house.settings_of(tmp_path)
    db = store.open_database(settings.database, settings.folders.files)
    failed = receipts.of(db, states=(ReceiptState.FAILED,))
    assert [(one.name, one.code, one.attempt) for one in failed] == [("31-deadly.xml", "poison", TRIES)]
    files = (settings.folders.output / "export" / "acme").glob("*.jsonl")
    lines = [json.loads(line) for path in files for line in path.read_text().splitlines()]
    assert sorted(line["file"] for line in lines) == sorted(f"{number:02d}.xml" for number in range(99))
    assert "code: poison" in (inbox / "error" / "31-deadly.xml.reason.txt").read_text()
    assert audit_client(db, settings, "acme").wrong == ()
    store.close(db)
