"""Pages of a brochure that are not days: the trip at a glance, and what it costs."""

from __future__ import annotations

from typing import Final

from reportlab.platypus import Flowable

from planner.model.itinerary import Itinerary
from planner.model.quote import CostKind, HeadPrice, Quote
from planner.present.languages import capitalise
from planner.present.palette import LIGHT
from planner.present.trip_name import name_trip
from planner.present.words import Words
from planner.publish.book import (
    LINE,
    STYLES,
    WIDTH,
    Part,
    cut_to,
    gap,
    set_columns,
    set_heading,
    set_list,
    set_parts,
    set_section,
    set_table,
    set_text,
)
from planner.publish.fonts import STRONG
from planner.publish.stations import find_night, tell_night

_INCLUDED: Final[dict[CostKind, str]] = {
    CostKind.ENTRANCE: "brochure.has_entrance",
    CostKind.WORKSHOP: "brochure.has_workshop",
    CostKind.MEAL: "brochure.has_meal",
    CostKind.LODGING: "brochure.has_lodging",
    CostKind.VEHICLE_KM: "brochure.has_vehicle",
    CostKind.VEHICLE_DAY: "brochure.has_vehicle",
    CostKind.DRIVER: "brochure.has_driver",
    CostKind.GUIDE: "brochure.has_guide",
}
"""Kinds of cost, in the order of the list; what the operator adds by hand stands after them in its own words."""
_OF_ESTIMATE: Final = frozenset({"warn_estimate_prices", "warn_vehicle_not_in_budget"})
"""Warnings about an estimate of ours, which an offer takes the place of."""
_OF_PLANNING: Final = frozenset({"warn_time_budget", "warn_hours_typical"})
"""Remarks about how the plan came to be; of hours, the stop itself says what is not confirmed."""
_ROOM_MM: Final = 120
"""What the prices need of a page that they share."""
_NEVER_INCLUDED: Final = (
    "brochure.not_flights",
    "brochure.not_insurance",
    "brochure.not_shopping",
    "brochure.not_tips",
)


def build_overview(itinerary: Itinerary, words: Words, quote: Quote | None) -> list[Flowable]:
    """Return the trip at a glance: a row for every day, and what it costs."""
    say = words.messages
    rows = []
    for index, day in enumerate(itinerary.days):
        night = find_night(itinerary, index)
        stops = [
            set_parts([Part(f"{n} ", STRONG, LIGHT.day(index)), Part(words.glossed_name(visit.place_id))])
            for n, visit in enumerate(day.visits, start=1)
        ]
        rows.append(
            [
                [set_text(say("day.tab", number=index + 1), "strong"), set_text(say.date(day.date), "small")],
                [
                    *(stops or [set_text(say("day.empty"), "aside")]),
                    *([set_text(tell_night(night, words), "small")] if night else []),
                ],
                [
                    set_text(say.span(sum(leg.minutes for leg in day.legs)), "right"),
                    set_text(say.km(sum(leg.km for leg in day.legs)), "small", alignment=2),
                ],
            ]
        )
    header = (say("day.choose"), say("brochure.stops"), say("brochure.road"))
    title = name_trip(itinerary.request, words)
    pieces = set_section(
        say("brochure.overview"), "overview", eyebrow=cut_to(title, WIDTH, STYLES["eyebrow"].fontSize, STRONG)
    )
    pieces.append(set_table(rows, (0.2, 0.64, 0.16), header=header, right=(2,)))
    passed_over = _OF_PLANNING if quote is None else _OF_PLANNING | _OF_ESTIMATE
    notices = [words.reason(one) for one in itinerary.warnings if one.code not in passed_over]
    if notices:
        pieces += set_heading(say("brochure.notices"))
        pieces += [set_text(capitalise(text), "small") for text in notices]
    return [*pieces, *(_build_estimate(itinerary, words) if quote is None else _build_offer(words, quote))]


def _build_estimate(itinerary: Itinerary, words: Words) -> list[Flowable]:
    say, totals = words.messages, itinerary.totals
    if totals.cost_vnd_per_person <= 0:
        return []
    rows = [[capitalise(say(f"cost.{part}")), say.money(vnd)] for part, vnd in totals.cost_parts.items()]
    total = [
        set_text(say("brochure.sum"), "strong"),
        set_text(say.money(totals.cost_vnd_per_person), "strong", alignment=2),
    ]
    return [
        *set_heading(say("brochure.estimate_title"), 50),
        set_table([*rows, total], (0.75, 0.25), right=(1,)),
        gap(),
        set_text(say("brochure.estimate_note"), "small"),
    ]


def _build_offer(words: Words, quote: Quote) -> list[Flowable]:
    """Return the selling prices of the sizes offered; what the trip costs the operator is nowhere told."""
    say = words.messages
    prices = [quote.get_head_price(size) for size in quote.terms.sizes_offered]
    rows = [
        [
            say("unit.people", count=price.size),
            _tell_vehicles(price, words),
            _tell_price(price.sell_per_head_vnd, price, words),
            _tell_price(price.sell_vnd, price, words),
        ]
        for price in prices
    ]
    keys = ("brochure.group", "brochure.vehicle", "brochure.per_head", "brochure.per_group")
    header = tuple(say(key) for key in keys)
    pieces = set_section(say("brochure.prices_title"), "prices", room_mm=_ROOM_MM)
    pieces.append(set_table(rows, (0.2, 0.34, 0.23, 0.23), header=header, right=(2, 3)))
    pieces.append(gap())
    if quote.terms.free_places:
        pieces.append(set_text(say("brochure.free_places", count=quote.terms.free_places), "small"))
    if not all(price.is_complete or price.vehicle_vnd is None for price in prices):
        pieces.append(set_text(say("brochure.price_incomplete"), "strong"))
    if any(line.is_estimate and line.total_vnd is not None for line in quote.lines):
        pieces.append(set_text(say("brochure.price_estimate"), "strong"))
    known, unpriced = _list_kinds(quote, is_known=True), _list_kinds(quote, is_known=False)
    half = WIDTH / 2 - LINE
    left = [set_text(say("brochure.included_title"), "heading"), *set_list(_list_included(quote, words), "tick", half)]
    if unpriced:
        left.append(set_text(say("brochure.open_title"), "heading"))
        left += set_list([say(key) for key in unpriced], "box", half)
    told = {*known, *unpriced}
    if "brochure.has_vehicle" in told:
        told.add("brochure.has_driver")  # comes with the vehicle unless he is paid beside it
    missing = [key for key in dict.fromkeys(_INCLUDED.values()) if key not in told]
    excluded = [say(key) for key in (*missing, *_NEVER_INCLUDED)]
    right = [set_text(say("brochure.excluded_title"), "heading"), *set_list(excluded, "dash", half)]
    return [*pieces, gap(), set_columns((left, right))]


def _list_included(quote: Quote, words: Words) -> list[str]:
    """Return what the price holds: kinds of cost that it has lines of, then the operator's own words."""
    own = dict.fromkeys(line.label for line in quote.lines if line.label and line.total_vnd is not None)
    return [*(words.messages(key) for key in _list_kinds(quote, is_known=True)), *own]


def _list_kinds(quote: Quote, *, is_known: bool) -> list[str]:
    """Return the keys of the kinds that the price holds, or of those with lines that nobody knows the price of."""
    unknown = {_INCLUDED.get(line.kind) for line in quote.lines if line.total_vnd is None}
    there = {_INCLUDED.get(line.kind) for line in quote.lines}
    keys = dict.fromkeys(_INCLUDED.values())
    return [key for key in keys if key in there and (key in unknown) is not is_known]


def _tell_vehicles(price: HeadPrice, words: Words) -> str:
    label = words.messages(f"vehicle.{price.vehicle}")
    return label if price.vehicles == 1 else f"{price.vehicles} × {label}"


def _tell_price(vnd: int, price: HeadPrice, words: Words) -> str:
    if price.vehicle_vnd is None:  # without its vehicle a sum misleads beside those of other sizes
        return words.messages("brochure.price_later")
    told = words.messages.money(vnd)
    return told if price.is_complete else words.messages("brochure.from_price", price=told)
