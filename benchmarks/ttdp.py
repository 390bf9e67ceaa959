"""Short against long runs on the tourist trip design problem with opening hours per weekday.

    python benchmarks/ttdp.py --instances DIR [--cpu-seconds 1] [--long-seconds 60] [--seeds 3] [--long-seeds 1]
        [--jobs 1] [--csv FILE] [--bound]

DIR holds the files ``t*.txt``, for which no reference values are published: the reference is the best long
run of our own. Every solution, of short runs and long ones, is refereed from the instance file. The format
does not say whether closing bounds the begin or the end of a visit; here it bounds the begin. With
``--bound`` the gap to the solver's upper bound is printed too.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.instances import build_ttdp_problem, load_ttdp
from benchmarks.referees.ttdp import check_ttdp
from benchmarks.runs import Run, Task, add_run_options, list_files, print_runs, run_all, solve_task, write_csv
from planner.optimise.bound import get_upper_bound

LONG_SEED = 101
"""First seed of the long runs, none of those that are measured."""


def run(task: Task) -> Run:
    """Solve one file once and referee the answer from it."""
    problem = build_ttdp_problem(load_ttdp(task.path))
    return solve_task(
        task,
        problem,
        lambda solution: check_ttdp(task.path, [[stop + 1 for stop in route] for route in solution.routes]),
    )


def list_tasks(paths: Sequence[Path], args: argparse.Namespace) -> list[Task]:
    """Return one short run per file and seed, without a reference."""
    return [
        Task(
            path=path, instance=instance.name, family=instance.family, days=instance.days, seed=seed,
            cpu_seconds=args.cpu_seconds, reference=0, reference_kind="own_long_run",
        )
        for path in paths
        for instance in [load_ttdp(path)]
        for seed in range(1, args.seeds + 1)
    ]  # fmt: skip


def get_bound(path: Path) -> int:
    """Return an upper bound on the prize of a file, in whole points."""
    return get_upper_bound(build_ttdp_problem(load_ttdp(path))).value // 100


def print_ratios(short: Sequence[Run], best: dict[str, int], args: argparse.Namespace) -> None:
    """Print the values of short runs as a share of the best long ones."""
    ratios = [one.value / best[one.instance] for one in short]
    print(
        f"value at {args.cpu_seconds:g} s / best value at {args.long_seconds:g} s (seeds {LONG_SEED} to "
        f"{LONG_SEED + args.long_seeds - 1}): mean {100 * statistics.mean(ratios):.3f} %, least "
        f"{100 * min(ratios):.2f} %; all {len(short)} short and {len(best) * args.long_seeds} long runs are feasible"
    )


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark and return 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_run_options(parser, cpu_seconds=1.0, seeds=3)
    parser.add_argument("--long-seconds", type=float, default=60.0, help="CPU time of a long run")
    parser.add_argument("--long-seeds", type=int, default=1, help="long runs per file")
    parser.add_argument("--bound", action="store_true", help="print the gap to the upper bound")
    args = parser.parse_args(argv)
    paths = list_files(parser, args, "t*.txt")
    short_tasks = list_tasks(paths, args)
    long_tasks = [
        replace(task, seed=LONG_SEED + again, cpu_seconds=args.long_seconds)
        for task in short_tasks
        if task.seed == 1
        for again in range(args.long_seeds)
    ]
    best: dict[str, int] = {}
    for one in run_all(run, long_tasks, args.jobs):
        best[one.instance] = max(best.get(one.instance, 0), one.value)
    runs = run_all(run, [replace(task, reference=best[task.instance]) for task in short_tasks], args.jobs)
    if args.csv:
        write_csv(args.csv, runs)
    print_runs(runs, args.cpu_seconds, sorted({one.family for one in runs}))
    print_ratios(runs, best, args)
    print("closing bounds the begin of a visit; distances are cut to two decimals")
    if args.bound:
        gaps = [100 * (bound - best[path.stem]) / bound for path in paths for bound in [get_bound(path)]]
        print(
            f"best long run below the upper bound: median {statistics.median(gaps):.2f} %, mean "
            f"{statistics.mean(gaps):.2f} %, worst {max(gaps):.2f} %; {sum(g == 0 for g in gaps)} of {len(gaps)} at it"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
