"""Two people at one queue, each in a browser of their own (A9): nothing is with both, and what comes late is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import update

from documents.case import CaseState
from store import cases, history, queue
from store.database import now, writing
from store.tables import cases as cases_table
from tests.desk.conftest import GOOD, PASSWORD, Site, a_case
from tests.desk.window import chromium, desk, moved_to, next_document, ready, start

__all__ = ["chromium", "desk"]
pytestmark = pytest.mark.slow


def window_of(chromium: Browser, desk: Site, name: str) -> Page:
    """A browser of their own, signed in, with the queue."""
    window = chromium.new_context(base_url=str(desk.browser.base_url)).new_page()
    window.set_default_timeout(60_000)
    if name == "anna":
        start(window)
        return window
    window.goto("/login")
    window.fill("#name", name)
    window.fill("#password", PASSWORD)
    window.keyboard.press("Enter")
    window.wait_for_selector("text=Exception queue")
    return window


def out_of_time(desk: Site, number: int) -> None:
    """The lease of this case runs out now."""
    with writing(desk.db) as connection:
        over = now(connection) - timedelta(seconds=1)
        connection.execute(update(cases_table).where(cases_table.c.id == number).values(lease_until=over))


def test_two_are_never_given_one_document(chromium: Browser, desk: Site) -> None:
    numbers = [desk.save(a_case(GOOD, doubtful=("number",))) for _ in range(2)]
    desk.person("bert")
    anna, bert = window_of(chromium, desk, "anna"), window_of(chromium, desk, "bert")
    next_document(bert)
    ready(bert)
    held = [window.get_attribute("body", "data-ready") for window in (anna, bert)]
    assert sorted(map(int, map(str, held))) == numbers
    bert.goto(f"/case/{held[0]}")  # the address of what the other has: to be read, not to be keyed
    assert bert.is_visible("text=with anna") and bert.locator("input.value").count() == 0
    again = anna.context.new_page()  # a second window of one person has the same document
    again.goto("/")
    next_document(again)
    ready(again, int(str(held[0])))
    for window in (anna, bert):
        window.context.close()


def test_what_is_late_is_refused_told_and_comes_back_as_a_draft(chromium: Browser, desk: Site) -> None:
    number = desk.save(a_case(GOOD, doubtful=("number",)))
    desk.person("bert")
    anna, bert = window_of(chromium, desk, "anna"), window_of(chromium, desk, "bert")
    moved_to(anna, "number")
    out_of_time(desk, number)
    bert.reload()
    next_document(bert)  # it went back to the queue
    ready(bert, number)
    with anna.expect_response("**/field") as refused:
        anna.keyboard.type("R-99")
        anna.keyboard.press("Enter")
    assert refused.value.status == 409
    anna.wait_for_selector("#alarm:has-text('lease')")
    assert anna.is_disabled("#finish") and anna.inner_text("#saved") == "NOT saved"
    assert [change.text for change in history.of(desk.db, number, "number")] == ["R-17"]
    bert.keyboard.press("Alt+s")
    bert.keyboard.press("2")
    bert.wait_for_selector("text=Nothing more waits for you")
    anna.goto("/")
    next_document(anna)
    ready(anna, number)
    assert anna.is_visible("text=you keyed “R-99” when your time had run out")
    assert cases.state(desk.db, number) is CaseState.REVIEW and queue.item(desk.db, number).person == "anna"
    for window in (anna, bert):
        window.context.close()
