"""The operator's rates, asked for one thing on one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from planner.model.quote import CostKind, Rate


class RateBook:
    """Rates by what they are for.

    Of several rates for the same thing the one of the shortest season holds, so that a festival's price goes before
    that of the year; of equal ones the last, as a later offer replaces an earlier one.
    """

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._rates: defaultdict[tuple[CostKind, str], list[Rate]] = defaultdict(list)
        for rate in rates:
            self._rates[rate.kind, rate.key].append(rate)

    def find(self, kind: CostKind, keys: Sequence[str], on: date) -> Rate | None:
        """Return the rate of the first key that has one on a day; the empty key stands for all of the kind."""
        for key in keys:
            holding = [rate for rate in self._rates[kind, key] if _holds(rate, on)]
            if holding:
                return min(reversed(holding), key=_measure_season)
        return None


def _holds(rate: Rate, on: date) -> bool:
    return (rate.from_date is None or rate.from_date <= on) and (rate.to_date is None or on <= rate.to_date)


def _measure_season(rate: Rate) -> int:
    """Return the days of a season; open ends reach to the ends of the calendar."""
    return ((rate.to_date or date.max) - (rate.from_date or date.min)).days
