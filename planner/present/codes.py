"""Every code that a plan may carry to the reader, with the parameters its sentence needs.

The one list of them: `words` makes sentences, the tests hold both catalogues against it, and
`planner.plan` emits no other. Parameters are plain values; `words` formats them by name:
``minutes``, ``hours``, ``vnd``, ``km``, ``date`` (ISO), ``month`` (1-12), ``place`` and ``places``
(ids, several joined by ``;``), ``word`` and ``category`` (interest words), ``hazards`` (joined by
``;``), ``market`` (country code), ``effort`` (1-3), ``stars``, ``count``, ``points``, ``full`` and ``cost`` (points),
``day`` and ``night`` (from 1), ``profile`` and ``other`` (alternatives), ``share`` and ``wanted`` (per cent), and
``amount``, ``limit``, ``rate``, ``keeps`` and ``travels`` (numbers), ``goods`` (carry-home category), and ``name``,
``text``, ``pool``, ``unit`` as they are.
"""

from __future__ import annotations

from typing import Final

WHY: Final[dict[str, tuple[str, ...]]] = {
    "why_must": (),
    "why_nice": (),
    "why_interest": ("word", "points"),
    "why_recognition": ("text",),
    "why_stars": ("stars", "count"),
    "why_rarity": ("category",),
    "why_season": ("month",),
    "why_festival": ("name",),
    "why_shopping": ("count",),
    "why_goods": ("count",),
    "why_on_the_way": (),
}
"""Why a stop is in the trip."""

UNVISITED: Final[dict[str, tuple[str, ...]]] = {
    "closed": (),
    "hours": (),
    "too_far": ("minutes",),
    "budget": ("vnd",),
    "category_full": ("category", "points", "full", "minutes", "cost"),
    "not_worth": ("points", "minutes", "cost"),
    "pace_full": ("count",),
    "day_full": (),
    "drive_full": (),
    "lower_prize": ("points", "places", "minutes"),
    "lower_prize_several": ("points", "places", "minutes"),
    "too_dear": ("vnd",),
    "off_route": (),
    "no_day": (),
    "fits": ("points", "minutes"),
    "fits_instead": ("points", "places", "minutes"),
    "other_way": ("place",),
    "other_bed": ("points", "places"),
    "better_bed": ("points", "places"),
    "no_night": (),
    "night_fixed": (),
    "too_small": ("count",),
    "not_looked_at": ("count",),
    "effort": ("effort",),
    "not_located": ("km",),
    "excluded": (),
    "not_offered": ("text",),
    "not_for_children": (),
    "nothing_to_do": (),
}
"""Why a place is not in the trip."""

REMEDIES: Final[dict[str, tuple[str, ...]]] = {
    "add_must": (),
    "try_must": (),
    "drop_must": ("place",),
    "free_hour": ("place",),
    "free_night": ("place",),
    "free_place": ("place",),
    "add_day": (),
    "longer_day": ("minutes",),
    "more_drive": ("hours",),
    "more_budget": ("vnd",),
    "other_dates": ("date",),
    "fuller_pace": (),
    "no_reserve": (),
    "raise_effort": ("effort",),
    "give_point": (),
    "allow_place": (),
    "other_request": (),
}
"""The smallest change that would admit a place, or make a trip possible."""

INFEASIBLE: Final[dict[str, tuple[str, ...]]] = {
    "inf_closed": ("place",),
    "inf_too_far": ("place", "minutes"),
    "inf_budget": ("vnd",),
    "inf_jointly": ("places",),
    "inf_jointly_drive": ("places", "hours"),
    "inf_jointly_hours": ("places", "day_start", "day_end"),
    "inf_jointly_days": ("places", "days"),
    "inf_jointly_reserve": ("places",),
    "inf_not_found": ("places",),
    "inf_locked_hour": ("place", "day"),
    "inf_locked_night": ("place", "night"),
    "inf_locked_day": ("place", "day"),
    "inf_dropped": ("place",),
    "inf_wanted": ("place",),
    "inf_effort": ("place",),
    "inf_end_unreachable": ("start", "end"),
    "inf_unreachable": ("place", "vehicle"),
    "inf_no_visit": ("place", "why"),
    "inf_no_way": (),
    "inf_no_lodging": (),
    "inf_not_located": ("place",),
}
"""Why no trip satisfies a request."""

WARNINGS: Final[dict[str, tuple[str, ...]]] = {
    "warn_hours_unknown": ("count",),
    "warn_hours_typical": ("count",),
    "warn_estimate_prices": (),
    "warn_gateway_uncertain": ("place", "km"),
    "warn_gateway_unconfirmed": ("place",),
    "warn_market_without_rules": ("market",),
    "warn_season": ("hazards",),
    "warn_vehicle_not_in_budget": (),
    "warn_time_budget": (),
    "warn_ask_producer": ("count",),
}
"""What the traveller should know before relying on a plan."""

WHATIF: Final[dict[str, tuple[str, ...]]] = {
    "with_loss": ("place", "points"),
    "with_same": ("place",),
    "with_better": ("place", "points"),
    "with_none": ("place",),
    "with_not_found": ("place",),
    "without_loss": ("place", "points"),
    "without_same": ("place",),
    "without_better": ("place", "points"),
    "without_none": ("place",),
    "without_not_found": ("place",),
    "leaves": ("places",),
    "enters": ("places",),
    "beds_leave": ("places",),
    "beds_enter": ("places",),
    "drives_more": ("minutes",),
    "drives_less": ("minutes",),
    "costs_more": ("vnd",),
    "costs_less": ("vnd",),
    "share_gain": ("points", "full"),
    "share_detour": ("minutes", "cost"),
    "share_frees": ("minutes",),
    "share_money": ("vnd",),
}
"""What another plan would be like; made by `planner.present.whatif` of a counterfactual."""

ALTERNATIVES: Final[dict[str, tuple[str, ...]]] = {
    "alt_too_similar": ("profile", "other", "share", "wanted"),
    "alt_eased": ("profile",),
    "alt_none": ("profile",),
    "alt_stopped": ("profile",),
}
"""What should be known of alternative plans."""

READINESS: Final[dict[str, tuple[str, ...]]] = {
    "ready_held": ("text",),
    "ready_not_held": ("text",),
    "ready_unclear": ("text",),
    "ready_nothing_said": (),
    "ready_at_hand": ("text",),
    "ready_gi_held": ("text",),
    "ready_gi_unconfirmed": ("text",),
    "ready_gi_candidate": ("text",),
    "ready_stars_hold": ("stars", "year"),
    "ready_stars_renewal": ("stars", "year"),
    "ready_stars_nominated": (),
    "ready_no_licence": (),
    "ready_incomplete": (),
    "ready_exports_words": ("text",),
}
"""What is known of the requirements of a market; made by `planner.goods.readiness`."""

ESTIMATE: Final[dict[str, tuple[str, ...]]] = {
    "estimate_old_prices": ("year",),
    "estimate_share_falls": ("text",),
    "estimate_no_arrivals": (),
    "estimate_mean_spend": (),
    "estimate_members": ("text",),
    "estimate_two_ways": (),
    "estimate_part_of_stay": ("days", "text", "year"),
    "estimate_above_ceiling": (),
    "estimate_single": (),
}
"""What must stand beside an estimate of on-the-spot export."""

TRIP_BASKET: Final[dict[str, tuple[str, ...]]] = {
    "basket_no_market": (),
    "basket_nothing_offered": (),
    "basket_nothing_fits": ("count",),
    "basket_renewed": (),
    "basket_choices_lost": ("count",),
}
"""What should be known of the basket of a trip as a whole."""

CARRYING: Final[dict[str, tuple[str, ...]]] = {
    "pool_near_limit": ("pool", "amount", "limit", "unit"),
    "pool_over_limit": ("pool", "amount", "limit", "unit"),
    "pool_over_duty_free": ("pool", "amount", "limit", "unit"),
    "pool_over_threshold": ("pool", "amount", "limit", "unit"),
    "pool_amount_unknown": ("pool", "amount", "limit", "unit"),
    "pool_mixed": ("pool", "amount", "limit", "unit"),
    "value_lower_bound": ("pool", "amount", "limit", "unit"),
    "rate_used": ("unit", "rate"),
    "air_label_unknown": (),
    "air_too_much": ("limit", "unit"),
    "export_cash": (),
    "export_gold": (),
    "export_declare": (),
    "export_species": (),
    "export_new_only": (),
    "export_old": (),
    "spoils_before_home": ("keeps", "travels"),
    "keeps_days": ("keeps",),
}
"""What bears on a line of a basket, or on all of it: limits of the party, air, export and keeping."""

BUYING: Final[dict[str, tuple[str, ...]]] = {
    "buy_by_hand": (),
    "buy_gift": ("count",),
    "buy_liked": ("word",),
    "buy_only_here": (),
    "buy_stars": ("stars",),
    "buy_typical": (),
    "buy_green": (),
    "buy_shipped": (),
    "here_only_stop": (),
    "here_maker": (),
    "here_late_fragile": (),
    "here_late_heavy": (),
    "here_late_liquid": (),
    "here_late_fresh": (),
    "basket_gifts_missing": ("count",),
    "basket_over_budget": ("vnd",),
    "basket_price_unknown": ("count",),
    "basket_not_proved": (),
}
"""Why a line is in a basket, why it is bought at that stop, and what is amiss with the whole."""

LUGGAGE: Final[dict[str, tuple[str, ...]]] = {
    "air_alcohol": (),
    "air_alcohol_strong": (),
    "air_oil": (),
    "air_liquid": (),
    "air_liquid_small": (),
    "air_liquid_us": (),
    "air_blade": (),
    "air_smell": (),
    "air_powder_us": (),
    "air_fragile": (),
    "luggage_ship_only": (),
    "luggage_no_hold": (),
    "luggage_cold": (),
    "luggage_piece": (),
    "luggage_no_room": ("article", "count"),
    "luggage_not_carried": ("article", "count"),
    "luggage_weight_unknown": ("article",),
    "luggage_volume": ("litres",),
    "luggage_assumed": ("cabin", "hold"),
    "luggage_estimate": (),
}
"""How a good travels home, and what should be known of the weights of a basket."""

SHIPPING: Final[dict[str, tuple[str, ...]]] = {
    "ship_ask": (),
    "ship_max": ("kg",),
    "ship_one_quote": ("vnd", "kg"),
    "ship_beyond": ("kg",),
    "ship_zones": (),
    "ship_parcels": ("count", "kg"),
    "ship_lightest": ("kg",),
    "ship_customs": (),
}
"""How the price of a parcel was reckoned, or why there is none."""

REFUND: Final[dict[str, tuple[str, ...]]] = {
    "refund_home_unknown": (),
    "refund_resident": (),
    "refund_point": ("place",),
    "refund_no_point": ("place", "places"),
    "refund_point_open": ("places",),
    "refund_not_exported": ("article",),
    "refund_not_carried": ("article",),
    "refund_too_early": ("article", "count"),
    "refund_shop_none": (),
    "refund_shop_unknown": (),
    "refund_one_shop": ("vnd",),
    "refund_price_unknown": (),
    "refund_maybe_untaxed": (),
    "refund_maybe_lower": ("share",),
    "refund_would_cross": ("vnd", "refund_vnd"),
    "refund_step_shop": (),
    "refund_step_customs": (),
    "refund_step_bank": ("share",),
    "refund_unconfirmed": (),
}
"""What the refund of value added tax hangs on."""

LEFT_OUT: Final[dict[str, tuple[str, ...]]] = {
    "left_never_offered": (),
    "left_by_hand": (),
    "left_other_stop": ("place", "day"),
    "left_spoils": ("keeps", "travels"),
    "left_cold": ("travels",),
    "left_prohibited": ("goods", "market"),
    "left_permit": ("goods", "market"),
    "left_over_limit": ("pool", "limit", "unit"),
    "left_not_carried": (),
    "left_ship_only": (),
    "left_weight_unknown": (),
    "left_no_price": (),
    "left_amount_unknown": ("pool", "limit", "unit"),
    "left_limit_full": ("pool", "amount", "limit", "unit"),
    "left_air_full": ("amount", "limit", "unit"),
    "left_hold_full": ("amount", "limit", "unit"),
    "left_luggage_full": ("amount", "limit", "unit"),
    "left_liquids_full": ("amount", "limit", "unit"),
    "left_no_room": (),
    "left_too_dear": ("vnd",),
    "left_budget": ("vnd",),
    "left_twin": ("name", "place"),
    "left_less_worth": (),
}
"""Why an offer is not in a basket."""

QUOTE_CODES: Final[dict[str, tuple[str, ...]]] = {
    "quote_incomplete": ("count",),
    "quote_vehicle_unknown": ("sizes",),
    "quote_estimates": ("count", "vnd"),
    "quote_other_vehicle": ("vehicle", "planned"),
    "quote_km_estimate": ("km",),
    "quote_children": ("count",),
    "rate_twice": ("row",),
    "rate_remove_one": (),
    "rate_season": ("from_date",),
    "rate_exchange_dates": (),
    "rate_unknown_word": (),
    "rate_choose": ("choices",),
    "rate_unknown_key": (),
    "rate_nearest": ("choices",),
    "rate_take_template": (),
    "rate_not_amount": (),
    "rate_write_amount": (),
    "rate_too_high": ("vnd",),
    "rate_not_date": (),
    "rate_write_date": (),
}
"""What a quote warns of, and what is wrong with rows of a rate file: office words, in the family `quote`."""

REASON_CODES: Final[dict[str, tuple[str, ...]]] = {
    **WHY,
    **UNVISITED,
    **REMEDIES,
    **INFEASIBLE,
    **WARNINGS,
    **ALTERNATIVES,
    **WHATIF,
    **READINESS,
    **ESTIMATE,
    **TRIP_BASKET,
    **CARRYING,
    **BUYING,
    **LUGGAGE,
    **SHIPPING,
    **REFUND,
    **LEFT_OUT,
}
"""Code -> names of the parameters of its sentence."""

TITLES: Final[dict[str, str]] = {
    "special national relic": "special_relic",
    "national relic": "national_relic",
    "national scenic relic": "scenic_relic",
    "architectural art relic": "art_relic",
    "provincial architectural relic": "provincial_relic",
    "national intangible cultural heritage": "intangible_heritage",
    "UNESCO World Heritage": "world_heritage",
    "UNESCO Urgent Safeguarding List": "safeguarding_list",
    "national tourist area": "national_tourist_area",
    "ASEAN Homestay Award": "asean_homestay",
    "ASEAN Community Based Tourism Award": "asean_community",
    "UN Tourism Best Tourism Village": "best_tourism_village",
    "VITA leading community tourism village": "vita_village",
    "traditional craft village": "traditional_village",
    "recognised craft village": "craft_village",
    "craft village": "craft_village",
    "OCOP 3 star": "ocop_3",
    "OCOP 4 star": "ocop_4",
    "OCOP 5 star": "ocop_5",
}
"""Titles as the tables begin to name them -> family member of their label; a longer one stands before a part of it."""

PRIZE_PARTS: Final = (
    "base", "interest", "recognition", "stars", "rarity", "festival", "shopping", "season", "wish",
)  # fmt: skip
"""Parts of a visit's prize, in the order in which they are shown."""

_CHECKED = ("pool", "amount", "limit", "unit", "scope")
GOODS: Final[dict[str, tuple[str, ...]]] = {
    "category": ("category", "status"),
    "no_rule": ("category",),
    "contents_unknown": ("content",),
    "market_without_rules": ("market",),
    "not_goods": ("kind",),
    "abv_unknown": (),
    "low_strength_line": ("pool",),
    "limit_not_for_strength": ("pool", "abv"),
    "within_limit": _CHECKED,
    "near_limit": _CHECKED,
    "over_limit": _CHECKED,
    "over_duty_free": _CHECKED,
    "over_threshold": _CHECKED,
    "limit_not_computed": _CHECKED,
    "amount_unknown": _CHECKED,
    "allowance": ("pool", "limit", "unit"),
    "nearest_fit": ("category",),
    "group": ("group",),
    "red_line": ("category",),
    "often_seized": ("category",),
    "ship_only": (),
    "low_confidence": (),
    "no_border": (),
    "unsourced": (),
}
"""Reasons of a carry-home verdict: code -> names of the values that follow it, divided by colons."""

PART_MODES: Final = frozenset({"drive", "ferry", "car_ferry", "wait", "rest", "transfer", "walk"})
"""Manners of travel that may stand before a leg's note, with a colon."""

SPOKEN_NOTES: Final = {
    "passengers only: your own vehicle stays at the berth, a hired one of its class waits across": "leg.transfer",
}
"""Notes of the travel time sources that have words of their own."""

SILENT_NOTES: Final = frozenset(
    {
        "parking and the last steps",
        # The quality of the leg, which is always shown, says the same.
        "an end lies more than 15 km from the known roads: check before you go",
        "no road known between these neighbours: estimated from the great circle",
        "estimated from the great circle: rivers, ranges and the sea are not known to this source",
    }
)
"""Notes that say nothing new to a traveller."""
