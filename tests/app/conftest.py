"""Where the studio keeps trips in a test."""

from pathlib import Path

import pytest

from planner.store import Store


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = str(tmp_path / "trips.sqlite")
    monkeypatch.setenv("PLANNER_STORE", url)
    return url


@pytest.fixture
def store(url: str) -> Store:
    return Store.open(url)
