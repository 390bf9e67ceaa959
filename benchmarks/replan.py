"""How long one waits when a plan is changed, and how much of it stays: replans of every example's plan.

    python benchmarks/replan.py [--examples DIR] [--edits 3] [--seed 1]

Each example is planned; then, seeded and so many times over, two visits are locked and one more edit is
made: a visit left out, a place added, or a visit moved to another day, in turn. Prints per example the
CPU seconds of each replan, p50 and p95 over all, apart for edits that could be had and for those that
were refused (each of whose remedies was tried), and the share of visits that stayed on their day. The
problem of the changed request is never in the cache. Exits with 1 when a locked visit has moved or the
referee objects. An example that has no plan is planned with the change that its refusal names.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.errors import NoFeasibleTripError
from planner.model.edits import Edits, Lock, Move, Replanned
from planner.model.itinerary import Infeasibility, Itinerary
from planner.optimise import warm_up
from planner.plan import Planner, apply_change, parse_request

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = ("pace_full", "lower_prize", "day_full", "drive_full", "category_full")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, default=ROOT / "examples")
    parser.add_argument("--edits", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    catalogue = load_catalogue()
    warm_up()
    planner = build_planner(catalogue)
    rules = planner.settings.replan
    print(f"python {platform.python_version()}, {platform.machine()}, seed {arguments.seed}, {rules}")
    print(f"{'example':<44}{'visits':>7}  CPU s, kept of the old visits, value after in % of before; (refused)")
    granted: list[float] = []
    refused: list[float] = []
    kept = [0, 0]
    faults = 0
    for path in sorted(arguments.examples.glob("*.json")):
        plan = _plan(planner, path)
        if plan is None:
            print(f"{path.stem:<44} no plan")
            continue
        random, cells = Random(f"{arguments.seed} {path.stem}"), []
        for number in range(arguments.edits):
            edits = _draw_edits(random, plan, number)
            began = time.process_time()
            answer = planner.replan(plan, edits)
            seconds = time.process_time() - began
            if not answer.is_possible:
                refused.append(seconds)
                cells.append(f"({seconds:.2f})")
                continue
            granted.append(seconds)
            kept[0] += answer.kept
            kept[1] += plan.totals.visits - len(edits.drops)
            share = 100 * answer.itinerary.certificate.value / plan.certificate.value
            cells.append(f"{seconds:.2f} {answer.kept}/{plan.totals.visits} {share:.0f} %")
            faults += _count_faults(planner, plan, edits, answer)
        print(f"{path.stem:<44}{plan.totals.visits:>7}  {'   '.join(cells)}")
    for name, times in (("changed", granted), ("refused", refused)):
        if times:
            ranked = sorted(times)
            p50, p95 = (ranked[max(0, -(-len(ranked) * pct // 100) - 1)] for pct in (50, 95))
            print(f"{name}: p50 {p50:.2f} s, p95 {p95:.2f} s, max {ranked[-1]:.2f} s CPU over {len(ranked)} edits")
    print(f"visits that stay on their day: {100 * kept[0] / max(kept[1], 1):.1f} % of those not left out by the edit")
    print(f"locked visits moved, or objections of the referee: {faults}")
    return 1 if faults else 0


def _plan(planner: Planner, path: Path) -> Itinerary | None:
    request = parse_request(path.read_text(encoding="utf-8"), where=path.name)
    try:
        return planner.plan(request)
    except NoFeasibleTripError as error:
        changes = [one.change for one in error.reasons if isinstance(one, Infeasibility) and one.change]
        return planner.plan(apply_change(request, changes[-1])) if changes else None


def _draw_edits(random: Random, plan: Itinerary, number: int) -> Edits:
    """Return two locks with a drop, an addition or a move, by number."""
    places = [visit.place_id for day in plan.days for visit in day.visits]
    random.shuffle(places)
    locks = tuple(Lock(place=place) for place in places[:2])
    free = [place for place in places[2:] if place not in plan.request.must_visit]
    left_out = [one.place_id for one in plan.unvisited if one.reason.code in LEFT_OUT]
    if number % 3 == 1 and left_out:
        return Edits(locks=locks, adds=(random.choice(left_out),))
    if number % 3 == 2 and free:
        return Edits(locks=locks, moves=(Move(place=free[0], day=random.randint(1, plan.request.days)),))
    return Edits(locks=locks, drops=tuple(free[:1]))


def _count_faults(planner: Planner, plan: Itinerary, edits: Edits, answer: Replanned) -> int:
    before, after = (
        {visit.place_id: visit.begin for day in one.days for visit in day.visits} for one in (plan, answer.itinerary)
    )
    moved = sum(before[lock.place] != after.get(lock.place) for lock in edits.locks)
    return moved + len(planner.check(answer.itinerary))


if __name__ == "__main__":
    sys.exit(main())
