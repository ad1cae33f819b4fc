"""Corrections of what was exported, the state of each destination, and the limits of a single file's next try."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PLAIN = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """From 0011."""
    op.add_column("receipts", sa.Column("limits", PLAIN, nullable=True))
    op.create_table(
        "destinations",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["client"], ["clients.name"], name="fk_destinations_client"),
        sa.PrimaryKeyConstraint("client", "name", name="pk_destinations"),
    )
    op.create_table(
        "restatements",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("last_value", NUMBER, nullable=False),
        sa.Column("last_decision", NUMBER, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["client", "case_id"], ["cases.client", "cases.id"], name="fk_restatements_client_case_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_restatements"),
        sa.UniqueConstraint("case_id", "version", name="uq_restatements_case_id_version"),
    )
    op.create_table(
        "restated_cases",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("export_id", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client", "export_id"], ["exports.client", "exports.id"], name="fk_restated_cases_client_export_id"
        ),
        sa.ForeignKeyConstraint(
            ["client", "case_id"], ["cases.client", "cases.id"], name="fk_restated_cases_client_case_id"
        ),
        sa.UniqueConstraint("case_id", "format", "version", name="uq_restated_cases_case_id_format_version"),
    )
    op.create_index("ix_restated_cases_export_id", "restated_cases", ["export_id"])
