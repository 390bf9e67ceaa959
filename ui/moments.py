"""Moments of the server as people in Viet Nam read them."""

from __future__ import annotations

import datetime as dt

from planner.present.words import Words
from planner.units import LOCAL_ZONE


def tell_moment(moment: dt.datetime, words: Words) -> str:
    """Return date and time as clocks in Viet Nam show them."""
    local = moment.astimezone(LOCAL_ZONE)
    return f"{words.messages.date(local.date())}, {local.strftime('%H:%M')}"
