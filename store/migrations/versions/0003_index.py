"""Words and values, searched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """From nothing, or from 0002."""
    op.create_table(
        "case_words",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client", "case_id"], ["cases.client", "cases.id"], name="fk_case_words_client_case_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_words"),
        sa.UniqueConstraint("case_id", "page", name="uq_case_words_case_id_page"),
    )
    op.create_table(
        "field_index",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client", "case_id"], ["cases.client", "cases.id"], name="fk_field_index_client_case_id"
        ),
    )
    op.create_index("ix_field_index_case_id", "field_index", ["case_id"])
    op.create_index("ix_field_index_name_value", "field_index", ["name", "value"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE words_index USING fts5("
            "body, content='case_words', content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
        )
    else:
        op.execute("CREATE INDEX words_index ON case_words USING gin (to_tsvector('simple', body))")
