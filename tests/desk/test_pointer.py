"""What the pointer does on the page image, in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from store import cases
from tests.desk.conftest import GOOD, TYPES, Site, a_case
from tests.desk.window import chromium, desk, focused, moved_to, page, start

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.slow


def at(page: Page, across: float, down: float) -> tuple[float, float]:
    """Where a place of the first page stands in the window."""
    page.wait_for_timeout(250)
    box = page.locator(".sheet-of-paper").first.bounding_box()
    assert box
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def test_a_click_on_a_word_fills_the_field_and_a_second_is_added(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD, words=("Stapler",)))
    start(page)
    page.focus('[data-name="note"]')
    page.keyboard.press("F2")
    page.mouse.click(*at(page, 0.65, 0.11))
    page.wait_for_function("() => document.activeElement.value === 'Stapler'")
    page.keyboard.down("Control")
    page.mouse.click(*at(page, 0.3, 0.06))
    page.keyboard.up("Control")
    page.wait_for_function("() => document.activeElement.value === 'Stapler R-17'")
    assert focused(page) == "note"
    page.keyboard.press("Enter")
    moved_to(page, "total")
    page.wait_for_selector('[data-row="note"][data-state="confirmed"]')
    field = cases.load(desk.db, number, TYPES).fields["note"]
    assert [(box.left, box.top) for box in field.boxes] == [(0.6, 0.1), (0.2, 0.05)]


def test_dragging_and_the_wheel_move_the_page(desk: Site, page: Page) -> None:
    desk.save(a_case(GOOD))
    start(page)
    before = at(page, 0, 0)
    page.mouse.move(300, 500)
    page.mouse.wheel(0, 120)
    assert at(page, 0, 0)[1] == pytest.approx(before[1] - 120)
    page.mouse.down(button="middle")
    page.mouse.move(350, 560, steps=4)
    page.mouse.up(button="middle")
    assert at(page, 0, 0) == pytest.approx((before[0] + 50, before[1] - 60))


def test_every_key_of_the_screen_has_a_button_or_stands_in_the_help(chromium: Browser, desk: Site, page: Page) -> None:
    desk.save(a_case(GOOD))
    start(page)
    page.click("text=Keys")
    assert page.locator("#help dt").count() > 20
    page.click("text=Close")
    page.click("text=Reject")
    page.click("text=Not for us")
    page.wait_for_selector("text=Nothing more waits for you")
