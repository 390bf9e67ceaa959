"""Gap of the product's solver to reference values of orienteering with hotel selection.

    python benchmarks/ophs.py --instances DIR [--cpu-seconds 2] [--seeds 3] [--every 1] [--jobs 1] [--csv FILE]
        [--bks FILE] [--reference-seconds 120]

DIR holds folders of files ``<graph>-<Tmax>-<H>-<D>.ophs`` (H extra hotels, D trips). References, by kind:

op_optimum
    Optimum of the orienteering problem with the same stops and Tmax but no hotels, as recalled from the
    literature and equalled by a run of our own without hotels. No tour with hotels can be worth more, so a run that
    reaches it ends there.
op_own_best
    The best value that we found for that orienteering problem: no proven bound.
own_long_run
    The best value of a long run of our own on the file itself, kept in the table ``--bks``; it replaces
    `op_own_best` where it is higher. ``--reference-seconds`` makes such runs for all files without an
    optimum, and writes the table.

Every solution is refereed from the instance file: unrounded Euclidean distances, the whole tour within
Tmax, each trip within its limit + 0.005, for the limits in the files seem to stem from a rounded length.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.instances import build_ophs_problem, load_ophs
from benchmarks.referees.ophs import TRIP_TOLERANCE, check_ophs
from benchmarks.runs import Run, Task, add_run_options, list_files, print_runs, run_all, solve_task, write_csv
from planner.model.problem import Solution

OPTIMUM, OWN_OP, OWN_RUN = "op_optimum", "op_own_best", "own_long_run"
TABLE = Path(__file__).parent / "references" / "ophs.csv"
LONG_SEED = 101
"""Seed of the long runs, none of those that are measured."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The value that a gap is measured to, and what it is."""

    value: int
    kind: str


def load_op_references(path: Path = TABLE) -> dict[tuple[str, Fraction], Reference]:
    """Return what is known of the problem without hotels for each graph and Tmax."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["graph"], Fraction(row["tmax"])): Reference(int(row["value"]), row["kind"])
            for row in csv.DictReader(file)
        }


def load_own_references(path: Path) -> dict[str, Reference]:
    """Return the values of the long runs kept so far, by name of file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["instance"]: Reference(int(row["value"]), OWN_RUN) for row in csv.DictReader(file)}


def write_own_references(path: Path, runs: Sequence[Run], seconds: float) -> None:
    """Add long runs to the table, each where it is better than what stands there."""
    names = ["instance", "value", "cpu_seconds", "seed", "routes", "nights"]
    rows: dict[str, dict[str, str]] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            rows = {row["instance"]: row for row in csv.DictReader(file)}
    for one in runs:
        if one.instance not in rows or one.value > int(rows[one.instance]["value"]):
            rows[one.instance] = dict(
                zip(names, [one.instance, str(one.value), f"{seconds:g}", str(one.seed), json.dumps(one.routes),
                            json.dumps(one.nights)], strict=True)
            )  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[name] for name in sorted(rows))


def choose_reference(op: Reference | None, own: Reference | None) -> Reference:
    """Return the optimum, else the best value known, else none (value 0)."""
    known = [reference for reference in (op, own) if reference is not None]
    if op is not None and op.kind == OPTIMUM:
        return op
    return max(known, key=lambda reference: reference.value, default=Reference(0, "none"))


def run(task: Task) -> Run:
    """Solve one file once and referee the answer from it."""
    instance = load_ophs(task.path)
    hotels = len(instance.travel) - instance.n_stops

    def check(solution: Solution) -> int:
        return check_ophs(task.path, [[stop + hotels for stop in route] for route in solution.routes], solution.nights)

    return solve_task(task, build_ophs_problem(instance), check)


def list_tasks(paths: Sequence[Path], seeds: Sequence[int], cpu_seconds: float, own: Path | None) -> list[Task]:
    """Return one run per file and seed."""
    without_hotels = load_op_references()
    long_runs = load_own_references(own) if own else {}
    tasks = []
    for path in paths:
        instance = load_ophs(path)
        known = choose_reference(without_hotels.get((instance.graph, instance.tmax)), long_runs.get(instance.name))
        tasks += [
            Task(
                path=path, instance=instance.name, family=instance.family, days=len(instance.trip_limit), seed=seed,
                cpu_seconds=cpu_seconds, reference=known.value, reference_kind=known.kind,
                optimum=known.value if known.kind == OPTIMUM else None,
            )
            for seed in seeds
        ]  # fmt: skip
    return tasks


def print_kinds(runs: Sequence[Run]) -> None:
    """Print mean gaps by kind of reference."""
    counts = Counter(one.reference_kind for one in runs)
    for kind, count in counts.items():
        chosen = [one for one in runs if one.reference_kind == kind]
        reached = len({one.instance for one in chosen if one.value >= one.reference})
        print(
            f"reference {kind}: {count} runs, mean gap {statistics.mean(one.gap_pct for one in chosen):.3f} %, "
            f"reached by some seed on {reached} of {len({one.instance for one in chosen})} files"
        )


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark and return 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_run_options(parser, cpu_seconds=2.0, seeds=3)
    parser.add_argument("--bks", type=Path, help="table of long runs of our own; read, and written by the next option")
    parser.add_argument("--reference-seconds", type=float, help="first make a long run for each file without optimum")
    args = parser.parse_args(argv)
    if args.reference_seconds and not args.bks:
        parser.error("--reference-seconds writes the table named by --bks")
    paths = list_files(parser, args, "*/*.ophs")
    if args.reference_seconds:
        long_tasks = [
            replace(task, reference=0) for task in list_tasks(paths, [LONG_SEED], args.reference_seconds, args.bks)
            if task.optimum is None
        ]  # fmt: skip
        long_runs = run_all(run, long_tasks, args.jobs)
        write_own_references(args.bks, long_runs, args.reference_seconds)
        print(f"{len(long_runs)} long runs of {args.reference_seconds:g} CPU s, seed {LONG_SEED}, kept in {args.bks}")
    runs = run_all(run, list_tasks(paths, range(1, args.seeds + 1), args.cpu_seconds, args.bks), args.jobs)
    if args.csv:
        write_csv(args.csv, runs)
    print_runs(runs, args.cpu_seconds, sorted({one.family for one in runs}))
    print_kinds(runs)
    print(f"a trip may exceed its limit in the file by {TRIP_TOLERANCE:g}; the whole tour keeps within Tmax")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
