"""The whole catalogue as frozen facts, with the look-ups that every reader needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from planner.model.estimate import VisitorFigure
from planner.model.goods import (
    Certification,
    ExchangeRate,
    GeographicalIndication,
    ShippingOffer,
    Statistic,
    VatRefundRules,
)
from planner.model.market import AirRule, CarryHomeRule, ExportRule, Pool
from planner.model.place import (
    Commune,
    Experience,
    Festival,
    Gateway,
    Located,
    Lodging,
    Place,
    SeasonEvent,
    SeasonScore,
)
from planner.model.product import OutletProduct, Product, ProductType, VillageGood
from planner.model.readiness import Requirement
from planner.model.roads import RoadLeg, RoadNode, SpeedRow

Row = TypeVar("Row")


@dataclass(frozen=True, eq=False, kw_only=True)
class Catalogue:
    """Checked facts of one data version; build it with `planner.load_catalogue`.

    Mappings keep the order of the tables. Nothing in here is ever changed after loading.
    """

    version: str
    """Version of the data package, with a digest of the tables."""
    places: Mapping[str, Place]
    lodgings: Mapping[str, Lodging]
    gateways: Mapping[str, Gateway]
    experiences: Mapping[str, Experience]
    products: Mapping[str, Product]
    product_types: Mapping[str, ProductType]
    village_goods: tuple[VillageGood, ...]
    outlet_products: tuple[OutletProduct, ...]
    festivals: Mapping[str, Festival]
    season_region_of: Mapping[str, str]
    """Old province -> season region slug."""
    region_of: Mapping[str, str]
    """Old province -> one of seven regions."""
    province_of: Mapping[str, str]
    """Old province -> new province."""
    season_scores: Mapping[tuple[str, int], SeasonScore]
    """(season region, month 1-12) -> score."""
    season_events: tuple[SeasonEvent, ...]
    communes: tuple[Commune, ...]
    carry_home: Mapping[tuple[str, str], CarryHomeRule]
    """(market, category) -> rule."""
    pools: Mapping[str, Pool]
    air_rules: tuple[AirRule, ...]
    export_rules: tuple[ExportRule, ...]
    exchange_rates: Mapping[str, ExchangeRate]
    """ISO currency -> rate."""
    vat_refund: VatRefundRules
    certifications: Mapping[str, Certification]
    geographical_indications: tuple[GeographicalIndication, ...]
    shipping: tuple[ShippingOffer, ...]
    statistics: tuple[Statistic, ...]
    road_nodes: Mapping[str, RoadNode]
    road_legs: tuple[RoadLeg, ...]
    speeds: tuple[SpeedRow, ...]
    source_references: Mapping[str, str]
    """Source key -> address or citation."""
    requirements: tuple[Requirement, ...] = ()
    """What markets ask of goods in trade, in the order of the table."""
    visitor_figures: tuple[VisitorFigure, ...] = ()

    @cached_property
    def located(self) -> Mapping[str, Located]:
        """Every place, lodging and gateway by id (one id space)."""
        return {**self.places, **self.lodgings, **self.gateways}

    @cached_property
    def experiences_at(self) -> Mapping[str, tuple[Experience, ...]]:
        """Experiences by place or lodging id."""
        return _group(self.experiences.values(), "place_id")

    @cached_property
    def village_goods_at(self) -> Mapping[str, tuple[VillageGood, ...]]:
        """Village goods by place id, primary and larger shares first."""
        ordered = sorted(self.village_goods, key=lambda g: (g.place_id, not g.is_primary, -g.share, g.product_type))
        return _group(ordered, "place_id")

    @cached_property
    def outlet_products_at(self) -> Mapping[str, tuple[OutletProduct, ...]]:
        """Named products that are made or may be found at a place, by place id."""
        return _group(self.outlet_products, "sold_at_place_id")

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Place categories in use, sorted."""
        return tuple(sorted({p.category for p in self.places.values()}))

    def get_located(self, place_id: str) -> Located:
        """Return the place, lodging or gateway of an id; KeyError when there is none."""
        return self.located[place_id]

    def get_season_region(self, located: Located) -> str:
        """Return the season region slug of a place; it follows the old province."""
        return self.season_region_of[located.old_province]


def _group(rows: Iterable[Row], key: str) -> Mapping[str, tuple[Row, ...]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return {name: tuple(members) for name, members in groups.items()}
