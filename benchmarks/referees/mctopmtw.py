"""Referee of team orienteering with several windows, a budget and limits per type."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

_SLACK = 1e-6


def check_mctopmtw(path: Path, routes: Sequence[Sequence[int]]) -> int:
    """Return the prize of one route per day, given in the numbers of the file (stops are 2 to N + 1).

    Raises
    ------
    ValueError
        When the days are not as many as the file has, a stop is unknown or visited twice, a service
        cannot begin in a window of that day, a day ends too late, or the budget or the limit of a type
        is exceeded.
    """
    lines = [[float(token) for token in line.split()] for line in path.read_text(encoding="ascii").splitlines() if line]
    days, _, budget, *limits = lines[0]
    place = {int(line[0]): line for line in lines[1:]}
    opening, closing = place[0][5], place[0][6]
    decimals = 2 if path.stem.split("-")[-1].startswith("pr") else 1
    visited = [stop for route in routes for stop in route]
    if len(routes) != days:
        raise ValueError(f"{path.stem}: {len(routes)} routes for {days:.0f} days")
    if len(set(visited)) < len(visited):
        raise ValueError(f"{path.stem}: a stop is visited twice")
    for stop in visited:
        if stop == 0 or stop not in place:
            raise ValueError(f"{path.stem}: there is no stop {stop}")
    for day, route in enumerate(routes, 1):
        clock = opening
        for a, b in pairwise([0, *route, 0]):
            arrival = clock + _get_distance(place[a], place[b], decimals)
            if b == 0:
                if arrival > closing + _SLACK:
                    raise ValueError(f"{path.stem}: day {day} ends at {arrival:.2f}, after {closing:.2f}")
            else:
                clock = _get_begin(path.stem, place[b], day, arrival) + place[b][3]
    fees = sum(place[stop][11] for stop in visited)
    if fees > budget:
        raise ValueError(f"{path.stem}: fees of {fees:.0f}, more than {budget:.0f}")
    for kind, limit in enumerate(limits, 1):
        count = sum(place[stop][11 + kind] for stop in visited)
        if count > limit:
            raise ValueError(f"{path.stem}: {count:.0f} stops of type {kind}, more than {limit:.0f}")
    return round(sum(place[stop][4] for stop in visited))


def _get_distance(a: Sequence[float], b: Sequence[float], decimals: int) -> float:
    unit = 100 if decimals == 2 else 10
    return math.floor(math.hypot(b[1] - a[1], b[2] - a[2]) * unit + 1e-9) / unit


def _get_begin(name: str, stop: Sequence[float], day: int, arrival: float) -> float:
    """Return the earliest begin of service: windows 1 and 3 on odd days when E = 1, else 2 and 4; or the reverse."""
    borders, is_normal = stop[5:10], stop[10] == 1
    numbers = (1, 3) if is_normal == (day % 2 == 1) else (2, 4)
    for number in numbers:
        opens, closes = borders[number - 1], borders[number]
        if max(arrival, opens) <= closes + _SLACK:
            return max(arrival, opens)
    raise ValueError(f"{name}: stop {stop[0]:.0f} is reached at {arrival:.2f} on day {day}, after its last window")
