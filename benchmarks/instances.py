"""Readers of the standard instance files of team orienteering with time windows.

The files are published by KU Leuven without a stated licence; none of them is part of this
repository. Formats are read strictly: every token is accounted for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

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
        letters = self.name.rstrip("0123456789")
        return letters if letters == "pr" else letters + self.name[len(letters)]


def load_toptw(path: Path) -> ToptwInstance:
    """Read a TOPTW file.

    Distances of Solomon's files (c, r, rc) are cut to one decimal, of Cordeau's (pr) to two, as the
    literature does; all times become integers.

    Raises
    ------
    ValueError
        When a line does not have the documented tokens.
    """
    name = path.stem
    scale = 100 if name.startswith("pr") else 10
    lines = [line.split() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
    stops = int(lines[0][2])
    rows = lines[2:]
    if len(rows) != stops + 1:
        raise ValueError(f"{name}: {len(rows)} rows, {stops + 1} announced")
    for index, row in enumerate(rows):
        if int(row[0]) != index or len(row) != 9 + int(row[6]):
            raise ValueError(f"{name}: row {index} is malformed")
    xy = np.array([[float(row[1]), float(row[2])] for row in rows])
    return ToptwInstance(
        name=name,
        scale=scale,
        travel=build_travel(xy, scale),
        service=_scaled([row[3] for row in rows], scale),
        prize=_scaled([row[4] for row in rows], 1),
        opens=_scaled([row[-2] for row in rows], scale),
        closes=_scaled([row[-1] for row in rows], scale),
    )


def build_travel(xy: np.ndarray, scale: int) -> IntArray:
    """Return Euclidean distances cut to 1 / scale; the tiny addend repairs sums such as 3-4-5 triangles."""
    x, y = xy[:, 0], xy[:, 1]
    return np.array(
        [[math.floor(math.hypot(bx - ax, by - ay) * scale + 1e-9) for bx, by in zip(x, y, strict=True)]
         for ax, ay in zip(x, y, strict=True)],
        dtype=np.int64,
    )  # fmt: skip


def build_toptw_problem(instance: ToptwInstance, days: int) -> Problem:
    """Return the problem of visiting an instance on a number of equal days: stop i is row i + 1."""
    n = len(instance.prize) - 1
    order = [*range(1, n + 1), 0]  # the depot comes last in a problem's matrices
    travel = instance.travel[np.ix_(order, order)]
    return Problem(
        travel_min=travel,
        drive_min=travel,
        service_min=instance.service[1:],
        prize=instance.prize[1:],
        window_open_min=np.repeat(instance.opens[None, 1:, None], days, axis=0),
        window_close_min=np.repeat(instance.closes[None, 1:, None], days, axis=0),
        category=np.zeros(n, dtype=np.int64),
        gain_to=np.array([[int(instance.prize.sum())]]),
        gain_pct=np.array([[100]]),
        group=np.arange(n),
        group_is_mandatory=np.zeros(n, dtype=np.bool_),
        serves_meal=np.zeros(n, dtype=np.bool_),
        stop_capacity=np.full(n, -1),
        depot_capacity=np.array([-1]),
        resource_use=np.zeros((0, n), dtype=np.int64),
        depot_resource_use=np.zeros((0, 1), dtype=np.int64),
        resource_cap=np.zeros(0, dtype=np.int64),
        day_start_min=np.full(days, instance.opens[0]),
        day_end_min=np.full(days, instance.closes[0]),
        drive_cap_min=np.full(days, instance.closes[0]),
        max_visits=np.full(days, n),
        meal_required=np.zeros(days, dtype=np.bool_),
        start_depot=0,
        end_depot=0,
        night_is_option=np.ones((days - 1, 1), dtype=np.bool_),
        depot_prize=np.array([0]),
        depot_group=np.array([-1]),
        drive_cost=0,
    )


def _scaled(tokens: list[str], scale: int) -> IntArray:
    """Return decimals as integers, refusing any that the scale cannot hold."""
    values = np.array([float(token) for token in tokens]) * scale
    whole = np.rint(values).astype(np.int64)
    if not np.allclose(values, whole, atol=1e-6):
        raise ValueError(f"values with more decimals than a scale of {scale} holds")
    return whole
