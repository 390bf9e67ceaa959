"""The numbers of `settings.toml` as frozen values; each module takes those it needs as an argument."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planner.model.request import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeWeights:
    """Points of the explainable prize of a stop. `settings.toml` says why each is what it is."""

    base: int
    interest_per_weight: int
    second_interest_pct: int
    curated_bonus: int
    recognition_world: int
    recognition_national: int
    recognition_local: int
    stars_3: int
    stars_4: int
    stars_5: int
    stars_stale_pct: int
    rarity_max: int
    season_share_pct: int
    off_month_pct: int
    festival: int
    shopping_max: int
    shopping_interest_pct: int
    wish: int
    night_homestay: int
    night_interest_per_weight: int
    night_recognition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShoppingWeights:
    """Shares from 0 to 1 that make the worth of what can be bought at a stop; see `settings.toml`."""

    five_stars: float
    four_stars: float
    three_stars: float
    no_stars: float
    typical: float
    unsure_stars: float
    may_be_found: float
    ask_first: float
    unknown: float
    next_product: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TripRules:
    """What a day may hold and what things cost where nobody states a price."""

    visits_by_pace: dict[Pace, int]
    drive_h_by_pace: dict[Pace, float]
    drive_cost_per_min: int
    """Hundredths of a prize point per minute of driving."""
    gain_steps: tuple[tuple[int, int], ...]
    """(points up to, per cent counted) per category, concave; the last step is open-ended."""
    meal_earliest: str
    meal_latest_end: str
    meal_min: int
    meal_low_vnd: int
    meal_high_vnd: int
    homestay_low_vnd: int
    homestay_high_vnd: int
    town_hotel_low_vnd: int
    town_hotel_high_vnd: int
    picnic_from_min: int
    """A stop of at least this many minutes holds its own pause for a meal."""
    max_stops: int
    max_night_options: int
    variants_per_place: int
    driver_week_min: int
    """Legal limit of driving in seven days, minutes."""
    not_offered: dict[str, str]
    """Place id -> why it is in the catalogue but never offered as a stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanRules:
    """How a changed plan is searched, and what it is worth to leave the rest of it alone."""

    stay_points: int
    """Points of a visit that stays on its day."""
    stay_night_points: int
    """Points of a night that stays where it is."""
    iterations: int
    trial_iterations: int
    """Of the search that decides whether a lock or wish taken back would give a plan."""
    hot: float
    """Temperature at the beginning, in mean prizes; low, for the search begins from a good plan."""
    cold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PunctualityRules:
    """How travel times scatter together, and what is done about it; see `settings.toml`."""

    day_share_pct: int
    scenarios: int
    reserve_pct: int
    grace_min: int
    alert_below_pct: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeProfile:
    """What one kind of alternative plan changes in a request."""

    is_theme: bool
    """Whether it shifts interests; of all themes the one that differs most from the request is planned."""
    interests: dict[str, int]
    """Word -> least weight, 1-3."""
    lowered: int
    """By how much the interests of the request weigh less, never below 1."""
    pace: Pace | Literal["as_asked"]
    """At most this pace."""
    start_later_min: int
    end_earlier_min: int
    fewer_visits: int
    """Visits of a day below those of the fullest average day of the balanced plan; 0 = as the pace allows."""
    drive_pct: int
    """Driving of the whole trip, at most, in per cent of the balanced plan's; 0 = as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeRules:
    """How alternative plans are made to differ."""

    min_distance_pct: int
    """Least share of the places of two plans that only one of them visits."""
    tries: int
    """Searches without the least prized of the shared places before a plan is taken as it is."""
    min_offer: int
    """Places within reach that must answer to the interests of a theme."""
    profiles: dict[str, AlternativeProfile]


@dataclass(frozen=True, slots=True, kw_only=True)
class LuggageRules:
    """What a pack weighs and takes up once it is wrapped for the way home, and the room there is for it.

    All of it is estimate; `settings.toml` says why each number is what it is. Shares are per cent of the content.
    """

    cabin_kg: float
    """Free for purchases per adult where the traveller states nothing."""
    hold_kg: float
    glass_pct: int
    glass_min_g: int
    plastic_pct: int
    box_pct: int
    box_min_g: int
    wrap_pct: int
    wrap_min_g: int
    box_volume_pct: int
    """Volume of a boxed fragile thing, per cent of its own."""
    bulky_l: float
    """From this packed volume on a pack is called bulky."""
    small_l: float
    """Up to this packed volume a pack is called small."""
    litres_per_kg: dict[str, float]
    """Carry-home category -> volume of a kilogram; ``liquid`` of a litre bottled, ``other`` for those not named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRules:
    """What the rules of the tax refund leave open; see `settings.toml`."""

    maybe_untaxed: tuple[str, ...]
    """Carry-home categories that may carry no tax at all when sold unprocessed by their grower."""
    maybe_lower: tuple[str, ...]
    """Carry-home categories that may carry the lower rate."""
    hint_from_pct: int
    """A purchase that would cross the threshold is pointed out from this share of the threshold on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketRules:
    """What a pack is worth to a traveller, and what a basket may do; `settings.toml` says why each number is so.

    Worth is in integer points, shares are per cent.
    """

    five_stars: int
    four_stars: int
    three_stars: int
    no_stars: int
    typical: int
    unsure_stars_pct: int
    only_here: int
    liked: int
    may_be_found_pct: int
    ask_first_pct: int
    unknown_pct: int
    ask_airline_pct: int
    ship_pct: int
    vnd_per_point: int
    """So much of the middle of a price takes a point away."""
    next_pack_pct: tuple[int, ...]
    """Worth of the first, second, third own pack of an article; the last one holds for all further packs."""
    same_kind: int
    """Points lost by the second own pack of a product type; the third loses twice as much, and so on."""
    same_kind_max: int
    gift_handy: int
    gift_light_g: int
    gift_keeps_days: int
    stop_made_here: int
    late_fragile: int
    late_heavy: int
    late_liquid: int
    late_fresh: int
    """Points of a stop per day of the trip that it lies later, for goods that are so."""
    heavy_from_g: int
    fresh_below_days: int
    home_days: int
    """So many days more must a good keep when it has come home."""
    cool_days: int
    """Longest way home of goods that must be kept cold, days."""
    is_duty_accepted: bool
    """Whether a basket may be so large that duty is paid or a notification made; a refusal never."""
    proposes_shipping: bool
    """Whether goods that do not travel with the traveller are proposed, to be sent."""
    max_nodes: int
    """Of the search tree; a basket that needs more is the best found, not proved to be the best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateRules:
    """What is assumed of on-the-spot export where nobody measures it; see `settings.toml`."""

    goods_share_low_pct: float
    goods_share_high_pct: float
    shown_shares_pct: tuple[float, ...]
    """Shares for which the estimate is also told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be tuned without touching code."""

    prize: PrizeWeights
    shopping: ShoppingWeights
    trip: TripRules
    replan: ReplanRules
    alternatives: AlternativeRules
    punctuality: PunctualityRules
    luggage: LuggageRules
    refund: RefundRules
    basket: BasketRules
    estimate: EstimateRules
