"""Tiny facts for the goods tests: one rule, one pool, one type at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.model.catalogue import Catalogue
from planner.model.goods import ExchangeRate, VatRefundRules
from planner.model.market import CarryHomeRule, Pool
from planner.model.place import Place
from planner.model.product import OutletProduct, Product, ProductType, VillageGood

PLAIN_TYPE = ProductType(
    id="tea",
    label_en="Tea",
    label_vi="Chè",
    is_goods=True,
    ocop_group="food",
    ocop_subgroup="1.5",
    carry_home_category="tea",
    carry_home_fit="exact",
    carry_home_also=(),
    hs_code=None,
    typical_pack_g=200,
    volume_ml=None,
    abv=None,
    is_liquid=False,
    has_strong_smell=False,
    is_fragile=False,
    is_blade=False,
    is_flammable=False,
    is_ship_only=False,
    contains_meat="no",
    contains_milk="no",
    contains_egg="no",
    shelf_life_days=None,
    needs_cold_chain=False,
    price_low_vnd=80_000,
    price_high_vnd=500_000,
    story_keywords=(),
    source="a source",
    confidence="medium",
)

LIQUOR_TYPE = replace(
    PLAIN_TYPE,
    id="liquor",
    ocop_group="beverage",
    carry_home_category="liquor",
    typical_pack_g=650,
    volume_ml=500,
    abv=40.0,
)

PLAIN_PRODUCT = Product(
    id="p-tea",
    name_vi="Chè Tân Cương",
    producer_id="pr-tea",
    ocop_group="food",
    ocop_stars=4,
    ocop_stars_nominated=None,
    ocop_level="provincial",
    decision_year=2025,
    expires_year=2028,
    product_type="tea",
    price_vnd=None,
    price_source=None,
    weight_g=None,
    exports_to=(),
    certifications=(),
    sources=("key-1",),
    confidence="named_in_source",
)

REFUND_RULES = VatRefundRules(
    min_invoice_vnd=2_000_000,
    refund_share=0.85,
    invoice_window_days=60,
    standard_rate=0.10,
    reduced_rate=0.08,
    reduced_until=date(2026, 12, 31),
    lower_rate=0.05,
    who="holders of foreign papers",
    conditions=(),
    steps=(),
    points=(),
    points_note="",
    rates_note="",
    unverified=(),
    sources=("https://tax.example",),
)


def make_type(**changes: object) -> ProductType:
    return replace(PLAIN_TYPE, **changes)


def make_product(**changes: object) -> Product:
    return replace(PLAIN_PRODUCT, **changes)


def make_rule(category: str = "tea", status: str = "allowed", **changes: object) -> CarryHomeRule:
    facts = {
        "market": "JP",
        "category": category,
        "status": status,
        "limit": None,
        "unit": None,
        "pool_ids": (),
        "note": None,
        "legal_reference": None,
        "source": "https://customs.example",
        "confidence": "high",
        "as_of": "2026-10",
    }
    return CarryHomeRule(**(facts | changes))


def make_pool(pool_id: str = "JP-TEA", limit: float = 1.0, unit: str = "kg", **changes: object) -> Pool:
    facts = {
        "pool_id": pool_id,
        "market": "JP",
        "limit": limit,
        "unit": unit,
        "is_pooled": True,
        "categories": ("tea",),
        "min_abv": None,
        "max_abv": None,
        "alternative_group": None,
        "note": None,
        "source": "https://customs.example",
        "confidence": "high",
        "as_of": "see carry_home rows",
    }
    return Pool(**(facts | changes))


def make_liquor_pool(
    pool_id: str, limit: float, min_abv: float | None = None, max_abv: float | None = None, group: str = "a"
) -> Pool:
    return make_pool(
        pool_id, limit, "L", categories=("liquor",), min_abv=min_abv, max_abv=max_abv, alternative_group=group
    )


def make_place(place_id: str) -> Place:
    return Place(
        id=place_id,
        kind="craft_village",
        name_vi="Làng",
        name_en=None,
        lon_deg=105.8,
        lat_deg=21.0,
        coord_uncertainty_km=1.0,
        province="Hà Nội",
        old_province="Hà Nội",
        category="tea",
        coordinate_source="test",
        point_kind="site",
        visit_minutes=60,
    )


def make_outlet(place_id: str, product_id: str, basis: str = "producer_own_place") -> OutletProduct:
    return OutletProduct(
        sold_at_place_id=place_id, product_id=product_id, basis=basis, confidence="medium", source=f"basis {basis}"
    )


def make_good(place_id: str, product_type: str, share: float = 1.0, *, is_typical: bool = True) -> VillageGood:
    return VillageGood(
        place_id=place_id,
        product_type=product_type,
        share=share,
        is_primary=share == 1.0,
        is_typical=is_typical,
        basis="makes_or_sells",
        source="village table",
        confidence="medium",
    )


def make_catalogue(
    *,
    types: tuple[ProductType, ...] = (PLAIN_TYPE,),
    rules: tuple[CarryHomeRule, ...] = (),
    pools: tuple[Pool, ...] = (),
    places: tuple[str, ...] = (),
    products: tuple[Product, ...] = (),
    outlets: tuple[OutletProduct, ...] = (),
    goods: tuple[VillageGood, ...] = (),
    rates: tuple[ExchangeRate, ...] = (),
) -> Catalogue:
    return Catalogue(
        version="test",
        places={place_id: make_place(place_id) for place_id in places},
        lodgings={},
        gateways={},
        experiences={},
        products={product.id: product for product in products},
        product_types={kind.id: kind for kind in types},
        village_goods=goods,
        outlet_products=outlets,
        festivals={},
        season_region_of={},
        region_of={},
        province_of={},
        season_scores={},
        season_events=(),
        communes=(),
        carry_home={(rule.market, rule.category): rule for rule in rules},
        pools={pool.pool_id: pool for pool in pools},
        air_rules=(),
        export_rules=(),
        exchange_rates={rate.currency: rate for rate in rates},
        vat_refund=REFUND_RULES,
        certifications={},
        geographical_indications=(),
        shipping=(),
        statistics=(),
        road_nodes={},
        road_legs=(),
        speeds=(),
        source_references={},
    )
