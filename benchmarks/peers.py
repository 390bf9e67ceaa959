"""Our solver beside PyVRP, OR-Tools routing and VROOM on team orienteering with time windows.

    python benchmarks/peers.py --instances DIR --bks FILE [--vehicles 1,2,3,4] [--cpu-seconds 1] [--seeds 3]
        [--only NAMES] [--every 1] [--solvers NAMES] [--jobs 1] [--csv FILE]

All in one run: the same integer matrix and windows, one thread, the same CPU time, the same referee from the
instance file. Ours counts the building of its arrays, the peers' models are built before their clock starts.
VROOM is deterministic and ends by itself; OR-Tools is deterministic too and runs twice, from
PATH_CHEAPEST_ARC and from PARALLEL_CHEAPEST_INSERTION, each with the full CPU time: the better counts.
How each peer is modelled is written in `benchmarks/peer_solvers.py`; a peer that is not installed is left out.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.metadata
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

# OR-Tools and SciPy both carry HiGHS; loaded second, OR-Tools finds the other's symbols and fails.
with contextlib.suppress(ImportError):
    importlib.import_module("ortools.constraint_solver.pywrapcp")

from benchmarks.instances import ToptwInstance, build_toptw_problem, load_toptw
from benchmarks.peer_solvers import IS_SEEDED, PACKAGES, PEERS, PeerAnswer
from benchmarks.referees.toptw import check_routes
from benchmarks.runs import add_reference_options, add_run_options, describe_machine, list_files, run_all, write_table
from benchmarks.toptw import FAMILIES, load_references
from planner.optimise import SolveParams, solve

OURS = "ours"


@dataclass(frozen=True, slots=True)
class PeerTask:
    """One solver on one problem with one seed."""

    solver: str
    path: Path
    vehicles: int
    seed: int
    cpu_seconds: float
    reference: int


@dataclass(frozen=True, slots=True)
class PeerRun:
    """A refereed answer of one solver."""

    solver: str
    instance: str
    family: str
    vehicles: int
    seed: int
    value: int
    reference: int
    gap_pct: float
    cpu_seconds: float
    """Of the longest of its variants."""


def _solve_ours(instance: ToptwInstance, vehicles: int, seed: int, cpu_seconds: float) -> PeerAnswer:
    problem = build_toptw_problem(instance, vehicles)
    began = time.process_time()
    result = solve(problem, SolveParams(seed=seed, seconds=cpu_seconds))
    spent = time.process_time() - began
    return PeerAnswer([[stop + 1 for stop in route] for route in result.solution.routes], spent)


SOLVERS = {OURS: (_solve_ours,), **PEERS}


def run(task: PeerTask) -> PeerRun:
    """Let every variant of a solver answer, referee each, and keep the better."""
    instance = load_toptw(task.path)
    answers = [variant(instance, task.vehicles, task.seed, task.cpu_seconds) for variant in SOLVERS[task.solver]]
    value = max(check_routes(task.path, answer.routes) for answer in answers)
    if any(len(answer.routes) > task.vehicles for answer in answers):
        raise ValueError(f"{task.path.name}: {task.solver} uses more than {task.vehicles} routes")
    gap = 100 * (task.reference - value) / task.reference
    spent = max(answer.cpu_seconds for answer in answers)
    return PeerRun(
        task.solver, instance.name, instance.family, task.vehicles, task.seed, value, task.reference, gap, spent
    )


def list_installed(names: Sequence[str]) -> dict[str, str]:
    """Return the version of each solver that is installed; print how to get the others."""
    versions = {}
    for name in names:
        package = "" if name == OURS else PACKAGES[name.split()[0]]
        try:
            versions[name] = importlib.metadata.version(package) if package else ""
        except importlib.metadata.PackageNotFoundError:
            print(f"{name} left out: {package} is not installed; pip install '.[bench]' brings it")
    return versions


def print_table(runs: Sequence[PeerRun], versions: dict[str, str]) -> None:
    """Print mean gaps and how many times ours they are."""
    families = [family for family in FAMILIES if any(one.family == family for one in runs)]
    columns = [*families, "all"]
    gaps = {
        (solver, family): statistics.mean(
            one.gap_pct for one in runs if one.solver == solver and family in (one.family, "all")
        )
        for solver in versions
        for family in columns
    }
    print(f"{'mean gap %':28}" + "".join(f"{family:>9}" for family in columns) + f"{'CPU s':>9}{'at most':>9}")
    for solver, version in versions.items():
        spent = [one.cpu_seconds for one in runs if one.solver == solver]
        cells = "".join(f"{gaps[solver, family]:9.3f}" for family in columns)
        print(f"{f'{solver} {version}':28}{cells}{statistics.mean(spent):9.2f}{max(spent):9.2f}")
    if OURS not in versions:
        return
    print(f"{'gap / our gap':28}" + "".join(f"{family:>9}" for family in columns))
    for solver, version in versions.items():
        if solver != OURS:
            cells = "".join(_format_ratio(gaps[solver, family], gaps[OURS, family]) for family in columns)
            print(f"{f'{solver} {version}':28}{cells}")


def _format_ratio(peer: float, ours: float) -> str:
    return f"{peer / ours:9.1f}" if ours > 0 else f"{'no gap':>9}"


def print_duels(runs: Sequence[PeerRun], solvers: Sequence[str]) -> None:
    """Print on how many problems the mean value of each peer over its seeds is below ours, equal, above."""
    values: dict[tuple[str, int], dict[str, list[int]]] = {}
    for one in runs:
        values.setdefault((one.instance, one.vehicles), {}).setdefault(one.solver, []).append(one.value)
    for peer in solvers:
        if peer != OURS:
            duels = [statistics.mean(found[OURS]) - statistics.mean(found[peer]) for found in values.values()]
            better, equal = sum(d > 0 for d in duels), sum(d == 0 for d in duels)
            print(f"ours against {peer}: better on {better}, equal on {equal}, worse on {len(duels) - better - equal}")


def main(argv: list[str] | None = None) -> int:
    """Run the comparison and return 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_run_options(parser, cpu_seconds=1.0, seeds=3)
    add_reference_options(parser, "reference", "routes")
    parser.add_argument("--solvers", default=",".join(SOLVERS), help=f"some of: {', '.join(SOLVERS)}")
    args = parser.parse_args(argv)
    chosen = args.solvers.split(",")
    if unknown := set(chosen) - set(SOLVERS):
        parser.error(f"unknown solvers: {', '.join(sorted(unknown))}; known: {', '.join(SOLVERS)}")
    references = load_references(args.bks)
    versions = list_installed(chosen)
    tasks = [
        PeerTask(solver, path, vehicles, seed, args.cpu_seconds, references[path.stem, vehicles].value)
        for path in list_files(parser, args, "*.txt")
        for vehicles in map(int, args.vehicles.split(","))
        for solver in versions
        for seed in (range(1, args.seeds + 1) if IS_SEEDED.get(solver, True) else [1])
    ]
    runs = run_all(run, tasks, args.jobs)
    if args.csv:
        write_table(args.csv, [field.name for field in fields(PeerRun)], map(astuple, runs))
    problems = len({(task.path, task.vehicles) for task in tasks})
    print(describe_machine())
    print(f"{problems} problems, {args.cpu_seconds:g} CPU s per run, seeds 1 to {args.seeds} where a solver has seeds")
    print_table(runs, versions)
    if OURS in versions:
        print_duels(runs, list(versions))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
