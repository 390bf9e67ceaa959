"""The tourist trip design problem with opening hours per weekday (TTDP)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.readers.plain import build_plain_problem
from benchmarks.readers.rows import Row, build_travel, check_location, check_row_count, load_rows, put_depot_last
from planner.model.problem import Problem
from planner.model.travel import IntArray

SCALE = 100
"""Distances are cut to two decimals."""
CLOSED = (0, 0)


@dataclass(frozen=True, slots=True)
class TtdpInstance:
    """One file of n stops and D days; times in hundredths of a minute."""

    name: str
    travel: IntArray
    """(n + 1, n + 1), location 0 is the hotel."""
    service: IntArray
    prize: IntArray
    window_open: IntArray
    """(D, n, 1); the weekday of each day is already chosen."""
    window_close: IntArray
    """(D, n, 1): last begin of a visit; -1 = closed."""
    day_start: int
    day_end: int

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.window_open.shape[0])

    @property
    def family(self) -> str:
        """Number of days, e.g. ``2 days``."""
        return f"{self.days} day" + "s" * (self.days > 1)


def load_ttdp(path: Path) -> TtdpInstance:
    """Read a TTDP file.

    Line 1 ``k M SD N ..`` (16 tokens: M days, weekday SD of the first from 0 to 6, N stops), line 2
    ``0 x y d S O C`` (the hotel), then N lines ``i x y d S t open0 close0 .. open6 close6 b``. The format does
    not say whether closing bounds the begin or the end of a visit; here, as in the sister formats, the begin.

    Raises
    ------
    ValueError
        With file, line and what is wrong, when a line does not have the documented tokens.
    """
    head, hotel, *rows = load_rows(path, at_least=3)
    head.expect(16, "the first line")
    days, first_weekday = head.get_count(1), head.get_count(2)
    if days < 1 or first_weekday > 6:
        head.fail("a trip has at least one day and starts on a weekday from 0 to 6")
    check_location(hotel, 7, 0)
    check_row_count(rows, head.get_count(3), head)
    for index, row in enumerate(rows):
        check_location(row, 21, index + 1)
    hours = [[_get_hours(row, (first_weekday + day) % 7) for row in rows] for day in range(days)]
    windows = np.array(hours, dtype=np.int64).reshape(days, -1, 2)
    return TtdpInstance(
        name=path.stem,
        travel=build_travel([hotel, *rows], SCALE),
        service=np.array([row.get_scaled(3, SCALE) for row in rows]),
        prize=np.array([row.get_count(4) for row in rows]),
        window_open=windows[..., :1],
        window_close=windows[..., 1:],
        day_start=hotel.get_scaled(5, SCALE),
        day_end=hotel.get_scaled(6, SCALE),
    )


def _get_hours(row: Row, weekday: int) -> tuple[int, int]:
    """Return first and last begin of a visit on a weekday, scaled; (0, -1) when it is closed."""
    opens, closes = row.get_count(6 + 2 * weekday), row.get_count(7 + 2 * weekday)
    if (opens, closes) == CLOSED:
        return 0, -1
    if opens >= closes:
        row.fail(f"weekday {weekday} opens at {opens} and closes at {closes}")
    return opens * SCALE, closes * SCALE


def build_ttdp_problem(instance: TtdpInstance) -> Problem:
    """Return the problem of an instance: stop i is location i + 1."""
    return build_plain_problem(
        travel=put_depot_last(instance.travel),
        service=instance.service,
        prize=instance.prize,
        window_open=instance.window_open,
        window_close=instance.window_close,
        day_start=np.full(instance.days, instance.day_start),
        day_end=np.full(instance.days, instance.day_end),
    )
