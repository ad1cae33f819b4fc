"""Scores before review, versions of what was learned, certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.JSON(none_as_null=True)
REFUSAL = "history is added to, never edited"


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def upgrade() -> None:
    """From 0010."""
    op.create_table(
        "case_scores",
        *_text("client"),
        sa.Column("case_id", NUMBER, nullable=False, autoincrement=False),
        *_text("type", "model", "declaration"),
        sa.Column("plain", PLAIN, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["client", "case_id"], ["cases.client", "cases.id"], name="fk_case_scores_client_case_id"
        ),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_scores"),
    )
    op.create_index("ix_case_scores_client_type_case_id", "case_scores", ["client", "type", "case_id"])
    op.create_table(
        "learned",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        *_text("client", "type", "version", "state"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_text("sha256"),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("last_case", NUMBER, nullable=False),
        sa.Column("facts", PLAIN, nullable=False),
        *_text("person", "why"),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["client"], ["clients.name"], name="fk_learned_client"),
        sa.PrimaryKeyConstraint("id", name="pk_learned"),
        sa.UniqueConstraint("client", "id", name="uq_learned_client_id"),
    )
    op.create_index("ix_learned_client_type_state", "learned", ["client", "type", "state"])
    op.create_table(
        "certificates",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        *_text("client", "type"),
        sa.Column("fields", PLAIN, nullable=False),
        *_text("scope"),
        sa.Column("error", sa.Float(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("bound", sa.Float(), nullable=False),
        *_text("model", "declaration"),
        *(sa.Column(name, MOMENT, nullable=False) for name in ("first_at", "last_at", "issued_at")),
        sa.Column("ended_at", MOMENT, nullable=True),
        *_text("why"),
        sa.ForeignKeyConstraint(["client"], ["clients.name"], name="fk_certificates_client"),
        sa.PrimaryKeyConstraint("id", name="pk_certificates"),
        sa.UniqueConstraint("client", "id", name="uq_certificates_client_id"),
    )
    op.create_index("ix_certificates_client_type_ended_at", "certificates", ["client", "type", "ended_at"])
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER case_scores_no_{deed.lower()} BEFORE {deed} ON case_scores "
                f"BEGIN SELECT RAISE(ABORT, 'case_scores: {REFUSAL}'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER case_scores_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_scores "
            "FOR EACH STATEMENT EXECUTE FUNCTION forbid_edits()"
        )
