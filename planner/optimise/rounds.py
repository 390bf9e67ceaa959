"""The course of temperature over a run: how hot it begins, and how often it is heated again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from planner.model.problem import Problem
from planner.optimise.params import SolveParams

_LONG_SECONDS: Final = 5.0
_LONG_ITERATIONS: Final = 250_000
"""From here a budget is long: about as many iterations as five seconds do on a hundred stops."""
_LAST_ROUND: Final = 0.9
_LAST_HEAT: Final = 0.25
"""When a long run goes back to the best solution known, and how hot it goes on from there."""


@dataclass(frozen=True, slots=True)
class Round:
    """A part of the run, in shares of it, over which the temperature falls geometrically to `SolveParams.cold`."""

    begin: float
    end: float
    heat: float
    """Temperature at its beginning, as a share of `SolveParams.hot`."""

    def get_temperature(self, params: SolveParams, share: float) -> float:
        """Return the temperature, in mean prizes, at a share of the run within this round."""
        hot = max(self.heat * params.hot, params.cold)
        passed = (share - self.begin) / (self.end - self.begin)
        return hot * math.pow(params.cold / hot, passed)


def list_rounds(problem: Problem, params: SolveParams) -> tuple[Round, ...]:
    """Return the rounds of a run: one, or, on several days with a long budget, a second one from the best solution."""
    is_long = params.iterations >= _LONG_ITERATIONS if params.seconds is None else params.seconds >= _LONG_SECONDS
    if is_long and problem.n_days > 1 and problem.n_stops > 0:
        return Round(0.0, _LAST_ROUND, 1.0), Round(_LAST_ROUND, 1.0, _LAST_HEAT)
    return (Round(0.0, 1.0, 1.0),)
