"""Fields keyed unseen: who may say what, what follows, and that the database itself refuses the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import insert, text, update

from documents.case import CaseState
from documents.doctype import FieldSpec, Review
from documents.errors import Conflict, LeaseLost, StoreError
from documents.fields import Value
from store import Database, cases, drafts, finishing, history, queue, skills, tasks
from store.database import now, writing
from store.keyings import Asked
from store.task_tables import entries
from store.task_tables import tasks as tasks_table
from store.voices import Outcome, Sort, Voice, outcome
from tests.store.made import BOX, INVOICE, RELEASE, TYPES, case, fields, saved

FIELDS = fields()
BLIND = replace(
    INVOICE, fields=(INVOICE.fields[0], FieldSpec("total", "Total", "money", review=Review.BLIND)), index=("total",)
)


def voice(person: str, value: Value | None, why: str = "") -> Voice:
    return Voice(Sort.KEYED, person, value, "" if value is None else str(value), (), why)


def amount(person: str, value: str) -> Voice:
    return voice(person, Decimal(value))


def keyed(
    db: Database, number: int, first: Voice, review: str = "blind", *, read: bool = True, votes: bool = False
) -> CaseState:
    """The first person finishes the document, having keyed its total unseen."""
    fence = queue.claim(db, number, person=first.person).fence
    drafts.keep(db, number, name="total", voice=first, fence=fence)
    machine = FIELDS["total"] if read else None
    return finishing.finish(
        db,
        number,
        asked=[Asked("total", "Total", review, "money", first, machine, votes)],
        fields=FIELDS,
        findings=(),
        decision=RELEASE,
        person=first.person,
        fence=fence,
        seen=history.newest(db, number),
        drafted=drafts.newest(db, number, first.person),
    )


def say(db: Database, kind: str, said: Voice) -> tasks.Answered:
    task = tasks.next(db, person=said.person, kinds=[kind])
    assert task is not None
    return tasks.answer(db, task.id, fence=task.fence, voice=said)


def total(db: Database, number: int) -> tuple[str, str]:
    field = cases.load(db, number, TYPES).fields["total"]
    return str(field.value), field.by


def test_two_people_who_say_the_same_have_agreed(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    assert keyed(db, number, amount("anna", "120.0")) is CaseState.REVIEW
    assert total(db, number) == ("119.00", "label")
    assert tasks.next(db, person="anna", kinds=["key"]) is None
    done = say(db, "key", amount("bert", "120.00"))
    assert done == tasks.Answered(number, Outcome.AGREED, True)
    assert total(db, number) == ("120.0", "keyed:anna+bert")
    assert history.of(db, number, "total")[-1].why == "double keying: agreed"


def test_what_two_say_otherwise_a_third_decides(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    keyed(db, number, amount("anna", "120"))
    assert say(db, "key", amount("bert", "121")).outcome is Outcome.DISPUTED
    assert total(db, number) == ("119.00", "label")
    for person in ("anna", "bert"):
        assert tasks.next(db, person=person, kinds=["arbitrate"]) is None
    task = tasks.next(db, person="carl", kinds=["arbitrate"])
    assert task is not None
    shown = tasks.choices(db, task.id, "carl")
    assert {one.text for one in shown} == {"120", "121"}
    assert tasks.choices(db, task.id, "carl") == shown
    done = tasks.answer(db, task.id, fence=task.fence, voice=amount("carl", "122"))
    assert done == tasks.Answered(number, Outcome.ARBITRATED, True)
    assert total(db, number) == ("122", "keyed:carl")


def test_only_an_arbiter_sees_what_others_said_and_only_while_they_hold_the_task(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    keyed(db, number, amount("anna", "120.55"))
    task = tasks.next(db, person="bert", kinds=["key"])
    assert task is not None
    with pytest.raises(StoreError, match="no arbitration"):
        tasks.choices(db, task.id, "bert")
    with pytest.raises(LeaseLost):
        tasks.choices(db, task.id, "carl")
    assert "120.55" not in repr(task), "with its point: a moment's microseconds may well hold a 120"


@pytest.mark.parametrize(
    ("said", "read", "state", "by"),
    [
        ("119.0", True, CaseState.APPROVED, "keyed:anna"),  # what was read is the second voice
        ("119.0", False, CaseState.APPROVED, "keyed:anna"),  # nothing was read: there is no second voice
        ("118", True, CaseState.REVIEW, "label"),
    ],
)
def test_who_verifies_is_held_against_the_machine(
    db: Database, tmp_path: Path, said: str, read: bool, state: CaseState, by: str
) -> None:
    [number] = saved(db, tmp_path)
    assert keyed(db, number, amount("anna", said), "verify", read=read) is state
    assert total(db, number)[1] == by
    assert tasks.counts(db)["arbitrate"] == (state is CaseState.REVIEW)


def test_the_machine_may_count_as_one_voice(db: Database, tmp_path: Path) -> None:
    [one, other] = saved(db, tmp_path, case(part=1), case(part=2, number="R-18"))
    assert keyed(db, one, amount("anna", "119"), votes=True) is CaseState.APPROVED
    assert keyed(db, other, amount("anna", "7"), votes=True) is CaseState.REVIEW
    assert say(db, "key", amount("bert", "119")).outcome is Outcome.AGREED
    assert total(db, other) == ("119", "keyed:bert")


def test_blank_and_unreadable_are_answers(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    keyed(db, number, voice("anna", None, "blank: left_empty"))
    assert say(db, "key", voice("bert", None, "blank: not_printed")).outcome is Outcome.AGREED
    assert "total" not in cases.load(db, number, TYPES).fields
    assert history.of(db, number, "total")[-1].why == "blank: left_empty"
    faint, value = voice("anna", None, "unreadable: faint"), amount("bert", "1")
    assert outcome("blind", "money", [faint, value])[0] is Outcome.DISPUTED


def test_while_others_key_nobody_takes_or_moves_the_case(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    keyed(db, number, amount("anna", "120"))
    assert queue.next(db, person="bert") is None
    with pytest.raises(Conflict, match="keyed by others"):
        queue.claim(db, number, person="bert")
    with pytest.raises(Conflict, match="keyed by others"):
        cases.decide(db, number, fields=FIELDS, findings=(), decision=RELEASE, person="bert", fence=None)
    assert queue.item(db, number).first_reason == "Total: another person keys it"
    finishing.withdraw(db, number, person="sue", why="only two of us")
    assert tasks.next(db, person="bert", kinds=["key"]) is None
    assert queue.next(db, person="bert") is not None


def test_when_the_last_has_answered_the_case_is_decided_without_a_lease(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    keyed(db, number, amount("anna", "120"))
    say(db, "key", amount("bert", "120"))
    made = cases.load(db, number, TYPES).fields
    seen = history.newest(db, number)
    to = cases.decide(db, number, fields=made, findings=(), decision=RELEASE, person="bert", fence=None, seen=seen)
    assert to is CaseState.APPROVED


def test_the_database_refuses_a_second_word_of_one_person(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    keyed(db, number, amount("anna", "120"))
    say(db, "key", amount("bert", "121"))
    for person in ("anna", "bert"):  # as second keyer, or as arbiter
        for sort in ("keyed", "arbitrated"):
            with pytest.raises(Conflict), writing(db) as connection:
                connection.execute(text(RAW), {"case": number, "round": 1, "voice": sort, "person": person})
    with writing(db) as connection:
        connection.execute(text(RAW), {"case": number, "round": 1, "voice": "arbitrated", "person": "carl"})


RAW = (
    "INSERT INTO entries (client, case_id, field, round, voice, person, tag, value, text, boxes, why, at) VALUES "
    "('acme', :case, 'total', :round, :voice, :person, 'decimal', '1', '1', '[]', '', '2026-01-01 00:00:00')"
)


def test_what_was_said_is_never_edited(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    keyed(db, number, amount("anna", "120"))
    for deed in ("UPDATE entries SET value = '1'", "DELETE FROM entries", "UPDATE drafts SET value = '1'"):
        with pytest.raises(StoreError, match="never edited"), writing(db) as connection:
            connection.execute(text(deed))
    with pytest.raises(Conflict), writing(db) as connection:  # a word without its round
        connection.execute(
            insert(entries).values(
                client="acme", case_id=number, field="x", round=1, voice="keyed", person="x", tag="", boxes=[],
                at=now(connection),
            )
        )  # fmt: skip


def test_what_one_keyed_unseen_nobody_else_reads(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    drafts.keep(db, number, name="total", voice=amount("anna", "1"), fence=fence, edit="e1")
    drafts.keep(db, number, name="total", voice=amount("anna", "1"), fence=fence, edit="e1")
    drafts.keep(db, number, name="total", voice=amount("anna", "2"), fence=fence)
    assert drafts.mine(db, number, "anna")["total"].value == Decimal("2")
    assert drafts.mine(db, number, "bert") == {}
    assert total(db, number) == ("119.00", "label")
    assert len(history.of(db, number, "total")) == 1
    with pytest.raises(LeaseLost):
        drafts.keep(db, number, name="total", voice=amount("bert", "3"), fence=fence)
    drafts.keep_late(db, number, name="total", voice=amount("bert", "3"))
    assert drafts.mine(db, number, "bert") == {}
    assert drafts.late(db, number, "bert")["total"][0] == "3"
    assert drafts.late(db, number, "anna") == {}


def test_a_late_answer_is_refused_and_kept_as_a_draft(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    keyed(db, number, amount("anna", "120"))
    late = tasks.next(db, person="bert", kinds=["key"])
    assert late is not None
    tasks.heartbeat(db, late.id, person="bert", fence=late.fence, typed="12")
    with writing(db) as connection:
        connection.execute(update(tasks_table).values(lease_until=now(connection) - timedelta(hours=1)))
    other = tasks.next(db, person="carl", kinds=["key"])
    assert other is not None
    assert (other.id, other.fence, other.draft) == (late.id, late.fence + 1, "")
    for refused in (
        lambda: tasks.answer(db, late.id, fence=late.fence, voice=amount("bert", "120")),
        lambda: tasks.heartbeat(db, late.id, person="bert", fence=late.fence),
        lambda: tasks.give_back(db, late.id, person="bert", fence=late.fence),
    ):
        with pytest.raises(LeaseLost):
            refused()
    tasks.give_back(db, other.id, person="carl", fence=other.fence)
    again = tasks.next(db, person="bert", kinds=["key"])
    assert again is not None
    assert again.draft == "120"


def test_what_three_pass_on_waits_for_a_supervisor(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    keyed(db, number, amount("anna", "120"))
    for person in ("bert", "carl", "dora"):
        task = tasks.next(db, person=person, kinds=["key"])
        assert task is not None
        tasks.give_back(db, task.id, person=person, fence=task.fence, why="skip: unsure")
        assert tasks.next(db, person=person, kinds=["key"]) is None
    assert tasks.next(db, person="emil", kinds=["key"]) is None
    task = tasks.next(db, person="emil", kinds=["key"], aside=True)
    assert task is not None
    tasks.give_back(db, task.id, person="emil", fence=task.fence)
    tasks.bring_back(db, task.id, person="sue")
    assert tasks.next(db, person="emil", kinds=["key"]) is not None


def test_a_task_is_as_urgent_as_its_case_and_goes_to_who_can_do_it(db: Database, tmp_path: Path) -> None:
    numbers = saved(db, tmp_path, *(case(part=part, number=f"R-{part}") for part in (1, 2, 3)))
    for number in numbers:
        keyed(db, number, amount("anna", "120"))
    queue.hurry(db, numbers[2], person="sue", priority=1)
    with writing(db) as connection:
        connection.execute(text("INSERT INTO people (name, password, roles, clients, added_at) VALUES "
                                "('bert', '', '[]', '[]', '2026-01-01 00:00:00')"))  # fmt: skip
    first = tasks.next(db, person="bert", kinds=["key", "verify"], clients=["acme"])
    assert first is not None
    assert first.case_id == numbers[2]
    assert tasks.next(db, person="carl", kinds=["key"], clients=["beta"]) is None
    skills.give(db, "bert", "kind", ["date"], by="sue")
    tasks.give_back(db, first.id, person="bert", fence=first.fence)
    assert tasks.next(db, person="bert", kinds=["key"], wanted=skills.of(db, "bert")) is None
    skills.give(db, "bert", "kind", ["date", "money"], by="sue")
    again = tasks.next(db, person="bert", kinds=["key"], wanted=skills.of(db, "bert"), placed=True)
    assert again is not None
    assert again.boxes == (BOX,)
    skills.give(db, "bert", "kind", [], by="sue")
    assert skills.of(db, "bert") == {}
    with pytest.raises(StoreError, match="no sort of skill"):
        skills.give(db, "bert", "height", ["1"], by="sue")
