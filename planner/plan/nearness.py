"""How far places lie from where a trip must go anyway: least minutes, from its few fixed points alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from planner.model.catalogue import Catalogue
from planner.model.travel import IntArray
from planner.plan.atlas import FAR_MIN, TravelAtlas
from planner.plan.requests import CheckedRequest

MAX_WANTED: Final = 6
"""Wanted places that the least tour is found over; of more, the farthest."""


class Nearness:
    """How far places lie from where the trip must go anyway; arrays run over `atlas.ids`, shape (p,).

    All minutes are lower bounds (see `TravelAtlas`), so a place that they rule out is ruled out for good.

    Parameters
    ----------
    extra
        Ids that the trip holds besides, as an edited plan does: near is what is near them, too.
    """

    near_min: IntArray
    """Minutes of driving off the way between points of the trip, about."""
    through_min: IntArray
    """Least driving from the start by way of the place to the end."""
    tour_min: IntArray
    """Least driving from the start by way of all wanted places and this one, in the best order, to the end."""
    least_tour_min: int
    """The same without any further place."""

    def __init__(self, checked: CheckedRequest, catalogue: Catalogue, atlas: TravelAtlas, extra: Sequence[str]) -> None:
        experiences = catalogue.experiences
        wanted = [*checked.must_places, *(experiences[e].place_id for e in checked.must_experiences)]
        fixed = checked.request.lodging if isinstance(checked.request.lodging, tuple) else (checked.request.lodging,)
        fixed = tuple(one for one in fixed if one != "choose")
        start, end = checked.start.id, checked.end.id
        self.atlas = atlas
        anchors = [one for one in dict.fromkeys([start, *wanted, *extra, *fixed, end]) if atlas.is_known(one)]
        self.near_min = _find_near(atlas, anchors)
        drive_from, drive_to = atlas.get_least_drive_min(start), atlas.get_least_drive_min(end)
        self.through_min = np.minimum(drive_from + drive_to, FAR_MIN)
        between = [one for one in dict.fromkeys([*wanted, *fixed]) if one in anchors and one not in (start, end)]
        through = dict(zip(between, self.through_min[atlas.number(between)].tolist(), strict=True))
        between.sort(key=lambda one: (-through[one], one))
        self.tour_min = _find_tours(atlas, start, end, between[:MAX_WANTED])
        self.least_tour_min = int(self.tour_min.min())

    def get_near_min(self, one: str) -> int:
        """Return minutes of driving off the way of the trip, about."""
        return int(self.near_min[self.atlas.number([one])[0]])


def _find_near(atlas: TravelAtlas, anchors: Sequence[str]) -> IntArray:
    """Minutes to the nearest anchor; a place on the way between two is near although both are far."""
    rows = [atlas.get_least_drive_min(one) for one in anchors]
    near: IntArray = np.min(rows, axis=0)
    number = atlas.number(anchors)
    for (a, row), (b, other) in combinations(enumerate(rows), 2):
        if number[a] != number[b]:
            near = np.minimum(near, (row + other - row[number[b]]) // 2)
    return near


def _find_tours(atlas: TravelAtlas, start: str, end: str, wanted: Sequence[str]) -> IntArray:
    """Least driving from start to end by way of all wanted places and one more, for every place.

    The dynamic program of Held and Karp (1962) over the wanted places gives the least of every tour that
    leaves out one way, from `a` to `b`; each place is then put into the best of these gaps.
    """
    points = [start, *wanted, end]
    rows = [atlas.get_least_drive_min(one) for one in points]
    number = atlas.number(points)
    k = len(wanted)
    drive = [[int(row[column]) for column in number] for row in rows]
    head = _find_paths([drive[0][j + 1] for j in range(k)], drive, k)
    tail = _find_paths([drive[j + 1][k + 1] for j in range(k)], drive, k)
    everything = (1 << k) - 1
    best = np.full(len(atlas.ids), FAR_MIN, dtype=np.int64)
    for a in range(k + 1):
        for b in range(1, k + 2):
            if a == b or (k > 0 and a == 0 and b == k + 1):
                continue
            gap = min(_get(head, seen, a - 1) + _get(tail, everything & ~seen, b - 1, k) for seen in range(1 << k))
            if gap < FAR_MIN:
                best = np.minimum(best, gap + rows[a] + rows[b])
    return np.minimum(best, FAR_MIN)


def _find_paths(first: Sequence[int], drive: Sequence[Sequence[int]], k: int) -> list[list[int]]:
    """Least driving that begins at a fixed point, sees a set of wanted places, and ends at one of them."""
    least = [[FAR_MIN] * k for _ in range(1 << k)]
    for seen in range(1, 1 << k):
        for j in range(k):
            if not seen >> j & 1:
                continue
            rest = seen & ~(1 << j)
            ways = (least[rest][i] + drive[i + 1][j + 1] for i in range(k) if rest >> i & 1)
            least[seen][j] = min(FAR_MIN, first[j] if rest == 0 else min(ways))
    return least


def _get(paths: Sequence[Sequence[int]], seen: int, last: int, end: int = -1) -> int:
    """Return the least of a path, where `last` names a wanted place or the fixed point itself, which saw none."""
    if last in (-1, end):
        return 0 if seen == 0 else FAR_MIN
    return paths[seen][last]
