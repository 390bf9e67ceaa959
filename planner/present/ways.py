"""Ways as they are drawn, on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from planner.model.travel import LonLat


def list_new_pieces(points: Sequence[LonLat], seen: set[frozenset[LonLat]]) -> list[list[LonLat]]:
    """Return the runs of a way that are not in `seen`, and put them there: a way driven twice is drawn once."""
    pieces: list[list[LonLat]] = []
    is_open = False
    for a, b in pairwise(points):
        segment = frozenset((a, b))
        if segment in seen:
            is_open = False
            continue
        seen.add(segment)
        if is_open:
            pieces[-1].append(b)
        else:
            pieces.append([a, b])
        is_open = True
    return pieces
