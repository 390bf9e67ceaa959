"""`planner serve`: the page is served at once, the optimiser is compiled beside it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import planner.optimise
from planner.cli import main
from planner.cli import serve as serve_module


class Child:
    def __init__(self, events: list[str]) -> None:
        self.events = events
        events.append("compiling")

    def terminate(self) -> None:
        self.events.append("compiling ended")


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happens, in order, instead of a server and a compiler."""
    events: list[str] = []

    def listen(command: list[str], **_: object) -> int:
        events.append("listening")
        assert command[command.index("--server.port") + 1] == "8777"
        return 0

    monkeypatch.setattr(serve_module.subprocess, "call", listen)
    monkeypatch.setattr(planner.optimise, "prepare_apart", lambda: Child(events))
    monkeypatch.setattr(planner.optimise, "warm_up", lambda: events.append("compiled before listening"))
    return events


@pytest.mark.parametrize(
    ("is_prepared", "expected"), [(False, ["compiling", "listening", "compiling ended"]), (True, ["listening"])]
)
def test_the_page_is_served_while_the_optimiser_is_compiled(
    is_prepared: bool,
    expected: list[str],
    events: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(planner.optimise, "is_prepared", lambda: is_prepared)
    assert main(["serve", "--port", "8777", "--no-open"]) == 0
    assert events == expected
    assert ("in the background" in capsys.readouterr().err) is not is_prepared


def test_ctrl_c_ends_the_compiling_too(events: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(planner.optimise, "is_prepared", lambda: False)
    monkeypatch.setattr(serve_module.subprocess, "call", interrupt)
    assert main(["serve", "--port", "8777"]) == 0
    assert events == ["compiling", "compiling ended"]


def test_the_app_gets_the_overlays_whole(
    events: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: dict[str, str] = {}
    monkeypatch.setattr(planner.optimise, "is_prepared", lambda: True)
    monkeypatch.setattr(serve_module.subprocess, "call", lambda *_, env, **__: seen.update(env) or 0)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    assert main(["serve", "--no-open", "--data", "mine"]) == 0
    assert seen["PLANNER_OVERLAYS"] == str(tmp_path / "mine")
    seen.clear()
    (tmp_path / "mine" / "places.csv").write_text("id,name\n1,2\n", encoding="utf-8")
    assert main(["serve", "--no-open", "--data", "mine"]) == 2
    assert not seen
    assert "places" in capsys.readouterr().err


def test_whoever_starts_it_first_is_asked_for_nothing(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "planner", "serve", "--port", str(port), "--open"]
    home = {**os.environ, "HOME": str(tmp_path), "BROWSER": "true"}  # nobody was here before, and `true` is a browser
    with subprocess.Popen(
        command, cwd=serve_module.APP.parent, env=home, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            assert any(answers(port) for _ in range(240)), "the server waits for an answer, or did not start"
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return True
    except OSError:
        time.sleep(0.25)
        return False
