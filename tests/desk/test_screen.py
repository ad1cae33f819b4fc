"""What the keying screen does for the hand and the eye, in a real Chromium, by keys alone (A2, A3, A4)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page

from documents.case import CaseState
from documents.layout import Box
from store import cases, history, queue
from tests.desk.conftest import GOOD, LINES, TYPES, Site, a_case
from tests.desk.window import chromium, desk, focused, moved_to, page, ready, saved, start

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.slow

#: The lit box in the view, as fractions of it, at the first frame after the key: nothing moves any more.
LIT = """key => new Promise(done => requestAnimationFrame(() => {
  const lit = document.querySelector('.lit').getBoundingClientRect();
  const view = document.getElementById('view').getBoundingClientRect();
  done([(lit.left - view.left) / view.width, (lit.top - view.top) / view.height,
        (lit.right - view.left) / view.width, (lit.bottom - view.top) / view.height]); }))"""


def test_enter_goes_to_what_needs_a_person_and_tab_to_every_field(desk: Site, page: Page) -> None:
    missing = {name: text for name, text in GOOD.items() if name != "issued"}
    desk.save(a_case(missing | {"account": "DE1"}, doubtful=("number", "account", "total")))
    start(page)
    went = [focused(page)]
    for _ in range(3):
        page.keyboard.press("Enter")  # an empty field keeps its doubt, the focus goes on
        page.wait_for_function(
            "before => document.activeElement && (document.activeElement.dataset.name || 'finish') !== before",
            arg=went[-1],
        )
        went.append(focused(page))
    assert went == ["number", "issued", "total", "account"]
    page.keyboard.press("Shift+Enter")
    moved_to(page, "issued")
    for name in ("net", "tax", "total", "note", "party", "account"):
        page.keyboard.press("Tab")
        moved_to(page, name)


def test_the_field_in_focus_stands_in_the_middle_of_the_page_at_once(desk: Site, page: Page) -> None:
    places = {"tax": Box(0, 0.02, 0.5, 0.98, 0.53), "total": Box(0, 0.9, 0.95, 0.99, 0.97)}  # wide; in a corner
    made = a_case(GOOD, doubtful=tuple(GOOD))
    fields = {name: replace(one, boxes=(places.get(name, one.boxes[0]),)) for name, one in made.fields.items()}
    desk.save(replace(made, fields=fields))
    start(page)
    for name in list(GOOD)[1:]:
        page.keyboard.press("Enter")
        moved_to(page, name)
        left, top, right, bottom = page.evaluate(LIT)
        assert 0.2 <= left < right <= 0.8 and 0.2 <= top < bottom <= 0.8, name
    stood = page.evaluate("document.getElementById('stage').style.transform")
    page.focus('[data-name="note"]')  # it has no place on the page: the picture stays
    assert page.evaluate("document.getElementById('stage').style.transform") == stood


def test_the_next_document_stands_there_without_a_new_page_its_picture_loaded_before(desk: Site, page: Page) -> None:
    first, second = desk.save(a_case(GOOD)), desk.save(a_case(GOOD), name="second.pdf")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("8080")[2] or request.url))
    start(page)
    page.wait_for_function("() => performance.getEntriesByType('resource').some(one => one.name.includes('/ahead'))")
    page.wait_for_function(f"() => performance.getEntriesByName(location.origin + '/case/{second}/page/0?v=0').length")
    page.evaluate("window.sameWindow = true")
    page.keyboard.press("Enter")
    moved_to(page, "finish")
    asked.clear()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f'body[data-ready="{second}"]')
    assert page.evaluate("window.sameWindow") and page.title().startswith("second.pdf")
    assert page.url.endswith(f"/case/{second}")
    assert not [url for url in asked if f"/case/{second}/page/" in url]
    assert page.evaluate("document.querySelector('.sheet-of-paper img').naturalWidth") == 1
    assert cases.state(desk.db, first) is CaseState.APPROVED and queue.item(desk.db, second).person == "anna"
    page.keyboard.press("Enter")
    moved_to(page, "finish")
    page.keyboard.press("Alt+z")  # the document before is opened again, in its place
    page.wait_for_selector(f'body[data-ready="{first}"]')
    assert cases.state(desk.db, first) is CaseState.REVIEW


def test_what_was_done_is_undone_step_by_step_and_done_again(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD, doubtful=("number", "total")))
    start(page)
    read = cases.load(desk.db, number, TYPES).fields["number"]
    page.keyboard.type("R-18")
    page.keyboard.press("Enter")
    moved_to(page, "total")
    page.keyboard.press("Control+b")
    page.keyboard.press("1")
    page.wait_for_selector('[data-row="total"][data-absent="blank"]')
    page.keyboard.press("Control+z")
    page.wait_for_function("() => document.querySelector('[data-name=total]').value === '119.00'")
    page.wait_for_selector('[data-row="total"][data-state="doubtful"]')
    page.keyboard.press("Control+z")
    page.wait_for_selector('[data-row="number"][data-state="doubtful"]')
    assert page.input_value('[data-name="number"]') == "R-17" and focused(page) == "number"
    saved(page)
    assert cases.load(desk.db, number, TYPES).fields["number"] == read
    page.keyboard.press("Control+Shift+z")
    page.wait_for_selector('[data-row="number"][data-state="confirmed"]')
    saved(page)
    assert cases.load(desk.db, number, TYPES).fields["number"].text == "R-18"
    page.keyboard.type("R-19")
    page.keyboard.press("Control+z")  # what is only typed goes first
    assert page.input_value('[data-name="number"]') == "R-18"
    assert [change.text for change in history.of(desk.db, number, "number")] == ["R-17", "R-18", "R-17", "R-18"]


def test_wrong_values_ditto_and_known_values_by_key(desk: Site, page: Page) -> None:
    first = desk.save(a_case(GOOD, doubtful=("total",)))
    second = desk.save(a_case(GOOD | {"total": "118.00", "number": "R-18"}, doubtful=("number",)))
    start(page)
    page.keyboard.press("Enter")
    moved_to(page, "finish")
    page.keyboard.press("Control+Enter")
    ready(page, second)
    page.focus('[data-name="note"]')
    page.keyboard.press("F3")
    moved_to(page, "net")
    page.keyboard.press("Shift+F3")
    moved_to(page, "total")
    page.keyboard.press("F8")
    page.wait_for_function("() => document.activeElement?.value === '119.00'")
    page.keyboard.press("F4")
    page.wait_for_selector("#told:has-text('Nothing is known')")
    page.focus('[data-name="number"]')
    page.keyboard.press("Control+u")
    page.keyboard.press("2")
    page.wait_for_selector('[data-row="number"][data-absent="unreadable"]')
    saved(page)
    assert history.of(desk.db, second, "number")[-1].why == "unreadable: covered"
    assert cases.state(desk.db, first) is CaseState.APPROVED


def test_every_act_has_a_button(desk: Site, page: Page) -> None:
    desk.save(a_case(GOOD | LINES))
    start(page)
    acts = page.evaluate(
        "() => Object.values(JSON.parse(document.getElementById('screen').textContent).keys['']).map(one => one.act)"
    )
    missing = [act for act in set(acts) if page.locator(f'button[data-act="{act}"]').count() == 0]
    assert missing == ["finish"] and page.locator("button#finish").count() == 1


def test_a_plain_character_is_typed_not_obeyed(desk: Site, page: Page) -> None:
    """WCAG 2.1.4: also with a key of one's own choice."""
    desk.save(a_case(GOOD))
    start(page)
    page.focus('[data-name="note"]')
    page.keyboard.type("why? +-.")
    assert page.input_value('[data-name="note"]') == "why? +-." and page.is_hidden("#help")
    page.focus("#finish")
    page.keyboard.press("?")
    assert page.is_visible("#help")


def test_the_lease_warns_a_minute_before_and_any_key_extends_it(desk: Site, page: Page) -> None:
    """WCAG 2.2.1: at least 20 seconds to extend by one key, and again each time."""
    number = desk.save(a_case(GOOD))
    page.clock.install()
    start(page)
    page.clock.run_for(545_000)
    page.wait_for_selector("#alarm:has-text('goes back to the queue')")
    left = int(page.inner_text("#alarm").split(" in ")[1].split()[0])
    assert 20 <= left <= 60
    page.keyboard.press("Shift")
    page.wait_for_selector("#alarm", state="hidden")
    page.clock.run_for(2_000)
    assert page.inner_text("#clock") in ("9:59", "9:58", "9:57") and queue.item(desk.db, number).person == "anna"


@pytest.mark.parametrize("width", [1280, 1600])
def test_each_reason_stands_on_a_line_of_its_own_and_the_source_takes_no_room_from_it(
    desk: Site, page: Page, width: int
) -> None:
    desk.save(a_case(GOOD | LINES | {"net": "101.00"}, doubtful=("net", "issued")))
    page.set_viewport_size({"width": width, "height": 900})
    start(page)
    lines = """name => {
      const row = document.querySelector(`[data-row="${name}"]`), why = row.querySelector(".why");
      const words = document.createRange(), tall = parseFloat(getComputedStyle(why).lineHeight);
      words.selectNodeContents(why);
      const [said, from] = [words.getBoundingClientRect(), row.querySelector(".source").getBoundingClientRect()];
      const shares = said.right > from.left && from.bottom > said.top && from.top < said.bottom;
      return [Math.round(said.height / tall), why.textContent.split("\\n").length, shares];
    }"""
    assert page.evaluate(lines, "net") == [3, 3, False] and page.evaluate(lines, "issued") == [1, 1, False]
