"""Orienteering with hotel selection (OPHS)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.readers.plain import build_plain_problem
from benchmarks.readers.rows import Row, check_row_count, load_rows
from planner.model.problem import Problem
from planner.model.travel import IntArray

TOLERANCE = Fraction(5, 1000)
"""By which a trip may be longer than the file says: limits there are the legs of a known tour, the last of
which seems to be what is left of a length rounded to two decimals, and that tour must fit."""
SCALE = 50_000
"""Integers per unit of length. A leg is rounded *up* and a limit down, so that what fits as integers fits
the file; forty legs lose at most 0.0008 by it."""


@dataclass(frozen=True, slots=True)
class OphsInstance:
    """One file: locations are n stops, then 2 + H hotels (start, end, extra ones); lengths as integers."""

    name: str
    """graph-Tmax-H-D; where its Tmax differs from that of the file, the file rules."""
    travel: IntArray
    """(n + 2 + H, n + 2 + H), in 1 / `SCALE`, rounded up."""
    prize: IntArray
    """(n,)."""
    trip_limit: IntArray
    """(D,), tolerance included, rounded down."""
    tour_limit: int

    @property
    def n_stops(self) -> int:
        """Number of stops."""
        return len(self.prize)

    @property
    def tmax(self) -> Fraction:
        """Length of the whole tour that the file allows."""
        return Fraction(self.tour_limit, SCALE)

    @property
    def graph(self) -> str:
        """Name of the set of stops: T1, T3, 64, 66, 100, 102."""
        return self.name.partition("-")[0]

    @property
    def family(self) -> str:
        """Number of extra hotels and of trips, e.g. ``1-2``."""
        return "-".join(self.name.split("-")[-2:])


def load_ophs(path: Path) -> OphsInstance:
    """Read a file ``<graph>-<Tmax>-<H>-<D>.ophs``.

    Line 1 ``N H D``, line 2 ``Tmax``, line 3 the D trip limits; then N + H lines ``x y S``: start hotel, end
    hotel, H extra hotels, N - 2 stops; a line of dashes ends the file. Distances are Euclidean, not rounded.

    Raises
    ------
    ValueError
        With file, line and what is wrong, when a line does not have the documented tokens.
    """
    head, total, limits, *rows, last = load_rows(path, at_least=6)
    head.expect(3, "the first line")
    total.expect(1, "the line of the tour's length")
    n, hotels, days = head.get_count(0) - 2, head.get_count(1) + 2, head.get_count(2)
    if n < 0 or days < 1:
        head.fail("a tour has two hotels and at least one trip")
    limits.expect(days, "the line of trip limits")
    if set("".join(last.tokens)) != {"-"}:
        last.fail("the last line is one of dashes")
    check_row_count(rows, n + hotels, head)
    for index, row in enumerate(rows):
        row.expect(3, "a location line")
        if index < hotels and row.get_decimal(2) != 0:
            row.fail("a hotel has no score")
    return OphsInstance(
        name=path.stem,
        travel=_build_travel([*rows[hotels:], *rows[:hotels]]),
        prize=np.array([row.get_count(2) for row in rows[hotels:]], dtype=np.int64),
        trip_limit=np.array([_cut(Fraction(limits.get_decimal(trip)) + TOLERANCE) for trip in range(days)]),
        tour_limit=_cut(Fraction(total.get_decimal(0))),
    )


def _build_travel(rows: list[Row]) -> IntArray:
    """Return Euclidean distances rounded up, but for 1e-9 that floating point may have added."""
    xy = [(float(row.get_decimal(0)), float(row.get_decimal(1))) for row in rows]
    ceiled = [[math.ceil(math.hypot(bx - ax, by - ay) * SCALE - 1e-9) for bx, by in xy] for ax, ay in xy]
    return np.array(ceiled, dtype=np.int64)


def _cut(length: Fraction) -> int:
    return math.floor(length * SCALE)


def build_ophs_problem(instance: OphsInstance) -> Problem:
    """Return the problem of an instance: trips are days, hotels depots, and every night may be at any of them.

    The limit of the whole tour is left out where the trips together cannot reach it.
    """
    n, days = instance.n_stops, len(instance.trip_limit)
    longest = int(instance.trip_limit.max())
    is_cap_needed = int(instance.trip_limit.sum()) > instance.tour_limit
    return build_plain_problem(
        travel=instance.travel,
        service=np.zeros(n, dtype=np.int64),
        prize=instance.prize,
        window_open=np.zeros((days, n, 1), dtype=np.int64),
        window_close=np.full((days, n, 1), longest),
        day_start=np.zeros(days, dtype=np.int64),
        day_end=instance.trip_limit,
        n_depots=len(instance.travel) - n,
        end_depot=1,
        trip_cap=instance.tour_limit if is_cap_needed else -1,
    )
