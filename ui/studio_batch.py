"""A table of requests, planned one after another beside the page; no Streamlit here."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence

from planner.model.itinerary import dump_plan
from planner.plan import OnProgress, PlanProgress
from planner.plan.batch import BatchAnswer, BatchFinding, BatchRow

logger = logging.getLogger(__name__)

PlanRows = Callable[[Sequence[BatchRow], OnProgress], Iterator[BatchAnswer]]


class BatchJob:
    """One run over the rows of a table; belongs to one visitor's session."""

    def __init__(self, rows: Sequence[BatchRow], plan: PlanRows) -> None:
        self.rows = tuple(rows)
        self.answers: list[BatchAnswer] = []
        """What became of the first rows, in their order."""
        self.is_done = False
        self.is_broken = False
        self._plan = plan
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="plan-batch", daemon=True)

    def start(self) -> None:
        """Begin to plan."""
        self._thread.start()

    def stop(self) -> None:
        """Ask to end after the trip that is being planned, with the best plan found for it so far."""
        self._stop.set()

    @property
    def is_stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stop.is_set()

    @property
    def current(self) -> BatchRow | None:
        """The row that is being planned."""
        done = len(self.answers)
        return None if self.is_done or done >= len(self.rows) else self.rows[done]

    def _report(self, _: PlanProgress) -> bool:
        return not self.is_stopping

    def _run(self) -> None:
        try:
            for answer in self._plan(self.rows, self._report):
                self.answers.append(answer)
                if self.is_stopping:
                    break
        except Exception:  # the page must say so instead of waiting for ever
            logger.exception("planning a table failed")
            self.is_broken = True
        finally:
            self.is_done = True


def list_plans(answers: Sequence[BatchAnswer]) -> dict[str, bytes]:
    """Return the planned trips as files by name."""
    return {
        f"{answer.row.name}.json": dump_plan(answer.itinerary).encode()
        for answer in answers
        if answer.itinerary is not None
    }


def tell_finding(finding: BatchFinding) -> str:
    """Return why a row gives no plan, and what to do."""
    return f"{finding.message} → {finding.remedy}" if finding.remedy else finding.message
