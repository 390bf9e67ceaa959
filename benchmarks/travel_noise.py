"""How far driving times scatter around the road model, by class of road and terrain.

    python benchmarks/travel_noise.py [--pairs FILE]

The well-known drives with quoted hours are compared with the fastest way of the skeleton by car. The error of a
drive is ln(quoted / modelled); the spread of a class is the root of the mean square of these errors, each drive
counted with the share of its time that is spent on the class. Errors are taken about no error at all, not about
their mean: a bias of the model is part of what a traveller meets.

What this measures is the error of the model over drives that were looked at while the model was made. Hours quoted
from general knowledge are round figures of an ordinary day; they hold little of what differs from day to day. So the
table of the product (kind ``spread`` of ``road_speeds.csv``) is wider than the fit by `UNSEEN_FACTOR`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.roads_accuracy import WELL_KNOWN, Pair, load_pairs
from planner.catalogue import find_data_dir, load_catalogue
from planner.model.catalogue import Catalogue
from planner.model.travel import Vehicle
from planner.network import SkeletonSource

UNSEEN_FACTOR: Final = 1.5
"""Drives that nobody had looked at miss by half as much again in kilometres: 4-6 % against 3.4 % (median)."""
LEAST_DRIVES: Final = 5.0
"""A cell with fewer takes the spread of its terrain over all classes."""
LENGTHS_H: Final = (0.0, 2.0, 4.0, 6.0, 99.0)
GROUPS: Final = {"plain": "flat", "delta": "flat", "hill": "hilly", "mountain": "hilly", "city": "city"}
"""Terrains are pooled: fifteen cells would hold a handful of drives each."""

Cell = tuple[str, str]
"""Class of road and group of terrains; ferries are ("ferry", "")."""


@dataclass(frozen=True, slots=True)
class Drive:
    """A quoted drive beside the model's."""

    pair: Pair
    quoted_h: float
    modelled_h: float
    shares: Mapping[Cell, float]
    """Share of the modelled time per cell; sums to 1."""

    @property
    def error(self) -> float:
        """Logarithm of quoted over modelled time: positive where the model is too fast."""
        return float(np.log(self.quoted_h / self.modelled_h))


@dataclass(frozen=True, slots=True)
class Spread:
    """Scatter of some drives."""

    drives: float
    """Number of drives, each counted with its share."""
    rms: float
    bias: float

    @classmethod
    def of(cls, errors: Sequence[float], weights: Sequence[float] | None = None) -> Spread:
        """Return the weighted root mean square and mean of errors."""
        e = np.array(errors)
        w = np.ones(e.size) if weights is None else np.array(weights)
        total = float(w.sum())
        if total == 0:
            return cls(0.0, float("nan"), float("nan"))
        return cls(total, float(np.sqrt((w * e**2).sum() / total)), float((w * e).sum() / total))


def list_drives(pairs: Sequence[Pair], catalogue: Catalogue) -> list[Drive]:
    """Return the well-known pairs with quoted hours along the fastest way of the skeleton by car."""
    source = SkeletonSource.build(catalogue.road_nodes, catalogue.road_legs, catalogue.speeds)
    network = source.get_network(Vehicle.CAR4)
    number = {node_id: index for index, node_id in enumerate(catalogue.road_nodes)}
    drives = []
    for pair in pairs:
        if pair.set_name != WELL_KNOWN or pair.expected_hours is None:
            continue
        time_ms: dict[Cell, float] = {}
        for leg_number, _, _ in network.list_path(number[pair.from_node], number[pair.to_node]):
            leg = catalogue.road_legs[leg_number]
            cell = (leg.road_class, GROUPS.get(leg.terrain or "", ""))
            time_ms[cell] = time_ms.get(cell, 0.0) + float(network.leg_ms[leg_number])
        total = sum(time_ms.values())
        shares = {cell: part / total for cell, part in time_ms.items()}
        drives.append(Drive(pair, pair.expected_hours, total / 3_600_000, shares))
    return drives


def calibrate(drives: Sequence[Drive]) -> dict[Cell, Spread]:
    """Return the spread of every cell that a drive passes, in alphabetical order."""
    cells = sorted({cell for drive in drives for cell in drive.shares})
    errors = [drive.error for drive in drives]
    return {cell: Spread.of(errors, [drive.shares.get(cell, 0.0) for drive in drives]) for cell in cells}


def choose(cell: Cell, drives: Sequence[Drive]) -> float:
    """Return the spread of a cell that belongs into the table."""
    fitted = calibrate(drives)
    spread = fitted[cell]
    if spread.drives < LEAST_DRIVES:
        weights = [sum(share for other, share in drive.shares.items() if other[1] == cell[1]) for drive in drives]
        spread = Spread.of([drive.error for drive in drives], weights)
    return UNSEEN_FACTOR * spread.rms


def format_report(drives: Sequence[Drive]) -> str:
    """Return the tables by cell and by length of drive."""
    lines = [f"{'class and terrain':24}{'drives':>8}{'bias':>8}{'spread':>8}{f'x {UNSEEN_FACTOR:g}':>8}{'table':>8}"]
    for cell, spread in calibrate(drives).items():
        table = "" if cell[0] == "ferry" else f"{choose(cell, drives):8.2f}"
        lines.append(_format_row(" ".join(cell).strip(), spread) + table)
    rows = {"all": Spread.of([drive.error for drive in drives])}
    for low, high in pairwise(LENGTHS_H):
        errors = [drive.error for drive in drives if low <= drive.quoted_h < high]
        rows[f"{low:g}-{high:g} h" if high < LENGTHS_H[-1] else f"from {low:g} h"] = Spread.of(errors)
    return "\n".join([*lines, *(_format_row(name, spread) for name, spread in rows.items())])


def _format_row(name: str, spread: Spread) -> str:
    wide = UNSEEN_FACTOR * spread.rms
    return f"{name:24}{spread.drives:8.1f}{spread.bias:+8.3f}{spread.rms:8.3f}{wide:8.3f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pairs", type=Path, help="CSV of pairs; default: the one shipped with the catalogue")
    chosen = parser.parse_args(arguments)
    pairs = load_pairs(chosen.pairs or find_data_dir() / "validation" / "road_validation_pairs.csv")
    print(format_report(list_drives(pairs, load_catalogue())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
