"""Saved trips with their versions. Each call is one transaction: when it returns, it is on the disk."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from planner.folding import fold
from planner.store.database import find_store_url, open_engine, reading, writing
from planner.store.document import TripDocument, dump_document, get_text_digest, load_document
from planner.store.errors import ConflictError, StoreError
from planner.store.tables import MAX_AUTHOR, MAX_NOTE, MAX_TITLE, TRIPS, VERSIONS

KEPT_AUTOSAVES: Final = 20
"""Newest autosaves of a trip that are kept; versions that somebody named are kept for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripSummary:
    """A saved trip as a list shows it."""

    id: str
    title: str
    client: str
    is_template: bool
    newest: int
    """Number of its newest version."""
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSummary:
    """A version of a trip without its content."""

    number: int
    """From 1; autosaves that were dropped leave gaps."""
    created_at: datetime
    author: str
    note: str
    is_autosave: bool
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedTrip:
    """A version of a trip, opened."""

    trip: TripSummary
    version: VersionSummary
    document: TripDocument


class Store:
    """Trips of an operator in a database; safe to share between threads and processes."""

    def __init__(self, engine: Engine, *, kept_autosaves: int = KEPT_AUTOSAVES) -> None:
        self._engine = engine
        self._kept_autosaves = max(1, kept_autosaves)

    @classmethod
    def open(cls, url: str | None = None, *, kept_autosaves: int = KEPT_AUTOSAVES) -> Self:
        """Return the store of a database URL or of the path of an SQLite file.

        Without either, that of the variable ``PLANNER_STORE``, else a file of the user. See `open_engine` for what
        it raises.
        """
        return cls(open_engine(find_store_url(url)), kept_autosaves=kept_autosaves)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def create(
        self, document: TripDocument, *, title: str, client: str = "", is_template: bool = False, author: str = ""
    ) -> str:
        """Save a new trip as its version 1 and return its id."""
        trip_id, now = uuid.uuid4().hex, datetime.now(UTC)
        client = client or document.client
        row = {
            "id": trip_id,
            "title": _fit(title, MAX_TITLE),
            "client": _fit(client, MAX_TITLE),
            "is_template": is_template,
            "newest": 1,
            "created_at": now,
            "updated_at": now,
        }
        content = dump_document(replace(document, client=client))
        with writing(self._engine) as connection:
            connection.execute(insert(TRIPS).values(row))
            _add_version(connection, trip_id, 1, content, now=now, author=author)
        return trip_id

    def save(
        self,
        trip_id: str,
        document: TripDocument,
        *,
        note: str = "",
        is_autosave: bool = False,
        based_on: int | None = None,
        author: str = "",
    ) -> int:
        """Save a version of a trip and return its number.

        What is the same as the newest version makes no new one; saved by hand, it gives that one its note and keeps
        it for ever. Of autosaves the newest `kept_autosaves` are kept.

        Parameters
        ----------
        based_on
            Number of the version that the changes were made to; None = save whatever others did.

        Raises
        ------
        ConflictError
            ``S006`` when the newest version is another one than `based_on`. Nothing is written then.
        StoreError
            ``S002`` when there is no such trip, ``S003`` when it is deleted.
        """
        content = dump_document(document)
        now = datetime.now(UTC)
        with writing(self._engine) as connection:
            trip = _get_trip(connection, trip_id, is_to_change=True)
            if trip.deleted_at is not None:
                remedy = "take it back from the deleted trips first"
                raise StoreError("S003", f"the trip {trip.title!r} is deleted", remedy=remedy, where=trip_id)
            if _find_content(connection, trip_id, trip.newest) == content:
                if not is_autosave:
                    _keep_version(connection, trip_id, trip.newest, note)
                return trip.newest
            if based_on is not None and based_on != trip.newest:
                raise ConflictError(trip_id, based_on, trip.newest)
            number = trip.newest + 1
            values = {"newest": number, "updated_at": now, "client": _fit(document.client, MAX_TITLE)}
            connection.execute(update(TRIPS).where(TRIPS.c.id == trip_id).values(values))
            _add_version(
                connection, trip_id, number, content, now=now, author=author, note=note, is_autosave=is_autosave
            )
            if is_autosave:
                self._drop_old_autosaves(connection, trip_id)
        return number

    def load(self, trip_id: str, number: int | None = None) -> SavedTrip:
        """Return a version of a trip; the newest where none is named.

        Raises
        ------
        StoreError
            ``S002`` when there is no such trip or version, ``S012`` when it is damaged, ``S013`` when a newer
            version of the product wrote it. The remedy names the newest version that opens.
        """
        with reading(self._engine) as connection:
            trip = _get_trip(connection, trip_id)
            wanted = trip.newest if number is None else number
            where = (VERSIONS.c.trip_id == trip_id) & (VERSIONS.c.number == wanted)
            row = connection.execute(select(VERSIONS).where(where)).one_or_none()
            if row is None:
                remedy = "choose one of the versions listed"
                raise StoreError("S002", f"the trip has no version {wanted}", remedy=remedy, where=trip_id)
            try:
                document = _open_version(row)
            except StoreError as error:
                error.remedy = _find_remedy(connection, trip_id, wanted) or error.remedy
                raise
        return SavedTrip(trip=trip, version=_read_version(row), document=document)

    def list_trips(self, search: str = "", *, include_deleted: bool = False) -> tuple[TripSummary, ...]:
        """Return saved trips, the one last changed first.

        Parameters
        ----------
        search
            Words that title and client together must hold, in any case and with or without diacritics.
        """
        query = select(TRIPS).order_by(TRIPS.c.updated_at.desc(), TRIPS.c.id)
        if not include_deleted:
            query = query.where(TRIPS.c.deleted_at.is_(None))
        with reading(self._engine) as connection:
            trips = [_read_trip(row) for row in connection.execute(query)]
        words = fold(search).split()
        return tuple(trip for trip in trips if all(word in fold(f"{trip.title} {trip.client}") for word in words))

    def list_versions(self, trip_id: str) -> tuple[VersionSummary, ...]:
        """Return the versions of a trip, the newest first; ``S002`` when there is no such trip."""
        query = select(*_HEAD).where(VERSIONS.c.trip_id == trip_id).order_by(VERSIONS.c.number.desc())
        with reading(self._engine) as connection:
            _get_trip(connection, trip_id)
            return tuple(_read_version(row) for row in connection.execute(query))

    def rename(self, trip_id: str, title: str, *, is_template: bool | None = None) -> None:
        """Change the title of a trip, and whether it is a template; ``S002`` when there is no such trip."""
        values: dict[str, Any] = {"title": _fit(title, MAX_TITLE)}
        if is_template is not None:
            values["is_template"] = is_template
        self._change(trip_id, values)

    def delete(self, trip_id: str) -> None:
        """Put a trip among the deleted ones, from where `undelete` takes it back."""
        self._change(trip_id, {"deleted_at": datetime.now(UTC)})

    def undelete(self, trip_id: str) -> None:
        """Take a trip back."""
        self._change(trip_id, {"deleted_at": None})

    def _change(self, trip_id: str, values: dict[str, Any]) -> None:
        with writing(self._engine) as connection:
            if connection.execute(update(TRIPS).where(TRIPS.c.id == trip_id).values(values)).rowcount != 1:
                raise _miss(trip_id)

    def _drop_old_autosaves(self, connection: Connection, trip_id: str) -> None:
        is_autosave = (VERSIONS.c.trip_id == trip_id) & VERSIONS.c.is_autosave
        query = select(VERSIONS.c.number).where(is_autosave).order_by(VERSIONS.c.number.desc())
        old = connection.scalars(query).all()[self._kept_autosaves :]
        if old:
            connection.execute(delete(VERSIONS).where(is_autosave & VERSIONS.c.number.in_(old)))


_HEAD: Final = tuple(column for column in VERSIONS.c if column.name != "content")


def _add_version(
    connection: Connection,
    trip_id: str,
    number: int,
    content: str,
    *,
    now: datetime,
    author: str,
    note: str = "",
    is_autosave: bool = False,
) -> None:
    row = {
        "trip_id": trip_id,
        "number": number,
        "created_at": now,
        "author": _fit(author, MAX_AUTHOR),
        "note": _fit(note, MAX_NOTE),
        "is_autosave": is_autosave,
        "content": content,
        "digest": get_text_digest(content),
    }
    connection.execute(insert(VERSIONS).values(row))


def _keep_version(connection: Connection, trip_id: str, number: int, note: str) -> None:
    """Keep a version for ever, under a new note where there is one."""
    values: dict[str, Any] = {"is_autosave": False}
    if note:
        values["note"] = _fit(note, MAX_NOTE)
    where = (VERSIONS.c.trip_id == trip_id) & (VERSIONS.c.number == number)
    connection.execute(update(VERSIONS).where(where).values(values))


def _get_trip(connection: Connection, trip_id: str, *, is_to_change: bool = False) -> TripSummary:
    """Return a trip; one that is to change waits for others who are changing it."""
    query = select(TRIPS).where(TRIPS.c.id == trip_id)
    row = connection.execute(query.with_for_update() if is_to_change else query).one_or_none()
    if row is None:
        raise _miss(trip_id)
    return _read_trip(row)


def _find_content(connection: Connection, trip_id: str, number: int) -> str | None:
    where = (VERSIONS.c.trip_id == trip_id) & (VERSIONS.c.number == number)
    found: str | None = connection.scalar(select(VERSIONS.c.content).where(where))
    return found


def _open_version(row: Row[Any]) -> TripDocument:
    where = f"{row.trip_id}:{row.number}"
    if get_text_digest(row.content) != row.digest:
        message = f"version {row.number} is damaged: its content is not what was saved"
        raise StoreError("S012", message, remedy="open another version of it", where=where)
    return load_document(row.content, where)


def _find_remedy(connection: Connection, trip_id: str, damaged: int) -> str:
    """Return which version of a trip opens where one does not: the newest of the others; empty when none does."""
    where = (VERSIONS.c.trip_id == trip_id) & (VERSIONS.c.number != damaged)
    for row in connection.execute(select(VERSIONS).where(where).order_by(VERSIONS.c.number.desc())):
        try:
            _open_version(row)
        except StoreError:
            continue
        return f"open version {row.number}"
    return ""


def _read_trip(row: Row[Any]) -> TripSummary:
    return TripSummary(**{name: getattr(row, name) for name in TripSummary.__dataclass_fields__})


def _read_version(row: Row[Any]) -> VersionSummary:
    return VersionSummary(**{name: getattr(row, name) for name in VersionSummary.__dataclass_fields__})


def _miss(trip_id: str) -> StoreError:
    return StoreError("S002", "there is no such saved trip", remedy="choose one of those listed", where=trip_id)


def _fit(text: str, limit: int) -> str:
    """Return text as a column holds it: one line, no control characters, not endless."""
    plain = "".join(char if char.isprintable() else " " for char in text.encode(errors="replace").decode())
    return plain.strip()[:limit]
