"""The rows of a case's fields: each value it ever had, the newest in force. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from documents.fields import Candidate, Field, Fields, Value
from documents.layout import Box
from documents.plain import to_noun, to_plain
from store.tables import field_values

ABSENT = "absent"


def current(connection: Connection, case_id: int, until: int | None = None) -> dict[str, Field]:
    """The fields in force, in the order in which they first came; `until`: when that row was the newest."""
    return {row.name: noun(row) for row in _rows(connection, case_id, until) if row.tag != ABSENT}


def newest(connection: Connection, case_id: int) -> dict[str, int]:
    """The number of the newest row of each name, removed values included."""
    return {row.name: row.id for row in _rows(connection, case_id)}


def last(connection: Connection, case_id: int) -> int:
    """The number of the case's newest row; 0 when it has none."""
    query = select(func.max(field_values.c.id)).where(field_values.c.case_id == case_id)
    return connection.scalar(query) or 0


def add(connection: Connection, of: Mapping[str, Any], fields: Fields, **author: Any) -> None:
    """Write the fields of a case that has none. `of` names client and case, `author` person, moment and reason."""
    if fields:
        connection.execute(insert(field_values), [row(field, of=of, **author) for field in fields.values()])


def replace(connection: Connection, of: Mapping[str, Any], fields: Fields, **author: Any) -> list[str]:
    """Put these fields in force instead of what is: a row for each that differs or goes. Their names are returned."""
    before, last = current(connection, of["case_id"]), newest(connection, of["case_id"])
    made = [
        row(field, of=of, previous=last.get(name), **author)
        for name, field in fields.items()
        if before.get(name) != field
    ]
    made += [absent(name, of=of, previous=last[name], **author) for name in before if name not in fields]
    if made:
        connection.execute(insert(field_values), made)
    return [one["name"] for one in made]


def row(
    field: Field,
    *,
    of: Mapping[str, Any],
    at: datetime,
    person: str = "",
    why: str = "",
    previous: int | None = None,
    edit: str | None = None,
) -> dict[str, Any]:
    """The row that puts a field's value in force."""
    tag, value = tagged(field.value)
    return {
        **of,
        "name": field.name,
        "tag": tag,
        "value": value,
        "text": field.text,
        "confidence": field.confidence,
        "by": field.by,
        "boxes": to_plain(field.boxes),
        "place": field.place,
        "reading": field.reading,
        "others": to_plain(field.others),
        "person": person,
        "at": at,
        "why": why,
        "previous": previous,
        "edit": edit,
    }


def absent(name: str, *, of: Mapping[str, Any], by: str = "", **author: Any) -> dict[str, Any]:
    """The row that takes a value away."""
    return row(Field(name, "", "", 1.0, by), of=of, **author) | {"tag": ABSENT, "value": None}


def noun(found: Row[Any]) -> Field:
    """The field that a row puts in force."""
    value = untagged(found.tag, found.value)
    if value is None:
        raise ValueError(f"row {found.id} takes {found.name} away: it is no field")
    return Field(
        name=found.name,
        value=value,
        text=found.text,
        confidence=found.confidence,
        by=found.by,
        boxes=to_noun(tuple[Box], found.boxes),
        place=found.place,
        reading=found.reading,
        others=to_noun(tuple[Candidate], found.others),
    )


def tagged(value: Value) -> tuple[str, str]:
    """What a value is, and its exact text.

    >>> tagged(Decimal("1.50")), tagged(date(2025, 1, 31)), tagged("x")
    (('decimal', '1.50'), ('date', '2025-01-31'), ('text', 'x'))
    """
    match value:
        case Decimal():
            return "decimal", str(value)
        case date():
            return "date", value.isoformat()
    return "text", value


def untagged(tag: str, value: str | None) -> Value | None:
    """The value again; None where it was taken away."""
    if tag == ABSENT or value is None:
        return None
    match tag:
        case "decimal":
            return Decimal(value)
        case "date":
            return date.fromisoformat(value)
    return value


def _rows(connection: Connection, case_id: int, until: int | None = None) -> list[Row[Any]]:
    here = field_values.c.case_id == case_id
    ends = (
        select(func.max(field_values.c.id).label("last"), func.min(field_values.c.id).label("first"))
        .where(here if until is None else here & (field_values.c.id <= until))
        .group_by(field_values.c.name)
        .subquery()
    )
    query = select(field_values).join(ends, ends.c.last == field_values.c.id).order_by(ends.c.first)
    return list(connection.execute(query))
