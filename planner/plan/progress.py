"""How far planning is, and the chance to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """How far planning is: shown while one waits, and the chance to stop."""

    stage: str
    """``prepare`` (the optimiser is being compiled), ``places``, ``search``, ``diagnose``,
    ``write`` or ``certify``."""
    done: int
    total: int
    best_prize: float | None


OnProgress = Callable[[PlanProgress], bool]
"""Called now and then; False stops the search, and the best plan so far is returned."""


def report_progress(on_progress: OnProgress | None, stage: str, done: int, total: int, best: float | None) -> bool:
    """Tell whoever listens; return whether to go on."""
    return True if on_progress is None else on_progress(PlanProgress(stage, done, total, best))
