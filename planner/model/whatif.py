"""What would be otherwise: a plan held against the best plan with a place more, or without one of its places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from planner.model.itinerary import Infeasibility, Itinerary, Unvisited
from planner.model.reason import Reason
from planner.model.request import TripRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What a place brings to a plan and takes from it, everything else left as it stands.

    `gain`, `drive_cost` and `worth` are hundredths of a point, as the value of a certificate.
    """

    prize_parts: dict[str, int]
    """Points by part; they sum to the prize of the place seen alone."""
    gain: int
    """What the prizes of the trip lose without it: less than its prize where its category is well served."""
    drive_min: int
    """Minutes at the wheel that its detour takes; below zero where a leg of the road data is longer than a detour."""
    drive_cost: int
    """What these minutes cost."""
    worth: int
    """What the value of the plan loses when the place alone is left out: gain less drive cost."""
    visit_min: int
    wait_min: int
    price_vnd: int
    """Per person, high end."""

    @property
    def freed_min(self) -> int:
        """Minutes of the day that leaving the place out frees."""
        return self.visit_min + self.wait_min + self.drive_min


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """The best plan found with a place, or without it, and how it differs from the plan that is asked about."""

    place_id: str
    question: Literal["with", "without"]
    outcome: Literal["found", "impossible", "not_found"]
    """``impossible`` is proved, as far as the wanted places alone can tell; ``not_found`` is not."""
    request: TripRequest
    """The request changed as the question asks: it gives the other plan."""
    iterations: int
    """Of the search for the other plan."""
    loss: int | None = None
    """Value of the plan less that of the other one, hundredths of a point; below zero the other one is *better*:
    the first search had missed it."""
    leaves: tuple[str, ...] = ()
    """Places that only the plan visits, in its order."""
    enters: tuple[str, ...] = ()
    """Places that only the other plan visits, in its order."""
    beds_leave: tuple[str, ...] = ()
    beds_enter: tuple[str, ...] = ()
    drive_min: int = 0
    """Change of the totals: driving, visits and cost of the other plan less those of the plan."""
    visits: int = 0
    cost_vnd_per_person: int = 0
    why: Reason | None = None
    """Why the plan does not have the place, where that is asked."""
    contribution: Contribution | None = None
    """Set where the place is visited by the plan."""
    reasons: tuple[Infeasibility, ...] = ()
    """Why there is no other plan, each with the smallest change that was tried and found to help."""
    itinerary: Itinerary | None = None
    """The other plan, refereed."""

    @property
    def is_better(self) -> bool:
        """Whether the other plan is worth more."""
        return self.loss is not None and self.loss < 0


_ADAPTER: TypeAdapter[Counterfactual] = TypeAdapter(Counterfactual)
_RECORDS: TypeAdapter[Contribution | Unvisited | None] = TypeAdapter(Contribution | Unvisited | None)


def dump_counterfactual(counterfactual: Counterfactual, *, with_plan: bool) -> dict[str, Any]:
    """Return the counterfactual as plain data for JSON; the other plan and its request only when asked for."""
    left_out = None if with_plan else {"itinerary", "request"}
    dumped: dict[str, Any] = _ADAPTER.dump_python(counterfactual, mode="json", exclude=left_out)
    return dumped


def dump_record(record: Contribution | Unvisited | None) -> Any:
    """Return a contribution, or a place left out, as plain data for JSON."""
    return _RECORDS.dump_python(record, mode="json")
