"""Months written as ranges, e.g. ``1;3-4;10-12``."""

from __future__ import annotations

import re
from typing import Final

_RANGE: Final = re.compile(r"(1[0-2]|[1-9])(?:-(1[0-2]|[1-9]))?")


def parse_months(text: str) -> frozenset[int]:
    """Return the months 1-12 of ranges separated by ``;``, ends included; ``11-2`` crosses the year.

    Raises
    ------
    ValueError
        When an item is not a month or a range of months.
    """
    months: set[int] = set()
    for item in text.split(";"):
        match = _RANGE.fullmatch(item.strip())
        if match is None:
            msg = f"{item!r} is not a month or a range of months"
            raise ValueError(msg)
        first = int(match[1])
        last = int(match[2] or match[1])
        if first <= last:
            months.update(range(first, last + 1))
        else:
            months.update(range(first, 13), range(1, last + 1))
    return frozenset(months)
