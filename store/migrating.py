"""Bring the tables up to date. Alembic is imported only when there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from documents.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"


def head() -> str:
    """The newest revision: files in migrations/versions/ are named by theirs, in order."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def revision(connection: Connection) -> str | None:
    """The revision that the database is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def migrate(engine: Engine) -> None:
    """Run what is missing, all or nothing, while others who open the database wait.

    Raises StoreError for a database that a newer paperdesk has written.
    """
    with engine.connect().execution_options(only_reads=True) as connection:
        if revision(connection) == head():
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7273100)"))
        at = revision(connection)
        if at is not None and at > head():
            where = engine.url.render_as_string(hide_password=True)
            raise StoreError(f"{where} is at revision {at}, newer than this program's {head()}; update paperdesk")
        if at != head():
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
