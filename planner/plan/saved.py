"""Reading a saved plan back into stop numbers and minutes, and comparing it with the data of today."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime

from planner.model.itinerary import Itinerary, PlanDay, Totals, Visit
from planner.model.problem import DaySchedule, Meal, Solution, Violation
from planner.plan.build import BuiltTrip
from planner.units import LOCAL_ZONE

_PUNCTUALITY = ("on_time_pct", "slack_min")


def read_solution(built: BuiltTrip, itinerary: Itinerary) -> tuple[Solution, tuple[DaySchedule, ...], list[Violation]]:
    """Return a plan's stops, nights and stated times as the problem counts them.

    Violations name what the data no longer know; then the other two parts must not be used.
    """
    number = {option.key: i for i, option in enumerate(built.options)}
    depot = {d.id: j for j, d in enumerate(built.depots)}
    strange: list[Violation] = []
    for d, day in enumerate(itinerary.days):
        for visit in day.visits:
            if (visit.place_id, visit.experience_id) not in number:
                message = f"{visit.place_id} with {visit.experience_id} is not a possible stop of this request"
                strange.append(Violation("unknown_stop", d, message))
    for stay in itinerary.lodging:
        if stay.place_id not in depot:
            strange.append(Violation("unknown_depot", None, f"no night can be spent at {stay.place_id}"))
    if len(itinerary.days) != built.problem.n_days:
        strange.append(Violation("shape", None, f"{len(itinerary.days)} days, asked for {built.problem.n_days}"))
    if strange:
        return Solution((), ()), (), strange
    solution = Solution(
        tuple(tuple(number[visit.place_id, visit.experience_id] for visit in day.visits) for day in itinerary.days),
        tuple(depot[stay.place_id] for stay in itinerary.lodging),
    )
    return solution, tuple(_read_schedule(day) for day in itinerary.days), []


def compare(stated: Itinerary, again: Itinerary) -> list[Violation]:
    """List where a plan states other legs, times, prices, prizes, goods, reasons or sums than the data give."""
    found: list[Violation] = []
    for d, (one, other) in enumerate(zip(stated.days, again.days, strict=True)):
        for leg, leg_again in zip(one.legs, other.legs, strict=True):
            if leg != leg_again:
                found.append(Violation("leg", d, f"leg {leg.from_id} - {leg.to_id} differs from the road data"))
        for visit, visit_again in zip(one.visits, other.visits, strict=True):
            for name in _list_differences(visit, visit_again):
                found.append(Violation("fact", d, f"{visit.place_id}: {name} differs from the data"))
        if one.meal != other.meal:
            found.append(Violation("meal", d, "the meal as stated differs from the schedule"))
        if (one.start_depot, one.end_depot) != (other.start_depot, other.end_depot):
            found.append(Violation("depot", d, "the day starts or ends elsewhere than its nights say"))
        for name in ("arrive_end", "drive_min", "hazards", "holidays", *_PUNCTUALITY):
            if _differs(one, other, name):
                found.append(Violation("fact", d, f"{name} differs from the data"))
    if stated.lodging != again.lodging:
        found.append(Violation("fact", None, "the nights differ from the data"))
    if any(_differs(stated.totals, again.totals, field.name) for field in fields(Totals)):
        found.append(Violation("totals", None, "the totals are not the sums of the days"))
    for name in ("unvisited", "warnings"):
        if getattr(stated, name) != getattr(again, name):
            found.append(Violation("fact", None, f"{name} differs from what the data give"))
    return found


def _list_differences(one: Visit, other: Visit) -> list[str]:
    return [field.name for field in fields(Visit) if _differs(one, other, field.name)]


def _differs(one: Visit | PlanDay | Totals, other: Visit | PlanDay | Totals, name: str) -> bool:
    """Say whether a field is not as the data give it; how sure a time is may be left unsaid."""
    stated = getattr(one, name)
    if stated is None and name in _PUNCTUALITY:
        return False
    return bool(stated != getattr(other, name))


def _read_schedule(day: PlanDay) -> DaySchedule:
    meal = None
    if day.meal is not None:
        meal = Meal(_to_minute(day.meal.begin, day.date), day.meal.position, day.meal.place_id is not None)
    return DaySchedule(
        depart_min=_to_minute(day.legs[0].depart, day.date),
        arrive_min=tuple(_to_minute(visit.arrive, day.date) for visit in day.visits),
        begin_min=tuple(_to_minute(visit.begin, day.date) for visit in day.visits),
        finish_min=_to_minute(day.arrive_end, day.date),
        meal=meal,
    )


def _to_minute(moment: datetime, on: date) -> int:
    midnight = datetime(on.year, on.month, on.day, tzinfo=LOCAL_ZONE)
    return round((moment - midnight).total_seconds() / 60)
