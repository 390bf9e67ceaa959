"""May this good be carried home: the worst of everything that applies, with all that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from rapidfuzz import process

from planner.errors import RequestError, UnknownIdError
from planner.goods.basis import REFUSED_CATEGORIES, Basis, get_basis, get_confidence, is_unsourced, weigh_pack
from planner.goods.dates import is_stale
from planner.goods.limits import VERDICT_OF_STATE, LimitCheck, LimitState, check_pool
from planner.model.catalogue import Catalogue
from planner.model.market import CarryHomeAnswer, get_worst
from planner.model.product import Product, ProductType


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
    basis = get_basis(catalogue, kind, market, product)
    return build_answer(basis, product, weigh_pack(kind, product), quantity, on)


def build_answer(
    basis: Basis,
    product: Product | None,
    pack: tuple[int | None, int | None],
    quantity: int,
    on: date,
    *,
    is_money_checked: bool = False,
) -> CarryHomeAnswer:
    """Return the answer for packs of a good that one traveller carries.

    Parameters
    ----------
    pack
        Weight in grams and volume in millilitres of one pack; None where it is not known.
    is_money_checked
        Whether limits in money are held against the prices of a basket elsewhere; they are then left out here.
    """
    pack_g, volume_ml = pack
    pools = [held for held in basis.pools if not held.is_money] if is_money_checked else basis.pools
    checks = [check_pool(held, pack_g, volume_ml, quantity) for held in pools]
    verdict, is_green, confidence = basis.verdict, basis.may_be_green, basis.confidence
    broken = [
        check
        for held in basis.baggage
        if (check := check_pool(held, pack_g, volume_ml, quantity)).state is LimitState.OVER_DUTY_FREE
    ]
    checks += broken
    for check in checks:
        worse = VERDICT_OF_STATE.get(check.state)
        if worse is not None:
            verdict = get_worst((verdict, worse))
        is_green = is_green and _is_green_limit(check, quantity)
    if broken:
        confidence = get_confidence(basis, [check.pool for check in broken])
    binding = max(checks, key=_get_share, default=None)
    return CarryHomeAnswer(
        market=basis.market or "",
        product_id=product.id if product is not None else None,
        product_type=basis.kind.id,
        verdict=verdict,
        is_green=is_green,
        confidence=confidence,
        reasons=(
            *basis.reasons,
            *[check.reason for check in checks],
            *basis.allowance_reasons,
            *basis.notes,
            *_list_notes(basis, product, broken, confidence),
        ),
        limit_text=basis.limit_text,
        limit=binding.pool.limit if binding else None,
        unit=binding.pool.unit if binding else None,
        rules=basis.rules,
        pools=basis.all_pools,
        as_of=basis.as_of,
        is_stale=_is_stale(basis.as_of, on),
        sources=tuple(dict.fromkeys((*basis.sources, *(check.pool.source for check in broken))))
        if broken
        else basis.sources,
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


def _get_share(check: LimitCheck) -> float:
    return check.share


def _is_green_limit(check: LimitCheck, quantity: int) -> bool:
    # Money is not converted, so one pack may pass beside the stated sum, but no second one.
    if check.state is LimitState.NOT_COMPUTED:
        return quantity == 1
    return check.state is LimitState.WITHIN


def _list_notes(basis: Basis, product: Product | None, broken: Sequence[LimitCheck], confidence: str) -> Iterable[str]:
    """What must be said beside the verdict of this amount and this product."""
    if product is not None and product.ocop_group != basis.kind.ocop_group:
        yield f"group:{product.ocop_group}"
    if basis.rules and confidence == "low":
        yield "low_confidence"
    if basis.is_unsourced or any(is_unsourced(check.pool) for check in broken):
        yield "unsourced"


@lru_cache(maxsize=1024)
def _is_stale(as_of: str, on: date) -> bool:
    return is_stale(as_of, on)
