"""QA: what was drawn is keyed again by somebody else, judged, and a wrong value waits for a supervisor."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from documents.errors import Conflict, StoreError
from documents.fields import Value
from store import Database, cases, history, qa, queue, tasks
from store.database import writing
from store.qa import Draw
from store.voices import Outcome, Sort, Voice
from tests.store.made import RELEASE, REVIEW, case, claimed, fields, saved

DRAWN = [Draw("total", "money", 0.25)]


def straight(db: Database, folder: Path) -> int:
    """A document that went through without a person, and whose total was drawn."""
    [number] = cases.save(db, claimed(db, folder), [case(RELEASE)], None, [DRAWN])
    return number


def say(db: Database, kind: str, person: str, value: Value | None, why: str = "") -> tasks.Answered:
    task = tasks.next(db, person=person, kinds=[kind])
    assert task is not None
    said = Voice(Sort.KEYED, person, value, "" if value is None else str(value), (), why)
    return tasks.answer(db, task.id, fence=task.fence, voice=said)


def test_a_value_that_is_keyed_the_same_again_is_right(db: Database, tmp_path: Path) -> None:
    number = straight(db, tmp_path)
    assert qa.verdicts(db) == []
    assert qa.drawn_before(db, "acme", "invoice") == {"total": 1}
    assert qa.drawn_before(db, "beta", "invoice") == {}
    assert say(db, "qa", "quinn", Decimal("119.0")) == tasks.Answered(number, Outcome.AGREED, False)
    [verdict] = qa.verdicts(db, client="acme", type_name="invoice")
    assert (verdict.case_id, verdict.field, verdict.verdict, verdict.disputed) == (number, "total", "right", False)
    assert (verdict.model, verdict.threshold, verdict.score, verdict.probability) == ("m1", 0.9, 0.4, 0.25)
    assert (verdict.by, verdict.declaration) == ("label", "d1")
    assert qa.verdicts(db, client="beta") == qa.verdicts(db, since=verdict.judged_at.replace(year=2999)) == []
    assert len(history.of(db, number, "total")) == 1


def test_who_types_a_name_or_a_discount_as_it_is_printed_is_right(db: Database, tmp_path: Path) -> None:
    """The record has "Fir Inc." for what the paper prints as "FIR, Inc", and a discount of 9.07 for "-9,07"."""
    made = case(RELEASE)
    printed: dict[str, tuple[Value, str]] = {"supplier": ("Fir Inc.", "FIR, Inc"), "total": (Decimal("9.07"), "-9,07")}
    fields = {name: replace(made.fields["total"], name=name, value=v, text=t) for name, (v, t) in printed.items()}
    drawn = [qa.Draw("supplier", "name", 1.0), qa.Draw("total", "money", 1.0)]
    cases.save(db, claimed(db, tmp_path), [replace(made, fields={**made.fields, **fields})], None, [drawn])
    for _ in drawn:
        task = tasks.next(db, person="quinn", kinds=["qa"])
        assert task is not None
        value, text = ("FIR, Inc", "FIR, Inc") if task.field == "supplier" else (Decimal("-9.07"), "-9,07")
        said = Voice(Sort.KEYED, "quinn", value, text)
        assert tasks.answer(db, task.id, fence=task.fence, voice=said).outcome is Outcome.AGREED
    assert {each.verdict for each in qa.verdicts(db)} == {"right"}


def test_a_value_that_two_say_is_wrong_waits_for_a_supervisor(db: Database, tmp_path: Path) -> None:
    number = straight(db, tmp_path)
    assert say(db, "qa", "quinn", Decimal("118")).outcome is Outcome.DISPUTED
    [verdict] = qa.verdicts(db)
    assert (verdict.verdict, verdict.disputed) == ("wrong", True)
    assert qa.to_correct(db) == []
    assert tasks.next(db, person="quinn", kinds=["arbitrate"]) is None
    say(db, "arbitrate", "carl", Decimal("118.00"))
    [verdict] = qa.verdicts(db)
    assert (verdict.verdict, verdict.disputed) == ("wrong", False)
    [wrong] = qa.to_correct(db, ["acme"])
    assert (wrong.case_id, wrong.field, wrong.was, wrong.should_be) == (
        number, "total", Decimal("119.00"), Decimal("118.00"),
    )  # fmt: skip
    assert qa.to_correct(db, ["beta"]) == []
    assert len(history.of(db, number, "total")) == 1, "QA changes no value by itself"
    with pytest.raises(StoreError, match="needs a reason"):
        qa.close(db, number, "total", person="sue", why=" ")
    qa.close(db, number, "total", person="sue", why="restated in export 7")
    assert qa.to_correct(db) == []
    with pytest.raises(StoreError, match="no open correction"):
        qa.close(db, number, "total", person="sue", why="again")


@pytest.mark.parametrize(("arbiter", "verdict"), [(Decimal("119"), "right"), (None, "unclear")])
def test_who_checks_may_be_wrong_too(db: Database, tmp_path: Path, arbiter: Value | None, verdict: str) -> None:
    straight(db, tmp_path)
    say(db, "qa", "quinn", Decimal("118"))
    say(db, "arbitrate", "carl", arbiter, "" if arbiter else "unreadable: faint")
    assert [(one.verdict, one.disputed) for one in qa.verdicts(db)] == [(verdict, False)]
    assert qa.to_correct(db) == []


def test_what_cannot_be_read_is_unclear(db: Database, tmp_path: Path) -> None:
    straight(db, tmp_path)
    assert say(db, "qa", "quinn", None, "unreadable: faint").outcome is Outcome.UNCLEAR
    assert qa.verdicts(db)[0].verdict == "unclear"


def keyed_by_anna(db: Database, folder: Path) -> int:
    """A document whose total Bert keyed, then Anna otherwise, who finished it; and which was drawn."""
    [number] = saved(db, folder, case(REVIEW))
    fence = queue.claim(db, number, person="bert").fence
    history.correct(db, number, person="bert", name="total", value=Decimal("1"), text="1", fence=fence)
    queue.give_back(db, number, person="bert", fence=fence)
    fence = queue.claim(db, number, person="anna").fence
    history.correct(db, number, person="anna", name="total", value=Decimal("119"), text="119", fence=fence)
    judged = cases.load(db, number, {"invoice": case().doctype}).fields  # type: ignore[dict-item]  # it has one
    held = {"person": "anna", "fence": fence}
    cases.decide(db, number, fields=judged, findings=(), decision=RELEASE, drawn=DRAWN, **held)  # type: ignore[arg-type]
    return number


def test_nobody_checks_what_they_keyed(db: Database, tmp_path: Path) -> None:
    keyed_by_anna(db, tmp_path)
    for person in ("anna", "bert"):
        assert tasks.next(db, person=person, kinds=["qa"]) is None
    assert say(db, "qa", "quinn", Decimal("119")).outcome is Outcome.AGREED
    assert qa.verdicts(db)[0].by == "keyed:anna"


@pytest.mark.parametrize("voice", ["checked", "arbitrated"])
def test_the_database_refuses_who_checks_their_own_value(db: Database, tmp_path: Path, voice: str) -> None:
    number = keyed_by_anna(db, tmp_path)
    said = (
        "INSERT INTO entries (client, case_id, field, round, voice, person, tag, value, text, boxes, why, at) VALUES "
        "('acme', :case, 'total', 1, :voice, :person, 'decimal', '1', '1', '[]', '', '2026-01-01 00:00:00')"
    )
    for person in ("anna", "bert"):  # Bert is not even named in the round: the trigger looks into the history
        with pytest.raises(Conflict), writing(db) as connection:
            connection.execute(text(said), {"case": number, "voice": voice, "person": person})
    with writing(db) as connection:
        connection.execute(text(said), {"case": number, "voice": voice, "person": "quinn"})
    with pytest.raises(Conflict), writing(db) as connection:
        connection.execute(text(said), {"case": number, "voice": "arbitrated", "person": "quinn"})


def test_the_seed_of_the_draw_is_made_once(db: Database) -> None:
    assert len(qa.seed(db)) == 64
    assert qa.seed(db) == qa.seed(db)


def test_only_values_can_be_drawn(db: Database, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has no value"):
        cases.save(db, claimed(db, tmp_path), [case(RELEASE)], None, [[Draw("vat", "money", 0.1)]])
    assert "total" in fields()
