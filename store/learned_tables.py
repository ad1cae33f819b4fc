"""The tables of what was learned and what was promised: scores before review, models by version, certificates.

`case_scores` is only ever added to: what a model said before anybody looked is what it is later held to.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from store.columns import NUMBER, PLAIN, client, metadata, moment, number, words

#: One row a case, written with it: P(right) and features of every value, before any person saw the document.
case_scores = Table(
    "case_scores",
    metadata,
    Column("client", String, nullable=False),
    Column("case_id", NUMBER, primary_key=True, autoincrement=False),
    words("type"),
    words("model"),
    words("declaration"),
    Column("plain", PLAIN, nullable=False),
    moment("at"),
    ForeignKeyConstraint(["client", "case_id"], ["cases.client", "cases.id"]),
    Index(None, "client", "type", "case_id"),
)

#: One row a version of what was learned for a client's document type. `content` is compressed, its SHA-256 beside it;
#: `last_case` is the newest case that taught it; `facts` are the figures of its shadow test.
learned = Table(
    "learned",
    metadata,
    number(),
    client(),
    words("type"),
    words("version"),
    words("state"),
    Column("content", LargeBinary, nullable=False),
    words("sha256"),
    Column("documents", Integer, nullable=False),
    Column("last_case", NUMBER, nullable=False),
    Column("facts", PLAIN, nullable=False),
    words("person"),
    words("why"),
    moment("made_at"),
    moment("moved_at"),
    UniqueConstraint("client", "id"),
    Index(None, "client", "type", "state"),
)

#: One row a certificate: what was promised, where the threshold lies, on how many checked values it rests. It holds
#: while `ended_at` is empty, for the model and the declaration that it names.
certificates = Table(
    "certificates",
    metadata,
    number(),
    client(),
    words("type"),
    Column("fields", PLAIN, nullable=False),
    words("scope"),
    Column("error", Float, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("checked", Integer, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("bound", Float, nullable=False),
    words("model"),
    words("declaration"),
    moment("first_at"),
    moment("last_at"),
    moment("issued_at"),
    moment("ended_at", nullable=True),
    words("why"),
    UniqueConstraint("client", "id"),
    Index(None, "client", "type", "ended_at"),
)
