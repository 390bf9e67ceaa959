"""Reads `settings.toml` into frozen values and refuses what it does not know."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from planner.errors import RequestError
from planner.model.request import MAX_LUGGAGE_KG, Pace
from planner.model.settings import (
    AlternativeRules,
    BasketRules,
    EstimateRules,
    LuggageRules,
    PrizeWeights,
    PunctualityRules,
    RefundRules,
    ReplanRules,
    Settings,
    ShoppingWeights,
    TripRules,
)
from planner.units import parse_clock

DEFAULT_PATH = Path(__file__).with_name("settings.toml")
LONGEST_TRIP_DAYS = 14
"""Most days that a request may name."""
_TABLES: dict[str, Any] = {
    "prize": PrizeWeights,
    "shopping": ShoppingWeights,
    "trip": TripRules,
    "replan": ReplanRules,
    "alternatives": AlternativeRules,
    "punctuality": PunctualityRules,
    "luggage": LuggageRules,
    "refund": RefundRules,
    "basket": BasketRules,
    "estimate": EstimateRules,
}


@cache
def load_settings(path: Path = DEFAULT_PATH) -> Settings:
    """Return the settings of a file.

    Raises
    ------
    RequestError
        When the file cannot be read, is not TOML, lacks a key, or has one that nobody reads.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RequestError("R090", f"settings file {path.name} cannot be read", remedy="check the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RequestError("R091", f"{path.name} is not TOML: {error}", remedy="mend the line named") from error
    if strange := sorted(set(tables) - set(Settings.__dataclass_fields__)):
        raise RequestError("R092", f"unknown table [{strange[0]}] of {path.name}", remedy="see settings.toml")
    for name, wanted in _TABLES.items():
        known = set(wanted.__dataclass_fields__)
        table = tables.get(name, {})
        if not isinstance(table, dict):
            raise RequestError("R093", f"{name} of {path.name} is a value, not a table", remedy="see settings.toml")
        given = set(table)
        if strange := sorted(given ^ known):
            word = "unknown key" if strange[0] in given else "missing key"
            raise RequestError("R092", f"{word} {strange[0]} in [{name}] of {path.name}", remedy="see settings.toml")
    try:
        settings = _ADAPTER.validate_python(tables)
        _check(settings.trip)
        _check_punctuality(settings.punctuality)
        _check_alternatives(settings.alternatives)
        _check_luggage(settings.luggage)
        _check_refund(settings.refund)
        _check_basket(settings.basket)
        _check_estimate(settings.estimate)
    except ValueError as error:
        if not isinstance(error, ValidationError):
            raise RequestError("R093", str(error), where="trip", remedy="see settings.toml") from None
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RequestError("R093", first["msg"], where=where, remedy="see settings.toml") from error
    return settings


def _check(rules: TripRules) -> None:
    """Raise ValueError for values that are of the right type and still make no day."""
    earliest, latest_end = parse_clock(rules.meal_earliest), parse_clock(rules.meal_latest_end)
    if not 0 <= rules.meal_min <= latest_end - earliest:
        raise ValueError(f"a meal of {rules.meal_min} min does not fit {rules.meal_earliest}-{rules.meal_latest_end}")
    for name, by_pace in (("visits_by_pace", rules.visits_by_pace), ("drive_h_by_pace", rules.drive_h_by_pace)):
        if missing := [pace for pace in Pace if pace not in by_pace]:
            raise ValueError(f"{name} lacks {missing[0].value}")
    for name in ("drive_cost_per_min", "meal_low_vnd", "meal_high_vnd", "homestay_low_vnd", "town_hotel_low_vnd"):
        if getattr(rules, name) < 0:
            raise ValueError(f"{name} must not be negative")
    for name in ("max_stops", "max_night_options", "variants_per_place", "driver_week_min"):
        if getattr(rules, name) < 1:
            raise ValueError(f"{name} must be at least 1")
    steps = [pct for _, pct in rules.gain_steps]
    if not steps or steps != sorted(steps, reverse=True) or not 0 <= steps[-1] <= steps[0] <= 100:
        raise ValueError("gain_steps must count from 100 per cent down to 0, each step no more than the one before")


def _check_punctuality(rules: PunctualityRules) -> None:
    """Raise ValueError for shares that are none, and for a number of scenarios that tells nothing or never ends."""
    for name in ("day_share_pct", "alert_below_pct"):
        if not 0 <= getattr(rules, name) <= 100:
            raise ValueError(f"{name} must lie between 0 and 100")
    if not 50 <= rules.reserve_pct <= 99:
        raise ValueError("reserve_pct must lie between 50 and 99")
    if not 100 <= rules.scenarios <= 100_000:
        raise ValueError("scenarios must lie between 100 and 100000")


def _check_alternatives(rules: AlternativeRules) -> None:
    """Raise ValueError for profiles that no request could follow."""
    if not 0 <= rules.min_distance_pct <= 100:
        raise ValueError("min_distance_pct of alternatives must be between 0 and 100")
    if rules.tries < 0 or rules.min_offer < 0:
        raise ValueError("tries and min_offer of alternatives must not be negative")
    for name, profile in rules.profiles.items():
        if strange := [word for word, weight in profile.interests.items() if not 1 <= weight <= 3]:
            raise ValueError(f"{strange[0]} of alternative {name} must weigh 1, 2 or 3")
        spans = (profile.start_later_min, profile.end_earlier_min)
        if min(profile.lowered, profile.drive_pct, profile.fewer_visits, *spans) < 0:
            raise ValueError(f"alternative {name} has a number below nothing")


def _check_luggage(rules: LuggageRules) -> None:
    """Raise ValueError for weights and volumes that nothing on Earth has."""
    for name in ("cabin_kg", "hold_kg"):
        if not 0 <= getattr(rules, name) <= MAX_LUGGAGE_KG:
            raise ValueError(f"{name} of luggage must lie between 0 and {MAX_LUGGAGE_KG}")
    for name in ("glass_pct", "plastic_pct", "box_pct", "wrap_pct", "glass_min_g", "box_min_g", "wrap_min_g"):
        if getattr(rules, name) < 0:
            raise ValueError(f"{name} of luggage must not be negative")
    if rules.box_volume_pct < 100:
        raise ValueError("box_volume_pct of luggage must be at least 100: a box is no smaller than what is in it")
    if not 0 < rules.small_l < rules.bulky_l:
        raise ValueError("small_l of luggage must be above 0 and below bulky_l")
    if not {"other", "liquid"} <= set(rules.litres_per_kg) or min(rules.litres_per_kg.values()) <= 0:
        raise ValueError("litres_per_kg of luggage must hold other and liquid, and volumes above 0")


def _check_refund(rules: RefundRules) -> None:
    """Raise ValueError for a share that is none, and for a category that would carry two rates at once."""
    if not 0 <= rules.hint_from_pct <= 100:
        raise ValueError("hint_from_pct of refund must lie between 0 and 100")
    if both := sorted(set(rules.maybe_untaxed) & set(rules.maybe_lower)):
        raise ValueError(f"{both[0]} stands in maybe_untaxed and in maybe_lower of refund")


def _check_estimate(rules: EstimateRules) -> None:
    """Raise ValueError for shares that are none."""
    shares = (rules.goods_share_low_pct, rules.goods_share_high_pct, *rules.shown_shares_pct)
    if not all(0 <= share <= 100 for share in shares) or rules.goods_share_low_pct > rules.goods_share_high_pct:
        raise ValueError("shares of estimate must lie between 0 and 100, the lower one first")


def _check_basket(rules: BasketRules) -> None:
    """Raise ValueError for points by which more of the same would be worth more, or a later day more than the maker."""
    numbers = {name: getattr(rules, name) for name in rules.__dataclass_fields__ if name != "next_pack_pct"}
    if below := [name for name, number in numbers.items() if number < 0]:
        raise ValueError(f"{below[0]} of basket must not be negative")
    if above := [name for name, number in numbers.items() if name.endswith("_pct") and number > 100]:
        raise ValueError(f"{above[0]} of basket must not be above 100")
    packs = rules.next_pack_pct
    if not packs or list(packs) != sorted(packs, reverse=True) or not 0 <= packs[-1] <= packs[0] <= 100:
        raise ValueError("next_pack_pct of basket must fall from 100 towards 0")
    if rules.vnd_per_point < 1 or rules.max_nodes < 1:
        raise ValueError("vnd_per_point and max_nodes of basket must be at least 1")
    latest = LONGEST_TRIP_DAYS * (rules.late_fragile + rules.late_heavy + rules.late_liquid + rules.late_fresh)
    if rules.stop_made_here <= latest:
        raise ValueError(
            f"stop_made_here of basket must be above {latest}, what the last of {LONGEST_TRIP_DAYS} days is worth"
        )


_ADAPTER: TypeAdapter[Settings] = TypeAdapter(Settings)
