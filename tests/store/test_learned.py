"""Scores before review, versions of what was learned, certificates: what the store keeps and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from assurance.sampling import Plan, choose
from documents.errors import IllegalMove, StoreError
from documents.promise import Certificate, Scope
from documents.verdicts import Score
from store import Database, audit, cases, certificates, history, models, qa, queue, scores, tasks
from store.database import writing
from store.models import ModelState
from store.voices import Sort, Voice
from tests.store import made

DAY = datetime(2026, 1, 31, tzinfo=UTC)
SCORES = {"invoice_number": Score(0.99, {"one": 1.0, "place": 4.5}), "total": Score(0.7, {"one": 1.0})}


def kept(db: Database, folder: Path, content: str, *, straight: bool = False) -> int:
    """A case with scores, in review or gone through."""
    decision = replace(made.RELEASE if straight else made.REVIEW, scores=SCORES, model="m1")
    receipt = made.claimed(db, folder, content)
    case = made.case(decision, number=content)
    drawn = qa.to_draw(db, "acme", case, choose, plan=Plan(rate=1.0)) if straight else []
    [number] = cases.save(db, receipt, [case], None, [drawn])
    return number


def finish(db: Database, number: int, total: str) -> None:
    """A person changes the total and finishes."""
    lease = queue.claim(db, number, person="anna")
    value = Decimal(total)
    history.correct(db, number, person="anna", name="total", value=value, text=total, fence=lease.fence)
    fields = cases.load(db, number, made.TYPES).fields
    decision = replace(made.RELEASE, model="another")
    cases.decide(db, number, fields=fields, findings=(), decision=decision, person="anna", fence=lease.fence)


def test_scores_are_kept_as_they_were_and_nobody_can_change_them(db: Database, tmp_path: Path) -> None:
    number = kept(db, tmp_path, "R-1")
    finish(db, number, "120.00")
    [reviewed] = scores.reviewed(db, "acme", "invoice")
    assert dict(reviewed.scores) == SCORES and reviewed.model == "m1"
    assert reviewed.read["total"].value == Decimal("119.00") and reviewed.fields["total"].value == Decimal("120.00")
    assert reviewed.accepted == {"invoice_number"}
    assert scores.waiting(db, "acme") == {"invoice": 1} and scores.waiting(db, "other") == {}
    assert not scores.reviewed(db, "acme", "invoice", after=number)
    with pytest.raises(StoreError, match="never edited"), writing(db) as connection:
        connection.execute(text("DELETE FROM case_scores"))


def test_a_case_that_nobody_finished_teaches_nothing(db: Database, tmp_path: Path) -> None:
    kept(db, tmp_path, "R-1")
    assert not scores.reviewed(db, "acme", "invoice") and not scores.evidence(db, "acme")
    straight = kept(db, tmp_path, "R-2", straight=True)
    assert [each.case_id for each in scores.straight(db, "acme")] == [straight]
    assert not scores.reviewed(db, "acme", "invoice")


def test_what_went_through_and_was_corrected_teaches_as_a_review_does(db: Database, tmp_path: Path) -> None:
    number = kept(db, tmp_path, "R-2", straight=True)
    cases.reopen(db, number, person="dora", why="not what was paid")
    finish(db, number, "120.00")
    [reviewed] = scores.reviewed(db, "acme", "invoice")
    assert reviewed.read["total"].value == Decimal("119.00") and reviewed.fields["total"].value == Decimal("120.00")
    assert scores.waiting(db, "acme") == {"invoice": 1} and not scores.straight(db, "acme"), "it counts once"
    cases.reopen(db, number, person="dora", why="once more")
    finish(db, number, "121.00")
    assert scores.reviewed(db, "acme", "invoice")[0].decided > reviewed.decided


def test_what_blind_qa_says_is_evidence_with_the_score_from_before(db: Database, tmp_path: Path) -> None:
    number = kept(db, tmp_path, "R-3", straight=True)
    with writing(db) as connection:
        said = "UPDATE qa_samples SET verdict = 'right', judged_at = drawn_at WHERE field = 'invoice_number'"
        connection.execute(text(said))
        connection.execute(
            text("UPDATE qa_samples SET verdict = 'unclear', judged_at = drawn_at WHERE field = 'total'")
        )
    found = {each.field: each for each in scores.evidence(db, "acme")}
    assert found["invoice_number"].right and not found["total"].right, "what nobody can read counts as wrong"
    assert {each.case_id for each in found.values()} == {number}
    assert (found["total"].score, found["total"].probability, found["total"].model) == (0.7, 1.0, "m1")
    assert found["total"].declaration == "d1"
    with writing(db) as connection:
        connection.execute(text("UPDATE qa_samples SET verdict = 'wrong', disputed = true WHERE field = 'total'"))
    assert "total" not in {each.field for each in scores.evidence(db, "acme")}, "a third person has still to look"


@pytest.mark.parametrize(
    ("keyed", "found", "right"), [("119", "119", True), ("120", "120", False), ("120", "119", True)]
)
def test_of_what_a_person_keyed_and_qa_drew_the_machine_s_reading_is_judged(
    db: Database, tmp_path: Path, keyed: str, found: str, right: bool
) -> None:
    """The machine read 119; a person confirms or changes it in view of that; QA keys it unseen, a third decides."""
    number = kept(db, tmp_path, "R-1")
    lease = queue.claim(db, number, person="anna")
    history.correct(db, number, person="anna", name="total", value=Decimal(keyed), text=keyed, fence=lease.fence)
    fields = cases.load(db, number, made.TYPES).fields
    held: dict[str, Any] = {"person": "anna", "fence": lease.fence, "drawn": [qa.Draw("total", "money", 0.25)]}
    cases.decide(db, number, fields=fields, findings=(), decision=made.RELEASE, **held)
    assert not scores.evidence(db, "acme")
    for person, kind in (("quinn", "qa"), ("carl", "arbitrate")):
        if task := tasks.next(db, person=person, kinds=[kind]):
            voice = Voice(Sort.KEYED, person, Decimal(found), found)
            tasks.answer(db, task.id, fence=task.fence, voice=voice)
    [one] = scores.evidence(db, "acme")
    assert (one.field, one.right, one.probability, one.score) == ("total", right, 0.25, 0.7)


def test_what_a_person_took_away_was_wrong(db: Database, tmp_path: Path) -> None:
    number = kept(db, tmp_path, "R-1")
    lease = queue.claim(db, number, person="anna")
    history.correct(db, number, person="anna", name="total", value=None, fence=lease.fence)
    assert not scores.removed(db, "acme"), "the case is not complete"
    fields = cases.load(db, number, made.TYPES).fields
    cases.decide(
        db, number, fields=fields, findings=(), decision=made.RELEASE, person="anna", fence=lease.fence, drawn=()
    )
    [one] = scores.removed(db, "acme")
    assert (one.field, one.right, one.score, one.probability) == ("total", False, 0.7, 0.0)


def add(db: Database, version: str, *, activate: bool = True) -> models.Version:
    facts = {"right": 3}
    return models.add(
        db,
        "acme",
        "invoice",
        version,
        {"x": version},
        documents=9,
        last_case=4,
        facts=facts,
        activate=activate,
        why="ok",
    )


def test_one_version_is_active_and_the_one_before_comes_back(db: Database, tmp_path: Path) -> None:
    made.received(db, tmp_path)
    first, second, shadow = add(db, "v1"), add(db, "v2"), add(db, "v3", activate=False)
    assert models.active(db, "acme")["invoice"].id == second.id and models.active(db, "other") == {}
    assert [each.state for each in models.history(db, "acme")] == [
        ModelState.RETIRED,
        ModelState.ACTIVE,
        ModelState.SHADOW,
    ]
    assert models.content(db, second.id) == {"x": "v2"}
    back = models.revert(db, "acme", "invoice", person="boss", why="odd totals")
    assert back and (back.id, back.state) == (first.id, ModelState.ACTIVE)
    assert models.activate(db, shadow.id, person="boss", why="tested by hand").state is ModelState.ACTIVE
    assert models.active(db, "acme")["invoice"].id == shadow.id
    assert models.history(db, "acme")[1].state is ModelState.REVERTED
    with pytest.raises(IllegalMove, match="in force already"):
        models.activate(db, shadow.id, person="boss", why="again")
    deeds = [entry.action for entry in audit.entries(db, "acme")[::-1] if entry.object.startswith("learned:")]
    assert deeds == [
        "learned.active",
        "learned.active",
        "learned.shadow",
        "learned.reverted",
        "learned.active",
        "learned.active",
    ]


def test_a_damaged_version_is_not_used(db: Database, tmp_path: Path) -> None:
    made.received(db, tmp_path)
    version = add(db, "v1")
    with writing(db) as connection:
        connection.execute(text("UPDATE learned SET sha256 = 'x'"))
    with pytest.raises(StoreError, match="damaged"):
        models.content(db, version.id)


CERTIFICATE = Certificate("invoice", ("total",), Scope.FIELD, 0.02, 0.9, 240, 1, 0.0196, "m1", "d1", DAY, DAY)


def test_certificates_are_replaced_withdrawn_and_never_changed(db: Database, tmp_path: Path) -> None:
    made.received(db, tmp_path)
    [first] = certificates.issue(db, "acme", "invoice", [CERTIFICATE])
    assert certificates.issue(db, "acme", "invoice", [CERTIFICATE]) == [first], "the same certificate stays"
    better = replace(CERTIFICATE, threshold=0.8, checked=500)
    [second] = certificates.issue(db, "acme", "invoice", [better], person="boss")
    assert second.certificate == better and second.id != first.id
    certificates.withdraw(db, second.id, why="QA")
    certificates.withdraw(db, second.id, why="once more")
    assert certificates.in_force(db, "acme") == []
    told = [(each.id, each.ended_at is not None, each.why) for each in certificates.history(db, "acme")]
    assert told == [(first.id, True, "replaced by newer evidence"), (second.id, True, "QA")]
    assert certificates.history(db, "other") == []
