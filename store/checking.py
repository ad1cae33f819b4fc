"""Rounds of QA over values in force: all those of a document at once, while somebody waits for the next document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from documents.fields import Field
from documents.plain import to_plain
from store.keyings import round_row, said, task_row
from store.tables import cases
from store.task_tables import entries, keyings, tasks
from store.voices import QA, Sort, Voice


@dataclass(frozen=True, slots=True)
class Check:
    """A value in force that QA shall check: the field, its kind, and who gave it ("" a machine)."""

    field: Field
    kind: str
    person: str


def check(connection: Connection, case: Row[Any], checks: Sequence[Check], moment: datetime) -> dict[str, int]:
    """Open a round of QA over each of these values, and ask for it; the round by the field's name.

    A document may have forty of them while somebody waits for the next one: a few statements for all.
    """
    last = select(keyings.c.field, func.max(keyings.c.round)).where(keyings.c.case_id == case.id)
    before: dict[str, int] = dict(connection.execute(last.group_by(keyings.c.field)).tuples().all())
    rounds = {one.field.name: before.get(one.field.name, 0) + 1 for one in checks}
    urgency = connection.execute(select(cases).where(cases.c.id == case.id)).one()
    begun, heard, asked = [], [], []
    for one in checks:
        field = one.field
        of = {"client": case.client, "case_id": case.id, "field": field.name, "round": rounds[field.name]}
        voice = Voice(Sort.ACCEPTED, one.person, field.value, field.text, field.boxes)
        begun.append(round_row(of, case.type, QA, one.kind, False, moment))
        heard.append({**of, "voice": voice.sort, "person": voice.person, "at": moment, **said(voice)})
        first, boxes = one.person, to_plain(field.boxes)
        asked.append(task_row(of, 1, "qa", case.type, one.kind, urgency, first, boxes, moment))
    for table, rows in ((keyings, begun), (entries, heard), (tasks, asked)):
        if rows:
            connection.execute(insert(table), rows)
    return rounds
