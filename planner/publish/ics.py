"""iCalendar (RFC 5545): an event for each visit, meal and night, for the calendar of a phone.

Times are those of Viet Nam by `VTIMEZONE`, whatever the zone of the reader. Nobody is woken: there are no alarms.
An event keeps its `UID` when the trip is planned anew, so that reading the file again moves it instead of doubling it.
No clock is read: the stamp of the events is the midnight before the trip.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from typing import Final

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vGeo, vText

from planner.inert import remove_controls
from planner.model.itinerary import Itinerary, PlanDay, PlanMeal
from planner.model.place import Located
from planner.model.quote import Proposal
from planner.present.trip_name import name_trip
from planner.present.words import Words
from planner.publish.stations import (
    Station,
    StationKind,
    list_place_notes,
    list_stations,
    list_trip_notes,
    localise,
    tell_day,
    tell_night,
)
from planner.units import LOCAL_ZONE

PRODUCER: Final = "-//rural-route-planner//itinerary//EN"
_SPACE: Final = uuid.UUID("6f1f0f0e-6a3d-5c0e-9f0c-2d6c5b8f7a11")
"""Name space of the identifiers, drawn once."""
_OFFSET: Final = dt.timedelta(hours=7)
_ZONE_SINCE: Final = dt.datetime(1975, 6, 13)
"""Since when the whole country keeps UTC+7 (IANA time zone database, Asia/Ho_Chi_Minh); local, as RFC 5545 asks."""


def render_ics(itinerary: Itinerary, words: Words, proposal: Proposal) -> bytes:
    """Return the itinerary as a calendar.

    Parameters
    ----------
    proposal
        Its client is part of the identifiers alone: two clients of one trip have two calendars.

    Raises
    ------
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):  # RFC 7986, and what calendars knew before it
        calendar.add(name, vText(name_trip(itinerary.request, words)))
    calendar.add("x-wr-timezone", LOCAL_ZONE.key)
    calendar.add("description", "\n".join(list_trip_notes(itinerary, words)))
    calendar.add_component(_build_zone())
    maker = _EventMaker(itinerary, words, proposal)
    for event in maker.list_events():
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))


def _build_zone() -> Timezone:
    zone = Timezone()
    zone.add("tzid", LOCAL_ZONE.key)
    standard = TimezoneStandard()
    standard.add("dtstart", _ZONE_SINCE)
    standard.add("tzoffsetfrom", dt.timedelta(hours=8))
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


class _EventMaker:
    """Makes the events of one trip; counts those of a kind at a place, since a place may be come to twice."""

    def __init__(self, itinerary: Itinerary, words: Words, proposal: Proposal) -> None:
        self._itinerary, self._words = itinerary, words
        request = itinerary.request
        self._trip = "|".join((request.title, request.start, request.start_date.isoformat(), proposal.client))
        midnight = dt.datetime.combine(request.start_date, dt.time(), tzinfo=LOCAL_ZONE)
        self._stamp = midnight.astimezone(dt.UTC)
        self._seen: Counter[str] = Counter()

    def list_events(self) -> list[Event]:
        """Return the events in the order of time; a meal follows the visit that it is a part of."""
        events: list[tuple[dt.datetime, Event]] = []
        for station in list_stations(self._itinerary, self._words):
            if station.kind is not StationKind.GATEWAY:
                events.append((station.begin, self._build_stay(station)))
        for number, day in enumerate(self._itinerary.days, start=1):
            if day.meal is not None:
                events.append((day.meal.begin, self._build_meal(number, day, day.meal)))
        return [event for _, event in sorted(events, key=lambda pair: localise(pair[0]))]

    def _build_stay(self, station: Station) -> Event:
        say, is_night = self._words.messages, station.night is not None
        if station.night is not None:
            summary = tell_night(station.night, self._words)
        else:
            summary = say("map.stop_title", number=f"{station.day}.{station.number}", name=station.name)
        event = self._start(station.kind, station.located.id, summary, station.begin, station.end)
        heading = tell_day(self._itinerary.days[station.day - 1], station.day, self._words)
        self._place(event, station.located, (heading, *station.notes))
        event.add("transp", "TRANSPARENT" if is_night else "OPAQUE")
        return event

    def _build_meal(self, number: int, day: PlanDay, meal: PlanMeal) -> Event:
        words = self._words
        summary = words.messages("row.meal" if meal.place_id is None else "row.meal_here")
        end = meal.begin + dt.timedelta(minutes=meal.minutes)
        event = self._start("meal", meal.place_id or f"day-{number}", summary, meal.begin, end)
        notes = (tell_day(day, number, words),)
        if meal.place_id is None:
            event.add("description", remove_controls(notes[0]))
        else:
            located = words.catalogue.get_located(meal.place_id)
            self._place(event, located, (*notes, *list_place_notes(located, words)))
        event.add("transp", "OPAQUE")
        return event

    def _start(self, kind: str, where: str, summary: str, begin: dt.datetime, end: dt.datetime) -> Event:
        name = f"{kind}|{where}"
        self._seen[name] += 1
        event = Event()
        event.add("uid", str(uuid.uuid5(_SPACE, f"{self._trip}|{name}|{self._seen[name]}")))
        event.add("dtstamp", self._stamp)
        event.add("dtstart", localise(begin))
        event.add("dtend", localise(max(end, begin)))
        event.add("summary", remove_controls(summary))
        return event

    def _place(self, event: Event, located: Located, notes: tuple[str, ...]) -> None:
        address = self._words.address(located.id)
        name = self._words.glossed_name(located.id)
        event.add("location", remove_controls(", ".join(part for part in (name, address) if part)))
        event.add("geo", vGeo((round(located.lat_deg, 6), round(located.lon_deg, 6))))
        event.add("description", "\n".join(remove_controls(note) for note in notes))
