"""The road skeleton is a network: long enough, connected, with a speed for every leg."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planner.catalogue.table import Row, Tables, build_finding
from planner.errors import Finding
from planner.model.travel import Vehicle
from planner.units import great_circle_m

KM_TOLERANCE: Final = 0.01
"""Lengths are written to 0.1 km, positions to some metres."""

_FERRY: Final = "ferry"
_FERRY_ONLY: Final = ("minutes_override", "wait_min", "takes")
_TERRAINS: Final = ("plain", "delta", "hill", "mountain", "city")
_REST_RULES: Final = ("planned_stop_minutes", "max_continuous_minutes", "max_daily_minutes")


def check_roads(tables: Tables) -> Iterator[Finding]:
    """Find legs that are too short or doubled, ferry fields out of place, cut-off nodes, missing speeds."""
    nodes = tables["road_nodes"].index("id")
    joined: dict[tuple[str, ...], Row] = {}
    for leg in tables["road_legs"]:
        yield from _check_ferry_fields(leg)
        if not leg.has("from", "to"):
            continue
        if leg["from"] == leg["to"]:
            yield leg.finding("C084", "to", f"{leg['id']} begins and ends at {leg['from']}")
            continue
        if leg.has("class") and leg.reads("takes"):
            manner = (*sorted((leg["from"], leg["to"])), leg["class"], leg["takes"] or "")
            first = joined.setdefault(manner, leg)
            if first is not leg:
                message = f"{leg['id']} and {first['id']} (row {first.line}) join {leg['from']} and {leg['to']} alike"
                yield leg.finding("C083", "to", message)
        yield from _check_length(leg, nodes.get(leg["from"]), nodes.get(leg["to"]))
    if tables["road_nodes"].is_complete and tables["road_legs"].is_complete:
        yield from _check_connected(tables)
    if tables["road_speeds"].is_complete:
        yield from _check_speeds(tables)


def _check_ferry_fields(leg: Row) -> Iterator[Finding]:
    if not leg.has("class"):
        return
    is_ferry = leg["class"] == _FERRY
    wanted = {**dict.fromkeys(_FERRY_ONLY, is_ferry), "terrain": not is_ferry}
    for column, is_wanted in wanted.items():
        if leg.reads(column) and (leg[column] is not None) != is_wanted:
            problem = "must be filled" if is_wanted else "must be empty"
            yield leg.finding("C081", column, f"{column} {problem} on {leg['class']}, {leg['id']}")


def _check_length(leg: Row, start: Row | None, end: Row | None) -> Iterator[Finding]:
    if start is None or end is None or not leg.has("class", "km") or leg["class"] == _FERRY:
        return
    if not (start.has("lon", "lat") and end.has("lon", "lat")):
        return
    straight_km = great_circle_m(start["lon"], start["lat"], end["lon"], end["lat"]) / 1000
    if leg["km"] < straight_km * (1 - KM_TOLERANCE):
        yield leg.finding(
            "C080", "km", f"{leg['id']} is {leg['km']:g} km long, its ends are {straight_km:.1f} km apart"
        )


def _check_connected(tables: Tables) -> Iterator[Finding]:
    neighbours: dict[str, list[str]] = {row["id"]: [] for row in tables["road_nodes"] if row.has("id")}
    for leg in tables["road_legs"]:
        if leg["from"] in neighbours and leg["to"] in neighbours:
            neighbours[leg["from"]].append(leg["to"])
            neighbours[leg["to"]].append(leg["from"])
    parts = sorted(_list_parts(neighbours), key=len, reverse=True)
    rows = tables["road_nodes"].index("id")
    for part in parts[1:]:
        row = min((rows[node] for node in part), key=lambda row: row.line)
        others = f" and {len(part) - 1} more nodes" if len(part) > 1 else ""
        yield row.finding("C082", "id", f"no road or ferry leads to {row['id']}{others}")


def _list_parts(neighbours: dict[str, list[str]]) -> list[list[str]]:
    """Return the nodes of each connected part."""
    parts: list[list[str]] = []
    seen: set[str] = set()
    for origin in neighbours:
        if origin in seen:
            continue
        seen.add(origin)
        part = [origin]
        for node in part:  # grows while it is walked
            fresh = [other for other in dict.fromkeys(neighbours[node]) if other not in seen]
            seen.update(fresh)
            part.extend(fresh)
        parts.append(part)
    return parts


def _check_speeds(tables: Tables) -> Iterator[Finding]:
    speeds = {(row["kind"], row["key"]): row for row in tables["road_speeds"]}
    legs = tables["road_legs"]
    used = {(row["class"], row["terrain"]) for row in legs if row.has("class", "terrain") and row["class"] != _FERRY}
    wanted = {("speed", road_class): {terrain for c, terrain in used if c == road_class} for road_class, _ in used}
    wanted["speed", "access"] = set(_TERRAINS)
    wanted |= {("vehicle", vehicle.value): set(_TERRAINS) for vehicle in Vehicle}
    wanted |= {("rest", rule): {"plain"} for rule in _REST_RULES}
    for (kind, key), terrains in sorted(wanted.items()):
        row = speeds.get((kind, key))
        if row is None:
            yield build_finding("C085", "road_speeds", f"no row {kind} / {key}", column="key")
            continue
        for terrain in sorted(terrains):
            if row.reads(terrain) and row[terrain] is None:
                yield row.finding("C085", terrain, f"{kind} / {key} has no value for {terrain}")
