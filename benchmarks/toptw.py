"""Gap of the product's solver to the reference values of team orienteering with time windows.

    python benchmarks/toptw.py --instances DIR --vehicles 1,2,3,4 --cpu-seconds 1 --seeds 3 --bks FILE --csv OUT

DIR holds the standard files (Solomon c1, r1, rc1 with 100 stops; Cordeau pr with 48 to 288), FILE a table
with columns ``instance, m, reference_value``. Every solution is refereed from the instance file by
`check_routes`, which shares no code with the solver. The budget is CPU time of one thread.
"""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import math
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.instances import ToptwInstance, build_toptw_problem, load_toptw
from planner.optimise import SolveParams, solve, warm_up

FAMILIES = ("c1", "r1", "rc1", "pr")


@dataclass(frozen=True, slots=True)
class Row:
    """One run."""

    instance: str
    family: str
    vehicles: int
    seed: int
    value: int
    reference: int
    gap_pct: float
    cpu_seconds: float
    iterations: int


def load_references(path: Path) -> dict[tuple[str, int], int]:
    """Return the reference value of each (instance, number of routes)."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["instance"], int(row["m"])): int(row["reference_value"]) for row in csv.DictReader(file)}


def check_routes(path: Path, routes: Iterable[Iterable[int]]) -> int:
    """Return the prize of routes given as row numbers of the instance file, from the file alone.

    Raises
    ------
    ValueError
        When a stop is visited twice or a time window, or the day's end, is missed.
    """
    lines = [line.split() for line in path.read_text(encoding="ascii").splitlines()[2:] if line.strip()]
    node = {int(t[0]): (float(t[1]), float(t[2]), float(t[3]), float(t[4]), float(t[-2]), float(t[-1])) for t in lines}
    decimals = 2 if path.stem.startswith("pr") else 1
    prize, seen = 0.0, set()
    for route in routes:
        clock = node[0][4]
        for a, b in pairwise([0, *route, 0]):
            (ax, ay, service, *_), (bx, by, _, worth, opens, closes) = node[a], node[b]
            distance = math.floor(math.hypot(bx - ax, by - ay) * 10**decimals + 1e-9) / 10**decimals
            clock = max(clock + (service if a else 0.0) + distance, opens)
            if clock > closes + 1e-6:
                raise ValueError(f"{path.stem}: row {b} is reached at {clock:.2f}, after {closes:.2f}")
            if b:
                if b in seen:
                    raise ValueError(f"{path.stem}: row {b} is visited twice")
                seen.add(b)
                prize += worth
    return round(prize)


def run(path: Path, instance: ToptwInstance, vehicles: int, seed: int, cpu_seconds: float, reference: int) -> Row:
    """Solve once and referee the answer; the CPU time includes building the solver's arrays."""
    problem = build_toptw_problem(instance, vehicles)
    began = time.process_time()
    result = solve(problem, SolveParams(seed=seed, seconds=cpu_seconds))
    spent = time.process_time() - began
    value = check_routes(path, [[stop + 1 for stop in route] for route in result.solution.routes])
    if 100 * value != result.value:
        raise ValueError(f"{instance.name}: solver says {result.value / 100}, the file says {value}")
    gap = 100 * (reference - value) / reference
    return Row(instance.name, instance.family, vehicles, seed, value, reference, gap, spent, result.iterations)


def print_summary(rows: list[Row], cpu_seconds: float) -> None:
    """Print mean gaps by family and overall."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("numba", "numpy"))
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    print(f"CPython {platform.python_version()}, {versions}; {platform.machine()}; load {load}")
    print(
        f"{cpu_seconds:g} CPU s asked, {statistics.mean(r.cpu_seconds for r in rows):.3f} spent on average, "
        f"{max(r.cpu_seconds for r in rows):.3f} at most; seeds {sorted({r.seed for r in rows})}"
    )
    print(f"{'family':8}{'runs':>6}{'mean gap %':>12}{'worst %':>10}{'at reference':>14}")
    for family in (*FAMILIES, "all"):
        chosen = [r for r in rows if family in (r.family, "all")]
        if chosen:
            gaps = [r.gap_pct for r in chosen]
            at = sum(g <= 0 for g in gaps)
            print(f"{family:8}{len(chosen):6}{statistics.mean(gaps):12.3f}{max(gaps):10.2f}{at:14}")


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark and return 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--bks", type=Path, required=True)
    parser.add_argument("--vehicles", default="1,2,3,4")
    parser.add_argument("--cpu-seconds", type=float, default=1.0)
    parser.add_argument("--seeds", type=int, default=3, help="seeds 1..N are run")
    parser.add_argument("--only", default="", help="names of instances, comma-separated; all when empty")
    parser.add_argument("--csv", type=Path, help="one line per run")
    args = parser.parse_args(argv)
    names = set(filter(None, args.only.split(",")))
    references = load_references(args.bks)
    warm_up()
    rows = []
    for path in sorted(args.instances.glob("*.txt")):
        if names and path.stem not in names:
            continue
        instance = load_toptw(path)
        for vehicles in map(int, args.vehicles.split(",")):
            for seed in range(1, args.seeds + 1):
                reference = references[instance.name, vehicles]
                rows.append(run(path, instance, vehicles, seed, args.cpu_seconds, reference))
    if not rows:
        parser.error(f"no instance files in {args.instances}")
    if args.csv:
        with args.csv.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(asdict(rows[0])), lineterminator="\n")
            writer.writeheader()
            writer.writerows(asdict(row) for row in rows)
    print_summary(rows, args.cpu_seconds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
