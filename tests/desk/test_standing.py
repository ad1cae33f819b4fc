"""What stands: a confirmation, a decision, and a case's type, while values or declarations change under them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import validators
from desk import finishing
from desk.context import Desk
from desk.judging import answers, judge, mark
from desk.opened import Opened, opened
from desk.recent import Recent
from documents.doctype import DocumentType, FieldSpec, Rule, Step
from documents.errors import StoreError
from documents.fields import Field
from documents.layout import Document
from documents.verdicts import Severity
from store import cases, queue
from store.history import Change
from store.people import Person
from store.queue import QueueItem
from tests.desk.conftest import GOOD, TYPES, Site, a_case


def test_a_value_saved_while_finish_judges_is_not_undone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    number = site.save(a_case(GOOD))
    fence = site.take(number)
    site.key(number, fence, "total", "119.00")

    def opened_slowly(desk: Desk, item: QueueItem, person: Person) -> Opened:
        there = opened(desk, item, person)
        assert site.key(number, fence, "note", "late").status_code == 200
        return there

    with monkeypatch.context() as slow:
        slow.setattr(finishing, "opened", opened_slowly)
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


PAPER = Document("0" * 64, "form.pdf", ())
FORM = DocumentType(
    "form",
    "Form",
    (FieldSpec("employer", "Employer", "identifier"), FieldSpec("note", "Note", "text", required=False)),
    rules=(Rule(Step("ein", {}), ("employer",), Severity.CONFIRM),),
)


def told(number: int, name: str, before: str | None, value: str | None) -> Change:
    """What the history keeps of a value that Anna keyed, or (None) of a confirmation."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Change(number, 1, name, before, value, value or "", 1.0, "keyed:anna", (), "anna", at, "")


def test_a_confirmation_ends_with_the_value_that_it_was_given_for() -> None:
    changes = [told(1, "employer", None, "00-1111111")]

    def left() -> int:
        last = {change.name: change for change in changes if change.value is not None}
        fields = {n: Field(n, c.value, c.text, 1.0, c.by) for n, c in last.items() if c.value is not None}
        judged = judge(PAPER, fields, FORM, answers(changes), validators.NONE)
        assert [mark(finding) for finding in judged.findings] == [asked] * len(judged.findings)
        return len(judged.decision.reasons)

    [wrong] = validators.validate({"employer": Field("employer", "00-1111111", "", 1.0, "keyed:anna")}, FORM)
    asked = mark(wrong)
    assert left() == 1
    changes.append(told(2, asked, None, None))
    assert left() == 0
    changes.append(told(3, "employer", "00-1111111", "00-1111111"))
    changes.append(told(4, "note", None, "of another field"))
    assert left() == 0
    changes.append(told(5, "employer", "00-1111111", "00-2222222"))
    assert left() == 1
    changes.append(told(6, asked, None, None))
    assert left() == 0
