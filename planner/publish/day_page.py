"""One day, or every day, as a page for the printer: timetable, what the hours go to, room for notes, a code of the way.

It is one HTML file that asks for nothing; all that its script does is to print it.
"""

from __future__ import annotations

from html import escape
from typing import Final

from planner.model.itinerary import Itinerary
from planner.present.palette import LIGHT
from planner.present.profile import build_profiles, draw_profile, list_hours, say_profile
from planner.present.trip_name import name_trip
from planner.present.words import Words
from planner.publish.html_page import draw_market, draw_page, draw_timetable
from planner.publish.map_links import find_day_link
from planner.publish.qr import build_qr_svg
from planner.publish.stations import tell_day
from planner.publish.timetable import list_day_notes, tell_sums

MAX_PRODUCTS: Final = 3
"""Products named at a stop."""
NOTE_LINES: Final = 3
_STYLE: Final = """
main{display:block;max-width:52rem;margin:0 auto}
h3{margin:.8rem 0 0;font-size:1rem}
hr{border:0;border-bottom:1px solid #bbb;margin:0;height:1.7rem}
.bar{margin:.6rem 0}
.bar svg{display:block;width:100%;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.hours{position:relative;height:1.2rem;font-size:.75rem;font-variant-numeric:tabular-nums}
.hours i{position:absolute;white-space:nowrap;transform:translateX(-50%);font-style:normal}
@media print{.day{break-after:auto}.day + .day{break-before:page}.bar{break-inside:avoid}}
"""


def render_day_page(itinerary: Itinerary, day_index: int | None, words: Words) -> str:
    """Return a day, counted from 0, as an HTML page of its own; all days, each on a new sheet, with None.

    Raises
    ------
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    say, count = words.messages, len(itinerary.days)
    title = name_trip(itinerary.request, words)
    heading = say("day.all") if day_index is None else say("print.day_of", number=day_index + 1, count=count)
    days = "\n".join(_draw_day(itinerary, n, words) for n in (range(count) if day_index is None else (day_index,)))
    body = (
        f"<header><h1>{escape(title)}</h1><p>{escape(heading)}</p>"
        f'<nav><button type="button" onclick="window.print()">{escape(say("print.now"))}</button></nav></header>'
        f"\n<main>{days}</main>"
    )
    return draw_page(f"{title} · {heading}", body, words, after=_STYLE)


def _draw_day(itinerary: Itinerary, day_index: int, words: Words) -> str:
    say, day = words.messages, itinerary.days[day_index]
    notes = "".join(f'<p class="soft">{escape(note)}</p>' for note in list_day_notes(day, words))
    return "\n".join(
        (
            f'<section class="day" style="--day:{LIGHT.day(day_index)}">'
            f"<h2>{escape(tell_day(day, day_index + 1, words))}</h2><p>{escape(tell_sums(day, words))}</p>{notes}",
            _draw_hours(itinerary, day_index, words),
            draw_timetable(itinerary, day_index, words, products=MAX_PRODUCTS, is_linked=False),
            draw_market(itinerary, day_index, words),
            _draw_code(itinerary, day_index, words),
            f"<h3>{escape(say('print.notes'))}</h3>{'<hr>' * NOTE_LINES}",
            f'<p class="soft">{escape(say("print.check"))}</p>',
            "</section>",
        )
    )


def _draw_hours(itinerary: Itinerary, day_index: int, words: Words) -> str:
    profile = build_profiles(itinerary)[day_index]
    text, span = say_profile(profile, words.messages), max(profile.end_min - profile.begin_min, 1)
    marks = "".join(
        f'<i style="left:{100 * (60 * hour - profile.begin_min) / span:.2f}%">{hour}</i>'
        for hour in list_hours(profile)
    )
    bar = draw_profile(profile, LIGHT, LIGHT.day(day_index), text)
    return f'<div class="bar">{bar}<div class="hours" aria-hidden="true">{marks}</div><p>{escape(text)}</p></div>'


def _draw_code(itinerary: Itinerary, day_index: int, words: Words) -> str:
    link = find_day_link(itinerary.days[day_index], words.catalogue, vehicle=itinerary.request.vehicle)
    if link is None:
        return ""
    told = escape(words.messages("offline.scan"))
    return f'<div class="links"><figure>{build_qr_svg(link.url)}<figcaption>{told}</figcaption></figure></div>'
