"""Who types fast loses nothing and changes nothing unseen: keys before the screen stands, and between two documents."""

from __future__ import annotations

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route

from documents.case import CaseState
from store import cases, history
from tests.desk.conftest import GOOD, Site, a_case
from tests.desk.window import chromium, desk, eventually, moved_to, page, painted, ready, saved, start

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.slow


def held_back(page: Page, address: str) -> list[Route]:
    """Requests of this address from now on, which are not answered until somebody does it."""
    routes: list[Route] = []
    page.route(address, lambda route: routes.append(route))
    return routes


def asked(page: Page, routes: list[Route]) -> Route:
    """The first request that was held back, when it has come."""
    for _ in range(1000):
        if not routes:
            page.wait_for_timeout(20)
    return routes[0]


@pytest.mark.parametrize("late", ["keying.js", "desk.css"])
def test_keys_pressed_before_the_screen_stands_are_pressed_when_it_does(desk: Site, page: Page, late: str) -> None:
    number = desk.save(a_case(GOOD, doubtful=("number", "total")))
    start(page)
    scripts = held_back(page, f"**/static/{late}")
    page.goto(f"/case/{number}", wait_until="commit")
    page.wait_for_selector("#finish", state="attached")
    page.keyboard.type("R-188")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.keyboard.type("119,00")
    asked(page, scripts).continue_()
    ready(page, number)
    moved_to(page, "total")
    assert page.input_value('[data-name="total"]') == "119,00"
    page.keyboard.press("Enter")
    moved_to(page, "finish")
    saved(page)
    assert [change.text for change in history.of(desk.db, number, "number")] == ["R-17", "R-18"]
    page.unroute_all(behavior="ignoreErrors")


def test_a_screen_that_does_not_start_says_so(chromium: Browser, desk: Site) -> None:
    desk.save(a_case(GOOD))
    window = chromium.new_page(base_url=str(desk.browser.base_url))
    start(window)
    window.route("**/static/rows.js", lambda route: route.abort())
    window.reload()
    window.wait_for_selector("#alarm:has-text('did not start')")
    window.unroute("**/static/rows.js")
    window.keyboard.press("F5")
    window.reload()
    ready(window)
    assert window.is_hidden("#alarm")
    window.close()


def test_what_is_typed_between_two_documents_goes_into_neither(desk: Site, page: Page) -> None:
    first, second = desk.save(a_case(GOOD)), desk.save(a_case(GOOD, doubtful=("number",)), name="second.pdf")
    start(page)
    page.keyboard.press("Enter")
    moved_to(page, "finish")
    documents = held_back(page, f"**/case/{first}/finish")
    page.focus('[data-name="note"]')
    page.keyboard.press("Control+Enter")
    saved(page)
    page.keyboard.type("too early")
    page.keyboard.press("Enter")
    asked(page, documents).continue_()
    ready(page, second)
    moved_to(page, "number")
    page.wait_for_timeout(300)
    assert page.input_value('[data-name="number"]') == "R-17" and page.is_hidden("#alarm")
    assert cases.state(desk.db, first) is CaseState.APPROVED and history.of(desk.db, first, "note") == []
    page.unroute_all(behavior="ignoreErrors")


def test_what_is_typed_while_finish_is_refused_stands_in_its_field(desk: Site, page: Page) -> None:
    desk.save(a_case(GOOD | {"total": "118.00"}, doubtful=()))
    start(page)
    answers = held_back(page, "**/finish")
    page.focus('[data-name="note"]')
    page.keyboard.press("Control+Enter")
    page.keyboard.type("7")
    answer = asked(page, answers)
    assert page.input_value('[data-name="note"]') == ""
    answer.continue_()
    page.wait_for_selector("#told:has-text('Not finished')")
    page.wait_for_function("() => document.activeElement?.value.includes('7')")
    page.unroute_all(behavior="ignoreErrors")


def test_a_check_that_is_answered_late_changes_nothing_that_was_kept_meanwhile(desk: Site, page: Page) -> None:
    desk.save(a_case(GOOD))
    start(page)
    late: list[tuple[Route, APIResponse]] = []

    def check(route: Route) -> None:
        late.append((route, route.fetch()))

    page.route("**/check", check, times=1)
    kept = held_back(page, "**/field")
    page.focus('[data-name="note"]')
    page.keyboard.type("seen")
    page.keyboard.press("Enter")
    asked(page, kept)
    eventually(page, lambda: bool(late))  # asked and judged before the value is kept
    kept[0].continue_()
    page.wait_for_selector('[data-row="note"][data-state="confirmed"]')
    with page.expect_response("**/check"):
        for route, answer in late:
            route.fulfill(response=answer)
    painted(page)
    assert page.get_attribute('[data-row="note"]', "data-state") == "confirmed"
