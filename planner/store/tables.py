"""The tables of saved trips, in types that every database has."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, MetaData, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

MAX_TITLE: Final = 200
MAX_NOTE: Final = 500
MAX_AUTHOR: Final = 100


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept in UTC; databases without time zones give it back with its zone all the same."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what is written."""
        if value is None:
            return None
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what is read."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA: Final = MetaData()

SCHEMA: Final = Table(
    "planner_schema",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("applied_at", UtcTime, nullable=False),
)

TRIPS: Final = Table(
    "planner_trips",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("title", String(MAX_TITLE), nullable=False),
    Column("client", String(MAX_TITLE), nullable=False),
    Column("is_template", Boolean, nullable=False),
    Column("newest", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("deleted_at", UtcTime, nullable=True),
)

VERSIONS: Final = Table(
    "planner_versions",
    METADATA,
    Column("trip_id", String(32), ForeignKey("planner_trips.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("created_at", UtcTime, nullable=False),
    Column("author", String(MAX_AUTHOR), nullable=False),
    Column("note", String(MAX_NOTE), nullable=False),
    Column("is_autosave", Boolean, nullable=False),
    Column("content", Text, nullable=False),
    Column("digest", String(64), nullable=False),
)
