"""The desk in a real Chromium, by the keyboard alone: there is no mouse in this file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

import assurance
from documents.case import CaseState
from store import cases, history, queue
from tests.desk.conftest import GOOD, LINES, TYPES, Site, a_case
from tests.desk.window import chromium, desk, moved_to, page, ready, saved, start

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.slow


def lit_box(page: Page) -> dict[str, float]:
    """Where the lit box stands in the view, as fractions of it, once it has come to rest."""
    page.wait_for_timeout(250)
    return dict(
        page.evaluate(
            """() => { const lit = document.querySelector('.lit').getBoundingClientRect();
            const view = document.getElementById('view').getBoundingClientRect();
            return {left: (lit.left - view.left) / view.width, right: (lit.right - view.left) / view.width,
            top: (lit.top - view.top) / view.height, bottom: (lit.bottom - view.top) / view.height}; }"""
        )
    )


def chosen(page: Page, words: str) -> None:
    """Wait until these words of the page are chosen by key."""
    page.wait_for_function("words => document.getElementById('chosen-words').textContent === words", arg=words)


def test_documents_are_keyed_by_the_keyboard_alone(desk: Site, page: Page) -> None:
    doubtful = ("issued", "tax", "total")
    first = desk.save(a_case(GOOD, doubtful=doubtful), name="first.pdf")
    second = desk.save(a_case(GOOD, doubtful=("number",)), name="second.pdf")
    start(page)
    for name in doubtful:
        moved_to(page, name)
        box = lit_box(page)
        assert 0.2 <= box["left"] < box["right"] <= 0.8 and 0.2 <= box["top"] < box["bottom"] <= 0.8
        assert page.is_visible(f'[data-row="{name}"] .snippet')
        if name == "tax":
            page.keyboard.type("19,00")
        page.keyboard.press("Enter")
    moved_to(page, "finish")
    assert page.inner_text("#left") == "Nothing left: finish"
    page.keyboard.press("Control+Enter")
    ready(page, second)
    moved_to(page, "number")
    assert cases.state(desk.db, first) is CaseState.APPROVED
    assert [change.text for change in history.of(desk.db, first, "tax")] == ["19.00", "19,00"]
    page.keyboard.press("Enter")
    moved_to(page, "finish")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Nothing more waits for you")
    assert queue.waiting(desk.db) == []


def test_a_document_of_no_type_asks_for_it_at_once(desk: Site, page: Page) -> None:
    why = "unclassified: nothing on it announces a type that is declared"
    untyped = replace(a_case(GOOD), doctype=None, fields={}, findings=(), decision=assurance.unclassified(why))
    number = desk.save(untyped)
    start(page)
    assert page.is_visible("text=Which type of document is this?") and page.is_visible(f"text={why}")
    assert page.is_hidden("#finish")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Which type is it?")
    page.keyboard.press("1")
    page.wait_for_selector("text=Why another type?")
    page.keyboard.press("2")
    page.wait_for_selector('[data-name="total"]')
    assert page.is_visible("#finish") and cases.load(desk.db, number, TYPES).type_name == "bill"


def test_a_wrong_sum_shows_while_it_is_typed_and_blocks_finish(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD))
    start(page)
    moved_to(page, "total")
    page.keyboard.type("118.00")
    page.wait_for_selector('[data-row="total"][data-state="error"]')
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#told:has-text('Not finished')")
    assert cases.state(desk.db, number) is CaseState.REVIEW
    moved_to(page, "net")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("119.00")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Nothing more waits for you")
    assert cases.state(desk.db, number) is CaseState.APPROVED


def test_blank_skip_and_help_by_key(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD, doubtful=("number",)))
    start(page)
    page.keyboard.press("F1")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+b")
    page.keyboard.press("2")
    moved_to(page, "finish")
    saved(page)
    assert history.of(desk.db, number, "number")[-1].why == "blank: left_empty"
    page.keyboard.press("Alt+s")
    page.keyboard.press("2")
    page.wait_for_selector("text=Nothing more waits for you")
    assert cases.state(desk.db, number) is CaseState.REVIEW


def test_a_table_is_mended_by_key_and_its_sum_is_shown(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD | LINES | {"lines.2.amount": "30.00"}, doubtful=()))
    start(page)
    page.wait_for_selector(".sums .differs")
    page.focus('[data-name="lines.2.amount"]')
    page.keyboard.press("Control+Insert")
    moved_to(page, "lines.3.description")
    page.keyboard.press("Tab")
    page.keyboard.type("10")
    page.wait_for_selector(".sums .agrees")
    page.keyboard.press("Enter")
    moved_to(page, "finish")
    page.focus('[data-name="lines.3.amount"]')
    page.keyboard.press("Control+Delete")
    page.wait_for_selector(".sums .differs")
    page.focus('[data-name="net"]')
    page.keyboard.press("Alt+Enter")
    page.keyboard.press("1")
    page.wait_for_selector("#left[data-none]")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Nothing more waits for you")
    assert cases.state(desk.db, number) is CaseState.APPROVED
    assert "lines.3.amount" not in cases.load(desk.db, number, TYPES).fields


def test_another_type_is_chosen_by_key(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD))
    start(page)
    page.keyboard.press("Alt+c")
    page.keyboard.press("2")
    page.wait_for_selector("text=Why another type?")
    page.keyboard.press("1")
    page.wait_for_selector("text=Subject")
    assert cases.load(desk.db, number, TYPES).type_name == "letter"


def test_a_document_that_went_to_another_is_told_and_blocked(chromium: Browser, desk: Site) -> None:
    number = desk.save(a_case(GOOD))
    window = chromium.new_page(base_url=str(desk.browser.base_url))
    start(window)
    held = queue.item(desk.db, number)
    queue.give_back(desk.db, number, person=str(held.person), fence=1)
    queue.claim(desk.db, number, person="bert")
    window.keyboard.press("Enter")
    window.wait_for_selector("#alarm:has-text('lease')")
    assert window.is_disabled("#finish")
    window.close()


def test_what_is_not_saved_is_said_and_saved_later(chromium: Browser, desk: Site) -> None:
    number = desk.save(a_case(GOOD))
    window = chromium.new_page(base_url=str(desk.browser.base_url))
    start(window)
    tries: list[str] = []
    window.on("requestfailed", lambda request: tries.append(request.url))
    window.route("**/field", lambda route: route.abort())
    window.keyboard.press("Enter")
    window.wait_for_selector("#alarm:has-text('Not saved')")
    for _ in range(400):  # it is tried again and again
        if len(tries) < 3:
            window.wait_for_timeout(50)
    assert len(tries) >= 3 and window.is_disabled("#finish")
    window.unroute("**/field")
    window.wait_for_selector("#saved:has-text('saved')")
    window.wait_for_selector("#alarm", state="hidden", timeout=10_000)
    window.keyboard.press("Control+Enter")
    window.wait_for_selector("text=Nothing more waits for you")
    assert cases.state(desk.db, number) is CaseState.APPROVED
    assert history.of(desk.db, number, "total")[-1].by == "keyed:anna"
    window.close()


def test_what_a_stranger_wrote_does_not_run(desk: Site, page: Page) -> None:
    evil = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    desk.save(a_case(GOOD | {"note": evil}, doubtful=("note",), words=(evil,)), name=evil.replace("/", "_"))
    start(page)
    moved_to(page, "note")
    assert page.input_value('[data-name="note"]') == evil
    assert page.locator("img[src=x]").count() == 0


def test_words_of_the_page_are_taken_by_key(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD))
    start(page)
    moved_to(page, "total")
    page.focus('[data-name="note"]')
    page.keyboard.press("F6")
    chosen(page, "R-17")
    page.keyboard.press("ArrowDown")
    chosen(page, "31.12.2025")
    page.keyboard.press("Shift+ArrowRight")
    chosen(page, "31.12.2025 100.00")
    page.keyboard.press("ArrowLeft")
    chosen(page, "31.12.2025")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement?.value === '31.12.2025'")
    page.keyboard.press("F6")
    page.keyboard.press("ArrowDown")
    chosen(page, "100.00")
    page.keyboard.press("Shift+Enter")
    page.wait_for_function("() => document.activeElement?.value === '31.12.2025 100.00'")
    page.keyboard.press("Enter")
    moved_to(page, "total")
    page.wait_for_selector('[data-row="note"][data-state="confirmed"]')
    assert [box.top for box in cases.load(desk.db, number, TYPES).fields["note"].boxes] == pytest.approx([0.1, 0.15])


def test_another_value_of_a_repeated_field_is_added_by_key(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD | {"party": "Acme"}))
    start(page)
    moved_to(page, "total")
    page.focus('[data-name="party"]')
    page.keyboard.press("Control+Insert")
    moved_to(page, "party.2")
    page.keyboard.type("Globex")
    page.keyboard.press("Enter")
    moved_to(page, "total")
    page.wait_for_selector('[data-row="party.2"][data-state="confirmed"]')
    assert cases.load(desk.db, number, TYPES).fields["party.2"].text == "Globex"
    page.reload()
    ready(page)
    assert page.input_value('[data-name="party.2"]') == "Globex"


def test_at_200_per_cent_the_field_in_focus_stays_in_sight(desk: Site, page: Page) -> None:
    desk.save(a_case(GOOD))
    page.set_viewport_size({"width": 640, "height": 360})
    start(page)
    moved_to(page, "total")
    box = page.locator('[data-name="total"]').bounding_box()
    foot = page.locator(".acts").bounding_box()
    assert box and foot and box["y"] + box["height"] <= foot["y"] and box["y"] >= 0
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 640
