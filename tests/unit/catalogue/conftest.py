"""A copy of the shipped tables that a test may break."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.catalogue import find_data_dir
from planner.model.catalogue import Catalogue

SHIPPED = find_data_dir()
PATHS: dict[str, str] = {
    resource["name"]: resource["path"]
    for resource in json.loads((SHIPPED / "datapackage.json").read_text(encoding="utf-8"))["resources"]
}

Cells = dict[str, str]


class Sandbox:
    """A directory that shows the shipped tables until one of them is rewritten."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("datapackage.json", *PATHS.values()):
            link = root / name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(SHIPPED / name)

    def path(self, table: str) -> Path:
        return self.root / PATHS[table]

    def read(self, table: str) -> list[Cells]:
        with self.path(table).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def write(self, table: str, rows: list[Cells], header: list[str] | None = None) -> None:
        header = header or list(self.read(table)[0])
        self.write_bytes(table, b"")
        with self.path(table).open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def write_bytes(self, table: str, content: bytes) -> None:
        self.path(table).unlink()
        self.path(table).write_bytes(content)

    def change_text(self, table: str, change: Callable[[str], str]) -> None:
        self.write_bytes(table, change(self.path(table).read_bytes().decode()).encode())

    def find(self, table: str, **where: str) -> tuple[int, Cells]:
        """Return the spreadsheet row and the cells of the first row with these cells."""
        for number, row in enumerate(self.read(table), start=2):
            if where.items() <= row.items():
                return number, row
        raise KeyError((table, where))

    def set(self, table: str, where: Cells, **cells: str) -> int:
        """Change cells of the first row that `where` describes; return its spreadsheet row."""
        rows = self.read(table)
        number = next(n for n, row in enumerate(rows) if where.items() <= row.items())
        assert cells.keys() <= rows[number].keys()
        rows[number].update(cells)
        self.write(table, rows)
        return number + 2

    def add(self, table: str, template: Cells, **cells: str) -> int:
        """Append a copy of a row with other cells; return its spreadsheet row."""
        rows = self.read(table)
        copy = next(row for row in rows if template.items() <= row.items())
        rows.append({**copy, **cells})
        self.write(table, rows)
        return len(rows) + 1

    def drop(self, table: str, where: Cells) -> int:
        """Remove the first row that `where` describes; return where it stood."""
        number, _ = self.find(table, **where)
        rows = self.read(table)
        self.write(table, rows[: number - 2] + rows[number - 1 :], header=list(rows[0]))
        return number


@pytest.fixture(scope="session")
def list_facts() -> Callable[[Catalogue], dict[str, Any]]:
    """All that a catalogue holds, for comparing two of them."""
    return lambda catalogue: {field.name: getattr(catalogue, field.name) for field in dataclasses.fields(catalogue)}


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    root = tmp_path / "data"
    root.mkdir()
    return Sandbox(root)


@pytest.fixture
def make_overlay(tmp_path: Path) -> Callable[..., Path]:
    """Write rows of one table into an overlay directory of its own."""

    def make(name: str, table: str, rows: list[dict[str, Any]], *, nested: bool = False) -> Path:
        folder = tmp_path / name
        path = folder / PATHS[table] if nested else folder / Path(PATHS[table]).name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return folder

    return make
