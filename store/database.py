"""The database and the folder of files beside it: opened, migrated, read and written in whole transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from documents.errors import Conflict, SettingsError, StoreError
from store.migrating import migrate

#: How long a writer waits for another before it gives up, in seconds.
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Database:
    """An open database and the folder that holds originals and page images. Open one in each process."""

    engine: Engine
    files: Path
    #: SQLite's writers in this process take turns here: left to poll for its lock, one of many may wait for seconds.
    turn: Lock = field(default_factory=Lock, compare=False, repr=False)

    @property
    def is_sqlite(self) -> bool:
        """Is this the embedded database, with its one writer?"""
        return self.engine.dialect.name == "sqlite"


def open_database(url: str, folder: Path) -> Database:
    """Open the database at this SQLAlchemy URL and bring its tables up to date; both folders are made.

    `url` is `sqlite:///PATH` or `postgresql+psycopg://...`; `folder` takes the files by content.
    Raises SettingsError for a URL that names no database we know, StoreError when it does not answer.
    """
    engine = _engine(url)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    db = Database(engine, folder)
    try:
        with _explained(db):
            migrate(engine)
    except StoreError:
        engine.dispose()
        raise
    return db


def close(db: Database) -> None:
    """Let go of all connections."""
    db.engine.dispose()


def _engine(url: str) -> Engine:
    try:
        made = make_url(url)
    except ArgumentError as error:
        raise SettingsError(f"database {url!r} is no URL; write sqlite:///PATH or postgresql+psycopg://...") from error
    if made.drivername in ("postgresql", "postgres"):
        made = made.set(drivername="postgresql+psycopg")
    if made.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise SettingsError(f"database {made.drivername!r} is not supported; use sqlite or postgresql+psycopg")
    if made.get_backend_name() == "postgresql":
        return create_engine(made, pool_pre_ping=True, hide_parameters=True)
    if not made.database or made.database == ":memory:":
        raise SettingsError("an SQLite database needs a path: sqlite:///PATH (one in memory would lose everything)")
    Path(made.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(made, connect_args={"timeout": PATIENCE}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's own would come too late
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"busy_timeout={PATIENCE * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A reader that becomes a writer half-way may find its picture outdated; a writer says so at once.
    reads = connection.get_execution_options().get("only_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def writing(db: Database) -> Iterator[Connection]:
    """One transaction that changes rows: all of it or nothing."""
    with db.turn if db.is_sqlite else nullcontext(), _explained(db), db.engine.begin() as connection:
        yield connection


@contextmanager
def reading(db: Database) -> Iterator[Connection]:
    """One transaction that only reads, and sees one moment of the database throughout."""
    options = {"only_reads": True} if db.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    with _explained(db), db.engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def _explained(db: Database) -> Iterator[None]:
    where = db.engine.url.render_as_string(hide_password=True)
    try:
        yield
    except IntegrityError as error:
        raise Conflict(f"{where}: a row contradicts what is there ({_said(error)}); read again, then repeat") from error
    except DBAPIError as error:
        raise StoreError(
            f"{where}: {_said(error)}; see that the database runs, its disk has room and nobody holds it, then repeat"
        ) from error
    except SQLAlchemyError as error:
        raise StoreError(f"{where}: {error}; try again") from error


def _said(error: DBAPIError) -> str:
    """The database's own words, without the row: values of documents belong into no log."""
    return str(error.orig).splitlines()[0] if error.orig and str(error.orig) else type(error).__name__


def now(connection: Connection) -> datetime:
    """The database's clock in UTC: the one clock by which leases run out, whoever asks."""
    if connection.dialect.name == "sqlite":
        clock = connection.scalar(text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')"))
        return datetime.fromisoformat(str(clock)).replace(tzinfo=UTC)
    told: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return told.astimezone(UTC)


def serialise(connection: Connection, what: str) -> None:
    """Let others who say the same wait until this transaction ends. SQLite's one writer needs no telling."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what})
