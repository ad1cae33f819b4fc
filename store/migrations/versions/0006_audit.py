"""The audit chain, and triggers that forbid to edit history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = ("field_values", "decisions", "findings", "skips", "audit")
REFUSAL = "history is added to, never edited"


def _forbid(table: str, dialect: str) -> None:
    if dialect == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: {REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION forbid_edits() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '%: {REFUSAL}', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION forbid_edits()"
    )


def upgrade() -> None:
    """From nothing, or from 0005."""
    op.create_table(
        "audit",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("client", "seq", name="pk_audit"),
    )
    op.create_table(
        "audit_heads",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("client", name="pk_audit_heads"),
    )
    for table in APPEND_ONLY:
        _forbid(table, op.get_bind().dialect.name)
