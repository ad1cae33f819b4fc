"""One field after the other in a real Chromium, by the keyboard alone: second keying, arbitration, snippets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from documents.case import CaseState
from documents.doctype import Review
from store import cases
from tests.desk.conftest import BILL, GOOD, PASSWORD, TYPES, Site, a_case, cheap_passwords
from tests.desk.test_axe import serious
from tests.desk.test_stream import picture
from tests.desk.test_unseen import FIRST, READ, SECOND
from tests.desk.window import chromium, moved_to, page, serving, start

__all__ = ["chromium", "page"]
pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A desk that answers on a port, with a type whose total two people key unseen, and four people."""
    cheap_passwords(monkeypatch)
    fields = tuple(replace(f, review=Review.BLIND) if f.name == "total" else f for f in BILL.fields)
    types = {"bill": replace(BILL, fields=fields, rules=BILL.rules[1:])}
    with serving(tmp_path, empty_store, types) as site:
        for name, role in (("anna", "operator"), ("bert", "operator"), ("sue", "senior"), ("nick", "snippet")):
            site.person(name, role)
        yield site


def a_bill(desk: Site) -> int:
    made = a_case(GOOD | {"total": READ}, doubtful=("total",))
    number = desk.save(replace(made, doctype=replace(BILL, fields=tuple(
        replace(f, review=Review.BLIND) if f.name == "total" else f for f in BILL.fields))))  # fmt: skip
    picture(desk, number)
    return number


def sign_in(page: Page, name: str) -> None:
    page.context.clear_cookies()
    page.goto("/login")
    moved_to(page, "name")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(snippets)?$"))


def at_work(page: Page, view: str) -> None:
    page.goto(f"/{view}")
    page.wait_for_selector("body[data-ready]")


def first_keys(page: Page) -> None:
    start(page)
    moved_to(page, "total")
    page.keyboard.type(FIRST)
    page.keyboard.press("Enter")
    moved_to(page, "finish")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Nothing more waits for you")


def test_two_key_unseen_and_a_third_decides(desk: Site, page: Page) -> None:
    number = a_bill(desk)
    first_keys(page)
    sign_in(page, "bert")
    heard: list[str] = []
    page.on("response", lambda answer: heard.append(f"{answer.url} {answer.headers}"))
    at_work(page, "second")
    moved_to(page, "value")
    page.wait_for_function("() => document.getElementById('cut').naturalWidth > 50")
    page.wait_for_selector("#lit:not([hidden])")
    assert READ not in page.content() and FIRST not in page.content()
    assert not [one for one in heard if READ in one or FIRST in one]
    page.keyboard.press("Enter")
    page.wait_for_selector("#told:has-text('Nothing is keyed')")
    page.keyboard.type(SECOND)
    page.keyboard.press("Enter")
    page.wait_for_selector("#nothing:not([hidden])")
    sign_in(page, "sue")
    at_work(page, "arbitrate")
    page.wait_for_function("() => document.activeElement.matches('.choice')")
    both = [page.inner_text("#choice-1"), page.inner_text("#choice-2")]
    assert sorted(both) == [FIRST, SECOND]
    assert "anna" not in page.content() and "bert" not in page.content()
    assert serious(page) == []
    page.keyboard.press("3")
    moved_to(page, "value")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press(str(both.index(SECOND) + 1))
    page.wait_for_selector("#nothing:not([hidden])")
    assert cases.state(desk.db, number) is CaseState.APPROVED
    field = cases.load(desk.db, number, TYPES).fields["total"]
    assert (str(field.value), field.by) == (SECOND, "keyed:sue")


def test_the_network_of_who_keys_snippets_has_one_field_only(desk: Site, page: Page) -> None:
    for _ in range(2):
        a_bill(desk)
        first_keys(page)
        page.context.clear_cookies()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, "nick")
    page.wait_for_selector("body[data-ready]")
    for _ in range(2):
        moved_to(page, "value")
        page.wait_for_function("() => document.getElementById('cut').naturalWidth > 50")
        before = page.get_attribute("body", "data-task")
        for secret in ("bill.pdf", "acme", READ, FIRST, "R-17"):
            assert secret not in page.content()
        page.keyboard.type(FIRST)
        page.keyboard.press("Enter")
        over = "before => document.body.dataset.task !== before || !document.getElementById('nothing').hidden"
        page.wait_for_function(over, arg=before)
    page.wait_for_selector("#nothing:not([hidden])")
    assert not [one for one in asked if "/case/" in one or "/page/" in one or "/words/" in one]
    assert len([one for one in asked if "/image?view=snippets" in one]) == 2


def test_blank_and_skip_ask_why(desk: Site, page: Page) -> None:
    a_bill(desk)
    first_keys(page)
    sign_in(page, "bert")
    at_work(page, "second")
    moved_to(page, "value")
    page.keyboard.press("F1")
    page.wait_for_selector("dialog#help[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+S")
    page.wait_for_selector("text=Why skip it?")
    page.keyboard.press("Escape")
    moved_to(page, "value")
    page.keyboard.press("Control+B")
    page.wait_for_selector("text=Why is it blank?")
    page.keyboard.press("2")
    page.wait_for_selector("#nothing:not([hidden])")
