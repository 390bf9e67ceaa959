"""Planning beside the page: a thread that reports how far it is and can be told to stop."""

from __future__ import annotations

import logging
import threading
import time
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from planner.errors import PlannerError
from planner.model.alternatives import Alternatives
from planner.model.itinerary import Itinerary
from planner.model.request import TripRequest
from planner.plan import OnProgress, PlanProgress

logger = logging.getLogger(__name__)

Plan = Callable[[TripRequest, OnProgress], Itinerary]


class Task(StrEnum):
    """What a job does; the value is the key of the message that says so."""

    PLAN = "progress.running"
    REPLAN = "progress.replanning"
    COMPARE = "progress.comparing"
    PROVE = "progress.proving"


class Work(ABC):
    """Work of one visitor's session, done by a thread that knows nothing of any page and can be told to stop."""

    def __init__(self) -> None:
        self.is_broken = False
        """Whether it ended with a fault of ours, which the log holds."""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Ask to end with what there is."""
        self._stop.set()

    @property
    def is_stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stop.is_set()

    @abstractmethod
    def _do(self) -> None:
        """Do the work, looking at `is_stopping` now and then."""

    def _run(self) -> None:
        try:
            self._do()
        except Exception:  # the page must say so instead of waiting for ever
            logger.exception("work failed: %s", type(self).__name__)
            self.is_broken = True


class PlanJob(Work):
    """One planning run; stopped, it keeps the best plan found so far."""

    def __init__(
        self, request: TripRequest, plan: Plan, *, task: Task = Task.PLAN, base: Itinerary | None = None
    ) -> None:
        super().__init__()
        self.request = request
        self.task = task
        self.base = base
        """The plan that is changed or proved, where one is."""
        self.progress: PlanProgress | None = None
        self.best_prize: float | None = None
        self.itinerary: Itinerary | None = None
        self.failure: PlannerError | None = None
        self._plan = plan
        self._began = time.monotonic()

    @property
    def is_done(self) -> bool:
        """Whether there is an itinerary or a failure."""
        return self.itinerary is not None or self.failure is not None or self.is_broken

    @property
    def seconds(self) -> float:
        """Wall seconds since it was made."""
        return time.monotonic() - self._began

    def _report(self, progress: PlanProgress) -> bool:
        self.progress = progress
        if progress.best_prize is not None:
            self.best_prize = progress.best_prize
        return not self.is_stopping

    def _do(self) -> None:
        try:
            self.itinerary = self._plan(self.request, self._report)
        except PlannerError as error:
            self.failure = error


class CompareJob(PlanJob):
    """One run that makes alternative plans of a request."""

    def __init__(self, request: TripRequest, compare: Callable[[TripRequest, OnProgress], Alternatives]) -> None:
        super().__init__(request, self._compare, task=Task.COMPARE)
        self.alternatives: Alternatives | None = None
        self._make = compare

    def _compare(self, request: TripRequest, report: OnProgress) -> Itinerary:
        self.alternatives = self._make(request, report)
        return self.alternatives.plans[0].itinerary


class Planning(Protocol):
    """Whatever may have a job of planning."""

    job: PlanJob | None


def give_up(trip: Planning) -> None:
    """End a job whose answer nobody waits for any more."""
    if trip.job is not None:
        trip.job.stop()
    trip.job = None


class PlanCache:
    """The last plans of all visitors, found by request and data version: equal questions, equal answers.

    Plans are frozen, and a request holds nothing of who asked.
    """

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._plans: OrderedDict[tuple[str, str], Itinerary] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, request: TripRequest, data_version: str) -> Itinerary | None:
        """Return the plan of an equal request, None when there is none."""
        key = _get_key(request, data_version)
        with self._lock:
            if key in self._plans:
                self._plans.move_to_end(key)
            return self._plans.get(key)

    def keep(self, request: TripRequest, data_version: str, itinerary: Itinerary) -> None:
        """Remember a plan that was not stopped early."""
        with self._lock:
            self._plans[_get_key(request, data_version)] = itinerary
            while len(self._plans) > self._size:
                self._plans.popitem(last=False)


def _get_key(request: TripRequest, data_version: str) -> tuple[str, str]:
    """Language and title change words on the page, never the plan."""
    return request.model_copy(update={"language": "en", "title": ""}).model_dump_json(), data_version
