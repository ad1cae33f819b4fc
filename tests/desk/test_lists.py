"""htmx serves the lists, as it came from its makers, without eval, storage or requests to others."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from playwright.sync_api import Page

from tests.desk.conftest import GOOD, Site, a_case
from tests.desk.test_scope import STATIC
from tests.desk.window import chromium, desk, page, start

__all__ = ["chromium", "desk", "page"]

VENDORED = {
    "htmx-2.0.10.min.js": "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
    "htmx-LICENSE.txt": "d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38",
}


def test_what_comes_from_others_is_as_they_published_it() -> None:
    kept = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (STATIC / "vendor").iterdir()}
    assert kept == VENDORED


def test_htmx_is_kept_short_and_away_from_the_keying_screen(site: Site) -> None:
    number = site.save(a_case(GOOD))
    found = re.search(r"name=\"htmx-config\" content='(.*?)'", site.browser.get("/").text)
    assert found
    config = json.loads(found[1])
    assert (config["allowEval"], config["selfRequestsOnly"], config["historyCacheSize"]) == (False, True, 0)
    site.take(number)
    assert "htmx" not in site.browser.get(f"/case/{number}").text


@pytest.mark.slow
def test_the_queue_is_narrowed_without_a_new_page(desk: Site, page: Page) -> None:
    desk.save(a_case(GOOD), client="acme", name="first.pdf")
    desk.save(a_case(GOOD), client="globex", name="second.pdf")
    start(page)
    page.goto("/")
    page.evaluate("window.sameWindow = true")
    page.select_option("#client", "globex")
    page.wait_for_selector("text=first.pdf", state="detached")
    assert page.is_visible("text=second.pdf") and page.url.endswith("?client=globex&type=")
    assert page.evaluate("window.sameWindow")
    assert page.evaluate("() => localStorage.length") == 0
    assert page.evaluate("() => Object.keys(sessionStorage)") == ["htmx-current-path-for-history"]
