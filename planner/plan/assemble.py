"""From stop numbers and minutes to an itinerary that people can read: legs, goods, prices, reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from planner.catalogue.calendar import TripCalendar
from planner.model.catalogue import Catalogue
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
)
from planner.model.place import Located
from planner.model.problem import DaySchedule, Solution
from planner.model.reason import Reason
from planner.model.settings import TripRules
from planner.model.travel import Leg
from planner.optimise.robust import Robustness
from planner.plan.build import BuiltTrip
from planner.plan.options import Option
from planner.plan.punctuality import to_pct
from planner.plan.source import TravelTimeSource
from planner.units import LOCAL_ZONE

GOOD_SEASON = 0.85
"""Season score from which the month itself is a reason to go."""


def assemble(
    built: BuiltTrip,
    solution: Solution,
    schedules: Sequence[DaySchedule],
    *,
    catalogue: Catalogue,
    calendar: TripCalendar,
    travel: TravelTimeSource,
    rules: TripRules,
    robustness: Robustness | None,
    unvisited: tuple[Unvisited, ...],
    certificate: Certificate,
    provenance: Provenance,
    warnings: tuple[Reason, ...] = (),
) -> Itinerary:
    """Return the itinerary of a solution and its schedule."""
    days = tuple(
        _assemble_day(built, solution, day, schedules[day], catalogue, calendar, travel)
        for day in range(built.problem.n_days)
    )
    if robustness is not None:
        days = tuple(_add_punctuality(day, d, robustness) for d, day in enumerate(days))
    lodging = _list_nights(built, solution)
    return Itinerary(
        format="planner/1",
        request=built.checked.request,
        days=days,
        lodging=lodging,
        totals=_sum_up(built, days, lodging, rules, certificate.value, robustness),
        unvisited=unvisited,
        certificate=certificate,
        provenance=provenance,
        warnings=(*warnings, *_list_warnings(days, provenance)),
    )


def _assemble_day(
    built: BuiltTrip,
    solution: Solution,
    day: int,
    schedule: DaySchedule,
    catalogue: Catalogue,
    calendar: TripCalendar,
    travel: TravelTimeSource,
) -> PlanDay:
    on = built.checked.request.dates[day]
    route = [built.options[i] for i in solution.routes[day]]
    start = built.depots[solution.get_start(built.problem, day)]
    end = built.depots[solution.get_end(built.problem, day)]
    visits = tuple(
        _build_visit(built, option, on, schedule, position, calendar) for position, option in enumerate(route)
    )
    stations: list[Located] = [start, *(o.located for o in route), end]
    departs = [_at(on, schedule.depart_min), *(v.leave for v in visits)]
    legs = tuple(
        _build_leg(travel.leg(a.point, b.point, built.checked.request.vehicle), depart)
        for (a, b), depart in zip(pairwise(stations), departs, strict=True)
    )
    meal = None
    if schedule.meal is not None:
        place_id = route[schedule.meal.position].located.id if schedule.meal.is_at_stop else None
        meal = PlanMeal(
            begin=_at(on, schedule.meal.begin_min),
            minutes=built.problem.meal_min,
            place_id=place_id,
            position=schedule.meal.position,
        )
    seasons = [calendar.get_season(o.located, o.experience, on) for o in route]
    language = built.checked.request.language
    festivals = [festival.name(language) for festival in calendar.list_festivals(on, end.old_province)]
    return PlanDay(
        date=on,
        start_depot=start.id,
        end_depot=end.id,
        visits=visits,
        legs=legs,
        meal=meal,
        arrive_end=_at(on, schedule.finish_min),
        drive_min=sum(leg.drive_min for leg in legs),
        hazards=tuple(sorted({hazard for season in seasons for hazard in season.hazards})),
        holidays=tuple(dict.fromkeys([*calendar.list_holidays(on, language), *festivals])),
    )


def _add_punctuality(day: PlanDay, number: int, robustness: Robustness) -> PlanDay:
    """Return the day with how sure its times are."""
    shares, slack_min = robustness.visits[number], robustness.visit_slack_min[number]
    visits = tuple(
        replace(visit, on_time_pct=to_pct(share), slack_min=minutes)
        for visit, share, minutes in zip(day.visits, shares, slack_min, strict=True)
    )
    end_slack_min = robustness.day_slack_min[number]
    return replace(day, visits=visits, on_time_pct=to_pct(robustness.days[number]), slack_min=end_slack_min)


def _build_visit(
    built: BuiltTrip, option: Option, on: date, schedule: DaySchedule, position: int, calendar: TripCalendar
) -> Visit:
    arrive, begin = schedule.arrive_min[position], schedule.begin_min[position]
    meal = schedule.meal
    paused_min = 0
    if meal is not None and not meal.is_at_stop and meal.position == position and meal.begin_min >= arrive:
        paused_min = built.problem.meal_min
    checked = built.checked
    is_must = option.group in (*checked.must_places, *checked.must_experiences)
    return Visit(
        place_id=option.located.id,
        experience_id=option.key[1],
        arrive=_at(on, arrive),
        begin=_at(on, begin),
        leave=_at(on, begin + option.service_min),
        wait_min=max(0, begin - arrive - paused_min),
        prize=option.prize,
        prize_parts=option.parts,
        price_vnd=option.price_vnd,
        price_basis=option.price_basis,
        hours_basis=option.hours_basis,
        why=_list_reasons(option, is_must, on, calendar),
        products=option.products,
        is_must=is_must,
    )


def _list_reasons(option: Option, is_must: bool, on: date, calendar: TripCalendar) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    parts = option.parts
    if is_must:
        reasons.append(Reason(code="why_must", params={}))
    if parts.get("wish"):
        reasons.append(Reason(code="why_nice", params={}))
    reasons += [
        Reason(code="why_interest", params={"word": word, "points": points}) for word, points in option.interest_points
    ]
    if option.festival_name:
        reasons.append(Reason(code="why_festival", params={"name": option.festival_name}))
    if parts.get("recognition"):
        reasons.append(Reason(code="why_recognition", params={"text": getattr(option.located, "recognition", "")}))
    if parts.get("stars"):
        stars = [p.stars for p in option.products if p.stars is not None]
        reasons.append(Reason(code="why_stars", params={"stars": max(stars), "count": len(stars)}))
    if parts.get("rarity", 0) >= 8:
        reasons.append(Reason(code="why_rarity", params={"category": getattr(option.located, "category", "")}))
    if parts.get("shopping", 0) >= 10:
        green = sum(p.is_green for p in option.products)
        code, count = ("why_shopping", green) if green else ("why_goods", len(option.products))
        reasons.append(Reason(code=code, params={"count": count}))
    if calendar.get_season(option.located, option.experience, on).score >= GOOD_SEASON:
        reasons.append(Reason(code="why_season", params={"month": on.month}))
    return tuple(reasons) or (Reason(code="why_on_the_way", params={}),)


def _build_leg(leg: Leg, depart: datetime) -> PlanLeg:
    return PlanLeg(
        from_id=leg.from_id,
        to_id=leg.to_id,
        depart=depart,
        minutes=leg.minutes,
        drive_min=leg.drive_min,
        km=round(leg.metres / 1000, 1),
        mode=leg.mode,
        source=leg.source,
        quality=leg.quality.value,
        is_schematic=leg.is_schematic,
        geometry=tuple((round(lon, 5), round(lat, 5)) for lon, lat in leg.geometry),
        notes=leg.notes,
    )


def _list_nights(built: BuiltTrip, solution: Solution) -> tuple[NightStay, ...]:
    stays = []
    for night, depot in enumerate(solution.nights):
        place = built.nights[depot]
        stays.append(
            NightStay(
                night=night + 1,
                place_id=place.located.id,
                is_town_hotel=place.is_town_hotel,
                price_low_vnd=place.low_vnd,
                price_high_vnd=place.high_vnd,
                is_price_estimate=place.is_estimate,
                is_chosen=bool(built.problem.night_is_option[night].sum() > 1),
                dinner_experience_id=None if place.dinner is None else place.dinner.id,
            )
        )
    return tuple(stays)


def _sum_up(
    built: BuiltTrip,
    days: Sequence[PlanDay],
    lodging: Sequence[NightStay],
    rules: TripRules,
    value: int,
    robustness: Robustness | None,
) -> Totals:
    parts = {
        "visits": sum(v.price_vnd for day in days for v in day.visits),
        "lodging": sum(stay.price_high_vnd for stay in lodging),
        "meals": rules.meal_high_vnd * sum(day.meal is not None for day in days),
    }
    return Totals(
        drive_min=sum(day.drive_min for day in days),
        km=round(sum(leg.km for day in days for leg in day.legs), 1),
        visits=sum(len(day.visits) for day in days),
        cost_vnd_per_person=sum(parts.values()),
        cost_parts=parts,
        prize=value / 100,
        on_time_pct=None if robustness is None else to_pct(robustness.trip),
    )


def _list_warnings(days: Sequence[PlanDay], provenance: Provenance) -> list[Reason]:
    visits = [v for day in days for v in day.visits]
    unknown = sum(v.hours_basis == "unknown" for v in visits)
    typical = sum(v.hours_basis == "typical" for v in visits)
    ask = sum(any(p.availability == "made_here_ask" for p in v.products) for v in visits)
    hazards = sorted({hazard for day in days for hazard in day.hazards})
    warnings = [
        Reason(code="warn_hours_unknown", params={"count": unknown}) if unknown else None,
        Reason(code="warn_hours_typical", params={"count": typical}) if typical else None,
        Reason(code="warn_ask_producer", params={"count": ask}) if ask else None,
        Reason(code="warn_season", params={"hazards": ";".join(hazards)}) if hazards else None,
        Reason(code="warn_estimate_prices", params={}),
        Reason(code="warn_vehicle_not_in_budget", params={}),
        None if provenance.is_reproducible else Reason(code="warn_time_budget", params={}),
    ]
    return [warning for warning in warnings if warning is not None]


def _at(on: date, minute: int) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=LOCAL_ZONE) + timedelta(minutes=minute)
