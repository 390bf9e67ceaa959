"""The rows that tie the days of a trip together, as sparse integer terms.

Each row reads: sum over visits of `use`, plus sum over nights of `use`, plus (one row) the driving
of the trip, minus (category rows) the points counted in segments of falling slope, is at most `limit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.model.problem import Problem


@dataclass(slots=True)
class TripRows:
    """Rows and their terms; see the module docstring."""

    limit: list[int] = field(default_factory=list)
    stop_terms: list[list[tuple[int, int]]] = field(default_factory=list)
    """Per row (stop, use)."""
    night_terms: list[list[tuple[int, int]]] = field(default_factory=list)
    """Per row (depot, use)."""
    segments: list[tuple[int, int, int]] = field(default_factory=list)
    """(row, hundredths per point, points at most): a segment relieves its row by one per point."""
    at_least: dict[int, int] = field(default_factory=dict)
    """By group, the row that a limit of -1 turns into a demand and a limit of 0 makes idle."""
    named: dict[tuple[str, int], int] = field(default_factory=dict)
    """Rows by the names of `planner.optimise.bound.find_trip_prices`."""
    trip_drive: int | None = None
    """The row of the driving of the whole trip."""

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.limit)

    def add(self, limit: int, stops: list[tuple[int, int]], nights: list[tuple[int, int]]) -> int:
        """Add a row; return its number."""
        self.limit.append(int(limit))
        self.stop_terms.append([(stop, int(use)) for stop, use in stops if use])
        self.night_terms.append([(depot, int(use)) for depot, use in nights if use])
        return len(self.limit) - 1


def build_trip_rows(problem: Problem, open_stops: Sequence[int]) -> TripRows:
    """Return the rows over the stops that some day can visit."""
    rows = TripRows()
    depots = range(problem.n_depots)
    members: dict[int, list[int]] = {}
    by_category: dict[int, list[int]] = {}
    for stop in open_stops:
        members.setdefault(int(problem.group[stop]), []).append(stop)
        by_category.setdefault(int(problem.category[stop]), []).append(stop)
    for stops in members.values():
        rows.named["group", int(problem.group[stops[0]])] = rows.add(1, [(stop, 1) for stop in stops], [])
    mandatory = set(np.flatnonzero(problem.group_is_mandatory).tolist())
    for group in sorted(mandatory | members.keys()):
        nights = [(depot, -1) for depot in depots if problem.depot_group[depot] == group and group in mandatory]
        visits = [(stop, -1) for stop in members.get(group, [])]
        rows.at_least[group] = rows.add(-1 if group in mandatory else 0, visits, nights)
        if group in mandatory:
            rows.named["mandatory", group] = rows.at_least[group]
    uses = zip(problem.resource_use, problem.depot_resource_use, problem.resource_cap, strict=True)
    for resource, (use, depot_use, cap) in enumerate(uses):
        most = sum(max((int(use[stop]) for stop in stops), default=0) for stops in members.values())
        most += problem.n_nights * max(0, int(depot_use.max(initial=0)))
        if most > cap:
            nights = [(k, int(depot_use[k])) for k in depots]
            rows.named["resource", resource] = rows.add(int(cap), [(s, int(use[s])) for s in open_stops], nights)
    if 0 <= problem.trip_drive_cap_min < int(np.maximum(problem.drive_cap_min, 0).sum()):
        rows.trip_drive = rows.add(problem.trip_drive_cap_min, [], [])
    for category, stops in by_category.items():
        _add_category(problem, rows, category, stops)
    return rows


def _add_category(problem: Problem, rows: TripRows, category: int, stops: list[int]) -> None:
    best: dict[int, int] = {}
    for stop in stops:
        group = int(problem.group[stop])
        best[group] = max(best.get(group, 0), int(problem.prize[stop]))
    row = rows.add(0, [(stop, -int(problem.prize[stop])) for stop in stops], [])
    rows.named["category", category] = row
    available, begin = sum(best.values()), 0
    for end, pct in zip(problem.gain_to[category], problem.gain_pct[category], strict=True):
        width = min(int(end), available) - begin
        if width > 0:
            rows.segments.append((row, int(pct), width))
        begin = max(begin, int(end))
