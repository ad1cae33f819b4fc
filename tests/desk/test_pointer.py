"""What the pointer does on the page image, in a real Chromium."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFont
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
    page.wait_for_function("() => document.activeElement?.value === 'Stapler'")
    page.keyboard.down("Control")
    page.mouse.click(*at(page, 0.3, 0.06))
    page.keyboard.up("Control")
    page.wait_for_function("() => document.activeElement?.value === 'Stapler R-17'")
    assert focused(page) == "note"
    page.keyboard.press("Enter")
    moved_to(page, "total")
    page.wait_for_selector('[data-row="note"][data-state="confirmed"]')
    field = cases.load(desk.db, number, TYPES).fields["note"]
    assert [(box.left, box.top) for box in field.boxes] == [(0.6, 0.1), (0.2, 0.05)]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw an area."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def test_a_drawn_area_gives_its_words_and_shift_and_click_all_words_between(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD))
    start(page)
    page.focus('[data-name="note"]')
    page.keyboard.press("F2")
    drag(page, at(page, 0.1, 0.04), at(page, 0.5, 0.13))
    page.wait_for_function("() => document.activeElement?.value === 'R-17 31.12.2025'")
    page.mouse.click(*at(page, 0.3, 0.06))
    page.wait_for_function("() => document.activeElement?.value === 'R-17'")
    page.keyboard.down("Shift")
    page.mouse.click(*at(page, 0.3, 0.16))
    page.keyboard.up("Shift")
    page.wait_for_function("() => document.activeElement?.value === 'R-17 31.12.2025 100.00'")
    page.keyboard.press("Enter")
    moved_to(page, "total")
    page.wait_for_selector('[data-row="note"][data-state="confirmed"]')
    assert len(cases.load(desk.db, number, TYPES).fields["note"].boxes) == 3


def test_an_area_without_words_is_read(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD), picture=printed("Stapler 4711", (360, 900)))
    start(page)
    page.focus('[data-name="note"]')
    page.keyboard.press("F2")
    drag(page, at(page, 0.2, 0.5), at(page, 0.9, 0.6))
    page.wait_for_function("() => document.activeElement?.value === 'Stapler 4711'", timeout=60_000)
    page.keyboard.press("Enter")
    moved_to(page, "total")
    page.wait_for_selector('[data-row="note"][data-state="confirmed"]')
    first, second = cases.load(desk.db, number, TYPES).fields["note"].boxes
    assert 0.28 < first.left < first.right < second.left < 0.9 and 0.5 < first.top < first.bottom < 0.6


def printed(words: str, corner: tuple[int, int]) -> bytes:
    """A white page with these words, as a PNG."""
    sheet = Image.new("L", (1200, 1697), 255)
    ImageDraw.Draw(sheet).text(corner, words, fill=0, font=ImageFont.load_default(48))
    made = BytesIO()
    sheet.save(made, "PNG")
    return made.getvalue()


def test_the_view_is_turned_and_words_are_still_found(desk: Site, page: Page) -> None:
    desk.save(a_case(GOOD))
    start(page)
    page.focus('[data-name="note"]')
    page.keyboard.press("F2")
    page.keyboard.press("Alt+.")
    page.wait_for_timeout(100)
    box = page.locator(".sheet-of-paper").first.bounding_box()  # on its side: across runs down, down runs to the left
    assert box and box["width"] > box["height"]
    page.mouse.click(box["x"] + (1 - 0.06) * box["width"], box["y"] + 0.3 * box["height"])
    page.wait_for_function("() => document.activeElement?.value === 'R-17'")


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
