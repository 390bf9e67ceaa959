"""Shortest ways over stops that are left out."""

from __future__ import annotations

from planner.model.travel import IntArray
from planner.optimise.certificate.kernels.compiled import kernel
from planner.optimise.certificate.kernels.day import NEVER


@kernel
def close_over(
    left_out: IntArray, service: IntArray, loss: IntArray, travel: IntArray, drive: IntArray, cost: IntArray
) -> None:
    """Take travel, driving and cost each over all walks through `left_out` rows, in place (Floyd 1962).

    A walk takes the `service` (rows,) of what it passes, and costs its `loss` (rows,).
    """
    rows = travel.shape[0]
    for middle in left_out:
        for here in range(rows):
            if travel[here, middle] >= NEVER:
                continue
            way = travel[here, middle] + service[middle]
            wheel = drive[here, middle]
            price = cost[here, middle] + loss[middle]
            for there in range(rows):
                if travel[middle, there] >= NEVER:
                    continue
                travel[here, there] = min(travel[here, there], way + travel[middle, there])
                drive[here, there] = min(drive[here, there], wheel + drive[middle, there])
                cost[here, there] = min(cost[here, there], price + cost[middle, there])
