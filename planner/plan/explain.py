"""Which places left out are told of, and why each is not in the trip."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from planner.catalogue.calendar import TripCalendar
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Unvisited
from planner.model.place import Located
from planner.model.problem import Problem, Solution
from planner.model.reason import Reason
from planner.optimise import schedule_day
from planner.optimise.value import get_drive_min, get_value, list_missing_groups
from planner.plan.build import BuiltTrip
from planner.plan.insertion import Trial
from planner.plan.reasons import ADD_MUST, TRY_MUST, StopReasons, to_points

MAX_LISTED = 14
"""Places left out that are explained beside those the traveller named."""
SEARCH_DAYS = 45
"""How far ahead an open date is looked for."""


def explain_unvisited(
    built: BuiltTrip, solution: Solution, catalogue: Catalogue, calendar: TripCalendar
) -> tuple[Unvisited, ...]:
    """Return the reasons for places that are not in the trip, those the traveller named first."""
    request = built.checked.request
    ways = _list_ways(built, solution)
    promising = list(ways)[:MAX_LISTED]  # options stand in the order of their promise for this trip
    named = (*request.nice_to_visit, *request.exclude)
    return explain_places(built, solution, catalogue, calendar, (*named, *promising))


def explain_places(
    built: BuiltTrip, solution: Solution, catalogue: Catalogue, calendar: TripCalendar, ids: tuple[str, ...]
) -> tuple[Unvisited, ...]:
    """Return the reasons for the places and experiences of a list that are not in the trip."""
    request = built.checked.request
    ways = _list_ways(built, solution)
    reasons = StopReasons(built, Trial(built.problem, solution))
    visited = {built.options[i].located.id: built.options[i] for route in solution.routes for i in route}
    slept = {built.depots[j].id for j in solution.nights}
    answers: dict[str, Unvisited] = {}
    for one in ids:
        place_id = catalogue.experiences[one].place_id if one in catalogue.experiences else one
        if place_id in visited:
            taken = visited[place_id].experience
            if one != place_id and one in request.nice_to_visit and taken is not None and taken.id != one:
                reason = Reason(code="other_way", params={"place": taken.id})
                answers[one] = Unvisited(place_id=one, reason=reason, remedy=TRY_MUST)
            continue
        if place_id in slept or place_id in answers:
            continue
        located = catalogue.located[place_id]
        found: tuple[Reason, Reason | None]
        if place_id in request.exclude:
            found = Reason(code="excluded", params={}), Reason(code="allow_place", params={})
        elif place_id in catalogue.lodgings and any(d.id == place_id for d in built.depots):
            found = _explain_bed(built, solution, place_id)
        elif place_id in ways:
            found = reasons.find(ways[place_id])
        else:
            found = _explain_rejected(built, located, catalogue, calendar)
        answers[place_id] = Unvisited(place_id=place_id, reason=found[0], remedy=found[1])
    return tuple(answers.values())


def find_open_date(
    located: Located, catalogue: Catalogue, calendar: TripCalendar, first: date, days: int = SEARCH_DAYS
) -> date | None:
    """Return the first date from `first` on which something is open at a place."""
    experiences = catalogue.experiences_at.get(located.id, ()) or (None,)
    for on in (first + timedelta(days=d) for d in range(days)):
        if not calendar.is_supported(on):
            return None
        if any(calendar.get_opening(e, located, on).intervals for e in experiences):
            return on
    return None


def _list_ways(built: BuiltTrip, solution: Solution) -> dict[str, list[int]]:
    """Return the stops of each place that is neither visited nor slept at."""
    seen = {built.options[i].located.id for route in solution.routes for i in route}
    seen |= {built.depots[j].id for j in solution.nights}
    ways: dict[str, list[int]] = {}
    for i, option in enumerate(built.options):
        if option.located.id not in seen:
            ways.setdefault(option.located.id, []).append(i)
    return ways


def _explain_rejected(
    built: BuiltTrip, located: Located, catalogue: Catalogue, calendar: TripCalendar
) -> tuple[Reason, Reason | None]:
    """Return why a place is no stop of the problem."""
    request = built.checked.request
    reason = built.rejected.get(located.id)
    if reason is None or reason.code == "lower_prize":
        return _explain_unseen(built, located, catalogue)
    remedy: Reason | None = None
    match reason.code:
        case "not_located":
            remedy = Reason(code="give_point", params={})
        case "effort":
            remedy = Reason(code="raise_effort", params={"effort": reason.params["effort"]})
        case "closed":
            found = find_open_date(located, catalogue, calendar, request.start_date)
            remedy = None if found is None else Reason(code="other_dates", params={"date": found.isoformat()})
        case "too_far":
            days = -(-int(reason.params["minutes"]) // int(built.problem.drive_cap_min[0]))
            # What one day more brings within reach; whether the trip then goes there is another question.
            remedy = Reason(code="add_day", params={}) if days == request.days + 1 else None
    return reason, remedy


def _explain_unseen(built: BuiltTrip, located: Located, catalogue: Catalogue) -> tuple[Reason, Reason | None]:
    """Return why a place that nothing speaks against was not looked at."""
    if located.id in catalogue.gateways:
        return Reason(code="nothing_to_do", params={}), None
    if not located.is_routable:
        return Reason(code="not_located", params={"km": located.coord_uncertainty_km}), Reason(
            code="give_point", params={}
        )
    capacity = getattr(located, "capacity_per_house", None)
    if capacity is not None and capacity < built.checked.request.party.size:
        return Reason(code="too_small", params={"count": capacity}), None
    return Reason(code="not_looked_at", params={"count": built.problem.n_stops}), TRY_MUST


def _explain_bed(built: BuiltTrip, solution: Solution, place_id: str) -> tuple[Reason, Reason | None]:
    """Return why no night is spent at a lodging, found by moving each night there, the visits kept as they are."""
    problem = built.problem
    depot = next(j for j, one in enumerate(built.depots) if one.id == place_id)
    nights = [night for night in range(problem.n_nights) if problem.night_is_option[night, depot]]
    if not nights:
        return Reason(code="night_fixed", params={}), None
    value = get_value(problem, solution)
    best: tuple[int, str] | None = None
    for night in nights:
        moved = Solution(solution.routes, (*solution.nights[:night], depot, *solution.nights[night + 1 :]))
        gained = get_value(problem, moved) - value
        if (best is None or gained > best[0]) and _is_feasible(problem, moved, night):
            best = gained, built.depots[solution.nights[night]].id
    if best is None:
        return Reason(code="no_night", params={}), TRY_MUST
    gained, other = best
    code = "better_bed" if gained > 0 else "other_bed"
    return Reason(code=code, params={"places": other, "points": to_points(abs(gained))}), ADD_MUST


def _is_feasible(problem: Problem, moved: Solution, night: int) -> bool:
    """Whether a trip stays within the rules when one night of it has moved."""
    capacity = int(problem.depot_capacity[moved.nights[night]])
    if 0 <= capacity < problem.group_size or list_missing_groups(problem, moved):
        return False
    stops = [stop for route in moved.routes for stop in route]
    used = problem.resource_use[:, stops].sum(axis=1) + problem.depot_resource_use[:, list(moved.nights)].sum(axis=1)
    drive_min = [get_drive_min(problem, moved, day) for day in range(problem.n_days)]
    if (used > problem.resource_cap).any() or 0 <= problem.trip_drive_cap_min < sum(drive_min):
        return False
    for day in (night, night + 1):
        start, end, route = moved.get_start(problem, day), moved.get_end(problem, day), moved.routes[day]
        rows = [problem.n_stops + start, *route, problem.n_stops + end]
        if any(problem.travel_min[a, b] < 0 for a, b in pairwise(rows)):
            return False
        if drive_min[day] > problem.drive_cap_min[day] or schedule_day(problem, day, start, end, route) is None:
            return False
    return True
