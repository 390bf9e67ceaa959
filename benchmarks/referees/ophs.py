"""Referee of orienteering with hotel selection."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

TRIP_TOLERANCE = 0.005
"""By which a trip may be longer than its limit in the file; see `benchmarks/ophs.py`."""
_SLACK = 1e-6


def check_ophs(path: Path, routes: Sequence[Sequence[int]], nights: Sequence[int]) -> int:
    """Return the prize of one route per trip, in rows of the file from 0 (start, end, other hotels, stops).

    Parameters
    ----------
    path
        The instance file.
    routes
        Stops of each trip.
    nights
        Hotel after each trip but the last.

    Raises
    ------
    ValueError
        When the trips are not as many as the file has, a hotel or stop is none or a stop is visited twice,
        a trip is more than `TRIP_TOLERANCE` too long, or the whole tour is too long.
    """
    words = path.read_text(encoding="ascii").split()
    n, hotels, trips = int(words[0]) - 2, int(words[1]) + 2, int(words[2])
    longest = float(words[3])
    limits = [float(word) for word in words[4 : 4 + trips]]
    numbers = [float(word) for word in words[4 + trips : 4 + trips + 3 * (n + hotels)]]
    rows = list(zip(numbers[0::3], numbers[1::3], numbers[2::3], strict=True))
    visited = [stop for route in routes for stop in route]
    if (len(routes), len(nights)) != (trips, trips - 1):
        raise ValueError(f"{path.stem}: {len(routes)} routes and {len(nights)} nights for {trips} trips")
    if len(set(visited)) < len(visited):
        raise ValueError(f"{path.stem}: a stop is visited twice")
    if not all(hotels <= stop < len(rows) for stop in visited) or not all(0 <= hotel < hotels for hotel in nights):
        raise ValueError(f"{path.stem}: a stop or a hotel is none")
    total = 0.0
    for trip, (begin, end) in enumerate(pairwise([0, *nights, 1])):
        length = sum(math.dist(rows[a][:2], rows[b][:2]) for a, b in pairwise([begin, *routes[trip], end]))
        total += length
        if length > limits[trip] + TRIP_TOLERANCE + _SLACK:
            raise ValueError(f"{path.stem}: trip {trip + 1} is {length:.4f} long, its limit is {limits[trip]:.4f}")
    if total > longest + _SLACK:
        raise ValueError(f"{path.stem}: the tour is {total:.4f} long, its limit is {longest:.4f}")
    return round(sum(rows[stop][2] for stop in visited))
