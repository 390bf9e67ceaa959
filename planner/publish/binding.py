"""What every printed document about a trip bears: its name and dates, who offers it, and the foot of its pages."""

from __future__ import annotations

from datetime import date

from planner.model.itinerary import Itinerary
from planner.model.quote import Proposal
from planner.present.trip_name import name_trip
from planner.present.words import Words
from planner.publish.book import Book
from planner.publish.paper import Paper


def _tell_trip(itinerary: Itinerary, words: Words) -> str:
    """Return the name of the trip with its dates."""
    say, dates = words.messages, itinerary.request.dates
    span = say("paper.dates", start=say.date(dates[0]), end=say.date(dates[-1]))
    return f"{name_trip(itinerary.request, words)} · {span}"


def _get_day_of_leaving(itinerary: Itinerary) -> date:
    """Return the last day of the trip, the date of the files."""
    return itinerary.request.dates[-1]


def bind_brochure(itinerary: Itinerary, words: Words, proposal: Proposal) -> Book:
    """Return the empty book of a brochure: named after the trip, with the operator at the foot of its pages."""
    title = name_trip(itinerary.request, words)
    return _bind(itinerary, words, proposal, title, (proposal.offered_by, title), has_cover=True)


def bind_day_sheets(itinerary: Itinerary, words: Words, proposal: Proposal) -> Book:
    """Return the empty book of day sheets: without a cover, and each page says that roads and hours may differ."""
    say, title = words.messages, name_trip(itinerary.request, words)
    named = say("brochure.sheet_title", title=title)
    return _bind(itinerary, words, proposal, named, (title, say("brochure.sheet_foot")), has_cover=False)


def _bind(
    itinerary: Itinerary, words: Words, proposal: Proposal, title: str, foot: tuple[str, str], *, has_cover: bool
) -> Book:
    return Book(
        title=title,
        subject=_tell_trip(itinerary, words),
        author=proposal.offered_by,
        foot=" · ".join(part for part in foot if part),
        page_of=_tell_page_of(words),
        language=words.language,
        on=_get_day_of_leaving(itinerary),
        has_cover=has_cover,
    )


def open_paper(itinerary: Itinerary, words: Words, *, title: str, foot: str) -> Paper:
    """Return an empty document about the purchases of a trip, dated by its last day."""
    return Paper(
        title=title,
        subtitle=_tell_trip(itinerary, words),
        foot=foot,
        page_of=_tell_page_of(words),
        language=words.language,
        on=_get_day_of_leaving(itinerary),
    )


def _tell_page_of(words: Words) -> str:
    """Return the count of pages as a text with the places ``{page}`` and ``{pages}``."""
    return words.messages("paper.page", page="{page}", pages="{pages}")
