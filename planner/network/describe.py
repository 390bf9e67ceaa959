"""A way told to people: parts by manner of travel, notes, and a schematic drawing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import shapely

from planner.model.travel import GeoPoint, IntArray, Leg, LegPart, LonLat, Quality, Vehicle
from planner.network.speeds import TWO_WHEELS
from planner.network.trace import Stretch
from planner.network.vehicle_network import MS_PER_MIN, TRANSFER_MIN

REST_AFTER_MIN: Final = 120
"""A planned rest for each full stretch of this much driving on a leg; its length is in the speed table."""
LEAST_MIN: Final = 5
"""Between two different places, however close: getting in, turning, parking, getting out."""
MAX_VIA: Final = 4
"""Towns named per part of a way."""

NOTE_TRANSFER: Final = "passengers only: your own vehicle stays at the berth, a hired one of its class waits across"
NOTE_REMOTE: Final = "an end lies more than 15 km from the known roads: check before you go"
NOTE_DIRECT: Final = "no road known between these neighbours: estimated from the great circle"

Count = TypeVar("Count", int, IntArray)

_SHOWN_NUMBER: Final = re.compile(r"(QL|CT)(\d{1,3}[A-Z]?|N[12])")
"""National roads and expressways; the other references of the skeleton are stand-ins or guesses."""


def get_road_number(ref: str) -> str:
    """Return the road number that may be shown, or an empty string."""
    return ref if _SHOWN_NUMBER.fullmatch(ref) else ""


@dataclass(slots=True)
class _Telling:
    """Collects parts; minutes are rounded up along the way, so that the parts sum to the whole."""

    parts: list[LegPart] = field(default_factory=list)
    told_ms: int = 0
    via: list[tuple[bool, str]] = field(default_factory=list)

    def add(self, mode: str, span_ms: int, metres: int, name: str = "", note: str = "") -> None:
        before_min = -(-self.told_ms // MS_PER_MIN)
        self.told_ms += span_ms
        minutes = -(-self.told_ms // MS_PER_MIN) - before_min
        last = self.parts[-1] if self.parts else None
        if mode == "drive" and last is not None and (last.mode, last.name) == ("drive", name):
            minutes, metres = minutes + last.minutes, metres + last.metres
            self.parts.pop()
        elif mode == "drive":
            self.via = []
        self.parts.append(LegPart(mode, minutes, metres, name, self._list_via() if mode == "drive" else note))

    def pass_through(self, name: str, is_city: bool) -> None:
        """Name a town on the part being driven."""
        self.via.append((is_city, name))
        last = self.parts[-1]
        self.parts[-1] = LegPart(last.mode, last.minutes, last.metres, last.name, self._list_via())

    def _list_via(self) -> str:
        places = list(enumerate(self.via))
        kept = sorted(places, key=lambda item: (not item[1][0], item[0]))[:MAX_VIA]
        return ", ".join(name for _, (_, name) in sorted(kept))


def describe_way(
    ends: tuple[GeoPoint, GeoPoint],
    stretches: Sequence[Stretch],
    vehicle: Vehicle,
    *,
    minutes: int,
    drive_min: int,
    metres: int,
    rest_min: int,
    source: str,
    quality: Quality,
) -> Leg:
    """Return the leg of a way whose totals are known.

    Drive parts carry a national road number as name and the towns passed as note; boats carry their
    berths. Rests stand before the stretch that completes two hours of driving.
    """
    telling = _Telling()
    notes: list[str] = []
    driven_ms = 0
    for number, stretch in enumerate(stretches):
        if stretch.is_ferry:
            notes += _tell_ferry(telling, stretch)
            continue
        rest_ms = (count_rests(driven_ms + stretch.time_ms) - count_rests(driven_ms)) * rest_min * MS_PER_MIN
        if rest_ms and driven_ms:
            telling.add("rest", rest_ms, 0)
        _tell_drive(telling, stretch, is_last=number == len(stretches) - 1)
        if rest_ms and not driven_ms:
            telling.add("rest", rest_ms, 0)
        driven_ms += stretch.time_ms
    missing_min = minutes - sum(part.minutes for part in telling.parts)
    if missing_min > 0:
        telling.add("walk", missing_min * MS_PER_MIN, 0, note="parking and the last steps")
    if quality is Quality.REMOTE:
        notes.append(NOTE_REMOTE)
    if quality is Quality.ESTIMATE:
        notes.append(NOTE_DIRECT)
    return Leg(
        from_id=ends[0].id, to_id=ends[1].id, minutes=minutes, drive_min=drive_min, metres=metres,
        mode=get_mode(vehicle, any(stretch.is_ferry for stretch in stretches)),
        source=source, quality=quality, is_schematic=True, geometry=_draw(ends, stretches),
        parts=tuple(telling.parts), notes=tuple(dict.fromkeys(notes)),
    )  # fmt: skip


def count_rests(drive_ms: Count) -> Count:
    """Return how many planned rests belong to so much driving on one leg: one per full two hours."""
    return drive_ms // (REST_AFTER_MIN * MS_PER_MIN)


def get_mode(vehicle: Vehicle, has_ferry: bool) -> str:
    """Return the mode word of a whole leg."""
    if has_ferry:
        return "ferry"
    return "ride" if vehicle in TWO_WHEELS else "drive"


def _tell_drive(telling: _Telling, stretch: Stretch, *, is_last: bool) -> None:
    name = get_road_number(stretch.leg.ref) if stretch.leg is not None else ""
    telling.add("drive", stretch.time_ms, stretch.metres, name)
    node = stretch.end_node
    if node is not None and not is_last and node.kind in ("city", "town"):
        telling.pass_through(node.name_vi, node.kind == "city")


def _tell_ferry(telling: _Telling, stretch: Stretch) -> list[str]:
    """Add the parts of a crossing and return its notes."""
    leg, start, end = stretch.leg, stretch.start_node, stretch.end_node
    assert leg is not None, "a ferry stretch is always a leg"
    start_name, end_name = (start.name_vi if start else ""), (end.name_vi if end else "")
    remark = (leg.note or "").strip(" ;")
    is_on_foot = leg.takes == "passengers"
    telling.add("wait", (leg.wait_min or 0) * MS_PER_MIN, 0, start_name)
    crossing_ms = (leg.minutes_override or 0) * MS_PER_MIN
    telling.add(
        "ferry" if is_on_foot else "car_ferry", crossing_ms, stretch.metres, f"{start_name} – {end_name}", remark
    )
    notes = [f"{leg.ref}: {remark}"] if remark else []
    if is_on_foot:
        telling.add("transfer", TRANSFER_MIN * MS_PER_MIN, 0, end_name, NOTE_TRANSFER)
        notes.append(NOTE_TRANSFER)
    return notes


def _draw(ends: tuple[GeoPoint, GeoPoint], stretches: Sequence[Stretch]) -> tuple[LonLat, ...]:
    """Straight lines from node to node, at least two points."""
    corners = [(ends[0].lon_deg, ends[0].lat_deg)]
    for stretch in stretches:
        corners += [stretch.start, stretch.end]
    corners.append((ends[1].lon_deg, ends[1].lat_deg))
    line = shapely.remove_repeated_points(shapely.LineString(corners))
    return tuple((float(lon), float(lat)) for lon, lat in line.coords)
