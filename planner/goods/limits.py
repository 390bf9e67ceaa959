"""How much may be carried: amounts of goods held against the pools of a market.

Limits are computed from pools alone. The limit written beside a rule is free text ("3 bottles of
about 760 ml") and is only ever shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from planner.model.market import CarryHomeRule, Pool, Verdict
from planner.model.product import Product, ProductType

LIQUOR: Final = "liquor"
EVERYTHING: Final = ("*",)
NEAR_LIMIT_SHARE: Final = 0.8
"""From this share of a limit on, the answer is no longer green: a second pack would go over."""

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
    """An amount of money: no exchange rate is kept here, so it is shown and not computed."""
    AMOUNT_UNKNOWN = "amount_unknown"


VERDICT_OF_STATE: Final[Mapping[LimitState, Verdict]] = {
    LimitState.OVER_FOOD: Verdict.PROHIBITED,
    LimitState.OVER_DUTY_FREE: Verdict.DECLARE,
    LimitState.OVER_THRESHOLD: Verdict.DECLARE,
}
"""Verdict that an amount adds to the one of the rule; the other states add none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitCheck:
    """An amount held against one pool."""

    pool: Pool
    state: LimitState
    amount: float | None
    """In the unit of the pool; None = unknown or money."""

    @property
    def share(self) -> float:
        """Part of the limit that is used; 0 where it was not computed."""
        return 0.0 if self.amount is None else self.amount / self.pool.limit

    @property
    def reason(self) -> str:
        """Code with pool, amount (``?`` where unknown), limit, unit, and ``together`` or ``each``."""
        amount = "?" if self.amount is None else f"{self.amount:.15g}"
        scope = "together" if self.pool.is_pooled else "each"
        return f"{self.state}:{self.pool.pool_id}:{amount}:{self.pool.limit:.15g}:{self.pool.unit}:{scope}"


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


def check_limits(
    rules: Iterable[CarryHomeRule],
    pools: Sequence[Pool],
    product_type: ProductType,
    product: Product | None,
    quantity: int,
) -> tuple[LimitCheck, ...]:
    """Return how a quantity of one good stands to each of the pools.

    The good is weighed once, whichever of its categories a pool names. A product's own weight wins
    over the typical pack of its type.

    Parameters
    ----------
    rules
        Rules that the verdict rests on; they tell whether a pool forbids, taxes or only asks for notice.
    pools
        Pools that hold for this good.
    quantity
        Packs or bottles.
    """
    statuses: dict[str, set[str]] = {}
    for rule in rules:
        for pool_id in rule.pool_ids:
            statuses.setdefault(pool_id, set()).add(rule.status)
    return tuple(
        _check_pool(pool, _get_amount(pool.unit, product_type, product, quantity), statuses.get(pool.pool_id, set()))
        for pool in pools
    )


def _get_amount(unit: str, product_type: ProductType, product: Product | None, quantity: int) -> float | None:
    if unit == "L":
        per_pack = product_type.volume_ml
    elif product is not None and product.weight_g is not None:
        per_pack = product.weight_g
    else:
        per_pack = product_type.typical_pack_g
    return None if per_pack is None else quantity * per_pack / 1000


def _check_pool(pool: Pool, amount: float | None, statuses: set[str]) -> LimitCheck:
    if pool.unit not in ("kg", "L"):
        return LimitCheck(pool=pool, state=LimitState.NOT_COMPUTED, amount=None)
    if amount is None:
        return LimitCheck(pool=pool, state=LimitState.AMOUNT_UNKNOWN, amount=None)
    if amount > pool.limit:
        state = _get_state_over(pool, statuses)
    else:
        state = LimitState.NEAR if amount >= NEAR_LIMIT_SHARE * pool.limit else LimitState.WITHIN
    return LimitCheck(pool=pool, state=state, amount=amount)


def _get_state_over(pool: Pool, statuses: set[str]) -> LimitState:
    """Say what going over a pool means: duty for liquor and for all goods together, else a refusal.

    A limit beside plain "allowed" (the Japanese food-law threshold) bans nothing: above it the
    traveller must notify.
    """
    if pool.categories in (EVERYTHING, (LIQUOR,)):
        return LimitState.OVER_DUTY_FREE
    return LimitState.OVER_THRESHOLD if statuses == {"allowed"} else LimitState.OVER_FOOD
