"""Line items read at the columns that a template remembers, where the head says too little or was not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from documents.fields import Candidate, Fields
from documents.layout import Box, Document, Page
from extractors.columns import FACTORS, Column, Head
from extractors.row_lines import number_under
from extractors.rows import Row, body
from extractors.table import Table, as_table, best, cells, found_in, tables
from extractors.template_match import Match
from extractors.template_memory import ColumnPlace

#: A head stands over a remembered column when they share so much of the narrower one.
SHARED = 0.5


def columns_of(fields: Fields, table: str) -> tuple[ColumnPlace, ...]:
    """Where the columns of a table stand, by its confirmed cells."""
    sides: dict[str, list[tuple[float, float]]] = {}
    for name, field in fields.items():
        parts = name.split(".")
        if len(parts) == 3 and parts[0] == table:
            sides.setdefault(parts[2], []).extend((box.left, box.right) for box in field.boxes)
    return tuple(
        ColumnPlace(role, round(min(left for left, _ in found), 4), round(max(right for _, right in found), 4))
        for role, found in sorted(sides.items())
        if found
    )


def rows_at(document: Document, match: Match, kinds: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the cells as `ROW.COLUMN`; nothing where the table as its head tells it proves as many rows."""
    places = _placed(match)
    roles = {place.role for place in places}
    plain = found_in(document)
    if not roles & set(FACTORS) or (plain and plain.proved == len(plain.rows) and roles <= plain.roles.keys()):
        return
    known = best(tables(document, partial(_told, places))) or _headless(document, places)
    if known is not None and _worth(known) > _worth(plain):
        yield from cells(document, known, kinds)


def _placed(match: Match) -> list[ColumnPlace]:
    """The remembered columns on this document, left to right."""
    frame = next(iter(match.frames.values()), None)
    if frame is None:
        return []
    moved = [
        replace(place, left=frame.place(place.left, 0)[0], right=frame.place(place.right, 0)[0])
        for place in match.template.columns
    ]
    return sorted(moved, key=lambda place: place.left)


def _worth(table: Table | None) -> tuple[int, int]:
    return (table.proved, len(table.roles)) if table else (0, 0)


def _told(places: Sequence[ColumnPlace], head: Head) -> Head:
    """The head with the remembered roles of columns that say nothing, and with columns that it lacks."""
    roles = set(head.roles)
    columns = list(head.columns)
    for place in places:
        at = next((at for at, column in enumerate(columns) if _over(column, place)), None)
        if place.role in roles:
            continue
        if at is None:
            box = Box(head.box.page, place.left, head.box.top, place.right, head.box.bottom)
            columns.append(Column(place.role, "", box))
        elif not columns[at].role:
            columns[at] = replace(columns[at], role=place.role)
    return replace(head, columns=tuple(sorted(columns, key=lambda column: column.box.left)))


def _over(column: Column, place: ColumnPlace) -> bool:
    shared = min(column.box.right, place.right) - max(column.box.left, place.left)
    return shared > SHARED * min(column.box.width, place.right - place.left)


def _headless(document: Document, places: Sequence[ColumnPlace]) -> Table | None:
    """Rows under no head: from the first line with numbers in two of the remembered columns on."""
    made: list[Row] = []
    head: Head | None = None
    for page in document.pages:
        head = _head(page, places)
        numbers = [column for role in FACTORS if (column := head.column(role)) is not None]
        lines = page.lines()
        items = [at for at, line in enumerate(lines) if sum(number_under(head, line, each) for each in numbers) > 1]
        if items:
            under = body(head, lines[items[0] :], page.rulings)
            made += under.rows if under.head.roles == head.roles else ()
    return as_table(head, made) if head and made else None


def _head(page: Page, places: Sequence[ColumnPlace]) -> Head:
    columns = tuple(Column(each.role, "", Box(page.number, each.left, 0.0, each.right, 0.0)) for each in places)
    return Head(columns, Box(page.number, columns[0].box.left, 0.0, columns[-1].box.right, 0.0))
