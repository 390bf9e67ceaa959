"""How much a stop is worth to somebody who wants to buy and carry home: a part of its prize."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.model.catalogue import Catalogue
from planner.model.itinerary import VisitProduct
from planner.model.market import Verdict
from planner.model.settings import ShoppingWeights


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a party can spend on goods and take along; None = it does not say, then nothing is too much."""

    budget_vnd: int | None = None
    luggage_g: int | None = None


def list_within_means(catalogue: Catalogue, products: Iterable[VisitProduct], means: Means) -> tuple[VisitProduct, ...]:
    """Return the products of which the party can pay for one pack, and has room for it or may have it sent.

    A price or weight that is not known is not held against a product. Prices count with the low end of their
    band: what may be within the budget may be worth the way.
    """
    return tuple(product for product in products if _is_within(catalogue, product, means))


def get_shopping_worth(products: Sequence[VisitProduct], weights: ShoppingWeights) -> int:
    """Return 0-100 for what can be bought at a place and carried home by this traveller.

    Each product is worth its stars, times how sure it is to be found, times how surely it may go
    home (green or no home market 1; declare or not sure `ask_first`; unknown `unknown`; permit and
    prohibited 0). The products are taken best first, each counting `next_product` of the one before,
    and the sum is scaled so that 100 is never passed. With the shipped weights one certified
    five-star product made here and free to carry is worth 50, two are worth 75.

    Adding a product never lowers the worth as long as `next_product` is at most 0.5.
    """
    worths = sorted((_get_worth(product, weights) for product in products), reverse=True)
    total = sum(worth * weights.next_product**position for position, worth in enumerate(worths))
    return min(100, round(100 * (1 - weights.next_product) * total))


def _is_within(catalogue: Catalogue, product: VisitProduct, means: Means) -> bool:
    price_vnd = product.price_low_vnd if product.price_vnd is None else product.price_vnd
    if means.budget_vnd is not None and price_vnd is not None and price_vnd > means.budget_vnd:
        return False
    kind = catalogue.product_types[product.product_type]
    own_g = catalogue.products[product.product_id].weight_g if product.product_id is not None else None
    pack_g = kind.typical_pack_g if own_g is None else own_g
    if means.luggage_g is None or pack_g is None or kind.is_ship_only:
        return True
    return pack_g <= means.luggage_g


def _get_worth(product: VisitProduct, weights: ShoppingWeights) -> float:
    return _get_quality(product, weights) * _get_carry(product, weights)


def _get_quality(product: VisitProduct, weights: ShoppingWeights) -> float:
    if product.is_typical:
        return weights.typical
    by_stars = {5: weights.five_stars, 4: weights.four_stars, 3: weights.three_stars}
    quality = by_stars.get(product.stars or 0, weights.no_stars)
    if product.stars_note in ("check_renewal", "no_year"):
        quality *= weights.unsure_stars
    return quality * (weights.may_be_found if product.availability == "may_be_found" else 1.0)


def _get_carry(product: VisitProduct, weights: ShoppingWeights) -> float:
    if product.verdict is None or product.is_green:
        return 1.0
    if product.verdict in (Verdict.PERMIT, Verdict.PROHIBITED):
        return 0.0
    return weights.unknown if product.verdict is Verdict.UNKNOWN else weights.ask_first
