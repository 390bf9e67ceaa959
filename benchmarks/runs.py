"""What all benchmarks of the solver share: options, runs in several processes, tables.

A budget is CPU time of the one thread that solves; building the solver's arrays counts. Every answer
is refereed from its instance file before it counts as a run.
"""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import json
import multiprocessing
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, solve, warm_up

Routes = tuple[tuple[int, ...], ...]
Input = TypeVar("Input")
Output = TypeVar("Output")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One run to be made."""

    path: Path
    instance: str
    family: str
    days: int
    seed: int
    cpu_seconds: float
    reference: int
    """Value that the gap is measured to; 0 = none."""
    reference_kind: str
    """What the reference is, e.g. ``proven_optimal``."""
    optimum: int | None = None
    """Value that no solution can exceed: a run that reaches it has nothing left to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run that was made and refereed."""

    instance: str
    family: str
    days: int
    seed: int
    value: int
    reference: int
    reference_kind: str
    cpu_seconds: float
    iterations: int
    is_stopped: bool
    """Whether it ended before its budget because it had reached an optimum."""
    routes: Routes
    """In the solver's numbering of stops."""
    nights: tuple[int, ...]

    @property
    def gap_pct(self) -> float:
        """How far the value is below the reference; negative above it."""
        return 100 * (self.reference - self.value) / self.reference if self.reference else float("nan")


def solve_task(task: Task, problem: Problem, check: Callable[[Solution], int]) -> Run:
    """Solve within the CPU time of a task and referee the answer.

    Raises
    ------
    ValueError
        When the referee finds a rule broken or another value than the solver.
    """
    optimum = task.optimum
    is_stopped = False

    def go_on(_done: int, _total: int, best: int) -> bool:
        nonlocal is_stopped
        is_stopped = optimum is not None and best >= 100 * optimum
        return not is_stopped

    began = time.process_time()
    result = solve(problem, SolveParams(seed=task.seed, seconds=task.cpu_seconds), on_progress=go_on)
    spent = time.process_time() - began
    value = check(result.solution)
    if 100 * value != result.value:
        raise ValueError(f"{task.path.name}: the solver says {result.value / 100}, the file says {value}")
    return Run(
        instance=task.instance, family=task.family, days=task.days, seed=task.seed, value=value,
        reference=task.reference, reference_kind=task.reference_kind, cpu_seconds=spent,
        iterations=result.iterations, is_stopped=is_stopped,
        routes=result.solution.routes, nights=result.solution.nights,
    )  # fmt: skip


def run_all(
    work: Callable[[Input], Output],
    tasks: Sequence[Input],
    jobs: int,
    prepare: Callable[[], None] = warm_up,
) -> list[Output]:
    """Return what `work` gives for each task, in their order, in this process or in several.

    Every tenth of the way a line on stderr says how far it is.
    """
    if jobs <= 1:
        prepare()
        return _collect(map(work, tasks), len(tasks))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=prepare) as pool:
        return _collect(pool.map(work, tasks), len(tasks))


def _collect(answers: Iterable[Output], total: int) -> list[Output]:
    collected = []
    for done, answer in enumerate(answers, 1):
        collected.append(answer)
        if 10 * done // total > 10 * (done - 1) // total:
            print(f"{time.strftime('%H:%M:%S')} {done} of {total} runs", file=sys.stderr, flush=True)
    return collected


def add_run_options(parser: argparse.ArgumentParser, cpu_seconds: float, seeds: int) -> None:
    """Add the options that every family has."""
    parser.add_argument("--instances", type=Path, required=True, help="folder of the instance files")
    parser.add_argument("--cpu-seconds", type=float, default=cpu_seconds, help="CPU time of each run")
    parser.add_argument("--seeds", type=int, default=seeds, help="seeds 1..N are run")
    parser.add_argument("--only", default="", help="names of instances, comma-separated; all when empty")
    parser.add_argument("--every", type=int, default=1, help="take every n-th file only")
    add_output_options(parser)


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """Add the number of processes and where to write the runs."""
    parser.add_argument("--jobs", type=int, default=1, help="processes; each run has its full CPU time")
    parser.add_argument("--csv", type=Path, help="one line per run")


def add_reference_options(parser: argparse.ArgumentParser, kind: str, unit: str) -> None:
    """Add the options of benchmarks whose gap is to a table of values by instance and number of routes or days."""
    parser.add_argument("--bks", type=Path, required=True, help=f"table of {kind} values")
    parser.add_argument("--vehicles", default="1,2,3,4", help=f"numbers of {unit}")


def list_files(
    parser: argparse.ArgumentParser,
    args: argparse.Namespace,
    pattern: str,
    name: Callable[[Path], str] = lambda p: p.stem,
) -> list[Path]:
    """Return the instance files that the options ask for; ends the program when there are none."""
    names = set(filter(None, args.only.split(",")))
    paths = [path for path in sorted(args.instances.glob(pattern)) if not names or name(path) in names]
    if not paths:
        parser.error(f"no instance files ({pattern}) in {args.instances}" + (f" named {args.only}" if names else ""))
    return paths[:: args.every]


def describe_machine(packages: Iterable[str] = ("numba", "numpy", "scipy")) -> str:
    """Return versions, machine and load in one line."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    return f"CPython {platform.python_version()}, {versions}; {platform.machine()}; load {load}"


def print_runs(runs: Sequence[Run], cpu_seconds: float, families: Sequence[str]) -> None:
    """Print what was run on what, and mean gaps by family and overall."""
    print(describe_machine())
    spent = [run.cpu_seconds for run in runs]
    print(
        f"{cpu_seconds:g} CPU s asked, {statistics.mean(spent):.3f} spent on average, {max(spent):.3f} at most; "
        f"seeds {sorted({run.seed for run in runs})}"
    )
    if stopped := sum(run.is_stopped for run in runs):
        print(f"{stopped} runs ended early at a proven optimum, which changes no value, only the CPU time")
    print(f"{'family':10}{'runs':>6}{'mean gap %':>12}{'worst %':>10}{'at reference':>14}{'above':>7}")
    for family in (*families, "all"):
        chosen = [run for run in runs if family in (run.family, "all")]
        if chosen:
            gaps = [run.gap_pct for run in chosen]
            at, above = sum(gap == 0 for gap in gaps), sum(gap < 0 for gap in gaps)
            print(f"{family:10}{len(chosen):6}{statistics.mean(gaps):12.3f}{max(gaps):10.2f}{at:14}{above:7}")


def write_csv(path: Path, runs: Sequence[Run]) -> None:
    """Write one line per run, without the routes."""
    names = [field.name for field in fields(Run) if field.name not in ("routes", "nights")]
    lines = ([*(getattr(run, name) for name in names), f"{run.gap_pct:.4f}"] for run in runs)
    write_table(path, [*names, "gap_pct"], lines)


def write_table(path: Path, names: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    """Write a csv file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(lines)


def write_routes(path: Path, runs: Iterable[Run], first_stop: int) -> int:
    """Write the routes of the best run of each instance that is above its reference; return their number.

    A list of objects with instance, days, seed, value, reference and routes; `first_stop` is the
    number that the instance file gives to the solver's stop 0.
    """
    best: dict[tuple[str, int], Run] = {}
    for run in runs:
        key = run.instance, run.days
        if run.value > run.reference and (key not in best or run.value > best[key].value):
            best[key] = run
    kept = [
        {
            "instance": run.instance, "m": run.days, "seed": run.seed, "value": run.value,
            "reference": run.reference,
            "routes": [[stop + first_stop for stop in route] for route in run.routes],
        }
        for run in best.values()
    ]  # fmt: skip
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return len(kept)
