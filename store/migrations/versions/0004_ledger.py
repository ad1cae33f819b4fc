"""Exports and the cases they hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """From nothing, or from 0003."""
    op.create_table(
        "exports",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=True),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["client"], ["clients.name"], name="fk_exports_client"),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
        sa.UniqueConstraint("client", "format", "number", name="uq_exports_client_format_number"),
        sa.UniqueConstraint("client", "id", name="uq_exports_client_id"),
        sa.UniqueConstraint("key", name="uq_exports_key"),
        sa.UniqueConstraint("name", name="uq_exports_name"),
    )
    op.create_index("ix_exports_state", "exports", ["state"])
    op.create_table(
        "export_cases",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("export_id", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client", "case_id"], ["cases.client", "cases.id"], name="fk_export_cases_client_case_id"
        ),
        sa.ForeignKeyConstraint(
            ["client", "export_id"], ["exports.client", "exports.id"], name="fk_export_cases_client_export_id"
        ),
        sa.UniqueConstraint("case_id", "format", name="uq_export_cases_case_id_format"),
    )
    op.create_index("ix_export_cases_export_id", "export_cases", ["export_id"])
