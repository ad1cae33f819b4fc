"""Ways out of a document, each with its reason, audited, and undone again (A12); what helps to fill a field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desk.reasons import REASONS
from documents.case import CaseState
from store import audit, cases, history, holds, preferences, queue
from tests.desk.conftest import GOOD, LINES, TYPES, Site, a_case

ON_BOTH = True


def actions(site: Site) -> list[str]:
    """What was done, oldest first, with why."""
    return [f"{one.action} {one.why}".strip() for one in reversed(audit.entries(site.db, "acme", 200)) if one.person]


def leave(site: Site, number: int, act: str, **more: Any) -> Any:
    """Leave the document in this way."""
    return site.browser.post(f"/case/{number}/{act}", json={"fence": site.take(number), **more})


@pytest.mark.parametrize(
    ("act", "reason", "state", "audited"),
    [
        ("skip", "unsure", CaseState.REVIEW, "case.skipped skip: unsure"),
        ("hold", "asked", CaseState.REVIEW, "case.held hold: asked"),
        ("reject", "advertising", CaseState.REJECTED, "case.rejected reject: advertising"),
    ],
)
def test_each_way_out_needs_a_reason_is_audited_and_undone(
    site: Site, act: str, reason: str, state: CaseState, audited: str
) -> None:
    number = site.save(a_case(GOOD))
    assert leave(site, number, act, reason="because").status_code == 422
    assert leave(site, number, act).status_code == 422
    assert leave(site, number, act, reason=reason).status_code == 200
    assert cases.state(site.db, number) is state and audited in actions(site)
    assert "Nothing more waits" in site.browser.post("/next").text
    assert site.browser.post("/last/reopen", json={}).json() == {"next": f"/case/{number}"}
    assert queue.item(site.db, number).person == "anna" and holds.of_case(site.db, number) is None


def test_a_finished_document_is_opened_again_for_five_minutes_by_who_finished_it(site: Site) -> None:
    number = site.save(a_case(GOOD))
    site.key(number, site.take(number), "total", "119.00")
    assert leave(site, number, "finish").json()["state"] == "approved"
    assert site.browser.post("/last/reopen", json={}).status_code == 200
    assert cases.state(site.db, number) is CaseState.REVIEW
    assert leave(site, number, "finish").json()["state"] == "approved"
    old = {"case": number, "act": "finish", "at": (datetime.now(UTC) - timedelta(minutes=6)).isoformat()}
    preferences.keep(site.db, "anna", "last", old)
    answer = site.browser.post("/last/reopen", json={})
    assert answer.status_code == 409 and "five minutes" in answer.json()["words"]
    assert site.browser.post(f"/case/{number}/reopen", data={"reason": "mistake"}).status_code == 403
    site.person("susi", "supervisor")
    site.sign_in("susi")
    assert site.browser.post(f"/case/{number}/reopen", data={"reason": "mistake"}).status_code == 200
    assert "case.reopened reopen: mistake" in actions(site)


def test_what_is_held_waits_until_somebody_takes_it_up(site: Site) -> None:
    number = site.save(a_case(GOOD))
    leave(site, number, "hold", reason="original", remark="page 2")
    assert holds.of_case(site.db, number).why == "hold: original (page 2)"  # type: ignore[union-attr]
    site.person("bert")
    site.sign_in("bert")
    assert "Nothing more waits" in site.browser.post("/next").text
    assert "original" in site.browser.get(f"/case/{number}").text
    site.browser.post(f"/case/{number}/reopen", data={"reason": "news"})
    assert queue.item(site.db, number).person == "bert"


def test_another_type_needs_a_reason_and_is_put_back_with_all_values(site: Site) -> None:
    number = site.save(a_case(GOOD))
    fence = site.take(number)
    site.key(number, fence, "note", "keyed before")
    before = cases.load(site.db, number, TYPES)
    told = {"fence": fence, "type": "letter"}
    assert site.browser.post(f"/case/{number}/reclassify", json=told).status_code == 422
    assert site.browser.post(f"/case/{number}/reclassify", json=told | {"reason": "misread"}).status_code == 200
    assert cases.load(site.db, number, TYPES).type_name == "letter"
    back = site.browser.post(f"/case/{number}/restore", json={"fence": fence})
    assert back.json() == {"next": f"/case/{number}"}
    after = cases.load(site.db, number, TYPES)
    assert (after.type_name, after.fields) == (before.type_name, before.fields)
    assert "case.reclassify_undone" in " ".join(actions(site))


@pytest.mark.parametrize("act", ["blank", "unreadable"])
def test_an_answer_without_a_value_is_audited_and_undone(site: Site, act: str) -> None:
    number = site.save(a_case(GOOD, doubtful=("number",)))
    fence = site.take(number)
    reason = next(iter(REASONS[act][1]))
    before = cases.load(site.db, number, TYPES).fields["number"]
    site.key(number, fence, "number", "", edit="no-number", absent=act, reason=reason)
    assert f"field.removed {act}: {reason}" in actions(site)
    told = {"fence": fence, "of": "no-number", "edit": "undo-that"}
    rows = site.browser.post(f"/case/{number}/undo", json=told).json()["rows"]
    assert rows["number"]["state"] == "doubtful" and rows["number"]["absent"] == ""
    assert cases.load(site.db, number, TYPES).fields["number"] == before
    again = site.browser.post(f"/case/{number}/undo", json={"fence": fence, "of": "undo-that", "edit": "redo-that"})
    assert again.json()["rows"]["number"]["absent"] == act


def test_a_confirmation_is_taken_back(site: Site) -> None:
    number = site.save(a_case(GOOD | LINES | {"lines.2.amount": "41.00"}, doubtful=()))
    fence = site.take(number)
    rule = site.browser.post(f"/case/{number}/check", json={"values": {}}).json()["rows"]["net"]["rule"]
    told = {"fence": fence, "finding": rule, "reason": "as_printed", "edit": "confirmed"}
    assert site.browser.post(f"/case/{number}/confirm", json=told).json()["left"] == 0
    undo = {"fence": fence, "of": "confirmed", "edit": "not-so-sure"}
    assert site.browser.post(f"/case/{number}/undo", json=undo).json()["rows"]["net"]["rule"] == rule
    assert site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "review"


def test_nothing_is_undone_by_who_does_not_hold_the_document(site: Site) -> None:
    number = site.save(a_case(GOOD))
    fence = site.take(number)
    site.key(number, fence, "note", "x", edit="note-one")
    told = {"fence": fence - 1, "of": "note-one", "edit": "undo-one"}
    assert site.browser.post(f"/case/{number}/undo", json=told).status_code == 409
    assert [change.text for change in history.of(site.db, number, "note")] == ["x"]


def test_ditto_is_the_value_of_the_document_before(site: Site) -> None:
    first, second = site.save(a_case(GOOD)), site.save(a_case(GOOD))
    site.key(first, site.take(first), "total", "119.00")
    other = site.save(a_case(GOOD), client="globex")
    ask = f"/case/{second}/ditto?name=issued"
    site.take(second)
    assert "no document before" in site.browser.get(ask, headers={"content-type": "application/json"}).json()["words"]
    leave(site, first, "finish")
    assert site.browser.get(ask).json() == {"text": "31.12.2025"}
    for refused in (f"/case/{second}/ditto?name=account", f"/case/{other}/ditto?name=issued"):
        assert site.browser.get(refused).status_code == 422


def test_known_values_are_those_of_the_kind(site: Site) -> None:
    number = site.save(a_case(GOOD))
    assert site.browser.get(f"/case/{number}/known?name=note").json() == []
    assert site.browser.get(f"/case/{number}/known?name=nothing").status_code == 422


def test_the_next_document_is_foreseen_not_leased_and_noted(site: Site) -> None:
    first, second = site.save(a_case(GOOD)), site.save(a_case(GOOD))
    site.take(first)
    assert site.browser.get("/ahead").json() == {"case": second, "pictures": [[0, 0]]}
    assert queue.item(site.db, second).person is None
    assert "case.foreseen" in actions(site)
    assert site.browser.get("/ahead?client=globex").json() == {"case": None}
