"""The tables of double keying and QA: what each person said of a field, and the tasks by which it is asked.

An entry is one person's word on one field in one round, and the database takes one a person: so the second keyer is
never the first, and the arbiter neither. A trigger keeps whoever gave a value from checking it. `entries`, `drafts`
and `task_skips` are only ever added to.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

from store.columns import NUMBER, PLAIN, Words, metadata, moment, number, words


def _round() -> tuple[Column[str], Column[int], Column[str], Column[int]]:
    return (
        Column("client", String, nullable=False),
        Column("case_id", NUMBER, nullable=False),
        words("field"),
        Column("round", Integer, nullable=False),
    )


def _of_keying() -> ForeignKeyConstraint:
    names = ("client", "case_id", "field", "round")
    return ForeignKeyConstraint(names, [f"keyings.{name}" for name in names])


def _said() -> tuple[Column[str], Column[str], Column[str], Column[object], Column[str]]:
    """A value as somebody gave it; tag "absent" with its reason where they said that there is none."""
    return (words("tag"), Column("value", Words), words("text"), Column("boxes", PLAIN, nullable=False), words("why"))


#: One row a field and round. `review` is the field's mode (verify, blind) or "qa"; `kind` is the value's. `machine`:
#: its reading has a vote among two people. `swapped`: the arbiter sees the second voice first.
keyings = Table(
    "keyings",
    metadata,
    number(),
    *_round(),
    words("type"),
    words("review"),
    words("kind"),
    words("state"),
    words("outcome"),
    Column("machine", Boolean, nullable=False),
    Column("swapped", Boolean, nullable=False),
    moment("opened_at"),
    moment("settled_at", nullable=True),
    ForeignKeyConstraint(["client", "case_id"], ["cases.client", "cases.id"]),
    UniqueConstraint("client", "case_id", "field", "round"),
    Index(None, "case_id", "state"),
)

#: What each voice said: `voice` is keyed, machine, accepted, checked or arbitrated; `person` is "" for a machine's.
entries = Table(
    "entries",
    metadata,
    number(),
    *_round(),
    words("voice"),
    words("person"),
    *_said(),
    moment("at"),
    _of_keying(),
    UniqueConstraint("case_id", "field", "round", "person"),
)

#: What somebody keyed unseen and has not finished, or saved too late (`late`). Only that person ever sees it.
drafts = Table(
    "drafts",
    metadata,
    number(),
    *_round(),
    words("person"),
    *_said(),
    moment("at"),
    Column("late", Boolean, nullable=False),
    Column("edit", String),
    ForeignKeyConstraint(["client", "case_id"], ["cases.client", "cases.id"]),
    UniqueConstraint("case_id", "person", "edit"),
    Index(None, "person", "case_id", "field", "id"),
)

#: One row a question to one person. `seat` counts the persons whom a round asks; `aside` is "" or why the task waits
#: for a supervisor. `first` is the one person who most likely may not have it, so that the queue need not look twice.
tasks = Table(
    "tasks",
    metadata,
    number(),
    *_round(),
    Column("seat", Integer, nullable=False),
    words("kind"),
    words("state"),
    words("aside"),
    words("type"),
    words("value_kind"),
    words("language"),
    words("first"),
    Column("boxes", PLAIN, nullable=False),
    Column("placed", Boolean, nullable=False),
    Column("skips", Integer, nullable=False, default=0),
    Column("priority", Integer, nullable=False),
    moment("deadline"),
    moment("created_at"),
    Column("lease_owner", String),
    moment("lease_until", nullable=True),
    Column("fence", Integer, nullable=False, default=0),
    words("person"),
    moment("done_at", nullable=True),
    _of_keying(),
    UniqueConstraint("client", "id"),
    UniqueConstraint("case_id", "field", "round", "seat"),
    Index(None, "kind", "state", "aside", "priority", "deadline", "id"),
    Index(
        None,
        "lease_owner",
        sqlite_where=text("lease_owner IS NOT NULL"),
        postgresql_where=text("lease_owner IS NOT NULL"),
    ),
)

#: Who passed a task on, and why; it is not given to the same person again.
task_skips = Table(
    "task_skips",
    metadata,
    number(),
    Column("client", String, nullable=False),
    Column("task_id", NUMBER, nullable=False),
    words("person"),
    words("why"),
    moment("at"),
    ForeignKeyConstraint(["client", "task_id"], ["tasks.client", "tasks.id"]),
    Index(None, "task_id", "person"),
)

#: One row an accepted value that was drawn to be keyed again: what was in force, how likely it was drawn, the verdict
#: ("" while nobody has looked; `disputed` until a third person has settled what the two said).
qa_samples = Table(
    "qa_samples",
    metadata,
    number(),
    *_round(),
    words("type"),
    words("by"),
    words("declaration"),
    words("model"),
    Column("threshold", Float),
    Column("score", Float, nullable=False),
    Column("probability", Float, nullable=False),
    moment("drawn_at"),
    words("verdict"),
    Column("disputed", Boolean, nullable=False),
    moment("judged_at", nullable=True),
    _of_keying(),
    UniqueConstraint("client", "id"),
    UniqueConstraint("case_id", "field", "round"),
    Index(None, "client", "type", "field"),
)

#: One row a value found wrong after it was accepted; open until a supervisor has seen to it.
corrections = Table(
    "corrections",
    metadata,
    number(),
    *_round(),
    moment("opened_at"),
    words("closed_by"),
    moment("closed_at", nullable=True),
    words("why"),
    _of_keying(),
    UniqueConstraint("case_id", "field", "round"),
)

#: What a person gets from the queue: no row of a sort means everything of that sort.
skills = Table(
    "skills",
    metadata,
    Column("person", String, ForeignKey("people.name"), nullable=False),
    words("sort"),
    words("name"),
    PrimaryKeyConstraint("person", "sort", "name"),
)

#: Secrets of the installation, made when first asked for: the seed of QA's draw.
seeds = Table("seeds", metadata, Column("name", String, primary_key=True), words("value"))
