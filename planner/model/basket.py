"""What a traveller buys on the way and takes home: wishes, offers at the stops, and the basket with its checks.

Money is integer VND of the whole party, weights are grams, days of the trip count from 1. A price that nobody
states is a band typical for the kind of good: `price_low_vnd` to `price_high_vnd`, an estimate wherever shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.model.market import CarryHomeAnswer, Pool, Verdict
from planner.model.reason import Reason


class Carriage(StrEnum):
    """How a thing travels home."""

    CABIN = "cabin"
    HOLD = "hold"
    SHIP = "ship"
    """Too big, too heavy or not to be carried: sent by the producer or a carrier."""
    ASK = "ask"
    """Carriers differ: ask the airline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traveller:
    """The party as customs and airlines see it. Limits are per adult; children add none."""

    market: str | None
    """A market of `MARKETS`, another country's code (then everything is unknown), or None: nothing is asked."""
    adults: int
    children: int
    leaves_on: date
    leaves_from: str | None = None
    """Gateway id where the trip ends; decides refunds and whether air rules apply. None = unknown: they apply."""
    days_until_home: int = 1
    """Days from leaving until the goods are at home."""
    cabin_kg: float | None = None
    hold_kg: float | None = None
    """Free for purchases, per adult; None = not stated, then `[luggage]` of the settings."""

    @property
    def size(self) -> int:
        """Number of travellers."""
        return self.adults + self.children


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One pack of something: a named product, or the typical good of a kind."""

    key: str
    """Product id, or the id of the product type for a typical good."""
    product_id: str | None
    product_type: str
    name_vi: str
    name_en: str
    stars: int | None
    stars_note: str
    price_low_vnd: int | None
    price_high_vnd: int | None
    is_price_known: bool
    """True where the price is this product's own: then low equals high."""
    pack_g: int | None
    """Content of a pack; packing is added by the luggage rules."""
    volume_ml: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An article that may be bought at a visit of the itinerary."""

    article: Article
    place_id: str
    place_name_vi: str
    day: int
    on: date
    availability: str
    """made_here_ask, may_be_found or typical_of_place: never "sold here"."""
    is_only_here: bool
    """Whether no other place of the whole catalogue offers this article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """Presents for some people who like the same things."""

    people: int
    likes: tuple[str, ...] = ()
    """OCOP groups or product types; empty = anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the basket is to do."""

    budget_vnd: int | None = None
    """Of the whole party; counted with the high end of price bands."""
    gifts: tuple[Gift, ...] = ()
    """Each person gets one pack at least, one that they like."""
    likes: tuple[str, ...] = ()
    """OCOP groups, product types or interest words that make an article worth more to this traveller."""
    fixed: tuple[tuple[str, str, int], ...] = ()
    """(article key, place id, packs) decided by hand; 0 packs = not this one."""
    max_packs: int = 3
    """Most packs of one article that are proposed, gifts aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitUse:
    """How much of a limit of the home market the basket uses."""

    pool: Pool
    amount: float | None
    """In the unit of the pool, of the whole party; None = not known."""
    limit: float
    """The pool's limit times the travellers it counts for."""
    state: str
    """A word of `planner.goods.limits.LimitState`."""
    categories: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Used share; None where the amount is not known."""
        return None if self.amount is None else self.amount / self.limit if self.limit > 0 else float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCheck:
    """Everything that bears on one line: the worst of it is its verdict."""

    key: str
    quantity: int
    verdict: Verdict
    is_green: bool
    answer: CarryHomeAnswer
    """Of the destination's rules for this quantity alone."""
    carriage: Carriage
    reasons: tuple[Reason, ...]
    """Pooled limits, air, export, shelf life: code, parameters with source, confidence and as_of where a rule stands
    behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketCheck:
    """A basket held against all rules at once."""

    lines: tuple[LineCheck, ...]
    limits: tuple[LimitUse, ...]
    notices: tuple[Reason, ...]
    """What concerns the whole: exit declaration, cash, value allowance, rates of exchange used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LuggageUse:
    """Weights of a basket against the allowance of the party."""

    cabin_g: int
    hold_g: int
    ship_g: int
    cabin_limit_g: int
    hold_limit_g: int
    is_complete: bool
    """False where some article's weight is not known; sums are then lower bounds."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingBand:
    """What sending a weight may cost: a range with its source, never one price."""

    weight_g: int
    low_vnd: int | None
    high_vnd: int | None
    carrier: str
    service: str
    transit_days: str | None
    source: str
    confidence: str
    as_of: str
    reasons: tuple[Reason, ...] = ()
    """How the band was reckoned, or why there is none: ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopRefund:
    """Value added tax that purchases at one shop on one day may return."""

    place_id: str
    on: date
    spent_low_vnd: int
    spent_high_vnd: int
    refund_low_vnd: int
    refund_high_vnd: int
    missing_vnd: int
    """How much more would cross the threshold, counted from the low end; 0 where it is crossed."""
    is_registered: bool | None
    """Whether the shop issues refund invoices; None = not known, which is the rule: ask."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """The refund of a basket."""

    shops: tuple[ShopRefund, ...]
    refund_low_vnd: int
    """What surely comes back: 0 unless the shop is known to issue invoices."""
    refund_high_vnd: int
    """What would come back if every shop above the threshold issued one."""
    point: str | None
    """Gateway of this trip's way out where customs confirm it; None = none there."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLine:
    """Packs of an article bought at a stop."""

    offer: Offer
    quantity: int
    check: LineCheck
    worth: int
    """Points that these packs bring."""
    reasons: tuple[Reason, ...]
    """Why it is in the basket and why at this stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An offer that is not in the basket."""

    offer: Offer
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What the traveller noted of a purchase: it takes the place of what was planned in the purchase record."""

    key: str
    """Of the article."""
    place_id: str
    quantity: int
    """Packs really bought; 0 = none."""
    paid_vnd: int | None = None
    """For all packs; None = not noted."""
    on: date | None = None
    """Day of the purchase; None = as planned."""
    has_invoice: bool | None = None
    """None = not noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """What to buy where, held against every rule."""

    traveller: Traveller
    wishes: Wishes
    lines: tuple[BasketLine, ...]
    limits: tuple[LimitUse, ...]
    luggage: LuggageUse
    shipping: tuple[ShippingBand, ...]
    refund: Refund
    spend_low_vnd: int
    spend_high_vnd: int
    worth: int
    is_optimal: bool
    """Whether the solver proved that no basket within the limits is worth more."""
    left_out: tuple[LeftOut, ...]
    notices: tuple[Reason, ...]
    noted: tuple[Noted, ...] = ()
    """What was really bought and paid, as far as the traveller noted it."""
