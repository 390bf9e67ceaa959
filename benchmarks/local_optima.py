"""Would swapping, replacing, shifting or crossing stops still better what the search found? Tried one by one.

    python benchmarks/local_optima.py --instances DIR [--vehicles 1,2,3,4] [--cpu-seconds 0.1] [--seeds 1]
        [--only NAMES] [--every N] [--jobs 1]
    python benchmarks/local_optima.py --examples [--cpu-seconds 0.2]

Team orienteering files, or the example requests. Each answer is put through all moves of `neighbourhood`, in plain
Python that shares nothing with the search. Prints, per family, how many answers a move would make worth more, how
many it would only make shorter at equal worth, and how many moves were tried.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.instances import build_toptw_problem, load_toptw
from benchmarks.neighbourhood import Verdict, try_moves
from benchmarks.readers.toptw import get_family
from benchmarks.real_trips import EXAMPLES, build_trips
from benchmarks.runs import describe_machine, list_files, run_all
from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, solve


@dataclass(frozen=True, slots=True)
class MoveTask:
    """One answer to be found and tried."""

    name: str
    family: str
    problem: Problem
    start: Solution | None
    seed: int
    cpu_seconds: float


def run(task: MoveTask) -> tuple[MoveTask, Verdict]:
    """Solve, then try every move."""
    params = SolveParams(seed=task.seed, seconds=task.cpu_seconds)
    result = solve(task.problem, params, start=task.start)
    return task, try_moves(task.problem, result.solution)


def list_tasks(parser: argparse.ArgumentParser, args: argparse.Namespace) -> list[MoveTask]:
    """Return the runs that the options ask for."""
    if args.examples:
        trips = build_trips(build_planner(load_catalogue()), sorted(EXAMPLES.glob("*.json")))
        sources = [(trip.name, "trips", trip.problem, trip.start) for trip in trips]
    elif args.instances:
        sources = [
            (f"{path.stem} m={days}", get_family(path.stem), build_toptw_problem(load_toptw(path), days), None)
            for path in list_files(parser, args, "*.txt")
            for days in map(int, args.vehicles.split(","))
        ]
    else:
        parser.error("say --instances DIR or --examples")
    return [
        MoveTask(*source, seed=seed, cpu_seconds=args.cpu_seconds)
        for source in sources
        for seed in range(1, args.seeds + 1)
    ]


def print_verdicts(found: Iterable[tuple[MoveTask, Verdict]]) -> None:
    """Print the counts per family, and which move betters which answer."""
    counts: dict[str, Counter[str]] = {}
    for task, verdict in found:
        for family in (task.family, "all"):
            counts.setdefault(family, Counter()).update(
                answers=1, moves=verdict.moves, better=bool(verdict.better), shorter=bool(verdict.shorter)
            )
        if verdict.better:
            print(f"{task.name} seed {task.seed}: worth more by {verdict.better}")
    print(f"{'family':10}{'answers':>9}{'worth more':>12}{'only shorter':>14}{'moves tried':>13}")
    for family in sorted(counts, key="all".__eq__):
        count = counts[family]
        cells = f"{count['answers']:9}{count['better']:12}{count['shorter']:14}{count['moves']:13,}"
        print(f"{family:10}{cells}")


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark and return 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--instances", type=Path, help="folder of team orienteering files")
    parser.add_argument("--examples", action="store_true", help="the example requests instead of files")
    parser.add_argument("--vehicles", default="1,2,3,4", help="numbers of routes")
    parser.add_argument("--cpu-seconds", type=float, default=0.1, help="CPU time of each search")
    parser.add_argument("--seeds", type=int, default=1, help="seeds 1..N are run")
    parser.add_argument("--only", default="", help="names of instances, comma-separated; all when empty")
    parser.add_argument("--every", type=int, default=1, help="take every n-th file only")
    parser.add_argument("--jobs", type=int, default=1, help="processes; each search has its full CPU time")
    args = parser.parse_args(argv)
    print(describe_machine())
    print_verdicts(run_all(run, list_tasks(parser, args), args.jobs))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
