"""The database opens at the right revision, and says what is wrong when it does not."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import store
import store.learned_tables
import store.ledger_tables
import store.measure_tables
import store.tables
import store.task_tables
from documents.errors import SettingsError, StoreError
from store import Database, migrating
from store.columns import metadata
from store.database import now, reading, writing
from tests.store.conftest import another

#: Made by migrations for one database only: FTS5's tables on SQLite, an expression index on PostgreSQL.
ONE_DATABASE_ONLY = "words_index"


def test_the_migrations_make_the_tables_that_the_code_declares(db: Database) -> None:
    def ours(thing: object, name: str | None, *_: object) -> bool:
        return not (name or "").startswith(ONE_DATABASE_ONLY)

    with db.engine.connect() as connection:
        options = {"include_object": ours, "compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_the_newest_revision_is_known_without_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrating.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == migrating.head()


def test_a_database_from_scratch_on_postgresql_and_many_that_open_it_at_once(
    request: pytest.FixtureRequest, db: Database, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    if not db.is_sqlite:
        url = another(request.getfixturevalue("postgres"))
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: store.open_database(url, tmp_path / "new"), range(4)))
    with reading(opened[0]) as connection:
        assert migrating.revision(connection) == migrating.head()
    for one in opened:
        store.close(one)


def test_a_database_of_a_newer_program_is_refused(db: Database, url: str, tmp_path: Path) -> None:
    with writing(db) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="update paperdesk"):
        store.open_database(url, tmp_path / "files")


def test_opening_again_does_not_import_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/desk.db"
    store.close(store.open_database(url, tmp_path / "files"))
    code = (
        "import sys, pathlib, store; "
        f"store.open_database({url!r}, pathlib.Path({str(tmp_path / 'files')!r})); "
        "assert not {'alembic', 'argon2', 'pandas'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "mysql://h/d", ""])
def test_a_url_that_cannot_be_is_refused_by_name(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="database"):
        store.open_database(url, tmp_path)


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        store.open_database(f"postgresql://anna:geheim@/none?host={tmp_path}", tmp_path / "files")
    assert "see that the database runs" in str(refused.value)
    assert "geheim" not in str(refused.value)


def test_what_fails_half_way_changes_nothing(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), writing(db) as connection:
        connection.execute(text("INSERT INTO audit_heads (client, seq, hash) VALUES ('acme', 1, 'x')"))
        raise ZeroDivisionError
    with reading(db) as connection:
        assert connection.scalar(text("SELECT count(*) FROM audit_heads")) == 0


def test_a_reader_sees_one_moment(db: Database) -> None:
    count = text("SELECT count(*) FROM audit_heads")
    with reading(db) as reader:
        before = reader.scalar(count)
        with writing(db) as connection:
            connection.execute(text("INSERT INTO audit_heads (client, seq, hash) VALUES ('acme', 1, 'x')"))
        assert reader.scalar(count) == before


def test_sqlite_is_durable_and_keeps_its_keys(tmp_path: Path) -> None:
    db = store.open_database(f"sqlite:///{tmp_path}/desk.db", tmp_path / "files")
    with reading(db) as connection:
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
        assert {name: connection.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted
    store.close(db)


def test_the_databases_clock_goes_forward(db: Database) -> None:
    with reading(db) as connection:
        first = now(connection)
        assert first.utcoffset() is not None
        assert now(connection) >= first
