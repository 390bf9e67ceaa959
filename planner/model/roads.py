"""The embedded road skeleton as facts: nodes, legs, speeds. `network` makes a graph of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadNode:
    """A town, junction, berth, gate or airport where trunk roads meet."""

    id: str
    name_vi: str
    kind: str
    lon_deg: float
    lat_deg: float
    province: str
    coordinate_source: str
    coord_uncertainty_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadLeg:
    """An undirected stretch of the trunk network with real kilometres, or a ferry."""

    id: str
    from_node: str
    to_node: str
    ref: str
    road_class: str
    """expressway, trunk, primary, secondary, tertiary or ferry."""
    terrain: str | None
    km: float
    km_source: str
    minutes_override: int | None
    wait_min: int | None
    takes: str | None
    """Ferries only: cars or passengers."""
    toll: bool | None
    note: str | None
    confidence: str


@dataclass(frozen=True, slots=True)
class SpeedRow:
    """A row of road_speeds.csv: speeds by class, factors by vehicle, rest rules."""

    kind: str
    """speed (km/h), vehicle (factor, or km/h for bicycle), rest (minutes), spread (share of the time)."""
    key: str
    plain: float | None
    delta: float | None
    hill: float | None
    mountain: float | None
    city: float | None
    unit: str
