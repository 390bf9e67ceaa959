"""Several plans for one request that differ in substance, and their differences as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from planner.model.itinerary import Itinerary
from planner.model.reason import Reason
from planner.model.request import TripRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeFacts:
    """What one compares plans by."""

    visits: int
    drive_min: int
    free_min: int
    """Of the hours that the request allows: what neither ways nor visits nor midday meals take."""
    cost_vnd_per_person: int
    products: int
    """Different products that can be bought, typical goods counted by kind."""
    starred_products: int
    """Those of them that are named and have OCOP stars."""
    makers: int
    """Craft villages and OCOP producers visited."""
    value_as_asked: int
    """Worth under the weights of the request, hundredths of a point; of the balanced plan its certified value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One of the plans."""

    profile: str
    """``balanced`` is the request itself; the others are those of `settings.toml`."""
    changes: dict[str, Any]
    """Fields of the request that the profile changed, with their new values."""
    limits: dict[str, int]
    """What else the search had to keep: ``visits_per_day``, ``drive_min`` of the whole trip."""
    facts: AlternativeFacts
    itinerary: Itinerary


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPair:
    """How far two of the plans are apart."""

    one: str
    other: str
    """Profiles."""
    shared: tuple[str, ...]
    """Places that both visit."""
    distance_pct: int
    """Jaccard distance of the places visited: share of all their places that only one of them visits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """Plans for one request, each refereed and with its own certificate."""

    format: Literal["alternatives/1"]
    request: TripRequest
    plans: tuple[Alternative, ...]
    pairs: tuple[PlanPair, ...]
    min_distance_pct: int
    """Every two plans were to be at least so far apart."""
    notes: tuple[Reason, ...]
    """Where that could not be had, what was eased, and why a plan is missing."""

    @property
    def is_distinct(self) -> bool:
        """Whether every two plans are as far apart as they were to be."""
        return all(pair.distance_pct >= self.min_distance_pct for pair in self.pairs)


_ADAPTER: TypeAdapter[Alternatives] = TypeAdapter(Alternatives)


def dump_differences(alternatives: Alternatives) -> dict[str, Any]:
    """Return all but the plans themselves as plain data, ready for JSON."""
    data: dict[str, Any] = _ADAPTER.dump_python(
        alternatives, mode="json", exclude={"plans": {"__all__": {"itinerary"}}}
    )
    for plan, alternative in zip(data["plans"], alternatives.plans, strict=True):
        certificate = alternative.itinerary.certificate
        plan["certificate"] = {"value": certificate.value, "upper_bound": certificate.upper_bound}
    return {**data, "is_distinct": alternatives.is_distinct}
