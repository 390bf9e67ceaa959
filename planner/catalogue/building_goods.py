"""Typed rows of goods and of the rules about them to the frozen objects of the model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from planner.catalogue.table import Row
from planner.model.goods import GeographicalIndication, VatRefundRules
from planner.model.market import CarryHomeRule, Pool
from planner.model.product import Product, ProductType, VillageGood
from planner.model.readiness import Requirement, Role

REDUCED_UNTIL: Final = "reduced_until_"
"""Prefix of the one name in the document that carries the last day of the reduced rate."""

THREE_WORDS: Final = {"0": "no", "1": "yes", "unknown": "unknown"}
"""What a cell means that says yes, no, or that nobody knows."""


def build_product_type(row: Row) -> ProductType:
    """Return a kind of good."""
    return ProductType(
        id=row["product_type"],
        label_en=row["label_en"],
        label_vi=row["label_vi"],
        is_goods=row["is_goods"],
        ocop_group=row["ocop_group"],
        ocop_subgroup=row["ocop_subgroup"],
        carry_home_category=row["carry_home_category"],
        carry_home_fit=row["carry_home_fit"],
        carry_home_also=row["carry_home_also"],
        hs_code=row["hs_code"],
        typical_pack_g=row["typical_pack_g"],
        volume_ml=row["volume_ml"],
        abv=row["abv"],
        is_liquid=row["is_liquid"],
        has_strong_smell=row["strong_smell"],
        is_fragile=row["fragile"],
        is_blade=row["blade"],
        is_flammable=row["flammable"],
        is_ship_only=row["ship_only"],
        contains_meat=THREE_WORDS[row["contains_meat"]],
        contains_milk=THREE_WORDS[row["contains_milk"]],
        contains_egg=THREE_WORDS[row["contains_egg"]],
        shelf_life_days=row["shelf_life_days_typical"],
        needs_cold_chain=row["needs_cold_chain"],
        price_low_vnd=row["price_low_vnd"],
        price_high_vnd=row["price_high_vnd"],
        story_keywords=row["story_keywords"],
        source=row["source"],
        confidence=row["confidence"],
        notes=row["notes"],
    )


def build_product(row: Row) -> Product:
    """Return a named product; what it does not say of itself stays None."""
    return Product(
        id=row["id"],
        name_vi=row["name_vi"],
        producer_id=row["producer_id"],
        ocop_group=row["ocop_group"],
        ocop_stars=row["ocop_stars"],
        ocop_stars_nominated=row["ocop_stars_nominated"],
        ocop_level=row["ocop_level"],
        decision_year=row["decision_year"],
        expires_year=row["expires_year"],
        product_type=row["product_type"],
        price_vnd=row["price_vnd"],
        price_source=row["price_source"],
        weight_g=row["weight_g"],
        exports_to=row["exports_to"],
        certifications=row["certifications"],
        sources=row["source"],
        confidence=row["confidence"],
        contains_meat=_find_word(row["contains_meat"]),
        contains_milk=_find_word(row["contains_milk"]),
        contains_egg=_find_word(row["contains_egg"]),
        abv=row["abv"],
        volume_ml=row["volume_ml"],
        gtin=row["gtin"],
        page=row["page"],
    )


def _find_word(cell: str | None) -> str | None:
    """Word of a cell 0 or 1; None where it is empty."""
    return None if cell is None else THREE_WORDS[cell]


def build_village_good(row: Row) -> VillageGood:
    """Return what a village makes or sells."""
    return VillageGood(
        place_id=row["place_id"],
        product_type=row["product_type"],
        share=row["share"],
        is_primary=row["is_primary"],
        is_typical=row["typical"],
        basis=row["basis"],
        source=row["source"],
        confidence=row["confidence"],
    )


def build_rule(row: Row) -> CarryHomeRule:
    """Return what a market says of a category."""
    return CarryHomeRule(
        market=row["market"],
        category=row["category"],
        status=row["status"],
        limit=row["limit"],
        unit=row["unit"],
        pool_ids=row["pool_id"],
        note=row["note"],
        legal_reference=row["legal_reference"],
        source=row["source"],
        confidence=row["confidence"],
        as_of=row["as_of"],
    )


def build_pool(row: Row) -> Pool:
    """Return a limit over goods of a market."""
    return Pool(
        pool_id=row["pool_id"],
        market=row["market"],
        limit=row["limit"],
        unit=row["unit"],
        is_pooled=row["pooled"],
        categories=row["categories"],
        min_abv=row["min_abv"],
        max_abv=row["max_abv"],
        alternative_group=row["alternative_group"],
        note=row["note"],
        source=row["source"],
        confidence=row["confidence"],
        as_of=row["as_of"],
    )


def build_indication(row: Row) -> GeographicalIndication:
    """Return a protected name."""
    return GeographicalIndication(
        name_vi=row["name_vi"],
        product_en=row["product_en"],
        old_province=row["old_province"],
        province=row["new_province_2025"],
        ocop_subgroup=row["ocop_subgroup"],
        in_evfta=row["in_evfta_39"],
        confidence=row["confidence"],
    )


def build_requirement(row: Row) -> Requirement:
    """Return what a market asks of a product."""
    return Requirement(**{**row.cells, "role": Role(row["role"])})


def build_refund(document: Mapping[str, Any]) -> VatRefundRules:
    """Return the rules of the tax refund from their document."""
    rates = document["vat_rates"]
    until = next(name for name in rates if name.startswith(REDUCED_UNTIL))
    return VatRefundRules(
        min_invoice_vnd=document["min_invoice_vnd"],
        refund_share=document["refund_share"],
        invoice_window_days=document["invoice_window_days"],
        standard_rate=rates["standard"],
        reduced_rate=rates[until],
        reduced_until=date.fromisoformat(until.removeprefix(REDUCED_UNTIL)),
        lower_rate=rates["lower"],
        who=document["who"],
        conditions=tuple(document["goods_conditions"]),
        steps=tuple(document["steps"]),
        points=tuple(point["name"] for point in document["points"]),
        points_note=document["points_note"],
        rates_note=rates["note"],
        unverified=tuple(document["unverified"]),
        sources=tuple(document["sources"]),
    )
