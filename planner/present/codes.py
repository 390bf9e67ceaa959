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

from planner.present.goods_codes import GOODS_REASONS

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

BATCH_CODES: Final[dict[str, tuple[str, ...]]] = {
    "batch_required": (),
    "batch_not_date": ("value",),
    "batch_not_amount": ("value",),
    "batch_not_whole": ("value",),
    "batch_not_number": ("value",),
    "batch_not_clock": ("value",),
    "batch_not_weights": ("value",),
    "batch_not_pairs": ("value",),
    "batch_not_pins": ("value",),
    "batch_not_so": ("value",),
    "batch_too_small": ("value", "limit"),
    "batch_too_large": ("value", "limit"),
    "batch_too_small_write": ("limit",),
    "batch_too_large_write": ("limit",),
    "batch_too_long": ("limit",),
    "batch_shorten": (),
    "batch_unknown_gateway": ("value",),
    "batch_unknown_place": ("value",),
    "batch_unknown_interest": ("value",),
    "batch_unknown_option": ("value",),
    "batch_unknown_country": ("value",),
    "batch_ambiguous": ("value",),
    "batch_which_gateway": ("ids",),
    "batch_which_place": ("ids",),
    "batch_which_interest": ("terms",),
    "batch_near_gateway": ("ids",),
    "batch_near_place": ("ids",),
    "batch_near_interest": ("terms",),
    "batch_near": ("choices",),
    "batch_options": ("options",),
    "batch_look_up": (),
    "batch_write_date": (),
    "batch_write_amount": (),
    "batch_write_whole": (),
    "batch_write_number": (),
    "batch_write_clock": (),
    "batch_write_weights": (),
    "batch_write_minutes": (),
    "batch_write_day_starts": (),
    "batch_write_pins": (),
    "batch_write_country": (),
    "batch_write_language": (),
    "batch_no_calendar": (),
    "batch_span": ("first", "last"),
    "batch_seats": ("size", "seats", "vehicle"),
    "batch_split": (),
    "batch_no_night": (),
    "batch_no_gateway": (),
    "batch_place_excluded": (),
    "batch_hours": (),
    "batch_nights": ("count", "nights"),
    "batch_both": ("ids",),
    "batch_no_such_day": ("value", "number"),
    "batch_row": ("text",),
    "batch_mend_row": (),
    "batch_same_name": ("text",),
    "batch_rename": (),
    "batch_strange_column": ("text",),
    "batch_remove_column": (),
}
"""What is wrong with the cells of a table of requests, and what to do: office words, in the family `batch`."""

REASON_CODES: Final[dict[str, tuple[str, ...]]] = {
    **WHY,
    **UNVISITED,
    **REMEDIES,
    **INFEASIBLE,
    **WARNINGS,
    **ALTERNATIVES,
    **WHATIF,
    **GOODS_REASONS,
}
"""Code -> names of the parameters of its sentence."""


PRIZE_PARTS: Final = (
    "base", "interest", "recognition", "stars", "rarity", "festival", "shopping", "season", "wish",
)  # fmt: skip
"""Parts of a visit's prize, in the order in which they are shown."""
