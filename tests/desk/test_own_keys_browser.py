"""A person's own keys (A14) and what is counted of their work (A15), in a real Chromium, by keys alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page
from sqlalchemy import inspect, select, text

from desk.keymap import active
from store import measures
from store.database import reading
from store.measure_tables import work_spells
from tests.desk.conftest import GOOD, Site, a_case
from tests.desk.window import chromium, desk, moved_to, page, ready, start

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.slow


def help_of(page: Page) -> list[tuple[str, str]]:
    """What the help lists now: key and words."""
    page.keyboard.press("F1")
    page.wait_for_selector("#help[open]")
    found = page.evaluate(
        """() => [...document.querySelectorAll('#help dt')]
             .map(one => [one.textContent, one.nextElementSibling.textContent])"""
    )
    page.keyboard.press("Escape")
    return [(key, words) for key, words in found]


def listed(own: dict[str, str]) -> list[tuple[str, str]]:
    """The same from the table that the screen obeys."""
    return [(key.key, key.words) for keys in active(own).values() for key in keys]


def test_a_key_of_ones_own_acts_and_is_in_help_and_stays(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD))
    start(page)
    assert help_of(page) == listed({})
    page.goto("/keys")
    page.focus('input.key[value="Ctrl+B"] >> nth=0')
    page.keyboard.press("Control+e")
    page.keyboard.press("Enter")
    page.wait_for_selector('input.key[value="Ctrl+E"]')
    page.goto(f"/case/{number}")
    ready(page, number)
    assert help_of(page) == listed({"Ctrl+B": "Ctrl+E"})
    moved_to(page, "total")
    page.keyboard.press("Control+b")
    assert page.is_hidden("#ask")
    page.keyboard.press("Control+e")
    page.wait_for_selector("text=Why is it blank?")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+x")  # the page to the other side: kept for the person too
    page.wait_for_selector('main[data-side="right"]')
    page.context.clear_cookies()
    start(page)
    assert help_of(page) == listed({"Ctrl+B": "Ctrl+E"})
    assert page.get_attribute("main", "data-side") == "right"


def test_work_is_counted_and_no_character_of_it_is_kept(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD, doubtful=("number", "note")))
    secret = "QXZJWV"
    start(page)
    moved_to(page, "number")
    page.keyboard.type(secret)
    page.keyboard.press("Control+z")  # nothing of it is saved as a value
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Nothing more waits for you")
    page.wait_for_function("() => performance.getEntriesByType('resource')")
    moment = datetime.now(UTC)
    for _ in range(100):
        [work] = measures.by_person(desk.db, since=moment - timedelta(hours=1), until=moment + timedelta(hours=1))
        if work.keys:
            break
        page.wait_for_timeout(50)
    with reading(desk.db) as connection:
        spells = connection.execute(select(work_spells)).mappings().all()
        tables = inspect(connection).get_table_names()
        rows = [str(tuple(row)) for name in tables for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
    assert {spell["field"] for spell in spells} <= {"number", "note", ""}
    assert work.keys == sum(spell["keys"] for spell in spells) and 9 <= work.keys <= 14
    assert work.milliseconds == sum(spell["milliseconds"] for spell in spells)
    assert (work.documents, work.fields) == (1, 1)
    assert not [row for row in rows if secret.casefold() in row.casefold()]
    assert number
