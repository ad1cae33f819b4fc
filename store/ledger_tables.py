"""The tables of exports, people, master data and the audit chain."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from store.columns import NUMBER, PLAIN, client, metadata, moment, number, words


class ExportState(StrEnum):
    """Where an export stands."""

    BEGUN = "begun"  # its cases and name are fixed; the file may or may not be there
    WRITTEN = "written"  # the file is there, whole
    ACKNOWLEDGED = "acknowledged"  # whoever receives it has said so


#: One row a file that release writes. `number` counts the exports of a client to one format.
exports = Table(
    "exports",
    metadata,
    number(),
    client(),
    words("format"),
    words("type"),
    Column("number", Integer, nullable=False),
    Column("name", String, nullable=False, unique=True),
    Column("key", String, nullable=False, unique=True),
    words("state"),
    words("sha256"),
    Column("records", Integer),
    Column("business_date", Date),
    moment("begun_at"),
    moment("written_at", nullable=True),
    moment("acknowledged_at", nullable=True),
    UniqueConstraint("client", "id"),
    UniqueConstraint("client", "format", "number"),
    Index(None, "state"),
)

#: Which cases an export holds: a case goes to a format once, and the database says so.
export_cases = Table(
    "export_cases",
    metadata,
    Column("client", String, nullable=False),
    Column("export_id", NUMBER, nullable=False),
    Column("case_id", NUMBER, nullable=False),
    words("format"),
    ForeignKeyConstraint(["client", "export_id"], ["exports.client", "exports.id"]),
    ForeignKeyConstraint(["client", "case_id"], ["cases.client", "cases.id"]),
    UniqueConstraint("case_id", "format"),
    Index(None, "export_id"),
)

#: A case that is corrected after its export: `version` counts from 2. Values and decisions up to the two numbers are
#: those of the version before, which the next export takes back.
restatements = Table(
    "restatements",
    metadata,
    number(),
    Column("client", String, nullable=False),
    Column("case_id", NUMBER, nullable=False),
    Column("version", Integer, nullable=False),
    words("type"),
    Column("last_value", NUMBER, nullable=False),
    Column("last_decision", NUMBER, nullable=False),
    words("person"),
    words("why"),
    moment("at"),
    ForeignKeyConstraint(["client", "case_id"], ["cases.client", "cases.id"]),
    UniqueConstraint("case_id", "version"),
)

#: Which corrected cases an export holds: each version goes to a format once.
restated_cases = Table(
    "restated_cases",
    metadata,
    Column("client", String, nullable=False),
    Column("export_id", NUMBER, nullable=False),
    Column("case_id", NUMBER, nullable=False),
    words("format"),
    Column("version", Integer, nullable=False),
    ForeignKeyConstraint(["client", "export_id"], ["exports.client", "exports.id"]),
    ForeignKeyConstraint(["client", "case_id"], ["cases.client", "cases.id"]),
    UniqueConstraint("case_id", "format", "version"),
    Index(None, "export_id"),
)

#: Where a client's exports go, as far as it failed: how often in a row, why, and before when it is not tried again.
destinations = Table(
    "destinations",
    metadata,
    Column("client", String, ForeignKey("clients.name"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    moment("not_before"),
    words("reason"),
)

people = Table(
    "people",
    metadata,
    Column("name", String, primary_key=True),
    words("password"),
    Column("roles", PLAIN, nullable=False),
    Column("clients", PLAIN, nullable=False),
    moment("added_at"),
    moment("disabled_at", nullable=True),
)

#: Failed sign-ins by name, known or not; forgotten when one succeeds or the wait is over.
failed_sign_ins = Table(
    "failed_sign_ins",
    metadata,
    Column("name", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    moment("last_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", String, primary_key=True),
    Column("person", String, ForeignKey("people.name"), nullable=False, index=True),
    moment("begun_at"),
    moment("seen_at"),
    moment("ended_at", nullable=True),
)

#: Who did what to which object, chained by hash, one chain a client ("" for what belongs to none). No values.
audit = Table(
    "audit",
    metadata,
    Column("client", String, primary_key=True),
    Column("seq", NUMBER, primary_key=True, autoincrement=False),
    moment("at"),
    words("person"),
    words("action"),
    words("object"),
    words("field"),
    words("why"),
    words("prev_hash"),
    words("hash"),
)

#: The end of each client's chain: the row that a writer locks.
audit_heads = Table(
    "audit_heads",
    metadata,
    Column("client", String, primary_key=True),
    Column("seq", NUMBER, nullable=False),
    words("hash"),
)

suppliers = Table(
    "suppliers",
    metadata,
    number(),
    client(),
    words("number"),
    words("name"),
    words("folded"),
    words("vat_id"),
    UniqueConstraint("client", "id"),
    Index(None, "client", "vat_id"),
    Index(None, "client", "folded"),
)

supplier_ibans = Table(
    "supplier_ibans",
    metadata,
    Column("client", String, nullable=False),
    Column("supplier_id", NUMBER, nullable=False),
    words("iban"),
    ForeignKeyConstraint(["client", "supplier_id"], ["suppliers.client", "suppliers.id"]),
    Index(None, "client", "iban"),
    Index(None, "supplier_id"),
)

purchase_orders = Table(
    "purchase_orders",
    metadata,
    number(),
    client(),
    words("number"),
    words("folded"),
    words("supplier"),
    words("currency"),
    Column("total", String),
    Index(None, "client", "folded"),
)
