"""Referee of the tourist trip design problem with opening hours per weekday."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

_SLACK = 1e-6


def check_ttdp(path: Path, routes: Sequence[Sequence[int]]) -> int:
    """Return the prize of one route per day, in the numbers of the file; closing bounds the begin of a visit.

    Raises
    ------
    ValueError
        When the days are not as many as the file has, a stop is unknown or visited twice, closed on that
        weekday or reached after closing, or the hotel is reached too late.
    """
    lines = path.read_text(encoding="ascii").splitlines()
    head = [int(word) for word in lines[0].split()]
    hotel, *others = ([float(word) for word in line.split()] for line in lines[1:] if line.strip())
    stops = {int(line[0]): line for line in others}
    if len(routes) != head[1]:
        raise ValueError(f"{path.stem}: {len(routes)} routes for {head[1]} days")
    seen: set[int] = set()
    prize = 0.0
    for day, route in enumerate(routes):
        weekday = (head[2] + day) % 7
        at, clock = hotel, hotel[5]
        for number in route:
            if number in seen or number not in stops:
                raise ValueError(f"{path.stem}: stop {number} is unknown or visited twice")
            seen.add(number)
            stop = stops[number]
            opens, closes = stop[6 + 2 * weekday : 8 + 2 * weekday]
            begin = max(clock + _get_distance(at, stop), opens)
            if opens == closes == 0:
                raise ValueError(f"{path.stem}: stop {number} is closed on weekday {weekday}")
            if begin > closes + _SLACK:
                raise ValueError(f"{path.stem}: stop {number} is reached at {begin:.2f}, after {closes:.2f}")
            at, clock, prize = stop, begin + stop[3], prize + stop[4]
        finish = clock + _get_distance(at, hotel)
        if finish > hotel[6] + _SLACK:
            raise ValueError(f"{path.stem}: day {day + 1} ends at {finish:.2f}, after {hotel[6]:.2f}")
    return round(prize)


def _get_distance(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the Euclidean distance cut to two decimals."""
    return math.floor(math.hypot(b[1] - a[1], b[2] - a[2]) * 100 + 1e-9) / 100
