"""Every way out of a document asks why, is audited, and is taken back by key (A12); there is no mouse in this file."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from documents.case import CaseState
from store import audit, cases, history, holds, queue
from tests.desk.conftest import GOOD, TYPES, Site, a_case
from tests.desk.test_assemble import of_pages
from tests.desk.window import chromium, desk, eventually, moved_to, page, painted, ready, saved, start

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.slow


def deeds(desk: Site) -> list[str]:
    """What the audit has of cases and fields: the act and its reason."""
    return [f"{one.action} {one.why}" for one in audit.entries(desk.db, "acme", 200)]


def asked(page: Page, key: str, question: str, answer: str) -> None:
    """Press a key that asks why; Escape goes back, a digit answers."""
    page.keyboard.press(key)
    page.wait_for_selector(f"text={question}")
    page.keyboard.press("Escape")
    page.wait_for_selector("#ask[open]", state="detached")
    page.keyboard.press(key)
    page.wait_for_selector(f"text={question}")
    page.keyboard.press(answer)


@pytest.mark.parametrize(
    ("key", "question", "why"),
    [
        ("Alt+h", "Why put it aside?", "case.held hold: asked"),
        ("Alt+r", "Why reject it?", "case.rejected reject: not_for_us"),
        ("Alt+s", "Why skip it?", "case.skipped skip: language"),
    ],
)
def test_a_document_is_left_for_a_reason_and_opened_again(
    desk: Site, page: Page, key: str, question: str, why: str
) -> None:
    first, second = desk.save(a_case(GOOD)), desk.save(a_case(GOOD), name="second.pdf")
    start(page)
    ready(page, first)
    asked(page, key, question, "1")
    ready(page, second)
    assert why in deeds(desk)
    held, state = holds.of_case(desk.db, first), cases.state(desk.db, first)
    assert (held is not None, state is CaseState.REJECTED) == (key == "Alt+h", key == "Alt+r")
    assert queue.item(desk.db, first).person is None
    page.keyboard.press("Alt+z")
    ready(page, first)
    moved_to(page, "total")
    assert cases.state(desk.db, first) is CaseState.REVIEW and holds.of_case(desk.db, first) is None
    assert queue.item(desk.db, first).person == "anna"


def test_blank_and_unreadable_ask_why_and_are_undone(desk: Site, page: Page) -> None:
    number = desk.save(a_case(GOOD, doubtful=("number", "total")))
    start(page)
    moved_to(page, "number")
    asked(page, "Control+b", "Why is it blank?", "3")
    moved_to(page, "total")
    asked(page, "Control+u", "Why can it not be read?", "1")
    page.wait_for_selector('[data-row="total"][data-absent="unreadable"]')
    eventually(
        page,
        lambda: {"field.removed blank: crossed_out", "field.removed unreadable: faint"} <= set(deeds(desk)),
    )
    saved(page)
    page.focus('[data-name="note"]')
    for name in ("total", "number"):
        page.keyboard.press("Control+z")
        page.wait_for_selector(f'[data-row="{name}"][data-absent=""]')

    def are_as_read() -> bool:
        fields = cases.load(desk.db, number, TYPES).fields
        return [fields[name].by for name in ("number", "total") if name in fields] == ["label", "label"]

    eventually(page, are_as_read)
    saved(page)


def test_another_type_and_other_pages_ask_why_and_are_put_back(desk: Site, page: Page) -> None:
    number = desk.save(of_pages(3))
    before = cases.load(desk.db, number, TYPES)
    start(page)
    page.keyboard.press("Alt+c")
    page.wait_for_selector("text=Which type is it?")
    page.keyboard.press("2")
    page.wait_for_selector("text=Why another type?")
    page.keyboard.press("1")
    page.wait_for_selector("text=Subject")
    for keys, question, answer in (
        (("ArrowRight", "s"), "Why put the pages together so?", "1"),
        (("ArrowDown", "m"), "Why put the pages together so?", "2"),
        (("Alt+ArrowRight",), "Why put the pages together so?", "4"),
    ):
        strip(page)
        for key in keys:
            page.keyboard.press(key)
        asked(page, "Control+Enter", question, answer)
        page.wait_for_url(f"**/case/{number}")
        ready(page, number)
    done = [deed for deed in deeds(desk) if "assemble" in deed or "reclassified" in deed]
    assert [deed.split()[0] for deed in reversed(done)] == [
        "case.reclassified", "case.split", "case.merge", "case.reorder",
    ]  # fmt: skip
    for _ in range(4):
        strip(page)
        page.keyboard.press("Control+z")
        page.wait_for_url(f"**/case/{number}")
        ready(page, number)
    after = cases.load(desk.db, number, TYPES)
    assert (after.document, after.type_name, after.fields) == (before.document, "bill", before.fields)
    assert history.of(desk.db, number, "total")[-1].by == "label"


def strip(page: Page) -> None:
    """Open the pages of the file."""
    page.keyboard.press("Alt+p")
    page.wait_for_selector("body[data-ready] #strip .leaf")
    painted(page)
