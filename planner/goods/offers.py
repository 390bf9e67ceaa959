"""What can be bought at a place: named OCOP products first, then what the place is known for."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from rapidfuzz import process

from planner.errors import UnknownIdError
from planner.goods.verdict import get_verdict, is_refused
from planner.model.catalogue import Catalogue
from planner.model.itinerary import VisitProduct
from planner.model.market import HOME_COUNTRY, CarryHomeAnswer
from planner.model.product import OutletProduct, Product, ProductType, VillageGood

StarsNote = Literal["certified", "expires_this_year", "check_renewal", "no_year", "nominated", "unknown", "typical"]
Availability = Literal["made_here_ask", "may_be_found", "typical_of_place"]

_OWN_PLACE: Final = "producer_own_place"


def list_products_at(
    catalogue: Catalogue, place_id: str, *, market: str | None, on: date, limit: int | None = 8
) -> tuple[VisitProduct, ...]:
    """Return what can be bought at a place, best known first, at most `limit` entries.

    Named OCOP products come first: those made at the place ("ask first whether they sell"), then
    those that may be found there, each by stars, highest first, and certificates that hold before
    those to be checked. Typical goods of the place follow, larger shares first, without stars.
    Services and goods that must never be recommended (snake wine, agarwood) are left out.

    Parameters
    ----------
    place_id
        Place, lodging or gateway.
    market
        A market of `MARKETS`, or the code of a country without rules: then verdicts are unknown.
        None, or the traveller's living in Viet Nam (``VN``): no verdicts at all.
    on
        Day of the visit: star certificates and the age of rules are judged on it.
    limit
        Most entries to return; None = all of them.

    Raises
    ------
    UnknownIdError
        ``G105`` when no place has this id.
    """
    if place_id not in catalogue.located:
        nearest = tuple(name for name, _, _ in process.extract(place_id, list(catalogue.located), limit=3))
        raise UnknownIdError("G105", f"{place_id!r} is no place", nearest=nearest, where="place_id")
    asked = None if market == HOME_COUNTRY else market
    named = [
        _build_named(catalogue, outlet, catalogue.products[outlet.product_id], asked, on)
        for outlet in catalogue.outlet_products_at.get(place_id, ())
        if _is_offered(catalogue.product_types[catalogue.products[outlet.product_id].product_type])
    ]
    named.sort(key=_get_order)
    typical = [
        _build_typical(catalogue, good, asked, on)
        for good in catalogue.village_goods_at.get(place_id, ())
        if good.is_typical and _is_offered(catalogue.product_types[good.product_type])
    ]
    return tuple((named + typical)[:limit])


def get_stars_note(product: Product, year: int) -> StarsNote:
    """Return how far the stars of a product hold in a year.

    An OCOP certificate is valid for 36 months from its decision (Decision 148/QD-TTg of 2023), of
    which the tables know the year alone: it surely holds before the year of expiry, must be checked
    in it, and needs a renewal after it. Stars that were only applied for are no stars.
    """
    if product.ocop_stars is None:
        return "unknown" if product.ocop_stars_nominated is None else "nominated"
    if product.expires_year is None:
        return "no_year"
    if product.expires_year > year:
        return "certified"
    return "expires_this_year" if product.expires_year == year else "check_renewal"


def _is_offered(kind: ProductType) -> bool:
    return kind.is_goods and not is_refused(kind)


def _get_order(offer: VisitProduct) -> tuple[bool, int, bool, str, str]:
    is_unsure = offer.stars_note in ("check_renewal", "no_year")
    return (
        offer.availability != "made_here_ask",
        -(offer.stars or 0),
        is_unsure,
        offer.name_vi,
        offer.product_id or "",
    )


def _build_named(
    catalogue: Catalogue, outlet: OutletProduct, product: Product, market: str | None, on: date
) -> VisitProduct:
    kind = catalogue.product_types[product.product_type]
    return _build_offer(
        kind,
        product=product,
        name_vi=product.name_vi,
        stars_note=get_stars_note(product, on.year),
        availability="made_here_ask" if outlet.basis == _OWN_PLACE else "may_be_found",
        answer=get_verdict(catalogue, kind.id, market, product=product, on=on) if market is not None else None,
        sources=(*product.sources, outlet.source),
    )


def _build_typical(catalogue: Catalogue, good: VillageGood, market: str | None, on: date) -> VisitProduct:
    kind = catalogue.product_types[good.product_type]
    return _build_offer(
        kind,
        product=None,
        name_vi=kind.label_vi,
        stars_note="typical",
        availability="typical_of_place",
        answer=get_verdict(catalogue, kind.id, market, on=on) if market is not None else None,
        sources=(good.source,),
    )


def _build_offer(
    kind: ProductType,
    *,
    product: Product | None,
    name_vi: str,
    stars_note: StarsNote,
    availability: Availability,
    answer: CarryHomeAnswer | None,
    sources: tuple[str, ...],
) -> VisitProduct:
    stars = product.ocop_stars if product is not None else None
    price_vnd = product.price_vnd if product is not None else None
    return VisitProduct(
        product_id=product.id if product is not None else None,
        product_type=kind.id,
        name_vi=name_vi,
        name_en=kind.label_en,
        stars=stars,
        stars_note=stars_note,
        # A decision whose stars are not known, or not given yet, is no year of a star.
        stars_year=product.decision_year if product is not None and stars is not None else None,
        is_typical=product is None,
        availability=availability,
        price_vnd=price_vnd,
        # The band of the kind would contradict a known price, so it only stands in for a missing one.
        price_low_vnd=kind.price_low_vnd if price_vnd is None else None,
        price_high_vnd=kind.price_high_vnd if price_vnd is None else None,
        price_source=product.price_source if product is not None and price_vnd is not None else None,
        verdict=answer.verdict if answer else None,
        is_green=answer is not None and answer.is_green,
        verdict_confidence=answer.confidence if answer else None,
        verdict_limit=answer.limit_text if answer else None,
        verdict_sources=answer.sources if answer else (),
        verdict_as_of=answer.as_of if answer else None,
        is_verdict_stale=answer is not None and answer.is_stale,
        verdict_reasons=answer.reasons if answer else (),
        sources=tuple(dict.fromkeys(sources)),
    )
