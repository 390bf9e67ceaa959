"""Products, product types and who may have them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductType:
    """A kind of good with its handling flags. Price bands are "typical for this kind", never a product's price."""

    id: str
    label_en: str
    label_vi: str
    is_goods: bool
    ocop_group: str
    ocop_subgroup: str
    carry_home_category: str | None
    carry_home_fit: str | None
    """exact or nearest; a nearest fit is never better than medium confidence."""
    carry_home_also: tuple[str, ...]
    hs_code: str | None
    typical_pack_g: int | None
    volume_ml: int | None
    abv: float | None
    is_liquid: bool
    has_strong_smell: bool
    is_fragile: bool
    is_blade: bool
    is_flammable: bool
    is_ship_only: bool
    contains_meat: str
    contains_milk: str
    contains_egg: str
    """yes, no or unknown."""
    shelf_life_days: int | None
    """None = does not spoil."""
    needs_cold_chain: bool
    price_low_vnd: int | None
    price_high_vnd: int | None
    story_keywords: tuple[str, ...]
    source: str
    confidence: str
    notes: str | None = None

    def label(self, language: str) -> str:
        """Return the label in Vietnamese for ``vi``, else in English."""
        return self.label_vi if language == "vi" else self.label_en


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A named OCOP product of a producer."""

    id: str
    name_vi: str
    producer_id: str
    ocop_group: str
    ocop_stars: int | None
    """3, 4, 5, or None = unknown."""
    ocop_stars_nominated: int | None
    """Applied for, not held: never counts as stars."""
    ocop_level: str | None
    decision_year: int | None
    expires_year: int | None
    product_type: str
    price_vnd: int | None
    price_source: str | None
    weight_g: int | None
    exports_to: tuple[str, ...]
    certifications: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str
    contains_meat: str | None = None
    contains_milk: str | None = None
    contains_egg: str | None = None
    """yes or no, where the product says so itself; None = as its type."""
    abv: float | None = None
    """% vol of its own label; None = as its type."""
    volume_ml: int | None = None
    """Content of its own bottle; None = as its type."""
    gtin: str | None = None
    """Article number of GS1, as printed under the bar code; its check digit is not yet checked."""
    page: str | None = None
    """Address of the maker's own page about it; None = none known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageGood:
    """A product type typical of a place, or (typical = False) the type of its own named products."""

    place_id: str
    product_type: str
    share: float
    is_primary: bool
    is_typical: bool
    basis: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletProduct:
    """A named product that may be found at a place.

    `basis` producer_own_place = made here, ask first whether they sell; any other basis is an
    inference: "may be found here", never "sold here".
    """

    sold_at_place_id: str
    product_id: str
    basis: str
    confidence: str
    source: str
