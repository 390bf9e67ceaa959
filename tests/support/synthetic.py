"""A catalogue as large as one likes, in the shape of the real one, for tests and benchmarks only.

Nothing in here is a fact. Each synthetic place takes its category, its experiences and its goods from one real
place, its hours and recognition from others of the same category, and lies beside a leg of the road skeleton, more
likely where real places are dense. Ids begin with ``synthetic-`` and names say "Synthetic place 123", so that none
can be taken for real.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from scipy.spatial import cKDTree

from planner.model.catalogue import Catalogue
from planner.model.place import Experience, Located, Lodging, Place
from planner.model.product import OutletProduct, VillageGood

Spot = TypeVar("Spot", Place, Lodging)

PREFIX = "synthetic-"
NEAR_KM = 25.0
"""Real places so near to the middle of a leg make it likelier to be drawn."""
OFF_ROAD_KM = 4.0
"""Mean distance of a synthetic place from its leg."""
KM_PER_DEGREE = 111.2


def build_synthetic_catalogue(real: Catalogue, n_places: int, n_lodgings: int, seed: int) -> Catalogue:
    """Return the real catalogue with synthetic places and lodgings added.

    Parameters
    ----------
    n_places, n_lodgings
        Places and lodgings of the answer, the real ones included.
    seed
        Of numpy's PCG64; the same arguments give the same catalogue.
    """
    random = np.random.default_rng(seed)
    places, lodgings = dict(real.places), dict(real.lodgings)
    experiences, goods, outlets = dict(real.experiences), list(real.village_goods), list(real.outlet_products)
    known = [one for one in real.places.values() if one.is_routable]
    by_category: defaultdict[str, list[Place]] = defaultdict(list)
    for one in known:
        by_category[one.category].append(one)
    points = _draw_points(real, known, n_places + n_lodgings, random)
    neighbours = cKDTree([(one.lon_deg, one.lat_deg) for one in known])
    nearest = [known[k] for k in neighbours.query(points)[1]]

    for number in range(n_places - len(places)):
        model = known[random.integers(len(known))]
        alike = by_category[model.category]
        hours, famous = alike[random.integers(len(alike))], alike[random.integers(len(alike))]
        one = replace(
            _move(model, f"{PREFIX}place-{number}", f"Synthetic place {number}", points[number], nearest[number]),
            opening_hours=hours.opening_hours, recognition=famous.recognition, ticket_vnd=famous.ticket_vnd,
            ticket_sources=famous.ticket_sources,
        )  # fmt: skip
        places[one.id] = one
        for e in _copy_experiences(real, model.id, one.id):
            experiences[e.id] = e
        goods += _copy_goods(real.village_goods_at.get(model.id, ()), one.id)
        outlets += _copy_outlets(real.outlet_products_at.get(model.id, ()), one.id)
    beds = [one for one in real.lodgings.values() if one.is_routable]
    for number in range(n_lodgings - len(lodgings)):
        bed, at = beds[random.integers(len(beds))], n_places + number
        lodging = _move(bed, f"{PREFIX}lodging-{number}", f"Synthetic lodging {number}", points[at], nearest[at])
        lodgings[lodging.id] = lodging
        for e in _copy_experiences(real, bed.id, lodging.id):
            experiences[e.id] = e
    return replace(
        real, version=f"{real.version} + synthetic places, seed {seed}", places=places, lodgings=lodgings,
        experiences=experiences, village_goods=tuple(goods), outlet_products=tuple(outlets),
    )  # fmt: skip


def _draw_points(real: Catalogue, known: Sequence[Place], count: int, random: np.random.Generator) -> np.ndarray:
    """Draw points beside road legs, by length and by how many real places are near; shape (count, 2), lon and lat."""
    legs = [leg for leg in real.road_legs if leg.road_class != "ferry"]
    ends = np.array(
        [
            [(real.road_nodes[one].lon_deg, real.road_nodes[one].lat_deg) for one in (leg.from_node, leg.to_node)]
            for leg in legs
        ]
    )
    tree = cKDTree([(one.lon_deg, one.lat_deg) for one in known])
    near = tree.query_ball_point(ends.mean(axis=1), NEAR_KM / KM_PER_DEGREE, return_length=True)
    weight = np.array([leg.km for leg in legs]) * (0.5 + near)
    leg = random.choice(len(legs), size=count, p=weight / weight.sum())
    share = random.random((count, 1))
    off_deg = random.exponential(OFF_ROAD_KM / KM_PER_DEGREE, count)
    angle = random.random(count) * 2 * np.pi
    off = np.stack((np.cos(angle), np.sin(angle)), axis=1) * off_deg[:, None]
    return np.asarray(ends[leg, 0] + share * (ends[leg, 1] - ends[leg, 0]) + off)


def _move(model: Spot, one: str, name: str, point: np.ndarray, nearest: Located) -> Spot:
    return replace(
        model, id=one, name_vi=name, name_en=name, lon_deg=float(point[0]), lat_deg=float(point[1]),
        province=nearest.province, old_province=nearest.old_province, region=nearest.region, commune=None,
        old_district=None, old_commune=None, sources=("synthetic",), confidence="low", notes="Synthetic: not a fact.",
    )  # fmt: skip


def _copy_experiences(real: Catalogue, model_id: str, place_id: str) -> list[Experience]:
    return [
        replace(e, id=f"{place_id}-{number}", place_id=place_id, name_en=f"Synthetic visit {number}",
                name_vi=f"Synthetic visit {number}", source="synthetic", notes="Synthetic: not a fact.")
        for number, e in enumerate(real.experiences_at.get(model_id, ()))
    ]  # fmt: skip


def _copy_goods(goods: Sequence[VillageGood], place_id: str) -> list[VillageGood]:
    return [replace(good, place_id=place_id, source="synthetic") for good in goods]


def _copy_outlets(outlets: Sequence[OutletProduct], place_id: str) -> list[OutletProduct]:
    return [replace(outlet, sold_at_place_id=place_id, source="synthetic") for outlet in outlets]
