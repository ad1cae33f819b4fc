"""Scores stored before anybody looked, and what people found out afterwards: the evidence, and what teaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select

from documents.case import CaseState
from documents.fields import Field, Fields, base_name
from documents.kinds import same
from documents.layout import Document
from documents.plain import to_noun
from documents.promise import Checked
from documents.verdicts import Score
from store import case_rows, values
from store.database import Database, reading
from store.keyings import SETTLED, voices
from store.learned_tables import case_scores
from store.tables import cases, decisions, field_values
from store.task_tables import keyings, qa_samples
from store.voices import Sort

#: Who keyed a field of these without seeing what was read; every such field of every document was keyed so.
UNSEEN = ("verify", "blind")
#: Whose word holds, by the verdict of QA.
_HOLDS = {"right": Sort.ACCEPTED, "wrong": Sort.ARBITRATED}
#: The scores of a case, and what they were given by.
_SCORED = (case_scores.c.plain, case_scores.c.model.label("scored_by"), case_scores.c.declaration.label("declared"))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A case that a person has finished: what the machine read, how sure it was, and what is in force now.

    `accepted` are the values that the machine's decision let through, had the others not held the document up.
    `decided` is the number of the newest decision: finished once more, the case has a higher one.
    """

    case_id: int
    read: Fields
    fields: Fields
    scores: Mapping[str, Score]
    model: str
    accepted: frozenset[str] = frozenset()
    decided: int = 0


@dataclass(frozen=True, slots=True)
class Straight:
    """A case that no person has finished: how sure each of its values was."""

    case_id: int
    doctype: str
    scores: Mapping[str, Score]


def evidence(db: Database, client: str) -> list[Checked]:
    """All that is known of this client's values without the score having had a part in it, oldest first.

    A value that blind QA drew counts with its probability; one whose field is always keyed unseen counts as drawn for
    certain. Of a value that a person had keyed or confirmed before it was drawn, what the machine had read is held
    against what QA found: were those left out, only what nobody mended would speak for the machine. A value that QA
    could not read counts as wrong; one that is disputed waits for the third person.
    """
    with reading(db) as connection:
        found = [*_drawn(connection, client), *_keyed_unseen(connection, client)]
    return sorted(found, key=lambda each: (each.at, each.case_id, each.field))


def removed(db: Database, client: str) -> list[Checked]:
    """The values that a machine read and a person took away before the case was complete: wrong, and never drawn.

    Their `probability` is 0: whoever counts them as evidence must draw among them first.
    """
    gone = field_values.alias("gone")
    last = select(func.max(gone.c.id)).where(gone.c.case_id == cases.c.id, gone.c.name == field_values.c.name)
    query = (
        select(field_values.c.case_id, field_values.c.name.label("field"), field_values.c.at, cases.c.type, *_SCORED)
        .join(cases, cases.c.id == field_values.c.case_id)
        .join(case_scores, (case_scores.c.case_id == cases.c.id) & (case_scores.c.type == cases.c.type))
        .where(cases.c.client == client, cases.c.straight.is_(False), field_values.c.tag == values.ABSENT)
        .where(cases.c.state.in_((CaseState.APPROVED, CaseState.RELEASED)))
        .where(field_values.c.id == last.scalar_subquery(), field_values.c.person != "")
    )
    with reading(db) as connection:
        return [each for row in connection.execute(query) for each in _checked(row, False, 0.0, row.at)]


def reviewed(db: Database, client: str, doctype: str, *, after: int = 0, limit: int | None = None) -> list[Reviewed]:
    """Cases of a type that a person has finished, numbered above `after`: the newest `limit`, in order."""
    query = (
        select(cases.c.id, case_scores.c.plain, case_scores.c.model)
        .join(case_scores, case_scores.c.case_id == cases.c.id)
        .where(cases.c.client == client, cases.c.type == doctype, case_scores.c.type == doctype, cases.c.id > after)
        .where(cases.c.state.in_((CaseState.APPROVED, CaseState.RELEASED)), _finished())
        .order_by(cases.c.id.desc())
        .limit(limit)
    )
    with reading(db) as connection:
        rows = list(connection.execute(query))
        return [_reviewed(connection, row) for row in reversed(rows)]


def straight(db: Database, client: str) -> list[Straight]:
    """The cases that went through without a person and that nobody has corrected since, in order."""
    query = (
        select(cases.c.id, cases.c.type, case_scores.c.plain)
        .join(case_scores, case_scores.c.case_id == cases.c.id)
        .where(cases.c.client == client, cases.c.straight.is_(True), ~_finished())
        .order_by(cases.c.id)
    )
    with reading(db) as connection:
        return [
            Straight(row.id, row.type, {name: to_noun(Score, plain) for name, plain in row.plain.items()})
            for row in connection.execute(query)
        ]


def waiting(db: Database, client: str) -> dict[str, int]:
    """The number of finished cases with scores, by document type: as many can teach."""
    query = (
        select(cases.c.type, func.count().label("cases"))
        .join(case_scores, and_(case_scores.c.case_id == cases.c.id, case_scores.c.type == cases.c.type))
        .where(cases.c.client == client, _finished())
        .where(cases.c.state.in_((CaseState.APPROVED, CaseState.RELEASED)))
        .group_by(cases.c.type)
    )
    with reading(db) as connection:
        return {row.type: row.cases for row in connection.execute(query)}


def document(db: Database, case_id: int) -> Document:
    """The document of a case as captured."""
    with reading(db) as connection:
        return case_rows.document(connection, case_id)


def _finished() -> ColumnElement[bool]:
    """Has a person finished it: because it came to the desk, or to correct what went through?"""
    return select(decisions.c.id).where(decisions.c.case_id == cases.c.id, decisions.c.person != "").exists()


def _drawn(connection: Connection, client: str) -> Iterator[Checked]:
    of_round = (
        (keyings.c.case_id == qa_samples.c.case_id)
        & (keyings.c.field == qa_samples.c.field)
        & (keyings.c.round == qa_samples.c.round)
    )
    query = (
        select(qa_samples, keyings.c.kind, *_SCORED)
        .join(case_scores, case_scores.c.case_id == qa_samples.c.case_id)
        .join(keyings, of_round)
        .where(qa_samples.c.client == client, qa_samples.c.type == case_scores.c.type)
        .where(qa_samples.c.verdict != "", qa_samples.c.disputed.is_(False))
    )
    for row in connection.execute(query):
        right = _is_as_read(connection, row) if row.by.startswith("keyed:") else row.verdict == "right"
        if right is not None:
            yield from _checked(row, right, row.probability, row.judged_at)


def _is_as_read(connection: Connection, row: Row[Any]) -> bool | None:
    """Is what QA found what a machine had read, before a person gave the value? None where no machine read anything."""
    ends = _ends(connection, row.case_id, row.field)
    if ends is None:
        return None
    if row.verdict == "unclear":
        return False
    holds = next(voice for voice in voices(connection, row) if voice.sort is _HOLDS[row.verdict])
    return holds.value is not None and same(row.kind, ends[0].value, holds.value)


def _keyed_unseen(connection: Connection, client: str) -> Iterator[Checked]:
    query = (
        select(keyings, *_SCORED)
        .join(case_scores, case_scores.c.case_id == keyings.c.case_id)
        .where(keyings.c.client == client, keyings.c.state == SETTLED, keyings.c.review.in_(UNSEEN))
        .where(keyings.c.type == case_scores.c.type)
    )
    for row in connection.execute(query):
        ends = _ends(connection, row.case_id, row.field)
        if ends is not None:
            read, now = ends
            right = now is not None and same(row.kind, read.value, now.value)
            yield from _checked(row, right, 1.0, row.settled_at)


def _checked(row: Row[Any], right: bool, probability: float, at: datetime) -> Iterator[Checked]:
    """The row as evidence; none where the machine had read nothing, so that nothing was scored."""
    score = row.plain.get(row.field)
    if score is not None:
        kept = (row.type, base_name(row.field), float(score["right"]), right, probability)
        yield Checked(row.case_id, *kept, row.scored_by, row.declared, at, row.field)


def _ends(connection: Connection, case_id: int, name: str) -> tuple[Field, Field | None] | None:
    """What a machine first read in a field, and what is in force; None where no machine read anything."""
    here = (field_values.c.case_id == case_id) & (field_values.c.name == name)
    rows = list(connection.execute(select(field_values).where(here).order_by(field_values.c.id)))
    if not rows or rows[0].person or rows[0].tag == values.ABSENT:
        return None
    return values.noun(rows[0]), None if rows[-1].tag == values.ABSENT else values.noun(rows[-1])


def _reviewed(connection: Connection, row: Row[Any]) -> Reviewed:
    first = (
        select(func.min(field_values.c.id).label("id"))
        .where(field_values.c.case_id == row.id)
        .group_by(field_values.c.name)
        .subquery()
    )
    query = select(field_values).join(first, first.c.id == field_values.c.id)
    made = {each.name: values.noun(each) for each in connection.execute(query) if each.tag != values.ABSENT}
    scores = {name: to_noun(Score, plain) for name, plain in row.plain.items()}
    read = {name: field for name, field in made.items() if name in scores}
    decided = select(decisions.c.plain).where(decisions.c.case_id == row.id).order_by(decisions.c.id).limit(1)
    accepted = frozenset(connection.scalars(decided).one()["accepted"])
    newest = connection.scalars(select(func.max(decisions.c.id)).where(decisions.c.case_id == row.id)).one()
    return Reviewed(row.id, read, values.current(connection, row.id), scores, row.model, accepted, newest)
