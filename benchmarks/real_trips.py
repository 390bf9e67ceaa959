"""How good a plan of a real trip is after a fifth of a second and after one: every example request.

    python benchmarks/real_trips.py [--examples DIR] [--only NAMES] [--seeds 3] [--long-seconds 60]
        [--long-seeds 1] [--jobs 1] [--csv FILE]

Each trip is built as the planner builds it and solved from the same start. The shortfall is to the best value of
all runs, long and short, in per cent of it. Every answer is refereed. A request that cannot be met as it
stands is solved with the smallest change that the planner proposes, which is printed. Exit code 1 when
a goal is missed by any run: 0.2 s of CPU time within 3 % of the best, 1 s within 1 %.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import astuple, dataclass, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.runs import add_output_options, describe_machine, run_all, write_table
from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.check import check_solution, recompute_value
from planner.errors import NoFeasibleTripError
from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, schedule, solve
from planner.plan import Planner, apply_change, parse_request

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
GOALS_PCT = {0.2: 3.0, 1.0: 1.0}
"""CPU seconds -> greatest shortfall."""
LONG_SEED = 101
"""First seed of the long runs, none of those that are measured."""
GLANCE = SolveParams(iterations=2_000)
"""Of the search that shows whether a request has a plan at all."""


@dataclass(frozen=True, slots=True)
class Trip:
    """An example as a problem."""

    name: str
    problem: Problem
    start: Solution | None


@dataclass(frozen=True, slots=True)
class TripTask:
    """One run to be made."""

    trip: Trip
    seed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TripRun:
    """One run that was made; the value is 0 when no trip was found."""

    trip: str
    seconds: float
    seed: int
    value: int
    """Hundredths of a prize point."""
    is_feasible: bool
    iterations: int
    cpu_seconds: float


def build_trips(planner: Planner, paths: list[Path]) -> list[Trip]:
    """Return the problems of the examples, changed where they cannot be met; print changes and what is left out."""
    trips = []
    for path in paths:
        request = parse_request(path.read_text(encoding="utf-8"), where=path.name)
        try:
            planner.plan(request, GLANCE)
        except NoFeasibleTripError as error:
            change = next((found for reason in error.reasons if (found := getattr(reason, "change", None))), None)
            if change is None:
                print(f"{path.stem} left out: {error}")
                continue
            print(f"{path.stem} cannot be met as it stands; solved with {change}")
            request = apply_change(request, change)
        built = planner.build(request)
        trips.append(Trip(path.stem, built.problem, built.backbone.get_start(built.problem)))
    return trips


def run(task: TripTask) -> TripRun:
    """Solve a trip once and referee the answer.

    Raises
    ------
    ValueError
        When the referee finds a rule broken or another value than the solver.
    """
    problem, name = task.trip.problem, task.trip.name
    began = time.process_time()
    result = solve(problem, SolveParams(seed=task.seed, seconds=task.seconds), start=task.trip.start)
    spent = time.process_time() - began
    if not result.is_feasible:
        return TripRun(name, task.seconds, task.seed, 0, False, result.iterations, spent)
    schedules = schedule(problem, result.solution)
    if schedules is None:
        raise ValueError(f"{name}: the solver's days cannot be kept in time")
    if violations := check_solution(problem, result.solution, schedules):
        raise ValueError(f"{name}: {violations[0].message}")
    if (value := recompute_value(problem, result.solution)) != result.value:
        raise ValueError(f"{name}: the solver says {result.value}, recomputed it is {value}")
    return TripRun(name, task.seconds, task.seed, result.value, True, result.iterations, spent)


def print_trips(trips: list[Trip], runs: list[TripRun], long_seconds: float) -> bool:
    """Print the shortfall per trip, mean and worst over the seeds; return whether every run keeps its goal."""
    budgets = sorted(GOALS_PCT)
    heads = "".join(f"{f'{seconds:g} s mean':>13}{'worst %':>9}" for seconds in budgets)
    print(f"{'trip':44}{'days':>5}{'stops':>6}{'best':>10}{heads}{f'{long_seconds:g} s worst':>14}")
    missed = []
    everything: dict[float, list[float]] = {seconds: [] for seconds in (*budgets, long_seconds)}
    for trip in trips:
        best = max(one.value for one in runs if one.trip == trip.name)
        short = {
            seconds: [100 * (best - r.value) / best if best > 0 else 100.0
                      for r in runs if (r.trip, r.seconds) == (trip.name, seconds)]
            for seconds in everything
        }  # fmt: skip
        for seconds, gaps in short.items():
            everything[seconds] += gaps
        cells = "".join(f"{statistics.mean(short[s]):13.2f}{max(short[s]):9.2f}" for s in budgets)
        size = f"{trip.problem.n_days:5}{trip.problem.n_stops:6}"
        print(f"{trip.name:44}{size}{best / 100:10.2f}{cells}{max(short[long_seconds]):14.2f}")
        missed += [f"{trip.name} at {s:g} s" for s in budgets if max(short[s]) > GOALS_PCT[s]]
    for seconds in budgets:
        gaps = everything[seconds]
        goal = f"goal {GOALS_PCT[seconds]:g} %"
        print(f"{seconds:g} CPU s: mean {statistics.mean(gaps):.3f} %, worst {max(gaps):.2f} % ({goal})")
    print(f"goals missed: {', '.join(missed)}" if missed else "every run keeps its goal")
    return not missed


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=Path, default=EXAMPLES)
    parser.add_argument("--only", default="", help="beginnings of names, comma-separated; all when empty")
    parser.add_argument("--seeds", type=int, default=3, help="seeds 1..N of the short runs")
    parser.add_argument("--long-seconds", type=float, default=60.0, help="CPU time of a long run")
    parser.add_argument("--long-seeds", type=int, default=1, help="long runs per trip")
    add_output_options(parser)
    args = parser.parse_args(argv)
    if args.long_seconds in GOALS_PCT:
        parser.error("a long run takes another time than the short ones")
    beginnings = tuple(filter(None, args.only.split(","))) or ("",)
    paths = [path for path in sorted(args.examples.glob("*.json")) if path.stem.startswith(beginnings)]
    trips = build_trips(build_planner(load_catalogue()), paths)
    if not trips:
        parser.error(f"no trip to plan in {args.examples}")
    tasks = [
        *(TripTask(trip, LONG_SEED + again, args.long_seconds) for trip in trips for again in range(args.long_seeds)),
        *(TripTask(trip, seed, s) for trip in trips for s in sorted(GOALS_PCT) for seed in range(1, args.seeds + 1)),
    ]
    runs = run_all(run, tasks, args.jobs)
    if args.csv:
        write_table(args.csv, [field.name for field in fields(TripRun)], map(astuple, runs))
    print(describe_machine())
    print(f"seeds 1 to {args.seeds}; long runs: {args.long_seconds:g} CPU s, {args.long_seeds} per trip")
    return 0 if print_trips(trips, runs, args.long_seconds) else 1


if __name__ == "__main__":
    raise SystemExit(main())
