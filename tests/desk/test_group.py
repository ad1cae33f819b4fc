"""Group verification: equal values of many documents beside each other."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page

from documents.case import CaseState
from store import audit, cases, history, queue
from tests.desk.conftest import GOOD, TYPES, Site, a_case
from tests.desk.window import chromium, desk, page, ready, start

__all__ = ["chromium", "desk", "page"]
ON_BOTH = True


def members(site: Site) -> list[dict[str, Any]]:
    """The values that the page shows."""
    found = re.search(r'id="screen">(.*?)</script>', site.browser.get("/group").text, re.S)
    return list(json.loads(found[1])["members"]) if found else []


def say(site: Site, told: list[dict[str, Any]], verdict: str = "right", **more: object) -> Any:
    """Answer a group."""
    values = [
        {key: one[key] for key in ("case", "name", "shown", "text")} | {"verdict": verdict, **more} for one in told
    ]
    return site.browser.post("/group", json={"values": values})


def test_equal_values_are_settled_together_and_what_is_whole_is_approved(site: Site) -> None:
    numbers = [site.save(a_case(GOOD | {"number": f"R-{at}"}, doubtful=("tax",))) for at in range(3)]
    more = site.save(a_case(GOOD | {"number": "R-9"}, doubtful=("tax", "number")))
    site.save(a_case(GOOD | {"tax": "21.00", "total": "121.00"}, doubtful=("tax",)))
    shown = members(site)
    assert [(one["case"], one["name"], one["shown"]) for one in shown] == [
        (n, "tax", "19.00") for n in (*numbers, more)
    ]
    assert say(site, shown).json() == {"failed": []}
    assert [cases.state(site.db, number) for number in numbers] == [CaseState.APPROVED] * 3
    assert cases.state(site.db, more) is CaseState.REVIEW  # its number is still in doubt
    field = cases.load(site.db, more, TYPES).fields["tax"]
    assert field.by == "keyed:anna" and field.boxes and history.of(site.db, more, "tax")[-1].why == "group"
    assert members(site) == []  # a single value is looked at in its document
    deeds = {(one.action, one.person) for one in audit.entries(site.db, "acme", 50)}
    assert {("case.grouped", "anna"), ("case.approved", "anna")} <= deeds


def test_one_of_them_is_corrected_another_doubtful(site: Site) -> None:
    first, second, third = (site.save(a_case(GOOD, doubtful=("tax", "note"))) for _ in range(3))
    shown = members(site)
    assert say(site, shown[:1], text="18.00").json() == {"failed": []}
    assert cases.load(site.db, first, TYPES).fields["tax"].text == "18.00"
    assert cases.state(site.db, first) is CaseState.REVIEW  # the sum does not hold any more
    assert say(site, shown[1:2], "doubtful").json() == {"failed": []}
    assert members(site) == [] and cases.load(site.db, second, TYPES).fields["tax"].by == "label"
    assert "no amount" in say(site, shown[2:], text="about nineteen").json()["failed"][0]
    assert cases.load(site.db, third, TYPES).fields["tax"].by == "label"


def test_what_changed_or_is_with_another_is_not_settled(site: Site) -> None:
    first, second = (site.save(a_case(GOOD, doubtful=("tax",))) for _ in range(2))
    shown = members(site)
    fence = site.take(first)
    site.key(first, fence, "tax", "19.00")
    queue.claim(site.db, second, person="bert")
    failed = say(site, shown).json()["failed"]
    assert "changed meanwhile" in failed[0] and "lease" in failed[1]
    assert say(site, [shown[1] | {"case": 99}]).status_code == 404


def test_what_is_keyed_unseen_or_of_other_clients_is_in_no_group(site: Site) -> None:
    for _ in range(2):
        site.save(a_case(GOOD | {"account": "DE1"}, doubtful=("account",)), client="acme")
        site.save(a_case(GOOD, doubtful=("tax",)), client="globex")
    site.person("carl", clients=("acme",))
    site.sign_in("carl")
    assert members(site) == []
    assert site.browser.get("/group/1/account").status_code == 404
    assert site.browser.get("/group/2/tax").status_code == 404


def test_the_picture_is_of_the_value_alone(site: Site) -> None:
    number = site.save(a_case(GOOD, doubtful=("tax",)))
    answer = site.browser.get(f"/group/{number}/tax")
    assert answer.headers["content-type"] == "image/png" and answer.content.startswith(b"\x89PNG")
    assert site.browser.get(f"/group/{number}/note").status_code == 404


@pytest.mark.slow
def test_a_group_is_worked_by_key(desk: Site, page: Page) -> None:
    numbers = [desk.save(a_case(GOOD, doubtful=("tax",)), name=f"doc{at}.pdf") for at in range(6)]
    other = [desk.save(a_case(GOOD, doubtful=("number",))) for _ in range(2)]
    start(page)
    page.goto("/group")
    ready(page)
    assert page.is_visible("text=are all of these 19.00?") or "19.00" in page.inner_text("h1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_selector('[data-at="1"][data-verdict="doubtful"]')
    page.keyboard.press("ArrowRight")
    page.keyboard.type("18.00")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-at="2"][data-verdict="corrected"]')
    page.keyboard.press("F2")
    page.wait_for_selector("#context[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#context:not([open])", state="attached")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('h1').textContent.includes('R-17')")
    states = [cases.state(desk.db, number) is CaseState.APPROVED for number in numbers]
    assert states == [False, True, False, False, True, True]  # the first is on lease, and in no group
    assert cases.load(desk.db, numbers[3], TYPES).fields["tax"].text == "18.00"
    ready(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=No equal values wait")
    assert [cases.state(desk.db, number) for number in other] == [CaseState.REVIEW] * 2
