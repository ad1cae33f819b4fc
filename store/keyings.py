"""Rounds of keying unseen: a field's voices are gathered until two agree or a third person has decided.

Everything here runs in the transaction of the deed that brings it about: an entry, its outcome, the value it puts in
force and the next task are kept together or not at all.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from documents.fields import Field
from documents.layout import Box
from documents.plain import to_noun, to_plain
from store import values
from store.tables import cases, field_values
from store.task_tables import corrections, entries, keyings, qa_samples, tasks
from store.voices import QA, Outcome, Sort, Voice, agree, outcome

OPEN, SETTLED, WITHDRAWN = "open", "settled", "withdrawn"
#: The third seat of a round is the arbiter's; the first two are for those who key (or check) unseen.
ARBITER = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A field to be keyed unseen. `machine` is what was read there, if anything; with `votes` its reading counts too.

    `voice` is what who had the document keyed; None when the field is left to others from the start.
    """

    name: str
    label: str
    review: str
    kind: str
    voice: Voice | None
    machine: Field | None = None
    votes: bool = False


def begin(connection: Connection, case: Row[Any], asked: Asked, moment: datetime) -> bool:
    """Open a round for a field of this case with the voices there are; True when that settles it at once."""
    place = _new_round(connection, case, asked.name, asked.review, asked.kind, asked.votes, moment)
    if asked.machine is not None:
        read = asked.machine
        hear(connection, place, Voice(Sort.MACHINE, "", read.value, read.text, read.boxes), moment)
    if asked.voice is not None:
        hear(connection, place, asked.voice, moment)
    boxes = (asked.machine.boxes if asked.machine else ()) or (asked.voice.boxes if asked.voice else ())
    person = asked.voice.person if asked.voice else ""
    return advance(connection, place, person, moment, boxes).outcome not in (Outcome.MORE, Outcome.DISPUTED)


@dataclass(frozen=True, slots=True)
class Advanced:
    """What a new voice brought: the outcome of its round, and how many rounds of the case are open still."""

    outcome: Outcome
    left: int


def advance(
    connection: Connection, place: Row[Any], person: str, moment: datetime, boxes: Sequence[Box] = ()
) -> Advanced:
    """See what follows from the voices of this round: another task, or the end of it."""
    heard = voices(connection, place)
    came, holds = outcome(place.review, place.kind, heard, machine=place.machine)
    if came is Outcome.MORE:
        _seat_keyers(connection, place, heard, moment, boxes)
    elif came is Outcome.DISPUTED:
        _ask(connection, place, ARBITER, "arbitrate", moment, boxes)
        if place.review == QA:
            _judge(connection, place, "wrong", moment, disputed=True)
    else:
        _end(connection, place, came, moment)
        if place.review == QA:
            _conclude_check(connection, place, heard, came, moment)
        elif holds is not None:
            _put_in_force(connection, place, heard, holds, came, person, moment)
    open_rounds = (keyings.c.case_id == place.case_id) & (keyings.c.state == OPEN) & (keyings.c.review != QA)
    left = connection.scalar(select(func.count()).where(open_rounds)) or 0
    connection.execute(update(cases).where(cases.c.id == place.case_id).values(open_keyings=left))
    return Advanced(came, left)


def hear(connection: Connection, place: Row[Any], voice: Voice, moment: datetime) -> None:
    """Keep a voice. The database refuses a second one of the same person, and QA of one's own value."""
    row = {**_of(place), "voice": voice.sort, "person": voice.person, "at": moment, **said(voice)}
    connection.execute(insert(entries).values(**row))


def said(voice: Voice) -> dict[str, Any]:
    """The columns of what a voice says."""
    tag, value = (values.ABSENT, None) if voice.value is None else values.tagged(voice.value)
    return {"tag": tag, "value": value, "text": voice.text, "boxes": to_plain(voice.boxes), "why": voice.why}


def voice_of(row: Row[Any], sort: Sort) -> Voice:
    """The voice that a row of entries or drafts keeps."""
    value = values.untagged(row.tag, row.value)
    return Voice(sort, row.person, value, row.text, to_noun(tuple[Box], row.boxes), row.why)


def voices(connection: Connection, place: Row[Any]) -> list[Voice]:
    """All that was said in this round, in the order in which it was said."""
    query = select(entries).where(_same(entries, place)).order_by(entries.c.id)
    return [voice_of(row, Sort(row.voice)) for row in connection.execute(query)]


def found(connection: Connection, case_id: int, field: str, round: int) -> Row[Any]:
    """The row of a round, which is there."""
    here = (keyings.c.case_id == case_id) & (keyings.c.field == field) & (keyings.c.round == round)
    return connection.execute(select(keyings).where(here).with_for_update()).one()


def next_round(connection: Connection, case_id: int, field: str) -> int:
    """The number of the round that a field's next keying belongs to."""
    here = (keyings.c.case_id == case_id) & (keyings.c.field == field)
    return (connection.scalar(select(func.max(keyings.c.round)).where(here)) or 0) + 1


def _new_round(
    connection: Connection, case: Row[Any], field: str, review: str, kind: str, votes: bool, moment: datetime
) -> Row[Any]:
    number = next_round(connection, case.id, field)
    of = {"client": case.client, "case_id": case.id, "field": field, "round": number}
    row = round_row(of, case.type, review, kind, votes, moment)
    return connection.execute(insert(keyings).values(**row).returning(keyings)).one()


def round_row(
    of: Mapping[str, Any], type_name: str, review: str, kind: str, votes: bool, moment: datetime
) -> dict[str, Any]:
    """The row of a round that begins; the order in which an arbiter sees two values is drawn by lot."""
    return {
        **of,
        "type": type_name,
        "review": review,
        "kind": kind,
        "state": OPEN,
        "outcome": "",
        "machine": votes,
        "swapped": bool(secrets.randbits(1)),
        "opened_at": moment,
    }


def _seat_keyers(
    connection: Connection, place: Row[Any], heard: Sequence[Voice], moment: datetime, boxes: Sequence[Box]
) -> None:
    """Ask as many people as the round still lacks."""
    kind = {"verify": "verify", QA: "qa"}.get(place.review, "key")
    keyed = sum(voice.sort in (Sort.KEYED, Sort.CHECKED) for voice in heard)
    needed = 1 if kind != "key" else keyed + 1 if place.machine else 2
    for seat in range(keyed + 1, needed + 1):
        _ask(connection, place, seat, kind, moment, boxes)


def _ask(connection: Connection, place: Row[Any], seat: int, kind: str, moment: datetime, boxes: Sequence[Box]) -> None:
    """Make the task of this seat, unless it is there; it is as urgent as its case."""
    here = _same(tasks, place)
    earlier = connection.execute(select(tasks.c.seat, tasks.c.boxes).where(here)).all()
    if seat in {one.seat for one in earlier}:
        return
    case = connection.execute(select(cases).where(cases.c.id == place.case_id)).one()
    heard = voices(connection, place)
    known = next((voice.boxes for voice in heard if voice.boxes), ())
    plain: list[Any] = to_plain(tuple(boxes or known)) or next((one.boxes for one in earlier if one.boxes), [])
    people = [voice.person for voice in heard if voice.person]
    first = people[0] if people else ""
    row = task_row(_of(place), seat, kind, place.type, place.kind, case, first, plain, moment)
    connection.execute(insert(tasks).values(**row))


def task_row(
    of: Mapping[str, Any],
    seat: int,
    kind: str,
    type_name: str,
    value_kind: str,
    case: Row[Any],
    first: str,
    boxes: Any,
    moment: datetime,
) -> dict[str, Any]:
    """The row of a task: as urgent as its case; `first` most likely may not have it."""
    return {
        **of,
        "seat": seat,
        "kind": kind,
        "state": "ready",
        "aside": "",
        "type": type_name,
        "value_kind": value_kind,
        "language": case.language,
        "first": first,
        "boxes": boxes,
        "placed": bool(boxes),
        "priority": case.priority,
        "deadline": case.deadline,
        "created_at": moment,
    }


def _end(connection: Connection, place: Row[Any], came: Outcome, moment: datetime) -> None:
    ended = {"state": SETTLED, "outcome": came, "settled_at": moment}
    connection.execute(update(keyings).where(keyings.c.id == place.id).values(**ended))
    left = _same(tasks, place) & tasks.c.state.in_(("ready", "leased"))
    gone = {"state": WITHDRAWN, "lease_owner": None, "lease_until": None}
    connection.execute(update(tasks).where(left).values(**gone))


def _put_in_force(
    connection: Connection,
    place: Row[Any],
    heard: Sequence[Voice],
    holds: Voice,
    came: Outcome,
    person: str,
    moment: datetime,
) -> None:
    """Write the value that the round ended with into the history of the case."""
    alike = [voice.person for voice in heard if voice.person and agree(place.kind, voice, holds)]
    people = [holds.person] if came is Outcome.ARBITRATED else list(dict.fromkeys(alike))
    by = f"keyed:{'+'.join(people)}"
    boxes = holds.boxes or next((voice.boxes for voice in heard if voice.boxes), ())
    author: dict[str, Any] = {
        "of": {"client": place.client, "case_id": place.case_id},
        "at": moment,
        "person": person,
        "why": holds.why or f"double keying: {came}",
        "previous": values.newest(connection, place.case_id).get(place.field),
    }
    if holds.value is None:
        row = values.absent(place.field, by=by, **author)
    else:
        row = values.row(Field(place.field, holds.value, holds.text, 1.0, by, boxes), **author)
    connection.execute(insert(field_values).values(**row))


def _conclude_check(
    connection: Connection, place: Row[Any], heard: Sequence[Voice], came: Outcome, moment: datetime
) -> None:
    """The verdict on an accepted value; one that is wrong opens a correction."""
    accepted = next(voice for voice in heard if voice.sort is Sort.ACCEPTED)
    decided = next((voice for voice in heard if voice.sort is Sort.ARBITRATED), None)
    if came is Outcome.UNCLEAR or (decided is not None and decided.is_unreadable):
        _judge(connection, place, "unclear", moment)
    elif decided is None or agree(place.kind, accepted, decided):
        _judge(connection, place, "right", moment)
    else:
        _judge(connection, place, "wrong", moment)
        connection.execute(insert(corrections).values(**_of(place), opened_at=moment, closed_by="", why=""))


def _judge(connection: Connection, place: Row[Any], verdict: str, moment: datetime, disputed: bool = False) -> None:
    told = {"verdict": verdict, "disputed": disputed, "judged_at": moment}
    connection.execute(update(qa_samples).where(_same(qa_samples, place)).values(**told))


def _of(place: Row[Any]) -> Mapping[str, Any]:
    return {"client": place.client, "case_id": place.case_id, "field": place.field, "round": place.round}


def _same(table: Any, place: Row[Any]) -> Any:
    """The rows of a table that belong to this round."""
    return (table.c.case_id == place.case_id) & (table.c.field == place.field) & (table.c.round == place.round)
