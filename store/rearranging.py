"""Pages of one file put together otherwise: split, merged, turned, ordered, left out; and put back until export."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from documents.case import Case, CaseState
from documents.errors import Conflict, StoreError
from store import arranged_rows, audit, case_rows, values
from store.database import Database, now, reading, serialise, writing
from store.desk_tables import rearrangements
from store.ledger_tables import export_cases
from store.tables import cases


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """What was done last to the pages of a file, and can be undone."""

    id: int
    act: str
    why: str
    person: str
    at: datetime


def siblings(db: Database, case_id: int) -> list[int]:
    """The cases of the same file that are in review, by part: those whose pages may be put together otherwise."""
    with reading(db) as connection:
        row = case_rows.found(connection, case_id)
        query = select(cases.c.id).where(case_rows.of_file(row), cases.c.state == CaseState.REVIEW)
        return list(connection.scalars(query.order_by(cases.c.part)))


def arrangement(db: Database, case_id: int) -> int:
    """How often the pages of this case were changed; -1 when there is no such case."""
    with reading(db) as connection:
        found = connection.scalar(select(cases.c.arrangement).where(cases.c.id == case_id))
    return -1 if found is None else int(found)


def last(db: Database, case_id: int) -> Rearrangement | None:
    """The newest rearrangement of the case's file that stands; None when there is none."""
    with reading(db) as connection:
        row = _last(connection, case_rows.found(connection, case_id))
    return None if row is None else Rearrangement(row.id, row.act, row.why, row.person, row.at)


def rearrange(
    db: Database,
    case_id: int,
    made: Sequence[tuple[int | None, Case]],
    *,
    among: Mapping[int, int],
    person: str,
    fence: int,
    act: str,
    why: str,
    images: Path | None = None,
) -> list[int]:
    """Put the pages of some cases of one file together otherwise, and return the numbers of the documents made.

    `made` are the documents wanted, each with the case that it goes on as, or None for a new one. `among` are the
    cases whose pages were shared out, each with `history.newest` from before it was loaded; one of them that is not
    in `made` has given all its pages away and is rejected. `images` is the folder of pictures made anew.
    Raises LeaseLost, Conflict when another works on one of them or a value was saved since, IllegalMove.
    """
    with writing(db) as connection:
        opened = case_rows.move(
            connection, case_id, CaseState.REVIEW, CaseState.REVIEW, case_rows.lease(connection, person, fence)
        )
        serialise(connection, f"receipt:{opened.receipt_id}")
        for number, seen in among.items():
            _mine(connection, number, opened.receipt_id, person, seen)
        keep(connection, list(among), person=person, act=act, why=why)
        pictures = arranged_rows.pictures_of_file(connection, opened)
        numbers: list[int] = []
        for known, case in made:
            one = known if known is not None else arranged_rows.another(connection, opened, case)
            arranged_rows.put(connection, one, case, person=person, why=why, is_new=known is None)
            arranged_rows.illustrate(db, connection, one, opened.client, case, pictures, images)
            numbers.append(one)
        new = [one for one, (known, _) in zip(numbers, made, strict=True) if known is None]
        arranged_rows.count(connection, opened.receipt_id, len(new))
        for number in set(among) - set(numbers):
            free = case_rows.unheld(connection, person)
            case_rows.move(connection, number, CaseState.REVIEW, CaseState.REJECTED, free)
        last_one = _last(connection, opened)
        if last_one is None:
            raise AssertionError("what was kept a moment ago is gone")
        connection.execute(update(rearrangements).where(rearrangements.c.id == last_one.id).values(made=new))
        _noted(connection, opened, f"case.{act}", person, why)
    return numbers


def undo(db: Database, case_id: int, *, person: str) -> list[int]:
    """Put the pages, types and values back as they were before the last rearrangement; the cases it concerned.

    Raises StoreError when there is none, Conflict when one of the documents is approved, exported, or with another.
    """
    with writing(db) as connection:
        row = case_rows.found(connection, case_id)
        serialise(connection, f"receipt:{row.receipt_id}")
        done = _last(connection, row)
        if done is None:
            raise StoreError(f"case {case_id}: nothing was rearranged that could be put back")
        before = json.loads(zlib.decompress(done.before))
        numbers = [int(number) for number in before]
        for number in (*numbers, *done.made):
            _undoable(connection, number, person)
        for number in done.made:
            _move(connection, number, CaseState.REJECTED)
        for number, plain in before.items():
            _move(connection, int(number), CaseState.REVIEW)
            arranged_rows.restore(connection, int(number), plain, person, f"undo: {done.act}")
        ended = update(rearrangements).where(rearrangements.c.id == done.id)
        connection.execute(ended.values(undone_at=now(connection)))
        _noted(connection, row, f"case.{done.act}_undone", person, done.why)
        return numbers


def is_changed_since(connection: Connection, case: Row[Any], moment: datetime) -> bool:
    """Were the pages or the type of this case changed since then, and stand so?"""
    later = _standing(case).where(rearrangements.c.at >= moment)
    return any(case.id in _among(row) for row in connection.execute(later))


def keep(connection: Connection, numbers: Sequence[int], *, person: str, act: str, why: str) -> None:
    """Keep what these cases are, so that it can be put back."""
    first = case_rows.found(connection, numbers[0])
    before = {str(number): arranged_rows.snapshot(connection, number) for number in numbers}
    packed = zlib.compress(json.dumps(before, separators=(",", ":")).encode(), 6)
    of = {"client": first.client, "receipt_id": first.receipt_id}
    row = {**of, "person": person, "at": now(connection), "act": act, "why": why, "before": packed, "made": []}
    connection.execute(insert(rearrangements).values(**row))


def refuse_merged(connection: Connection, row: Row[Any]) -> None:
    """Raise Conflict for a case whose pages another one has now: to reopen it would book them twice."""
    standing = _last(connection, row)
    if standing is None:
        return
    documents = [case_rows.document(connection, number) for number in _living(connection, row)]
    taken = {page.number for document in documents for page in document.pages}
    if taken & {page.number for page in case_rows.document(connection, row.id).pages}:
        raise Conflict(f"case {row.id}: its pages are in another document now; undo the {standing.act} there")


def _living(connection: Connection, row: Row[Any]) -> list[int]:
    others = case_rows.of_file(row) & (cases.c.id != row.id) & (cases.c.state != CaseState.REJECTED)
    return list(connection.scalars(select(cases.c.id).where(others)))


def _last(connection: Connection, case: Row[Any]) -> Row[Any] | None:
    """What was done last to the file that this case has pages of: of an archive, to this one in it."""
    ours = set(connection.scalars(select(cases.c.id).where(case_rows.of_file(case))))
    newest = connection.execute(_standing(case).order_by(rearrangements.c.id.desc())).all()
    return next((row for row in newest if not ours.isdisjoint(_among(row))), None)


def _standing(case: Row[Any]) -> Select[Any]:
    """What was done to the pages of a case's receipt, and was not put back."""
    mine = rearrangements.c.receipt_id == case.receipt_id
    return select(rearrangements).where(mine, rearrangements.c.undone_at.is_(None))


def _among(done: Row[Any]) -> set[int]:
    """The cases whose pages were put together otherwise."""
    return {int(number) for number in json.loads(zlib.decompress(done.before))}


def _mine(connection: Connection, number: int, receipt_id: int, person: str, seen: int) -> None:
    free = case_rows.unheld(connection, person)
    mine = (cases.c.id == number) & (cases.c.receipt_id == receipt_id) & (cases.c.state == CaseState.REVIEW)
    if connection.scalar(select(cases.c.id).where(mine, free).with_for_update()) is None:
        raise Conflict(f"case {number}: another works on it, or it is not in review; try again when it is free")
    if values.last(connection, number) != seen:
        raise Conflict(f"case {number}: a value was saved meanwhile; reload the page, look, and do it again")


def _undoable(connection: Connection, number: int, person: str) -> None:
    row = connection.execute(select(cases).where(cases.c.id == number).with_for_update()).one()
    exported = select(export_cases.c.export_id).where(export_cases.c.case_id == number).limit(1)
    if row.state not in (CaseState.REVIEW, CaseState.REJECTED) or connection.scalar(exported) is not None:
        raise Conflict(f"case {number} is {row.state}: what was made of these pages is finished; reopen it first")
    held = select(cases.c.id).where(cases.c.id == number, case_rows.unheld(connection, person))
    if connection.scalar(held) is None:
        raise Conflict(f"case {number} is with {row.lease_owner}; try again when it is free")


def _move(connection: Connection, number: int, to: CaseState) -> None:
    state = CaseState(case_rows.found(connection, number).state)
    if state is not to:
        case_rows.move(connection, number, state, to)


def _noted(connection: Connection, row: Row[Any], action: str, person: str, why: str) -> None:
    audit.note(connection, client=row.client, person=person, action=action, thing=f"case:{row.id}", why=why)
