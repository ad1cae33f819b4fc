"""The history of a case's values: a correction is a new row, who, when, before, after and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from documents.case import CaseState
from documents.errors import Conflict, StoreError
from documents.failpoints import reached
from documents.fields import Field, Value
from documents.layout import Box
from documents.plain import to_noun
from store import audit, case_rows, values
from store.database import Database, now, reading, writing
from store.tables import field_values

#: What the edit of an undoing begins with; then come the number of the row that it undid, and its own name.
_UNDO = "undo "


@dataclass(frozen=True, slots=True)
class Change:
    """One row of history: `before` became `value` (None: absent). `person` is "" where a machine wrote it."""

    id: int
    case_id: int
    name: str
    before: Value | None
    value: Value | None
    text: str
    confidence: float
    by: str
    boxes: tuple[Box, ...]
    person: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's value for a field, as `correct` takes it."""

    name: str
    value: Value | None
    text: str = ""
    boxes: tuple[Box, ...] = ()
    why: str = ""
    edit: str | None = None


def correct(
    db: Database,
    case_id: int,
    *,
    person: str,
    name: str,
    value: Value | None,
    text: str = "",
    boxes: Sequence[Box] = (),
    why: str = "",
    fence: int,
    edit: str | None = None,
) -> Change:
    """Put a person's value in force: another, the one there confirmed, a new cell, or None for absent.

    `text` is what they typed; `why` a reason, such as "unreadable" for a value taken away; `edit` a token of the
    desk's own that makes saving twice harmless. Raises LeaseLost when the person does not hold the case any more.
    """
    one = Correction(name, value, text, tuple(boxes), why, edit)
    return correct_all(db, case_id, [one], person=person, fence=fence)[0]


def correct_all(
    db: Database, case_id: int, corrections: Sequence[Correction], *, person: str, fence: int
) -> list[Change]:
    """Put several values in force, all of them or none: a block that was pasted. Raises LeaseLost as `correct`."""
    with writing(db) as connection:
        held = case_rows.lease(connection, person, fence)
        row = case_rows.move(connection, case_id, CaseState.REVIEW, CaseState.REVIEW, held)
        newest, numbers = values.newest(connection, case_id), []
        for one in corrections:
            found = None if one.edit is None else _edit(connection, case_id, one.edit)
            if found is None:
                newest[one.name] = _kept(connection, row, one, person, newest.get(one.name))
            numbers.append(newest[one.name] if found is None else found.id)
        done = {change.id: change for change in _changes(connection, field_values.c.id.in_(numbers))}
        return [done[number] for number in numbers]


def _kept(connection: Connection, case: Row[Any], one: Correction, person: str, previous: int | None) -> int:
    """Add a person's value to the history and the audit; the number of its row."""
    of, by = {"client": case.client, "case_id": case.id}, f"keyed:{person}"
    author: dict[str, Any] = {
        "person": person,
        "at": now(connection),
        "why": one.why,
        "previous": previous,
        "edit": one.edit,
    }
    if one.value is None:
        made = values.absent(one.name, of=of, by=by, **author)
    else:
        made = values.row(Field(one.name, one.value, one.text, 1.0, by, one.boxes), of=of, **author)
    number: int = connection.execute(insert(field_values).values(**made).returning(field_values.c.id)).scalar_one()
    reached("keyed.value_added")
    action = "field.removed" if one.value is None else "field.keyed"
    told: dict[str, str] = {"thing": f"case:{case.id}", "field": one.name, "why": one.why}
    audit.note(connection, client=case.client, person=person, action=action, **told)
    reached("keyed.audited")
    return number


def undo(db: Database, case_id: int, *, person: str, of_edit: str, fence: int, edit: str) -> Change:
    """Put back in force what stood there before this edit: a machine's reading as it was, an answer, or nothing.

    An undoing is an edit itself, so undoing it is doing again; `edit` makes sending it twice harmless. Raises
    StoreError for an edit that this case does not know, Conflict when the value was changed since, LeaseLost as above.
    """
    with writing(db) as connection:
        held = case_rows.lease(connection, person, fence)
        row = case_rows.move(connection, case_id, CaseState.REVIEW, CaseState.REVIEW, held)
        if (done := _by_edit(connection, case_id, edit)) is not None:
            return done
        gone = _edit(connection, case_id, of_edit)
        if gone is None:
            raise StoreError(f"case {case_id} has no edit {of_edit!r} to undo; reload the page")
        number = values.newest(connection, case_id)[gone.name]
        if _meant(connection, _row(connection, number)) != _meant(connection, gone):
            raise Conflict(f"case {case_id}: {gone.name} was changed since; look at it as it is now")
        before = _meant(connection, _row(connection, gone.previous))
        of = {"client": row.client, "case_id": case_id}
        marked = f"{_UNDO}{gone.id} {edit}"
        author: dict[str, Any] = {"person": person, "at": now(connection), "previous": number, "edit": marked}
        if before is None or before.tag == values.ABSENT:
            why = "undo" if before is None else before.why
            made = values.absent(gone.name, of=of, by=f"keyed:{person}", why=why, **author)
        else:
            made = values.row(values.noun(before), of=of, why="undo", **author)
        number = connection.execute(insert(field_values).values(**made).returning(field_values.c.id)).scalar_one()
        thing = f"case:{case_id}"
        audit.note(connection, client=row.client, person=person, action="field.undone", thing=thing, field=gone.name)
        return _changes(connection, field_values.c.id == number)[0]


def knows(db: Database, case_id: int, edit: str) -> bool:
    """Did this edit of the desk change the case?"""
    with reading(db) as connection:
        return _edit(connection, case_id, edit) is not None


def newest(db: Database, case_id: int) -> int:
    """The number of the newest row of the case's history; 0 when it has none. It moves with every change."""
    with reading(db) as connection:
        return values.last(connection, case_id)


def of(db: Database, case_id: int, name: str | None = None) -> list[Change]:
    """All that the case's fields, or one of them, ever were, oldest first."""
    here = field_values.c.case_id == case_id
    with reading(db) as connection:
        return _changes(connection, here if name is None else here & (field_values.c.name == name))


def _by_edit(connection: Connection, case_id: int, edit: str) -> Change | None:
    found = _edit(connection, case_id, edit)
    return _changes(connection, field_values.c.id == found.id)[0] if found else None


def _edit(connection: Connection, case_id: int, edit: str) -> Row[Any] | None:
    """The row that this edit made; an undoing's row names the row that it undid before its own name."""
    own = (field_values.c.edit == edit) | (
        field_values.c.edit.startswith(_UNDO) & field_values.c.edit.endswith(f" {edit}", autoescape=True)
    )
    query = select(field_values).where(field_values.c.case_id == case_id, own)
    return connection.execute(query.order_by(field_values.c.id.desc()).limit(1)).one_or_none()


def _row(connection: Connection, number: int | None) -> Row[Any] | None:
    return connection.execute(select(field_values).where(field_values.c.id == number)).one_or_none()


def _meant(connection: Connection, row: Row[Any] | None) -> Row[Any] | None:
    """The row whose value this one puts in force: itself, or for an undoing the one it went back to; None: nothing."""
    while row is not None and (row.edit or "").startswith(_UNDO):
        undone = _row(connection, int(row.edit.split()[1]))
        row = _row(connection, undone.previous) if undone is not None else None
    return row


def _changes(connection: Connection, which: Any) -> list[Change]:
    before = field_values.alias("before")
    query = (
        select(field_values, before.c.tag.label("before_tag"), before.c.value.label("before_value"))
        .outerjoin(before, before.c.id == field_values.c.previous)
        .where(which)
        .order_by(field_values.c.id)
    )
    return [_change(row) for row in connection.execute(query)]


def _change(row: Row[Any]) -> Change:
    return Change(
        id=row.id,
        case_id=row.case_id,
        name=row.name,
        before=values.untagged(row.before_tag or values.ABSENT, row.before_value),
        value=values.untagged(row.tag, row.value),
        text=row.text,
        confidence=row.confidence,
        by=row.by,
        boxes=to_noun(tuple[Box], row.boxes),
        person=row.person,
        at=row.at,
        why=row.why,
    )
