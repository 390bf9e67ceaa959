import dataclasses
import json
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import event, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql import ClauseElement

from planner.errors import MissingExtraError
from planner.store import (
    ConflictError,
    Store,
    StoreError,
    TripDocument,
    database,
    dump_document,
    find_store_url,
    get_default_path,
    load_document,
)
from planner.store.tables import METADATA, VERSIONS
from tests.unit.store.conftest import note


def test_a_trip_comes_back_whole(store: Store, document: TripDocument) -> None:
    trip_id = store.create(document, title="Hà Giang 5 ngày")
    saved = store.load(trip_id)
    assert saved.document == document
    assert (saved.trip.title, saved.trip.client) == ("Hà Giang 5 ngày", "Đoàn Huế")
    assert (saved.version.number, saved.version.is_autosave) == (1, False)
    assert saved.trip.created_at.utcoffset() is not None


def test_versions_are_listed_and_taken_back(store: Store, document: TripDocument) -> None:
    trip_id = store.create(document, title="A")
    assert store.save(trip_id, note(document, "two"), note="second", author="Lan") == 2
    assert store.save(trip_id, note(document, "three")) == 3
    assert [(one.number, one.note, one.author) for one in store.list_versions(trip_id)] == [
        (3, "", ""), (2, "second", "Lan"), (1, "", ""),
    ]  # fmt: skip
    assert store.save(trip_id, store.load(trip_id, 2).document, note="back to second") == 4
    assert store.load(trip_id).document.notes == "two"
    assert store.load(trip_id, 3).document.notes == "three"


def test_the_same_content_makes_no_version(store: Store, document: TripDocument) -> None:
    trip_id = store.create(document, title="A")
    assert store.save(trip_id, document) == 1
    assert store.save(trip_id, document, is_autosave=True, based_on=1) == 1
    assert len(store.list_versions(trip_id)) == 1


def test_autosaves_are_dropped_and_named_versions_are_not(store: Store, document: TripDocument) -> None:
    trip_id = store.create(document, title="A")
    for count in range(4):
        store.save(trip_id, note(document, f"auto {count}"), is_autosave=True)
    store.save(trip_id, note(document, "kept"), note="for the client")
    for count in range(10):
        store.save(trip_id, note(document, f"more {count}"), is_autosave=True)
    versions = store.list_versions(trip_id)
    assert [one.number for one in versions] == [16, 15, 14, 6, 1]
    assert store.load(trip_id, 6).document.notes == "kept"


def test_an_autosave_saved_by_hand_is_kept_for_ever(store: Store, document: TripDocument) -> None:
    trip_id = store.create(document, title="A")
    changed = note(document, "changed")
    assert store.save(trip_id, changed, is_autosave=True) == 2
    assert store.save(trip_id, changed, note="offer") == 2
    for count in range(5):
        store.save(trip_id, note(document, str(count)), is_autosave=True)
    assert [(one.number, one.note) for one in store.list_versions(trip_id)][-2:] == [(2, "offer"), (1, "")]


def test_who_saves_over_another_is_told(store: Store, document: TripDocument) -> None:
    trip_id = store.create(document, title="A")
    assert store.save(trip_id, note(document, "mine"), based_on=1) == 2
    with pytest.raises(ConflictError) as caught:
        store.save(trip_id, note(document, "theirs"), based_on=1)
    assert (caught.value.code, caught.value.based_on, caught.value.newest) == ("S006", 1, 2)
    assert "version 2" in caught.value.remedy
    assert store.load(trip_id).document.notes == "mine"
    assert store.save(trip_id, note(document, "theirs"), based_on=2) == 3


def test_many_writers_lose_nothing(tmp_path: Path, document: TripDocument) -> None:
    url = str(tmp_path / "trips.sqlite")
    store = Store.open(url)
    trip_id = store.create(document, title="A")
    failures: list[BaseException] = []

    def write(name: str) -> None:
        mine = Store.open(url)
        try:
            for count in range(5):
                mine.save(trip_id, note(document, f"{name} {count}"))
        except BaseException as error:
            failures.append(error)
        finally:
            mine.close()

    threads = [threading.Thread(target=write, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    notes = {store.load(trip_id, one.number).document.notes for one in store.list_versions(trip_id)}
    assert notes == {"", *(f"{name} {count}" for name in range(4) for count in range(5))}
    store.close()


def test_a_template_becomes_a_client_s_trip(store: Store, document: TripDocument) -> None:
    template = store.create(document, title="Loop", is_template=True)
    copied = store.create(store.load(template).document, title="Loop for Smith", client="Smith")
    saved = store.load(copied)
    assert (saved.trip.client, saved.document.client, saved.trip.is_template) == ("Smith", "Smith", False)
    store.save(copied, note(saved.document, "changed"))
    assert store.load(template).document == document


def test_trips_are_found_without_diacritics(store: Store, document: TripDocument) -> None:
    plain = dataclasses.replace(document, client="")
    first = store.create(plain, title="Đồng Văn mùa hoa", client="Nguyễn")
    second = store.create(plain, title="Mekong", client="Smith")
    assert [one.id for one in store.list_trips()] == [second, first]
    assert [one.id for one in store.list_trips("dong van")] == [first]
    assert [one.id for one in store.list_trips("NGUYEN hoa")] == [first]
    assert store.list_trips("dong smith") == ()
    assert store.list_trips("%") == ()


def test_deleted_trips_come_back(store: Store, document: TripDocument) -> None:
    trip_id = store.create(document, title="A")
    store.delete(trip_id)
    assert store.list_trips() == ()
    assert [one.id for one in store.list_trips(include_deleted=True)] == [trip_id]
    with pytest.raises(StoreError, match="deleted") as caught:
        store.save(trip_id, note(document, "x"))
    assert caught.value.code == "S003"
    store.undelete(trip_id)
    store.rename(trip_id, "B", is_template=True)
    assert [(one.title, one.is_template) for one in store.list_trips()] == [("B", True)]


def test_what_is_not_there_is_said(store: Store, document: TripDocument) -> None:
    trip_id = store.create(document, title="A")
    for call in (
        lambda: store.load("nothing"), lambda: store.load(trip_id, 7), lambda: store.delete("nothing"),
        lambda: store.save("nothing", document), lambda: store.list_versions("' OR 1=1 --"),
    ):  # fmt: skip
        with pytest.raises(StoreError) as caught:
            call()
        assert caught.value.code == "S002"


def test_a_damaged_version_does_not_hide_the_others(store: Store, document: TripDocument) -> None:
    trip_id, other = store.create(document, title="A"), store.create(document, title="B")
    store.save(trip_id, note(document, "second"))
    where = (VERSIONS.c.trip_id == trip_id) & (VERSIONS.c.number == 2)
    with database.writing(store._engine) as connection:
        connection.execute(update(VERSIONS).where(where).values(content="{"))
    with pytest.raises(StoreError) as caught:
        store.load(trip_id)
    assert (caught.value.code, caught.value.remedy) == ("S012", "open version 1")
    assert store.load(trip_id, 1).document == document
    assert store.load(other).document == document
    assert len(store.list_trips()) == 2
    assert store.save(trip_id, note(document, "second"), based_on=2) == 3
    assert store.load(trip_id).document.notes == "second"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "S012"), ("nonsense", "S012"), ("[1]", "S012"), ('{"format": "planner/1"}', "S012"),
        ('{"format": "planner-trip/2", "whatever": 1}', "S013"), ('{"format": "planner-trip/1"}', "S012"),
        ("[" * 100_000, "S012"),
    ],
)  # fmt: skip
def test_foreign_and_newer_content_is_told_apart(text: str, code: str) -> None:
    with pytest.raises(StoreError) as caught:
        load_document(text)
    assert caught.value.code == code
    assert caught.value.remedy


def test_a_document_with_bad_terms_is_refused(document: TripDocument) -> None:
    found = json.loads(dump_document(document))
    found["terms"]["free_places"] = 99
    with pytest.raises(StoreError, match="nobody is left to pay"):
        load_document(json.dumps(found))


def test_half_characters_are_refused(store: Store, document: TripDocument) -> None:
    with pytest.raises(StoreError) as caught:
        store.create(note(document, "\ud800"), title="A")
    assert caught.value.code == "S011"
    assert store.list_trips() == ()


def test_hostile_titles_stay_text(store: Store, document: TripDocument) -> None:
    title = "'); DROP TABLE planner_trips;--\n\u202e<b>" + "x" * 500
    trip_id = store.create(document, title=title, client="\u202e\x00Lan")
    (found,) = store.list_trips("drop table")
    assert found.id == trip_id
    assert len(found.title) <= 200
    assert found.title.isprintable()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "trips.sqlite"
    path.write_bytes(b"this is a letter, not a database" * 100)
    with pytest.raises(StoreError) as caught:
        Store.open(str(path))
    assert caught.value.code == "S001"
    with pytest.raises(StoreError) as caught:
        Store.open(str(path / "below" / "trips.sqlite"))
    assert caught.value.code == "S001"


def test_addresses_that_cannot_be_used() -> None:
    with pytest.raises(StoreError) as caught:
        Store.open("://")
    assert caught.value.code == "S001"
    with pytest.raises(MissingExtraError) as missing:
        Store.open("mysql+no_such_driver://root:secret@nowhere/trips")
    assert missing.value.code == "S007"
    assert "secret" not in str(missing.value)


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "trips.sqlite"
    Store.open(str(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO planner_schema VALUES (99, '2030-01-01 00:00:00.000000')")
    connection.close()
    with pytest.raises(StoreError) as caught:
        Store.open(str(path))
    assert caught.value.code == "S004"


def test_an_old_database_is_upgraded_once(
    tmp_path: Path, document: TripDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "trips.sqlite")
    store = Store.open(path)
    trip_id = store.create(document, title="A")
    store.close()
    steps: list[int] = []
    monkeypatch.setattr(database, "SCHEMA_VERSION", 3)
    monkeypatch.setattr(database, "UPGRADES", {1: lambda _: steps.append(1), 2: lambda _: steps.append(2)})
    for _ in range(2):
        store = Store.open(path)
        assert store.load(trip_id).document == document
        store.close()
    assert steps == [1, 2]


def test_where_trips_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("PLANNER_STORE", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert get_default_path() == tmp_path / "village-routes" / "trips.sqlite"
    assert find_store_url() == str(get_default_path())
    monkeypatch.setenv("PLANNER_STORE", "sqlite:///elsewhere")
    assert find_store_url() == "sqlite:///elsewhere"
    assert find_store_url("mine.sqlite") == "mine.sqlite"


def test_a_store_in_memory(document: TripDocument) -> None:
    store = Store.open("sqlite://")
    assert store.load(store.create(document, title="A")).document == document
    store.close()


def test_sqlite_writes_through(store: Store) -> None:
    with database.reading(store._engine) as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _PRAGMAS]
    assert dict(zip(_PRAGMAS, found, strict=True)) == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


_PRAGMAS = ("journal_mode", "synchronous", "foreign_keys")


def test_tables_are_postgresql_too() -> None:
    dialect = postgresql.dialect()
    written = {table.name: str(CreateTable(table).compile(dialect=dialect)) for table in METADATA.sorted_tables}
    assert "TIMESTAMP WITH TIME ZONE" in written["planner_trips"]
    assert "BOOLEAN" in written["planner_versions"]
    assert "PRIMARY KEY (trip_id, number)" in written["planner_versions"]
    assert "ON DELETE CASCADE" in written["planner_versions"]


def test_every_statement_is_postgresql_too(document: TripDocument) -> None:
    asked: list[ClauseElement] = []
    engine = database.open_engine("sqlite://")
    event.listen(engine, "before_execute", lambda _, statement, *__: asked.append(statement))
    store = Store(engine, kept_autosaves=1)
    trip_id = store.create(document, title="A")
    for count in range(3):
        store.save(trip_id, note(document, str(count)), is_autosave=True, based_on=count + 1)
    store.save(trip_id, note(document, "2"), note="kept")
    store.save(trip_id, store.load(trip_id, 1).document)
    store.rename(trip_id, "D", is_template=True)
    store.delete(trip_id)
    store.undelete(trip_id)
    assert store.list_trips("d", include_deleted=True)
    store.list_versions(trip_id)
    store.close()
    written = {str(statement.compile(dialect=postgresql.dialect())) for statement in asked}
    assert any(text.endswith("FOR UPDATE") for text in written)
    assert {text.split()[0] for text in written} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert not [text for text in written if "PRAGMA" in text or "BEGIN" in text]


def test_a_folder_made_for_trips_is_its_owner_s_alone(tmp_path: Path) -> None:
    Store.open(str(tmp_path / "made" / "trips.sqlite")).close()
    assert (tmp_path / "made").stat().st_mode & 0o077 == 0
