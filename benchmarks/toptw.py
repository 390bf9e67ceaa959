"""Gap of the product's solver to the reference values of team orienteering with time windows.

    python benchmarks/toptw.py --instances DIR --bks FILE [--vehicles 1,2,3,4] [--cpu-seconds 1] [--seeds 3]
        [--jobs 1] [--csv FILE] [--routes FILE]

DIR holds the standard files (Solomon c1, r1, rc1 with 100 stops; Cordeau pr with 48 to 288), FILE a table
with columns ``instance, m, reference_value, status``. Every solution is refereed from the instance file by
`check_routes`, which shares no code with the solver. The budget is CPU time of one thread. A run that
reaches a value whose status is ``proven_optimal`` ends there.
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.instances import build_toptw_problem, load_toptw
from benchmarks.readers.toptw import get_family
from benchmarks.referees.toptw import check_routes
from benchmarks.runs import (
    Run,
    Task,
    add_reference_options,
    add_run_options,
    list_files,
    print_runs,
    run_all,
    solve_task,
    write_csv,
    write_routes,
)

FAMILIES = ("c1", "r1", "rc1", "pr")
PROVEN = "proven_optimal"


@dataclass(frozen=True, slots=True)
class Reference:
    """The value that a gap is measured to."""

    value: int
    status: str

    @property
    def optimum(self) -> int | None:
        """The value when it is proven to be the best possible."""
        return self.value if self.status.startswith(PROVEN) else None


def load_references(path: Path) -> dict[tuple[str, int], Reference]:
    """Return the reference of each (instance, number of routes)."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["instance"], int(row["m"])): Reference(int(row["reference_value"]), row["status"])
            for row in csv.DictReader(file)
        }


def run(task: Task) -> Run:
    """Solve one instance once and referee the answer from its file."""
    problem = build_toptw_problem(load_toptw(task.path), task.days)
    return solve_task(
        task,
        problem,
        lambda solution: check_routes(task.path, [[stop + 1 for stop in route] for route in solution.routes]),
    )


def list_tasks(paths: list[Path], args: argparse.Namespace) -> list[Task]:
    """Return the runs that the options ask for."""
    references = load_references(args.bks)
    return [
        Task(
            path=path, instance=path.stem, family=get_family(path.stem), days=days, seed=seed,
            cpu_seconds=args.cpu_seconds, reference=known.value, reference_kind=known.status, optimum=known.optimum,
        )
        for path in paths
        for days in map(int, args.vehicles.split(","))
        for seed in range(1, args.seeds + 1)
        for known in [references[path.stem, days]]
    ]  # fmt: skip


def print_optima(runs: list[Run]) -> None:
    """Print how many proven optima were reached: by any seed, and by every seed."""
    reached: dict[tuple[str, int], list[bool]] = {}
    for one in runs:
        if one.reference_kind == PROVEN:
            reached.setdefault((one.instance, one.days), []).append(one.value == one.reference)
    if reached:
        missed = ", ".join(f"{name} m={days}" for (name, days), hits in reached.items() if not all(hits))
        print(
            f"proven optima: {sum(map(any, reached.values()))} of {len(reached)} reached by some seed, "
            f"{sum(map(all, reached.values()))} by every seed" + (f"; not by every seed: {missed}" if missed else "")
        )


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark and return 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_run_options(parser, cpu_seconds=1.0, seeds=3)
    add_reference_options(parser, "reference", "routes")
    parser.add_argument("--routes", type=Path, help="json of the routes whose value is above the reference")
    args = parser.parse_args(argv)
    runs = run_all(run, list_tasks(list_files(parser, args, "*.txt"), args), args.jobs)
    if args.csv:
        write_csv(args.csv, runs)
    print_runs(runs, args.cpu_seconds, FAMILIES)
    print_optima(runs)
    above = {(one.instance, one.days) for one in runs if one.value > one.reference}
    print(f"problems with a value above the reference: {len(above)}")
    if args.routes:
        print(f"routes of {write_routes(args.routes, runs, first_stop=1)} of them kept in {args.routes}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
