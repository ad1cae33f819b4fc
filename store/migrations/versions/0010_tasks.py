"""Double keying, arbitration and QA: one word a person and round, and nobody checks a value that they gave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.JSON(none_as_null=True)

APPEND_ONLY = ("entries", "drafts", "task_skips")
REFUSAL = "history is added to, never edited"
OWN = "entries: who gave a value does not check it"
#: In a round of QA: did this person give the value in force, or say anything of the field before?
IS_OWN = """
  EXISTS (SELECT 1 FROM keyings k WHERE k.case_id = NEW.case_id AND k.field = NEW.field AND k.round = NEW.round
          AND k.review = 'qa')
  AND (EXISTS (SELECT 1 FROM field_values v WHERE v.case_id = NEW.case_id AND v.name = NEW.field
               AND v.person = NEW.person)
       OR EXISTS (SELECT 1 FROM entries e WHERE e.case_id = NEW.case_id AND e.field = NEW.field
                  AND e.round <> NEW.round AND e.person = NEW.person))
"""


def _round() -> list[sa.Column]:
    return [
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
    ]


def _said() -> list[sa.Column]:
    return [
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("boxes", PLAIN, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
    ]


def _number(table: str) -> list[object]:
    return [
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["client", "case_id"], ["cases.client", "cases.id"], name=f"fk_{table}_client_case_id"
    )


def _of_keying(table: str) -> sa.ForeignKeyConstraint:
    names = ["client", "case_id", "field", "round"]
    return sa.ForeignKeyConstraint(
        names, [f"keyings.{name}" for name in names], name=f"fk_{table}_client_case_id_field_round"
    )


def _keyings() -> None:
    op.create_table(
        "keyings",
        *_number("keyings"),
        *_round(),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("machine", sa.Boolean(), nullable=False),
        sa.Column("swapped", sa.Boolean(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        _of_case("keyings"),
        sa.UniqueConstraint("client", "case_id", "field", "round", name="uq_keyings_client_case_id_field_round"),
    )
    op.create_index("ix_keyings_case_id_state", "keyings", ["case_id", "state"])
    op.create_table(
        "entries",
        *_number("entries"),
        *_round(),
        sa.Column("voice", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        *_said(),
        sa.Column("at", MOMENT, nullable=False),
        _of_keying("entries"),
        sa.UniqueConstraint("case_id", "field", "round", "person", name="uq_entries_case_id_field_round_person"),
    )
    op.create_table(
        "drafts",
        *_number("drafts"),
        *_round(),
        sa.Column("person", sa.String(), nullable=False),
        *_said(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("edit", sa.String(), nullable=True),
        _of_case("drafts"),
        sa.UniqueConstraint("case_id", "person", "edit", name="uq_drafts_case_id_person_edit"),
    )
    op.create_index("ix_drafts_person_case_id_field_id", "drafts", ["person", "case_id", "field", "id"])


def _tasks() -> None:
    op.create_table(
        "tasks",
        *_number("tasks"),
        *_round(),
        sa.Column("seat", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("kind", "state", "aside", "type", "value_kind", "language", "first")
        ),
        sa.Column("boxes", PLAIN, nullable=False),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.Column("skips", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("deadline", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        _of_keying("tasks"),
        sa.UniqueConstraint("client", "id", name="uq_tasks_client_id"),
        sa.UniqueConstraint("case_id", "field", "round", "seat", name="uq_tasks_case_id_field_round_seat"),
    )
    op.create_index(
        "ix_tasks_kind_state_aside_priority_deadline_id",
        "tasks",
        ["kind", "state", "aside", "priority", "deadline", "id"],
    )
    leased = sa.text("lease_owner IS NOT NULL")
    op.create_index("ix_tasks_lease_owner", "tasks", ["lease_owner"], sqlite_where=leased, postgresql_where=leased)
    op.create_table(
        "task_skips",
        *_number("task_skips"),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("task_id", NUMBER, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["client", "task_id"], ["tasks.client", "tasks.id"], name="fk_task_skips_client_task_id"),
    )
    op.create_index("ix_task_skips_task_id_person", "task_skips", ["task_id", "person"])


def _qa() -> None:
    op.create_table(
        "qa_samples",
        *_number("qa_samples"),
        *_round(),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("type", "by", "declaration", "model")),
        sa.Column("threshold", sa.Float(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("judged_at", MOMENT, nullable=True),
        _of_keying("qa_samples"),
        sa.UniqueConstraint("client", "id", name="uq_qa_samples_client_id"),
        sa.UniqueConstraint("case_id", "field", "round", name="uq_qa_samples_case_id_field_round"),
    )
    op.create_index("ix_qa_samples_client_type_field", "qa_samples", ["client", "type", "field"])
    op.create_table(
        "corrections",
        *_number("corrections"),
        *_round(),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        _of_keying("corrections"),
        sa.UniqueConstraint("case_id", "field", "round", name="uq_corrections_case_id_field_round"),
    )
    op.create_table(
        "skills",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.name"], name="fk_skills_person"),
        sa.PrimaryKeyConstraint("person", "sort", "name", name="pk_skills"),
    )
    op.create_table(
        "seeds",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_seeds"),
    )


def _forbid_edits(dialect: str) -> None:
    for table in APPEND_ONLY:
        if dialect == "sqlite":
            for deed in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table}: {REFUSAL}'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION forbid_edits()"
            )


def _forbid_own(dialect: str) -> None:
    if dialect == "sqlite":
        op.execute(
            "CREATE TRIGGER entries_not_own BEFORE INSERT ON entries "
            f"WHEN NEW.voice IN ('checked', 'arbitrated') AND {IS_OWN} BEGIN SELECT RAISE(ABORT, '{OWN}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION forbid_own_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.voice IN ('checked', 'arbitrated') AND {IS_OWN} THEN "
        f"RAISE EXCEPTION '{OWN}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER entries_not_own BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION forbid_own_check()"
    )


def upgrade() -> None:
    """From 0009."""
    dialect = op.get_bind().dialect.name
    _keyings()
    _tasks()
    _qa()
    _forbid_edits(dialect)
    _forbid_own(dialect)
    op.add_column("cases", sa.Column("open_keyings", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("language", sa.String(), nullable=False, server_default=""))
    op.create_index(
        "ix_cases_state_open_keyings_priority_deadline_id",
        "cases",
        ["state", "open_keyings", "priority", "deadline", "id"],
    )
