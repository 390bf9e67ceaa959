"""Choosing stops, days, order and nights, and timing what was chosen."""

from planner.optimise.arrays import as_kernel_arrays
from planner.optimise.params import SolveParams, SolveResult
from planner.optimise.preparation import Preparation, is_prepared, prepare, prepare_apart
from planner.optimise.schedule import schedule, schedule_day, time_day, time_day_like
from planner.optimise.solver import solve
from planner.optimise.value import get_value
from planner.optimise.warming import warm_up

__all__ = [
    "Preparation",
    "SolveParams",
    "SolveResult",
    "as_kernel_arrays",
    "get_value",
    "is_prepared",
    "prepare",
    "prepare_apart",
    "schedule",
    "schedule_day",
    "solve",
    "time_day",
    "time_day_like",
    "warm_up",
]
