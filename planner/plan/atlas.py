"""Travel among the places of a catalogue, computed as far as a request needs it and kept for the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from planner.model.place import Located
from planner.model.travel import GeoPoint, IntArray, TravelMatrix, Vehicle
from planner.plan.source import KnowsLeastTravel, LeastTravel, TravelTimeSource

FAR_MIN: Final = 1 << 20
"""Stands for the minutes of a way that does not exist: more than any trip has, and safe to add up."""
MAX_TABLE: Final = 1_500
"""Places whose matrix is made whole and kept; where there are more, each request has its own."""
MAX_ROWS: Final = 128
"""Points whose lower bounds to all others are kept per vehicle."""


class TravelTable:
    """Travel between some places, all pairs."""

    def __init__(self, ids: Sequence[str], matrix: TravelMatrix) -> None:
        self.matrix = matrix
        self._row = {one: row for row, one in enumerate(ids)}

    def rows(self, ids: Sequence[str]) -> npt.NDArray[np.intp]:
        """Return matrix rows of ids."""
        return np.array([self._row[one] for one in ids], dtype=np.intp)

    def holds(self, ids: Sequence[str]) -> bool:
        """Whether all ids stand in the table."""
        return all(one in self._row for one in ids)


class TravelAtlas:
    """Travel with one vehicle among all routable places of a catalogue.

    Lower bounds from single points to all places are cheap, and enough to choose what a trip may see;
    a table of all pairs is made for the chosen only, unless the catalogue is small.
    """

    def __init__(self, located: Sequence[Located], travel: TravelTimeSource, vehicle: Vehicle) -> None:
        self.ids = tuple(one.id for one in located)
        self._points = tuple(one.point for one in located)
        self._number = {one: k for k, one in enumerate(self.ids)}
        self._travel, self._vehicle = travel, vehicle
        self._table: TravelTable | None = None
        self._least: LeastTravel | None = None
        self._drive: dict[str, IntArray] = {}
        self._way: dict[str, IntArray] = {}

    def is_known(self, one: str) -> bool:
        """Whether the place is routable, so that it has travel times."""
        return one in self._number

    def number(self, ids: Sequence[str]) -> npt.NDArray[np.intp]:
        """Return the places of ids in `ids`, and so in the arrays of least minutes."""
        return np.array([self._number[one] for one in ids], dtype=np.intp)

    def get_table(self, ids: Sequence[str]) -> TravelTable:
        """Return a table that holds some places, and may hold more."""
        kept = self._table
        if kept is not None and kept.holds(ids):
            return kept
        wanted = self.ids if len(self.ids) <= MAX_TABLE else tuple(dict.fromkeys(ids))
        points = [self._points[self._number[one]] for one in wanted]
        self._table = TravelTable(wanted, self._travel.matrix(points, self._vehicle))
        return self._table

    def get_drive_min(self, a: str, b: str) -> int:
        """Return minutes of driving of the way between two places, -1 = unreachable."""
        kept = self._table
        if len(self.ids) <= MAX_TABLE or (kept is not None and kept.holds((a, b))):
            kept = self.get_table((a, b))
        else:
            ends = [self._points[self._number[one]] for one in (a, b)]
            kept = TravelTable((a, b), self._travel.matrix(ends, self._vehicle))
        row, column = kept.rows((a, b))
        return int(kept.matrix.drive_min[row, column])

    def get_least_drive_min(self, one: str) -> IntArray:
        """Return lower bounds of driving between a place and every place, shape (p,); `FAR_MIN` = no way."""
        if one not in self._drive:
            self._drive = self._keep(self._drive, one, self._find_least().get_drive_min(self._number[one]))
        return self._drive[one]

    def get_least_travel_min(self, one: str) -> IntArray:
        """Return lower bounds of travel between a place and every place, shape (p,); `FAR_MIN` = no way."""
        if one not in self._way:
            self._way = self._keep(self._way, one, self._find_least().get_travel_min(self._number[one]))
        return self._way[one]

    def _find_least(self) -> LeastTravel:
        if self._least is None:
            if isinstance(self._travel, KnowsLeastTravel):
                self._least = self._travel.find_least(self._points, self._vehicle)
            else:
                self._least = MatrixLeast(self._points, self._travel, self._vehicle)
        return self._least

    def _keep(self, kept: dict[str, IntArray], one: str, minutes: IntArray) -> dict[str, IntArray]:
        """Return the rows with one more. A new mapping, so that another thread never sees it half made."""
        kept = {} if len(kept) >= MAX_ROWS else kept
        return {**kept, one: np.where(minutes < 0, FAR_MIN, minutes)}


class MatrixLeast:
    """Lower bounds from the matrices of a source that offers none itself.

    Of few points the whole matrix is made and closed by shortest paths. Of many, ways are asked for in strips,
    and the direct ways are taken for the least; where the source is not closed under the triangle inequality
    that errs by what a detour saves. The lesser of there and back counts.
    """

    def __init__(self, points: Sequence[GeoPoint], travel: TravelTimeSource, vehicle: Vehicle) -> None:
        self._points, self._travel, self._vehicle = points, travel, vehicle
        self._graphs: dict[str, csr_matrix] = {}
        self._strips: dict[int, tuple[IntArray, IntArray]] = {}

    def get_drive_min(self, start: int) -> IntArray:
        """Return least minutes of driving from point `start` to every point; -1 = no way."""
        return self._close("drive_min", start) if len(self._points) <= MAX_TABLE else self._ask(start)[0]

    def get_travel_min(self, start: int) -> IntArray:
        """Return least minutes of travel from point `start` to every point; -1 = no way."""
        return self._close("minutes", start) if len(self._points) <= MAX_TABLE else self._ask(start)[1]

    def _close(self, field: str, start: int) -> IntArray:
        if not self._graphs:
            matrix = self._travel.matrix(self._points, self._vehicle)
            tail, head = np.nonzero(matrix.reachable)
            for name in ("drive_min", "minutes"):
                lesser = _take_lesser(getattr(matrix, name), getattr(matrix, name).T)
                self._graphs[name] = csr_matrix((lesser[tail, head].astype(np.float64), (tail, head)), lesser.shape)
        cost = dijkstra(self._graphs[field], directed=False, indices=start)
        return np.where(np.isfinite(cost), cost, -1.0).astype(np.int64)

    def _ask(self, start: int) -> tuple[IntArray, IntArray]:
        if start not in self._strips:
            drive, travel = (np.full(len(self._points), -1, dtype=np.int64) for _ in range(2))
            for first in range(0, len(self._points), MAX_TABLE // 2):
                strip = self._points[first : first + MAX_TABLE // 2]
                matrix = self._travel.matrix((self._points[start], *strip), self._vehicle)
                columns = slice(first, first + len(strip))
                drive[columns] = _take_lesser(matrix.drive_min[0, 1:], matrix.drive_min[1:, 0])
                travel[columns] = _take_lesser(matrix.minutes[0, 1:], matrix.minutes[1:, 0])
            self._strips = {start: (drive, travel)}
        return self._strips[start]


def _take_lesser(there: IntArray, back: IntArray) -> IntArray:
    """Return the lesser of two ways; where one does not exist (-1), the other."""
    return np.where((there < 0) | (back < 0), np.maximum(there, back), np.minimum(there, back))
