"""Team orienteering with time windows (TOPTW): Solomon's c, r, rc and Cordeau's pr files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.readers.plain import build_plain_problem
from benchmarks.readers.rows import build_travel, check_location, check_row_count, load_rows, put_depot_last
from planner.model.problem import Problem
from planner.model.travel import IntArray


@dataclass(frozen=True, slots=True)
class ToptwInstance:
    """One file: rows 0..N, row 0 is the depot; times in `scale`-ths of the file's unit."""

    name: str
    scale: int
    travel: IntArray
    """(N + 1, N + 1)."""
    service: IntArray
    prize: IntArray
    opens: IntArray
    closes: IntArray

    @property
    def family(self) -> str:
        """c1, r1, rc1 or pr."""
        return get_family(self.name)


def get_family(name: str) -> str:
    """Return c1, r1, rc1 or pr (or another such prefix) of the name of a Solomon or Cordeau file."""
    letters = name.rstrip("0123456789")
    return letters if letters == "pr" else name[: len(letters) + 1]


def get_scale(name: str) -> int:
    """Return 100 for Cordeau's pr files, 10 for Solomon's: the literature cuts distances to 2 and 1 decimals."""
    return 100 if name.startswith("pr") else 10


def load_toptw(path: Path) -> ToptwInstance:
    """Read a TOPTW file; all times become integers.

    Line 1 ``k v N t``, line 2 ``D Q``, of which only N counts; then N + 1 lines
    ``i x y d S f a list[a] O C``: the service d may begin from O to C (at the depot: the day).

    Raises
    ------
    ValueError
        With file, line and what is wrong, when a line does not have the documented tokens.
    """
    head, capacity, *rows = load_rows(path, at_least=3)
    head.expect(4, "the first line")
    capacity.expect(2, "the second line")
    check_row_count(rows, head.get_count(2) + 1, head)
    for index, row in enumerate(rows):
        if len(row.tokens) < 9:
            row.fail(f"a location line has at least 9 tokens, not {len(row.tokens)}")
        check_location(row, 9 + row.get_count(6), index)
    scale = get_scale(path.stem)
    return ToptwInstance(
        name=path.stem,
        scale=scale,
        travel=build_travel(rows, scale),
        service=np.array([row.get_scaled(3, scale) for row in rows]),
        prize=np.array([row.get_count(4) for row in rows]),
        opens=np.array([row.get_scaled(-2, scale) for row in rows]),
        closes=np.array([row.get_scaled(-1, scale) for row in rows]),
    )


def build_toptw_problem(instance: ToptwInstance, days: int) -> Problem:
    """Return the problem of visiting an instance on a number of equal days: stop i is row i + 1."""
    return build_plain_problem(
        travel=put_depot_last(instance.travel),
        service=instance.service[1:],
        prize=instance.prize[1:],
        window_open=np.repeat(instance.opens[None, 1:, None], days, axis=0),
        window_close=np.repeat(instance.closes[None, 1:, None], days, axis=0),
        day_start=np.full(days, instance.opens[0]),
        day_end=np.full(days, instance.closes[0]),
    )
