"""Whether a good keeps from the day it is bought until it is at home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from planner.goods.bearing import Bearing
from planner.model.basket import Traveller
from planner.model.market import Verdict
from planner.model.product import ProductType
from planner.model.reason import Reason

SOON_DAYS: Final = 30
"""What keeps no longer than this is said to be perishable, whenever it is bought."""


def count_days_to_home(traveller: Traveller, bought_on: date | None) -> int:
    """Return the days from buying to being at home; bought on the last day where no day is given.

    A purchase dated after the departure counts as one of the last day.
    """
    waiting = 0 if bought_on is None else max(0, (traveller.leaves_on - bought_on).days)
    return waiting + max(0, traveller.days_until_home)


def list_keeping_bearings(kind: ProductType, traveller: Traveller, bought_on: date | None) -> Iterator[Bearing]:
    """Yield what the shelf life of a kind of good says of buying it on a day.

    What spoils before it is at home is prohibited in the sense of the verdicts: leave it, or buy it later. No
    law says so; the reason does. A good that must be kept cold is unknown: no flight keeps it cold, so ask the
    producer how it is packed. Shelf lives are typical for the kind, and counted from the purchase.

    Parameters
    ----------
    bought_on
        None = not known: held against the way home alone, the least that it must keep.
    """
    days = count_days_to_home(traveller, bought_on)
    keeps = kind.shelf_life_days
    if keeps is not None and keeps < days:
        params: dict[str, str | int | float] = {"keeps": keeps, "travels": days}
        yield Bearing(Verdict.PROHIBITED, True, Reason(code="spoils_before_home", params=params))
    elif keeps is not None and keeps <= SOON_DAYS:
        yield Bearing(Verdict.OK, False, Reason(code="keeps_days", params={"keeps": keeps}))
    if kind.needs_cold_chain and days > 0:
        yield Bearing(Verdict.UNKNOWN, True, Reason(code="luggage_cold", params={}))
