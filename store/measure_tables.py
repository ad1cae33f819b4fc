"""The table of what people's work at the desk took. Counts and names of fields, never what was typed."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table

from store.columns import metadata, moment, number, of_case, words

#: One row a stay in a field: keys pressed, clicks made, and how long the person was active there.
work_spells = Table(
    "work_spells",
    metadata,
    number(),
    *of_case(),
    words("person"),
    moment("at"),
    words("field"),
    Column("keys", Integer, nullable=False),
    Column("clicks", Integer, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Index(None, "at"),
)
