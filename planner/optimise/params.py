"""What a search is told (`SolveParams`) and what it answers (`SolveResult`)."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.problem import Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveParams:
    """Budget, seed and search parameters.

    With `seconds` unset the same problem, params and start give the same result in every process and
    on every machine. With `seconds` set the clock decides how many iterations are done, and a
    second run may end elsewhere.
    """

    seed: int = 1
    iterations: int = 20_000
    """Ruin-and-recreate iterations; without meaning when `seconds` is set."""
    seconds: float | None = None
    """CPU seconds of the calling thread, polish included; not reproducible."""
    max_ruin: int = 12
    """Most stops taken out by one iteration."""
    string_pct: int = 70
    """Chance of ruining strings of neighbours instead of single stops."""
    string_end_pct: int = 30
    """Chance to stop after each string."""
    full_pass_pct: int = 3
    """Chance that every day, not only the ruined ones, takes in formerly unrouted stops."""
    night_move_pct: int = 15
    """Chance to move a night, where there is a choice."""
    ratio_pct: int = 50
    """Chance of inserting by worth per minute instead of by worth."""
    random_order_pct: int = 25
    """Chance, when not by worth per minute, of inserting in random order."""
    noise_pct: int = 30
    """Greatest share by which a stop's worth is lowered at random in one iteration."""
    tie_pct: int = 50
    """Chance of accepting an equal value with longer travel."""
    hot: float = 2.0
    """Temperature at the beginning, in mean prizes."""
    cold: float = 0.15
    """Temperature at the end, in mean prizes."""

    def __post_init__(self) -> None:
        if self.iterations < 0 or (self.seconds is not None and not self.seconds > 0):
            raise ValueError("a search needs a budget: iterations >= 0, seconds > 0")
        if self.max_ruin < 1:
            raise ValueError("max_ruin must be at least 1")
        for name in ("string_pct", "string_end_pct", "full_pass_pct", "night_move_pct", "ratio_pct",
                     "random_order_pct", "noise_pct", "tie_pct"):  # fmt: skip
            if not 0 <= getattr(self, name) <= 100:
                raise ValueError(f"{name} must be between 0 and 100")
        if not 0 < self.cold <= self.hot:
            raise ValueError("temperatures must satisfy 0 < cold <= hot")


@dataclass(frozen=True, slots=True)
class SolveResult:
    """The best solution found."""

    solution: Solution
    value: int
    """Hundredths of a prize point, as `Problem` defines it."""
    is_feasible: bool
    """False when a mandatory group is missing, or when no solution at all keeps the limits, such as a start
    that cannot reach its end: then all days are empty and the nights the least bad."""
    missing_groups: tuple[int, ...]
    """Mandatory groups that neither a stop nor a night satisfies."""
    iterations: int
    cpu_seconds: float
