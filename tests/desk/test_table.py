"""The grid of a table in a real Chromium, by the keyboard alone (A6): there is no mouse in this file."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from documents.case import CaseState
from store import cases, history
from tests.desk.conftest import GOOD, LINES, TYPES, Site, a_case
from tests.desk.window import chromium, desk, moved_to, page, saved, start

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.slow

MORE = {f"lines.{row}.amount": "10.00" for row in range(3, 6)}


def value(page: Page, name: str) -> str:
    """What the input of this field shows."""
    return page.input_value(f'[data-name="{name}"]')


def texts(desk: Site, number: int, column: str) -> list[str]:
    """A column as it is stored."""
    fields = cases.load(desk.db, number, TYPES).fields
    found = {name: field.text for name, field in fields.items() if name.endswith(column)}
    return [found[name] for name in sorted(found)]


def test_cells_are_gone_to_and_filled_down_and_taken_back(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD | LINES | MORE))
    start(page)
    page.focus('[data-name="lines.1.description"]')
    page.keyboard.press("Alt+ArrowRight")
    moved_to(page, "lines.1.amount")
    page.keyboard.press("Alt+ArrowDown")
    moved_to(page, "lines.2.amount")
    page.keyboard.press("Alt+ArrowLeft")
    moved_to(page, "lines.2.description")
    page.keyboard.press("Alt+ArrowLeft")  # at the edge: neither the focus nor the page goes anywhere
    moved_to(page, "lines.2.description")
    page.keyboard.press("Alt+ArrowUp")
    moved_to(page, "lines.1.description")
    page.keyboard.press("Control+d")
    saved(page)
    assert texts(desk, number, "description") == ["Paper"] * 5
    page.keyboard.press("Control+z")
    page.wait_for_function("() => document.querySelector('[data-name=\"lines.2.description\"]').value === ''")
    saved(page)
    assert texts(desk, number, "description") == ["Paper"]
    page.keyboard.press("Control+Shift+z")
    page.wait_for_function("() => document.querySelector('[data-name=\"lines.5.description\"]').value === 'Paper'")
    saved(page)
    assert texts(desk, number, "description") == ["Paper"] * 5
    page.focus('[data-name="lines.2.amount"]')
    page.keyboard.press("F8")
    assert value(page, "lines.2.amount") == "60.00"


def test_a_block_from_a_spreadsheet_is_pasted(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD | LINES))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    start(page)
    page.evaluate("navigator.clipboard.writeText('Pens\\t10,00\\r\\nInk\\t20,00\\r\\nGlue\\t70,00\\r\\n')")
    page.focus('[data-name="lines.1.description"]')
    page.keyboard.press("Control+v")
    page.wait_for_selector("#told:has-text('3 rows pasted')")
    page.wait_for_selector(".sums .agrees")
    saved(page)
    assert texts(desk, number, "description") == ["Pens", "Ink", "Glue"]
    assert texts(desk, number, "amount") == ["10,00", "20,00", "70,00"]
    page.keyboard.press("Control+z")
    saved(page)
    assert texts(desk, number, "amount") == ["60.00", "40.00"]
    assert cases.load(desk.db, number, TYPES).fields["lines.1.amount"].by == "label"


def test_a_column_of_the_page_fills_the_cells_from_here_down(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD | LINES, doubtful=()), name="done.pdf")
    number = desk.save(a_case(GOOD | LINES))
    start(page)
    page.focus('[data-name="lines.2.amount"]')  # the words stand one below the other: number, issued, net, tax, total
    page.keyboard.press("F6")
    for _ in range(5):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.wait_for_function("() => document.getElementById('chosen-words').textContent.split(' ').length === 3")
    page.keyboard.press("Alt+b")
    page.wait_for_selector("#told:has-text('3 cells filled')")
    saved(page)
    assert texts(desk, number, "amount") == ["60.00", "100.00", "19.00", "119.00"]
    boxes = cases.load(desk.db, number, TYPES).fields["lines.3.amount"].boxes
    assert [round(box.top, 2) for box in boxes] == [0.2]


def test_a_row_is_added_deleted_and_brought_back(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD | LINES | {"lines.2.amount": "30.00"}, doubtful=()))
    start(page)
    page.wait_for_selector(".sums .differs")
    page.focus('[data-name="lines.2.amount"]')
    page.keyboard.press("Control+Insert")
    moved_to(page, "lines.3.description")
    page.keyboard.press("Tab")
    page.keyboard.type("10")
    page.wait_for_selector(".sums .agrees:has-text('Σ Amount 100.00 = Net 100.00')")
    page.keyboard.press("Control+Delete")
    page.wait_for_selector(".sums .differs")
    assert page.locator('[data-name="lines.3.amount"]').count() == 0
    saved(page)
    assert texts(desk, number, "amount") == ["60.00", "30.00"]
    page.keyboard.press("Control+z")
    page.wait_for_selector(".sums .agrees")
    assert value(page, "lines.3.amount") == "10"
    page.focus('[data-name="lines.3.amount"]')
    page.keyboard.press("Control+Delete")
    page.wait_for_selector(".sums .differs")
    page.focus('[data-name="net"]')
    page.keyboard.press("Alt+Enter")  # the check may be overridden, for a reason
    page.keyboard.press("1")
    page.wait_for_selector("#left[data-none]")
    assert history.of(desk.db, number)[-1].why == "confirm: as_printed"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Nothing more waits for you")
    assert cases.state(desk.db, number) is CaseState.APPROVED


def test_columns_that_are_empty_take_no_room_and_can_be_shown(desk: Site, page: Page) -> None:
    desk.save(a_case(GOOD | {"lines.1.amount": "60.00", "lines.2.amount": "40.00"}))
    start(page)
    assert page.is_hidden('[data-name="lines.1.description"]') and page.is_visible('[data-name="lines.1.amount"]')
    assert page.is_visible("text=1 empty column")
    page.focus('[data-name="lines.1.amount"]')
    page.keyboard.press("Alt+l")
    assert page.is_visible('[data-name="lines.2.description"]')
    page.keyboard.press("Control+Insert")
    moved_to(page, "lines.3.description")
    page.focus('[data-name="lines.1.amount"]')
    page.keyboard.press("Alt+l")
    assert page.is_hidden('[data-name="lines.1.description"]')


def test_the_table_is_a_grid_to_those_who_do_not_see_it(desk: Site, page: Page) -> None:
    desk.save(a_case(GOOD | LINES))
    start(page)
    grid = page.get_by_role("grid", name="Lines")
    assert grid.get_by_role("columnheader").count() == 4
    assert grid.get_by_role("gridcell").count() >= 4
    assert grid.get_by_role("textbox", name="Amount").count() == 2
