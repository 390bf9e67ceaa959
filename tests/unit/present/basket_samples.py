"""A basket made by hand over the shipped tables: every kind of line, limit and shop, without any solver."""

import datetime as dt
from dataclasses import replace

from planner.goods import get_verdict
from planner.goods.articles import build_article
from planner.model.basket import (
    Basket,
    BasketLine,
    Carriage,
    LeftOut,
    LimitUse,
    LineCheck,
    LuggageUse,
    Offer,
    Refund,
    ShippingBand,
    ShopRefund,
    Traveller,
    Wishes,
)
from planner.model.catalogue import Catalogue
from planner.model.reason import Reason

FIRST, SECOND = "cv-bat-trang-pottery-village", "cv-van-phuc-silk-village"
ON = dt.date(2027, 3, 12)


def build_traveller(market: str | None = "EU", **changes: object) -> Traveller:
    facts = {"market": market, "adults": 2, "children": 1, "leaves_on": ON + dt.timedelta(days=1)}
    return Traveller(**(facts | {"leaves_from": "gw-noi-bai", "hold_kg": 20.0} | changes))


def build_offer(catalogue: Catalogue, kind: str, place_id: str, day: int = 1, product_id: str | None = None) -> Offer:
    product = catalogue.products[product_id] if product_id else None
    return Offer(
        article=build_article(catalogue, kind, product, on=ON),
        place_id=place_id,
        place_name_vi=catalogue.located[place_id].name_vi,
        day=day,
        on=ON + dt.timedelta(days=day - 1),
        availability="typical_of_place" if product is None else "made_here_ask",
        is_only_here=False,
    )


def build_line(
    catalogue: Catalogue, offer: Offer, traveller: Traveller, quantity: int = 1, **changes: object
) -> BasketLine:
    article = offer.article
    product = catalogue.products[article.product_id] if article.product_id else None
    answer = get_verdict(
        catalogue, article.product_type, traveller.market, product=product, quantity=quantity, on=offer.on
    )
    facts = {"verdict": answer.verdict, "is_green": answer.is_green, "carriage": Carriage.HOLD, "reasons": ()} | changes
    check = LineCheck(key=article.key, quantity=quantity, answer=answer, **facts)
    return BasketLine(offer=offer, quantity=quantity, check=check, worth=40, reasons=())


def build_limit(catalogue: Catalogue, pool_id: str, amount: float | None, state: str, adults: int = 2) -> LimitUse:
    pool = catalogue.pools[pool_id]
    return LimitUse(pool=pool, amount=amount, limit=pool.limit * adults, state=state, categories=pool.categories)


def build_basket(catalogue: Catalogue, market: str | None = "EU") -> Basket:
    """Return two articles at one stop, one at another, one left out; food over its limit, much luggage."""
    traveller = build_traveller(market)
    named = next(one for one in catalogue.products.values() if one.ocop_stars == 5 and one.decision_year == 2025)
    lines = (
        build_line(catalogue, build_offer(catalogue, named.product_type, SECOND, 2, named.id), traveller),
        build_line(catalogue, build_offer(catalogue, "ceramic_teaset", FIRST), traveller, 2),
        build_line(catalogue, build_offer(catalogue, "honey", FIRST), traveller, 3),
    )
    limits = (
        build_limit(catalogue, "EU-OTHER-ANIMAL", 5.0, "over_limit"),
        build_limit(catalogue, "EU-VALUE", 100.0, "within_limit"),
    )
    return Basket(
        traveller=traveller,
        wishes=Wishes(budget_vnd=1_000_000),
        lines=lines,
        limits=limits if market == "EU" else (),
        luggage=LuggageUse(
            cabin_g=0, hold_g=45_000, ship_g=9_000, cabin_limit_g=5_000, hold_limit_g=40_000, is_complete=False,
            reasons=(),
        ),
        shipping=(
            ShippingBand(
                weight_g=9_000, low_vnd=1_006_000, high_vnd=2_937_000, carrier="Viettel Post", service="express",
                transit_days="2-8", source="https://carrier.example", confidence="high", as_of="undated",
            ),
            ShippingBand(
                weight_g=9_000, low_vnd=None, high_vnd=None, carrier="VNPost", service="EMS", transit_days=None,
                source="", confidence="low", as_of="",
            ),
        ),
        refund=Refund(
            shops=(
                ShopRefund(
                    place_id=FIRST, on=ON, spent_low_vnd=900_000, spent_high_vnd=1_500_000, refund_low_vnd=0,
                    refund_high_vnd=0, missing_vnd=1_100_000, is_registered=None, reasons=(),
                ),
            ),
            refund_low_vnd=0, refund_high_vnd=0, point="gw-noi-bai", reasons=(),
        ),
        spend_low_vnd=900_000, spend_high_vnd=2_500_000, worth=120, is_optimal=True,
        left_out=(
            LeftOut(
                offer=build_offer(catalogue, "silk_scarf", SECOND, 2),
                reason=Reason(code="pace_full", params={"count": 1}),
            ),
        ),
        notices=(Reason(code="warn_estimate_prices", params={}),),
    )  # fmt: skip


def rename(offer: Offer, name: str) -> Offer:
    """Return an offer whose product carries another name."""
    return replace(offer, article=replace(offer.article, name_vi=name, name_en=name), place_name_vi=name)
