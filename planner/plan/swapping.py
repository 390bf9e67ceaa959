"""Another place instead of a stop: what lies near, is of its kind if that can be had, and fits the day as it stands.

The other visits keep their order and the nights their places. Each answer is timed and refereed in the whole trip;
what it changes is told as minutes and money.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from planner.check import check_solution
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.place import Located, Place
from planner.model.problem import Solution
from planner.model.request import TripRequest
from planner.plan.build import BuiltTrip
from planner.plan.editing import release_place
from planner.plan.insertion import Move, Trial
from planner.plan.options import Option
from planner.plan.progress import OnProgress, report_progress
from planner.plan.punctuality import check_reserve, time_trip
from planner.plan.rebuild import Rebuilder
from planner.plan.replan import read_plan
from planner.units import great_circle_m

MAX_TOLD = 3
MAX_NEAR = 24
"""Places near by that are looked at although the search for the plan left them out."""
MAX_AWAY_KM = 60
"""Nothing farther from the stop takes its place."""
MAX_OTHER_KM = 30
"""Nothing of another kind that is farther."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A place that can be visited instead of another, and what that changes."""

    place_id: str
    experience_id: str | None
    is_alike: bool
    """Whether it is of the same category, or serves an interest of the request that the other place serves."""
    away_km: float
    """As the crow flies from the place that it stands for."""
    drive_min: int
    """Change of the driving of the trip."""
    visit_min: int
    """Change of the time spent at the place."""
    cost_vnd_per_person: int
    """Change of the price of the visit."""
    worth: int
    """Change of the value of the plan, hundredths of a point."""
    request: TripRequest
    """The request that no longer insists on the place that leaves."""
    orders: tuple[tuple[tuple[str, str | None], ...], ...]
    """Place and experience of the visits of each day, after the swap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swapper:
    """Looks for swaps in plans of one planner."""

    catalogue: Catalogue
    rebuilder: Rebuilder

    def find(
        self, itinerary: Itinerary, day: int, position: int, on_progress: OnProgress | None = None
    ) -> tuple[Swap, ...]:
        """Return up to three swaps for a visit, those of its kind first, then by worth; none where nothing fits.

        Parameters
        ----------
        itinerary
            A plan as `Planner.plan` or `Planner.retime` gives it.
        day, position
            The visit, both from 0.
        """
        visit = itinerary.days[day].visits[position]
        request = release_place(itinerary.request, visit.place_id, self.catalogue)
        near = self._list_near(visit.place_id)
        beds = [stay.place_id for stay in itinerary.lodging]
        built = self.rebuilder.build_with(request, (*itinerary.place_ids, *near), beds)
        plan = read_plan(built, itinerary)
        gone = next((s for s in plan.routes[day] if built.options[s].located.id == visit.place_id), None)
        if gone is None:
            return ()
        trial = Trial(built.problem, plan)
        kinds = dict(_list_candidates(built, plan, gone))
        best: dict[str, Move] = {}
        for number, stop in enumerate(kinds):
            if not report_progress(on_progress, "search", number, len(kinds), None):
                break
            move = trial.find_best(trial.list_replacements(stop, day, gone))
            place_id = built.options[stop].located.id
            if move is not None and (place_id not in best or move.worth > best[place_id].worth):
                best[place_id] = move
        moves = sorted(best.values(), key=lambda move: (not kinds[move.stop], -move.worth))
        swaps = (_tell(built, trial, move, request, is_alike=kinds[move.stop]) for move in moves)
        return tuple(islice(filter(None, swaps), MAX_TOLD))

    def _list_near(self, place_id: str) -> list[str]:
        """Return the nearest places of the same category."""
        place = self.catalogue.places.get(place_id)
        if place is None:
            return []
        alike = (
            one
            for one in self.catalogue.places.values()
            if one.category == place.category and one.is_routable and one.id != place_id
        )
        away = sorted((_get_away_km(one, place), one.id) for one in alike)
        return [one for km, one in away if km <= MAX_AWAY_KM][:MAX_NEAR]


def _list_candidates(built: BuiltTrip, plan: Solution, gone: int) -> Iterator[tuple[int, bool]]:
    """Yield the stops near another that the trip does not visit, each with whether it is of its kind."""
    problem, old = built.problem, built.options[gone]
    served = {word for word, _ in old.interest_points}
    taken = {int(problem.group[stop]) for route in plan.routes for stop in route}
    for stop, option in enumerate(built.options):
        if int(problem.group[stop]) in taken or option.located.id == old.located.id:
            continue
        is_alike = _get_category(option) == _get_category(old) or not served.isdisjoint(option.words)
        if _get_away_km(option.located, old.located) <= (MAX_AWAY_KM if is_alike else MAX_OTHER_KM):
            yield stop, is_alike


def _tell(built: BuiltTrip, trial: Trial, move: Move, request: TripRequest, *, is_alike: bool) -> Swap | None:
    """Return a swap once the referee has nothing against the trip with it."""
    plan = trial.solution
    routes = (*plan.routes[: move.day], trial.get_route(move), *plan.routes[move.day + 1 :])
    solution = replace(plan, routes=routes)
    schedules = time_trip(built.problem, built.timed, solution)
    if check_solution(built.timed, solution, schedules) or check_reserve(built.problem, built.timed, solution):
        return None
    old, new = built.options[move.gone[0]], built.options[move.stop]
    return Swap(
        place_id=new.located.id,
        experience_id=new.key[1],
        is_alike=is_alike,
        away_km=_get_away_km(new.located, old.located),
        drive_min=move.drive_min,
        visit_min=new.service_min - old.service_min,
        cost_vnd_per_person=new.price_vnd - old.price_vnd,
        worth=move.worth,
        request=request,
        orders=tuple(tuple(built.options[stop].key for stop in route) for route in routes),
    )


def _get_category(option: Option) -> str | None:
    return option.located.category if isinstance(option.located, Place) else None


def _get_away_km(one: Located, other: Located) -> float:
    return great_circle_m(one.lon_deg, one.lat_deg, other.lon_deg, other.lat_deg) / 1000
