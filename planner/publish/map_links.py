"""Links that open a day in the usual map apps.

A link hands over points, not our times or ways: the app finds its own roads. Forms and limits are those that the
makers of the apps document:

- **Google Maps** - *Maps URLs*, https://developers.google.com/maps/documentation/urls/get-started: ``api=1``,
  ``origin``, ``destination``, ``waypoints`` divided by a bar, ``travelmode``; at most nine waypoints, of which the
  browser of a phone without the app takes three.
- **Apple Maps** - *Adopting unified Maps URLs*, https://developer.apple.com/documentation/mapkit/unified-map-urls:
  ``directions`` with ``source``, ``destination``, a ``waypoint`` each, ``mode``; from iOS 18.4 and macOS 15.4 on. The
  page names no limit; nine waypoints are kept to here as well.
- **OsmAnd** - user documentation of the web map (https://osmand.net/docs/user), "URL schemes" and "Share a route":
  ``start``, ``via`` divided by semicolons, ``profile``. The end is spelt ``end``, which web map and Android app both
  read, the app not the documented ``finish`` (osmandapp/OsmAnd, issue 19422).
- **Organic Maps** - test page https://omaps.app/test.html and the maker's API for iOS: ``om://map`` with a pair ``ll``
  and ``n`` per pin. Pins, not a route; the app must be there, and needs no network.
- **geo** - RFC 5870, in the form with a label that Android documents
  (https://developer.android.com/guide/components/intents-common#Maps): one point, for whatever map app the phone has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal
from urllib.parse import quote, urlencode

from planner.inert import remove_controls
from planner.model.catalogue import Catalogue
from planner.model.itinerary import PlanDay
from planner.model.place import Located
from planner.model.travel import Vehicle

App = Literal["google", "apple", "osmand", "organic"]
APPS: Final[tuple[App, ...]] = ("google", "apple", "osmand", "organic")
"""In the order in which they are offered."""
NOTES: Final = ("approximate", "boat", "phone_browser", "pins")
"""What may have to be said beside a link."""

MAX_WAYPOINTS: Final = 9
"""Points between origin and destination that one link may carry."""
_PHONE_BROWSER_WAYPOINTS: Final = 3
_MAX_LABEL: Final = 80
_ROAD_MODES: Final = frozenset({"drive", "ride"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLink:
    """One link that opens a day, or a part of a long one, in a map app."""

    app: App
    url: str
    part: int
    """Number of this link among those of its app, from 1."""
    parts: int
    """How many links the app needs for the day."""
    start_id: str
    end_id: str
    notes: tuple[str, ...] = ()
    """Codes of `NOTES`, in that order."""


def list_day_links(
    day: PlanDay, catalogue: Catalogue, *, vehicle: Vehicle = Vehicle.CAR7, language: str = "en"
) -> tuple[DayLink, ...]:
    """Return the links of a day, app by app; a day with more stops than a link carries is divided.

    A day that never leaves its one point has pins alone, since there is no way to be shown.

    Parameters
    ----------
    vehicle
        A bicycle asks the apps for ways of bicycles, anything else for roads.
    language
        Of the names on pins.

    Raises
    ------
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    points = _list_points(day, catalogue)
    by_bicycle = vehicle is Vehicle.BICYCLE
    has_boat = any(leg.mode not in _ROAD_MODES for leg in day.legs)
    chunks = _divide(points) if len(points) > 1 else []
    links = [
        _build_route(app, chunk, number, len(chunks), by_bicycle=by_bicycle, has_boat=has_boat)
        for app in ("google", "apple", "osmand")
        for number, chunk in enumerate(chunks, start=1)
    ]
    return (*links, _build_pins(points, language))


def find_day_link(day: PlanDay, catalogue: Catalogue, *, vehicle: Vehicle = Vehicle.CAR7) -> DayLink | None:
    """Return the link that any phone can open, for a printed code: the first of the web; None on a day without ways."""
    links = list_day_links(day, catalogue, vehicle=vehicle)
    return next((link for link in links if link.app != "organic"), None)


def build_geo_uri(located: Located, language: str) -> str:
    """Return the ``geo:`` address of a place, with its name as the label of the pin."""
    at = _at(located)
    return f"geo:{at}?q={at}({quote(_label(located, language), safe='')})"


def _list_points(day: PlanDay, catalogue: Catalogue) -> list[Located]:
    """Return where the day leads, in order; a place that follows itself, or lies upon the one before, is one point."""
    ids = [day.start_depot, *(visit.place_id for visit in day.visits), day.end_depot]
    located = [catalogue.get_located(place_id) for place_id in ids]
    return located[:1] + [there for here, there in pairwise(located) if _at(there) != _at(here)]


def _divide(points: Sequence[Located]) -> list[Sequence[Located]]:
    """Return stretches of at most `MAX_WAYPOINTS` points between their ends; each begins where the last one ended."""
    step = MAX_WAYPOINTS + 1
    return [points[first : first + step + 1] for first in range(0, len(points) - 1, step)]


def _build_route(
    app: App, points: Sequence[Located], part: int, parts: int, *, by_bicycle: bool, has_boat: bool
) -> DayLink:
    first, *between, last = points
    match app:
        case "google":
            mode = "bicycling" if by_bicycle else "driving"
            query = {"api": "1", "origin": _at(first), "destination": _at(last)}
            if between:
                query["waypoints"] = "|".join(_at(one) for one in between)
            url = "https://www.google.com/maps/dir/?" + urlencode(query | {"travelmode": mode})
        case "apple":
            ways = [("waypoint", _at(one)) for one in between]
            mode = "cycling" if by_bicycle else "driving"
            ends = [("source", _at(first)), ("destination", _at(last))]
            url = "https://maps.apple.com/directions?" + urlencode([*ends, *ways, ("mode", mode)])
        case _:
            query = {"start": _at(first), "end": _at(last)}
            if between:
                query["via"] = ";".join(_at(one) for one in between)
            mode = "bicycle" if by_bicycle else "car"
            url = "https://osmand.net/map/navigate/?" + urlencode(query | {"profile": mode})
    notes = _list_notes(points, boat=has_boat, phone=app == "google" and len(between) > _PHONE_BROWSER_WAYPOINTS)
    return DayLink(app=app, url=url, part=part, parts=parts, start_id=first.id, end_id=last.id, notes=notes)


def _build_pins(points: Sequence[Located], language: str) -> DayLink:
    pins = "".join(f"&ll={_at(one)}&n={quote(_label(one, language), safe='')}" for one in points)
    return DayLink(
        app="organic",
        url=f"om://map?v=1{pins}",
        part=1,
        parts=1,
        start_id=points[0].id,
        end_id=points[-1].id,
        notes=_list_notes(points, pins=True),
    )


def _list_notes(
    points: Sequence[Located], *, boat: bool = False, phone: bool = False, pins: bool = False
) -> tuple[str, ...]:
    holds = (any(point.is_approximate for point in points), boat, phone, pins)
    return tuple(note for note, is_so in zip(NOTES, holds, strict=True) if is_so)


def _at(located: Located) -> str:
    """Return latitude and longitude to a metre, as all these apps want them."""
    return f"{located.lat_deg:.5f},{located.lon_deg:.5f}"


def _label(located: Located, language: str) -> str:
    return remove_controls(located.name(language))[:_MAX_LABEL]
