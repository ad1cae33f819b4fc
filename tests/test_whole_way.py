"""From a file in a folder to a line in an export, with a person at the keyboard in between: nothing is pretended.

The doubtful invoice is one of sample_docs/: its sum is printed wrong. Reading, checks, database, desk and Chromium are
the real ones; only Prefect is left out, since it has no part in what happens.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser

import capture
import store
from documents.case import CaseState
from flows.command_serve import desk_app
from flows.intake import Inbox, Looked
from flows.process import in_threads, process_waiting
from flows.releasing import release_approved
from flows.settings import Folders, Settings, Watch
from flows.work import Work
from flows.workers import Crew
from store import audit, cases, history, ledger, people, queue, receipts
from tests.desk.conftest import PASSWORD, cheap_passwords
from tests.desk.window import Served, chromium, focused, moved_to, start

__all__ = ["chromium"]
pytestmark = pytest.mark.slow
DOCUMENT = Path(__file__).parent.parent / "sample_docs" / "docs" / "invoice_wrong_sum.pdf"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    """A house of its own: folders, database, one real worker process."""
    folders = Folders(tmp_path / "inbox", tmp_path / "output", tmp_path / "output" / "files")
    watch = Watch(stable=0, free_megabytes=1)
    database = f"sqlite:///{tmp_path}/output/paperdesk.db"
    settings = replace(Settings(), database=database, folders=folders, watch=watch, jobs=1)
    db = store.open_database(settings.database, folders.files)
    with Crew(1, preload="flows.process") as crew:
        yield Work(settings, db, crew, tell=lambda line: None)
    store.close(db)


@pytest.fixture
def address(work: Work, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The desk over that house, as its command opens it, and Anna who may key."""
    cheap_passwords(monkeypatch)
    people.add(work.db, "anna", PASSWORD, {"operator"}, {"acme"})
    server = Served(uvicorn.Config(desk_app(work.db, work.settings), port=0, log_level="error"))
    yield server.start()
    server.should_exit = True


def look(inbox: Inbox) -> list[Looked]:
    """Look until nothing more happens."""
    looks = [inbox.look()]
    while not looks[-1].is_quiet:
        assert len(looks) < 10, looks
        looks.append(inbox.look())
    return looks


def test_a_file_goes_in_is_keyed_and_comes_out(work: Work, address: str, chromium: Browser) -> None:
    inbox = Inbox(work.db, work.settings, "acme")
    shutil.copy(DOCUMENT, inbox.folder)
    sha256 = capture.sha256(DOCUMENT)
    for _ in range(3):
        inbox.look()
    [outcome] = process_waiting(work, in_threads)
    [made] = outcome.made
    [waiting] = queue.waiting(work.db)
    assert (waiting.case_id, waiting.client, waiting.name) == (made.case_id, "acme", DOCUMENT.name)
    assert release_approved(work.db, work.settings).count == 0  # nobody has looked at it yet

    before = history.of(work.db, made.case_id, "gross_total")[-1].value
    key_the_sum(chromium, address, "2373.78")
    assert cases.state(work.db, made.case_id) is CaseState.APPROVED

    released = release_approved(work.db, work.settings)
    [records] = [path for path in released.paths if path.suffix == ".jsonl"]
    [record] = [json.loads(line) for line in records.read_text(encoding="utf-8").splitlines()]
    assert (record["case"], record["sha256"]) == (made.case_id, sha256)
    assert record["fields"]["gross_total"] == "2373.78" != str(before)
    assert history.of(work.db, made.case_id, "gross_total")[-1].by == "keyed:anna"
    assert release_approved(work.db, work.settings).count == 0  # once

    look(inbox)
    [receipt] = receipts.of(work.db)
    done = inbox.folder / "done" / str(receipt.business_date) / DOCUMENT.name
    assert capture.sha256(done) == sha256 and list((inbox.folder / "work").iterdir()) == []
    balance = ledger.reconcile(work.db, "acme")
    assert balance.balances and balance.documents[CaseState.RELEASED] == balance.exported == 1
    assert audit.verify(work.db, "acme") == []
    assert "field.keyed" in {entry.action for entry in audit.entries(work.db, "acme")}


def key_the_sum(chromium: Browser, address: str, total: str) -> None:
    """What Anna does, by the keyboard: sign in, take the document, accept what is right, key the sum, finish."""
    window = chromium.new_page(viewport={"width": 1440, "height": 900}, base_url=address)
    window.set_default_timeout(90_000)
    wrong: list[str] = []
    window.on("pageerror", lambda error: wrong.append(str(error)))
    start(window)
    window.wait_for_function(
        "() => document.querySelector('#view img').naturalWidth > 500"
    )  # the page is there to read
    passed: list[str] = []
    while (name := focused(window)) != "gross_total":
        assert name and name not in passed, passed  # Enter goes on
        passed.append(name)
        window.keyboard.press("Enter")
        window.wait_for_function(
            "name => document.activeElement && document.activeElement.dataset.name !== name", arg=name
        )
    assert {"net_total", "tax_total"} <= set(passed)
    window.keyboard.type(total)
    window.keyboard.press("Enter")
    moved_to(window, "finish")
    window.keyboard.press("Control+Enter")
    window.wait_for_selector("text=Nothing more waits for you")
    window.close()
    assert wrong == []
