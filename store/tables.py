"""The tables of what came in and what became of it. Rows never leave this package.

Every table names the client, and what belongs to a case refers to it by client and number together: a row can then
be shown or hidden by its client alone, and never point into another client's.
`field_values`, `findings`, `decisions`, `skips` and `audit` are only ever added to: triggers forbid the rest.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from store.columns import NUMBER, PLAIN, Words, client, metadata, moment, number, of_case, words

clients = Table("clients", metadata, Column("name", String, primary_key=True), moment("added_at"))

#: One row a file that came in. `claim` is the name intake claimed it under; `attempt` counts tries begun that were the
#: document's fault or nobody's, `fence` counts every lease and never goes back.
receipts = Table(
    "receipts",
    metadata,
    number(),
    client(),
    Column("claim", String, nullable=False, unique=True),
    words("name"),
    words("sha256"),
    Column("size", NUMBER, nullable=False),
    moment("received_at"),
    words("state"),
    Column("attempt", Integer, nullable=False, default=0),
    Column("fence", Integer, nullable=False, default=0),
    Column("lease_owner", String),
    moment("lease_until", nullable=True),
    words("code"),
    words("reason"),
    Column("duplicate_of", NUMBER),
    Column("index_values", PLAIN, nullable=False),
    words("batch"),
    Column("business_date", Date),
    Column("priority", Integer, nullable=False, default=5),
    moment("deadline"),
    moment("finished_at", nullable=True),
    Column("parts", Integer),
    Column("limits", PLAIN),
    UniqueConstraint("client", "id"),
    ForeignKeyConstraint(["client", "duplicate_of"], ["receipts.client", "receipts.id"]),
    Index(None, "client", "sha256"),
    Index(None, "state", "priority", "deadline", "id"),
)

_LEASED = "lease_owner IS NOT NULL"

#: One row a document. `name` is its file's, or in a file that holds files also the member's; `exports` and
#: `business_key_names` are the type's, as declared when the case was last decided; `arrangement` counts how often its
#: pages were changed, `open_keyings` the fields that others still key unseen.
cases = Table(
    "cases",
    metadata,
    number(),
    client(),
    Column("receipt_id", NUMBER, nullable=False),
    Column("part", Integer, nullable=False),
    words("type"),
    words("state"),
    words("declaration"),
    words("model"),
    Column("straight", Boolean, nullable=False),
    Column("reasons", Integer, nullable=False, default=0),
    words("first_reason"),
    Column("pages", Integer, nullable=False),
    Column("exports", PLAIN, nullable=False),
    Column("business_key_names", PLAIN, nullable=False),
    Column("business_key", String),
    Column("priority", Integer, nullable=False),
    moment("deadline"),
    moment("created_at"),
    moment("moved_at"),
    Column("lease_owner", String),
    moment("lease_until", nullable=True),
    Column("fence", Integer, nullable=False, default=0),
    Column("arrangement", Integer, nullable=False, server_default="0"),
    Column("open_keyings", Integer, nullable=False, server_default="0"),
    Column("language", String, nullable=False, server_default=""),
    Column("name", Words, nullable=False, server_default=""),
    ForeignKeyConstraint(["client", "receipt_id"], ["receipts.client", "receipts.id"]),
    UniqueConstraint("client", "id"),
    UniqueConstraint("receipt_id", "part"),
    Index(None, "state", "priority", "deadline", "id"),
    Index(None, "state", "open_keyings", "priority", "deadline", "id"),
    Index(None, "client", "state", "priority", "deadline", "id"),
    Index(None, "client", "type", "business_key"),
    Index(None, "lease_owner", sqlite_where=text(_LEASED), postgresql_where=text(_LEASED)),
)

#: The document of a case as captured, compressed.
case_documents = Table("case_documents", metadata, *of_case(), Column("plain", LargeBinary, nullable=False))
case_documents.append_constraint(UniqueConstraint(case_documents.c.case_id))

page_images = Table(
    "page_images",
    metadata,
    *of_case(),
    Column("number", Integer, nullable=False),
    words("sha256"),
    UniqueConstraint("case_id", "number"),
)

#: Every value a field ever had; the newest row is in force. `tag` says what a value is: text, decimal, date, absent.
field_values = Table(
    "field_values",
    metadata,
    number(),
    *of_case(),
    words("name"),
    words("tag"),
    Column("value", Words),
    words("text"),
    Column("confidence", Float, nullable=False),
    words("by"),
    Column("boxes", PLAIN, nullable=False),
    Column("place", Float, nullable=False),
    Column("reading", Float, nullable=False),
    Column("others", PLAIN, nullable=False),
    words("person"),
    moment("at"),
    words("why"),
    Column("previous", NUMBER),
    Column("edit", String),
    UniqueConstraint("case_id", "edit"),
    Index(None, "case_id", "name", "id"),
)

decisions = Table(
    "decisions",
    metadata,
    number(),
    *of_case(),
    words("type"),
    words("route"),
    Column("plain", PLAIN, nullable=False),
    words("person"),
    moment("at"),
    words("why"),
    Index(None, "case_id", "id"),
)

findings = Table(
    "findings",
    metadata,
    number(),
    *of_case(),
    Column("decision_id", NUMBER, ForeignKey("decisions.id"), nullable=False, index=True),
    words("rule"),
    Column("fields", PLAIN, nullable=False),
    words("severity"),
    words("message"),
)

#: Who passed a case on, and why; the queue does not give it to the same person again.
skips = Table(
    "skips",
    metadata,
    number(),
    *of_case(),
    words("person"),
    words("why"),
    moment("at"),
    Index(None, "person", "case_id"),
)

#: The text of a page, or (page -1) the values in force; the full-text index of either database stands on it.
case_words = Table(
    "case_words",
    metadata,
    number(),
    *of_case(),
    Column("page", Integer, nullable=False),
    words("body"),
    UniqueConstraint("case_id", "page"),
)

#: The values in force, folded for `field:value` searches.
field_index = Table(
    "field_index",
    metadata,
    *of_case(),
    words("name"),
    words("value"),
    Index(None, "case_id"),
    Index(None, "name", "value"),
)
