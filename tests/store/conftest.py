"""Every test of the store runs on both databases: SQLite, and (slow) PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

import store
import store.desk_tables
import store.ledger_tables
import store.measure_tables
import store.tables
import store.task_tables
from store import Database, migrating
from store.columns import metadata

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/desk.db"
    server: str = request.getfixturevalue("postgres")
    empty(server)
    return server


def empty(server: str) -> None:
    """Leave nothing but the tables: much cheaper than a new database for each test, which is 300 files."""
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # the triggers forbid it
        tables = ", ".join(metadata.tables)
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": migrating.head()})
    engine.dispose()


def another(server: str) -> str:
    """The URL of a new database on this server, without tables."""
    name = f"desk_{uuid4().hex}"
    engine = create_engine(make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def db(url: str, tmp_path: Path) -> Iterator[Database]:
    opened = store.open_database(url, tmp_path / "files")
    yield opened
    store.close(opened)
