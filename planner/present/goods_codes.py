"""Every code about goods that may reach the reader, with the parameters its sentence needs.

Reasons are codes with named parameters, as all of `codes`, which takes them in. The reasons of a carry-home verdict on
one good are texts of their own, ``code:value:value``.
"""

from __future__ import annotations

from typing import Final

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

GOODS_REASONS: Final[dict[str, tuple[str, ...]]] = {
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
"""Code -> names of the parameters of its sentence, of all families above."""

_CHECKED = ("pool", "amount", "limit", "unit", "scope")
VERDICT_CODES: Final[dict[str, tuple[str, ...]]] = {
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
