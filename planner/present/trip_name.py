"""What a trip is called: as its title says, or, without one, by its route and length."""

from __future__ import annotations

import dataclasses

from planner.inert import remove_controls
from planner.model.itinerary import Itinerary
from planner.model.request import TripRequest
from planner.present.words import Words


def name_trip(request: TripRequest, words: Words) -> str:
    """Return the title of a trip; where it has none, where it begins and ends and its days, in the language.

    The name holds no control, format or direction characters.
    """
    if title := remove_controls(request.title):
        return title
    ends = dict.fromkeys((request.start, request.end_or_start))
    way = " – ".join(words.name(one) for one in ends)
    return remove_controls(f"{way} · {words.messages('unit.days', count=request.days)}")


def give_name(itinerary: Itinerary, words: Words) -> Itinerary:
    """Return an itinerary whose request bears the name of the trip, for files made of it."""
    request = itinerary.request.model_copy(update={"title": name_trip(itinerary.request, words)})
    return dataclasses.replace(itinerary, request=request)
