"""Opening the database of saved trips: where it lies, how SQLite is set, and which schema it has."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from planner.errors import MissingExtraError
from planner.store.errors import StoreError
from planner.store.tables import METADATA, SCHEMA

SCHEMA_VERSION: Final = 1
UPGRADES: Final[Mapping[int, Callable[[Connection], None]]] = {}
"""Version of a schema -> what makes the next version of it. New databases are made in the newest version at once."""
BUSY_MS: Final = 15_000
"""So long a writer waits for another one."""
_WRITES: Final = "planner_writes"


def find_store_url(url: str | None = None) -> str:
    """Return where trips are kept: the argument, else the variable ``PLANNER_STORE``, else a file of the user."""
    return url or os.environ.get("PLANNER_STORE") or str(get_default_path())


def get_default_path() -> Path:
    """Return the file for saved trips in the folder where this system keeps a user's data."""
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return folder / "village-routes" / "trips.sqlite"


def open_engine(url: str) -> Engine:
    """Return an engine over a database with the tables of today; makes file, folder and tables where they lack.

    Parameters
    ----------
    url
        SQLAlchemy URL, or the path of an SQLite file.

    Raises
    ------
    StoreError
        ``S001`` when it cannot be opened, ``S004`` when a newer version of the product made it.
    MissingExtraError
        ``S007`` when the driver of the database is not installed.
    """
    address = _read_url(url)
    told = address.render_as_string(hide_password=True)
    try:
        engine = _build_engine(address)
    except (ModuleNotFoundError, SQLAlchemyError) as error:
        message = f"no driver for {address.drivername} is installed"
        raise MissingExtraError(
            "S007", message, remedy="pip install rural-route-planner[postgres]", where=told
        ) from error
    try:
        try:
            _prepare_schema(engine, told)
        except IntegrityError:  # Two processes made the tables at once: by now they are there.
            _prepare_schema(engine, told)
    except (OSError, SQLAlchemyError) as error:
        engine.dispose()
        raise StoreError("S001", f"saved trips cannot be opened: {_say(error)}", remedy=_REMEDY, where=told) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


_REMEDY: Final = "check the path and your rights to it, or name another database in PLANNER_STORE"


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the database; ``S005`` when the database fails."""
    with _translated(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose changes are kept together at the end, or not at all; ``S005`` when they are not."""
    with _translated(engine), engine.execution_options(**{_WRITES: True}).begin() as connection:
        yield connection


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        told = engine.url.render_as_string(hide_password=True)
        message = f"the database of saved trips failed: {_say(error)}"
        raise StoreError("S005", message, remedy="try again; nothing was half written", where=told) from error


def _say(error: Exception) -> str:
    """Return what a database says, without the statement and its values."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return " ".join(str(cause).split())[:200]


def _read_url(url: str) -> URL:
    if "://" not in url:
        return URL.create("sqlite", database=str(Path(url).expanduser()))
    try:
        address = make_url(url)
    except ArgumentError:
        message = "the address of the database of saved trips cannot be read"
        remedy = "write a path, or postgresql+pg8000://user:password@host/database"
        raise StoreError("S001", message, remedy=remedy, where="PLANNER_STORE") from None
    if address.drivername == "postgresql" and find_spec("psycopg2") is None:
        return address.set(drivername="postgresql+pg8000")
    return address


def _build_engine(address: URL) -> Engine:
    options: dict[str, Any] = {}
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    if address.database in (None, "", ":memory:"):
        options["poolclass"] = StaticPool  # One connection: each other one would have a memory of its own.
    engine = create_engine(address, connect_args={"check_same_thread": False}, **options)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _: object) -> None:
    """Make a connection of SQLite safe against a killed process: what was acknowledged lies on the disk."""
    connection.isolation_level = None  # SQLAlchemy begins transactions, not the driver.
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; one that writes takes its turn at once, as it cannot when others have written meanwhile."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_schema(engine: Engine, told: str) -> None:
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database and database != ":memory:":
        # Trips name clients: a folder that is made for them is its owner's alone.
        Path(database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with engine.connect() as connection:
        version = _find_version(connection)
    if version == SCHEMA_VERSION:
        return
    with engine.execution_options(**{_WRITES: True}).begin() as connection:
        version = _find_version(connection)  # Another process may have been faster.
        if version is not None and version > SCHEMA_VERSION:
            message = f"saved trips have schema {version}, this version of the planner knows {SCHEMA_VERSION}"
            raise StoreError("S004", message, remedy="open them with a newer version of the planner", where=told)
        if version is None:
            METADATA.create_all(connection)
        for step in range(version or SCHEMA_VERSION, SCHEMA_VERSION):
            UPGRADES[step](connection)
        if version != SCHEMA_VERSION:
            connection.execute(insert(SCHEMA).values(version=SCHEMA_VERSION, applied_at=datetime.now(UTC)))


def _find_version(connection: Connection) -> int | None:
    if not inspect(connection).has_table(SCHEMA.name):
        return None
    found: int | None = connection.scalar(select(func.max(SCHEMA.c.version)))
    return found
