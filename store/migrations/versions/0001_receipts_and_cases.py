"""Receipts and the cases made of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """From nothing, or from an empty database."""
    op.create_table(
        "clients",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_clients"),
    )
    op.create_table(
        "receipts",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("duplicate_of", NUMBER, nullable=True),
        sa.Column("index_values", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("deadline", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("parts", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client", "duplicate_of"], ["receipts.client", "receipts.id"], name="fk_receipts_client_duplicate_of"
        ),
        sa.ForeignKeyConstraint(["client"], ["clients.name"], name="fk_receipts_client"),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
        sa.UniqueConstraint("claim", name="uq_receipts_claim"),
        sa.UniqueConstraint("client", "id", name="uq_receipts_client_id"),
    )
    op.create_index("ix_receipts_client_sha256", "receipts", ["client", "sha256"])
    op.create_index("ix_receipts_state_priority_deadline_id", "receipts", ["state", "priority", "deadline", "id"])
    op.create_table(
        "cases",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("receipt_id", NUMBER, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("declaration", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("straight", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.Integer(), nullable=False),
        sa.Column("first_reason", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("exports", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("business_key_names", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("business_key", sa.String(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("deadline", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client", "receipt_id"], ["receipts.client", "receipts.id"], name="fk_cases_client_receipt_id"
        ),
        sa.ForeignKeyConstraint(["client"], ["clients.name"], name="fk_cases_client"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("client", "id", name="uq_cases_client_id"),
        sa.UniqueConstraint("receipt_id", "part", name="uq_cases_receipt_id_part"),
    )
    op.create_index(
        "ix_cases_client_state_priority_deadline_id", "cases", ["client", "state", "priority", "deadline", "id"]
    )
    op.create_index("ix_cases_client_type_business_key", "cases", ["client", "type", "business_key"])
    op.create_index(
        "ix_cases_lease_owner",
        "cases",
        ["lease_owner"],
        unique=False,
        sqlite_where=sa.text("lease_owner IS NOT NULL"),
        postgresql_where=sa.text("lease_owner IS NOT NULL"),
    )
    op.create_index("ix_cases_state_priority_deadline_id", "cases", ["state", "priority", "deadline", "id"])
    op.create_table(
        "case_documents",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("plain", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client", "case_id"], ["cases.client", "cases.id"], name="fk_case_documents_client_case_id"
        ),
        sa.UniqueConstraint("case_id", name="uq_case_documents_case_id"),
    )
    op.create_table(
        "page_images",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client", "case_id"], ["cases.client", "cases.id"], name="fk_page_images_client_case_id"
        ),
        sa.UniqueConstraint("case_id", "number", name="uq_page_images_case_id_number"),
    )
