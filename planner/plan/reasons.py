"""Why a stop is not in a trip: found by trying it in, exact in what is claimed.

Nights and the order of the other visits are taken as they stand. The reasons, in the order in which they are
looked for, and what each proves:

===================  ====================================================================================
code                 proved
===================  ====================================================================================
fits                 it fits and pays: nobody has looked since the trip was changed
not_worth            wherever it is put, even with no rule in the way, its driving costs more than it brings
category_full        the same, and it would pay if nothing else of its category were in the trip
budget               with more money, nothing else changed, it fits and pays
hours                were it open all day, nothing else changed, it would fit and pay
pace_full            the same with one visit a day more
day_full             the same with days that end later
drive_full           the same with more driving in a day
fits_instead         put in place of other visits it pays: again, nobody has looked
lower_prize          it fits only where another visit leaves, and the best such exchange does not pay
lower_prize_several  it fits in place of no single visit of a day; the exchange named is one that works
too_dear             with all the visits of a day that nobody insists on left out for it, the money is short
off_route            no day can hold it between its nights, even with all but the musts left out; with other nights,
                     or the musts on other days, one may
no_day               the same, and there are no such choices: the nights are fixed, and no day holds it even alone
===================  ====================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property

import numpy as np

from planner.model.problem import Problem
from planner.model.reason import Reason
from planner.model.request import MAX_DRIVE_H, Pace
from planner.plan.build import NO_BUDGET, BuiltTrip
from planner.plan.insertion import Move, Trial, lengthen_days, open_all_day
from planner.units import MINUTES_PER_DAY

MAX_EASED_MIN = 90
"""How much longer days or drives are tried."""
STEP_MIN = 15
"""Longer days and drives are proposed in quarters of an hour."""

ADD_MUST = Reason(code="add_must", params={})
"""Proposed where a trip with the place was found on the way."""
TRY_MUST = Reason(code="try_must", params={})
"""Proposed where nobody has tried."""


class StopReasons:
    """Finds the reasons of one trip."""

    def __init__(self, built: BuiltTrip, trial: Trial) -> None:
        self.built = built
        self.trial = trial
        self.request = built.checked.request
        self.open_all_day: Callable[[int, int], Problem] = cache(
            lambda stop, day: open_all_day(trial.problem, stop, day)
        )

    def find(self, ways: Sequence[int]) -> tuple[Reason, Reason | None]:
        """Return why none of the ways to see a place is in the trip, and the smallest change that admits one."""
        return _Case(self, ways).find()

    @cached_property
    def longest(self) -> Problem:
        """The problem with days as long as a change may make them."""
        spare_min = min(MAX_EASED_MIN, MINUTES_PER_DAY - 1 - self.request.day_end_min)
        return lengthen_days(self.trial.problem, max(spare_min, 0))

    @cached_property
    def rich(self) -> Trial:
        """The trip of somebody with money enough."""
        problem = self.trial.problem
        caps = np.full_like(problem.resource_cap, NO_BUDGET)
        return Trial(replace(problem, resource_cap=caps), self.trial.solution)

    @cached_property
    def empty(self) -> Trial:
        """The trip of the same nights without any visit, and with money enough."""
        nothing = tuple(() for _ in self.rich.days)
        return Trial(self.rich.problem, replace(self.trial.solution, routes=nothing))


class _Case:
    """One place, with its ways."""

    def __init__(self, trip: StopReasons, ways: Sequence[int]) -> None:
        self._trip, self._ways = trip, ways
        self._trial, self._request = trip.trial, trip.request
        self._insertions = [move for way in ways for move in self._trial.list_insertions(way)]
        self._paying = [move for move in self._insertions if move.worth > 0]

    def find(self) -> tuple[Reason, Reason | None]:
        fitting = self._fitting
        if fitting is not None and fitting.worth > 0:
            return Reason(code="fits", params={"points": to_points(fitting.worth), **_say_way(fitting)}), ADD_MUST
        if self._insertions and not self._paying:
            return self._say_not_worth(max(self._insertions, key=lambda move: move.worth)), self._must
        for ease in (self._ease_budget, self._ease_hours, self._ease_pace, self._ease_day, self._ease_drive):
            if (found := ease()) is not None:
                return found
        if fitting is not None:
            return self._say_not_worth(fitting), ADD_MUST
        exchange = self._exchange
        if exchange is None:
            emptied = [move for way in self._ways for move in self._trip.rich.list_emptied(way)]
            short_vnd = [self._trial.get_missing(move) for move in emptied]
            if short_vnd:
                return Reason(code="too_dear", params={"vnd": min(short_vnd)}), TRY_MUST
            if self._may_yet_fit:
                return Reason(code="off_route", params={}), TRY_MUST
            return Reason(code="no_day", params={}), None
        params: dict[str, str | int | float] = {
            "places": ";".join(dict.fromkeys(self._trip.built.options[stop].located.id for stop in exchange.gone)),
            **_say_way(exchange),
        }
        if exchange.worth > 0:
            return Reason(code="fits_instead", params={"points": to_points(exchange.worth), **params}), ADD_MUST
        code = "lower_prize" if len(exchange.gone) == 1 else "lower_prize_several"
        return Reason(code=code, params={"points": to_points(-exchange.worth), **params}), ADD_MUST

    @cached_property
    def _fitting(self) -> Move | None:
        return self._trial.find_best(iter(self._insertions))

    @cached_property
    def _single(self) -> Move | None:
        """The best feasible exchange for one visit."""
        return self._trial.find_best(move for way in self._ways for move in self._trial.list_exchanges(way))

    @cached_property
    def _exchange(self) -> Move | None:
        """The best feasible exchange for one visit; where there is none, for several of a day."""
        if self._single is not None:
            return self._single
        several = [move for way in self._ways for move in self._trial.list_day_exchanges(way)]
        return max(several, key=lambda move: move.worth, default=None)

    @property
    def _may_yet_fit(self) -> bool:
        """Whether other nights, or other days of the musts, may leave room where no day has any."""
        if (self._trial.problem.night_is_option.sum(axis=1) > 1).any():
            return True
        return any(True for way in self._ways for _ in self._trip.empty.list_emptied(way))

    @property
    def _must(self) -> Reason:
        """The remedy of who insists; exchanges for several visits are not looked through for it."""
        return TRY_MUST if self._fitting is None and self._single is None else ADD_MUST

    def _say_not_worth(self, move: Move) -> Reason:
        alone = self._trial.get_alone_gain(move.stop) - move.gain + move.worth
        cost = to_points(self._trial.problem.drive_cost * move.drive_min)
        params: dict[str, str | int | float] = {"points": to_points(move.gain), **_say_way(move), "cost": cost}
        if alone <= 0:
            return Reason(code="not_worth", params=params)
        located = self._trip.built.options[move.stop].located
        full = to_points(self._trial.get_alone_gain(move.stop))
        category = getattr(located, "category", located.kind)
        return Reason(code="category_full", params={"category": category, "full": full, **params})

    def _ease_budget(self) -> tuple[Reason, Reason | None] | None:
        short = [m for m in self._list_blocked("resource") if self._trial.find_schedule(m) is not None]
        if not short:
            return None
        missing_vnd = min(self._trial.get_missing(move) for move in short)
        remedy = Reason(code="more_budget", params={"vnd": (self._request.budget_vnd_per_person or 0) + missing_vnd})
        return Reason(code="budget", params={"vnd": missing_vnd}), remedy

    def _ease_hours(self) -> tuple[Reason, Reason | None] | None:
        for move in self._list_blocked():
            if self._trial.find_schedule(move, self._trip.open_all_day(move.stop, move.day)) is not None:
                return Reason(code="hours", params={}), self._must
        return None

    def _ease_pace(self) -> tuple[Reason, Reason | None] | None:
        if not any(self._trial.find_schedule(move) is not None for move in self._list_blocked("visits")):
            return None
        visits = int(self._trial.problem.max_visits.max())
        remedy = Reason(code="fuller_pace", params={}) if self._request.pace != Pace.FULL else self._must
        return Reason(code="pace_full", params={"count": visits}), remedy

    def _ease_day(self) -> tuple[Reason, Reason | None] | None:
        late = []
        for move in self._list_blocked():
            if (timed := self._trial.find_schedule(move, self._trip.longest)) is not None:
                late.append(timed.finish_min - int(self._trial.problem.day_end_min[move.day]))
        if not late:
            return None
        spare_min = int(self._trip.longest.day_end_min[0] - self._trial.problem.day_end_min[0])
        minutes = min(_round_up(min(late)), spare_min)
        return Reason(code="day_full", params={}), Reason(code="longer_day", params={"minutes": minutes})

    def _ease_drive(self) -> tuple[Reason, Reason | None] | None:
        cap_min = int(self._trial.problem.drive_cap_min[0])
        spare_min = min(MAX_EASED_MIN, MAX_DRIVE_H * 60 - cap_min)
        moves = [m for m in self._list_blocked("drive_cap") if self._trial.get_excess_drive_min(m) <= spare_min]
        over = [self._trial.get_excess_drive_min(m) for m in moves if self._trial.find_schedule(m) is not None]
        if not over:
            return None
        hours = (cap_min + min(_round_up(min(over)), spare_min)) / 60
        return Reason(code="drive_full", params={}), Reason(code="more_drive", params={"hours": hours})

    def _list_blocked(self, *rules: str) -> Iterator[Move]:
        """Yield the insertions that pay and break just these rules; those of time are not looked at."""
        for move in self._paying:
            if self._trial.find_broken(move) == frozenset(rules):
                yield move


def to_points(hundredths: int) -> int | float:
    """Return hundredths of a point as points."""
    return hundredths // 100 if hundredths % 100 == 0 else round(hundredths / 100, 2)


def _say_way(move: Move) -> dict[str, str | int | float]:
    """Return the detour of a move; one that shortens the way is none."""
    return {"minutes": max(0, move.drive_min)}


def _round_up(minutes: int) -> int:
    return -(-minutes // STEP_MIN) * STEP_MIN
