"""What a trip is called: as its title says, or, without one, by its route and length."""

from __future__ import annotations

import dataclasses

from planner.model.itinerary import Itinerary
from planner.model.request import TripRequest
from planner.present.words import Words


def name_trip(request: TripRequest, words: Words) -> str:
    """Return the title of a trip; where it has none, where it begins and ends and its days, in the language."""
    if title := request.title.strip():
        return title
    ends = dict.fromkeys((request.start, request.end_or_start))
    return f"{' – '.join(words.name(one) for one in ends)} · {words.messages('unit.days', count=request.days)}"


def give_name(itinerary: Itinerary, words: Words) -> Itinerary:
    """Return an itinerary whose request bears the name of the trip, for files made of it."""
    request = itinerary.request.model_copy(update={"title": name_trip(itinerary.request, words)})
    return dataclasses.replace(itinerary, request=request)
