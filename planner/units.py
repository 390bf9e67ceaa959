"""Units and the few formulas that every room needs. Minutes are local, coordinates are lon, lat."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final
from zoneinfo import ZoneInfo

EARTH_RADIUS_M: Final = 6_371_008.8
"""Mean radius of the Earth (IUGG), metres."""

LOCAL_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
MINUTES_PER_DAY: Final = 1440


def today() -> dt.date:
    """Return the date in Viet Nam."""
    return dt.datetime.now(LOCAL_ZONE).date()


def great_circle_m(lon_a_deg: float, lat_a_deg: float, lon_b_deg: float, lat_b_deg: float) -> float:
    """Return the great-circle distance in metres (haversine formula)."""
    phi_a, phi_b = math.radians(lat_a_deg), math.radians(lat_b_deg)
    half_dphi = (phi_b - phi_a) / 2
    half_dlam = math.radians(lon_b_deg - lon_a_deg) / 2
    h = math.sin(half_dphi) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_dlam) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, h)))


def parse_clock(text: str) -> int:
    """Return minutes after midnight of ``HH:MM`` (00:00 to 24:00).

    Raises
    ------
    ValueError
        When the text is not a time of day.
    """
    hours, separator, minutes = text.strip().partition(":")
    is_clock = text.isascii() and hours.isdigit() and len(hours) <= 2 and minutes.isdigit() and len(minutes) == 2
    if not (separator and is_clock):
        msg = f"expected a time such as 08:30, got {text!r}"
        raise ValueError(msg)
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > MINUTES_PER_DAY:
        msg = f"expected a time between 00:00 and 24:00, got {text!r}"
        raise ValueError(msg)
    return total


def format_clock(minute: int) -> str:
    """Return ``HH:MM`` of minutes after midnight."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
