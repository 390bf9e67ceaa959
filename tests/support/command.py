"""The command line from the inside: what it answers, and plans saved for it to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from planner.cli import main
from planner.model.itinerary import Itinerary, dump_plan


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Return exit code, output and errors of a command."""
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def write_request(folder: Path, fields: Mapping[str, object]) -> Path:
    """Return the file of a request."""
    path = folder / "request.json"
    path.write_text(json.dumps(fields), encoding="utf-8")
    return path


def make_plan(folder: Path, fields: Mapping[str, object], *, iterations: int) -> Path:
    """Return the file of a plan that `planner plan` has made of a request."""
    plan = folder / "plan.json"
    assert main(["plan", str(write_request(folder, fields)), "--iterations", str(iterations), "--out", str(plan)]) == 0
    return plan


def save_plan(folder: Path, itinerary: Itinerary) -> Path:
    """Return the file of a plan that was put together by hand."""
    path = folder / "plan.json"
    path.write_text(dump_plan(itinerary), encoding="utf-8")
    return path
