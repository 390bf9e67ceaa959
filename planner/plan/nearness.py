"""Travel between all places, and how far each lies from where a trip must go anyway."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from planner.model.catalogue import Catalogue
from planner.model.travel import TravelMatrix
from planner.plan.requests import CheckedRequest


class TravelTable:
    """Travel between every routable place of the catalogue with one vehicle."""

    def __init__(self, ids: Sequence[str], matrix: TravelMatrix) -> None:
        self.matrix = matrix
        self._row = {one: row for row, one in enumerate(ids)}

    def rows(self, ids: Sequence[str]) -> npt.NDArray[np.intp]:
        """Return matrix rows of ids."""
        return np.array([self._row[one] for one in ids], dtype=np.intp)

    def get_drive_min(self, a: str, b: str) -> int:
        """Return minutes of driving, -1 = unreachable."""
        return int(self.matrix.drive_min[self._row[a], self._row[b]])

    def is_known(self, one: str) -> bool:
        """Whether the place is routable, so that it stands in the table."""
        return one in self._row


class Nearness:
    """How far places lie from where the trip must go anyway."""

    def __init__(self, checked: CheckedRequest, catalogue: Catalogue, table: TravelTable, extra: Sequence[str]) -> None:
        experiences = catalogue.experiences
        named = [*checked.must_places, *(experiences[e].place_id for e in checked.must_experiences), *extra]
        fixed = checked.request.lodging if isinstance(checked.request.lodging, tuple) else (checked.request.lodging,)
        named += [one for one in fixed if one != "choose"]
        anchors = [one for one in dict.fromkeys([checked.start.id, *named, checked.end.id]) if table.is_known(one)]
        self.anchors = anchors
        self.table = table
        drive = np.where(table.matrix.reachable, table.matrix.drive_min, 1 << 20)
        rows = table.rows(anchors)
        to_anchor = drive[rows, :]
        self._near = to_anchor.min(axis=0)
        # A place on the way between two anchors is near although both are far.
        between = drive[np.ix_(rows, rows)]
        detour = to_anchor[:, None, :] + to_anchor[None, :, :] - between[:, :, None]
        self._near = np.minimum(self._near, detour.min(axis=(0, 1)) // 2)
        self._from_start = drive[table.rows([checked.start.id])[0], :]
        self._to_end = drive[:, table.rows([checked.end.id])[0]]

    def get_near_min(self, one: str) -> int:
        """Return minutes of driving off the way of the trip, about."""
        return int(self._near[self.table.rows([one])[0]])

    def get_through_min(self, one: str) -> int:
        """Return minutes of driving from the start to a place and on to the end."""
        row = self.table.rows([one])[0]
        return int(self._from_start[row] + self._to_end[row])

    def get_start_min(self, one: str) -> int:
        """Return minutes of driving from the start."""
        return int(self._from_start[self.table.rows([one])[0]])

    def get_end_min(self, one: str) -> int:
        """Return minutes of driving to the end."""
        return int(self._to_end[self.table.rows([one])[0]])
