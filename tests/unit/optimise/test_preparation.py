"""Compiling beside the work: who compiles, who waits, and what is said when it fails."""

import sys
import threading
from pathlib import Path

import pytest

from planner.errors import PreparationError
from planner.optimise import Preparation, is_prepared, preparation, prepare
from planner.optimise.kernels import search

WAIT_FOR_FILE = "import pathlib, sys, time\nwhile not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.01)"


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An empty cache, and a compiler that only notes the names of the threads it was called from."""
    calls: list[str] = []
    monkeypatch.setattr(preparation, "_find_mark", lambda: tmp_path / "cache" / "prepared.txt")
    for work in ("_compile", "warm_up"):
        monkeypatch.setattr(preparation, work, lambda: calls.append(threading.current_thread().name))
    return calls


def test_the_mark_stands_beside_the_compiled_code() -> None:
    mark = preparation._find_mark()
    assert mark is not None
    assert mark.parent == Path(search.run.stats.cache_path)


def test_compiled_once_and_again_when_the_code_changes(compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_prepared()
    prepare()
    prepare()
    assert is_prepared()
    assert len(compiled) == 1
    monkeypatch.setattr(preparation, "_get_stamp", lambda: "another")
    assert not is_prepared()
    prepare()
    assert len(compiled) == 2


def test_of_many_that_ask_at_once_one_compiles(compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    others_wait = threading.Event()

    def compile_slowly() -> None:
        compiled.append("")
        others_wait.wait(0.2)

    monkeypatch.setattr(preparation, "_compile", compile_slowly)
    threads = [threading.Thread(target=prepare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(compiled) == 1


def test_a_compilation_that_breaks_off_leaves_no_mark(compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off() -> None:
        raise MemoryError

    monkeypatch.setattr(preparation, "_compile", break_off)
    with pytest.raises(MemoryError):
        prepare()
    assert not is_prepared()


def test_who_waits_is_told_until_the_other_process_is_done(compiled: list[str], tmp_path: Path) -> None:
    go = tmp_path / "go"
    background = Preparation([sys.executable, "-c", WAIT_FOR_FILE, str(go)])
    background.start()
    told = []

    def tell() -> None:
        told.append((background.is_done, list(compiled)))
        if len(told) == 2:
            go.touch()

    background.wait(tell)
    assert told[:2] == [(False, [])] * 2, "nothing is loaded before the process has ended"
    assert compiled == ["prepare-optimiser"]
    assert background.is_done


def test_no_process_is_started_where_all_is_compiled(compiled: list[str], tmp_path: Path) -> None:
    prepare()
    trace = tmp_path / "trace"
    background = Preparation([sys.executable, "-c", f"open({str(trace)!r}, 'w')"])
    background.start()
    background.wait()
    assert not trace.exists()
    assert compiled[1:] == ["prepare-optimiser"]


def test_where_the_process_fails_the_reason_is_logged_and_the_server_compiles(
    compiled: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    background = Preparation([sys.executable, "-c", "raise SystemExit('disk full')"])
    background.start()
    background.wait()
    assert compiled == ["prepare-optimiser"]
    assert "ended with 1" in caplog.text
    assert "disk full" in caplog.text


def test_a_failure_reaches_everybody_who_waits(
    compiled: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("cannot cache")

    monkeypatch.setattr(preparation, "warm_up", fail)
    background = Preparation([sys.executable, "-c", ""])
    background.start()
    for _ in range(2):
        with pytest.raises(PreparationError, match="cannot cache") as caught:
            background.wait()
        assert caught.value.code == "E004"
    assert "cannot cache" in caplog.text
