"""A table of requests, planned one after another beside the page; no Streamlit here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from planner.model.itinerary import dump_plan
from planner.plan import OnProgress, PlanProgress
from planner.plan.batch import BatchAnswer, BatchRow
from ui.job import Work

PlanRows = Callable[[Sequence[BatchRow], OnProgress], Iterator[BatchAnswer]]


class BatchJob(Work):
    """One run over the rows of a table; stopped, it ends after the trip that is being planned, dropped, at once."""

    def __init__(self, rows: Sequence[BatchRow], plan: PlanRows) -> None:
        super().__init__()
        self.rows = tuple(rows)
        self.answers: list[BatchAnswer] = []
        """What became of the first rows, in their order."""
        self.progress: PlanProgress | None = None
        """Of the row that is being planned."""
        self.is_done = False
        self._is_dropped = False
        self._plan = plan
        self._row_began_s = time.monotonic()

    def drop(self) -> None:
        """End at once: nobody wants the answers any more, and that of the row in hand is half made."""
        self._is_dropped = True
        self.stop()

    @property
    def current(self) -> BatchRow | None:
        """The row that is being planned."""
        done = len(self.answers)
        return None if self.is_done or done >= len(self.rows) else self.rows[done]

    @property
    def row_seconds(self) -> float:
        """Time since the row in hand was begun."""
        return time.monotonic() - self._row_began_s

    def _report(self, progress: PlanProgress) -> bool:
        self.progress = progress
        return not self._is_dropped

    def _do(self) -> None:
        for answer in self._plan(self.rows, self._report):
            self.answers.append(answer)
            self.progress, self._row_began_s = None, time.monotonic()
            if self.is_stopping:
                break

    def _run(self) -> None:
        super()._run()
        self.is_done = True


def find_share(done: int, total: int, progress: PlanProgress | None) -> float:
    """Return how much of a table is done, from 0 to 1, with what is done of the row in hand.

    A row is searched for most of its time; its other stages count as no part of it.
    """
    within = 0.0
    if progress is not None and progress.stage == "search" and progress.total > 1:
        within = min(1.0, progress.done / progress.total)
    return min(1.0, (done + within) / total)


def list_plans(answers: Sequence[BatchAnswer]) -> dict[str, bytes]:
    """Return the planned trips as files by name."""
    return {
        f"{answer.row.name}.json": dump_plan(answer.itinerary).encode()
        for answer in answers
        if answer.itinerary is not None
    }
