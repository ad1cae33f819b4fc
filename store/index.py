"""Search: the words of every page and the values in force, on either database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text

from documents.fields import Fields, base_name
from documents.kinds import written
from documents.layout import Document
from store import case_rows
from store.columns import kept
from store.database import Database, reading
from store.tables import case_words, cases, field_index

#: The page number of the row that holds the values in force.
VALUES = -1
#: The page number of the row that holds the document's name.
NAME = -2

_SQLITE = """
SELECT w.case_id, w.page, snippet(words_index, 0, '[', ']', ' … ', 12) AS snippet
FROM words_index JOIN case_words w ON w.id = words_index.rowid
WHERE words_index MATCH :query AND (:client IS NULL OR w.client = :client)
ORDER BY rank, w.id DESC LIMIT :limit
"""
_POSTGRESQL = """
SELECT case_id, page, ts_headline('simple', body, plainto_tsquery('simple', :query),
       'StartSel=[, StopSel=], MaxWords=18, MinWords=6, MaxFragments=1') AS snippet
FROM (
    SELECT id, case_id, page, body FROM case_words
    WHERE (to_tsvector('simple', body) @@ plainto_tsquery('simple', :query)
           OR (page = -2 AND to_tsvector('simple', body) @@ plainto_tsquery('simple', :parted)))
      AND (CAST(:client AS varchar) IS NULL OR client = :client)
    ORDER BY ts_rank(to_tsvector('simple', body), plainto_tsquery('simple', :query)) DESC, id DESC LIMIT :limit
) AS found
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One case that was found.

    `page` counts from 0 in the file, None where a value or (`by_name`) the name was found; `snippet` is the text around
    what was found, which stands in square brackets, or the name.
    """

    case_id: int
    client: str
    name: str
    type_name: str
    state: str
    page: int | None
    snippet: str
    by_name: bool = False


def search(
    db: Database, sought: str, *, client: str | None = None, field: str | None = None, limit: int = 50
) -> list[Hit]:
    """Cases with all these words on one page, among their values or in their name; with `field`, those of this value.

    `invoice_number:R-17` is short for `field="invoice_number"`; a value is compared whole, without spaces and in any
    case, `R-*` by its beginning. Case and (on SQLite) accents do not matter. No words: no hits.
    """
    named = re.fullmatch(r"([a-z][a-z0-9_.]*):(.+)", sought.strip())
    if field is None and named:
        field, sought = named[1], named[2]
    with reading(db) as connection:
        if field is not None:
            rows = _by_value(connection, field, sought, client, limit)
        else:
            rows = _by_words(connection, sought, client, limit)
        return _hits(connection, rows)


def names(db: Database) -> list[str]:
    """The names that a value was indexed under: of fields, and of index values that came with files."""
    with reading(db) as connection:
        return list(connection.scalars(select(field_index.c.name).distinct().order_by(field_index.c.name)))


def put_pages(connection: Connection, of: Mapping[str, Any], document: Document) -> None:
    """Index the words of a document, page by page."""
    for page in document.pages:
        if page.words:
            _put(connection, of, page.number, " ".join(word.text for word in page.words))


def put_name(connection: Connection, of: Mapping[str, Any], name: str) -> None:
    """Index what the document is called, whole and by its words: PostgreSQL takes "invoice-7.pdf" for one word."""
    _put(connection, of, NAME, f"{name}\n{_parted(name)}")


def replace_pages(connection: Connection, of: Mapping[str, Any], before: Document, document: Document) -> None:
    """Index the words of a document whose pages were others before."""
    for page in before.pages:
        _take(connection, of["case_id"], page.number)
    put_pages(connection, of, document)


def put_values(connection: Connection, of: Mapping[str, Any], fields: Fields, told: Mapping[str, str]) -> None:
    """Index the values in force, and those that came with the file, instead of what was."""
    pairs = [(base_name(field.name), written(field.value)) for field in fields.values()] + list(told.items())
    connection.execute(delete(field_index).where(field_index.c.case_id == of["case_id"]))
    if pairs:
        connection.execute(
            insert(field_index), [{**of, "name": name, "value": _folded(value)} for name, value in pairs]
        )
    _take(connection, of["case_id"], VALUES)
    if pairs:
        _put(connection, of, VALUES, "\n".join(value for _, value in pairs))


def _by_value(
    connection: Connection, field: str, value: str, client: str | None, limit: int
) -> list[tuple[int, int, str]]:
    folded = _folded(value)
    match = field_index.c.value == folded
    if folded.endswith("*"):
        match = field_index.c.value.startswith(folded[:-1], autoescape=True)
    query = select(field_index.c.case_id, func.min(field_index.c.value).label("value"))
    query = query.where(field_index.c.name == field, match).group_by(field_index.c.case_id)
    query = query if client is None else query.where(field_index.c.client == client)
    found = connection.execute(query.order_by(field_index.c.case_id.desc()).limit(limit))
    return [(row.case_id, VALUES, f"{field}: {row.value}") for row in found]


def _by_words(connection: Connection, sought: str, client: str | None, limit: int) -> list[tuple[int, int, str]]:
    if not re.search(r"\w", sought):
        return []
    sqlite = connection.dialect.name == "sqlite"
    # Quoted, FTS5 takes each word as a phrase and nothing in it as its own language.
    sought = kept(sought)
    words = (word for word in sought.replace('"', " ").split() if re.search(r"\w", word))
    query = " ".join(f'"{word}"' for word in words) if sqlite else sought
    asked = {"query": query, "client": client, "limit": limit * 4} | ({} if sqlite else {"parted": _parted(sought)})
    found = connection.execute(text(_SQLITE if sqlite else _POSTGRESQL), asked)
    best: dict[int, tuple[int, int, str]] = {}
    for row in found:
        best.setdefault(row.case_id, (row.case_id, row.page, " ".join(row.snippet.split())))
    return list(best.values())[:limit]


def _hits(connection: Connection, found: list[tuple[int, int, str]]) -> list[Hit]:
    numbers = [case_id for case_id, _, _ in found]
    query = select(cases.c.id, cases.c.client, cases.c.type, cases.c.state, case_rows.title().label("title"))
    known = {row.id: row for row in connection.execute(query.where(cases.c.id.in_(numbers)))}
    return [
        Hit(case_id, one.client, one.title, one.type, one.state, None if page < 0 else page, *told)
        for case_id, page, snippet in found
        if (one := known[case_id]) and (told := (one.title, True) if page == NAME else (snippet, False))
    ]


def _put(connection: Connection, of: Mapping[str, Any], page: int, body: str) -> None:
    made = insert(case_words).values(**of, page=page, body=body).returning(case_words.c.id, case_words.c.body)
    row = connection.execute(made).one()
    if connection.dialect.name == "sqlite":
        come = text("INSERT INTO words_index (rowid, body) VALUES (:id, :body)")
        connection.execute(come, {"id": row.id, "body": row.body})


def _take(connection: Connection, case_id: int, page: int) -> None:
    here = (case_words.c.case_id == case_id) & (case_words.c.page == page)
    row = connection.execute(delete(case_words).where(here).returning(case_words.c.id, case_words.c.body)).one_or_none()
    if row is not None and connection.dialect.name == "sqlite":
        gone = text("INSERT INTO words_index (words_index, rowid, body) VALUES ('delete', :id, :body)")
        connection.execute(gone, {"id": row.id, "body": row.body})


def _parted(name: str) -> str:
    """The words of a name, without what stands between them."""
    return " ".join(re.findall(r"[^\W_]+", name))


def _folded(value: str) -> str:
    return "".join(value.split()).casefold()
