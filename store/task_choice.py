"""Which task comes next: the most urgent that a person may have, and has not passed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, select, update

from store.tables import field_values
from store.task_tables import entries, keyings, task_skips, tasks
from store.voices import QA


def choose(
    connection: Connection,
    person: str,
    kinds: Sequence[str],
    limits: Sequence[Any],
    aside: bool,
    like: tuple[str, str] | None,
) -> int | None:
    """The most urgent of the kinds; each is looked for by itself, so that the index serves it."""
    queries = [
        _free(person, kind, put).where(*limits).limit(1).with_for_update(skip_locked=True)
        for kind in kinds
        for put in ((False, True) if aside else (False,))
    ]
    best = min((tuple(row) for query in queries for row in connection.execute(query)), default=None)
    if best is None or like is None:
        return None if best is None else int(best[2])
    same = (tasks.c.priority == best[0]) & (tasks.c.type == like[0]) & (tasks.c.field == like[1])
    alike = min((tuple(row) for query in queries for row in connection.execute(query.where(same))), default=best)
    return int(alike[2])


def _free(person: str, kind: str, put: bool) -> Select[Any]:
    """Tasks of a kind that this person may have, most urgent first."""
    urgency = (tasks.c.priority, tasks.c.deadline, tasks.c.id)
    here = (tasks.c.kind == kind) & (tasks.c.state == "ready")
    here &= (tasks.c.aside != "") if put else (tasks.c.aside == "")
    said = (entries.c.case_id == tasks.c.case_id) & (entries.c.field == tasks.c.field) & (entries.c.person == person)
    query = select(*urgency).where(here, tasks.c.first != person)
    query = query.where(~exists().where(said, entries.c.round == tasks.c.round))
    query = query.where(~exists().where(task_skips.c.task_id == tasks.c.id, task_skips.c.person == person))
    if kind in ("qa", "arbitrate"):
        keyed = (field_values.c.case_id == tasks.c.case_id) & (field_values.c.name == tasks.c.field)
        knows = exists().where(said) | exists().where(keyed, field_values.c.person == person)
        query = query.where(~(knows & _is_check()) if kind == "arbitrate" else ~knows)
    return query.order_by(*urgency)


def _is_check() -> Any:
    """The condition that a row of tasks belongs to a round of QA."""
    here = (keyings.c.case_id == tasks.c.case_id) & (keyings.c.field == tasks.c.field)
    return exists().where(here, keyings.c.round == tasks.c.round, keyings.c.review == QA)


def expire(connection: Connection, moment: datetime) -> None:
    """Return what people let run out; what they typed is a draft of theirs."""
    over = tasks.c.lease_owner.is_not(None) & (tasks.c.lease_until < moment)
    free: dict[str, Any] = {"state": "ready", "lease_owner": None, "lease_until": None}
    connection.execute(update(tasks).where(over, tasks.c.state == "leased").values(**free))
