"""A two-day plan that keeps every rule of its format with nothing to spare, and cases that break one each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from planner.model.itinerary import (
    Certificate,
    Itinerary,
    NightStay,
    PlanDay,
    PlanLeg,
    PlanMeal,
    Provenance,
    Totals,
    Unvisited,
    Visit,
    VisitProduct,
)
from planner.model.market import Verdict
from planner.model.reason import Reason
from planner.model.request import Pin, TripRequest
from planner.units import LOCAL_ZONE

FIRST_DAY = dt.date(2027, 3, 12)

REQUEST = TripRequest(
    start="gw-a", end="gw-b", start_date=FIRST_DAY, days=2, day_start="08:00", day_end="11:00",
    max_drive_h_per_day=0.4, budget_vnd_per_person=1_000_000, home_market="JP", must_visit=("p-0", "e-1", "l-1"),
    exclude=("p-9",), pins=(Pin(place="p-0", day=1, at="08:15"), Pin(place="e-1", day=1), Pin(place="l-1", day=1)),
    lodging=("l-1",),
)  # fmt: skip


def at(day: int, clock: str) -> dt.datetime:
    """Return a local time of a day of the trip, from 0."""
    return dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day), dt.time.fromisoformat(clock), LOCAL_ZONE)


GOOD = VisitProduct(
    product_id="ocop-1", product_type="tea", name_vi="Trà", name_en="tea: Trà", stars=4, stars_note="certified",
    stars_year=2025, is_typical=False, availability="made_here_ask", price_vnd=None, price_low_vnd=100_000,
    price_high_vnd=100_000, price_source="typical", verdict=Verdict.LIMIT, is_green=True, verdict_confidence="medium",
    verdict_limit="2 kg", verdict_sources=("rule",), verdict_as_of="2026-10", is_verdict_stale=False,
    verdict_reasons=(), sources=("register",),
)  # fmt: skip


def visit(place_id: str, day: int, times: tuple[str, str, str], wait_min: int, **changes: Any) -> Visit:
    """Return a visit worth 30 points at 100,000 VND."""
    arrive, begin, leave = (at(day, clock) for clock in times)
    plain = Visit(
        place_id=place_id, experience_id=None, arrive=arrive, begin=begin, leave=leave, wait_min=wait_min, prize=30,
        prize_parts={"interest": 20, "rarity": 10}, price_vnd=100_000, price_basis="ticket", hours_basis="sourced",
        why=(), products=(),
    )  # fmt: skip
    return replace(plain, **changes)


def leg(here: str, there: str, depart: dt.datetime, **changes: Any) -> PlanLeg:
    """Return a leg of 10 min, 8 of them driving, over 6 km."""
    plain = PlanLeg(
        from_id=here, to_id=there, depart=depart, minutes=10, drive_min=8, km=6.0, mode="drive", source="test",
        quality="skeleton", is_schematic=True, geometry=(),
    )  # fmt: skip
    return replace(plain, **changes)


DAYS = (
    PlanDay(
        date=FIRST_DAY, start_depot="gw-a", end_depot="l-1",
        visits=(
            visit("p-0", 0, ("08:10", "08:15", "09:45"), 5, products=(GOOD,)),
            visit("p-1", 0, ("09:55", "10:30", "10:50"), 5, experience_id="e-1"),
        ),
        legs=(
            leg("gw-a", "p-0", at(0, "08:00")), leg("p-0", "p-1", at(0, "09:45")), leg("p-1", "l-1", at(0, "10:50")),
        ),
        meal=PlanMeal(begin=at(0, "10:00"), minutes=30, place_id=None, position=1),
        arrive_end=at(0, "11:00"), drive_min=24,
    ),
    PlanDay(
        date=FIRST_DAY + dt.timedelta(days=1), start_depot="l-1", end_depot="gw-b",
        visits=(visit("p-2", 1, ("09:50", "09:50", "10:30"), 0), visit("p-3", 1, ("10:40", "10:40", "10:50"), 0)),
        legs=(
            leg("l-1", "p-2", at(1, "09:40")), leg("p-2", "p-3", at(1, "10:30")), leg("p-3", "gw-b", at(1, "10:50")),
        ),
        meal=PlanMeal(begin=at(1, "09:50"), minutes=40, place_id="p-2", position=0),
        arrive_end=at(1, "11:00"), drive_min=24,
    ),
)  # fmt: skip

PLAN = Itinerary(
    format="planner/1", request=REQUEST, days=DAYS,
    lodging=(NightStay(night=1, place_id="l-1", is_town_hotel=False, price_low_vnd=300_000, price_high_vnd=600_000,
                       is_price_estimate=True, is_chosen=False),),
    totals=Totals(drive_min=48, km=36.0, visits=4, cost_vnd_per_person=1_000_000,
                  cost_parts={"visits": 400_000, "lodging": 600_000}, prize=120.0),
    unvisited=(Unvisited(place_id="p-8", reason=Reason(code="lower_prize", params={}), remedy=None),),
    certificate=Certificate(value=9_000, upper_bound=10_000, gap_pct=10.0, method="linear relaxation", optimal=False),
    provenance=Provenance(data_version="1", sources=(), network="skeleton", seed=1, iterations=100, seconds=None,
                          is_reproducible=True, software="test", candidates=5, refereed=True),
)  # fmt: skip

Change = Callable[[Itinerary], Itinerary]


@dataclass(frozen=True)
class PlanCase:
    """A change of the plan and the codes that must come of it."""

    name: str
    codes: tuple[str, ...]
    change: Change

    def build(self) -> Itinerary:
        return self.change(PLAN)


def whole(**changes: Any) -> Change:
    return lambda plan: replace(plan, **changes)


def ask(**changes: Any) -> Change:
    return lambda plan: replace(plan, request=plan.request.model_copy(update=changes))


def on_day(day: int, **changes: Any) -> Change:
    def change(plan: Itinerary) -> Itinerary:
        days = list(plan.days)
        days[day] = replace(days[day], **changes)
        return replace(plan, days=tuple(days))

    return change


def at_visit(day: int, position: int, **changes: Any) -> Change:
    def change(plan: Itinerary) -> Itinerary:
        visits = list(plan.days[day].visits)
        visits[position] = replace(visits[position], **changes)
        return on_day(day, visits=tuple(visits))(plan)

    return change


def on_leg(day: int, position: int, **changes: Any) -> Change:
    def change(plan: Itinerary) -> Itinerary:
        legs = list(plan.days[day].legs)
        legs[position] = replace(legs[position], **changes)
        return on_day(day, legs=tuple(legs))(plan)

    return change


def at_meal(day: int, **changes: Any) -> Change:
    return lambda plan: on_day(day, meal=replace(plan.days[day].meal, **changes))(plan)


def product(**changes: Any) -> Change:
    return at_visit(0, 0, products=(replace(GOOD, **changes),))


def total(**changes: Any) -> Change:
    return lambda plan: replace(plan, totals=replace(plan.totals, **changes))


def claim(**changes: Any) -> Change:
    return lambda plan: replace(plan, certificate=replace(plan.certificate, **changes))


def night(**changes: Any) -> Change:
    return lambda plan: replace(plan, lodging=(replace(plan.lodging[0], **changes),))


def all_of(*changes: Change) -> Change:
    def change(plan: Itinerary) -> Itinerary:
        for one in changes:
            plan = one(plan)
        return plan

    return change


def _also_at(place_id: str) -> Change:
    """Return a plan whose second day begins at a place of the first."""
    return all_of(
        at_visit(1, 0, place_id=place_id),
        on_leg(1, 0, to_id=place_id),
        on_leg(1, 1, from_id=place_id),
        at_meal(1, place_id=place_id),
    )


_PAUSE_ON_LAST_WAY = all_of(
    at_meal(0, begin=at(0, "10:20"), position=2),
    at_visit(0, 1, begin=at(0, "09:55"), leave=at(0, "10:20"), wait_min=0),
    on_leg(0, 2, depart=at(0, "10:20")),
)

ALLOWED = (
    PlanCase("nothing to spare", (), whole()),
    PlanCase("one day", (), all_of(
        lambda plan: replace(plan, days=(replace(plan.days[0], end_depot="gw-b", legs=(
            *plan.days[0].legs[:2], replace(plan.days[0].legs[2], to_id="gw-b"))),), lodging=()),
        ask(days=1, lodging="choose", must_visit=("p-0",), pins=()),
        total(drive_min=24, visits=2, km=18.0, cost_vnd_per_person=200_000, cost_parts={"visits": 200_000}))),
    PlanCase("one lodging for all nights", (), ask(lodging="l-1")),
    PlanCase("a chosen night", (), all_of(ask(lodging="choose"), night(is_chosen=True))),
    PlanCase("a chosen night in a list", (), all_of(ask(lodging=("choose",)), night(is_chosen=True))),
    PlanCase("no limits", (), ask(max_drive_h_per_day=None, budget_vnd_per_person=None)),
    PlanCase("a day until midnight", (), all_of(
        ask(day_end="24:00"), on_day(1, arrive_end=at(1, "00:00") + dt.timedelta(days=1)))),
    PlanCase("no meal", (), all_of(on_day(1, meal=None))),
    PlanCase("a pause as one leaves", (), all_of(at_meal(0, begin=at(0, "09:45")),
                                                 at_visit(0, 1, arrive=at(0, "10:25")))),
    PlanCase("a pause as one arrives", (), at_meal(0, begin=at(0, "09:55"))),
    PlanCase("a visit of no time", (), at_visit(1, 1, leave=at(1, "10:40"))),
    PlanCase("a pause on the last way", (), _PAUSE_ON_LAST_WAY),
    PlanCase("a pause before the first visit", (), all_of(
        at_meal(1, begin=at(1, "08:30"), position=0, place_id=None), on_leg(1, 0, depart=at(1, "08:00")),
        at_visit(1, 0, arrive=at(1, "08:10"), wait_min=60))),
    PlanCase("lunch at the last visit", (), at_meal(1, begin=at(1, "10:40"), position=1, place_id="p-3", minutes=10)),
    PlanCase("no market, no verdict", (), all_of(ask(home_market=None),
                                                 product(verdict=None, is_green=False))),
    PlanCase("green on ok", (), product(verdict=Verdict.OK, verdict_confidence="high")),
    PlanCase("not green", (), product(verdict=Verdict.PROHIBITED, is_green=False, verdict_confidence="low")),
    PlanCase("prices unknown or nothing", (), all_of(product(price_low_vnd=None, price_high_vnd=None),
                                                     at_visit(0, 1, price_vnd=0), night(price_low_vnd=0))),
    PlanCase("a band without a low end", (), product(price_low_vnd=None, price_high_vnd=0)),
    PlanCase("nothing bounded", (), claim(value=0, upper_bound=0, gap_pct=0.0, optimal=True)),
    PlanCase("a value below nothing", (), claim(value=-10, upper_bound=-5, gap_pct=0.0)),
    PlanCase("a bound of one", (), claim(value=0, upper_bound=1, gap_pct=100.0)),
    PlanCase("a rounded gap", (), claim(value=2, upper_bound=3, gap_pct=33.33)),
    PlanCase("a gap cut off", (), claim(gap_pct=9.99)),
    PlanCase("rounded kilometres", (), total(km=36.42)),
    PlanCase("kilometres and minutes of nothing", (), all_of(on_leg(0, 0, km=0.0, drive_min=0),
                                                             on_day(0, drive_min=16), total(drive_min=40, km=30.0))),
    PlanCase("driving all the way", (), all_of(on_leg(0, 0, drive_min=10), on_day(0, drive_min=26),
                                               total(drive_min=50), ask(max_drive_h_per_day=None))),
    PlanCase("a named experience and the place", (), _also_at("p-1")),
    PlanCase("two named experiences of a place", (), all_of(
        _also_at("p-1"), at_visit(1, 0, experience_id="e-2"), ask(must_visit=("e-1", "e-2")))),
    PlanCase("by the clock", (), lambda plan: replace(
        plan, provenance=replace(plan.provenance, seconds=1.0, is_reproducible=False))),
)  # fmt: skip

BROKEN = (
    PlanCase("another format", ("format",), whole(format="planner/2")),
    PlanCase("another first day", ("dates",), ask(start_date=FIRST_DAY - dt.timedelta(days=1))),
    PlanCase("a time of another zone", ("dates",), at_visit(0, 0, begin=at(0, "08:15").astimezone(dt.UTC))),
    PlanCase("a meal in another zone", ("dates",), at_meal(0, begin=at(0, "10:00").astimezone(dt.UTC))),
    PlanCase("a time of the day before", ("day_hours", "dates"),
             on_leg(0, 0, depart=at(0, "08:00") - dt.timedelta(days=1))),
    PlanCase("another start", ("depots",), ask(start="gw-b")),
    PlanCase("another end", ("depots",), ask(end="gw-a")),
    PlanCase("a morning elsewhere", ("depots", "legs"), on_day(1, start_depot="gw-a")),
    PlanCase("a night too few", ("nights", "must_visit", "pin"), whole(lodging=())),
    PlanCase("night two of one", ("nights", "pin"), night(night=2)),
    PlanCase("a night off the way", ("nights", "nights", "must_visit", "pin"), night(place_id="l-2")),
    PlanCase("another lodging asked", ("nights",), ask(lodging="l-2")),
    PlanCase("another lodging listed", ("nights",), ask(lodging=("l-2",))),
    PlanCase("fixed, yet said to be chosen", ("nights",), night(is_chosen=True)),
    PlanCase("a lodging's band turned round", ("price",), night(price_low_vnd=600_001)),
    PlanCase("a leg too few", ("legs", "drive", "totals", "totals"),
             lambda plan: on_day(0, legs=plan.days[0].legs[:2])(plan)),
    PlanCase("a leg from elsewhere", ("legs",), on_leg(0, 1, from_id="p-2")),
    PlanCase("a leg to elsewhere", ("legs",), on_leg(1, 2, to_id="gw-a")),
    PlanCase("leaving before the visit is over", ("chain",), on_leg(0, 1, depart=at(0, "09:44"))),
    PlanCase("arriving before travel is over", ("chain",), on_leg(1, 1, minutes=11)),
    PlanCase("home before travel is over", ("chain",), on_leg(1, 2, minutes=11)),
    PlanCase("beginning before arrival", ("chain", "wait"), at_visit(1, 0, arrive=at(1, "09:51"))),
    PlanCase("leaving before beginning", ("chain",), all_of(at_visit(1, 1, leave=at(1, "10:39")))),
    PlanCase("a pause into the visit", ("chain",), at_meal(0, begin=at(0, "10:01"))),
    PlanCase("a pause on the way into the visit", ("chain", "wait"), at_meal(0, begin=at(0, "09:46"))),
    PlanCase("a pause before leaving", ("chain",), all_of(at_meal(0, begin=at(0, "09:44")),
                                                          at_visit(0, 1, arrive=at(0, "10:25")))),
    PlanCase("a pause beyond the end", ("chain",), all_of(_PAUSE_ON_LAST_WAY, at_meal(0, minutes=31))),
    PlanCase("waiting a minute wrong", ("wait",), at_visit(0, 0, wait_min=4)),
    PlanCase("the pause counted as waiting", ("wait",), at_visit(0, 1, wait_min=35)),
    PlanCase("before hours", ("day_hours",), all_of(ask(day_start="08:01"))),
    PlanCase("after hours", ("day_hours", "day_hours"), ask(day_end="10:59")),
    PlanCase("a pause nowhere", ("wait", "meal"), at_meal(0, position=3)),
    PlanCase("a pause before everything", ("wait", "meal"), at_meal(0, position=-1)),
    PlanCase("a meal nowhere", ("meal",), at_meal(1, position=2)),
    PlanCase("a meal before everything", ("meal",),
             at_meal(1, position=-1, place_id="p-3", begin=at(1, "10:40"), minutes=10)),
    PlanCase("a meal elsewhere", ("meal",), at_meal(1, place_id="p-3")),
    PlanCase("a meal before the visit", ("meal",), at_meal(1, begin=at(1, "09:49"))),
    PlanCase("a meal beyond the visit", ("meal",), at_meal(1, minutes=41)),
    PlanCase("driving longer than travelling", ("drive",), all_of(
        on_leg(0, 0, drive_min=11), on_day(0, drive_min=27), total(drive_min=51), ask(max_drive_h_per_day=None))),
    PlanCase("driving less than nothing", ("drive",), all_of(on_leg(0, 0, drive_min=-1), on_day(0, drive_min=15),
                                                             total(drive_min=39))),
    PlanCase("kilometres below nothing", ("drive",), all_of(on_leg(0, 0, km=-0.1), total(km=29.9))),
    PlanCase("a day's driving misstated", ("drive",), on_day(0, drive_min=25)),
    PlanCase("driving over the cap", ("drive_cap", "drive_cap"), ask(max_drive_h_per_day=0.39)),
    PlanCase("parts that miss the prize", ("prize_parts",), at_visit(0, 0, prize=31)),
    PlanCase("a price below nothing", ("price",), at_visit(0, 0, price_vnd=-1)),
    PlanCase("a product's band turned round", ("price",), product(price_high_vnd=99_999)),
    PlanCase("a product below nothing", ("price",), product(price_low_vnd=-1)),
    PlanCase("a product with a high end below nothing", ("price",), product(price_low_vnd=None, price_high_vnd=-1)),
    PlanCase("a verdict nobody asked for", ("verdict",), ask(home_market=None)),
    PlanCase("a verdict left out", ("verdict",), product(verdict=None, is_green=False)),
    PlanCase("green although prohibited", ("green",), product(verdict=Verdict.PROHIBITED)),
    PlanCase("green although unknown", ("green",), product(verdict=Verdict.UNKNOWN)),
    PlanCase("green although to be declared", ("green",), product(verdict=Verdict.DECLARE)),
    PlanCase("green on low confidence", ("green",), product(verdict_confidence="low")),
    PlanCase("green on no confidence", ("green",), product(verdict_confidence=None)),
    PlanCase("green without a source", ("green",), product(verdict_sources=())),
    PlanCase("a place twice", ("twice",), _also_at("p-0")),
    PlanCase("another experience there that nobody named", ("twice",), all_of(
        _also_at("p-0"), at_visit(1, 0, place_id="p-0", experience_id="e-2"))),
    PlanCase("a named experience twice", ("twice",), all_of(_also_at("p-1"), at_visit(1, 0, experience_id="e-1"))),
    PlanCase("a pinned experience twice", ("twice",), all_of(
        _also_at("p-1"), at_visit(1, 0, experience_id="e-1"), ask(must_visit=()))),
    PlanCase("a wanted place left out", ("must_visit",), ask(must_visit=("p-7",))),
    PlanCase("an excluded place", ("exclude",), ask(exclude=("p-1",))),
    PlanCase("an excluded experience", ("exclude",), ask(exclude=("e-1",))),
    PlanCase("an excluded lodging", ("exclude",), ask(exclude=("l-1",))),
    PlanCase("a pin on another day", ("pin",), ask(pins=(Pin(place="p-0", day=2),))),
    PlanCase("a pin at another hour", ("pin",), ask(pins=(Pin(place="p-0", day=1, at="08:16"),))),
    PlanCase("a visited place among the unvisited", ("unvisited",), lambda plan: replace(
        plan, unvisited=(replace(plan.unvisited[0], place_id="p-0"),))),
    PlanCase("an unvisited place twice", ("unvisited",), lambda plan: replace(plan, unvisited=plan.unvisited * 2)),
    PlanCase("total driving misstated", ("totals",), total(drive_min=47)),
    PlanCase("visits miscounted", ("totals",), total(visits=5)),
    PlanCase("cost misstated", ("totals",), total(cost_vnd_per_person=999_999)),
    PlanCase("kilometres misstated", ("totals",), total(km=36.421)),
    PlanCase("cost below the tickets", ("totals",), total(cost_vnd_per_person=399_999, cost_parts={"visits": 399_999})),
    PlanCase("over budget", ("budget",), ask(budget_vnd_per_person=999_999)),
    PlanCase("above the bound", ("certificate",), claim(value=10_001, gap_pct=-0.01)),
    PlanCase("a gap misstated", ("certificate",), claim(gap_pct=9.98)),
    PlanCase("optimal with a gap", ("certificate",), claim(optimal=True)),
    PlanCase("reproducible by the clock", ("provenance",), lambda plan: replace(
        plan, provenance=replace(plan.provenance, seconds=1.0))),
)  # fmt: skip
