"""What a verdict rests on before any amount is known: rules, limits and trust of one kind of good in one market.

All of it follows from the catalogue alone, which is never changed after loading. It is therefore worked out
once for each catalogue object, kind of good and market, and kept as long as that very object lives: another
catalogue, however alike, begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

from planner.goods.dates import UNDATED, get_oldest
from planner.goods.limits import (
    EVERYTHING,
    LIQUOR,
    HeldPool,
    hold_pool,
    select_liquor_lines,
)
from planner.model.basket import Article
from planner.model.catalogue import Catalogue
from planner.model.market import STATUS_TO_VERDICT, CarryHomeRule, Pool, Verdict, get_worst
from planner.model.product import Product, ProductType

UNSOURCED: Final = "general knowledge, unverified"
"""The one wording of the tables for a rule that no text was found for."""

REFUSED_CATEGORIES: Final = frozenset({"snake_wine", "cites_items"})
"""Animals in liquor, agarwood and the like: goods of these kinds are never offered, whatever a market says."""

NEVER_GREEN_CATEGORIES: Final = REFUSED_CATEGORIES | {"birds_nest"}
"""Bird's nest: United States customs seized nests from passengers of flights from Viet Nam (cbp.gov)."""

CONFIDENCES: Final = ("low", "medium", "high")
_CONTENTS: Final = {"meat": "meat_products", "milk": "dairy", "egg": "eggs"}
_NOTHING_SAID: Final = (None,) * 5


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Rules and limits that hold for a good in a market, with what must be said of them."""

    kind: ProductType
    """Type of the good, with the product's own attributes in place of the type's."""
    market: str | None
    categories: tuple[str, ...]
    rules: tuple[CarryHomeRule, ...]
    pools: tuple[HeldPool, ...]
    baggage: tuple[HeldPool, ...]
    """Limits of weight over everything bought, as held against this good alone."""
    allowances: tuple[Pool, ...]
    """Limits over everything bought."""
    verdict: Verdict
    """Worst of rules and unknown contents, whatever the amount."""
    reasons: tuple[str, ...]
    is_certain: bool
    """False where something that decides is not known, or the wrong line of a table had to serve."""
    notes: tuple[str, ...]
    """What must be said beside the verdict, whatever the amount."""

    @cached_property
    def confidence(self) -> str:
        """Worst confidence of the rules and limits; a nearest fit is at most medium, no rule is low."""
        return get_confidence(self, ())

    @cached_property
    def may_be_green(self) -> bool:
        """Whether nothing but the amount speaks against showing green."""
        return (
            self.verdict in (Verdict.OK, Verdict.LIMIT)
            and self.confidence != "low"
            and self.is_certain
            and not self.kind.is_ship_only
            and not self.is_unsourced
            and NEVER_GREEN_CATEGORIES.isdisjoint(self.categories)
        )

    @cached_property
    def is_unsourced(self) -> bool:
        """Whether no text was found for a rule or limit."""
        return any(map(is_unsourced, self.evidence))

    @cached_property
    def evidence(self) -> tuple[CarryHomeRule | Pool, ...]:
        """Rules, then the limits held against; all of them must be trusted for the verdict to be."""
        return (*self.rules, *(held.pool for held in self.pools))

    @cached_property
    def all_pools(self) -> tuple[Pool, ...]:
        """Limits held against and those over everything bought, each once."""
        pools = (*(held.pool for held in self.pools), *self.allowances)
        return tuple({pool.pool_id: pool for pool in pools}.values())

    @cached_property
    def allowance_reasons(self) -> tuple[str, ...]:
        """Limits over everything bought, to be shown beside every verdict."""
        return tuple(f"allowance:{pool.pool_id}:{pool.limit:.15g}:{pool.unit}" for pool in self.allowances)

    @cached_property
    def as_of(self) -> str:
        """Date of the rules as written: one of unknown age, else the oldest."""
        return get_oldest(rule.as_of for rule in self.rules)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Sources of rules and limits, each once."""
        return tuple(dict.fromkeys(item.source for item in self.evidence))

    @cached_property
    def limit_text(self) -> str | None:
        """Limits as the rules state them, then sums of money, which stand in the pools alone."""
        stated = [_write_limit(rule.limit, rule.unit) for rule in self.rules]
        money = [f"{held.pool.limit:,.0f} {held.pool.unit}" for held in self.pools if held.is_money]
        return "; ".join(dict.fromkeys(text for text in (*stated, *money) if text)) or None


def get_basis(catalogue: Catalogue, kind: ProductType, market: str | None, product: Product | None = None) -> Basis:
    """Return what a verdict on a good rests on, from memory where this catalogue was asked before.

    Parameters
    ----------
    kind
        A product type of the catalogue.
    market
        A market of `MARKETS`. None, or any other code, is a home without rules.
    product
        What it says of itself (meat, milk, egg, strength) wins over what is said of its type.
    """
    known = _BASES.get(catalogue)
    if known is None:
        known = _BASES[catalogue] = {}
    own = _get_overrides(product)
    key = (kind.id, market, own)
    basis = known.get(key)
    if basis is None:
        basis = known[key] = _build_basis(catalogue, _apply(kind, product), market)
    return basis


_BASES: Final[WeakKeyDictionary[Catalogue, dict[tuple[object, ...], Basis]]] = WeakKeyDictionary()


def get_confidence(basis: Basis, further: Iterable[Pool]) -> str:
    """Return the worst confidence of rules, limits and further limits that an amount has broken."""
    if not basis.rules:
        return "low"
    ranks = [_rank(item.confidence) for item in (*basis.evidence, *further)]
    if basis.kind.carry_home_fit != "exact":
        ranks.append(_rank("medium"))
    return CONFIDENCES[min(ranks)]


def is_unsourced(item: CarryHomeRule | Pool) -> bool:
    """Return whether no text was found for a rule or limit."""
    return not item.source.strip() or UNSOURCED in item.source


def list_categories(kind: ProductType) -> tuple[str, ...]:
    """Return the categories that a good falls into, each once, the main one first."""
    main = (kind.carry_home_category,) if kind.carry_home_category is not None else ()
    contents = tuple(_CONTENTS[name] for name, state in _list_contents(kind) if state == "yes")
    return tuple(dict.fromkeys((*main, *kind.carry_home_also, *contents)))


def list_allowances(catalogue: Catalogue, market: str | None) -> tuple[Pool, ...]:
    """Return the limits of a market over everything bought."""
    return tuple(pool for pool in catalogue.pools.values() if pool.market == market and pool.categories == EVERYTHING)


def get_kind(catalogue: Catalogue, article: Article) -> ProductType:
    """Return the kind of an article, with what a named product says of itself in the place of what its kind does."""
    product = catalogue.products.get(article.product_id) if article.product_id is not None else None
    return _apply(catalogue.product_types[article.product_type], product)


def weigh_pack(kind: ProductType, product: Product | None) -> tuple[int | None, int | None]:
    """Return grams and millilitres of a pack, None where unknown: the product's own win over those of its type."""
    kind = _apply(kind, product)
    own_g = product.weight_g if product is not None else None
    return own_g if own_g is not None else kind.typical_pack_g, kind.volume_ml


def get_pool_date(catalogue: Catalogue, pool: Pool) -> str:
    """Return the date of a limit as written: of the rules that name the pool, for the tables date those alone."""
    dates = _POOL_DATES.get(catalogue)
    if dates is None:
        naming: dict[str, list[str]] = {}
        for rule in catalogue.carry_home.values():
            for pool_id in rule.pool_ids:
                naming.setdefault(pool_id, []).append(rule.as_of)
        dates = _POOL_DATES[catalogue] = {pool_id: get_oldest(found) for pool_id, found in naming.items()}
    return dates.get(pool.pool_id, UNDATED)


_POOL_DATES: Final[WeakKeyDictionary[Catalogue, dict[str, str]]] = WeakKeyDictionary()


def _get_overrides(product: Product | None) -> tuple[str | float | None, ...] | None:
    """What a product says of itself; None where it says nothing that its type does not."""
    if product is None:
        return None
    own = (product.contains_meat, product.contains_milk, product.contains_egg, product.abv, product.volume_ml)
    return None if own == _NOTHING_SAID else own


def _apply(kind: ProductType, product: Product | None) -> ProductType:
    """Return the type with what the product says of itself in its place."""
    if product is None or _get_overrides(product) is None:
        return kind
    return replace(
        kind,
        contains_meat=product.contains_meat or kind.contains_meat,
        contains_milk=product.contains_milk or kind.contains_milk,
        contains_egg=product.contains_egg or kind.contains_egg,
        abv=kind.abv if product.abv is None else product.abv,
        volume_ml=kind.volume_ml if product.volume_ml is None else product.volume_ml,
    )


def _list_contents(kind: ProductType) -> tuple[tuple[str, str], ...]:
    return (("meat", kind.contains_meat), ("milk", kind.contains_milk), ("egg", kind.contains_egg))


def _build_basis(catalogue: Catalogue, kind: ProductType, market: str | None) -> Basis:
    categories = list_categories(kind)
    rules = tuple(
        catalogue.carry_home[market, category]
        for category in categories
        if market is not None and (market, category) in catalogue.carry_home
    )
    if not categories or not rules:
        return _build_unknown(kind, market, categories)
    found = {rule.category for rule in rules}
    unknowns = [f"no_rule:{category}" for category in categories if category not in found]
    unknowns += [f"contents_unknown:{name}" for name, state in _list_contents(kind) if state == "unknown"]
    pools, pool_reasons, is_certain = _select_pools(catalogue, rules, kind)
    verdicts = (*(STATUS_TO_VERDICT[rule.status] for rule in rules), *([Verdict.UNKNOWN] if unknowns else ()))
    allowances = list_allowances(catalogue, market)
    return Basis(
        kind=kind,
        market=market,
        categories=categories,
        rules=rules,
        pools=pools,
        baggage=tuple(hold_pool(pool, (), rules) for pool in allowances if pool.unit == "kg"),
        allowances=allowances,
        verdict=get_worst(verdicts),
        reasons=(*(f"category:{rule.category}:{rule.status}" for rule in rules), *unknowns, *pool_reasons),
        is_certain=is_certain,
        notes=tuple(_list_notes(kind, categories)),
    )


def _build_unknown(kind: ProductType, market: str | None, categories: tuple[str, ...]) -> Basis:
    """Basis where nothing is known: a home without rules, or nothing to carry."""
    return Basis(
        kind=kind,
        market=market,
        categories=categories,
        rules=(),
        pools=(),
        baggage=(),
        allowances=(),
        verdict=Verdict.UNKNOWN,
        reasons=(f"market_without_rules:{market or ''}" if categories else f"not_goods:{kind.id}",),
        is_certain=False,
        notes=tuple(_list_notes(kind, categories)),
    )


def _select_pools(
    catalogue: Catalogue, rules: tuple[CarryHomeRule, ...], kind: ProductType
) -> tuple[tuple[HeldPool, ...], tuple[str, ...], bool]:
    """Pools that the rules name, each once; of liquor lines only those for the strength of the drink."""
    naming: dict[str, list[CarryHomeRule]] = {}
    for rule in rules:
        for pool_id in rule.pool_ids:
            naming.setdefault(pool_id, []).append(rule)
    pools = {pool_id: catalogue.pools[pool_id] for pool_id in naming}
    lines = select_liquor_lines([pool for pool in pools.values() if pool.categories == (LIQUOR,)], kind.abv)
    chosen = [pool for pool in pools.values() if pool.categories != (LIQUOR,)] + list(lines.pools)
    held = (
        hold_pool(pool, tuple(dict.fromkeys(rule.category for rule in naming[pool.pool_id])), naming[pool.pool_id])
        for pool in chosen
    )
    return tuple(held), lines.reasons, lines.is_certain


def _list_notes(kind: ProductType, categories: tuple[str, ...]) -> Iterable[str]:
    """What must be said beside the verdict, whatever the amount; not yet how far it is trusted."""
    if kind.carry_home_fit == "nearest":
        yield f"nearest_fit:{kind.carry_home_category}"
    for category in categories:
        if category in REFUSED_CATEGORIES:
            yield f"red_line:{category}"
        elif category in NEVER_GREEN_CATEGORIES:
            yield f"often_seized:{category}"
    if kind.is_ship_only:
        yield "ship_only"


def _rank(confidence: str) -> int:
    return CONFIDENCES.index(confidence) if confidence in CONFIDENCES else 0


def _write_limit(limit: float | None, unit: str | None) -> str:
    return " ".join(part for part in (f"{limit:g}" if limit is not None else "", unit or "") if part)
