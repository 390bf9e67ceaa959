"""What is open on which date, and how good that date is for a place.

Hours are OSM ``opening_hours`` texts read by `opening-hours-py`. Its own public holidays of Viet Nam
are fixed dates only, so those of `holidays`, which knows Tết and the Hung Kings' day, are put in
their place. Lunar markets and festivals follow the Vietnamese calendar (`planner.catalogue.lunar`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import ClassVar, Final, Literal

import holidays
import opening_hours
from opening_hours import OpeningHours, State

from planner.catalogue.lunar import LunarDay, LunarRule, LunarWindow, get_lunar, parse_lunar_days
from planner.catalogue.seasons import SeasonView, build_season_view
from planner.model.catalogue import Catalogue
from planner.model.place import Experience, Festival, Located, Place, SeasonEvent
from planner.units import MINUTES_PER_DAY

FIRST_DATE: Final = dt.date(1968, 1, 1)
"""Viet Nam has reckoned its lunar calendar at UTC+7 since 1968."""
LAST_DATE: Final = dt.date(2100, 12, 31)
"""The last year of both `lunar-vn` and `holidays`."""

ASSUMED_HOURS_MIN: Final = (480, 1020)
"""08:00-17:00, daytime, where a source gives a date or a place but no hours. Always of basis unknown."""

Intervals = tuple[tuple[int, int], ...]
Basis = Literal["sourced", "typical", "unknown"]

_BASIS: Final[dict[str, Basis]] = {
    "places.csv": "sourced",
    "source": "sourced",
    "typical": "typical",
    "known_from_memory": "typical",
}
_WEEKDAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_WEEK: Final = 7
# A comment in quotes may hold the letters PH, so comments are matched first and kept as they are.
_HOLIDAY_TOKEN = re.compile(r'"[^"]*"|\bPH\b')
_WHOLE_DAY: Final[Intervals] = ((0, MINUTES_PER_DAY),)
# "odd years" and "even years" stand as whole phrases in the notes; "even years flagship" is no limit.
_YEAR_PARITY: Final = {"odd years": 1, "even years": 0}


@dataclass(frozen=True, slots=True)
class DayOpening:
    """When a place can be visited on one date."""

    intervals: Intervals
    """(open, close) in minutes after local midnight, ascending and disjoint, within 0 to 1440."""
    basis: Basis
    """``sourced`` from a source, ``typical`` a plausible working day, ``unknown`` assumed daytime."""
    closed_reason: str | None = None
    """Set exactly when there are no intervals: weekly_closing, not_market_day, festival_not_on,
    public_holiday, tet, hours_closed (by season or date), hours_unknown (nothing says when it is open)."""
    are_dates_known: bool = True
    """False for a festival of which no dates are known (Cham calendar, or dates that vary)."""

    @property
    def is_open(self) -> bool:
        """Whether there is any hour to come."""
        return bool(self.intervals)


@dataclass(frozen=True, slots=True)
class _DayHours:
    """An hours text evaluated on one date."""

    known: Intervals
    """Stretches stated as open."""
    unknown: Intervals
    """Stretches stated as unknown: open if something else says that the day is one."""
    is_shut_by_holiday: bool = False


def parse_opening_hours(text: str) -> OpeningHours:
    """Return the parsed hours of an OSM text.

    Raises
    ------
    ValueError
        When the text is not OSM ``opening_hours`` syntax.
    """
    try:
        return _parse(text)
    except opening_hours.ParserError as error:  # type: ignore[attr-defined]  # missing in its stubs
        msg = f"{text!r} is not in OSM opening_hours syntax"
        raise ValueError(msg) from error


@lru_cache(maxsize=2048)
def _parse(text: str) -> OpeningHours:
    return OpeningHours(text)


@cache
def _list_holidays_of_year(year: int, locale: str) -> Mapping[dt.date, tuple[str, ...]]:
    """Return the names of the public holidays by date.

    The library's own object fills a year while it is asked for it, and says meanwhile that the year has none: what
    threads share must be whole, so each year is read from an object that nobody else holds.
    """
    filled = holidays.country_holidays("VN", years=year, language=locale, expand=False)
    return {on: tuple(filled.get_list(on)) for on in filled}


class TripCalendar:
    """Opening, holidays, festivals and seasons of one catalogue.

    Parameters
    ----------
    catalogue
        The facts. Results are kept, so one calendar serves many requests.
    """

    FIRST_DATE: ClassVar[dt.date] = FIRST_DATE
    LAST_DATE: ClassVar[dt.date] = LAST_DATE

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._day_hours: dict[tuple[str, dt.date], _DayHours] = {}

    def is_supported(self, on: dt.date) -> bool:
        """Whether the lunar and holiday calendars reach a date."""
        return FIRST_DATE <= on <= LAST_DATE

    def get_lunar(self, on: dt.date) -> LunarDay:
        """Return (day, month, year, is_leap) of the Vietnamese lunar calendar."""
        return get_lunar(on)

    def get_opening(self, experience: Experience | None, located: Located, on: dt.date) -> DayOpening:
        """Return when an experience, or a place without one, can be visited on a date.

        Parameters
        ----------
        experience
            None for a place that is visited to see and buy: then the place's own hours count, or
            `ASSUMED_HOURS_MIN` where it has none.
        located
            The place or lodging of the experience.
        on
            Local date within `FIRST_DATE` and `LAST_DATE`.
        """
        if experience is None:
            hours = located.opening_hours if isinstance(located, Place) else None
            return DayOpening((ASSUMED_HOURS_MIN,), "unknown") if hours is None else self._open_by(hours, on, "sourced")
        basis = _BASIS.get(experience.opening_hours_basis, "unknown")
        if experience.festival_id is not None:
            return self._open_by_festival(experience, self._catalogue.festivals[experience.festival_id], basis, on)
        if experience.lunar_days is not None:
            if not parse_lunar_days(experience.lunar_days).holds(on):
                return DayOpening((), basis, "not_market_day")
            return self._open_on_its_day(experience.opening_hours, basis, on)
        return self._open_by(experience.opening_hours, on, basis, is_market=experience.market_days is not None)

    def is_tet(self, on: dt.date) -> bool:
        """Whether a date is Tết: the eve, the first three days, or one of its days off."""
        month, day = get_lunar(on).month, get_lunar(on).day
        is_eve = get_lunar(on + dt.timedelta(days=1))[:2] == (1, 1) if on < LAST_DATE else False
        return is_eve or (month == 1 and day <= 3) or any("Lunar New Year" in name for name in self.list_holidays(on))

    def list_holidays(self, on: dt.date, language: str = "en") -> tuple[str, ...]:
        """Return the names of the public holidays on a date, in English or Vietnamese (``vi``)."""
        return _list_holidays_of_year(on.year, "vi" if language == "vi" else "en_US").get(on, ())

    def list_festivals(self, on: dt.date, old_province: str | None = None) -> tuple[Festival, ...]:
        """Return the festivals on a date; with a province, its own and the nationwide ones.

        A festival whose dates are unknown is never listed.
        """
        return tuple(
            festival
            for festival in self._catalogue.festivals.values()
            if (old_province is None or festival.old_province in (None, old_province)) and is_festival_on(festival, on)
        )

    def get_season(self, located: Located, experience: Experience | None, on: dt.date) -> SeasonView:
        """Return how good a date is for a place, with the events that bear on it."""
        is_festival_site = any(
            self.get_opening(other, located, on).is_open
            for other in self._catalogue.experiences_at.get(located.id, ())
            if other.festival_id is not None
        )
        derived = self._find_derived_tet(on)
        return build_season_view(
            self._catalogue, located, experience, on, is_festival_site=is_festival_site, derived_event=derived
        )

    def _find_derived_tet(self, on: dt.date) -> SeasonEvent | None:
        """Return the closures of a Tết that no row of season_events covers, with the factor of the rows that exist."""
        closures = [e for e in self._catalogue.season_events if e.effect == "closures" and e.id.startswith("tet")]
        if not closures or not self.is_tet(on):
            return None
        # The year of Tết: its eve belongs to the year that begins on the morrow.
        year = get_lunar(min(on + dt.timedelta(days=7), LAST_DATE)).year
        if any(e.start_date.startswith(str(year)) for e in closures):
            return None
        return SeasonEvent(
            id=f"tet_{year}",
            title=f"Tet {year}: most workshops, markets and many restaurants closed",
            season_regions=("*",),
            start_date=on.isoformat(),
            end_date=on.isoformat(),
            factor=min(e.factor for e in closures),
            effect="closures",
            source="Vietnamese lunar calendar and public holidays, computed",
            confidence="medium",
        )

    def _open_by_festival(self, experience: Experience, festival: Festival, basis: Basis, on: dt.date) -> DayOpening:
        if are_festival_dates_known(festival):
            is_on = is_festival_on(festival, on)
        elif experience.lunar_days is not None:
            is_on = parse_lunar_days(experience.lunar_days).holds(on)
        else:
            return DayOpening((), "unknown", "festival_not_on", are_dates_known=False)
        if not is_on:
            return DayOpening((), basis, "festival_not_on")
        return self._open_on_its_day(experience.opening_hours, basis, on)

    def _open_on_its_day(self, hours: str, basis: Basis, on: dt.date) -> DayOpening:
        """Open a lunar market or festival on one of its days, in the hours stated or in assumed daytime."""
        found = self._evaluate(hours, on)
        stated = _merge(found.known + found.unknown)
        if not stated:
            return DayOpening((), basis, self._why_closed(hours, on, found))
        return DayOpening((ASSUMED_HOURS_MIN,), "unknown") if stated == _WHOLE_DAY else DayOpening(stated, basis)

    def _open_by(self, hours: str, on: dt.date, basis: Basis, *, is_market: bool = False) -> DayOpening:
        found = self._evaluate(hours, on)
        if found.known:
            return DayOpening(found.known, basis)
        reason = self._why_closed(hours, on, found)
        return DayOpening((), basis, "not_market_day" if is_market and reason == "weekly_closing" else reason)

    def _why_closed(self, hours: str, on: dt.date, found: _DayHours) -> str:
        if found.is_shut_by_holiday:
            return "tet" if self.is_tet(on) else "public_holiday"
        if found.unknown:
            return "hours_unknown"
        # Closed today but open on another day around it: the week decides, not the season.
        around = (on + dt.timedelta(days=shift) for shift in range(-(_WEEK - 1), _WEEK) if shift)
        is_weekly = any(self._evaluate(hours, day).known for day in around if self.is_supported(day))
        return "weekly_closing" if is_weekly else "hours_closed"

    def _evaluate(self, hours: str, on: dt.date) -> _DayHours:
        key = (hours, on)
        if key not in self._day_hours:
            self._day_hours[key] = self._build_day_hours(hours, on)
        return self._day_hours[key]

    def _build_day_hours(self, hours: str, on: dt.date) -> _DayHours:
        if not ("PH" in hours and self.list_holidays(on)):
            return _DayHours(*_list_stretches(parse_opening_hours(hours), on))
        # On this date alone PH is the same as its weekday, which may stand wherever PH may:
        # "Mo-Sa 08:00-17:00; PH off" reads "...; Tu off" on a holiday that is a Tuesday.
        weekday = _WEEKDAYS[on.weekday()]
        swapped = _HOLIDAY_TOKEN.sub(lambda token: weekday if token[0] == "PH" else token[0], hours)
        known, unknown = _list_stretches(parse_opening_hours(swapped), on)
        otherwise, _ = _list_stretches(parse_opening_hours(hours), on)
        return _DayHours(known, unknown, is_shut_by_holiday=bool(otherwise) and not known)


def are_festival_dates_known(festival: Festival) -> bool:
    """Whether the dates of a festival can be told: not in the Cham calendar, nor where none are given."""
    return festival.calendar in ("lunar", "solar") and festival.start_month_day is not None


def is_festival_on(festival: Festival, on: dt.date) -> bool:
    """Whether a festival is on; False where its dates are unknown.

    A festival of every second year is recognised by ``odd years`` or ``even years`` in its notes.
    """
    start, end = festival.start_month_day, festival.end_month_day or festival.start_month_day
    if not are_festival_dates_known(festival) or start is None or end is None:
        return False
    for phrase in re.split(r"[,;]", festival.notes or ""):
        parity = _YEAR_PARITY.get(phrase.strip())
        if parity is not None and on.year % 2 != parity:
            return False
    if festival.calendar == "lunar":
        return _parse_festival_rule(start, end).holds(on)
    first, last = _parse_month_day(start), _parse_month_day(end)
    day = (on.month, on.day)
    return first <= day <= last if first <= last else day >= first or day <= last


def _parse_festival_rule(start: str, end: str) -> LunarRule:
    if start.startswith("*-"):
        first, last = int(start.removeprefix("*-")), int(end.removeprefix("*-"))
        return LunarRule(days_of_month=frozenset(range(first, last + 1)))
    return LunarRule(windows=(LunarWindow(_parse_month_day(start), _parse_month_day(end)),))


def _parse_month_day(text: str) -> tuple[int, int]:
    month, _, day = text.partition("-")
    return int(month), int(day)


def _list_stretches(hours: OpeningHours, on: dt.date) -> tuple[Intervals, Intervals]:
    """Return the open and the unknown stretches of a date, clipped to it."""
    midnight = dt.datetime.combine(on, dt.time())
    known: list[tuple[int, int]] = []
    unknown: list[tuple[int, int]] = []
    for begin, end, state, _ in hours.intervals(midnight, midnight + dt.timedelta(days=1)):
        if state == State.CLOSED:
            continue
        first = int((begin - midnight).total_seconds() // 60)
        last = min(MINUTES_PER_DAY, int((end - midnight).total_seconds() // 60))
        (known if state == State.OPEN else unknown).append((first, last))
    return _merge(tuple(known)), _merge(tuple(unknown))


def _merge(intervals: Intervals) -> Intervals:
    """Return intervals sorted, with touching and overlapping ones made one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(intervals):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)
