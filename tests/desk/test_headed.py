"""Keys to which a browser gives a meaning of its own, pressed on a real keyboard in a real window (Xvfb, xdotool).

A browser without a window has neither bookmarks nor a way back by key, so it cannot show that these are the desk's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from documents.case import CaseState
from store import cases, history
from tests.desk.chromium import FLAGS, chromium_path
from tests.desk.conftest import GOOD, LINES, Site, a_case
from tests.desk.window import desk, moved_to, saved, start

__all__ = ["desk"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs a screen: apt-get install xvfb xdotool"
    ),
]


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen that nobody sees."""
    read, write = os.pipe()
    screen = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24"], pass_fds=[write])
    os.close(write)
    with os.fdopen(read) as told:
        yield f":{told.readline().strip()}"
    screen.terminate()
    screen.wait()


@pytest.fixture
def window(display: str, desk: Site) -> Iterator[Page]:
    """A Chromium window on that screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=[*FLAGS.split(), "--window-size=1440,900", "--window-position=0,0"],
            headless=False,
            env={**os.environ, "DISPLAY": display},
        )
        opened = browser.new_page(no_viewport=True, base_url=str(desk.browser.base_url))
        opened.set_default_timeout(60_000)
        yield opened
        browser.close()


def press(display: str, *keys: str) -> None:
    """Press keys as a hand would."""
    for key in keys:
        subprocess.run(["xdotool", "key", "--clearmodifiers", key], env={**os.environ, "DISPLAY": display}, check=True)
        time.sleep(0.15)


def test_keys_of_the_browser_are_the_desks(display: str, window: Page, desk: Site) -> None:
    number = desk.save(a_case(GOOD | LINES | {"total": "118.00", "lines.2.description": "Ink"}, doubtful=("number",)))
    start(window)
    subprocess.run(["xdotool", "mousemove", "400", "500"], env={**os.environ, "DISPLAY": display}, check=True)
    moved_to(window, "number")
    press(display, "alt+Left", "alt+Right")  # the way back: it would leave the document
    moved_to(window, "number")
    assert window.url.endswith(f"/case/{number}")
    press(display, "ctrl+b")
    window.wait_for_selector("text=Why is it blank?")
    press(display, "Escape", "ctrl+u")  # the source of the page
    window.wait_for_selector("text=Why can it not be read?")
    press(display, "Escape", "F1")
    window.wait_for_selector("#help[open]")
    press(display, "Escape", "F3")  # the search in the page
    window.wait_for_function("() => document.activeElement?.closest('[data-state=error]')")
    press(display, "F6")  # the address bar
    window.wait_for_function("() => document.activeElement?.id === 'view'")
    press(display, "Escape")
    window.focus('[data-name="lines.1.description"]')
    press(display, "ctrl+d")  # a bookmark
    saved(window)
    assert not history.of(desk.db, number, "lines.2.description")[1:]  # it has a value: nothing is filled over it
    press(display, "ctrl+shift+a")  # the search of tabs
    window.wait_for_selector("#told:has-text('each value is accepted by itself')")
    press(display, "alt+Down")
    moved_to(window, "lines.2.description")
    press(display, "F8")
    window.wait_for_function("() => document.activeElement?.value === 'Paper'")
    press(display, "ctrl+z")
    window.wait_for_function("() => document.activeElement?.value === 'Ink'")
    press(display, "alt+s")
    window.wait_for_selector("text=Why skip it?")
    press(display, "2")
    window.wait_for_selector("text=Nothing more waits for you")
    assert cases.state(desk.db, number) is CaseState.REVIEW and len(window.context.pages) == 1
