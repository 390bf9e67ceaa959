"""Saying no: reasons completed with the smallest change that was tried and found to give a trip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.catalogue.calendar import TripCalendar
from planner.errors import NoFeasibleTripError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Infeasibility
from planner.model.reason import Reason
from planner.model.request import TripRequest
from planner.model.settings import Settings
from planner.optimise import SolveParams, solve
from planner.plan.build import BuiltTrip
from planner.plan.diagnose import (
    apply_change,
    drop_places,
    find_backbone_reason,
    find_limit,
    find_smallest_change,
    merge_changes,
    say_change,
)
from planner.plan.requests import CheckedRequest, check_request

MAX_STRETCHED = 2
"""Wanted places, each out of reach by itself, for which longer trips are tried before they are given up."""
TRIAL_ITERATIONS = 5_000
"""Of the search that decides about a changed request with too many wanted places for an exact answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """Completes reasons of one planner with changes that help."""

    catalogue: Catalogue
    calendar: TripCalendar
    settings: Settings
    build: Callable[[TripRequest], BuiltTrip]
    """The problem of a request; raises `NoFeasibleTripError` where a wanted place is impossible by itself."""
    report: Callable[[int], object]
    """Told the number of changed requests tried so far."""

    def complete_single(self, request: TripRequest, reasons: tuple[Infeasibility, ...]) -> tuple[Infeasibility, ...]:
        """Return reasons about places one by one, with changes that, all made together, give a trip."""
        merged = merge_changes(request, [reason.change for reason in reasons if reason.change])
        changed = apply_change(request, merged)
        if all(reason.change for reason in reasons) and self.is_possible(changed):
            return reasons
        if sum(reason.change is None for reason in reasons) > MAX_STRETCHED:
            return self._drop_all(request, reasons)
        checked = check_request(changed, self.catalogue, self.calendar)
        last = self.complete(checked, replace(reasons[-1], change=None, remedy=None))
        if last.change is None:
            return self._drop_all(request, reasons)
        whole = {**merged, **last.change}
        return (*reasons[:-1], replace(last, change=whole))

    def complete(self, checked: CheckedRequest, found: Infeasibility) -> Infeasibility:
        """Return the reason with the smallest change that was tried and found to help."""
        if found.change is not None:
            return found
        attempts = 0

        def attempt(request: TripRequest) -> bool:
            nonlocal attempts
            attempts += 1
            self.report(attempts)
            return self.is_possible(request)

        if found.reason.code == "inf_jointly" and (limit := find_limit(checked, self.settings, attempt)):
            found = replace(found, reason=limit)
        change = find_smallest_change(checked, self.settings, attempt)
        return found if change is None else replace(found, remedy=say_change(change, checked), change=change)

    def is_possible(self, request: TripRequest) -> bool:
        """Whether the wanted places can be visited: proved where they are few, else by a short search."""
        try:
            built = self.build(request)
        except NoFeasibleTripError:
            return False
        if built.backbone.is_searched:
            return find_backbone_reason(built) is None
        return solve(built.problem, SolveParams(iterations=TRIAL_ITERATIONS)).is_feasible

    def _drop_all(self, request: TripRequest, reasons: tuple[Infeasibility, ...]) -> tuple[Infeasibility, ...]:
        """Return the reasons with the change that gives up every place they name, where that makes a trip."""
        places = [str(reason.reason.params["place"]) for reason in reasons if "place" in reason.reason.params]
        changes = [drop_places(request, [place], self.catalogue) for place in places]
        is_possible = len(changes) == len(reasons) and self.is_possible(
            apply_change(request, merge_changes(request, changes))
        )
        if not is_possible:
            return tuple(replace(reason, change=None, remedy=None) for reason in reasons)
        remedies = [Reason(code="drop_must", params={"place": place}) for place in places]
        return tuple(
            replace(reason, change=change, remedy=remedy)
            for reason, change, remedy in zip(reasons, changes, remedies, strict=True)
        )
