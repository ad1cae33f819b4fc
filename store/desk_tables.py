"""The tables of the desk beside cases and their values: what people chose, what is put aside, what was rearranged."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from store.columns import NUMBER, PLAIN, metadata, moment, number, of_case, words

#: How a person wants the desk: their keys, on which side the page is. No values of documents.
preferences = Table(
    "preferences",
    metadata,
    Column("person", String, ForeignKey("people.name"), nullable=False),
    Column("name", String, nullable=False),
    Column("plain", PLAIN, nullable=False),
    PrimaryKeyConstraint("person", "name"),
)

#: A case that is put aside until somebody asks for it again; the row without `ended_at` is in force.
holds = Table(
    "holds",
    metadata,
    number(),
    *of_case(),
    words("person"),
    words("why"),
    moment("at"),
    Column("ended_by", String),
    moment("ended_at", nullable=True),
    Index(
        None,
        "case_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

#: What a rearrangement of pages, or another type, found: enough to put it back. `before` is compressed JSON.
rearrangements = Table(
    "rearrangements",
    metadata,
    number(),
    Column("client", String, nullable=False),
    Column("receipt_id", NUMBER, nullable=False),
    words("person"),
    moment("at"),
    words("act"),
    words("why"),
    Column("before", LargeBinary, nullable=False),
    Column("made", PLAIN, nullable=False),
    moment("undone_at", nullable=True),
    ForeignKeyConstraint(["client", "receipt_id"], ["receipts.client", "receipts.id"]),
    Index(None, "receipt_id", "id"),
)
