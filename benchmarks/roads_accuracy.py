"""How far the embedded skeleton is off, on pairs of towns with quoted kilometres and hours.

    python benchmarks/roads_accuracy.py [--pairs FILE]

Kilometres are those along the fastest car path; where a pair's quoted length belongs to the ordinary
road (`without_expressways`), they are taken on the network without expressways. Hours are driving
and ferries without planned rests, always on the full network. The two sets are never mixed: quoted
lengths and hours of well-known drives, and old coach timetables, whose hours contain stops and
boarding and know no new expressway. Only the first has limits, and the exit code 1 when it breaks them.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from planner.catalogue import find_data_dir, load_catalogue
from planner.model.catalogue import Catalogue
from planner.model.travel import Vehicle
from planner.network import SkeletonSource

WELL_KNOWN: Final = "well_known"
LIMIT_MEDIAN_PCT: Final = 5.0
LIMIT_P90_PCT: Final = 12.0
REGIONS: Final = ("North", "Centre", "South")
MS_PER_HOUR: Final = 3_600_000


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the validation table."""

    set_name: str
    region: str
    from_node: str
    to_node: str
    from_name: str
    to_name: str
    expected_km: float
    expected_hours: float | None
    without_expressways: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A pair with what the skeleton says."""

    pair: Pair
    km: float
    hours: float

    @property
    def km_error_pct(self) -> float:
        """Positive where the skeleton is longer."""
        return 100 * (self.km / self.pair.expected_km - 1)

    @property
    def hours_error_pct(self) -> float | None:
        """Positive where the skeleton is slower; None without quoted hours."""
        expected = self.pair.expected_hours
        return None if expected is None else 100 * (self.hours / expected - 1)


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors in per cent: number of pairs, median and 90th percentile of the absolute error, mean signed error."""

    n: int
    median_pct: float
    p90_pct: float
    bias_pct: float

    @classmethod
    def of(cls, errors_pct: Iterable[float | None]) -> Errors:
        """Summarise signed errors, leaving out missing ones."""
        values = np.array([error for error in errors_pct if error is not None], dtype=float)
        if not values.size:
            return cls(0, float("nan"), float("nan"), float("nan"))
        median, p90 = np.percentile(np.abs(values), [50, 90])
        return cls(values.size, float(median), float(p90), float(values.mean()))


def load_pairs(path: Path) -> list[Pair]:
    """Read the validation table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Pair(
                row["set"], row["region"], row["from_node"], row["to_node"], row["from_name"], row["to_name"],
                float(row["expected_km"]), float(row["expected_hours"]) if row["expected_hours"] else None,
                row["without_expressways"] == "1",
            )
            for row in csv.DictReader(lines)
        ]  # fmt: skip


def compare_pairs(pairs: Sequence[Pair], catalogue: Catalogue) -> list[Comparison]:
    """Return what the skeleton says of every pair, in their order."""
    everything = SkeletonSource.build(catalogue.road_nodes, catalogue.road_legs, catalogue.speeds)
    ordinary_legs = [leg for leg in catalogue.road_legs if leg.road_class != "expressway"]
    ordinary = SkeletonSource.build(catalogue.road_nodes, ordinary_legs, catalogue.speeds)
    full, plain = (source.get_network(Vehicle.CAR4) for source in (everything, ordinary))
    number = {node_id: index for index, node_id in enumerate(catalogue.road_nodes)}
    compared = []
    for pair in pairs:
        ends = number[pair.from_node], number[pair.to_node]
        network = plain if pair.without_expressways else full
        km = float(network.metres[ends]) / 1000
        compared.append(Comparison(pair, km, float(full.travel_ms[ends]) / MS_PER_HOUR))
    return compared


def choose(compared: Sequence[Comparison], set_name: str, region: str | None = None) -> list[Comparison]:
    """Return the comparisons of a set, and of a region of it."""
    return [c for c in compared if c.pair.set_name == set_name and region in (None, c.pair.region)]


def is_within_limits(compared: Sequence[Comparison]) -> bool:
    """Whether the kilometres of the well-known pairs keep the promised limits."""
    errors = Errors.of(c.km_error_pct for c in choose(compared, WELL_KNOWN))
    return errors.n > 0 and errors.median_pct <= LIMIT_MEDIAN_PCT and errors.p90_pct <= LIMIT_P90_PCT


def format_report(compared: Sequence[Comparison]) -> str:
    """Return the table of both sets, then the five worst pairs of each."""
    columns = f"{'n':>5}{'median':>8}{'p90':>8}{'bias':>8}"
    head = f"{'':22}{'km':>5}{'':28}{'hours':>5}\n{'set':22}{columns}    {columns}"
    lines = [head]
    sets = list(dict.fromkeys(c.pair.set_name for c in compared))
    for set_name in sets:
        lines.append(_format_row(set_name, choose(compared, set_name)))
        for region in REGIONS:
            if members := choose(compared, set_name, region):
                lines.append(_format_row(f"  {region}", members))
    for set_name in sets:
        lines.append(f"\n{set_name}: worst in km")
        worst = sorted(choose(compared, set_name), key=lambda c: -abs(c.km_error_pct))[:5]
        lines += [_format_pair(c) for c in worst]
    return "\n".join(lines)


def _format_row(title: str, members: Sequence[Comparison]) -> str:
    km = Errors.of(c.km_error_pct for c in members)
    hours = Errors.of(c.hours_error_pct for c in members)
    return f"{title:22}{_format_errors(km)}    {_format_errors(hours)}"


def _format_errors(errors: Errors) -> str:
    return f"{errors.n:5d}{errors.median_pct:7.1f}%{errors.p90_pct:7.1f}%{errors.bias_pct:+7.1f}%"


def _format_pair(compared: Comparison) -> str:
    pair = compared.pair
    title = f"{pair.from_name} - {pair.to_name}" + (" (without expressways)" if pair.without_expressways else "")
    return (
        f"  {title:58}quoted {pair.expected_km:6.0f} km, skeleton {compared.km:6.0f} km, {compared.km_error_pct:+.1f} %"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; 1 when the well-known pairs break the limits."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pairs", type=Path, help="CSV of pairs; default: the one shipped with the catalogue")
    chosen = parser.parse_args(arguments)
    pairs = load_pairs(chosen.pairs or find_data_dir() / "validation" / "road_validation_pairs.csv")
    compared = compare_pairs(pairs, load_catalogue())
    print(format_report(compared))
    is_good = is_within_limits(compared)
    verdict = "within" if is_good else "BEYOND"
    print(
        f"\n{WELL_KNOWN}: {verdict} the limits of {LIMIT_MEDIAN_PCT:g} % (median) and {LIMIT_P90_PCT:g} % (p90) in km"
    )
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
