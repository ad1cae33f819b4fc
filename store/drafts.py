"""What somebody keyed unseen and has not finished: kept as often as they save it, shown to nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from documents.case import CaseState
from store import audit, case_rows, keyings
from store.database import Database, now, reading, writing
from store.task_tables import drafts
from store.voices import Sort, Voice


def keep(db: Database, case_id: int, *, name: str, voice: Voice, fence: int, edit: str | None = None) -> None:
    """Keep what the person who has this case keyed in a field that is keyed unseen. Raises LeaseLost.

    `edit` is a token of the desk's own that makes saving twice harmless.
    """
    with writing(db) as connection:
        held = case_rows.lease(connection, voice.person, fence)
        row = case_rows.move(connection, case_id, CaseState.REVIEW, CaseState.REVIEW, held)
        if edit is not None and _is_there(connection, case_id, voice.person, edit):
            return
        put(connection, row.client, case_id, name, voice, edit=edit)
        thing = f"case:{case_id}"
        audit.note(
            connection,
            client=row.client,
            person=voice.person,
            action="field.keyed",
            thing=thing,
            field=name,
            why="unseen",
        )


def undo(db: Database, case_id: int, *, person: str, of_edit: str, fence: int, edit: str) -> bool:
    """Put back what this person had keyed before this edit of theirs, or nothing; False when it is none of theirs.

    An undoing is an edit itself, so undoing it is doing again. Raises LeaseLost.
    """
    with writing(db) as connection:
        held = case_rows.lease(connection, person, fence)
        row = case_rows.move(connection, case_id, CaseState.REVIEW, CaseState.REVIEW, held)
        if _is_there(connection, case_id, person, edit):
            return True
        here = (drafts.c.case_id == case_id) & (drafts.c.person == person)
        gone = connection.execute(select(drafts).where(here, drafts.c.edit == of_edit)).one_or_none()
        if gone is None:
            return False
        earlier = here & (drafts.c.field == gone.field) & (drafts.c.round == gone.round) & (drafts.c.id < gone.id)
        before = connection.execute(
            select(drafts).where(earlier, ~drafts.c.late).order_by(drafts.c.id.desc()).limit(1)
        ).one_or_none()
        nothing = Voice(Sort.KEYED, person, None, why="removed")
        voice = nothing if before is None else keyings.voice_of(before, Sort.KEYED)
        put(connection, row.client, case_id, gone.field, voice, edit=edit)
        what: dict[str, str] = {"thing": f"case:{case_id}", "field": gone.field}
        audit.note(connection, client=row.client, person=person, action="field.undone", **what)
        return True


def keep_late(db: Database, case_id: int, *, name: str, voice: Voice) -> None:
    """Keep what came after its lease had run out: refused as a value, and not lost."""
    with writing(db) as connection:
        row = case_rows.found(connection, case_id)
        put(connection, row.client, case_id, name, voice, late=True)


def put(
    connection: Connection,
    client: str,
    case_id: int,
    name: str,
    voice: Voice,
    *,
    late: bool = False,
    edit: str | None = None,
    round: int | None = None,
) -> None:
    """Add a draft, in a transaction of somebody else's. `round` None: the one that the field's next keying opens."""
    row: dict[str, Any] = {
        "client": client,
        "case_id": case_id,
        "field": name,
        "round": round or keyings.next_round(connection, case_id, name),
        "person": voice.person,
        "at": now(connection),
        "late": late,
        "edit": edit,
    }
    connection.execute(insert(drafts).values(**row, **keyings.said(voice)))


def mine(db: Database, case_id: int, person: str) -> dict[str, Voice]:
    """What this person keyed of the case since its fields were last settled, the newest of each field."""
    with reading(db) as connection:
        return {row.field: keyings.voice_of(row, Sort.KEYED) for row in _newest(connection, case_id, person, False)}


def late(db: Database, case_id: int, person: str) -> dict[str, tuple[str, datetime]]:
    """What this person typed in fields of the case when its time had run out, and when; not what they saved again."""
    with reading(db) as connection:
        return {row.field: (row.text, row.at) for row in _newest(connection, case_id, person, True) if row.text}


def newest(db: Database, case_id: int, person: str) -> int:
    """The number of this person's newest draft of the case; 0 when there is none."""
    with reading(db) as connection:
        return last(connection, case_id, person)


def last(connection: Connection, case_id: int, person: str) -> int:
    """The same, in a transaction of somebody else's."""
    here = (drafts.c.person == person) & (drafts.c.case_id == case_id)
    return connection.scalar(select(func.max(drafts.c.id)).where(here)) or 0


def of_task(connection: Connection, case_id: int, field: str, round: int, person: str) -> str:
    """What this person had typed in a round that is open, or ""."""
    here = (drafts.c.person == person) & (drafts.c.case_id == case_id) & (drafts.c.field == field)
    query = select(drafts.c.text).where(here, drafts.c.round == round).order_by(drafts.c.id.desc()).limit(1)
    return connection.scalar(query) or ""


def _newest(connection: Connection, case_id: int, person: str, late: bool) -> list[Row[Any]]:
    """The newest row of each field whose next round it belongs to."""
    here = (drafts.c.person == person) & (drafts.c.case_id == case_id)
    newest = select(func.max(drafts.c.id)).where(here).group_by(drafts.c.field)
    rows = connection.execute(select(drafts).where(drafts.c.id.in_(newest)).order_by(drafts.c.id)).all()
    mine = [row for row in rows if row.late == late]
    return [row for row in mine if row.round == keyings.next_round(connection, case_id, row.field)]


def _is_there(connection: Connection, case_id: int, person: str, edit: str) -> bool:
    here = (drafts.c.case_id == case_id) & (drafts.c.person == person) & (drafts.c.edit == edit)
    return connection.scalar(select(drafts.c.id).where(here)) is not None
