"""When a trip can be at a place at all, day by day: necessary conditions, from its fixed points alone.

Evenings are numbered 0 (the start) to D (the end); between them the night is fixed or chosen. A place seen on
a day lies between the last fixed evening before it and the first one after it. Over the days between, no more
can be driven than their caps allow, and no more travelled than their hours, meals taken off. What holds of the
least ways (`TravelAtlas`) holds of every trip, whatever it visits and wherever it sleeps.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.model.request import TripRequest
from planner.model.settings import TripRules
from planner.model.travel import BoolArray, IntArray
from planner.plan.atlas import TravelAtlas
from planner.plan.requests import CheckedRequest
from planner.units import parse_clock

Windows = Sequence[Sequence[tuple[int, int]]]
"""Per day: (earliest, latest) begin of service."""


def list_meal_days(request: TripRequest, rules: TripRules) -> tuple[bool, ...]:
    """Return for each day whether it holds the whole midday span, and so needs the pause; a half day does not."""
    ends_late = request.day_end_min >= parse_clock(rules.meal_latest_end)
    earliest = parse_clock(rules.meal_earliest)
    return tuple(ends_late and request.get_day_start_min(d) <= earliest for d in range(request.days))


def list_fixed_nights(request: TripRequest) -> tuple[str, ...]:
    """Return an id or ``choose`` for each night."""
    lodging, nights = request.lodging, request.days - 1
    return lodging if isinstance(lodging, tuple) else (lodging,) * nights


class Horizon:
    """When places can be seen; arrays run over days and `atlas.ids`.

    Parameters
    ----------
    drive_cap_min
        Driving of one day at most.
    """

    def __init__(self, checked: CheckedRequest, atlas: TravelAtlas, drive_cap_min: int, rules: TripRules) -> None:
        request = checked.request
        self._atlas, self._cap_min = atlas, drive_cap_min
        self._end_min = request.day_end_min
        self._starts = [request.get_day_start_min(d) for d in range(request.days)]
        self._meal_min = [rules.meal_min * has_meal for has_meal in list_meal_days(request, rules)]
        nights = enumerate(list_fixed_nights(request), start=1)
        self._fixed = {0: checked.start.id, request.days: checked.end.id}
        self._fixed |= {evening: one for evening, one in nights if one != "choose"}
        days = [self._find_day(d) for d in range(request.days)]
        self._arrive = np.array([arrive for arrive, _ in days])
        self._leave = np.array([leave for _, leave in days])

    @property
    def is_within(self) -> BoolArray:
        """Whether some day can be at the place at all, shape (p,)."""
        return np.asarray((self._arrive <= self._leave).any(axis=0), dtype=np.bool_)

    def could_visit(self, number: int, windows: Windows, service_min: int, *, serves_meal: bool) -> bool:
        """Say whether a visit fits some day: between coming and going, within its windows, beside the meal."""
        for day, spans in enumerate(windows):
            arrive, leave = int(self._arrive[day, number]), int(self._leave[day, number])
            meal_min = 0 if serves_meal else self._meal_min[day]
            if leave - arrive < service_min + meal_min:
                continue
            if any(max(arrive, first) <= min(last, leave - service_min) for first, last in spans):
                return True
        return False

    def find_nights(self) -> BoolArray:
        """Return where some night to be chosen could be spent, shape (p,)."""
        could = np.zeros(len(self._atlas.ids), dtype=np.bool_)
        for evening in range(1, len(self._starts)):
            if evening in self._fixed:
                continue
            before, after = self._find_fixed(evening - 1, evening + 1)
            drive_in, drive_out, travel_in, travel_out = self._get_ways(before, after)
            is_driven = (drive_in <= self._cap_min * (evening - before)) & (
                drive_out <= self._cap_min * (after - evening)
            )
            is_driven &= drive_in + drive_out <= self._cap_min * (after - before)
            could |= (
                is_driven
                & (travel_in <= self._get_hours(before, evening))
                & (travel_out <= self._get_hours(evening, after))
            )
        return could

    def _find_day(self, day: int) -> tuple[IntArray, IntArray]:
        """Earliest arrival and latest departure at every place; arrival after departure where there is no way."""
        before, after = self._find_fixed(day, day + 1)
        drive_in, drive_out, travel_in, travel_out = self._get_ways(before, after)
        is_driven = (drive_in <= self._cap_min * (day - before + 1)) & (drive_out <= self._cap_min * (after - day))
        is_driven &= drive_in + drive_out <= self._cap_min * (after - before)
        arrive = self._starts[day] + np.maximum(0, travel_in - self._get_hours(before, day))
        leave = self._end_min - np.maximum(0, travel_out - self._get_hours(day + 1, after))
        return arrive, np.where(is_driven, leave, -1)

    def _find_fixed(self, not_after: int, not_before: int) -> tuple[int, int]:
        return max(e for e in self._fixed if e <= not_after), min(e for e in self._fixed if e >= not_before)

    def _get_ways(self, before: int, after: int) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        atlas, here, there = self._atlas, self._fixed[before], self._fixed[after]
        return (
            atlas.get_least_drive_min(here),
            atlas.get_least_drive_min(there),
            atlas.get_least_travel_min(here),
            atlas.get_least_travel_min(there),
        )

    def _get_hours(self, first: int, last: int) -> int:
        """Minutes that whole days, from evening `first` to evening `last`, leave for travel."""
        return sum(self._end_min - self._starts[d] - self._meal_min[d] for d in range(first, last))
