"""Where one pack of a good may travel on the way home: cabin, hold, by parcel, or only if the airline says so.

What a named product says of its own strength wins over what its kind does, here as in the verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from planner.goods.air_rules import (
    CABIN_LIQUID,
    MAX_OIL_BOTTLE_ML,
    OILS,
    PIECE,
    SPIRITS,
    US_POWDER,
    get_air_limit,
    is_flammable_oil,
    is_spirit,
    is_too_strong,
    quote_air,
)
from planner.goods.basis import get_kind
from planner.goods.packing import check_party, find_volume_ml
from planner.model.basket import Article, Carriage, Traveller
from planner.model.catalogue import Catalogue
from planner.model.product import ProductType
from planner.model.reason import Reason

CABIN_PIECE_G: Final = 2000
"""A fragile thing up to this content is small enough for the cabin: with its box it fills a cabin bag by a third.
An estimate; the air rules say only "if small"."""
POWDER_G_PER_ML: Final = 0.5
"""Ground coffee and spices weigh about half of water (general knowledge)."""
POWDERS: Final = frozenset(
    {"coffee", "instant_coffee", "pepper", "cinnamon", "spice_mix", "rice_flour", "cocoa", "powder", "salt", "sugar"}
)
"""Product types that are, or are usually sold as, powder or grains."""
LEAVE_WITHOUT_FLYING: Final = frozenset({"border_gate", "port_cruise"})
"""Kinds of gateways where one leaves the country by land or sea. At any other kind that is no airport (a town, a
station, a domestic ferry) the trip ends, but not the stay: the way home is then taken to be a flight."""

_UNITED_STATES: Final = "US"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where one pack of a good may travel."""

    cabin: bool
    hold: bool
    is_small_fragile: bool
    """Better off in the cabin."""
    must_ask: bool
    """Airlines differ."""
    is_fragile: bool
    is_liquid: bool
    is_bagged: bool
    """Counts towards the bag of small liquids in the cabin."""
    is_spirit: bool
    """Counts towards the litres of strong alcohol that one person may fly with."""
    is_oil: bool
    """Counts towards the litres of flammable toiletries that one person may fly with."""
    reasons: tuple[Reason, ...]


def flies(catalogue: Catalogue, traveller: Traveller) -> bool:
    """Whether the rules of the air hold for the way home; an unknown way out is taken to be a flight."""
    gateway = catalogue.gateways.get(traveller.leaves_from or "")
    return gateway is None or gateway.kind not in LEAVE_WITHOUT_FLYING


def get_carriage(catalogue: Catalogue, article: Article, traveller: Traveller) -> tuple[Carriage, tuple[Reason, ...]]:
    """Return how one pack of an article travels home, and why.

    Goods that may go anywhere are for the hold, or for the cabin where the traveller has no hold allowance. A good
    that is for the hold alone is shipped by a traveller who states that there is none.

    Returns
    -------
    carriage
        `Carriage.ASK` where airlines differ (strong smell): to be reckoned in the hold.
    reasons
        Each rule with its source, confidence and as_of.

    Raises
    ------
    RequestError
        ``G112`` for a party that is none.
    """
    check_party(traveller)
    ways = list_ways(catalogue, article, traveller)
    if not (ways.cabin or ways.hold):
        return Carriage.SHIP, ways.reasons
    if traveller.hold_kg == 0 and not ways.cabin:
        return Carriage.SHIP, (*ways.reasons, Reason(code="luggage_no_hold", params={}))
    if ways.must_ask:
        return Carriage.ASK, ways.reasons
    wants_cabin = traveller.hold_kg == 0 or (ways.is_small_fragile and traveller.cabin_kg != 0)
    return Carriage.CABIN if ways.cabin and wants_cabin else Carriage.HOLD, ways.reasons


def list_ways(catalogue: Catalogue, article: Article, traveller: Traveller) -> Ways:
    """Return where one pack may travel by its own nature and the rules of the air, with the rules that say so."""
    kind = get_kind(catalogue, article)
    by_air = flies(catalogue, traveller)
    reasons: list[Reason] = []
    cabin = hold = not kind.is_ship_only
    if kind.is_ship_only:
        reasons.append(Reason(code="luggage_ship_only", params={}))
    for bars_cabin, bars_hold, reason in _list_air_bars(catalogue, article, kind, traveller) if by_air else ():
        cabin, hold = cabin and not bars_cabin, hold and not bars_hold
        reasons.append(reason)
    if (article.pack_g or 0) > get_air_limit(catalogue, PIECE) * 1000:
        cabin = hold = False
        reasons.append(quote_air(catalogue, "luggage_piece", PIECE))
    if kind.is_fragile and by_air:
        reasons.append(quote_air(catalogue, "air_fragile", "fragile"))
    if kind.needs_cold_chain:
        reasons.append(Reason(code="luggage_cold", params={}))
    return Ways(
        cabin=cabin,
        hold=hold,
        is_small_fragile=kind.is_fragile and cabin and article.pack_g is not None and article.pack_g <= CABIN_PIECE_G,
        must_ask=by_air and hold and kind.has_strong_smell,
        is_fragile=kind.is_fragile,
        is_liquid=kind.is_liquid,
        is_bagged=by_air and kind.is_liquid,
        is_spirit=by_air and is_spirit(kind),
        is_oil=by_air and is_flammable_oil(kind),
        reasons=tuple(reasons),
    )


def _list_air_bars(
    catalogue: Catalogue, article: Article, kind: ProductType, traveller: Traveller
) -> Iterator[tuple[bool, bool, Reason]]:
    """Yield (bars the cabin, bars the hold, rule) for every rule of the air that a pack meets."""
    to_us = traveller.market == _UNITED_STATES
    volume_ml = find_volume_ml(article)
    if is_too_strong(kind):
        yield True, True, quote_air(catalogue, "air_alcohol_strong", "alcohol_gt70")
    elif is_spirit(kind):
        yield False, False, quote_air(catalogue, "air_alcohol", SPIRITS)
    elif is_flammable_oil(kind):
        yield False, (volume_ml or 0) > MAX_OIL_BOTTLE_ML, quote_air(catalogue, "air_oil", OILS)
    if kind.is_liquid:
        if to_us or volume_ml is None or volume_ml > get_air_limit(catalogue, CABIN_LIQUID):
            yield True, False, quote_air(catalogue, "air_liquid_us" if to_us else "air_liquid", CABIN_LIQUID)
        else:
            yield False, False, quote_air(catalogue, "air_liquid_small", CABIN_LIQUID)
    if kind.is_blade:
        yield True, False, quote_air(catalogue, "air_blade", "blades")
    if kind.has_strong_smell:
        yield True, False, quote_air(catalogue, "air_smell", "fish_sauce")
    powder_ml = (article.pack_g or 0) / POWDER_G_PER_ML if kind.id in POWDERS else 0.0
    if to_us and powder_ml >= get_air_limit(catalogue, US_POWDER):
        yield True, False, quote_air(catalogue, "air_powder_us", US_POWDER)
