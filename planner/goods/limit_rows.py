"""Limits of a home market as rows over articles, for the whole party.

One row per limit: what one pack of each article uses of it, and how much the party may bring in. The basket
is solved over these rows and refereed with the same ones, so the two cannot disagree about a limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from planner.goods.basis import Basis, get_basis
from planner.goods.exchange import convert
from planner.goods.limits import LIQUOR, WEIGHT_AND_VOLUME, HeldPool, LimitState, get_pack_amount, hold_pool
from planner.model.basket import Article, Traveller
from planner.model.catalogue import Catalogue
from planner.model.market import HOME_COUNTRY, Pool

RowKind = Literal["food", "duty", "threshold", "value"]

STATE_OVER: Final[dict[RowKind, LimitState]] = {
    "food": LimitState.OVER_FOOD,
    "duty": LimitState.OVER_DUTY_FREE,
    "threshold": LimitState.OVER_THRESHOLD,
    "value": LimitState.OVER_DUTY_FREE,
}
"""What going over a row of each kind means."""

_KIND_OF_STATE: Final[dict[LimitState, RowKind]] = {
    LimitState.OVER_FOOD: "food",
    LimitState.OVER_DUTY_FREE: "duty",
    LimitState.OVER_THRESHOLD: "threshold",
}

_Member = tuple[int, HeldPool]
"""Position of an article and the pool that it counts towards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One limit of the party: the sum of `amounts` times packs is to stay within `limit`."""

    pool: Pool
    """The limit per traveller; of liquor lines that stand for each other, the tightest that is used."""
    limit: float
    """Of the whole party, in the unit of the pool."""
    amounts: tuple[float | None, ...]
    """What one pack of each article uses; 0.0 = does not count, None = not known."""
    kind: RowKind
    """food: the excess is refused; duty and value: it must be declared; threshold: it must be notified."""
    categories: tuple[str, ...]
    """Categories that are added up in it."""
    lines: tuple[Pool, ...]
    """Where liquor of several strengths shares an allowance: the lines that were combined. Else empty."""


def build_limit_rows(catalogue: Catalogue, traveller: Traveller, articles: Sequence[Article]) -> tuple[LimitRow, ...]:
    """Return every limit of the home market that some of the articles count towards.

    Limits hold per adult; children add none. Pools that are not added up over categories give one row per
    category. A price that is only a band counts with its high end. A home without rules, or none, has no
    limits to compute; then there are no rows.

    Liquor lines of one group stand for each other (one litre of spirits *or* two of weaker drinks). A party
    that brings both uses a share of either, and the shares may add up to the whole, as Directive 2007/74/EC,
    Article 9, has it; the row then counts in units of its tightest line.

    Parameters
    ----------
    articles
        In the order of the amounts of each row. An article may stand more than once.

    Raises
    ------
    KeyError
        When an article is of no product type of the catalogue.
    """
    market = traveller.market
    if market is None or market == HOME_COUNTRY:
        return ()
    bases = [_get_basis(catalogue, article, market) for article in articles]
    allowances = next((basis.allowances for basis in bases if basis.rules), None)
    if allowances is None:
        return ()
    rows: list[LimitRow] = []
    for members in _group_members(bases):
        amounts = _list_amounts(catalogue, articles, members)
        rows.append(_build_row(traveller, members, amounts))
    for pool in allowances:
        held = hold_pool(pool, (), ())
        goods = [(number, held) for number, basis in enumerate(bases) if basis.categories]
        if goods:
            rows.append(_build_row(traveller, goods, _list_amounts(catalogue, articles, goods)))
    return tuple(row for row in rows if any(amount != 0.0 for amount in row.amounts))


def _get_basis(catalogue: Catalogue, article: Article, market: str) -> Basis:
    product = catalogue.products.get(article.product_id) if article.product_id is not None else None
    return get_basis(catalogue, catalogue.product_types[article.product_type], market, product)


def _group_members(bases: Sequence[Basis]) -> Iterator[list[_Member]]:
    """Yield the members of each row: of a pool, of a category of a pool that is not added up, or of a liquor group."""
    groups: dict[tuple[str, str], list[_Member]] = {}
    for number, basis in enumerate(bases):
        for held in basis.pools:
            for key in _list_keys(held):
                groups.setdefault(key, []).append((number, held))
    for (_, category), members in groups.items():
        yield [
            (number, HeldPool(pool=held.pool, categories=(category,), state_over=held.state_over))
            if not held.pool.is_pooled
            else (number, held)
            for number, held in members
        ]


def _list_keys(held: HeldPool) -> list[tuple[str, str]]:
    pool = held.pool
    if pool.categories == (LIQUOR,) and pool.alternative_group is not None:
        return [(f"{LIQUOR}:{pool.alternative_group}", LIQUOR)]
    if pool.is_pooled:
        return [(pool.pool_id, "")]
    return [(pool.pool_id, category) for category in held.categories]


def _list_amounts(
    catalogue: Catalogue, articles: Sequence[Article], members: Sequence[_Member]
) -> tuple[float | None, ...]:
    amounts: list[float | None] = [0.0] * len(articles)
    tightest = min((held.pool.limit for _, held in members), default=0.0)
    for number, held in members:
        amount = _get_amount(catalogue, articles[number], held.pool)
        amounts[number] = None if amount is None else amount * tightest / held.pool.limit
    return tuple(amounts)


def _get_amount(catalogue: Catalogue, article: Article, pool: Pool) -> float | None:
    if pool.unit not in WEIGHT_AND_VOLUME:
        return convert(catalogue, article.price_high_vnd, pool.unit)
    return get_pack_amount(pool.unit, article.pack_g, article.volume_ml)


def _build_row(traveller: Traveller, members: Sequence[_Member], amounts: tuple[float | None, ...]) -> LimitRow:
    by_id = {held.pool.pool_id: held for _, held in members}
    held = min(by_id.values(), key=lambda one: one.pool.limit)
    # Among goods of one pool some rules may refuse an excess that others only want to hear of.
    states = {one.state_over for _, one in members}
    state = LimitState.OVER_FOOD if LimitState.OVER_FOOD in states else held.state_over
    categories = dict.fromkeys(category for _, one in members for category in one.categories)
    return LimitRow(
        pool=held.pool,
        limit=held.pool.limit * traveller.adults,
        amounts=amounts,
        kind="value" if held.is_money else _KIND_OF_STATE[state],
        categories=tuple(categories) or held.pool.categories,
        lines=tuple(one.pool for one in by_id.values()) if len(by_id) > 1 else (),
    )
