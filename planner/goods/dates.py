"""Ages of rules: the tables write dates as people do, and an unclear one has an unknown age."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

_FULL: Final = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_YEARS: Final = re.compile(r"(\d{4})(?:-\d{4}|\+)?")

UNDATED: Final = "undated"


def parse_as_of(text: str) -> date | None:
    """Return the earliest day that a written date can mean, or None when its age is unknown.

    Understood are ``2021-10-20``, ``2020-04``, ``2025``, a span (``2017-2024``,
    ``2022-08/2024-12``: its beginning) and ``2021+``. A doubt (``2022?``), an upper bound
    (``pre-2022``), ``undated`` with or without a remark, and any other words are of unknown age.

    Examples
    --------
    >>> parse_as_of("2020-04")
    datetime.date(2020, 4, 1)
    >>> parse_as_of("pre-2022") is None
    True
    """
    first, _, _ = text.strip().partition("/")
    if match := _FULL.fullmatch(first):
        year, month, day = match.groups()
        try:
            return date(int(year), int(month), int(day or 1))
        except ValueError:
            return None
    if match := _YEARS.fullmatch(first):
        return date(int(match.group(1)), 1, 1)
    return None


def get_oldest(texts: Iterable[str]) -> str:
    """Return the written date that should be shown for several rules: one of unknown age, else the oldest.

    Without any text the answer is ``undated``.
    """
    return min(texts, key=lambda text: parse_as_of(text) or date.min, default=UNDATED)


def is_stale(as_of: str, on: date) -> bool:
    """Return whether a rule is older than twelve months on a day, or of unknown age."""
    parsed = parse_as_of(as_of)
    # 29 February has no namesake a year earlier.
    return parsed is None or parsed < on.replace(year=on.year - 1, day=min(on.day, 28) if on.month == 2 else on.day)
