"""What may be bought on a trip: one article per pack on offer, at every stop and every place to sleep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from rapidfuzz import process

from planner.errors import RequestError, UnknownIdError
from planner.goods.offers import get_stars_note, list_products_at
from planner.model.basket import Article, Offer
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.product import Product

_EVERYTHING: Final = 10_000
"""More goods than any place offers."""


def build_article(
    catalogue: Catalogue, product_type_id: str, product: Product | None = None, *, on: date | None = None
) -> Article:
    """Return one pack of a named product, or of the typical good of a kind.

    The product's own weight, content and price win over those of its kind. A price that only the kind has is a
    band, and its high end is what a budget must be ready for.

    Parameters
    ----------
    product_type_id
        Id of a product type.
    product
        The named product; None = the typical good.
    on
        Day for which the star certificate is judged. None = no day in question: stars are then noted
        as undated (``no_year``), whatever year the table names.

    Raises
    ------
    UnknownIdError
        ``G102`` when there is no such product type.
    RequestError
        ``G104`` for a product of another type.
    """
    if product_type_id not in catalogue.product_types:
        nearest = tuple(name for name, _, _ in process.extract(product_type_id, list(catalogue.product_types), limit=3))
        message = f"{product_type_id!r} is no product type"
        raise UnknownIdError("G102", message, nearest=nearest, where="product_type")
    if product is not None and product.product_type != product_type_id:
        message = f"{product.id} is of type {product.product_type}, not {product_type_id}"
        raise RequestError("G104", message, remedy=f"ask for type {product.product_type}", where="product")
    kind = catalogue.product_types[product_type_id]
    price_vnd = product.price_vnd if product is not None else None
    weight_g = product.weight_g if product is not None else None
    volume_ml = product.volume_ml if product is not None else None
    volume_ml = product.volume_ml if product is not None else None
    return Article(
        key=product.id if product is not None else kind.id,
        product_id=product.id if product is not None else None,
        product_type=kind.id,
        name_vi=product.name_vi if product is not None else kind.label_vi,
        name_en=kind.label_en,
        stars=product.ocop_stars if product is not None else None,
        stars_note=_get_stars_note(product, on),
        price_low_vnd=price_vnd if price_vnd is not None else kind.price_low_vnd,
        price_high_vnd=price_vnd if price_vnd is not None else kind.price_high_vnd,
        is_price_known=price_vnd is not None,
        pack_g=weight_g if weight_g is not None else kind.typical_pack_g,
        volume_ml=volume_ml if volume_ml is not None else kind.volume_ml,
    )


def list_offers(catalogue: Catalogue, itinerary: Itinerary) -> tuple[Offer, ...]:
    """Return every article that may be bought on a trip, in the order of the trip.

    Stops are the visits of each day, then the place of the night that follows it. A place where the
    trip comes by on several days is listed on the last of them: what keeps until then keeps from there,
    and is carried a shorter way. Services and goods that must never be recommended (snake wine,
    agarwood) are no articles; which of the others may be carried home is not asked here.

    Raises
    ------
    UnknownIdError
        ``G105`` when the itinerary names a place that the catalogue does not have.
    """
    return tuple(
        offer
        for place_id, (day, on) in _list_stops(itinerary).items()
        for offer in list_offers_at(catalogue, place_id, day=day, on=on)
    )


def list_offers_at(catalogue: Catalogue, place_id: str, *, day: int, on: date) -> tuple[Offer, ...]:
    """Return the articles that may be bought at one place on one day, best known first.

    Raises
    ------
    UnknownIdError
        ``G105`` when no place has this id.
    """
    sellers = _index_sellers(catalogue)
    offers: dict[str, Offer] = {}
    for found in list_products_at(catalogue, place_id, market=None, on=on, limit=_EVERYTHING):
        product = catalogue.products[found.product_id] if found.product_id is not None else None
        article = build_article(catalogue, found.product_type, product, on=on)
        # Listed twice, a product keeps its better entry: what is made at the place comes first.
        offers.setdefault(
            article.key,
            Offer(
                article=article,
                place_id=place_id,
                place_name_vi=catalogue.located[place_id].name_vi,
                day=day,
                on=on,
                availability=found.availability,
                is_only_here=sellers[article.key] == {place_id},
            ),
        )
    return tuple(offers.values())


def _get_stars_note(product: Product | None, on: date | None) -> str:
    if product is None:
        return "typical"
    if on is not None or product.ocop_stars is None:
        return get_stars_note(product, on.year if on is not None else 0)
    return "no_year"


def _list_stops(itinerary: Itinerary) -> Mapping[str, tuple[int, date]]:
    """Places with the last day, and its date, on which the trip is there; in the order of the trip."""
    beds = {stay.night: stay.place_id for stay in itinerary.lodging}
    stops: dict[str, tuple[int, date]] = {}
    for number, day in enumerate(itinerary.days, start=1):
        places: Iterable[str] = (visit.place_id for visit in day.visits)
        for place_id in (*places, *([beds[number]] if number in beds else [])):
            stops.pop(place_id, None)
            stops[place_id] = (number, day.date)
    return stops


@lru_cache(maxsize=4)
def _index_sellers(catalogue: Catalogue) -> Mapping[str, frozenset[str]]:
    """Places by what they offer: a product id, or a kind of good in whatever form it is offered.

    A typical good is only here where nothing of its kind, named or not, is offered anywhere else.
    """
    sellers: defaultdict[str, set[str]] = defaultdict(set)
    for outlet in catalogue.outlet_products:
        sellers[outlet.product_id].add(outlet.sold_at_place_id)
        sellers[catalogue.products[outlet.product_id].product_type].add(outlet.sold_at_place_id)
    for good in catalogue.village_goods:
        sellers[good.product_type].add(good.place_id)
    return {key: frozenset(places) for key, places in sellers.items()}
