"""What reserve for slow roads buys, and what it costs: every example planned with and without.

    python benchmarks/robustness.py [--examples DIR] [--iterations 20000] [--reserve 80,...]

An example that no plan satisfies is planned with its smallest change. Prints the share of simulated
cases in which everything is on time, and in which the worst day of the trip ends in time; the worth lost
by the reserve in per cent of the plan without it (both found by the same search, so a short one may show a
gain); CPU seconds; and the milliseconds of the simulation itself. A trip that does not fit with reserve is
named with what is said about it.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from planner.catalogue import load_catalogue
from planner.errors import NoFeasibleTripError
from planner.model.itinerary import Infeasibility, Itinerary
from planner.model.request import Punctuality, TripRequest
from planner.network import SkeletonSource
from planner.optimise import SolveParams, warm_up
from planner.plan import Planner, apply_change, parse_request
from planner.plan.punctuality import find_robustness
from planner.plan.saved import read_solution
from planner.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan in figures."""

    trip_pct: int
    worst_day_pct: int
    value: int
    cpu_seconds: float

    @classmethod
    def of(cls, plan: Itinerary, cpu_seconds: float) -> Outcome:
        """Return the figures of a plan whose source of travel times tells how far they scatter."""
        days = [day.on_time_pct for day in plan.days if day.on_time_pct is not None]
        return cls(plan.totals.on_time_pct or 0, min(days), plan.certificate.value, cpu_seconds)


def plan_or_change(planner: Planner, request: TripRequest, params: SolveParams) -> tuple[TripRequest, Itinerary]:
    """Return the plan of a request, or of its smallest change, with the request that it is of."""
    try:
        return request, planner.plan(request, params)
    except NoFeasibleTripError as error:
        changes = [one.change for one in error.reasons if isinstance(one, Infeasibility) and one.change]
        changed = apply_change(request, changes[-1])
        return changed, planner.plan(changed, params)


def measure(work: Callable[[], T]) -> tuple[T, float]:
    """Return what a function returns, and its CPU seconds."""
    began = time.process_time()
    found = work()
    return found, time.process_time() - began


def time_simulation(planner: Planner, plan: Itinerary) -> float:
    """Return the CPU milliseconds of playing a plan through."""
    built = planner.build(plan.request)
    solution, schedules, _ = read_solution(built, plan)
    rules = planner.settings.punctuality
    return 1000 * measure(lambda: find_robustness(built.timed, built.noise, solution, schedules, rules))[1]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, default=ROOT / "examples")
    parser.add_argument("--iterations", type=int, default=SolveParams().iterations)
    parser.add_argument("--reserve", default=str(load_settings().punctuality.reserve_pct), help="per cent, with commas")
    arguments = parser.parse_args()
    params = SolveParams(iterations=arguments.iterations)
    catalogue, settings = load_catalogue(), load_settings()
    source = SkeletonSource.build(catalogue.road_nodes, catalogue.road_legs, catalogue.speeds, dated=catalogue.version)
    warm_up()
    print(
        f"python {platform.python_version()}, {platform.machine()}, iterations {params.iterations}, seed {params.seed}"
    )
    planner = Planner(catalogue, source, settings)
    usual: dict[str, tuple[TripRequest, Itinerary, Outcome]] = {}
    simulated_ms = []
    for path in sorted(arguments.examples.glob("*.json")):
        asked = parse_request(path.read_text(encoding="utf-8"), where=path.name)
        request, _ = plan_or_change(planner, asked, SolveParams(iterations=100))
        plan, seconds = measure(lambda: planner.plan(request, params))  # noqa: B023 - called at once
        usual[path.stem] = request, plan, Outcome.of(plan, seconds)
        simulated_ms.append(time_simulation(planner, plan))
    print(f"simulation: median {statistics.median(simulated_ms):.1f} ms, max {max(simulated_ms):.1f} ms CPU")
    for reserve in (int(text) for text in arguments.reserve.split(",")):
        rules = replace(settings.punctuality, reserve_pct=reserve)
        reserved = Planner(catalogue, source, replace(settings, punctuality=rules))
        print(f"\nreserve {reserve} %")
        columns = (("trip % usual", 13), ("safe", 6), ("worst day", 11), ("safe", 6), ("loss %", 8), ("CPU s", 7))
        print(f"{'example':<44}" + "".join(f"{name:>{width}}" for name, width in (*columns, ("safe", 7))))
        kept: list[tuple[Outcome, Outcome]] = []
        for name, (request, _, before) in usual.items():
            safe = request.model_copy(update={"punctuality": Punctuality.SAFE})
            head = f"{name:<44}{before.trip_pct:>13}"
            try:
                plan, seconds = measure(lambda: reserved.plan(safe, params))  # noqa: B023 - called at once
            except NoFeasibleTripError as error:
                told = [(one.reason.code, one.remedy and one.remedy.code) for one in error.reasons]  # type: ignore[attr-defined]
                print(f"{head}{'-':>6}{before.worst_day_pct:>11}{'-':>6}  no plan: {told}")
                continue
            after = Outcome.of(plan, seconds)
            kept.append((before, after))
            loss = 100 * (1 - after.value / before.value)
            print(
                f"{head}{after.trip_pct:>6}{before.worst_day_pct:>11}{after.worst_day_pct:>6}"
                f"{loss:>8.1f}{before.cpu_seconds:>7.2f}{after.cpu_seconds:>7.2f}"
            )
        _print_medians(kept)


def _print_medians(kept: list[tuple[Outcome, Outcome]]) -> None:
    trip = [statistics.median(one[side].trip_pct for one in kept) for side in (0, 1)]
    worst = [statistics.median(one[side].worst_day_pct for one in kept) for side in (0, 1)]
    loss = statistics.median(100 * (1 - after.value / before.value) for before, after in kept)
    print(
        f"median of {len(kept)}: trip {trip[0]:.0f} -> {trip[1]:.0f} %, worst day {worst[0]:.0f} -> {worst[1]:.0f} %, "
        f"worth lost {loss:.1f} %"
    )


if __name__ == "__main__":
    main()
