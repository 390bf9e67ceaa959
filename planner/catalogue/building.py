"""Typed rows to the frozen objects of the model; those about goods are built in `planner.catalogue.building_goods`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from planner.catalogue.building_goods import (
    THREE_WORDS,
    build_indication,
    build_pool,
    build_product,
    build_product_type,
    build_refund,
    build_requirement,
    build_rule,
    build_village_good,
)
from planner.catalogue.months import parse_months
from planner.catalogue.table import Row, Table, Tables
from planner.model.catalogue import Catalogue
from planner.model.estimate import VisitorFigure
from planner.model.goods import Certification, ExchangeRate, ShippingOffer, Statistic
from planner.model.market import AirRule, ExportRule
from planner.model.place import Commune, Experience, Festival, Gateway, Lodging, Place, SeasonEvent, SeasonScore
from planner.model.product import OutletProduct
from planner.model.roads import RoadLeg, RoadNode, SpeedRow

Built = TypeVar("Built")


def build_catalogue(tables: Tables, documents: Mapping[str, Any], version: str) -> Catalogue:
    """Return the catalogue of tables and documents that were found free of errors."""
    regions = tables["season_regions"]
    old_provinces = tables["province_63_to_34"]
    region_of = {row["old_province"]: row["region"] for row in old_provinces}
    return Catalogue(
        version=version,
        places=_by_id(tables, "places", _build_place),
        lodgings=_by_id(tables, "lodging", _build_lodging),
        gateways=_by_id(tables, "gateways", lambda row: _build_gateway(row, region_of[row["old_province"]])),
        experiences=_by_id(tables, "experiences", _build_experience),
        products=_by_id(tables, "products", build_product),
        product_types={row["product_type"]: build_product_type(row) for row in tables["product_types"]},
        village_goods=tuple(build_village_good(row) for row in _sort(tables["village_goods"])),
        outlet_products=tuple(OutletProduct(**row.cells) for row in _sort(tables["outlet_products"])),
        festivals=_by_id(tables, "festivals", lambda row: Festival(**row.cells)),
        season_region_of={row["old_province"]: row["season_region"] for row in regions},
        region_of=region_of,
        province_of={row["old_province"]: row["province"] for row in old_provinces},
        season_scores={(row["season_region"], row["month"]): _build_score(row) for row in tables["season_scores"]},
        season_events=tuple(_build_event(row) for row in _sort(tables["season_events"])),
        communes=tuple(_build_commune(row) for row in _sort(tables["communes_2025"])),
        carry_home={(row["market"], row["category"]): build_rule(row) for row in tables["carry_home"]},
        pools={row["pool_id"]: build_pool(row) for row in tables["pools"]},
        air_rules=tuple(AirRule(**row.cells) for row in _sort(tables["air_rules"])),
        export_rules=tuple(ExportRule(**row.cells) for row in _sort(tables["vn_export_rules"])),
        exchange_rates={row["currency"]: ExchangeRate(**row.cells) for row in tables["exchange_rates"]},
        vat_refund=build_refund(documents["vat_refund"]),
        certifications={row["cert"]: Certification(**row.cells) for row in tables["certifications"]},
        geographical_indications=tuple(build_indication(row) for row in _sort(tables["gi_evfta"])),
        shipping=tuple(ShippingOffer(**row.cells) for row in tables["shipping"]),
        statistics=tuple(Statistic(**row.cells) for row in tables["stats"]),
        road_nodes=_by_id(tables, "road_nodes", _build_node),
        road_legs=tuple(_build_leg(row) for row in _sort(tables["road_legs"])),
        speeds=tuple(_build_speed(row) for row in _sort(tables["road_speeds"])),
        source_references={row["source"]: row["reference"] for row in tables["sources"]},
        requirements=tuple(build_requirement(row) for row in tables["readiness_requirements"]),
        visitor_figures=tuple(VisitorFigure(**row.cells) for row in tables["visitor_figures"]),
    )


def _sort(table: Table) -> list[Row]:
    """Return the rows in the order of their keys, so that a tuple of facts does not depend on the file's order."""
    return sorted(table.rows, key=lambda row: [row[column] for column in table.schema.primary_key])


def _by_id(tables: Tables, name: str, build: Callable[[Row], Built]) -> dict[str, Built]:
    return {row["id"]: build(row) for row in tables[name]}


def _location(row: Row) -> dict[str, Any]:
    """Return the arguments of `Located` that places and lodging spell alike."""
    return {
        "id": row["id"],
        "kind": row["kind"],
        "name_vi": row["name_vi"],
        "name_en": row["name_en"],
        "lon_deg": row["lon"],
        "lat_deg": row["lat"],
        "coord_uncertainty_km": row["coord_uncertainty_km"],
        "province": row["province"],
        "old_province": row["old_province"],
        "region": row["region"],
        "commune": row["commune"],
        "old_district": row["old_district"],
        "old_commune": row["old_commune"],
        "is_routable": row["routable"],
        "unroutable_reason": row["routable_reason"],
        "sources": row["source"],
        "confidence": row["confidence"],
        "notes": row["notes"],
    }


def _build_place(row: Row) -> Place:
    return Place(
        **_location(row),
        category=row["category"],
        coordinate_source=row["coordinate_source"],
        point_kind=row["point_kind"],
        commune_lon_deg=row["commune_lon"],
        commune_lat_deg=row["commune_lat"],
        visit_minutes=row["visit_minutes"],
        opening_hours=row["opening_hours"],
        ticket_vnd=row["ticket_vnd"],
        ticket_sources=row["ticket_source"],
        makes_or_sells=row["makes_or_sells"],
        recognition=row["recognition"],
        status_note=row["status_note"],
    )


def _build_lodging(row: Row) -> Lodging:
    return Lodging(
        **_location(row),
        ethnic_group=row["ethnic_group"],
        capacity_per_house=row["capacity_per_house"],
        price_vnd_pp=row["price_vnd_pp"],
        price_source=";".join(row["price_source"]) or None,
        recognition=row["recognition"],
    )


def _build_gateway(row: Row, region: str) -> Gateway:
    return Gateway(
        id=row["id"],
        kind=row["kind"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        lon_deg=row["lon"],
        lat_deg=row["lat"],
        coord_uncertainty_km=row["coord_uncertainty_km"],
        province=row["province"],
        old_province=row["old_province"],
        region=region,
        sources=(row["source"],),
        confidence=row["confidence"],
        notes=row["notes"],
        iata=row["iata"],
        icao=row["icao"],
        season_region=row["season_region"],
        has_vat_refund=row["vat_refund"] == "yes",
        vat_refund_source=row["vat_refund_source"],
        can_start=row["can_start"],
        can_end=row["can_end"],
    )


def _build_experience(row: Row) -> Experience:
    return Experience(
        id=row["id"],
        place_id=row["place_id"],
        name_en=row["name_en"],
        name_vi=row["name_vi"],
        kind=row["kind"],
        subkind=row["subkind"],
        minutes_typical=row["minutes_typical"],
        minutes_min=row["minutes_min"],
        price_low_vnd=row["price_low_vnd"],
        price_high_vnd=row["price_high_vnd"],
        price_basis=row["price_basis"],
        best_months=parse_months(row["best_months"]),
        opening_hours=row["opening_hours"],
        opening_hours_basis=row["opening_hours_basis"],
        market_days=";".join(row["market_days"]) or None,
        lunar_days=row["lunar_days"],
        booking_needed=THREE_WORDS[row["booking_needed"]],
        is_family_friendly=row["family_friendly"],
        physical_effort=row["physical_effort"],
        festival_id=row["festival_id"],
        tier=row["tier"],
        source=row["source"],
        confidence=row["confidence"],
        notes=row["notes"],
    )


def _build_score(row: Row) -> SeasonScore:
    return SeasonScore(
        season_region=row["season_region"],
        month=row["month"],
        score=row["score"],
        hazards=row["hazards"],
        reason=row["reason"],
        source=row["source"],
        confidence=row["confidence"],
    )


def _build_event(row: Row) -> SeasonEvent:
    return SeasonEvent(
        id=row["id"],
        title=row["title"],
        season_regions=row["season_regions"],
        start_date=row["start_date"].isoformat(),
        end_date=row["end_date"].isoformat(),
        factor=row["factor"],
        effect=row["effect"],
        source=row["source"],
        confidence=row["confidence"],
    )


def _build_commune(row: Row) -> Commune:
    return Commune(
        code=row["code"],
        province=row["province"],
        name=row["commune"],
        type=row["type"],
        rep_lon_deg=row["rep_lon"],
        rep_lat_deg=row["rep_lat"],
    )


def _build_node(row: Row) -> RoadNode:
    return RoadNode(
        id=row["id"],
        name_vi=row["name_vi"],
        kind=row["kind"],
        lon_deg=row["lon"],
        lat_deg=row["lat"],
        province=row["province"],
        coordinate_source=row["coordinate_source"],
        coord_uncertainty_km=row["coord_uncertainty_km"],
    )


def _build_leg(row: Row) -> RoadLeg:
    return RoadLeg(
        id=row["id"],
        from_node=row["from"],
        to_node=row["to"],
        ref=row["ref"],
        road_class=row["class"],
        terrain=row["terrain"],
        km=row["km"],
        km_source=row["km_source"],
        minutes_override=row["minutes_override"],
        wait_min=row["wait_min"],
        takes=row["takes"],
        toll=row["toll"],
        note=row["note"],
        confidence=row["confidence"],
    )


def _build_speed(row: Row) -> SpeedRow:
    return SpeedRow(
        kind=row["kind"],
        key=row["key"],
        plain=row["plain"],
        delta=row["delta"],
        hill=row["hill"],
        mountain=row["mountain"],
        city=row["city"],
        unit=row["unit"],
    )
