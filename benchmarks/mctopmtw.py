"""Gap to the benchmark values of team orienteering with several windows, a budget and limits per type.

    python benchmarks/mctopmtw.py --instances DIR --bks FILE [--vehicles 1,2,3,4] [--cpu-seconds 1] [--seeds 3]
        [--jobs 1] [--csv FILE] [--routes FILE]

DIR holds the files ``MCTOPMTW-<days>-<name>.txt``, FILE a table with columns ``m, instance, benchmark,
grils_best, grils_avg``. The benchmark value is that of the solution each file was built around: it can be
attained, but nobody proved it the best. GRILS is Souffriau et al., Transportation Science 47 (2013), best
and average of ten runs. Every solution is refereed from the instance file.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.instances import build_mctopmtw_problem, load_mctopmtw
from benchmarks.readers.mctopmtw import FIRST_ID
from benchmarks.readers.toptw import get_family
from benchmarks.referees.mctopmtw import check_mctopmtw
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

FAMILIES = ("c1", "r1", "rc1")


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of the table of references."""

    benchmark: int
    grils_best: float
    grils_avg: float


Key = tuple[str, int]
"""Instance and number of days."""


def load_references(path: Path) -> dict[Key, Reference]:
    """Return the references of each (instance, number of days)."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["instance"], int(row["m"])): Reference(
                round(float(row["benchmark"])), float(row["grils_best"]), float(row["grils_avg"])
            )
            for row in csv.DictReader(file)
        }


def get_key(path: Path) -> Key:
    """Return instance and number of days of the name of a file."""
    _, days, name = path.stem.split("-")
    return name, int(days)


def run(task: Task) -> Run:
    """Solve one instance once and referee the answer from its file."""
    problem = build_mctopmtw_problem(load_mctopmtw(task.path))
    return solve_task(
        task,
        problem,
        lambda solution: check_mctopmtw(task.path, [[stop + FIRST_ID for stop in r] for r in solution.routes]),
    )


def print_days(runs: Sequence[Run], references: dict[Key, Reference]) -> None:
    """Print mean gaps by number of days, ours beside those of GRILS on the same files."""
    print(f"{'days':10}{'runs':>6}{'mean gap %':>12}{'GRILS best %':>14}{'GRILS avg %':>13}")
    for days in (*sorted({one.days for one in runs}), 0):
        chosen = [one for one in runs if days in (one.days, 0)]
        known = [references[key] for key in sorted({(one.instance, one.days) for one in chosen})]
        best = statistics.mean(100 * (1 - row.grils_best / row.benchmark) for row in known)
        average = statistics.mean(100 * (1 - row.grils_avg / row.benchmark) for row in known)
        ours = statistics.mean(one.gap_pct for one in chosen)
        print(f"{days or 'all':<10}{len(chosen):6}{ours:12.3f}{best:14.3f}{average:13.3f}")


def print_comparison(runs: Sequence[Run], references: dict[Key, Reference]) -> None:
    """Print on how many problems our mean over the seeds beats GRILS."""
    values: dict[Key, list[int]] = {}
    for one in runs:
        values.setdefault((one.instance, one.days), []).append(one.value)
    for title, pick in (("GRILS best of 10", "grils_best"), ("GRILS average", "grils_avg")):
        verdict: Counter[str] = Counter()
        for key, found in values.items():
            difference = statistics.mean(found) - getattr(references[key], pick)
            verdict["equal" if abs(difference) < 1e-9 else "better" if difference > 0 else "worse"] += 1
        counts = ", ".join(f"{word} on {verdict[word]}" for word in ("better", "equal", "worse"))
        print(f"our mean over the seeds against {title}: {counts} of {len(values)} problems")


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark and return 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_run_options(parser, cpu_seconds=1.0, seeds=3)
    add_reference_options(parser, "benchmark", "days")
    parser.add_argument("--routes", type=Path, help="json of the routes whose value is above the benchmark")
    args = parser.parse_args(argv)
    references = load_references(args.bks)
    days = set(map(int, args.vehicles.split(",")))
    paths = list_files(parser, args, "MCTOPMTW-*.txt", name=lambda path: get_key(path)[0])
    tasks = [
        Task(
            path=path, instance=key[0], family=get_family(key[0]), days=key[1], seed=seed,
            cpu_seconds=args.cpu_seconds, reference=references[key].benchmark, reference_kind="benchmark",
        )
        for path in paths
        for key in [get_key(path)]
        if key[1] in days
        for seed in range(1, args.seeds + 1)
    ]  # fmt: skip
    runs = run_all(run, tasks, args.jobs)
    if args.csv:
        write_csv(args.csv, runs)
    print_runs(runs, args.cpu_seconds, FAMILIES)
    print_days(runs, references)
    print_comparison(runs, references)
    if args.routes:
        print(f"routes of {write_routes(args.routes, runs, FIRST_ID)} problems above the benchmark in {args.routes}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
