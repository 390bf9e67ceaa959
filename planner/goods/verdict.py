"""May this good be carried home: the worst of everything that applies, with all that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from rapidfuzz import process

from planner.errors import RequestError, UnknownIdError
from planner.goods.dates import get_oldest, is_stale
from planner.goods.limits import (
    EVERYTHING,
    LIQUOR,
    VERDICT_OF_STATE,
    LimitCheck,
    LimitState,
    check_limits,
    select_liquor_lines,
)
from planner.model.catalogue import Catalogue
from planner.model.market import STATUS_TO_VERDICT, CarryHomeAnswer, CarryHomeRule, Pool, Verdict, get_worst
from planner.model.product import Product, ProductType

UNSOURCED: Final = "general knowledge, unverified"
"""The one wording of the tables for a rule that no text was found for."""

REFUSED_CATEGORIES: Final = frozenset({"snake_wine", "cites_items"})
"""Animals in liquor, agarwood and the like: goods of these kinds are never offered, whatever a market says."""

NEVER_GREEN_CATEGORIES: Final = REFUSED_CATEGORIES | {"birds_nest"}
"""Bird's nest: United States customs seized nests from passengers of flights from Viet Nam (cbp.gov)."""

_CONFIDENCES: Final = ("low", "medium", "high")
_CONTENTS: Final = {"meat": "meat_products", "milk": "dairy", "egg": "eggs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basis:
    """What a verdict is drawn from."""

    rules: tuple[CarryHomeRule, ...]
    checks: tuple[LimitCheck, ...]
    verdicts: tuple[Verdict, ...]
    reasons: tuple[str, ...]
    is_certain: bool
    """False where something that decides is not known, or the wrong line of a table had to serve."""

    @property
    def evidence(self) -> tuple[CarryHomeRule | Pool, ...]:
        """Rules, then the limits held against; all of them must be trusted for the verdict to be."""
        return (*self.rules, *(check.pool for check in self.checks))


def get_verdict(
    catalogue: Catalogue,
    product_type: str,
    market: str | None,
    *,
    product: Product | None = None,
    quantity: int = 1,
    on: date,
) -> CarryHomeAnswer:
    """Return whether a traveller of a market may carry a good home, and why.

    The verdict is the worst of the rules for every category that the good falls into (its own, those
    that apply besides, and meat, milk or egg it contains), of contents that are not known, and of the
    amount held against the limits. Luggage, airline rules and the value of a whole basket are not
    looked at.

    Parameters
    ----------
    catalogue
        Facts; the rules, pools and product types are used.
    product_type
        Id of a product type.
    market
        A market of `MARKETS`. None, or any other code, is a home without rules: verdict unknown.
    product
        The named product in question; its own weight and OCOP group then win over those of the type.
    quantity
        Packs or bottles that one traveller carries.
    on
        The day from which the age of the rules is counted.

    Returns
    -------
    CarryHomeAnswer
        `limit` and `unit` are those of the pool that is used up most; `limit_text` is the rule's own
        wording. `is_green` needs a verdict ok or limit, a cited source and at least medium confidence
        of every rule and limit used, less than 80 % of each limit used, and a good that fits into a
        suitcase. An old rule stays green but is marked stale: nearly all rules are older than a year,
        so their age is shown as a badge beside the verdict instead of hiding it.

    Raises
    ------
    UnknownIdError
        ``G102`` when the product type is not in the catalogue.
    RequestError
        ``G103`` for a quantity below 1, ``G104`` for a product of another type.
    """
    kind = _get_product_type(catalogue, product_type)
    _check_arguments(kind, product, quantity)
    basis = _build_basis(catalogue, kind, market, product, quantity)
    allowances = _list_allowances(catalogue, market) if basis.rules else ()
    confidence = _get_confidence(kind, basis)
    verdict = get_worst(basis.verdicts)
    binding = max(basis.checks, key=lambda check: check.share, default=None)
    as_of = get_oldest(rule.as_of for rule in basis.rules)
    pools = {pool.pool_id: pool for pool in (*(check.pool for check in basis.checks), *allowances)}
    return CarryHomeAnswer(
        market=market or "",
        product_id=product.id if product is not None else None,
        product_type=product_type,
        verdict=verdict,
        is_green=verdict in (Verdict.OK, Verdict.LIMIT) and confidence != "low" and _is_safe(kind, basis, quantity),
        confidence=confidence,
        reasons=(
            *basis.reasons,
            *(check.reason for check in basis.checks),
            *(f"allowance:{pool.pool_id}:{pool.limit:.15g}:{pool.unit}" for pool in allowances),
            *_list_notes(kind, product, basis, confidence),
        ),
        limit_text=_get_limit_text(basis),
        limit=binding.pool.limit if binding else None,
        unit=binding.pool.unit if binding else None,
        rules=basis.rules,
        pools=tuple(pools.values()),
        as_of=as_of,
        is_stale=is_stale(as_of, on),
        sources=tuple(dict.fromkeys(item.source for item in basis.evidence)),
    )


def is_refused(product_type: ProductType) -> bool:
    """Return whether goods of this type are never offered for purchase: what they mainly are is a red line.

    A type that only may fall under it (furniture, of which some is rosewood) is offered with its verdict.
    """
    return product_type.carry_home_category in REFUSED_CATEGORIES


def _get_product_type(catalogue: Catalogue, product_type: str) -> ProductType:
    try:
        return catalogue.product_types[product_type]
    except KeyError:
        nearest = tuple(name for name, _, _ in process.extract(product_type, list(catalogue.product_types), limit=3))
        message = f"{product_type!r} is no product type"
        raise UnknownIdError("G102", message, nearest=nearest, where="product_type") from None


def _check_arguments(kind: ProductType, product: Product | None, quantity: int) -> None:
    if quantity < 1:
        raise RequestError("G103", f"quantity is {quantity}", remedy="ask for at least 1", where="quantity")
    if product is not None and product.product_type != kind.id:
        message = f"{product.id} is of type {product.product_type}, not {kind.id}"
        raise RequestError("G104", message, remedy=f"ask for type {product.product_type}", where="product")


def _list_categories(kind: ProductType) -> tuple[str, ...]:
    """Categories that a good falls into, each once, the main one first."""
    main = (kind.carry_home_category,) if kind.carry_home_category is not None else ()
    contents = tuple(_CONTENTS[name] for name, state in _list_contents(kind) if state == "yes")
    return tuple(dict.fromkeys((*main, *kind.carry_home_also, *contents)))


def _list_contents(kind: ProductType) -> tuple[tuple[str, str], ...]:
    return (("meat", kind.contains_meat), ("milk", kind.contains_milk), ("egg", kind.contains_egg))


def _build_basis(
    catalogue: Catalogue, kind: ProductType, market: str | None, product: Product | None, quantity: int
) -> _Basis:
    categories = _list_categories(kind)
    rules = tuple(
        catalogue.carry_home[market, category]
        for category in categories
        if market is not None and (market, category) in catalogue.carry_home
    )
    if not categories or not rules:
        reason = f"market_without_rules:{market or ''}" if categories else f"not_goods:{kind.id}"
        return _Basis(rules=(), checks=(), verdicts=(Verdict.UNKNOWN,), reasons=(reason,), is_certain=False)
    verdicts = [STATUS_TO_VERDICT[rule.status] for rule in rules]
    reasons = [f"category:{rule.category}:{rule.status}" for rule in rules]
    found = {rule.category for rule in rules}
    unknowns = [f"no_rule:{category}" for category in categories if category not in found]
    unknowns += [f"contents_unknown:{name}" for name, state in _list_contents(kind) if state == "unknown"]
    pools, pool_reasons, is_certain = _select_pools(catalogue, rules, kind)
    checks = check_limits(rules, pools, kind, product, quantity)
    checks += _check_whole_baggage(catalogue, rules, kind, product, quantity)
    verdicts += [VERDICT_OF_STATE[check.state] for check in checks if check.state in VERDICT_OF_STATE]
    verdicts += [Verdict.UNKNOWN] * bool(unknowns)
    return _Basis(
        rules=rules,
        checks=checks,
        verdicts=tuple(verdicts),
        reasons=(*reasons, *unknowns, *pool_reasons),
        is_certain=is_certain,
    )


def _select_pools(
    catalogue: Catalogue, rules: tuple[CarryHomeRule, ...], kind: ProductType
) -> tuple[tuple[Pool, ...], tuple[str, ...], bool]:
    """Pools that the rules name, each once; of liquor lines only those for the strength of the drink."""
    named = [catalogue.pools[pool_id] for rule in rules for pool_id in dict.fromkeys(rule.pool_ids)]
    distinct = list({pool.pool_id: pool for pool in named}.values())
    liquor = select_liquor_lines([pool for pool in distinct if pool.categories == (LIQUOR,)], kind.abv)
    others = tuple(pool for pool in distinct if pool.categories != (LIQUOR,))
    return others + liquor.pools, liquor.reasons, liquor.is_certain


def _check_whole_baggage(
    catalogue: Catalogue,
    rules: tuple[CarryHomeRule, ...],
    kind: ProductType,
    product: Product | None,
    quantity: int,
) -> tuple[LimitCheck, ...]:
    """Weight limits over everything bought; named only when this good alone goes over one."""
    pools = [pool for pool in _list_allowances(catalogue, rules[0].market) if pool.unit == "kg"]
    checks = check_limits(rules, pools, kind, product, quantity)
    return tuple(check for check in checks if check.state is LimitState.OVER_DUTY_FREE)


def _list_allowances(catalogue: Catalogue, market: str | None) -> tuple[Pool, ...]:
    """Limits of a market over everything bought: shown beside the verdict, for the basket to be held against."""
    return tuple(pool for pool in catalogue.pools.values() if pool.market == market and pool.categories == EVERYTHING)


def _get_confidence(kind: ProductType, basis: _Basis) -> str:
    """Worst confidence of the rules and limits used; a nearest fit is at most medium, no rule is low."""
    ranks = [_rank(item.confidence) for item in basis.evidence]
    if kind.carry_home_fit != "exact":
        ranks.append(_rank("medium"))
    return _CONFIDENCES[min(ranks)] if basis.rules else "low"


def _rank(confidence: str) -> int:
    return _CONFIDENCES.index(confidence) if confidence in _CONFIDENCES else 0


def _is_unsourced(item: CarryHomeRule | Pool) -> bool:
    return not item.source.strip() or UNSOURCED in item.source


def _is_safe(kind: ProductType, basis: _Basis, quantity: int) -> bool:
    """Whether nothing beside verdict and confidence speaks against showing green."""
    return (
        basis.is_certain
        and not any(map(_is_unsourced, basis.evidence))
        and NEVER_GREEN_CATEGORIES.isdisjoint(_list_categories(kind))
        and not kind.is_ship_only
        and all(_is_green_limit(check, quantity) for check in basis.checks)
    )


def _is_green_limit(check: LimitCheck, quantity: int) -> bool:
    # Money is not converted, so one pack may pass beside the stated sum, but no second one.
    if check.state is LimitState.NOT_COMPUTED:
        return quantity == 1
    return check.state is LimitState.WITHIN


def _list_notes(kind: ProductType, product: Product | None, basis: _Basis, confidence: str) -> Iterable[str]:
    """What must be said beside the verdict."""
    if kind.carry_home_fit == "nearest":
        yield f"nearest_fit:{kind.carry_home_category}"
    if product is not None and product.ocop_group != kind.ocop_group:
        yield f"group:{product.ocop_group}"
    for category in _list_categories(kind):
        if category in REFUSED_CATEGORIES:
            yield f"red_line:{category}"
        elif category in NEVER_GREEN_CATEGORIES:
            yield f"often_seized:{category}"
    if kind.is_ship_only:
        yield "ship_only"
    if basis.rules and confidence == "low":
        yield "low_confidence"
    if any(map(_is_unsourced, basis.evidence)):
        yield "unsourced"


def _get_limit_text(basis: _Basis) -> str | None:
    """Limits as the rules state them, then sums of money, which stand in the pools alone."""
    stated = [_write_limit(rule.limit, rule.unit) for rule in basis.rules]
    money = [
        f"{check.pool.limit:,.0f} {check.pool.unit}" for check in basis.checks if check.state is LimitState.NOT_COMPUTED
    ]
    return "; ".join(dict.fromkeys(text for text in (*stated, *money) if text)) or None


def _write_limit(limit: float | None, unit: str | None) -> str:
    return " ".join(part for part in (f"{limit:g}" if limit is not None else "", unit or "") if part)
