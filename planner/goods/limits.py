"""How much may be carried: amounts of goods held against the pools of a market.

Limits are computed from pools alone. The limit written beside a rule is free text ("3 bottles of
about 760 ml") and is only ever shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from planner.model.market import CarryHomeRule, Pool, Verdict

LIQUOR: Final = "liquor"
EVERYTHING: Final = ("*",)
NEAR_LIMIT_SHARE: Final = 0.8
"""From this share of a limit on, the answer is no longer green: a second pack would go over."""

WEIGHT_AND_VOLUME: Final = ("kg", "L")
"""Units of limits that are no sum of money."""
ROUNDING: Final = 1e-9
"""Sums of packs are floating-point: 2.28 L from three bottles is the limit, not over it."""

INCLUSIVE_MIN_ABV: Final = frozenset({"CN-LIQUOR"})
"""Liquor lines that count drinks *of* their lower strength too: China says "12 % or more", others "over"."""


class LimitState(StrEnum):
    """How an amount stands to a limit."""

    WITHIN = "within_limit"
    NEAR = "near_limit"
    OVER_FOOD = "over_limit"
    """The excess is refused."""
    OVER_DUTY_FREE = "over_duty_free"
    """The excess is let in against duty, when declared."""
    OVER_THRESHOLD = "over_threshold"
    """The goods are free, but above this amount they need a notification."""
    NOT_COMPUTED = "limit_not_computed"
    """An amount of money of a single good without a price: shown, and computed for a basket alone."""
    AMOUNT_UNKNOWN = "amount_unknown"


VERDICT_OF_STATE: Final[Mapping[LimitState, Verdict]] = {
    LimitState.OVER_FOOD: Verdict.PROHIBITED,
    LimitState.OVER_DUTY_FREE: Verdict.DECLARE,
    LimitState.OVER_THRESHOLD: Verdict.DECLARE,
}
"""Verdict that an amount adds to the one of the rule; the other states add none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPool:
    """A pool as it bears on a good: which of its categories name it, and what going over it means."""

    pool: Pool
    categories: tuple[str, ...]
    """Of the good; empty for a limit over everything bought."""
    state_over: LimitState

    @property
    def is_money(self) -> bool:
        """Whether the limit is a sum of money."""
        return self.pool.unit not in WEIGHT_AND_VOLUME


class LimitCheck(NamedTuple):
    """An amount held against one pool, for one traveller."""

    held: HeldPool
    state: LimitState
    amount: float | None
    """In the unit of the pool; None = unknown or money."""

    @property
    def pool(self) -> Pool:
        """The limit."""
        return self.held.pool

    @property
    def share(self) -> float:
        """Part of the limit that is used; 0 where it was not computed."""
        return 0.0 if self.amount is None else self.amount / self.held.pool.limit

    @property
    def reason(self) -> str:
        """Code with pool, amount (``?`` where unknown), limit, unit, and ``together`` or ``each``."""
        pool = self.held.pool
        amount = "?" if self.amount is None else f"{self.amount:.15g}"
        scope = "together" if pool.is_pooled else "each"
        return f"{self.state.value}:{pool.pool_id}:{amount}:{pool.limit:.15g}:{pool.unit}:{scope}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiquorLines:
    """The liquor pools that hold for a strength, with what must be said about the choice."""

    pools: tuple[Pool, ...]
    reasons: tuple[str, ...]
    is_certain: bool
    """False where a line for wine or beer had to be used for want of a better one: "check"."""


def select_liquor_lines(pools: Sequence[Pool], abv: float | None) -> LiquorLines:
    """Return the lines of one market that count a drink of this strength.

    Lines of group ``a`` (or of none) come first: where one of them admits the strength, the lines
    for still wine and beer on top of it are left alone, because customs may not see a rice liquor or
    a fruit wine as either. Where none does (New Zealand: over 22 % only), the next group is used and
    the answer is marked as uncertain. A strength that no line counts has no limit.

    Parameters
    ----------
    pools
        Liquor pools of the market.
    abv
        % vol; None = unknown, which is held against the strictest line of the first group.
    """
    groups: dict[str, list[Pool]] = {}
    for pool in pools:
        groups.setdefault(pool.alternative_group or "a", []).append(pool)
    ordered = [groups[name] for name in sorted(groups)]
    if not ordered:
        return LiquorLines(pools=(), reasons=(), is_certain=True)
    if abv is None:
        strictest = min(ordered[0], key=lambda pool: pool.limit)
        return LiquorLines(pools=(strictest,), reasons=("abv_unknown",), is_certain=True)
    for position, lines in enumerate(ordered):
        if admitting := tuple(line for line in lines if _counts(line, abv)):
            reasons = () if position == 0 else tuple(f"low_strength_line:{line.pool_id}" for line in admitting)
            return LiquorLines(pools=admitting, reasons=reasons, is_certain=position == 0)
    reasons = tuple(f"limit_not_for_strength:{line.pool_id}:{abv:g}" for line in ordered[0])
    return LiquorLines(pools=(), reasons=reasons, is_certain=True)


def _counts(line: Pool, abv: float) -> bool:
    """Whether a liquor line counts a drink of this strength: lower bounds are exclusive, upper inclusive."""
    if line.max_abv is not None and abv > line.max_abv:
        return False
    if line.min_abv is None:
        return True
    return abv >= line.min_abv if line.pool_id in INCLUSIVE_MIN_ABV else abv > line.min_abv


def hold_pool(pool: Pool, categories: tuple[str, ...], rules: Iterable[CarryHomeRule]) -> HeldPool:
    """Return a pool with what going over it means: duty for liquor, money and all goods together, else a refusal.

    A limit beside plain "allowed" (the Japanese food-law threshold) bans nothing: above it the
    traveller must notify.

    Parameters
    ----------
    categories
        Categories of the good whose rules name the pool.
    rules
        The rules that name it.
    """
    if pool.categories in (EVERYTHING, (LIQUOR,)) or pool.unit not in WEIGHT_AND_VOLUME:
        state = LimitState.OVER_DUTY_FREE
    else:
        is_notice = {rule.status for rule in rules} == {"allowed"}
        state = LimitState.OVER_THRESHOLD if is_notice else LimitState.OVER_FOOD
    return HeldPool(pool=pool, categories=categories, state_over=state)


def get_pack_amount(unit: str, pack_g: int | None, volume_ml: int | None) -> float | None:
    """Return how much of a limit in kg or L one pack uses; None where that is not known, and 0 says nothing."""
    per_pack = volume_ml if unit == "L" else pack_g
    return per_pack / 1000 if per_pack else None


def get_state(amount: float, limit: float, state_over: LimitState) -> LimitState:
    """Return how an amount stands to a limit: exactly the limit is not over it."""
    if amount > limit * (1 + ROUNDING):
        return state_over
    return LimitState.NEAR if amount >= NEAR_LIMIT_SHARE * limit * (1 - ROUNDING) else LimitState.WITHIN


def check_pool(held: HeldPool, pack_g: int | None, volume_ml: int | None, quantity: int) -> LimitCheck:
    """Return how packs of one good, carried by one traveller, stand to a pool.

    The good is weighed once, whichever of its categories a pool names. A sum of money is not
    computed here: one good has no price, a basket has (`planner.goods.limit_rows`).
    """
    pool = held.pool
    if held.is_money:
        return LimitCheck(held, LimitState.NOT_COMPUTED, None)
    per_pack = volume_ml if pool.unit == "L" else pack_g
    if not per_pack:
        return LimitCheck(held, LimitState.AMOUNT_UNKNOWN, None)
    amount = quantity * per_pack / 1000
    return LimitCheck(held, get_state(amount, pool.limit, held.state_over), amount)
