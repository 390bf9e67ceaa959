"""Tables of many synthetic places, to be laid over the real ones, for tests and benchmarks only.

Nothing in here is a fact. Each synthetic place is a copy of a real one, with its experiences and goods, moved by
some hundred metres; ids begin with ``synthetic-`` and names say "Synthetic place 123".
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from pathlib import Path

from planner.catalogue import find_data_dir

PREFIX = "synthetic-"
MOVED_DEG = 0.004
COPIED = {
    "places/experiences.csv": "place_id",
    "goods/village_goods.csv": "place_id",
    "goods/outlet_products.csv": "sold_at_place_id",
}
"""Table -> the column that names the place."""


def write_overlay(folder: Path, n_places: int, seed: int = 1) -> None:
    """Write an overlay into a folder, with which the catalogue has `n_places` places."""
    data, draw = find_data_dir(), random.Random(seed)
    header, places = _read(data / "places" / "places.csv")
    models = [draw.choice(places) for _ in range(n_places - len(places))]
    rows = [_move(model, number, draw) for number, model in enumerate(models)]
    _write(folder / "places" / "places.csv", header, rows)
    for path, column in COPIED.items():
        header, originals = _read(data / path)
        by_place = defaultdict(list)
        for row in originals:
            by_place[row[column]].append(row)
        copies = [
            _copy(row, number, part, column)
            for number, model in enumerate(models)
            for part, row in enumerate(by_place[model["id"]])
        ]
        _write(folder / path, header, copies)


def _move(model: dict[str, str], number: int, draw: random.Random) -> dict[str, str]:
    name = f"Synthetic place {number}"
    moved = {axis: f"{float(model[axis]) + draw.uniform(-MOVED_DEG, MOVED_DEG):.5f}" for axis in ("lat", "lon")}
    return model | moved | {"id": f"{PREFIX}{number}", "name_vi": name, "name_en": name}


def _copy(row: dict[str, str], number: int, part: int, column: str) -> dict[str, str]:
    copy = row | {column: f"{PREFIX}{number}"}
    return copy | {"id": f"{PREFIX}{number}-{part}"} if "id" in row else copy


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def _write(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(rows)
