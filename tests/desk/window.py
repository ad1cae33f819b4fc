"""A desk that answers on a port, and a Chromium window in which nothing may go wrong."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.testclient import TestClient

import store
from desk.app import make_app
from desk.settings import Settings
from documents.doctype import DocumentType
from tests.desk.chromium import FLAGS, chromium_path
from tests.desk.conftest import PASSWORD, TYPES, Site, cheap_passwords


class Served(uvicorn.Server):
    """A server in a thread of its own, on a port that the system chose."""

    def start(self) -> str:
        """Its address, when it answers."""
        threading.Thread(target=self.run, daemon=True).start()
        while not self.started:
            time.sleep(0.02)
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS.split())
        yield browser


@pytest.fixture
def desk(tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A desk that answers on a port, with Anna and nothing to do."""
    cheap_passwords(monkeypatch)
    with serving(tmp_path, empty_store, TYPES) as site:
        site.person("anna")
        yield site


@contextmanager
def serving(
    folder: Path, empty_store: Path, types: Mapping[str, DocumentType], settings: Settings | None = None
) -> Iterator[Site]:
    """A desk for these types that answers on a port, with nothing to do and nobody to do it."""
    (folder / "in").mkdir()
    shutil.copy(empty_store, folder / "desk.db")
    db = store.open_database(f"sqlite:///{folder}/desk.db", folder / "files")
    server = Served(uvicorn.Config(make_app(db, types, settings), port=0, log_level="error"))
    yield Site(db, folder / "in", TestClient(make_app(db, types), base_url=server.start()))
    server.should_exit = True
    store.close(db)


@pytest.fixture
def page(chromium: Browser, desk: Site) -> Iterator[Page]:
    """A browser window in which nothing may go wrong: no error, no refused request, no breach of the policy."""
    window = chromium.new_page(viewport={"width": 1440, "height": 900}, base_url=str(desk.browser.base_url))
    window.set_default_timeout(60_000)
    wrong: list[str] = []
    window.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    window.on("pageerror", lambda error: wrong.append(str(error)))
    yield window
    window.close()
    assert wrong == [], wrong


def start(page: Page) -> None:
    """Sign in and take the first document."""
    page.goto("/")
    moved_to(page, "name")
    page.keyboard.type("anna")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Exception queue")
    next_document(page)
    ready(page)


def next_document(page: Page) -> None:
    """Press what has the focus on the queue's page, once it has it."""
    page.wait_for_function("() => document.activeElement?.textContent.includes('Start keying')")
    painted(page)
    page.keyboard.press("Enter")


def ready(page: Page, case: int | None = None) -> None:
    """The keying screen stands."""
    if case is not None:
        page.wait_for_url(f"**/case/{case}*")
    page.wait_for_selector("body[data-ready]")
    painted(page)


def painted(page: Page) -> None:
    """A page was painted: Chromium drops keys that come before its first frame; nobody is so quick."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))))"
    )


def focused(page: Page) -> str:
    """The field that has the focus, or the element's id."""
    return str(page.evaluate("document.activeElement?.dataset.name || document.activeElement?.id"))


def moved_to(page: Page, name: str) -> None:
    """Wait until this field has the focus."""
    page.wait_for_function(
        "name => (document.activeElement?.dataset.name || document.activeElement?.id) === name", arg=name
    )


def saved(page: Page) -> None:
    """Wait until the desk has acknowledged all that was keyed."""
    page.wait_for_function("() => document.getElementById('saved')?.textContent === 'saved'")


def eventually(page: Page, true: Callable[[], bool]) -> None:
    """Wait until it is true: what a page sends arrives a little after it is shown."""
    for _ in range(300):
        if true():
            return
        page.wait_for_timeout(100)
    assert true()
