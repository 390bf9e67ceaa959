"""Hours, months, lunar days, festival dates and spans can be understood and agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from opening_hours import OpeningHours, State, validate

from planner.catalogue.lunar import parse_lunar_days
from planner.catalogue.months import parse_months
from planner.catalogue.table import Row, Tables
from planner.errors import Finding

_SPANS: Final = (
    ("experiences", "minutes_min", "minutes_typical"),
    ("experiences", "price_low_vnd", "price_high_vnd"),
    ("product_types", "price_low_vnd", "price_high_vnd"),
    ("pools", "min_abv", "max_abv"),
    ("season_events", "start_date", "end_date"),
    ("provinces_34", "min_lat", "max_lat"),
    ("provinces_34", "min_lon", "max_lon"),
)
"""(table, lower column, upper column)."""

_WEEKDAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_YEAR: Final = (dt.datetime(2027, 1, 1), dt.datetime(2028, 1, 1))
"""A whole year, so that hours of a season count too."""
_LEAP_YEAR: Final = 2028


def check_times(tables: Tables) -> Iterator[Finding]:
    """Find texts about time that do not parse, and those that contradict each other."""
    for name in ("places", "experiences"):
        for row in tables[name]:
            if row.has("opening_hours") and _find_weekdays(row["opening_hours"]) is None:
                yield row.finding("C050", "opening_hours", f"{row['opening_hours'][:80]!r} does not parse")
    for row in tables["experiences"]:
        yield from _check_experience(row)
    for row in tables["festivals"]:
        yield from _check_festival(row)
    for name, low, high in _SPANS:
        for row in tables[name]:
            if row.has(low, high) and row[low] > row[high]:
                yield row.finding("C055", low, f"{low} {row[low]} is more than {high} {row[high]}")


def _check_experience(row: Row) -> Iterator[Finding]:
    if row.has("best_months"):
        try:
            parse_months(row["best_months"])
        except ValueError as error:
            yield row.finding("C052", "best_months", str(error)[:120])
    if row.has("lunar_days"):
        try:
            parse_lunar_days(row["lunar_days"])
        except ValueError as error:
            yield row.finding("C053", "lunar_days", str(error)[:160])
    if row.has("market_days", "opening_hours"):
        weekdays = _find_weekdays(row["opening_hours"])
        named = frozenset(row["market_days"])
        if weekdays is not None and weekdays != named:
            message = f"market_days are {', '.join(row['market_days'])}, the hours {row['opening_hours']!r}"
            yield row.finding("C051", "market_days", message)
    if row.reads("tier", "kind", "festival_id"):
        claims = (row["tier"] == "festival", row["kind"] == "festival", row["festival_id"] is not None)
        if any(claims) and not all(claims):
            message = f"tier is {row['tier']}, kind is {row['kind']}, festival_id is {row['festival_id'] or 'empty'}"
            yield row.finding("C056", "festival_id", message)


@lru_cache(maxsize=1024)
def _find_weekdays(text: str) -> frozenset[str] | None:
    """Return the weekdays on which hours begin, or None when the text does not parse."""
    if not validate(text):
        return None
    stretches = OpeningHours(text).intervals(*_YEAR)
    return frozenset(_WEEKDAYS[begin.weekday()] for begin, _, state, _ in stretches if state != State.CLOSED)


def _check_festival(row: Row) -> Iterator[Finding]:
    columns = ("start_month_day", "end_month_day")
    if not row.reads("calendar", *columns):
        return
    start, end = (row[column] for column in columns)
    if (start is None) != (end is None):
        empty = columns[0] if start is None else columns[1]
        yield row.finding("C054", empty, f"{empty} is empty, the other end is given")
        return
    for column in columns:
        if row[column] is not None and not _is_month_day(row["calendar"], row[column]):
            yield row.finding("C054", column, f"{row[column][:40]!r} is not a day of the {row['calendar']} calendar")
    if start is not None and end is not None and start.startswith("*-") != end.startswith("*-"):
        yield row.finding("C054", "end_month_day", f"{start} recurs every month, {end} does not")


def _is_month_day(calendar: str, text: str) -> bool:
    month, _, day = text.partition("-")
    if not (day.isascii() and day.isdigit() and len(day) <= 2):
        return False
    if month == "*":
        return calendar != "solar" and 1 <= int(day) <= 30
    if not (month.isascii() and month.isdigit() and len(month) <= 2 and 1 <= int(month) <= 12):
        return False
    if calendar != "solar":
        return 1 <= int(day) <= 30
    try:
        dt.date(_LEAP_YEAR, int(month), int(day))
    except ValueError:
        return False
    return True
