"""Double keying at the desk: one keys after the other, and nobody is shown what another or the machine said.

Criterion A10: everything that the second keyer is answered is searched for both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

import validators
from desk.app import make_app
from desk.judging import Answers, judge
from desk.settings import Settings
from documents.case import CaseState
from documents.doctype import Review, Rule, Step
from store import cases, history, queue, tasks
from store.database import now, writing
from store.tables import cases as cases_table
from tests.desk.conftest import BILL, GOOD, HOST, Site, a_case

ON_BOTH = True

READ, FIRST, SECOND = "731958.24", "864207.11", "864207.12"
"""What the machine read, and what the first person keys: to be found in no answer to the second."""


@pytest.fixture
def blind(site: Site) -> Iterator[Site]:
    """The desk with a type whose total two people key unseen."""
    fields = tuple(replace(f, review=Review.BLIND) if f.name == "total" else f for f in BILL.fields)
    types = {"bill": replace(BILL, fields=fields, rules=BILL.rules[1:])}
    app = make_app(site.db, types, Settings(page_size=5))
    with TestClient(app, base_url=HOST, headers={"Origin": HOST}, raise_server_exceptions=False) as browser:
        made = Site(site.db, site.tmp, browser)
        for name in ("bert", "carl"):
            made.person(name)
        made.sign_in("anna")
        yield made


def a_bill(blind: Site) -> int:
    made = a_case(GOOD | {"total": READ}, doubtful=("total",), words=(READ,))
    fields = blind.app.state.desk.types["bill"]
    assert any(READ in finding.message for finding in made.findings)
    return blind.save(replace(made, doctype=fields))


def first_keys(blind: Site, number: int, text: str = FIRST) -> Any:
    fence = blind.take(number)
    assert READ not in blind.browser.get(f"/case/{number}").text
    said = blind.key(number, fence, "total", text).json()
    assert said["left"] == 0, said
    return blind.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()


def all_answers(blind: Site, number: int) -> list[str]:
    """Everything the desk says to who is signed in, of this document: bodies and headers of every address."""
    found = []
    asked = ["/", "/search?q=bill", "/search?q=R-17", f"/search?q=total:{READ}", f"/search?q={FIRST}", "/board"]
    asked += [f"/case/{number}{path}" for path in ("", "/page/0", "/words/0", "/known?name=total", "/ditto?name=total")]
    asked += ["/second", "/snippets", "/arbitrate", "/qa"]
    for path in asked:
        answer = blind.browser.get(path)
        if "q=" in path:  # the search page repeats what was asked
            body = answer.text.replace(READ, "", answer.text.count(f'value="total:{READ}"') + 1)
            found.append(re.sub(r"“[^”]*”|value=\"[^\"]*\"", "", answer.text if FIRST in path else body))
        else:
            found.append(answer.text)
        found.append(json.dumps(dict(answer.headers)))
    typed = {"values": {"net": "1.00", "note": "x"}}
    found.append(blind.browser.post(f"/case/{number}/check", json=typed).text)
    found.append(blind.browser.post(f"/case/{number}/area", json={"box": [0, 0.0, 0.0, 1.0, 1.0]}).text)
    found.append(blind.browser.post(f"/case/{number}/take").text)
    return found


def test_the_first_keyer_is_shown_nothing_that_was_read(blind: Site) -> None:
    number = a_bill(blind)
    blind.take(number)
    for answer in all_answers(blind, number):
        assert READ not in answer
    assert [word[0] for word in blind.browser.get(f"/case/{number}/words/0").json()] == [
        GOOD[name] for name in GOOD if name != "total"
    ]


def test_no_check_says_that_what_nobody_may_see_is_missing() -> None:
    """The checks do not see the value, so they would say that none is there: of it, and of what may stand for it."""
    form = replace(BILL, rules=(Rule(Step("one_of", {}), ("account", "note")),))
    read, none = a_case(GOOD | {"account": READ}, doubtful=("account",)), a_case(GOOD, doubtful=())
    judged = judge(read.document, read.fields, form, Answers(), validators.NONE)
    assert "account" in judged.hidden and judged.findings == ()
    assert {reason.field for reason in judged.decision.reasons} == {"account"}
    [finding] = judge(none.document, none.fields, form, Answers(), validators.NONE).findings
    assert finding.message == "none is there of Account, Note"


def test_the_second_keyer_is_shown_neither_voice(blind: Site) -> None:
    number = a_bill(blind)
    assert first_keys(blind, number)["state"] == "review"
    assert tasks.counts(blind.db)["key"] == 1
    for person in ("bert", "carl", "anna"):
        blind.sign_in(person)
        found = blind.browser.get("/search?q=R-17").text
        assert "bill.pdf" in found and "<mark>" not in found, "the words around what was found may be what was read"
        for answer in all_answers(blind, number):
            assert READ not in answer and FIRST not in answer
            assert READ.replace(".", "") not in answer and FIRST.replace(".", "") not in answer


def test_what_one_keys_unseen_and_leaves_is_theirs_alone(blind: Site) -> None:
    number = a_bill(blind)
    fence = blind.take(number)
    blind.key(number, fence, "total", FIRST)
    queue.give_back(blind.db, number, person="anna", fence=fence)
    blind.sign_in("bert")
    blind.take(number)
    for answer in all_answers(blind, number):
        assert READ not in answer and FIRST not in answer
    blind.sign_in("anna")
    with writing(blind.db) as connection:
        connection.execute(update(cases_table).values(lease_until=None, lease_owner=None))
    blind.take(number)
    assert FIRST in blind.browser.get(f"/case/{number}").text


def test_what_is_keyed_unseen_is_undone_and_done_again(blind: Site) -> None:
    number = a_bill(blind)
    fence = blind.take(number)
    for edit, text in (("edit-one", "1.00"), ("edit-two", FIRST)):
        body = {"edit": edit, "fence": fence, "name": "total", "text": text}
        assert blind.browser.put(f"/case/{number}/field", json=body).status_code == 200
    shown = []
    for edit, of in (
        ("undo-two", "edit-two"),
        ("redo-two", "undo-two"),
        ("undo-again", "redo-two"),
        ("undo-one", "edit-one"),
    ):
        body = {"edit": edit, "of": of, "fence": fence}
        assert blind.browser.post(f"/case/{number}/undo", json=body).status_code == 200
        page = blind.browser.get(f"/case/{number}").text
        shown.append(re.search(r'data-name="total"[^>]*value="(.*?)"', page)[1])  # type: ignore[index]  # it is there
    assert shown == ["1.00", FIRST, "1.00", ""]
    assert history.of(blind.db, number, "total")[-1].by == "label"
    body = {"edit": "undo-none", "of": "nothing-such", "fence": fence}
    assert blind.browser.post(f"/case/{number}/undo", json=body).status_code == 422


def test_a_late_save_is_refused_told_and_kept_as_a_draft(blind: Site) -> None:
    number = a_bill(blind)
    fence = blind.take(number)
    with writing(blind.db) as connection:
        past = now(connection) - timedelta(hours=1)
        connection.execute(update(cases_table).values(lease_until=past))
    for name in ("total", "note"):
        answer = blind.key(number, fence, name, FIRST)
        assert answer.status_code == 409 and "lease ran out" in answer.json()["words"]
    assert history.of(blind.db, number, "note") == []
    blind.sign_in("bert")
    blind.take(number)
    assert FIRST not in blind.browser.get(f"/case/{number}").text
    with writing(blind.db) as connection:
        connection.execute(update(cases_table).values(lease_until=None, lease_owner=None))
    blind.sign_in("anna")
    fence = blind.take(number)
    page = blind.browser.get(f"/case/{number}").text
    assert f"Total: you keyed “{FIRST}”" in page and f"Note: you keyed “{FIRST}”" in page
    blind.key(number, fence, "note", "again")
    assert "Note: you keyed" not in blind.browser.get(f"/case/{number}").text


def test_a_check_never_names_what_may_not_be_seen(blind: Site) -> None:
    types = blind.app.state.desk.types
    types["bill"] = replace(types["bill"], rules=BILL.rules)
    number = a_bill(blind)
    blind.take(number)
    typed = blind.browser.post(f"/case/{number}/check", json={"values": {"net": "5.00"}})
    assert READ not in typed.text and "731" not in typed.text
    assert cases.state(blind.db, number) is CaseState.REVIEW
