"""The table of what people's work at the desk took. Counts and names of fields, never what was typed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table

from store.columns import NUMBER, metadata, moment, number, words

#: One row a stay in a field: keys pressed, clicks made, and how long the person was active there.
work_spells = Table(
    "work_spells",
    metadata,
    number(),
    Column("client", String, nullable=False),
    Column("case_id", NUMBER, nullable=False),
    words("person"),
    moment("at"),
    words("field"),
    Column("keys", Integer, nullable=False),
    Column("clicks", Integer, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    ForeignKeyConstraint(["client", "case_id"], ["cases.client", "cases.id"]),
    Index(None, "at"),
)
