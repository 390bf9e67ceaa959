"""Choosing stops, days, order and nights."""

from planner.optimise.params import SolveParams, SolveResult
from planner.optimise.solver import solve
from planner.optimise.value import get_value

__all__ = ["SolveParams", "SolveResult", "get_value", "solve"]
