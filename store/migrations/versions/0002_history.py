"""What a case's fields were, what was decided and found: only ever added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """From nothing, or from 0001."""
    op.create_table(
        "field_values",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("boxes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("place", sa.Float(), nullable=False),
        sa.Column("reading", sa.Float(), nullable=False),
        sa.Column("others", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("previous", NUMBER, nullable=True),
        sa.Column("edit", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client", "case_id"], ["cases.client", "cases.id"], name="fk_field_values_client_case_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_field_values"),
        sa.UniqueConstraint("case_id", "edit", name="uq_field_values_case_id_edit"),
    )
    op.create_index("ix_field_values_case_id_name_id", "field_values", ["case_id", "name", "id"])
    op.create_table(
        "decisions",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("plain", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client", "case_id"], ["cases.client", "cases.id"], name="fk_decisions_client_case_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_case_id_id", "decisions", ["case_id", "id"])
    op.create_table(
        "findings",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["client", "case_id"], ["cases.client", "cases.id"], name="fk_findings_client_case_id"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_findings_decision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
    )
    op.create_index("ix_findings_decision_id", "findings", ["decision_id"])
    op.create_table(
        "skips",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["client", "case_id"], ["cases.client", "cases.id"], name="fk_skips_client_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_skips"),
    )
    op.create_index("ix_skips_person_case_id", "skips", ["person", "case_id"])
