"""Problems that hold what a plan holds, and plans over the problem that their own request gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planner.model.itinerary import Itinerary
from planner.model.request import TripRequest
from planner.optimise import SolveParams, SolveResult, get_value
from planner.plan.build import BuiltTrip, renumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilder:
    """Builds around plans of one planner."""

    build: Callable[[TripRequest, Sequence[str]], BuiltTrip]
    """The problem of a request that holds some places, however poor; raises `NoFeasibleTripError`."""
    write: Callable[[BuiltTrip, SolveResult, SolveParams], Itinerary]
    """The refereed itinerary of a solution."""

    def build_with(self, request: TripRequest, places: Sequence[str], beds: Sequence[str]) -> BuiltTrip:
        """Return the problem of a request that can visit some places and sleep at some beds, however poor."""
        plain = self.build(request, ())
        stops, depots = {option.located.id for option in plain.options}, {depot.id for depot in plain.depots}
        unusual = [*(one for one in places if one not in stops), *(one for one in beds if one not in depots)]
        return self.build(request, tuple(dict.fromkeys(unusual)))

    def build_like(self, itinerary: Itinerary, request: TripRequest) -> BuiltTrip:
        """Return the problem of a request that can do what a plan does, but for what the request excludes."""
        beds = [stay.place_id for stay in itinerary.lodging]
        still = ([one for one in held if one not in request.exclude] for held in (itinerary.place_ids, beds))
        return self.build_with(request, *still)

    def write_plan(self, built: BuiltTrip, result: SolveResult, params: SolveParams) -> Itinerary:
        """Write the plan over the problem that its request gives to anybody who checks it."""
        places = [built.options[stop].located.id for route in result.solution.routes for stop in route]
        beds = [built.depots[depot].id for depot in result.solution.nights]
        final = self.build_with(built.checked.request, places, beds)
        solution = renumber(result.solution, built, final)
        assert solution is not None  # there was one to renumber
        return self.write(final, replace(result, solution=solution, value=get_value(final.problem, solution)), params)
