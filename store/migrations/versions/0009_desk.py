"""What people chose at the desk, cases that are put aside, pages that were rearranged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PLAIN = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """From 0008."""
    op.create_table(
        "preferences",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("plain", PLAIN, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.name"], name="fk_preferences_person"),
        sa.PrimaryKeyConstraint("person", "name", name="pk_preferences"),
    )
    op.create_table(
        "holds",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["client", "case_id"], ["cases.client", "cases.id"], name="fk_holds_client_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )
    op.create_index(
        "ix_holds_case_id",
        "holds",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "rearrangements",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("receipt_id", NUMBER, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("made", PLAIN, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["client", "receipt_id"], ["receipts.client", "receipts.id"], name="fk_rearrangements_client_receipt_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rearrangements"),
    )
    op.create_index("ix_rearrangements_receipt_id_id", "rearrangements", ["receipt_id", "id"])
    op.add_column("cases", sa.Column("arrangement", sa.Integer(), nullable=False, server_default="0"))
