"""The store on a real PostgreSQL: set PLANNER_TEST_POSTGRES to the URL of an empty database."""

import dataclasses
import os
import threading
from collections.abc import Iterator

import pytest

from planner.store import ConflictError, Store, TripDocument
from planner.store.tables import METADATA

URL = os.environ.get("PLANNER_TEST_POSTGRES", "")
pytestmark = pytest.mark.skipif(not URL, reason="PLANNER_TEST_POSTGRES is not set")


@pytest.fixture
def server() -> Iterator[Store]:
    opened = Store.open(URL, kept_autosaves=3)
    yield opened
    METADATA.drop_all(opened._engine)
    opened.close()


def test_the_store_works_on_postgresql(server: Store, document: TripDocument) -> None:
    trip_id = server.create(document, title="Đồng Văn", is_template=True)
    for count in range(6):
        server.save(trip_id, dataclasses.replace(document, notes=f"\x00 {count}"), is_autosave=True)
    assert server.load(trip_id).document.notes == "\x00 5"
    assert [one.number for one in server.list_versions(trip_id)] == [7, 6, 5, 1]
    with pytest.raises(ConflictError):
        server.save(trip_id, document, based_on=3)
    copied = server.create(server.load(trip_id).document, title="For Smith", client="Smith")
    server.delete(trip_id)
    assert [one.id for one in server.list_trips()] == [copied]
    assert server.list_trips("dong van", include_deleted=True)[0].created_at.utcoffset() is not None


def test_many_writers_lose_nothing(server: Store, document: TripDocument) -> None:
    trip_id = server.create(document, title="A")
    failures: list[BaseException] = []

    def write(name: int) -> None:
        try:
            for count in range(5):
                server.save(trip_id, dataclasses.replace(document, notes=f"{name} {count}"))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(server.list_versions(trip_id)) == 21
