"""The place graph: every place, lodging, gateway and road node, joined by road and access legs.

It is the public face of the network for reading, drawing and analysis with networkx; travel times
for planning come from `SkeletonSource`, whose answers it explains.

Node attributes
    ``role`` (place, lodging, gateway or road), ``kind``, ``name``, ``lon``, ``lat``, ``province``,
    ``land`` (number of the piece of land, by roads without ferries; -1 off the network).
Edge attributes
    ``kind`` (road, ferry or access), ``name`` (road number, ferry line or empty), ``minutes`` (by
    car, without planned rests), ``km``, ``road_class``, ``terrain``, ``mode`` (drive, car_ferry,
    ferry), ``takes`` and ``wait_min`` (ferries, else None), ``source``, ``quality``, ``geometry``
    (shapely, lon and lat, straight lines: schematic).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import geopandas
import networkx
import numpy as np
import shapely

from planner.model.place import Gateway, Located, Lodging
from planner.model.roads import RoadLeg, RoadNode, SpeedRow
from planner.model.travel import LonLat, Quality, Vehicle
from planner.network.describe import get_road_number
from planner.network.ground import FERRY, Ground, build_ground
from planner.network.snap import NEAREST_NODES, REMOTE_KM, Anchors, Snapper
from planner.network.speeds import ACCESS_CLASS, SpeedTable
from planner.network.vehicle_network import MS_PER_MIN, VehicleNetwork, build_vehicle_network

GEOGRAPHIC_CRS: Final = "EPSG:4326"


def build_place_graph(
    located: Iterable[Located], nodes: Mapping[str, RoadNode], legs: Sequence[RoadLeg], speeds: Sequence[SpeedRow]
) -> networkx.MultiGraph:
    """Return the place graph by car; attributes as in the module's text.

    Parallel legs are all kept. Places that are not routable stand in it without an edge.

    Raises
    ------
    ValueError
        When a place and a road node share an id.
    TravelTimeError
        When the tables contradict themselves.
    """
    ground, table = build_ground(nodes, legs), SpeedTable.build(speeds)
    network = build_vehicle_network(ground, table, Vehicle.CAR4)
    graph = networkx.MultiGraph(crs=GEOGRAPHIC_CRS)
    for node, land in zip(ground.nodes, ground.land, strict=True):
        graph.add_node(
            node.id, role="road", kind=node.kind, name=node.name_vi,
            lon=node.lon_deg, lat=node.lat_deg, province=node.province, land=int(land),
        )  # fmt: skip
    _add_legs(graph, ground, network)
    places = list(located)
    for place in places:
        if place.id in nodes:
            msg = f"{place.id!r} is the id of a place and of a road node"
            raise ValueError(msg)
        graph.add_node(
            place.id, role=_get_role(place), kind=place.kind, name=place.name_vi,
            lon=place.lon_deg, lat=place.lat_deg, province=place.province, land=-1,
        )  # fmt: skip
    routable = [place for place in places if place.is_routable]
    if routable:
        lon_deg, lat_deg = (np.array([getattr(p, axis) for p in routable]) for axis in ("lon_deg", "lat_deg"))
        anchors = Snapper(ground, network, table).snap(lon_deg, lat_deg)
        for index, place in enumerate(routable):
            _add_access(graph, ground, anchors, index, place)
    return graph


def find_path(graph: networkx.MultiGraph, start: str, end: str) -> list[str] | None:
    """Return the ids along the fastest way by car, ends included, or None where none leads there.

    Other places are never passed through, and between two places on one piece of land no passenger
    boat is taken, which would leave the car behind.

    Raises
    ------
    networkx.NodeNotFound
        When an id is not in the graph.
    """
    ends = {start, end}
    for place_id in ends:
        if place_id not in graph:
            msg = f"{place_id!r} is not in the place graph"
            raise networkx.NodeNotFound(msg)
    drives_own_car = graph.nodes[start]["land"] == graph.nodes[end]["land"]

    def weigh(a: str, b: str, parallel: Mapping[int, Mapping[str, Any]]) -> float | None:
        if any(graph.nodes[node]["role"] != "road" and node not in ends for node in (a, b)):
            return None
        minutes = [edge["minutes"] for edge in parallel.values() if not (drives_own_car and edge["mode"] == "ferry")]
        return min(minutes, default=None)

    try:
        path: list[str] = networkx.dijkstra_path(graph, start, end, weight=weigh)
    except networkx.NetworkXNoPath:
        return None
    return path


def list_places_near_leg(
    located: Iterable[Located], geometry: shapely.LineString | Sequence[LonLat], within_km: float
) -> geopandas.GeoDataFrame:
    """Return the places in a corridor along a leg, nearest first.

    Parameters
    ----------
    located
        Places, lodgings, gateways.
    geometry
        Line of a leg in lon, lat: ``Leg.geometry`` or the ``geometry`` of an edge of the place graph.
    within_km
        Half the width of the corridor. A schematic line may run kilometres beside the true road.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns ``id``, ``name``, ``kind``, ``distance_km``, ``geometry`` (point, lon and lat), in order
        of distance.
    """
    places = list(located)
    line = geometry if isinstance(geometry, shapely.LineString) else shapely.LineString(geometry)
    frame = geopandas.GeoDataFrame(
        {"id": [p.id for p in places], "name": [p.name_vi for p in places], "kind": [p.kind for p in places]},
        geometry=shapely.points([p.lon_deg for p in places], [p.lat_deg for p in places]),
        crs=GEOGRAPHIC_CRS,
    )
    local_crs = _build_local_crs(line)
    local_line = geopandas.GeoSeries([line], crs=GEOGRAPHIC_CRS).to_crs(local_crs)
    corridor = geopandas.GeoDataFrame(geometry=local_line.buffer(within_km * 1000))
    inside = frame.to_crs(local_crs).sjoin(corridor, predicate="intersects").drop(columns="index_right")
    inside["distance_km"] = inside.distance(local_line.iloc[0]) / 1000
    ordered = inside.to_crs(GEOGRAPHIC_CRS).sort_values(["distance_km", "id"], ignore_index=True)
    return ordered[["id", "name", "kind", "distance_km", "geometry"]]


def _build_local_crs(line: shapely.LineString) -> str:
    """Transverse Mercator through the middle of the line: true lengths along the length of the country."""
    west, south, east, north = line.bounds
    return f"+proj=tmerc +lat_0={(south + north) / 2:.4f} +lon_0={(west + east) / 2:.4f} +datum=WGS84 +units=m"


def _get_role(place: Located) -> str:
    if isinstance(place, Gateway):
        return "gateway"
    return "lodging" if isinstance(place, Lodging) else "place"


def _add_legs(graph: networkx.MultiGraph, ground: Ground, network: VehicleNetwork) -> None:
    for number, leg in enumerate(ground.legs):
        ends = ground.nodes[ground.tail[number]], ground.nodes[ground.head[number]]
        is_ferry = leg.road_class == FERRY
        boat = "car_ferry" if leg.takes == "cars" else "ferry"
        graph.add_edge(
            leg.from_node, leg.to_node, key=leg.id,
            kind="ferry" if is_ferry else "road",
            name=leg.ref if is_ferry else get_road_number(leg.ref),
            minutes=float(network.leg_ms[number]) / MS_PER_MIN, km=leg.km,
            road_class=leg.road_class, terrain=leg.terrain, mode=boat if is_ferry else "drive",
            takes=leg.takes, wait_min=leg.wait_min, source=leg.km_source,
            quality=(Quality.SKELETON_LOW if leg.confidence == "low" else Quality.SKELETON).value,
            geometry=shapely.LineString([(node.lon_deg, node.lat_deg) for node in ends]),
        )  # fmt: skip


def _add_access(graph: networkx.MultiGraph, ground: Ground, anchors: Anchors, index: int, place: Located) -> None:
    """Join a place to the nodes at which it enters the network: directly, or along a leg to both its ends."""
    graph.nodes[place.id]["land"] = int(anchors.land[index])
    fastest_first = np.argsort(anchors.time_ms[index], kind="stable")
    joined: set[int] = set()
    for slot in fastest_first[np.isfinite(anchors.time_ms[index][fastest_first])]:
        number = int(anchors.node[index, slot])
        if number in joined:
            continue
        joined.add(number)
        node = ground.nodes[number]
        corners = [(place.lon_deg, place.lat_deg), (node.lon_deg, node.lat_deg)]
        if slot >= NEAREST_NODES:
            leg_slot = (slot - NEAREST_NODES) // 2
            lon_deg, lat_deg = ground.locate(anchors.leg[index, leg_slot], anchors.position[index, leg_slot])
            corners.insert(1, (float(lon_deg), float(lat_deg)))
        graph.add_edge(
            place.id, node.id, key=f"{place.id}/{node.id}",
            kind="access", name="", minutes=float(anchors.time_ms[index, slot]) / MS_PER_MIN,
            km=int(anchors.metres[index, slot]) / 1000, road_class=ACCESS_CLASS, terrain=None, mode="drive",
            takes=None, wait_min=None, source="1.4 x great circle to the network",
            quality=_grade_access(anchors, index, int(slot)).value, geometry=shapely.LineString(corners),
        )  # fmt: skip


def _grade_access(anchors: Anchors, index: int, slot: int) -> Quality:
    if anchors.crow_km[index, slot] > REMOTE_KM:
        return Quality.REMOTE
    return Quality.SKELETON_LOW if anchors.is_low[index, slot] else Quality.SKELETON
