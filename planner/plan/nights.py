"""Where nights can be spent: village homestays, and town centres with hotels of the traveller's choice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.model.catalogue import Catalogue
from planner.model.place import Experience, Located, Lodging
from planner.model.settings import TripRules
from planner.model.travel import BoolArray
from planner.plan.atlas import TravelTable
from planner.plan.horizon import Horizon, list_fixed_nights
from planner.plan.nearness import Nearness
from planner.plan.options import Option
from planner.plan.requests import CheckedRequest

SAME_AREA_MIN = 30
"""Night places within so many minutes of driving are alike: each takes from the other's appeal."""
AREA_DEG = 0.2
"""Side of the areas, some 20 km, that night places are thinned out by where there are too many to compare."""
MAX_COMPARED = 200
"""Night places that are compared by their ways to everything else; no more than the shipped tables have."""


@dataclass(frozen=True, slots=True)
class NightPlace:
    """Where a night can be spent, with its price band per person."""

    located: Located
    is_town_hotel: bool
    low_vnd: int
    high_vnd: int
    is_estimate: bool
    dinner: Experience | None


def list_night_places(
    checked: CheckedRequest, catalogue: Catalogue, near: Nearness, horizon: Horizon, trip_cap_min: int, rules: TripRules
) -> dict[str, NightPlace]:
    """Return every place where a night of this trip may be spent, by id; those fixed by the request first."""
    request = checked.request
    if request.days == 1:
        return {}
    fixed, unwanted = list_fixed_nights(request), request.exclude
    found = {one: _describe(catalogue.located[one], catalogue, rules, unwanted) for one in fixed if one != "choose"}
    if "choose" not in fixed:
        return found
    towns = [gateway for gateway in catalogue.gateways.values() if gateway.kind == "tour_base"]
    is_near = _find_near(near, horizon, trip_cap_min)
    for located in (*catalogue.lodgings.values(), *towns):
        if not located.is_routable or located.id in request.exclude:
            continue
        capacity = getattr(located, "capacity_per_house", None)
        if capacity is not None and capacity < request.party.size:
            continue
        if is_near[near.atlas.number([located.id])[0]]:
            found.setdefault(located.id, _describe(located, catalogue, rules, unwanted))
    return found


def _find_near(near: Nearness, horizon: Horizon, trip_cap_min: int) -> BoolArray:
    """Return where a night can be spent on some trip of the request, shape (p,)."""
    could = horizon.find_nights() & (near.through_min <= trip_cap_min)
    with_wanted = could & (near.tour_min <= trip_cap_min)
    # Where the wanted places are too far for any trip, that is told by those who know the whole of it.
    return with_wanted if with_wanted.any() else could


def thin_nights(
    places: Mapping[str, NightPlace], needed: Collection[str], near: Nearness, limit: int = MAX_COMPARED
) -> dict[str, NightPlace]:
    """Return at most `limit` night places, in their order: the needed ones, then one after the other of each area.

    In an area the first is the most appealing, the second the cheapest, and so on in turns: a tight budget
    needs cheap beds, and every stretch of the way needs some bed.
    """
    if len(places) <= limit:
        return dict(places)
    areas: dict[tuple[int, int], list[str]] = {}
    for one, place in places.items():
        at = int(place.located.lon_deg // AREA_DEG), int(place.located.lat_deg // AREA_DEG)
        areas.setdefault(at, []).append(one)
    turns: list[tuple[bool, int, int, str]] = []
    for members in areas.values():
        by_appeal = sorted(members, key=lambda one: (*_get_appeal(places[one]), near.get_near_min(one), one))
        by_price = sorted(members, key=lambda one: (places[one].high_vnd, near.get_near_min(one), one))
        in_turn = dict.fromkeys(one for pair in zip(by_appeal, by_price, strict=True) for one in pair)
        turns += [(one not in needed, turn, near.get_near_min(one), one) for turn, one in enumerate(in_turn)]
    kept = {one for *_, one in sorted(turns)[:limit]}
    return {one: place for one, place in places.items() if one in kept}


def _get_appeal(place: NightPlace) -> tuple[bool, bool]:
    """Homestays before town hotels, those with a recognition first."""
    return place.is_town_hotel, getattr(place.located, "recognition", None) is None


def choose_nights(
    places: Mapping[str, NightPlace],
    needed: Sequence[str],
    near: Nearness,
    table: TravelTable,
    options: Sequence[Option],
    limit: int,
) -> dict[str, NightPlace]:
    """Return the most promising of the night places: the needed ones, then by what lies around.

    A place draws by the prizes within about an hour of it; the more places of the same area are
    taken, the less it draws, so that the whole way of the trip has beds.
    """
    if len(places) <= limit:
        return dict(places)
    ids = list(places)
    rows = table.rows(ids)
    drive = np.where(table.matrix.reachable, table.matrix.drive_min, 1 << 20)
    pull = np.array([1000.0 / (30.0 + near.get_near_min(one)) for one in ids])
    if options:
        prizes = np.array([option.prize for option in options], dtype=np.float64)
        to_options = drive[np.ix_(rows, table.rows([option.located.id for option in options]))]
        pull += (prizes[None, :] / (30.0 + to_options)).sum(axis=1)
    is_same_area = drive[np.ix_(rows, rows)] <= SAME_AREA_MIN
    chosen = [one for one in dict.fromkeys(needed) if one in places]
    crowd = is_same_area[[ids.index(one) for one in chosen], :].sum(axis=0) if chosen else np.zeros(len(ids))
    is_free = np.array([one not in chosen for one in ids])
    while len(chosen) < limit and is_free.any():
        # Ties go to the first of the catalogue, so that the answer never depends on the machine.
        best = int(np.where(is_free, pull / (1.0 + crowd), -1.0).argmax())
        chosen.append(ids[best])
        is_free[best] = False
        crowd = crowd + is_same_area[best]
    return {one: places[one] for one in chosen}


def _describe(located: Located, catalogue: Catalogue, rules: TripRules, exclude: Collection[str]) -> NightPlace:
    if isinstance(located, Lodging):
        dinners = (e for e in catalogue.experiences_at.get(located.id, ()) if e.subkind == "dinner")
        dinner = next((e for e in dinners if e.id not in exclude), None)
        extra = dinner.price_high_vnd if dinner else 0
        if located.price_vnd_pp is not None:
            return NightPlace(located, False, located.price_vnd_pp, located.price_vnd_pp + extra, False, dinner)
        return NightPlace(located, False, rules.homestay_low_vnd, rules.homestay_high_vnd + extra, True, dinner)
    return NightPlace(located, True, rules.town_hotel_low_vnd, rules.town_hotel_high_vnd, True, None)
