"""What sending purchases home may cost: a band of published prices for every service, or "ask".

The zone that a country lies in is not published with the prices, so the band reaches from the cheapest zone to
the dearest. Between quoted weights prices are interpolated, beyond the heaviest quoted weight nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planner.errors import RequestError
from planner.goods.dates import get_oldest
from planner.model.basket import ShippingBand
from planner.model.catalogue import Catalogue
from planner.model.goods import ShippingOffer
from planner.model.market import HOME_COUNTRY, MARKETS
from planner.model.reason import Reason

MAX_PARCELS_G: Final = 1_000_000
"""A tonne; more is freight of a trader."""

_CONFIDENCES: Final = ("low", "medium", "high")
_NUMBER: Final = re.compile(r"\d+")


def get_shipping_bands(
    catalogue: Catalogue, weight_g: int, market: str | None, *, pieces_g: Sequence[int] = ()
) -> tuple[ShippingBand, ...]:
    """Return what each service that reaches a market may cost for a weight; without prices where none is quoted.

    Parameters
    ----------
    weight_g
        Weight with packing, grams; volumetric weight, which carriers may charge for light and bulky things, is not
        known. For 0 g there is nothing to send.
    market
        Home market or country; None = not known: services to named markets are then left out. Nothing is sent to
        Viet Nam itself.
    pieces_g
        Weights of the pieces, where known. They allow a load beyond the heaviest quoted weight to be reckoned as
        several parcels of quoted weights (first fit, heaviest piece first), which the band then says.

    Returns
    -------
    tuple of ShippingBand
        In the order of the table, one per carrier and service. `reasons` say how it was reckoned; `confidence` is
        the worst and `as_of` the oldest of the rows used.

    Raises
    ------
    RequestError
        ``G115`` for a weight below 0 g or above a tonne.
    """
    for grams in (weight_g, *pieces_g):
        if not 0 <= grams <= MAX_PARCELS_G:
            message = f"a parcel of {grams} g"
            raise RequestError("G115", message, remedy=f"name 0 to {MAX_PARCELS_G} g", where="weight_g")
    if weight_g == 0 or market == HOME_COUNTRY:
        return ()
    services: dict[tuple[str, str], list[ShippingOffer]] = {}
    for row in catalogue.shipping:
        if _reaches(row, market):
            services.setdefault((row.carrier, row.service), []).append(row)
    return tuple(_build_band(rows, weight_g, pieces_g) for rows in services.values())


def _reaches(row: ShippingOffer, market: str | None) -> bool:
    """Whether a service reaches a market; one that names no market is taken to reach them all."""
    named = [word for word in row.zone_or_market.split("/") if word in MARKETS]
    return not named or market in named


def _build_band(rows: Sequence[ShippingOffer], weight_g: int, pieces_g: Sequence[int]) -> ShippingBand:
    low_vnd, high_vnd, reasons = _get_prices(rows, weight_g, pieces_g)
    return ShippingBand(
        weight_g=weight_g,
        low_vnd=low_vnd,
        high_vnd=high_vnd,
        carrier=rows[0].carrier,
        service=rows[0].service,
        transit_days=_join_days(rows),
        source="; ".join(dict.fromkeys(row.source for row in rows)),
        confidence=min((row.confidence for row in rows), key=_CONFIDENCES.index),
        as_of=get_oldest(row.as_of for row in rows),
        reasons=(*reasons, Reason(code="ship_customs", params={})),
    )


def _get_prices(
    rows: Sequence[ShippingOffer], weight_g: int, pieces_g: Sequence[int]
) -> tuple[int | None, int | None, tuple[Reason, ...]]:
    """Return the ends of the band, None where nothing is quoted, and what must be said of it."""
    heaviest_kg = min((row.max_kg for row in rows if row.max_kg is not None), default=None)
    reasons = [Reason(code="ship_ask", params={})]
    if heaviest_kg is not None and weight_g > 1000 * heaviest_kg:
        reasons.append(Reason(code="ship_max", params={"kg": heaviest_kg}))
    quotes = _list_quotes(rows)
    if not quotes:
        return None, None, tuple(reasons)
    if len({price for prices in quotes.values() for price in prices}) == 1:
        # One price for one weight and one market is an example, not a band.
        kilograms, prices = next(iter(quotes.items()))
        reasons.append(Reason(code="ship_one_quote", params={"vnd": prices[0], "kg": kilograms / 1000}))
        return None, None, tuple(reasons)
    lightest_g, dearest_g = min(quotes), max(quotes)
    parcels = [weight_g] if weight_g <= dearest_g else _divide(weight_g, pieces_g, dearest_g)
    if not parcels:
        reasons.append(Reason(code="ship_beyond", params={"kg": dearest_g / 1000}))
        return None, None, tuple(reasons)
    reasons = [Reason(code="ship_zones", params={})]
    if len(parcels) > 1:
        reasons.append(Reason(code="ship_parcels", params={"count": len(parcels), "kg": dearest_g / 1000}))
    if min(parcels) < lightest_g:
        reasons.append(Reason(code="ship_lightest", params={"kg": lightest_g / 1000}))
    low_vnd = sum(_interpolate({g: min(prices) for g, prices in quotes.items()}, grams) for grams in parcels)
    high_vnd = sum(_interpolate({g: max(prices) for g, prices in quotes.items()}, grams) for grams in parcels)
    return low_vnd, high_vnd, tuple(reasons)


def _list_quotes(rows: Sequence[ShippingOffer]) -> dict[int, list[int]]:
    """Prices of all zones by weight in grams."""
    quotes: dict[int, list[int]] = {}
    for row in rows:
        if row.weight_kg is not None and row.price_vnd is not None:
            quotes.setdefault(round(1000 * row.weight_kg), []).append(row.price_vnd)
    return quotes


def _divide(weight_g: int, pieces_g: Sequence[int], most_g: int) -> list[int]:
    """Return parcels of at most a weight that hold the pieces; none where they are not known or one is too heavy."""
    if sum(pieces_g) != weight_g or max(pieces_g) > most_g:
        return []
    parcels: list[int] = []
    for piece_g in sorted(pieces_g, reverse=True):
        found = next((i for i, filled_g in enumerate(parcels) if filled_g + piece_g <= most_g), None)
        if found is None:
            parcels.append(piece_g)
        else:
            parcels[found] += piece_g
    return parcels


def _interpolate(price_of: dict[int, int], weight_g: int) -> int:
    """Return the price of a weight on the straight line between its neighbours, rounded up to a thousand dong.

    A weight below the lightest one quoted costs as much as that; none above the heaviest one comes here.
    """
    known = sorted(price_of)
    if weight_g <= known[0]:
        return price_of[known[0]]
    above = next(grams for grams in known if grams >= weight_g)
    if above == weight_g:
        return price_of[above]
    below = max(grams for grams in known if grams < weight_g)
    rise = (price_of[above] - price_of[below]) * (weight_g - below)
    exact = price_of[below] + rise // (above - below)
    return -(-exact // 1000) * 1000


def _join_days(rows: Sequence[ShippingOffer]) -> str | None:
    """Return the shortest and the longest time under way, e.g. ``2-8`` for 2-3 and 5-8 days."""
    days = [int(number) for row in rows for number in _NUMBER.findall(row.transit_days or "")]
    if not days:
        return None
    return str(days[0]) if min(days) == max(days) else f"{min(days)}-{max(days)}"
