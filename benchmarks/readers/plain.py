"""A `Problem` with everything that the literature's instances have no notion of switched off."""

from __future__ import annotations

import numpy as np

from planner.model.problem import Problem
from planner.model.travel import BoolArray, IntArray


def build_plain_problem(
    *,
    travel: IntArray,
    service: IntArray,
    prize: IntArray,
    window_open: IntArray,
    window_close: IntArray,
    day_start: IntArray,
    day_end: IntArray,
    n_depots: int = 1,
    end_depot: int = 0,
    night_is_option: BoolArray | None = None,
    resource_use: IntArray | None = None,
    resource_cap: IntArray | None = None,
    trip_cap: int = -1,
) -> Problem:
    """Return a problem with linear gains and without meals, groups, variants or limits on driving.

    Parameters
    ----------
    travel
        Shape (n + k, n + k), depots last.
    service, prize
        Shape (n,).
    window_open, window_close
        Shape (D, n, W), as `Problem` has them.
    day_start, day_end
        Shape (D,).
    n_depots, end_depot
        Depots; days start at depot 0.
    night_is_option
        Shape (D - 1, k); every depot every night when None.
    resource_use, resource_cap
        Shapes (R, n), (R,); no resources when None.
    trip_cap
        Length of all days together, -1 = no limit.
    """
    n, days = len(service), len(day_start)
    use = np.zeros((0, n), dtype=np.int64) if resource_use is None else resource_use
    cap = np.zeros(0, dtype=np.int64) if resource_cap is None else resource_cap
    nights = np.ones((days - 1, n_depots), dtype=np.bool_) if night_is_option is None else night_is_option
    return Problem(
        travel_min=travel,
        drive_min=travel,
        service_min=service,
        prize=prize,
        window_open_min=window_open,
        window_close_min=window_close,
        category=np.zeros(n, dtype=np.int64),
        gain_to=np.array([[int(prize.sum())]]),
        gain_pct=np.array([[100]]),
        group=np.arange(n),
        group_is_mandatory=np.zeros(n, dtype=np.bool_),
        serves_meal=np.zeros(n, dtype=np.bool_),
        stop_capacity=np.full(n, -1),
        depot_capacity=np.full(n_depots, -1),
        resource_use=use,
        depot_resource_use=np.zeros((len(cap), n_depots), dtype=np.int64),
        resource_cap=cap,
        day_start_min=day_start,
        day_end_min=day_end,
        drive_cap_min=day_end,
        max_visits=np.full(days, n),
        meal_required=np.zeros(days, dtype=np.bool_),
        start_depot=0,
        end_depot=end_depot,
        night_is_option=nights,
        depot_prize=np.zeros(n_depots, dtype=np.int64),
        depot_group=np.full(n_depots, -1),
        drive_cost=0,
        trip_drive_cap_min=trip_cap,
    )
