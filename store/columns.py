"""The kinds of column that the tables are made of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: The deadline of what has none, so that one index orders the queue; it never leaves this package.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: a time stamp with zone on PostgreSQL, its ISO text on SQLite. Naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite is told the wall clock of UTC, so that text order is time order."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def kept(text: str) -> str:
    r"""The text as any database takes it.

    >>> kept("a\x00b\udcff")
    'ab\\udcff'
    """
    return text.replace("\x00", "").encode("utf-8", "backslashreplace").decode()


class Words(TypeDecorator[str]):
    """Text that any database takes: no NUL, and half a character (of a file name) as its escape."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As it can be kept."""
        return None if value is None else kept(value)


#: A row's number: 64 bits, counted by the database (SQLite counts only an INTEGER).
NUMBER = BigInteger().with_variant(Integer(), "sqlite")
#: Lists and mappings as they are.
PLAIN: JSON = JSON(none_as_null=True)


def number() -> Column[int]:
    """The primary key of a table whose rows are counted."""
    return Column("id", NUMBER, primary_key=True, autoincrement=True)


def words(name: str, default: str = "") -> Column[str]:
    """A text that is never absent."""
    return Column(name, Words, nullable=False, default=default)


def moment(name: str, nullable: bool = False, **settings: Any) -> Column[datetime]:
    """A moment."""
    return Column(name, Moment, nullable=nullable, **settings)


def client() -> Column[str]:
    """The client that a row belongs to."""
    return Column("client", String, ForeignKey("clients.name"), nullable=False)


def of_case() -> tuple[Column[str], Column[int], ForeignKeyConstraint]:
    """The case that a row belongs to, by client and number together, so that it never points into another client's."""
    return (
        Column("client", String, nullable=False),
        Column("case_id", NUMBER, nullable=False),
        ForeignKeyConstraint(["client", "case_id"], ["cases.client", "cases.id"]),
    )
