"""Values that a person has to look at, across many documents: what is equal can be looked at together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from documents.case import CaseState
from documents.fields import Field
from documents.plain import to_noun
from documents.verdicts import Decision, Doubt
from store import case_rows, holds, values
from store.database import Database, now, reading
from store.tables import cases, decisions, field_values

#: Doubts that a look at the print settles.
_BY_LOOKING = frozenset({Doubt.PLACE, Doubt.READING})


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One value that is unsure for no other reason than its place or its reading, and where it stands."""

    case_id: int
    client: str
    type_name: str
    document: str
    field: Field


def doubtful(db: Database, clients: Collection[str], *, most: int = 300) -> list[Doubtful]:
    """Such values of the most urgent cases (so many at most) of these clients that nobody works on."""
    with reading(db) as connection:
        free = cases.c.lease_until.is_(None) | (cases.c.lease_until < now(connection))
        here = cases.c.client.in_(clients) & (cases.c.state == CaseState.REVIEW) & free & ~holds.held()
        query = select(cases.c.id, cases.c.client, cases.c.type, case_rows.title().label("title")).where(here)
        chosen = connection.execute(query.order_by(cases.c.priority, cases.c.deadline, cases.c.id).limit(most)).all()
        numbers = [row.id for row in chosen]
        last = select(func.max(decisions.c.id)).where(decisions.c.case_id.in_(numbers)).group_by(decisions.c.case_id)
        judged = connection.execute(select(decisions).where(decisions.c.id.in_(last)))
        unsure = {row.case_id: _to_look_at(to_noun(Decision, row.plain)) for row in judged}
        own = field_values.c.case_id.in_(numbers)
        newest = select(func.max(field_values.c.id)).where(own).group_by(field_values.c.case_id, field_values.c.name)
        rows = connection.execute(select(field_values).where(field_values.c.id.in_(newest)))
        fields: dict[int, list[Field]] = {}
        for row in rows:
            if row.tag != values.ABSENT and row.name in unsure.get(row.case_id, ()):
                fields.setdefault(row.case_id, []).append(values.noun(row))
    return [
        Doubtful(row.id, row.client, row.type, row.title, field)
        for row in chosen
        for field in sorted(fields.get(row.id, ()), key=lambda field: field.name)
    ]


def _to_look_at(decision: Decision) -> frozenset[str]:
    names = {reason.field for reason in decision.reasons if reason.field and reason.doubt in _BY_LOOKING}
    other = {reason.field for reason in decision.reasons if reason.doubt not in _BY_LOOKING}
    return frozenset(name for name in names - other if name)
