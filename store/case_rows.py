"""The rows of a case beside its fields: document, decision, findings; and the one place where a case changes state."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, String, and_, cast, exists, insert, select, true, update
from sqlalchemy import case as sql_case

from documents.case import MOVES, Case, CaseState
from documents.counting import counted
from documents.doctype import DocumentType, Review
from documents.errors import Conflict, IllegalMove, LeaseLost, NotThere
from documents.fields import Fields
from documents.kinds import written
from documents.layout import Document
from documents.plain import to_noun, to_plain
from documents.verdicts import Decision, Finding, Route, Severity
from store.database import now
from store.learned_tables import case_scores
from store.tables import case_documents, cases, decisions, findings

#: Where a decision sends a case.
STATES = {Route.RELEASE: CaseState.APPROVED, Route.REVIEW: CaseState.REVIEW}


def found(connection: Connection, case_id: int) -> Row[Any]:
    """The case's row. Raises NotThere when there is none."""
    row = connection.execute(select(cases).where(cases.c.id == case_id)).one_or_none()
    if row is None:
        raise no_case(case_id)
    return row


def title() -> ColumnElement[str]:
    """What a row of `cases` is called: by its name, and by its part too where its file has several of that name."""
    other = cases.alias("other")
    same = (other.c.receipt_id == cases.c.receipt_id) & (other.c.name == cases.c.name) & (other.c.id != cases.c.id)
    is_one_of_several = exists().where(same) & (cases.c.part > 0)
    return sql_case((is_one_of_several, cases.c.name + ", part " + cast(cases.c.part, String)), else_=cases.c.name)


def of_file(row: Row[Any]) -> ColumnElement[bool]:
    """The condition that a row of `cases` has pages of the same file as this one: the one that came, or a member."""
    return and_(cases.c.receipt_id == row.receipt_id, cases.c.name == row.name)


def no_case(case_id: int) -> NotThere:
    """What is raised for a number that no case has."""
    return NotThere(f"no case {case_id}; `paperdesk search` tells the numbers that there are")


def move(
    connection: Connection, case_id: int, start: CaseState, to: CaseState, *held_by: Any, **values: Any
) -> Row[Any]:
    """Change a case from one state to another (or to the same), all conditions in one UPDATE; its row is returned.

    `held_by` are further conditions, such as `lease(...)`. A case that leaves its state loses its lease.
    Raises IllegalMove when it is in another state or may not go there, Conflict when others key fields of it still,
    LeaseLost when only the conditions fail.
    """
    if to not in MOVES[start]:
        raise IllegalMove(f"case {case_id} cannot go from {start} to {to}")
    if to is not start:
        values |= {"lease_owner": None, "lease_until": None}
    here = (cases.c.id == case_id) & (cases.c.state == start)
    settled = cases.c.open_keyings == 0 if to is not start else true()
    row = connection.execute(
        update(cases)
        .where(here, settled, *held_by)
        .values(state=to, moved_at=now(connection), **values)
        .returning(cases)
    ).one_or_none()
    if row is not None:
        return row
    there = found(connection, case_id)
    if there.state != start:
        raise IllegalMove(f"case {case_id} is {there.state}, so it cannot go from {start} to {to}; look again")
    if to is not start and there.open_keyings:
        fields = counted(there.open_keyings, "field is", "fields are")
        raise Conflict(f"case {case_id}: {fields} keyed by others still; wait, or withdraw them")
    raise LeaseLost(f"case {case_id}: your lease ran out or another has it; take it from the queue again")


def lease(connection: Connection, person: str, fence: int) -> Any:
    """The condition that this person holds the case, by this fence, and the lease has not run out."""
    mine = (cases.c.lease_owner == person) & (cases.c.fence == fence)
    return mine & (cases.c.lease_until > now(connection))


def unheld(connection: Connection, person: str) -> Any:
    """The condition that nobody but this person has the case on lease."""
    free = cases.c.lease_until.is_(None) | (cases.c.lease_until < now(connection))
    return free | (cases.c.lease_owner == person)


def decided(
    connection: Connection,
    of: dict[str, Any],
    type_name: str,
    judged: Sequence[Finding],
    decision: Decision,
    *,
    at: datetime,
    person: str = "",
    why: str = "",
) -> None:
    """Add a decision and the findings that it rests on."""
    if decision.scores:
        _put_scores(connection, of, type_name, decision, at)
    row = {**of, "type": type_name, "route": decision.route, "plain": to_plain(replace(decision, scores={}))}
    made = connection.execute(
        insert(decisions).values(**row, person=person, at=at, why=why).returning(decisions.c.id)
    ).scalar_one()
    if judged:
        connection.execute(insert(findings), [{**of, "decision_id": made, **to_plain(finding)} for finding in judged])


def _put_scores(connection: Connection, of: dict[str, Any], type_name: str, decision: Decision, at: datetime) -> None:
    """Keep what was said of the values before anybody looked, beside the decision and only once."""
    row = {"type": type_name, "model": decision.model, "declaration": decision.declaration, "at": at}
    connection.execute(insert(case_scores).values(**of, **row, plain=to_plain(decision.scores)))


def last_decision(
    connection: Connection, case_id: int, until: int | None = None
) -> tuple[Decision, tuple[Finding, ...]]:
    """The decision in force, and its findings; `until`: the one that was when that number was the newest."""
    query = select(decisions).where(decisions.c.case_id == case_id)
    query = query if until is None else query.where(decisions.c.id <= until)
    row = connection.execute(query.order_by(decisions.c.id.desc()).limit(1)).one()
    judged = connection.execute(select(findings).where(findings.c.decision_id == row.id).order_by(findings.c.id))
    made = tuple(Finding(one.rule, tuple(one.fields), Severity(one.severity), one.message) for one in judged)
    return to_noun(Decision, row.plain), made


def summary(decision: Decision) -> dict[str, Any]:
    """What the queue shows of a decision, and what was in force."""
    return {
        "reasons": decision.doubts,
        "first_reason": decision.foremost.message if decision.foremost else "",
        "declaration": decision.declaration,
        "model": decision.model,
    }


def declared(doctype: DocumentType | None) -> dict[str, Any]:
    """What a case keeps of its type's declaration."""
    return {
        "type": doctype.name if doctype else "unclassified",
        "exports": list(doctype.exports) if doctype else [],
        "business_key_names": list(doctype.business_key) if doctype else [],
    }


def seen_by_all(case: Case) -> Fields:
    """The values that may be found by a search: while a case is in review, none that is to be keyed unseen."""
    hidden = _unseen(case)
    return {name: field for name, field in case.fields.items() if name not in hidden}


def first_reason(case: Case) -> str:
    """Why a case waits, as the queue tells everybody: no sentence of a check that saw what is to be keyed unseen."""
    hidden = _unseen(case)
    secret = {one.message for one in case.findings if not hidden.isdisjoint(one.fields)}
    told = tuple(reason for reason in case.decision.reasons if reason.message not in secret)
    foremost = replace(case.decision, reasons=told).foremost
    if foremost is not None:
        return foremost.message
    return "a check speaks against what is keyed unseen" if case.decision.reasons else ""


def _unseen(case: Case) -> set[str]:
    """The names of values that nobody may see yet."""
    if case.doctype is None or case.decision.route is Route.RELEASE:
        return set()
    specs = {name: case.doctype.spec(name) for name in case.fields}
    return {name for name, spec in specs.items() if spec is not None and spec.review is not Review.CONFIRM}


def business_key(names: Sequence[str], fields: Fields) -> str | None:
    """The values that make a document the same business as another; None when one of them is missing."""
    if not names or any(name not in fields for name in names):
        return None
    return joined(tuple(written(fields[name].value) for name in names))


def joined(key: Sequence[str]) -> str:
    """The parts of a business key as one text, compared without spaces and in any case.

    >>> joined(("DE 123", "R-17")) == joined(("de123", "r-17"))
    True
    """
    return "\x1f".join("".join(part.split()).casefold() for part in key)


def put_document(connection: Connection, of: dict[str, Any], document: Document) -> None:
    """Keep the document as captured."""
    plain = json.dumps(to_plain(document), separators=(",", ":"))
    connection.execute(insert(case_documents).values(**of, plain=zlib.compress(plain.encode(), 6)))


def document(connection: Connection, case_id: int) -> Document:
    """The document as captured."""
    packed = connection.execute(select(case_documents.c.plain).where(case_documents.c.case_id == case_id)).scalar_one()
    return to_noun(Document, json.loads(zlib.decompress(packed)))
