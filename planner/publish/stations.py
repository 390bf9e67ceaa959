"""A trip as points and lines with plain facts: what files for maps and other programs are made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from planner.inert import remove_controls
from planner.model.itinerary import Itinerary, NightStay, PlanDay, PlanLeg, Visit
from planner.model.place import Located
from planner.model.travel import LonLat
from planner.network.skeleton import SKELETON_NAME
from planner.present.languages import clock
from planner.present.map import describe_leg
from planner.present.words import Words
from planner.units import LOCAL_ZONE


class StationKind(StrEnum):
    """What a point of a trip is."""

    GATEWAY = "gateway"
    """Where the trip begins or ends."""
    STOP = "stop"
    NIGHT = "night"


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A point of the trip with its times; texts are plain and hold no control characters."""

    kind: StationKind
    day: int
    """From 1."""
    number: int | None
    """Of the stop within its day, from 1; None for beds and gateways."""
    located: Located
    name: str
    notes: tuple[str, ...]
    """What is done there, when, at what price, how sure the point is: a sentence each."""
    begin: dt.datetime
    end: dt.datetime
    """Of a night the departure of the next morning."""
    visit: Visit | None = None
    night: NightStay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A leg with its line."""

    day: int
    number: int
    """Of the leg within its day, from 1."""
    leg: PlanLeg
    name: str
    notes: tuple[str, ...]
    points: tuple[LonLat, ...]
    """At least two; those of the ends where the plan knows no line."""
    arrive: dt.datetime


def list_stations(itinerary: Itinerary, words: Words) -> tuple[Station, ...]:
    """Return the points of a trip in the order of time: its start, then of each day the stops and the bed, its end.

    Raises
    ------
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    first, last = itinerary.days[0], itinerary.days[-1]
    stations = [_build_gateway(1, first.start_depot, find_departure(first), words)]
    for number, day in enumerate(itinerary.days, start=1):
        stations += [_build_stop(number, position, visit, words) for position, visit in enumerate(day.visits, start=1)]
        night = find_night(itinerary, number - 1)
        if night is not None and number < len(itinerary.days):
            stations.append(_build_night(number, night, day, itinerary.days[number], words))
    stations.append(_build_gateway(len(itinerary.days), last.end_depot, last.arrive_end, words))
    return tuple(stations)


def list_ways(itinerary: Itinerary, words: Words) -> tuple[Way, ...]:
    """Return the legs of a trip in the order of time.

    Raises
    ------
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    return tuple(
        _build_way(number, position, leg, arrive, words)
        for number, day in enumerate(itinerary.days, start=1)
        for position, (leg, arrive) in enumerate(zip(day.legs, _list_arrivals(day), strict=False), start=1)
    )


def list_trip_notes(itinerary: Itinerary, words: Words) -> tuple[str, ...]:
    """Return what is to be known of the file as a whole: its dates, time zone, data."""
    say, dates, made = words.messages, itinerary.request.dates, itinerary.provenance
    version = made.data_version.partition("+")[0]  # what follows is the digest of the tables, for machines
    return clean(
        say("paper.dates", start=say.date(dates[0]), end=say.date(dates[-1])),
        say("export.local_time"),
        say("export.made_from", version=version, network=tell_network(made.network, words)),
    )


def tell_network(name: str, words: Words) -> str:
    """Return in words what travel times rest on; a network brought along keeps the name it was given."""
    return words.messages("export.network_schematic") if name.startswith(SKELETON_NAME) else name


def find_night(itinerary: Itinerary, day_index: int) -> NightStay | None:
    """Return where the night after a day is spent, days counted from 0; None after the last day."""
    return next((stay for stay in itinerary.lodging if stay.night == day_index + 1), None)


def find_departure(day: PlanDay) -> dt.datetime:
    """Return when a day sets out; of a day without ways, when it ends."""
    return day.legs[0].depart if day.legs else day.arrive_end


def localise(moment: dt.datetime) -> dt.datetime:
    """Return a moment in the zone of Viet Nam; a saved plan knows its offset alone, and one without is local."""
    return moment.astimezone(LOCAL_ZONE) if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE)


def tell_day(day: PlanDay, number: int, words: Words) -> str:
    """Return the heading of a day: its number and date."""
    return words.messages("day.heading", number=number, date=words.messages.date(day.date))


def tell_night(night: NightStay, words: Words) -> str:
    """Return where a night is spent."""
    key = "row.night_town" if night.is_town_hotel else "row.night"
    return words.messages(key, name=words.glossed_name(night.place_id))


def tell_night_price(night: NightStay, words: Words) -> str | None:
    """Return the band of prices of a night, marked where it is an estimate; None where nothing is known or paid."""
    if night.price_high_vnd <= 0:
        return None
    key = "row.night_estimate" if night.is_price_estimate else "row.night_price"
    return words.messages(key, band=words.messages.price_band(night.price_low_vnd, night.price_high_vnd))


def tell_uncertainty(located: Located, words: Words) -> str:
    """Return how far off the point of a place may be; empty where it is well known."""
    if not located.is_approximate:
        return ""
    return words.messages("stop.approximate", km=words.messages.number(located.coord_uncertainty_km))


def list_place_notes(located: Located, words: Words) -> tuple[str, ...]:
    """Return where a place lies and how sure its point is."""
    return clean(words.address(located.id), tell_uncertainty(located, words))


def _build_gateway(day: int, place_id: str, moment: dt.datetime, words: Words) -> Station:
    located = words.catalogue.get_located(place_id)
    return Station(
        kind=StationKind.GATEWAY,
        day=day,
        number=None,
        located=located,
        name=remove_controls(words.glossed_name(place_id)),
        notes=(clock(moment), *list_place_notes(located, words)),
        begin=moment,
        end=moment,
    )


def _build_stop(day: int, number: int, visit: Visit, words: Words) -> Station:
    say, located = words.messages, words.catalogue.get_located(visit.place_id)
    return Station(
        kind=StationKind.STOP,
        day=day,
        number=number,
        located=located,
        name=remove_controls(words.glossed_name(visit.place_id)),
        notes=clean(
            f"{clock(visit.begin)}–{clock(visit.leave)}",
            words.visit_title(visit),
            words.visit_price(visit),
            say.find(f"hours.{visit.hours_basis}") or "",
            *list_place_notes(located, words),
        ),
        begin=visit.begin,
        end=visit.leave,
        visit=visit,
    )


def _build_night(number: int, night: NightStay, day: PlanDay, following: PlanDay, words: Words) -> Station:
    located = words.catalogue.get_located(night.place_id)
    leaves = find_departure(following)
    return Station(
        kind=StationKind.NIGHT,
        day=number,
        number=None,
        located=located,
        name=remove_controls(words.glossed_name(night.place_id)),
        notes=clean(
            f"{clock(day.arrive_end)}–{clock(leaves)}",
            tell_night(night, words),
            tell_night_price(night, words) or "",
            *list_place_notes(located, words),
        ),
        begin=day.arrive_end,
        end=leaves,
        night=night,
    )


def _list_arrivals(day: PlanDay) -> list[dt.datetime]:
    """Return when each leg of a day ends; a pause on the way is part of it."""
    return [*(visit.arrive for visit in day.visits), day.arrive_end]


def _build_way(day: int, number: int, leg: PlanLeg, arrive: dt.datetime, words: Words) -> Way:
    say = words.messages
    ends = [words.catalogue.get_located(place_id) for place_id in (leg.from_id, leg.to_id)]
    points = tuple(leg.geometry) if len(leg.geometry) > 1 else tuple((end.lon_deg, end.lat_deg) for end in ends)
    return Way(
        day=day,
        number=number,
        leg=leg,
        name=remove_controls(say("map.leg", start=words.name(leg.from_id), end=words.name(leg.to_id))),
        notes=clean(
            f"{clock(leg.depart)}–{clock(arrive)}",
            describe_leg(leg, words),
            say("export.schematic") if leg.is_schematic else "",
            *words.leg_notes(leg),
        ),
        points=points,
        arrive=arrive,
    )


def clean(*texts: str) -> tuple[str, ...]:
    """Return texts without control characters; those that are empty then are left out."""
    return tuple(kept for text in texts if (kept := remove_controls(text)))
