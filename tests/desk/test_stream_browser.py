"""One field after the other in a real Chromium, by the keyboard alone: second keying, arbitration, snippets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, Route

from assurance.sampling import Plan
from desk.settings import Settings
from documents.case import CaseState
from documents.doctype import Review
from store import cases
from tests.desk.conftest import BILL, GOOD, PASSWORD, TYPES, Site, a_case, cheap_passwords
from tests.desk.test_axe import serious
from tests.desk.test_stream import picture
from tests.desk.test_unseen import FIRST, READ, SECOND
from tests.desk.window import chromium, eventually, moved_to, page, ready, serving, start

__all__ = ["chromium", "page"]
pytestmark = pytest.mark.slow
PEOPLE = {
    "anna": "operator", "bert": "operator", "sue": "senior", "nick": "snippet", "quinn": "qa", "boss": "supervisor",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A desk that answers on a port, with a type whose total two people key unseen, and four people."""
    cheap_passwords(monkeypatch)
    fields = tuple(replace(f, review=Review.BLIND) if f.name == "total" else f for f in BILL.fields)
    types = {"bill": replace(BILL, fields=fields, rules=BILL.rules[1:])}
    with serving(tmp_path, empty_store, types, Settings(plan=Plan(rate=1.0))) as site:
        for name, role in PEOPLE.items():
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
    ready(page)


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
    heard: list[Response] = []
    page.on("response", lambda answer: heard.append(answer))
    at_work(page, "second")
    moved_to(page, "value")
    page.wait_for_function("() => document.getElementById('cut').naturalWidth > 50")
    page.wait_for_selector("#lit:not([hidden])")
    assert READ not in page.content() and FIRST not in page.content()
    said = [f"{one.url} {one.headers} {words_of(one)}" for one in heard]
    assert len(said) > 5 and not [one for one in said if READ in one or FIRST in one]
    page.keyboard.press("Enter")
    page.wait_for_selector("#told:has-text('Nothing is keyed')")
    page.keyboard.type(SECOND)
    page.keyboard.press("Enter")
    page.wait_for_selector("#nothing:not([hidden])")
    sign_in(page, "sue")
    at_work(page, "arbitrate")
    page.wait_for_function("() => document.activeElement?.matches('.choice')")
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


def test_a_beat_that_is_answered_late_says_nothing_of_what_is_done(desk: Site, chromium: Browser) -> None:
    page = chromium.new_page(base_url=str(desk.browser.base_url))  # of its own: the browser complains of a 409
    a_bill(desk)
    first_keys(page)
    sign_in(page, "bert")

    def nearly_over(route: Route) -> None:
        came = route.fetch()
        route.fulfill(response=came, body=re.sub(r'"lease": ?\d+', '"lease": 50', came.text()))

    beats: list[Route] = []
    page.route("**/second", nearly_over)
    page.route("**/heartbeat*", lambda route: beats.append(route))
    at_work(page, "second")
    moved_to(page, "value")
    page.keyboard.type(SECOND)
    eventually(page, lambda: bool(beats))
    page.keyboard.press("Enter")
    page.wait_for_selector("#nothing:not([hidden])")
    with page.expect_response(lambda answer: "/heartbeat" in answer.url) as late:
        beats[0].continue_()
    assert late.value.status == 409
    page.wait_for_timeout(200)
    assert page.is_hidden("#alarm") and page.inner_text("#told") == ""
    page.close()


def words_of(answer: Response) -> str:
    """What an answer says, if it is made of words."""
    kind = answer.headers.get("content-type", "")
    return answer.text() if kind.startswith(("text/html", "application/json")) else ""


def test_the_network_of_who_keys_snippets_has_one_field_only(desk: Site, page: Page) -> None:
    for _ in range(2):
        a_bill(desk)
        first_keys(page)
        page.context.clear_cookies()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, "nick")
    ready(page)
    told = page.evaluate("() => Object.keys(JSON.parse(document.getElementById('screen').textContent).task)")
    assert set(told) == {"id", "fence", "label", "hint", "kind", "draft", "image", "choices"}
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
    guesses = (
        "",
        "case/1",
        "case/1/page/0",
        "case/1/words/0",
        "group/1/total",
        "search?q=R-17",
        "second",
        "board",
        "keys",
    )
    tasks = ("task/1/page/0?view=snippets", "task/1/image?view=second", "task/2/page/0?view=second")
    assert {page.request.get(f"/{path}").status for path in (*guesses, *tasks)} == {404}


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


def test_qa_keys_again_unseen_and_what_is_wrong_is_put_right(desk: Site, page: Page) -> None:
    number = a_bill(desk)
    first_keys(page)
    sign_in(page, "bert")
    at_work(page, "second")
    moved_to(page, "value")
    page.keyboard.type(FIRST)
    page.keyboard.press("Enter")
    page.wait_for_selector("#nothing:not([hidden])")
    assert cases.state(desk.db, number) is CaseState.APPROVED
    sign_in(page, "quinn")
    at_work(page, "qa")
    labels = {field.label: field.name for field in BILL.fields}
    while page.is_hidden("#nothing"):
        moved_to(page, "value")
        name, before = labels[page.inner_text("#label")], page.get_attribute("body", "data-task")
        shown = page.inner_text("#work").replace(page.inner_text("#hint"), "")  # which is an example
        assert GOOD[name] not in shown and page.input_value("#value") == ""
        page.keyboard.type({**GOOD, "number": "R-71", "total": FIRST}[name])
        page.keyboard.press("Enter")
        over = "before => document.body.dataset.task !== before || !document.getElementById('nothing').hidden"
        page.wait_for_function(over, arg=before)
    sign_in(page, "sue")
    at_work(page, "arbitrate")
    page.wait_for_function("() => document.activeElement?.matches('.choice')")
    page.keyboard.press("1" if page.inner_text("#choice-1") == "R-71" else "2")
    page.wait_for_selector("#nothing:not([hidden])")
    sign_in(page, "boss")
    page.goto("/corrections")
    assert page.is_visible("text=R-71") and page.is_visible("text=R-17")
    assert serious(page) == []
    page.focus("text=Correct it")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/case/{number}")
    ready(page)
    assert page.input_value('[data-name="number"]') == "R-71" and cases.state(desk.db, number) is CaseState.REVIEW


def test_what_cannot_be_decided_goes_to_a_supervisor(desk: Site, page: Page) -> None:
    a_bill(desk)
    first_keys(page)
    sign_in(page, "bert")
    at_work(page, "second")
    moved_to(page, "value")
    page.keyboard.press("Alt+e")
    page.wait_for_selector("text=Why should a supervisor look?")
    page.keyboard.press("3")
    page.wait_for_selector("#nothing:not([hidden])")
    sign_in(page, "sue")
    at_work(page, "second")
    assert page.is_visible("#nothing")
    sign_in(page, "boss")
    at_work(page, "second")
    moved_to(page, "value")
    assert page.is_visible("#work")
