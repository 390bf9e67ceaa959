"""GPX 1.1: waypoints of all stops and one route a day, for a phone or a satnav.

A GPX *route* is a list of points to be guided to in turn: the device finds the roads on its own
map. That is what a plan knows, so each day is one. A GPX *track* is a line that was or will be
followed to the metre; only legs along real streets are drawn as one, never schematic legs, which
join towns by straight lines.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from gpxpy.gpx import GPX, GPXRoute, GPXRoutePoint, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

from planner.inert import remove_controls
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, PlanDay, Visit
from planner.model.place import Located
from planner.present.trip_name import name_trip
from planner.present.words import Words
from planner.publish.stations import list_trip_notes

_UNQUOTED: Final = str.maketrans("", "", "<>&\"'")
"""Takes away what breaks an attribute: the library writes the one of the creator as it is."""


def render_gpx(itinerary: Itinerary, catalogue: Catalogue, words: Words) -> str:
    """Return the itinerary as GPX 1.1.

    Names and descriptions are in the language of the words; where it has no names, with their gloss. Times are
    UTC in the elements, as the format demands, and local in the text.

    Raises
    ------
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    document = GPX()
    document.creator = remove_controls(itinerary.provenance.software).translate(_UNQUOTED)
    document.name = name_trip(itinerary.request, words)
    document.description = " ".join(list_trip_notes(itinerary, words))
    for number, day in enumerate(itinerary.days, start=1):
        points = _list_day_points(number, day, catalogue, words)
        # A night's lodging ends one day and starts the next: one waypoint is enough.
        document.waypoints.extend(points if number == 1 else points[1:])
        document.routes.append(_build_route(number, day, points))
        if track := _find_track(number, day):
            document.tracks.append(track)
    return document.to_xml(version="1.1")


def _list_day_points(number: int, day: PlanDay, catalogue: Catalogue, words: Words) -> list[GPXWaypoint]:
    depart = day.legs[0].depart if day.legs else None
    points = [_build_depot(catalogue.get_located(day.start_depot), depart, words)]
    for position, visit in enumerate(day.visits, start=1):
        points.append(_build_visit(f"{number}.{position}", visit, catalogue, words))
    points.append(_build_depot(catalogue.get_located(day.end_depot), day.arrive_end, words))
    return points


def _build_visit(label: str, visit: Visit, catalogue: Catalogue, words: Words) -> GPXWaypoint:
    located = catalogue.get_located(visit.place_id)
    experience = None if visit.experience_id is None else catalogue.experiences[visit.experience_id]
    parts = [f"{visit.begin:%H:%M}-{visit.leave:%H:%M}"]
    if experience is not None:
        parts.append(words.experience(experience))
    return _build_point(located, f"{label} {words.glossed_name(located.id)}", parts, visit.begin, "visit")


def _build_depot(located: Located, time: dt.datetime | None, words: Words) -> GPXWaypoint:
    parts = [] if time is None else [f"{time:%H:%M}"]
    return _build_point(located, words.glossed_name(located.id), parts, time, "depot")


def _build_point(located: Located, name: str, parts: list[str], time: dt.datetime | None, kind: str) -> GPXWaypoint:
    if located.is_approximate:
        parts = [*parts, f"± {located.coord_uncertainty_km:g} km"]
    return GPXWaypoint(
        latitude=located.lat_deg,
        longitude=located.lon_deg,
        time=None if time is None else time.astimezone(dt.UTC),
        name=remove_controls(name),
        description=remove_controls(" · ".join(parts)) or None,
        type=kind,
    )


def _build_route(number: int, day: PlanDay, points: list[GPXWaypoint]) -> GPXRoute:
    route = GPXRoute(name=f"{number} · {day.date.isoformat()}", number=number)
    route.points.extend(
        GPXRoutePoint(
            latitude=point.latitude, longitude=point.longitude, time=point.time, name=point.name, type=point.type
        )
        for point in points
    )
    return route


def _find_track(number: int, day: PlanDay) -> GPXTrack | None:
    lines = [leg.geometry for leg in day.legs if not leg.is_schematic and len(leg.geometry) > 1]
    if not lines:
        return None
    track = GPXTrack(name=f"{number} · {day.date.isoformat()}", number=number)
    for line in lines:
        track.segments.append(GPXTrackSegment([GPXTrackPoint(latitude=lat, longitude=lon) for lon, lat in line]))
    return track
