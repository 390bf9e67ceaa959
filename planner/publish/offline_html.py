"""One HTML file with map and timetable that opens from disk, needs no network and prints a page for each day.

The timetable is plain HTML: it is whole without script, and the map is what a script adds. A content security policy
forbids the page to ask for anything; links into map apps are followed only when somebody opens them.
"""

from __future__ import annotations

from html import escape
from typing import Final

from planner.inert import remove_controls
from planner.model.itinerary import Itinerary
from planner.model.quote import Proposal
from planner.present.palette import LIGHT
from planner.present.trip_name import name_trip
from planner.present.words import Words
from planner.publish.html_page import draw_market, draw_page, draw_timetable
from planner.publish.map_links import DayLink, find_day_link, list_day_links
from planner.publish.offline_map import MapPieces, build_offline_map
from planner.publish.qr import build_qr_svg
from planner.publish.stations import list_trip_notes, tell_day
from planner.publish.timetable import list_day_notes, tell_sums

MAX_PRODUCTS: Final = 4
"""Products named at a stop; the product cards tell all."""


def render_offline_html(itinerary: Itinerary, words: Words, proposal: Proposal) -> str:
    """Return the itinerary as a page of its own, in one file.

    Raises
    ------
    MissingExtraError
        When the package that carries the map library is not installed.
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    pieces = build_offline_map(itinerary, words)
    say, title = words.messages, name_trip(itinerary.request, words)
    days = "".join(_draw_day(itinerary, index, words) for index in range(len(itinerary.days)))
    notes = "".join(f"<p>{escape(note)}</p>" for note in list_trip_notes(itinerary, words)[1:])
    body = "\n".join(
        (
            _draw_head(itinerary, title, words, proposal),
            f'<main><section class="map" aria-label="{escape(say("offline.map"))}">'
            f"{_draw_map(itinerary, pieces, words)}</section>",
            f'<div class="days">{days}</div></main>',
            f"<footer>{notes}</footer>",
            f"<script>{pieces.library}</script>",
            f"<script>{pieces.script}</script>",
        )
    )
    return draw_page(title, body, words, before=pieces.style)


def _draw_head(itinerary: Itinerary, title: str, words: Words, proposal: Proposal) -> str:
    say = words.messages
    lines = [list_trip_notes(itinerary, words)[0]]
    if client := remove_controls(proposal.client):
        lines.append(say("offline.for_client", client=client))
    lines += _list_letterhead(words, proposal)
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    links = "".join(
        f'<a href="#day-{number}">{escape(say("day.tab", number=number))}</a>'
        for number in range(1, len(itinerary.days) + 1)
    )
    button = f'<button type="button" data-print>{escape(say("offline.print"))}</button>'
    return (
        f'<header><h1>{escape(title)}</h1>{told}<p class="soft">{escape(say("offline.lead"))}</p>'
        f'<nav aria-label="{escape(say("day.choose"))}">{links}{button}</nav></header>'
    )


def _list_letterhead(words: Words, proposal: Proposal) -> list[str]:
    """Return who offers the trip, as lines; nothing of one who has no name."""
    head, say = proposal.letterhead, words.messages
    if head is None or not (name := remove_controls(head.name)):
        return []
    licence = remove_controls(head.licence)
    facts = [remove_controls(text) for text in (head.address, head.phone, head.email)]
    facts.append(say("offline.licence", number=licence) if licence else "")
    return [say("offline.by", name=name), " · ".join(fact for fact in facts if fact)]


def _draw_map(itinerary: Itinerary, pieces: MapPieces, words: Words) -> str:
    say = words.messages
    names = [("all", say("day.all"), "")] + [
        (f"day-{number}", say("day.tab", number=number), f' style="border-color:{LIGHT.day(number - 1)}"')
        for number in range(1, len(itinerary.days) + 1)
    ]
    buttons = "".join(
        f'<button type="button" data-layer="{name}" aria-pressed="false"{style}>{escape(label)}</button>'
        for name, label, style in names
    )
    note = f'<p class="no-script">{escape(say("offline.no_script"))}</p>'
    return f'{note}<div class="layers" role="group">{buttons}</div>{pieces.body}'


def _draw_day(itinerary: Itinerary, index: int, words: Words) -> str:
    say, day, number = words.messages, itinerary.days[index], index + 1
    notes = "".join(f'<p class="soft">{escape(note)}</p>' for note in list_day_notes(day, words))
    table = draw_timetable(itinerary, index, words, products=MAX_PRODUCTS, is_linked=True)
    show = (
        f'<button type="button" class="show" data-layer="day-{number}" data-scroll="1" aria-pressed="false">'
        f"{escape(say('offline.show_day'))}</button>"
    )
    # The links stand before the rest, so that on paper it flows around their code; on screen they come last.
    return (
        f'<section class="day" id="day-{number}" style="--day:{LIGHT.day(index)}">'
        f"{_draw_links(itinerary, index, words)}"
        f'<div class="day-head"><h2>{escape(tell_day(day, number, words))}</h2>{show}</div>'
        f"<p>{escape(tell_sums(day, words))}</p>{notes}{table}"
        f"{draw_market(itinerary, index, words)}</section>"
    )


def _draw_links(itinerary: Itinerary, index: int, words: Words) -> str:
    """Return the links of a day into map apps, with a code of the first."""
    say, day, vehicle = words.messages, itinerary.days[index], itinerary.request.vehicle
    links = list_day_links(day, words.catalogue, vehicle=vehicle, language=words.language)
    anchors = " · ".join(
        f'<a href="{escape(link.url)}" rel="noopener noreferrer">{escape(_name_link(link, words))}</a>'
        for link in links
    )
    first = find_day_link(day, words.catalogue, vehicle=vehicle)
    code = (
        ""
        if first is None
        else f"<figure>{build_qr_svg(first.url)}<figcaption>{escape(say('offline.scan'))}</figcaption></figure>"
    )
    notes = dict.fromkeys(note for link in links for note in link.notes if note == "approximate")
    told = "".join(f'<p class="soft">{escape(say(f"link.{note}"))}</p>' for note in notes)
    opens = escape(say("offline.open_in"))
    return f'<div class="links">{code}<div class="apps"><p>{opens} {anchors}</p>{told}</div></div>'


def _name_link(link: DayLink, words: Words) -> str:
    name = words.messages(f"link.{link.app}")
    return words.messages("link.part", app=name, part=link.part, parts=link.parts) if link.parts > 1 else name
