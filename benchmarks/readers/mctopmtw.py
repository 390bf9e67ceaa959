"""Team orienteering with several windows per stop, a budget and limits per type (MC-TOP-MTW)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.readers.plain import build_plain_problem
from benchmarks.readers.rows import Row, build_travel, check_location, check_row_count, load_rows, put_depot_last
from benchmarks.readers.toptw import get_family, get_scale
from planner.model.problem import Problem
from planner.model.travel import IntArray

N_TYPES = 10
FIRST_ID = 2
"""Stops are numbered from 2: the number less 1 is the row of the TOPTW file it was made of."""


@dataclass(frozen=True, slots=True)
class MctopmtwInstance:
    """One file of n stops and D days; times in `scale`-ths of the file's unit."""

    name: str
    """As in the TOPTW file it was made of, e.g. r101."""
    scale: int
    travel: IntArray
    """(n + 1, n + 1), location 0 is the depot."""
    service: IntArray
    prize: IntArray
    window_open: IntArray
    """(D, n, 2)."""
    window_close: IntArray
    use: IntArray
    """(11, n): entrance fee, then one row of zeros and ones per type."""
    cap: IntArray
    """(11,): budget, then the greatest number of visited stops of each type, over all days."""
    day_start: int
    day_end: int

    @property
    def family(self) -> str:
        """c1, r1 or rc1."""
        return get_family(self.name)

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.window_open.shape[0])


def load_mctopmtw(path: Path) -> MctopmtwInstance:
    """Read a file ``MCTOPMTW-<days>-<name>.txt``; distances are cut as in the TOPTW file of that name.

    Line 1 ``M N B E1 .. E10`` (days, stops, budget, limit per type), line 2 ``0 x y d S O C`` (the depot),
    then N lines ``i x y d S O1 O2 O3 O4 C4 E b e1 .. e10``: four windows that share their borders, of
    which a day has two, whether they are swapped, the fee, and ten flags of type.

    Raises
    ------
    ValueError
        With file, line and what is wrong, when a line does not have the documented tokens.
    """
    head, depot, *rows = load_rows(path, at_least=3)
    head.expect(3 + N_TYPES, "the first line")
    check_location(depot, 7, 0)
    days = head.get_count(0)
    if days < 1:
        head.fail("a trip has at least one day")
    check_row_count(rows, head.get_count(1), head)
    for index, row in enumerate(rows):
        check_location(row, 12 + N_TYPES, index + FIRST_ID)
    name = path.stem.rpartition("-")[2]
    scale = get_scale(name)
    windows = np.array([[_pick_windows(row, day, scale) for row in rows] for day in range(days)], dtype=np.int64)
    windows = windows.reshape(days, -1, 2, 2)
    return MctopmtwInstance(
        name=name,
        scale=scale,
        travel=build_travel([depot, *rows], scale),
        service=np.array([row.get_scaled(3, scale) for row in rows]),
        prize=np.array([row.get_count(4) for row in rows]),
        window_open=windows[..., 0],
        window_close=windows[..., 1],
        use=np.array([[row.get_count(11), *(row.get_flag(12 + z) for z in range(N_TYPES))] for row in rows]).T.copy(),
        cap=np.array([head.get_count(2 + z) for z in range(1 + N_TYPES)]),
        day_start=depot.get_scaled(5, scale),
        day_end=depot.get_scaled(6, scale),
    )


def _pick_windows(row: Row, day: int, scale: int) -> list[tuple[int, int]]:
    """Return the two windows of a day from 0: the first and third, or the second and fourth.

    With E = 1 the first pair is that of the odd days (the first, third), with E = 0 of the even ones.
    Windows that meet are written as one, for those of a `Problem` are disjoint.
    """
    border = [row.get_scaled(5 + index, scale) for index in range(5)]
    if sorted(border) != border:
        row.fail("the borders of the windows do not ascend")
    is_odd_day = day % 2 == 0
    first = 0 if row.get_flag(10) == is_odd_day else 1
    if border[first + 1] == border[first + 2]:
        return [(border[first], border[first + 3]), (0, -1)]
    return [(border[first], border[first + 1]), (border[first + 2], border[first + 3])]


def build_mctopmtw_problem(instance: MctopmtwInstance) -> Problem:
    """Return the problem of an instance: stop i is location i + 1; resources are the fee and ten types."""
    return build_plain_problem(
        travel=put_depot_last(instance.travel),
        service=instance.service,
        prize=instance.prize,
        window_open=instance.window_open,
        window_close=instance.window_close,
        day_start=np.full(instance.days, instance.day_start),
        day_end=np.full(instance.days, instance.day_end),
        resource_use=instance.use,
        resource_cap=instance.cap,
    )
