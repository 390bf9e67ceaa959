"""A process that saves in a loop is killed again and again: every trip opens, and what was acknowledged is there."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.store import Store, TripDocument, database, dump_document

ROOT = Path(__file__).resolve().parents[3]
KILLS = 50
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")]


@pytest.fixture
def saver() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.support.saver"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield process
    process.communicate()


def kill_while_saving(saver: subprocess.Popen[str], line: str, seconds: float) -> dict[str, tuple[int, int]]:
    """Return trip -> (version, counter) last acknowledged by a process that was killed."""
    assert saver.stdin is not None
    assert saver.stdout is not None
    saver.stdin.write(line)
    saver.stdin.flush()
    saved: dict[str, tuple[int, int]] = {}
    pid, killer = 0, None
    while (text := saver.stdout.readline().split()) != ["ended"]:
        if text[0] == "pid":
            pid = int(text[1])
        else:
            saved[text[0]] = int(text[1]), int(text[2])
        if pid and saved and killer is None:
            killer = threading.Timer(seconds, os.kill, (pid, signal.SIGKILL))
            killer.start()
    if killer is not None:
        killer.join()
    return saved


def test_nothing_acknowledged_is_lost(saver: subprocess.Popen[str], document: TripDocument, tmp_path: Path) -> None:
    chance = random.Random(5)
    document_path = tmp_path / "document.json"
    document_path.write_text(dump_document(document), encoding="utf-8")
    path = tmp_path / "trips.sqlite"
    acknowledged: dict[str, tuple[int, int]] = {}
    for _ in range(KILLS):
        saved = kill_while_saving(saver, f"{path} {document_path}\n", chance.uniform(0.0, 0.1))
        assert saved
        acknowledged |= saved
        store = Store.open(str(path))
        trips = store.list_trips()
        assert {trip.id for trip in trips} >= set(acknowledged)
        for trip in trips:
            if trip.id not in acknowledged or trip.id in saved:
                opened = store.load(trip.id)
                number, counter = acknowledged.get(trip.id, (1, 1))
                assert opened.version.number >= number
                assert int(opened.document.notes) >= counter
        store.close()
    store = Store.open(str(path))
    for trip_id, (number, counter) in acknowledged.items():
        opened = store.load(trip_id)
        assert opened.version.number >= number
        assert int(opened.document.notes) >= counter
    with database.reading(store._engine) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    store.close()
