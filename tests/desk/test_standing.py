"""What stands: a confirmation, a decision, and a case's type, while values or declarations change under them."""

from __future__ import annotations

import pytest

from desk import leaving
from desk.context import Desk
from desk.opened import Opened, opened
from desk.recent import Recent
from documents.errors import StoreError
from store import cases, queue
from store.queue import QueueItem
from tests.desk.conftest import GOOD, TYPES, Site, a_case


def test_a_value_saved_while_finish_judges_is_not_undone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    number = site.save(a_case(GOOD))
    fence = site.take(number)
    site.key(number, fence, "total", "119.00")

    def opened_slowly(desk: Desk, item: QueueItem) -> Opened:
        there = opened(desk, item)
        assert site.key(number, fence, "note", "late").status_code == 200
        return there

    with monkeypatch.context() as slow:
        slow.setattr(leaving, "opened", opened_slowly)
        answer = site.browser.post(f"/case/{number}/finish", json={"fence": fence})
    assert answer.status_code == 409 and "saved meanwhile" in answer.json()["words"]
    assert cases.load(site.db, number, TYPES).fields["note"].text == "late"
    assert site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "approved"


def test_a_type_that_is_not_declared_is_refused_at_every_look(site: Site) -> None:
    number = site.save(a_case(GOOD))
    item, recent = queue.item(site.db, number), Recent()
    assert recent.case(site.db, number, TYPES).type_name == item.type_name == "bill"
    for look in (recent, recent, Recent()):
        with pytest.raises(StoreError, match="not declared"):
            look.case(site.db, number, {"letter": TYPES["letter"]})


def test_a_confirmation_ends_with_the_value_that_it_was_given_for(site: Site) -> None:
    number = site.save(a_case(GOOD | {"account": "DE111"}, doubtful=()))
    fence = site.take(number)
    asked = site.key(number, fence, "account", "DE222").json()["rows"]["account"]["rule"]
    told = {"fence": fence, "finding": asked, "reason": "as_printed"}
    assert site.browser.post(f"/case/{number}/confirm", json=told).json()["left"] == 0
    assert site.key(number, fence, "account", "DE222", remark="once more").json()["left"] == 0
    assert site.key(number, fence, "note", "of another field").json()["left"] == 0
    typed = site.browser.post(f"/case/{number}/check", json={"values": {"account": "DE999"}}).json()
    assert typed["left"] == 1 and typed["rows"]["account"]["rule"] == asked
    again = site.key(number, fence, "account", "DE999").json()
    assert again["rows"]["account"]["state"] == "doubtful" and again["rows"]["account"]["rule"] == asked
    assert site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "review"
    assert site.browser.post(f"/case/{number}/confirm", json=told).json()["left"] == 0
    assert site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "approved"
