"""Every example request, planned as a user would: its wanted places, its products, the referee's word."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.errors import NoFeasibleTripError
from planner.model.itinerary import Infeasibility, Itinerary, dump_plan, load_plan
from planner.model.market import Verdict
from planner.optimise import SolveParams
from planner.plan import Planner, apply_change, parse_request
from ui.resources import TIGHT_SAMPLES as TIGHT

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))
BRIEF = SolveParams(iterations=2_000)


@pytest.fixture(scope="module")
def planner() -> Planner:
    return build_planner(load_catalogue())


@pytest.fixture(scope="module")
def plans(planner: Planner) -> dict[str, Itinerary]:
    found, tight = {}, set()
    for path in EXAMPLES:
        request = parse_request(path.read_text(encoding="utf-8"), where=path.name)
        try:
            found[path.stem] = planner.plan(request, BRIEF)
        except NoFeasibleTripError as error:
            (reason,) = error.reasons
            assert isinstance(reason, Infeasibility)
            assert reason.change is not None, path.stem
            changed = apply_change(request, reason.change)
            found[path.stem] = planner.plan(changed, BRIEF)
            tight.add(path.stem)
    assert tight == TIGHT
    return found


def test_the_tight_examples_are_the_known_ones(planner: Planner) -> None:
    for name in TIGHT:
        request = parse_request((ROOT / "examples" / f"{name}.json").read_text(encoding="utf-8"))
        with pytest.raises(NoFeasibleTripError) as caught:
            planner.plan(request, BRIEF)
        assert caught.value.reasons[0].reason.code == "inf_jointly_drive"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_every_wanted_place_is_in_the_plan(name: str, plans: dict[str, Itinerary]) -> None:
    plan = plans[name]
    seen = {visit.place_id for day in plan.days for visit in day.visits} | {stay.place_id for stay in plan.lodging}
    assert set(plan.request.must_visit) <= seen


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_the_referee_agrees_with_the_saved_plan(name: str, plans: dict[str, Itinerary], planner: Planner) -> None:
    assert planner.check(load_plan(dump_plan(plans[name]))) == ()


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_every_visit_offers_something_and_every_product_says_what_it_is(name: str, plans: dict[str, Itinerary]) -> None:
    for visit in (visit for day in plans[name].days for visit in day.visits):
        assert visit.experience_id or visit.products
        assert visit.why, visit.place_id
        assert sum(visit.prize_parts.values()) == visit.prize
        for product in visit.products:
            assert product.is_typical == (product.product_id is None)
            assert product.price_vnd is not None or product.price_high_vnd is not None
            assert product.verdict is not None
            assert product.verdict_sources or product.verdict is Verdict.UNKNOWN
            if product.is_green:
                assert product.verdict in (Verdict.OK, Verdict.LIMIT)
                assert product.verdict_confidence != "low"


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_every_leg_says_how_far_it_can_be_trusted(name: str, plans: dict[str, Itinerary]) -> None:
    for leg in (leg for day in plans[name].days for leg in day.legs):
        assert leg.quality in {"routed", "skeleton", "skeleton_low", "remote", "estimate"}
        assert leg.source
        assert leg.is_schematic


def test_the_bound_is_never_below_the_value(plans: dict[str, Itinerary]) -> None:
    for name, plan in plans.items():
        assert plan.certificate.value <= plan.certificate.upper_bound, name


def test_the_same_request_gives_the_same_bytes_here_and_in_a_new_process(planner: Planner, tmp_path: Path) -> None:
    path = EXAMPLES[0]
    request = parse_request(path.read_text(encoding="utf-8"))
    first, second = (dump_plan(planner.plan(request, BRIEF)) for _ in range(2))
    assert first == second
    out = tmp_path / "plan.json"
    command = [sys.executable, "-m", "planner", "plan", str(path), "--iterations", str(BRIEF.iterations)]
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    subprocess.run([*command, "--out", str(out)], cwd=ROOT, env=environment, check=True, capture_output=True)
    assert out.read_text(encoding="utf-8") == first
