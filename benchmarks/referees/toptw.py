"""Referee of team orienteering with time windows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path


def check_routes(path: Path, routes: Iterable[Iterable[int]]) -> int:
    """Return the prize of routes given as row numbers of the instance file, from the file alone.

    Raises
    ------
    ValueError
        When a stop is unknown or visited twice, or a time window, or the day's end, is missed.
    """
    lines = [line.split() for line in path.read_text(encoding="ascii").splitlines()[2:] if line.strip()]
    node = {int(t[0]): (float(t[1]), float(t[2]), float(t[3]), float(t[4]), float(t[-2]), float(t[-1])) for t in lines}
    decimals = 2 if path.stem.startswith("pr") else 1
    prize, seen = 0.0, set()
    for route in routes:
        clock = node[0][4]
        stops = list(route)
        if not set(stops) <= node.keys() - {0}:
            raise ValueError(f"{path.stem}: no such rows: {sorted(set(stops) - node.keys() | ({0} & set(stops)))}")
        for a, b in pairwise([0, *stops, 0]):
            (ax, ay, service, *_), (bx, by, _, worth, opens, closes) = node[a], node[b]
            distance = math.floor(math.hypot(bx - ax, by - ay) * 10**decimals + 1e-9) / 10**decimals
            clock = max(clock + (service if a else 0.0) + distance, opens)
            if clock > closes + 1e-6:
                raise ValueError(f"{path.stem}: row {b} is reached at {clock:.2f}, after {closes:.2f}")
            if b:
                if b in seen:
                    raise ValueError(f"{path.stem}: row {b} is visited twice")
                seen.add(b)
                prize += worth
    return round(prize)
