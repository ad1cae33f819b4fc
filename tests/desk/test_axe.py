"""No page of the desk has a serious finding of axe, light or dark (A13); what axe cannot see is tested here too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

import assurance
from tests.desk.conftest import BILL, GOOD, LINES, Site, a_case
from tests.desk.window import chromium, desk, moved_to, page, ready, start

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.slow


#: Runs axe and answers what is serious alone: the whole of what it says is megabytes.
RUN = """([part, rules]) => axe.run(part, {
  resultTypes: ['violations'], preload: false, ...(rules.length ? { runOnly: { type: 'rule', values: rules } } : {}),
}).then(({ violations }) => violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one =>
  `${one.id}: ${one.nodes.slice(0, 3).map(at => `${at.target} ${at.failureSummary.slice(0, 160)}`).join('; ')}`))"""
#: The rules that look at colours: all that another theme can change.
COLOURS = ["color-contrast", "link-in-text-block"]


def serious(page: Page, part: str = "html") -> list[str]:
    """What axe finds on the page (or in a part of it) as it stands, in both themes: rule and place."""
    page.evaluate(AXE_SCRIPT)
    page.emulate_media(color_scheme="light")
    found = [f"{page.url} light {one}" for one in page.evaluate(RUN, [part, []])]
    page.emulate_media(color_scheme="dark")
    return found + [f"{page.url} dark {one}" for one in page.evaluate(RUN, [part, COLOURS])]


def test_no_page_has_a_serious_finding(desk: Site, page: Page) -> None:
    wrong_sum = GOOD | LINES | {"total": "118.00"}
    number = desk.save(a_case(wrong_sum, doubtful=("tax",)))
    held, reading = desk.save(a_case(GOOD, doubtful=("tax",))), desk.save(a_case(GOOD, doubtful=("tax",)))
    desk.person("root", "admin")
    page.goto("/login")
    found = serious(page)
    page.fill("#name", "root")
    page.fill("#password", "a long enough password")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Exception queue")
    found += serious(page)
    paths = ("search", "search?q=R-17", "search?q=zebra", "people", "board", "me", "keys", "group", f"case/{reading}")
    for path in (*paths, "second", "snippets", "arbitrate", "qa", "corrections"):
        page.goto(f"/{path}")
        found += serious(page)
    page.goto(f"/case/{number}")
    page.click("text=Take this document")
    ready(page)
    found += serious(page)
    page.keyboard.press("F1")
    page.wait_for_selector("#help[open]")
    found += serious(page, "#help")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+r")
    page.wait_for_selector("#ask[open]")
    found += serious(page, "#ask")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+p")
    page.wait_for_selector("body[data-ready] .leaf")
    found += serious(page)
    assert found == []
    assert held


def test_no_table_is_cut_off_on_a_laptops_screen(desk: Site, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(desk.app.state.desk.types, "bill", replace(BILL, label="Registration form"))
    desk.save(a_case(GOOD, doubtful=()), client="neukunde")
    desk.save(a_case(GOOD, doubtful=("tax",)))
    desk.person("root", "admin")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto("/login")
    page.fill("#name", "root")
    page.fill("#password", "a long enough password")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Exception queue")
    page.goto("/")  # and wait for its style
    assert page.evaluate("() => getComputedStyle(document.querySelector('td.age')).whiteSpace") == "nowrap"
    page.goto("/board")
    page.wait_for_selector("text=not measured")
    cut = "[...document.querySelectorAll('.scroll')].filter((at) => at.scrollWidth > at.clientWidth)"
    assert page.evaluate(f"() => {cut}.map((at) => at.ariaLabel)") == []


def test_a_document_of_no_type_has_none_either(desk: Site, page: Page) -> None:
    why = "unclassified: nothing on it announces a type that is declared"
    desk.save(replace(a_case(GOOD), doctype=None, fields={}, findings=(), decision=assurance.unclassified(why)))
    start(page)
    assert serious(page) == []


def test_what_is_dragged_can_be_clicked_and_keyed(desk: Site, page: Page) -> None:
    """WCAG 2.5.7: moving the page, and choosing several words, need no dragging."""
    desk.save(a_case(GOOD))
    start(page)
    before = page.evaluate("document.getElementById('stage').style.transform")
    for act in ("nearer", "further", "forward", "backward", "plain", "turnView", "wider", "narrower", "region"):
        assert page.is_visible(f'button[data-act="{act}"]')
    page.click('button[data-act="nearer"]')
    assert page.evaluate("document.getElementById('stage').style.transform") != before
    page.focus('[data-name="note"]')
    page.click('button[data-act="region"]')
    page.wait_for_function("() => document.getElementById('chosen-words').textContent === 'R-17'")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement?.value === 'R-17 31.12.2025'")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (640, 360)])
def test_nothing_needs_a_larger_window(desk: Site, page: Page, width: int, height: int) -> None:
    """1280 x 720, and that at 200 %: no page scrolls sideways, targets are at least 24 px, the focus is in sight."""
    desk.save(a_case(GOOD | LINES))
    page.set_viewport_size({"width": width, "height": height})
    start(page)
    moved_to(page, "total")
    box, foot = page.locator('[data-name="total"]').bounding_box(), page.locator(".acts").bounding_box()
    assert box and foot and box["y"] >= 0 and box["y"] + box["height"] <= foot["y"]
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input, a')].filter(one => one.checkVisibility())
          .map(one => [one.textContent.trim() || one.name, one.getBoundingClientRect()])
          .filter(([, edge]) => edge.width && (edge.width < 24 || edge.height < 23.5)).map(([words]) => words)"""
    )
    assert [words for words in small if words not in ("paperdesk", "Change keys")] == []
    for path in ("", "group", "keys", "search?q=R-17", "me"):
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, page.url
        page.goto(f"/{path}")
