"""QA: accepted values that were drawn at random, keyed again blindly by somebody else, and the verdicts.

Which values are drawn, and how likely, is `assurance.sampling`'s to say; here the draw is kept with what was in force,
asked as a task, and judged: right, wrong or unclear. A verdict changes no exported value; a wrong one opens a
correction, which waits for a supervisor.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Row, insert, select, update

from documents.case import Case
from documents.errors import StoreError
from documents.fields import Field, Fields, Value, base_name
from documents.verdicts import Decision, Route
from store import audit, keyings
from store.checking import Check, check
from store.database import Database, now, reading, serialise, writing
from store.task_tables import corrections, qa_samples, seeds
from store.task_tables import keyings as keyings_table
from store.voices import Sort


@dataclass(frozen=True, slots=True)
class Draw:
    """A value to be checked: its name, its kind (for comparing), and how likely it was drawn."""

    name: str
    kind: str
    probability: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What QA says of one accepted value, with what was in force when it was accepted.

    `verdict` is right, wrong or unclear; `disputed`: wrong as far as the one person sees who keyed it again, a third
    has still to look. `by` says who gave the value, `score` how sure it was, `probability` how likely it was drawn.
    """

    case_id: int
    client: str
    type_name: str
    field: str
    verdict: str
    disputed: bool
    by: str
    declaration: str
    model: str
    threshold: float | None
    score: float
    probability: float
    drawn_at: datetime
    judged_at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that was accepted and is wrong: what it was, what it should be (None: absent)."""

    case_id: int
    client: str
    type_name: str
    field: str
    was: Value | None
    should_be: Value | None
    opened_at: datetime


def draw(
    connection: Connection, case: Row[Any], drawn: Sequence[Draw], fields: Fields, decision: Decision, moment: datetime
) -> None:
    """Keep what was drawn of a case that is complete now, and ask for it; in the transaction that completes it."""
    missing = next((one.name for one in drawn if one.name not in fields), None)
    if missing is not None:
        raise StoreError(f"case {case.id}: {missing} was drawn for QA and has no value; draw among its values")
    checks = [Check(fields[one.name], one.kind, _keyer(fields[one.name])) for one in drawn]
    rounds = check(connection, case, checks, moment) if checks else {}
    rows = [
        {
            "client": case.client,
            "case_id": case.id,
            "field": one.name,
            "round": rounds[one.name],
            "type": case.type,
            "by": fields[one.name].by,
            "declaration": decision.declaration,
            "model": decision.model,
            "threshold": decision.thresholds.get(base_name(one.name)),
            "score": fields[one.name].confidence,
            "probability": one.probability,
            "drawn_at": moment,
            "verdict": "",
            "disputed": False,
        }
        for one in drawn
    ]
    if rows:
        connection.execute(insert(qa_samples), rows)


def _keyer(field: Field) -> str:
    """Who gave a value; "" for a machine."""
    return field.by.removeprefix("keyed:").split("+")[0] if field.by.startswith("keyed:") else ""


class Chosen(Protocol):
    """What the sampling says of one value."""

    @property
    def name(self) -> str:
        """The value's name."""
        ...

    @property
    def probability(self) -> float:
        """How likely it was drawn."""
        ...


def to_draw(db: Database, client: str, case: Case, choose: Callable[..., Sequence[Chosen]], **plan: Any) -> list[Draw]:
    """The values of a case that goes through which shall be checked; none of one that does not.

    `choose` is `assurance.sampling.choose`, `plan` what it is given beside: the sampling knows no database.
    """
    if case.doctype is None or case.decision.route is not Route.RELEASE:
        return []
    kinds = {name: spec.kind for name in case.fields if (spec := case.doctype.spec(name))}
    chosen = choose(
        sorted(case.decision.accepted & set(kinds)),
        client=client,
        doctype=case.doctype.name,
        document=f"{case.document.sha256}:{case.document.part}",
        seed=seed(db),
        drawn=drawn_before(db, client, case.doctype.name),
        **plan,
    )
    return [Draw(one.name, kinds[one.name], one.probability) for one in chosen]


def seed(db: Database) -> str:
    """The secret by which this installation draws: made when first asked for, the same ever after."""
    mine = select(seeds.c.value).where(seeds.c.name == "qa")
    with reading(db) as connection:
        value: str | None = connection.scalar(mine)
    if value is not None:
        return value
    with writing(db) as connection:
        serialise(connection, "seed:qa")
        value = connection.scalar(mine)
        if value is None:
            value = secrets.token_hex(32)
            connection.execute(insert(seeds).values(name="qa", value=value))
    return value


def drawn_before(db: Database, client: str, type_name: str) -> dict[str, int]:
    """How many values of each field (by its declared name) were drawn of this client's documents of this type."""
    query = select(qa_samples.c.field).where(qa_samples.c.client == client, qa_samples.c.type == type_name)
    with reading(db) as connection:
        return dict(Counter(base_name(name) for name in connection.scalars(query)))


def verdicts(
    db: Database,
    *,
    client: str | None = None,
    type_name: str | None = None,
    since: datetime | None = None,
) -> list[Verdict]:
    """All verdicts (of one client, one type, given since a moment), in the order in which the values were drawn."""
    query = select(qa_samples).where(qa_samples.c.verdict != "").order_by(qa_samples.c.id)
    query = query if client is None else query.where(qa_samples.c.client == client)
    query = query if type_name is None else query.where(qa_samples.c.type == type_name)
    query = query if since is None else query.where(qa_samples.c.judged_at >= since)
    with reading(db) as connection:
        return [_verdict(row) for row in connection.execute(query)]


def to_correct(db: Database, clients: Collection[str] | None = None) -> list[Correction]:
    """The corrections that nobody has seen to, the oldest first."""
    query = select(corrections, keyings_table.c.type).join(
        keyings_table,
        (keyings_table.c.case_id == corrections.c.case_id)
        & (keyings_table.c.field == corrections.c.field)
        & (keyings_table.c.round == corrections.c.round),
    )
    query = query.where(corrections.c.closed_at.is_(None)).order_by(corrections.c.id)
    query = query if clients is None else query.where(corrections.c.client.in_(clients))
    with reading(db) as connection:
        return [_correction(connection, row) for row in connection.execute(query).all()]


def close(db: Database, case_id: int, field: str, *, person: str, why: str) -> None:
    """A supervisor has seen to a correction, and says how. Raises StoreError when none is open."""
    if not why.strip():
        raise StoreError(f"closing the correction of {field} in case {case_id} needs a reason; say what was done")
    here = (corrections.c.case_id == case_id) & (corrections.c.field == field) & corrections.c.closed_at.is_(None)
    with writing(db) as connection:
        ended = {"closed_at": now(connection), "closed_by": person, "why": why}
        row = connection.execute(update(corrections).where(here).values(**ended).returning(corrections)).first()
        if row is None:
            raise StoreError(f"case {case_id} has no open correction of {field}; look again")
        what: dict[str, str] = {"thing": f"case:{case_id}", "field": field, "why": why}
        audit.note(connection, client=row.client, person=person, action="correction.closed", **what)


def _verdict(row: Row[Any]) -> Verdict:
    return Verdict(
        case_id=row.case_id,
        client=row.client,
        type_name=row.type,
        field=row.field,
        verdict=row.verdict,
        disputed=row.disputed,
        by=row.by,
        declaration=row.declaration,
        model=row.model,
        threshold=row.threshold,
        score=row.score,
        probability=row.probability,
        drawn_at=row.drawn_at,
        judged_at=row.judged_at,
    )


def _correction(connection: Connection, row: Row[Any]) -> Correction:
    heard = keyings.voices(connection, row)
    was = next(voice for voice in heard if voice.sort is Sort.ACCEPTED)
    should = next(voice for voice in heard if voice.sort is Sort.ARBITRATED)
    return Correction(row.case_id, row.client, row.type, row.field, was.value, should.value, row.opened_at)
