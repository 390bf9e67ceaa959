"""The brochure: a trip as a book for the client, from the cover to the sources.

It tells selling prices alone. What is an estimate is called one, what is not known is called unknown, and each verdict
about going home stands with its source and date under "check before you fly".
"""

from __future__ import annotations

from reportlab.platypus import Flowable

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.quote import Proposal
from planner.present.words import Words
from planner.publish.advice import build_checks, build_emergency, build_sources
from planner.publish.binding import bind_brochure
from planner.publish.book import turn_page
from planner.publish.brochure_day import DayPage, build_day
from planner.publish.brochure_goods import build_goods
from planner.publish.brochure_pages import build_overview
from planner.publish.cover import Cover
from planner.publish.paper import printed
from planner.publish.references import References


@printed
def render_brochure(itinerary: Itinerary, _: Catalogue, words: Words, proposal: Proposal) -> bytes:
    """Return the brochure of a trip as a PDF of A4 pages.

    Raises
    ------
    MissingExtraError
        ``E005`` when the language needs a typeface that is not installed.
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    return bind_brochure(itinerary, words, proposal).print(_build_story(itinerary, words, proposal))


def _build_story(itinerary: Itinerary, words: Words, proposal: Proposal) -> list[Flowable]:
    references = References()
    quote = proposal.quote
    story: list[Flowable] = [
        Cover(itinerary, words, proposal),
        *turn_page(),
        *build_overview(itinerary, words, quote),
    ]
    for index in range(len(itinerary.days)):
        story += [*turn_page(), *build_day(DayPage(itinerary, index, words, quote))]
    return [
        *story,
        *turn_page(),
        *build_goods(itinerary, words, references),
        *build_checks(itinerary, words),
        *build_emergency(itinerary, words, proposal),
        *build_sources(itinerary, words, references),
    ]
