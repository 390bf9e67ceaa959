"""How long one waits for a plan: CPU seconds of every example, cold and warm.

    python benchmarks/plan_latency.py [--examples DIR] [--runs 3]

Prints per example the number of candidate stops and night places, the seconds of the first plan in
this process (after the kernels are compiled) and of the median of further runs, and the p50 and
p95 over all examples. An infeasible example counts with the time until its smallest change was found.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.errors import NoFeasibleTripError
from planner.optimise import SolveParams, warm_up
from planner.plan import parse_request

ROOT = Path(__file__).resolve().parents[1]


def _time(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, default=ROOT / "examples")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()

    print(f"python {platform.python_version()}, {platform.machine()}, iterations {SolveParams().iterations}, seed 1")
    cpu, wall = _time(load_catalogue)
    print(f"load catalogue  {cpu:6.2f} s CPU {wall:6.2f} s")
    catalogue = load_catalogue()
    cpu, wall = _time(warm_up)
    print(f"warm up kernels {cpu:6.2f} s CPU {wall:6.2f} s (compiles the first time on a machine)")

    firsts, warms = [], []
    print(f"{'example':<44}{'days':>5}{'stops':>6}{'nights':>7}{'first s':>9}{'warm s':>8}{'gap %':>7}")
    for path in sorted(arguments.examples.glob("*.json")):
        request = parse_request(path.read_text(encoding="utf-8"), where=path.name)
        planner = build_planner(catalogue)
        gap = float("nan")

        def plan() -> None:
            nonlocal gap
            try:
                gap = planner.plan(request).certificate.gap_pct  # noqa: B023 - called within the loop
            except NoFeasibleTripError:
                gap = float("nan")

        first, _ = _time(plan)
        warm = statistics.median(_time(plan)[0] for _ in range(arguments.runs))
        try:
            built = planner.build(request)
            size = (built.problem.n_stops, len(built.nights))
        except NoFeasibleTripError:
            size = (0, 0)
        print(f"{path.stem:<44}{request.days:>5}{size[0]:>6}{size[1]:>7}{first:>9.2f}{warm:>8.2f}{gap:>7.1f}")
        firsts.append(first)
        warms.append(warm)
    for name, values in (("first", firsts), ("warm", warms)):
        p50, p95 = statistics.median(values), sorted(values)[max(0, round(0.95 * len(values)) - 1)]
        print(f"{name}: p50 {p50:.2f} s, p95 {p95:.2f} s, max {max(values):.2f} s CPU over {len(values)} examples")


if __name__ == "__main__":
    main()
