"""What pages of a file of their own share: a head that lets them ask for nothing, and the rows of a day.

All texts are plain and escaped here; what is called HTML is trusted.
"""

from __future__ import annotations

from html import escape
from typing import Final

from planner.inert import remove_controls
from planner.model.itinerary import Itinerary, VisitProduct
from planner.present.cards import build_style, draw_badge
from planner.present.palette import LIGHT
from planner.present.timeline import RowKind
from planner.present.words import Words
from planner.publish.map_links import build_geo_uri
from planner.publish.offline_style import build_page_style
from planner.publish.timetable import TimetableRow, list_timetable

_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
_KINDS: Final = {RowKind.VISIT: "stop", RowKind.TRAVEL: "way"}
"""Class of a row; any other is a pause."""


def draw_page(title: str, body: str, words: Words, *, before: str = "", after: str = "") -> str:
    """Return a whole page whose security policy forbids it to ask for anything.

    Parameters
    ----------
    body
        HTML inside of ``body``; what needs script is shown only where the root has the class ``js``.
    before, after
        Style sheets around the common one.
    """
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{words.messages.locale_tag}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(title)}</title>",
            f"<style>{before}{build_style(LIGHT)}{build_page_style(LIGHT)}{after}</style>",
            '<script>document.documentElement.classList.add("js")</script>',
            "</head>",
            f"<body>{body}</body>",
            "</html>",
            "",
        )
    )


def draw_timetable(itinerary: Itinerary, day_index: int, words: Words, *, products: int, is_linked: bool) -> str:
    """Return the table of a day, counted from 0.

    Parameters
    ----------
    products
        How many products of a stop are named.
    is_linked
        Whether the name of a stop opens the map app of a phone.
    """
    rows = list_timetable(itinerary, day_index, words)
    drawn = "".join(_draw_row(row, words, products=products, is_linked=is_linked) for row in rows)
    return f"<table><tbody>{drawn}</tbody></table>"


def draw_market(itinerary: Itinerary, index: int, words: Words) -> str:
    """Return for which country the marks of a day's products are, and that they are to be checked; nothing without."""
    market, day = itinerary.request.home_market, itinerary.days[index]
    if market is None or all(words.badge(product) is None for visit in day.visits for product in visit.products):
        return ""
    say = words.messages
    told = f"{say('verdict.market_title', market=say.country(market))} {say('verdict.check')}"
    return f'<p class="soft">{escape(remove_controls(told))}</p>'


def _draw_row(row: TimetableRow, words: Words, *, products: int, is_linked: bool) -> str:
    badge = "" if row.number is None else f'<span class="number">{row.number}</span>'
    told = "".join(f'<p class="soft">{escape(note)}</p>' for note in row.notes)
    title = escape(row.title)
    if row.visit is not None:
        told += _draw_products(row.visit.products, words, products)
        if is_linked:
            located = words.catalogue.get_located(row.visit.place_id)
            title = f'<a href="{escape(build_geo_uri(located, words.language))}">{title}</a>'
    return (
        f'<tr class="{_KINDS.get(row.kind, "pause")}"><th scope="row">{escape(row.times)}</th>'
        f"<td>{badge}<div><p><b>{title}</b></p>{told}</div></td></tr>"
    )


def _draw_products(products: tuple[VisitProduct, ...], words: Words, named: int) -> str:
    """Return the first products of a stop, with stars, price and verdict in words; paper leaves out the facts."""
    if not products:
        return ""
    items = []
    for product in products[:named]:
        badge = words.badge(product)
        facts = " · ".join((words.stars(product), words.price(product)))
        items.append(
            f"<li>{escape(remove_controls(words.product(product)))} {draw_badge(badge) if badge else ''}"
            f'<br><span class="soft">{escape(remove_controls(facts))}</span></li>'
        )
    more = len(products) - named
    rest = f'<li class="soft">{escape(words.messages("offline.more_products", count=more))}</li>' if more > 0 else ""
    return f'<ul class="products">{"".join(items)}{rest}</ul>'
