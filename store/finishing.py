"""A document whose doubts are settled: decided at once, or as soon as others have keyed what is to be keyed unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, update

from documents.case import CaseState
from documents.counting import counted
from documents.errors import Conflict, StoreError
from documents.failpoints import reached
from documents.fields import Fields
from documents.verdicts import Decision, Doubt, Finding, Reason, Route
from store import audit, case_rows, cases, drafts, keyings, qa, values
from store.database import Database, now, writing
from store.keyings import Asked
from store.qa import Draw
from store.tables import cases as cases_table
from store.task_tables import keyings as keyings_table
from store.task_tables import tasks
from store.voices import QA


def finish(
    db: Database,
    case_id: int,
    *,
    asked: Sequence[Asked],
    fields: Fields,
    findings: Sequence[Finding],
    decision: Decision,
    person: str,
    fence: int,
    seen: int,
    drafted: int,
    drawn: Sequence[Draw] = (),
) -> CaseState:
    """Keep what was decided, where some fields (`asked`) are keyed unseen, and open a round for each of them.

    Those that are agreed at once are put in force; while one is open the case stays in review, with nobody, and its
    tasks go to others. `fields` are the others' values; `seen` and `drafted` are `history.newest` and `drafts.newest`
    from before the case was loaded; `drawn` are the values that QA shall check, if the case is approved.
    Raises LeaseLost, IllegalMove and Conflict as `cases.decide`.
    """
    with writing(db) as connection:
        held = case_rows.lease(connection, person, fence)
        row = case_rows.move(connection, case_id, CaseState.REVIEW, CaseState.REVIEW, held)
        meanwhile = values.last(connection, case_id) != seen or drafts.last(connection, case_id, person) != drafted
        if meanwhile:
            raise Conflict(f"case {case_id}: a value was saved meanwhile; reload the page, look, and finish again")
        moment = now(connection)
        left = [one for one in asked if not keyings.begin(connection, row, one, moment)]
        if left:
            findings, decision = (), _waits(decision, left)
        in_force = values.current(connection, case_id)
        names = {one.name for one in asked}
        whole = {name: field for name, field in fields.items() if name not in names}
        whole |= {name: field for name, field in in_force.items() if name in names}
        reached("finished.judged")
        to = _moved(connection, case_id, decision)
        cases.put_decision(connection, row, whole, findings, decision, person, "", {one.name for one in left})
        if to is CaseState.APPROVED:
            qa.draw(connection, row, drawn, whole, decision, moment)
        action = f"case.{to}" if not left else "case.keyed"
        why = f"{counted(len(left), 'field is', 'fields are')} keyed by others" if left else ""
        audit.note(connection, client=row.client, person=person, action=action, thing=f"case:{case_id}", why=why)
        reached("finished.audited")
    return to


def withdraw(db: Database, case_id: int, *, person: str, why: str) -> None:
    """Take the open rounds of a case back: nobody keys them any more, and the case waits in the queue as before.

    What was said in them is kept and never shown; the next who finishes the case opens new rounds.
    """
    if not why.strip():
        raise StoreError(f"withdrawing the keying of case {case_id} needs a reason; say why")
    with writing(db) as connection:
        row = case_rows.found(connection, case_id)
        moment = now(connection)
        open_rounds = (
            (keyings_table.c.case_id == case_id)
            & (keyings_table.c.state == keyings.OPEN)
            & (keyings_table.c.review != QA)
        )
        gone = connection.execute(
            update(keyings_table)
            .where(open_rounds)
            .values(state=keyings.WITHDRAWN, settled_at=moment)
            .returning(keyings_table.c.field, keyings_table.c.round)
        ).all()
        for one in gone:
            _withdrawn(connection, case_id, one, moment)
        connection.execute(update(cases_table).where(cases_table.c.id == case_id).values(open_keyings=0))
        thing = f"case:{case_id}"
        audit.note(connection, client=row.client, person=person, action="case.withdrawn", thing=thing, why=why)


def _withdrawn(connection: Connection, case_id: int, one: Row[Any], moment: datetime) -> None:
    here = (tasks.c.case_id == case_id) & (tasks.c.field == one.field) & (tasks.c.round == one.round)
    free: dict[str, Any] = {"state": "withdrawn", "lease_owner": None, "lease_until": None, "done_at": moment}
    connection.execute(update(tasks).where(here, tasks.c.state.in_(("ready", "leased"))).values(**free))


def _waits(decision: Decision, left: Sequence[Asked]) -> Decision:
    """The decision while others key: no value is named."""
    told = {True: "another person keys it", False: "what was keyed and what was read differ; a third person decides"}
    reasons = tuple(
        Reason(one.name, Doubt.READING, f"{one.label}: {told[one.review == 'blind' or one.voice is None]}")
        for one in left
    )
    return replace(decision, route=Route.REVIEW, reasons=reasons)


def _moved(connection: Connection, case_id: int, decision: Decision) -> CaseState:
    """Move the case as decided; nobody has it afterwards."""
    to = case_rows.STATES[decision.route]
    free: dict[str, Any] = {"lease_owner": None, "lease_until": None}
    case_rows.move(connection, case_id, CaseState.REVIEW, to, **free, **case_rows.summary(decision))
    return to
