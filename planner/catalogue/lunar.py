"""Vietnamese lunar dates, and the ``lunar_days`` texts of the tables.

Dates come from `lunar-vn`, which computes the Vietnamese calendar (new moons at UTC+7). Packages
for the Chinese calendar (UTC+8) put Tết 2030 a day late and are not used.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from lunar_vn import solar_to_lunar

ANIMALS: Final = (
    "Rat", "Ox", "Tiger", "Cat", "Dragon", "Snake", "Horse", "Goat", "Monkey", "Rooster", "Dog", "Pig",
)  # fmt: skip
"""The twelve branches (địa chi) in order; the fourth is the Cat in Viet Nam."""

_ORDINAL_TO_JULIAN_DAY: Final = 1_721_425
_WINDOW = re.compile(r"(\d{1,2})-(\d{1,2})(?:\.\.(\d{1,2})-(\d{1,2}))?")


class LunarDay(NamedTuple):
    """A day of the Vietnamese lunar calendar."""

    day: int
    month: int
    year: int
    is_leap: bool


MonthDay = tuple[int, int]


@lru_cache(maxsize=4096)
def get_lunar(on: dt.date) -> LunarDay:
    """Return the lunar day of a date of the years 1900 to 2100.

    Raises
    ------
    ValueError
        Outside those years.
    """
    found = solar_to_lunar(on)
    return LunarDay(found.day, found.month, found.year, found.leap)


def get_day_branch(on: dt.date) -> int:
    """Return the branch of a day, an index into `ANIMALS`: (Julian day number + 1) mod 12."""
    return (on.toordinal() + _ORDINAL_TO_JULIAN_DAY + 1) % len(ANIMALS)


@dataclass(frozen=True, slots=True)
class LunarWindow:
    """Days from one lunar month-day to another, both included; an end before the start crosses the year."""

    start: MonthDay
    end: MonthDay

    def holds(self, lunar: LunarDay) -> bool:
        """Whether a lunar day lies in the window.

        A leap month repeats the month of its number, and a feast is kept in the first of the two. So
        its days count only where the window holds that whole month and runs on into the next, as
        the pilgrimage from 1-6 to 3-30 does with a leap second month.
        """
        if lunar.is_leap and not (self._holds((lunar.month, 1)) and self._holds(_get_next_month(lunar.month))):
            return False
        return self._holds((lunar.month, lunar.day))

    def _holds(self, day: MonthDay) -> bool:
        if self.start <= self.end:
            return self.start <= day <= self.end
        return day >= self.start or day <= self.end


def _get_next_month(month: int) -> MonthDay:
    return (month % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class LunarRule:
    """A parsed ``lunar_days`` text; it holds on a day when any of its parts does."""

    days_of_month: frozenset[int] = frozenset()
    """Days of every lunar month, leap months included."""
    windows: tuple[LunarWindow, ...] = ()
    branches: frozenset[int] = frozenset()
    """Day branches, indices into `ANIMALS`."""

    def holds(self, on: dt.date) -> bool:
        """Whether the rule holds on a date."""
        if self.branches and get_day_branch(on) in self.branches:
            return True
        if not (self.days_of_month or self.windows):
            return False
        lunar = get_lunar(on)
        return lunar.day in self.days_of_month or any(window.holds(lunar) for window in self.windows)


@lru_cache(maxsize=512)
def parse_lunar_days(text: str) -> LunarRule:
    """Return the rule of a ``lunar_days`` text.

    Parameters
    ----------
    text
        ``4,10,14`` (days of every lunar month), ``*-14`` (the same for one day), ``3-10`` or
        ``1-6..1-8`` (month-day, or a window of them), ``zodiac:Tiger,Monkey`` (day branches).

    Raises
    ------
    ValueError
        When the text is none of these.
    """
    text = text.strip()
    if text.startswith("zodiac:"):
        names = [name.strip() for name in text.removeprefix("zodiac:").split(",")]
        if unknown := [name for name in names if name not in ANIMALS]:
            msg = f"{unknown[0]!r} is not one of the animals {', '.join(ANIMALS)}"
            raise ValueError(msg)
        return LunarRule(branches=frozenset(ANIMALS.index(name) for name in names))
    if match := _WINDOW.fullmatch(text):
        start = _check_month_day(int(match[1]), int(match[2]), text)
        end = _check_month_day(int(match[3]), int(match[4]), text) if match[3] else start
        return LunarRule(windows=(LunarWindow(start, end),))
    days = [part.strip().removeprefix("*-") for part in text.split(",")]
    if not all(day.isdecimal() and 1 <= int(day) <= 30 for day in days):
        msg = f"expected lunar days such as 4,10,14 or *-14 or 1-6..1-8 or zodiac:Tiger, got {text!r}"
        raise ValueError(msg)
    return LunarRule(days_of_month=frozenset(int(day) for day in days))


def _check_month_day(month: int, day: int, text: str) -> MonthDay:
    if not (1 <= month <= 12 and 1 <= day <= 30):
        msg = f"{month}-{day} in {text!r} is not a lunar month and day"
        raise ValueError(msg)
    return month, day
