"""How far plans are from the best possible, provably: bounds on trips and on team orienteering.

    python benchmarks/certificate.py [--examples DIR] [--seconds 10] [--max-stops 150]
    python benchmarks/certificate.py --instances DIR [--seconds 30] [--days 1 2] [--only r101 c102]

Examples: every request that has a plan, with at most so many candidate stops and 5 days, searched with
the usual iterations and then certified for so many CPU seconds. Prints value, bound and gap
((bound - value) / bound) of each, the median gap and how many are proved optimal.

Instances: TOPTW files (of KU Leuven, not part of this repository), each with a search of a tenth of
the seconds as its start. Prints how many are proved optimal by number of days.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.instances import build_toptw_problem, load_toptw
from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.errors import NoFeasibleTripError
from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, get_value, solve, warm_up
from planner.optimise.certificate import Certified, certify
from planner.plan import parse_request

ROOT = Path(__file__).resolve().parents[1]
MOST_DAYS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, default=ROOT / "examples")
    parser.add_argument("--instances", type=Path, help="folder of TOPTW files; then no examples are run")
    parser.add_argument("--seconds", type=float, help="CPU seconds each; 10 for examples, 30 for instances")
    parser.add_argument("--max-stops", type=int, default=150)
    parser.add_argument("--days", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--only", nargs="*", default=[], help="names of instances")
    arguments = parser.parse_args()
    seconds = arguments.seconds or (30.0 if arguments.instances else 10.0)
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "highspy"))
    print(
        f"python {platform.python_version()}, {platform.machine()}, {libraries}; {seconds:g} CPU seconds each, seed 1"
    )
    warm_up()
    print(
        f"{'problem':<44}{'days':>5}{'stops':>6}{'value':>9}{'found':>9}{'bound':>9}{'gap %':>7}{'rounds':>7}{'s':>7}"
    )
    if arguments.instances:
        _run_instances(arguments.instances, arguments.days, set(arguments.only), seconds)
    else:
        _run_examples(arguments.examples, arguments.max_stops, seconds)


def _run_examples(folder: Path, max_stops: int, seconds: float) -> None:
    gaps, optimal = [], 0
    for name, problem, start in _list_trips(folder, max_stops):
        gap, is_optimal = _certify(name, problem, start, seconds)
        gaps.append(gap)
        optimal += is_optimal
    if gaps:
        print(f"median gap {statistics.median(gaps):.2f} %, {optimal} of {len(gaps)} proved optimal")


def _list_trips(folder: Path, max_stops: int) -> Iterator[tuple[str, Problem, Solution]]:
    planner = build_planner(load_catalogue())
    trip = planner.settings.trip
    planner.settings = replace(planner.settings, trip=replace(trip, max_stops=min(max_stops, trip.max_stops)))
    for path in sorted(folder.glob("*.json")):
        request = parse_request(path.read_text(encoding="utf-8"), where=path.name)
        if request.days > MOST_DAYS:
            continue
        try:
            built = planner.build(request)
        except NoFeasibleTripError:
            continue
        found = solve(built.problem, SolveParams(), start=built.backbone.get_start(built.problem))
        if found.is_feasible:
            yield path.stem, built.problem, found.solution
        else:
            print(f"{path.stem:<44} no plan keeps its wishes")


def _run_instances(folder: Path, days: list[int], only: set[str], seconds: float) -> None:
    for count in days:
        optimal = tried = 0
        for path in sorted(folder.glob("*.txt")):
            if only and path.stem not in only:
                continue
            problem = build_toptw_problem(load_toptw(path), count)
            start = solve(problem, SolveParams(seconds=seconds / 10)).solution
            _, is_optimal = _certify(path.stem, problem, start, 0.9 * seconds)
            tried += 1
            optimal += is_optimal
        print(f"m = {count}: {optimal} of {tried} proved optimal")


def _certify(name: str, problem: Problem, start: Solution, seconds: float) -> tuple[float, bool]:
    answer = certify(problem, incumbent=start, seconds=seconds)
    value = get_value(problem, answer.solution or start)
    gap = 100 * (answer.bound.value - value) / answer.bound.value if answer.bound.value > 0 else 0.0
    _print_row(name, problem, get_value(problem, start), value, answer, gap)
    return gap, answer.is_optimal


def _print_row(name: str, problem: Problem, before: int, value: int, answer: Certified, gap: float) -> None:
    sizes = f"{name:<44}{problem.n_days:>5}{problem.n_stops:>6}"
    values = f"{before:>9}{value:>9}{answer.bound.value:>9}{gap:>7.2f}"
    mark = " *" if answer.is_optimal else ""
    print(f"{sizes}{values}{answer.rounds:>7}{answer.cpu_seconds:>7.1f}{mark}", flush=True)


if __name__ == "__main__":
    main()
