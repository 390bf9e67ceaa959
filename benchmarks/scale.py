"""What choosing candidates costs, and what it loses, with 15,000 places: real ones and synthetic ones beside them.

    python benchmarks/scale.py [--places 15000] [--lodgings 1500] [--wide 900] [--seconds 5] [--examples 02,08]

For every example request: how many places no trip of it can see, how many stops and beds the optimiser looks at,
CPU seconds of the first and of a second building of the problem and of the whole plan, and the best value found
over the stops chosen and over `--wide` stops, with the same CPU seconds and seeds. The synthetic places have no
facts in them (`tests/support/synthetic.py`). Infeasible examples are left out.
"""

from __future__ import annotations

import argparse
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.errors import NoFeasibleTripError
from planner.optimise import SolveParams, solve, warm_up
from planner.plan import Planner, parse_request
from planner.plan.build import BuiltTrip
from tests.support.synthetic import build_synthetic_catalogue

Answer = TypeVar("Answer")
ROOT = Path(__file__).resolve().parents[1]


def _time(work: Callable[[], Answer]) -> tuple[Answer, float]:
    cpu = time.process_time()
    answer = work()
    return answer, time.process_time() - cpu


def _get_peak_mb() -> int:
    # Linux counts kilobytes, macOS bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)


def _search(built: BuiltTrip, seconds: float, seeds: list[int]) -> float:
    start = built.backbone.get_start(built.problem)
    results = [solve(built.problem, SolveParams(seed=seed, seconds=seconds), start=start) for seed in seeds]
    return statistics.mean(result.value for result in results)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=15_000)
    parser.add_argument("--lodgings", type=int, default=1_500)
    parser.add_argument("--seed", type=int, default=1, help="of the synthetic places")
    parser.add_argument("--wide", type=int, default=900, help="stops of the wide problem; 0 = do not search it")
    parser.add_argument("--seconds", type=float, default=5.0, help="CPU seconds of each search")
    parser.add_argument("--searches", type=int, default=2, help="seeds 1, 2, ... of the searches")
    parser.add_argument("--examples", default="", help="numbers of examples, such as 02,08; default all")
    arguments = parser.parse_args()

    names = ", ".join(f"{one} {version(one)}" for one in ("numpy", "scipy", "numba"))
    print(f"python {platform.python_version()}, {platform.machine()}, {names}")
    print(f"synthetic seed {arguments.seed}, search seeds 1-{arguments.searches}, {arguments.seconds} CPU s a search")
    warm_up()
    real, load_s = _time(load_catalogue)
    catalogue, make_s = _time(
        lambda: build_synthetic_catalogue(real, arguments.places, arguments.lodgings, arguments.seed)
    )
    print(f"{len(catalogue.places)} places, {len(catalogue.lodgings)} lodgings; {load_s:.1f} s + {make_s:.1f} s CPU")
    planner = build_planner(catalogue)
    rules = replace(planner.settings.trip, max_stops=arguments.wide)
    wide_planner = Planner(catalogue, planner.travel, replace(planner.settings, trip=rules))

    head = f"{'example':<34}{'too far':>8}{'stops':>6}{'beds':>5}{'first s':>8}{'again s':>8}{'plan s':>7}"
    print(f"{head}{'value':>9}{'wide':>6}{'its value':>10}{'loss %':>7}{'peak MB':>8}")
    losses, wanted = [], [one for one in arguments.examples.split(",") if one]
    for path in sorted((ROOT / "examples").glob("*.json")):
        if wanted and path.stem[:2] not in wanted:
            continue
        request = parse_request(path.read_text(encoding="utf-8"), where=path.name)
        try:
            built, first_s = _time(lambda: planner.build(request))  # noqa: B023 - called at once
            # Another title is another request to the cache of problems, and the same in everything else.
            again = request.model_copy(update={"title": f"{request.title} again"})
            _, again_s = _time(lambda: planner.build(again))  # noqa: B023
            _, plan_s = _time(lambda: planner.plan(again))  # noqa: B023
        except NoFeasibleTripError:
            print(f"{path.stem[:32]:<34} infeasible")
            continue
        seeds = list(range(1, arguments.searches + 1))
        value = _search(built, arguments.seconds, seeds)
        far = sum(built.rejected[one].code == "too_far" for one in built.rejected)
        line = f"{path.stem[:32]:<34}{far:>8}{built.problem.n_stops:>6}{len(built.nights):>5}"
        line += f"{first_s:>8.2f}{again_s:>8.2f}{plan_s:>7.2f}{value:>9.0f}"
        if arguments.wide:
            wide = wide_planner.build(request)
            wide_value = _search(wide, arguments.seconds, seeds)
            losses.append(100 * (wide_value - value) / wide_value)
            line += f"{wide.problem.n_stops:>6}{wide_value:>10.0f}{losses[-1]:>7.2f}"
        print(f"{line}{_get_peak_mb():>8}", flush=True)
    if losses:
        print(f"loss against the wide problem: mean {statistics.mean(losses):.2f} %, worst {max(losses):.2f} %")


if __name__ == "__main__":
    main()
