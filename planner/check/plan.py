"""Refereeing of a finished plan against its own request and arithmetic, without any other data.

Codes of violations:

==================  =================================================================================
code                the rule that is broken
==================  =================================================================================
format              the plan says ``planner/1``
dates               days are the dates of the request; every time lies on its day, in Viet Nam's offset
depots              the trip starts and ends where the request says; a day starts where the last ended
nights              one night between days, numbered from 1, at the depot between; a fixed one as asked
legs                one leg more than visits, each from the place before to the place after
chain               leaving, travelling, the meal and arriving follow each other without overlap
wait                ``wait_min`` is the time from arrival to begin, the pause taken out
day_hours           no day begins before or ends after the hours of the request
meal                the meal is at a visit, within its stay, or before a visit or the end depot
drive               driving adds up, leg by leg and day by day, and is part of travelling
drive_cap           no day drives more than the request allows
prize_parts         the parts of a prize sum to it
totals              totals are the sums of what the days say
budget              the cost per person stays within the request's budget
twice               no place is visited twice; an experience that the request names counts for itself
must_visit          every ``must_visit`` is visited or slept at
exclude             nothing excluded is visited or slept at
pin                 a pinned place is visited on its day, at its hour
unvisited           a place that is visited is not listed as unvisited, and none is listed twice
green               green only for ok, or a limit, of medium or high confidence and with a source
verdict             verdicts where the request names a home market abroad, and only there
price               a price band does not end below its beginning, nothing costs less than nothing
certificate         value <= bound, the gap is what they say, and optimal means that they meet
provenance          a plan made by the clock does not claim to be reproducible
==================  =================================================================================

A basket in it is held against the rules of `planner.check.basket`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from planner.check.basket import check_plan_basket
from planner.model.itinerary import PLAN_FORMAT, Itinerary, PlanDay, PlanLeg, PlanMeal, Visit
from planner.model.market import Verdict, is_home_country
from planner.model.problem import Violation
from planner.units import LOCAL_ZONE, format_clock, parse_clock

_ROUNDING_M = 60
"""Kilometres are rounded to a tenth; sums may differ by this much per addend and total."""
_YEARS = range(1900, 2201)
"""Years of a plan; at the ends of what a date can say, another zone's clock would lie beyond."""
_GAP_ROUNDING_PCT = 0.01
_GREEN_VERDICTS = (Verdict.OK, Verdict.LIMIT)
_GREEN_CONFIDENCE = ("medium", "high")


def check_plan(plan: Itinerary) -> tuple[Violation, ...]:
    """Return every rule of the format that a plan breaks; empty when it keeps them all."""
    violations = [*_check_frame(plan), *_check_nights(plan)]
    for index, day in enumerate(plan.days):
        violations += _check_legs(index, day)
        violations += _check_times(plan, index, day)
        violations += _check_meal(index, day)
        violations += _check_driving(plan, index, day)
        for visit in day.visits:
            violations += _check_visit(plan, index, visit)
    violations += _check_wishes(plan)
    violations += _check_totals(plan)
    violations += _check_claims(plan)
    violations += check_plan_basket(plan)
    return tuple(violations)


def _check_frame(plan: Itinerary) -> Iterator[Violation]:
    request = plan.request
    if plan.format != PLAN_FORMAT:
        yield Violation("format", None, f"the format is {plan.format}, not {PLAN_FORMAT}")
    dates = tuple(day.date for day in plan.days)
    if dates != request.dates:
        stated = ", ".join(date.isoformat() for date in dates)
        yield Violation("dates", None, f"the days are {stated or 'none'}, not those of the request")
    if not plan.days:
        return
    ends = (plan.days[0].start_depot, plan.days[-1].end_depot)
    if ends != (request.start, request.end_or_start):
        yield Violation("depots", None, f"the trip goes from {ends[0]} to {ends[1]}, not as requested")
    for index in range(1, len(plan.days)):
        evening, morning = plan.days[index - 1].end_depot, plan.days[index].start_depot
        if evening != morning:
            yield Violation("depots", index, f"the day starts at {morning}, the one before ended at {evening}")


def _check_nights(plan: Itinerary) -> Iterator[Violation]:
    numbers = [stay.night for stay in plan.lodging]
    if numbers != list(range(1, len(plan.days))):
        yield Violation("nights", None, f"nights {numbers} for {len(plan.days)} days")
        return
    wishes = plan.request.lodging
    for index, stay in enumerate(plan.lodging):
        if stay.place_id != plan.days[index].end_depot:
            yield Violation("nights", index, f"night {stay.night} at {stay.place_id}, the day ends elsewhere")
        wish = wishes if isinstance(wishes, str) else dict(enumerate(wishes)).get(index, "choose")
        if wish not in ("choose", stay.place_id):
            yield Violation("nights", index, f"night {stay.night} at {stay.place_id}, asked for was {wish}")
        if stay.is_chosen and wish != "choose":
            yield Violation(
                "nights", index, f"night {stay.night}: the request asks for {wish}, the plan says it was chosen"
            )
        yield from _check_band(index, stay.place_id, stay.price_low_vnd, stay.price_high_vnd)


def _check_legs(index: int, day: PlanDay) -> Iterator[Violation]:
    places = [day.start_depot, *(visit.place_id for visit in day.visits), day.end_depot]
    if len(day.legs) != len(places) - 1:
        yield Violation("legs", index, f"{len(day.legs)} legs for {len(day.visits)} visits")
    for leg, (here, there) in zip(day.legs, pairwise(places), strict=False):
        if (leg.from_id, leg.to_id) != (here, there):
            yield Violation("legs", index, f"a leg from {leg.from_id} to {leg.to_id}, the way is {here} to {there}")


def _check_times(plan: Itinerary, index: int, day: PlanDay) -> Iterator[Violation]:
    moments = [time for visit in day.visits for time in (visit.arrive, visit.begin, visit.leave)]
    moments += [leg.depart for leg in day.legs] + [day.arrive_end]
    meal = day.meal
    if any(not _is_local(moment) for moment in [*moments, *([meal.begin] if meal else [])]):
        yield Violation("dates", index, "a time without Viet Nam's offset +07:00")
        return
    start_min = plan.request.get_day_start_min(index)
    first, last = _at(day.date, start_min), _at(day.date, plan.request.day_end_min)
    if min(moments) < first or max(moments) > last:
        hours = f"{format_clock(start_min)}-{plan.request.day_end}"
        yield Violation("day_hours", index, f"{_clock(min(moments))}-{_clock(max(moments))} is not within {hours}")
    if any(moment.astimezone(LOCAL_ZONE).date() != day.date for moment in moments if moment < last):
        yield Violation("dates", index, f"a time that is not on {day.date.isoformat()}")
    if len(day.legs) != len(day.visits) + 1:
        return
    left = None
    for position, leg in enumerate(day.legs):
        if left is not None and leg.depart < left:
            yield Violation(
                "chain", index, f"leaves {leg.from_id} {_clock(leg.depart)}, the visit lasts to {_clock(left)}"
            )
        pause = meal if meal and meal.place_id is None and meal.position == position else None
        visit = day.visits[position] if position < len(day.visits) else None
        yield from _check_arrival(index, leg, pause, day, visit)
        left = visit.leave if visit else None


def _check_arrival(
    index: int, leg: PlanLeg, pause: PlanMeal | None, day: PlanDay, visit: Visit | None
) -> Iterator[Violation]:
    """Check that a leg, a pause on it and the visit (None: the end depot) follow each other."""
    arrive = visit.arrive if visit else day.arrive_end
    reach = leg.depart + dt.timedelta(minutes=leg.minutes)
    if arrive < reach:
        yield Violation("chain", index, f"{leg.to_id} is reached {_clock(arrive)}, travel lasts to {_clock(reach)}")
    is_after_arrival = False
    if pause is not None:
        over = max(reach, pause.begin) + dt.timedelta(minutes=pause.minutes)
        is_after_arrival = visit is not None and arrive <= pause.begin
        ready_by = visit.begin if visit and is_after_arrival else arrive
        if pause.begin < leg.depart or ready_by < over:
            yield Violation("chain", index, f"the pause before {leg.to_id} at {_clock(pause.begin)} does not fit")
    if visit is None:
        return
    if not visit.arrive <= visit.begin <= visit.leave:
        times = ", ".join(_clock(time) for time in (visit.arrive, visit.begin, visit.leave))
        yield Violation("chain", index, f"{visit.place_id}: arrive, begin and leave are {times}")
    wait_min = _minutes(visit.begin - visit.arrive) - (pause.minutes if pause and is_after_arrival else 0)
    if visit.wait_min != wait_min:
        yield Violation("wait", index, f"{visit.place_id}: {visit.wait_min} min of waiting stated, it is {wait_min}")


def _check_meal(index: int, day: PlanDay) -> Iterator[Violation]:
    meal = day.meal
    if meal is None:
        return
    if meal.place_id is None:
        if not 0 <= meal.position <= len(day.visits):
            yield Violation("meal", index, f"a pause before visit {meal.position} of {len(day.visits)}")
        return
    visit = day.visits[meal.position] if 0 <= meal.position < len(day.visits) else None
    if visit is None or visit.place_id != meal.place_id:
        yield Violation("meal", index, f"the meal is at {meal.place_id}, which is not visit {meal.position}")
    elif meal.begin < visit.begin or visit.leave < meal.begin + dt.timedelta(minutes=meal.minutes):
        yield Violation("meal", index, f"the meal at {meal.place_id} is not within the visit")


def _check_driving(plan: Itinerary, index: int, day: PlanDay) -> Iterator[Violation]:
    for leg in day.legs:
        if not 0 <= leg.drive_min <= leg.minutes:
            yield Violation("drive", index, f"{leg.drive_min} of {leg.minutes} min to {leg.to_id} are driving")
        if leg.km < 0:
            yield Violation("drive", index, f"{leg.km} km to {leg.to_id}")
    drive_min = sum(leg.drive_min for leg in day.legs)
    if day.drive_min != drive_min:
        yield Violation("drive", index, f"{day.drive_min} min of driving stated, the legs have {drive_min}")
    hours = plan.request.max_drive_h_per_day
    if hours is not None and drive_min > hours * 60:
        yield Violation("drive_cap", index, f"{drive_min} min of driving, the request allows {hours} h")


def _check_visit(plan: Itinerary, index: int, visit: Visit) -> Iterator[Violation]:
    parts = sum(visit.prize_parts.values())
    if parts != visit.prize:
        yield Violation("prize_parts", index, f"{visit.place_id}: the parts sum to {parts}, the prize is {visit.prize}")
    if visit.price_vnd < 0:
        yield Violation("price", index, f"{visit.place_id} costs {visit.price_vnd} VND")
    market = plan.request.home_market
    is_abroad = market is not None and not is_home_country(market)
    for product in visit.products:
        name = product.product_id or product.product_type
        yield from _check_band(index, name, product.price_low_vnd, product.price_high_vnd)
        if (product.verdict is not None) != is_abroad:
            yield Violation("verdict", index, f"{name}: verdict {product.verdict}, market {market}")
        is_sure = product.verdict in _GREEN_VERDICTS and product.verdict_confidence in _GREEN_CONFIDENCE
        if product.is_green and not (is_sure and product.verdict_sources):
            grounds = (
                f"{product.verdict}, confidence {product.verdict_confidence}, {len(product.verdict_sources)} sources"
            )
            yield Violation("green", index, f"{name} at {visit.place_id} is green on {grounds}")


def _check_band(index: int, name: str, low_vnd: int | None, high_vnd: int | None) -> Iterator[Violation]:
    low = low_vnd if low_vnd is not None else 0
    if low < 0 or (high_vnd is not None and high_vnd < low):
        yield Violation("price", index, f"{name}: from {low_vnd} to {high_vnd} VND")


def _check_wishes(plan: Itinerary) -> Iterator[Violation]:
    visits = [visit for day in plan.days for visit in day.visits]
    # Who names an experience wants that one, whatever else there is at its place.
    named = {*plan.request.must_visit, *(pin.place for pin in plan.request.pins)}
    wishes = Counter(visit.experience_id if visit.experience_id in named else visit.place_id for visit in visits)
    for wish, count in wishes.items():
        if count > 1:
            yield Violation("twice", None, f"{wish} is visited {count} times")
    days_of: dict[str, set[int]] = {}
    for index, day in enumerate(plan.days):
        for visit in day.visits:
            for name in (visit.place_id, visit.experience_id):
                if name is not None:
                    days_of.setdefault(name, set()).add(index)
    for stay in plan.lodging:
        days_of.setdefault(stay.place_id, set()).add(stay.night - 1)
    yield from _check_wanted(plan, days_of)
    visited = Counter(visit.place_id for visit in visits)
    for place_id, count in Counter(left_out.place_id for left_out in plan.unvisited).items():
        if count > 1 or place_id in visited:
            yield Violation("unvisited", None, f"{place_id} is listed {count} times, visits: {visited[place_id]}")


def _check_wanted(plan: Itinerary, days_of: Mapping[str, set[int]]) -> Iterator[Violation]:
    """Check must-visits, exclusions and pins; `days_of` gives the days of places, experiences and lodgings."""
    for name in plan.request.must_visit:
        if name not in days_of:
            yield Violation("must_visit", None, f"{name} must be visited and is not")
    for name in plan.request.exclude:
        if name in days_of:
            yield Violation("exclude", min(days_of[name]), f"{name} is excluded and is in the trip")
    for pin in plan.request.pins:
        if pin.day - 1 not in days_of.get(pin.place, set()):
            yield Violation("pin", pin.day - 1, f"{pin.place} is pinned to day {pin.day} and is not on it")
        elif pin.at is not None and not _begins_at(plan.days[pin.day - 1], pin.place, pin.at):
            yield Violation("pin", pin.day - 1, f"{pin.place} is pinned to {pin.at} and begins at another time")


def _begins_at(day: PlanDay, name: str, at: str) -> bool:
    clock = format_clock(parse_clock(at))
    return any(_clock(visit.begin) == clock for visit in day.visits if name in (visit.place_id, visit.experience_id))


def _check_totals(plan: Itinerary) -> Iterator[Violation]:
    totals, legs = plan.totals, [leg for day in plan.days for leg in day.legs]
    visits = [visit for day in plan.days for visit in day.visits]
    sums = {
        "drive_min": (totals.drive_min, sum(leg.drive_min for leg in legs)),
        "visits": (totals.visits, len(visits)),
        "cost_vnd_per_person": (totals.cost_vnd_per_person, sum(totals.cost_parts.values())),
    }
    for name, (stated, recomputed) in sums.items():
        if stated != recomputed:
            yield Violation("totals", None, f"{name} is {stated}, the parts sum to {recomputed}")
    metres = sum(round(leg.km * 1000) for leg in legs)
    if abs(round(totals.km * 1000) - metres) > _ROUNDING_M * (len(legs) + 1):
        yield Violation("totals", None, f"km is {totals.km}, the legs sum to {metres / 1000:.1f}")
    entrances = sum(visit.price_vnd for visit in visits)
    if totals.cost_vnd_per_person < entrances:
        yield Violation("totals", None, f"cost is {totals.cost_vnd_per_person} VND, the visits alone are {entrances}")
    budget = plan.request.budget_vnd_per_person
    if budget is not None and totals.cost_vnd_per_person > budget:
        yield Violation("budget", None, f"{totals.cost_vnd_per_person} VND per person, the budget is {budget}")


def _check_claims(plan: Itinerary) -> Iterator[Violation]:
    claim = plan.certificate
    if claim.value > claim.upper_bound:
        yield Violation("certificate", None, f"value {claim.value} is above its bound {claim.upper_bound}")
    gap = 100 * (claim.upper_bound - claim.value) / claim.upper_bound if claim.upper_bound > 0 else 0.0
    if round(abs(claim.gap_pct - gap), 6) > _GAP_ROUNDING_PCT:
        yield Violation("certificate", None, f"a gap of {claim.gap_pct} % is stated, it is {gap:.2f} %")
    if claim.optimal and claim.value != claim.upper_bound:
        yield Violation("certificate", None, "optimal is claimed, but the bound is above the value")
    provenance = plan.provenance
    if provenance.is_reproducible and (provenance.seconds is not None or claim.seconds is not None):
        yield Violation("provenance", None, "the clock decided how long to search: not reproducible")


def _is_local(moment: dt.datetime) -> bool:
    return moment.utcoffset() == dt.timedelta(hours=7) and moment.year in _YEARS


def _at(date: dt.date, minute: int) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(), LOCAL_ZONE) + dt.timedelta(minutes=minute)


def _minutes(span: dt.timedelta) -> int:
    return int(span.total_seconds() // 60)


def _clock(moment: dt.datetime) -> str:
    local = moment.astimezone(LOCAL_ZONE)
    return format_clock(local.hour * 60 + local.minute)
