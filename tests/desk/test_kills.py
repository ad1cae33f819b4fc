"""The server is killed while somebody keys (A8): at most what is not acknowledged is lost, and the screen says it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

import store
from documents.case import CaseState
from store import cases, history
from tests.desk.conftest import GOOD, Site, a_case, cheap_passwords
from tests.desk.window import chromium, moved_to, start

__all__ = ["chromium"]
pytestmark = pytest.mark.slow

KILLS = 100


@dataclass
class Killable:
    """A desk whose process can be killed; another serves at once."""

    site: Site
    address: str
    process: subprocess.Popen[str]
    serving: int

    def kill(self) -> None:
        """End the serving process where it stands, and wait for the next."""
        os.kill(self.serving, signal.SIGKILL)
        assert self.process.stdout
        self.serving = int(self.process.stdout.readline())


@pytest.fixture
def killable(tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Killable]:
    """A desk with Anna and nothing to do, in a process of its own."""
    cheap_passwords(monkeypatch)
    (tmp_path / "in").mkdir()
    shutil.copy(empty_store, tmp_path / "desk.db")
    url, files = f"sqlite:///{tmp_path}/desk.db", tmp_path / "files"
    db = store.open_database(url, files)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.desk.killable", url, str(files)],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    address = f"http://127.0.0.1:{int(process.stdout.readline())}"
    browser: Any = httpx.Client(base_url=address, headers={"Origin": address}, timeout=10)
    site = Site(db, tmp_path / "in", browser)
    site.person("anna")
    yield Killable(site, address, process, int(process.stdout.readline()))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    browser.close()
    store.close(db)


def acknowledged(browser: httpx.Client, address: str, edit: dict[str, object]) -> None:
    """Send an edit until the desk acknowledges it, as the screen does."""
    for _ in range(200):
        try:
            answer = browser.put(address, json=edit)
        except httpx.TransportError:
            time.sleep(0.01)
            continue
        assert answer.status_code == 200, answer.text
        return
    raise AssertionError("never acknowledged")


def test_no_acknowledged_edit_is_lost_or_kept_twice_in_a_hundred_kills(killable: Killable) -> None:
    site, seed = killable.site, 20261122
    delays = random.Random(seed)
    number = site.save(a_case(GOOD))
    site.sign_in("anna")
    site.browser.follow_redirects = True
    fence = site.take(number)
    for at in range(KILLS):
        killer = threading.Timer(delays.uniform(0, 0.04), killable.kill)
        killer.start()
        edit = {"edit": f"edit-{at:04d}", "fence": fence, "name": "note", "text": f"value {at}"}
        acknowledged(site.browser, f"/case/{number}/field", edit)
        killer.join()
    kept = [change.text for change in history.of(site.db, number, "note")]
    assert kept == [f"value {at}" for at in range(KILLS)]


def test_the_screen_says_what_is_not_saved_and_loses_nothing(chromium: Browser, killable: Killable) -> None:
    number = killable.site.save(a_case(GOOD, doubtful=("number", "tax", "total")))
    window = chromium.new_page(base_url=killable.address)
    window.set_default_timeout(60_000)
    start(window)
    for name, text in (("number", "R-18"), ("tax", "19,00"), ("total", "119,00")):
        moved_to(window, name)
        os.kill(killable.serving, signal.SIGSTOP)  # it takes no answer any more: the edit is on its way
        window.keyboard.type(text)
        window.keyboard.press("Enter")
        window.wait_for_selector("#saved:has-text('saving')")
        killable.kill()
        window.wait_for_selector("#saved:has-text('saved'):not(:has-text('NOT'))")
        window.wait_for_selector("#alarm", state="hidden")
    os.kill(killable.process.pid, signal.SIGSTOP)  # nobody takes the place of the next one killed
    os.kill(killable.serving, signal.SIGKILL)
    window.focus('[data-name="note"]')
    window.keyboard.type("late")
    window.keyboard.press("Enter")
    window.wait_for_selector("#alarm:has-text('Not saved')")
    window.wait_for_selector("#saved:has-text('NOT saved')")
    assert window.is_disabled("#finish")
    window.keyboard.press("Control+Enter")
    window.wait_for_selector("#told:has-text('Not everything is saved yet')", timeout=25_000)
    os.kill(killable.process.pid, signal.SIGCONT)
    window.wait_for_selector("#alarm", state="hidden", timeout=30_000)
    kept = window.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(kept) <= {"htmx-current-path-for-history"}, "a list's own address, no value"
    window.keyboard.press("Control+Enter")
    window.wait_for_selector("text=Nothing more waits for you")
    assert cases.state(killable.site.db, number) is CaseState.APPROVED
    assert [change.text for change in history.of(killable.site.db, number, "note")] == ["late"]
    assert [change.text for change in history.of(killable.site.db, number, "tax")] == ["19.00", "19,00"]
    window.close()
