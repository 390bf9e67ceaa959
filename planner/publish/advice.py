"""The last pages of a brochure: what to check before the flight, whom to call, and what the pages rest on."""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table, TableStyle

from planner.model.itinerary import Itinerary
from planner.model.quote import Proposal
from planner.present.palette import LIGHT
from planner.present.words import Words
from planner.publish.book import WIDTH, gap, set_heading, set_list, set_section, set_table, set_text
from planner.publish.cover import tell_letterhead
from planner.publish.inks import INK, RULE
from planner.publish.references import References
from planner.publish.stations import tell_network

_NUMBERS: Final = (
    ("113", "brochure.police"),
    ("114", "brochure.fire"),
    ("115", "brochure.ambulance"),
    ("112", "brochure.rescue"),
)
"""Emergency numbers of Viet Nam, from general knowledge; the page says so."""
_CONTACTS: Final = ("brochure.contact_guide", "brochure.contact_driver", "brochure.contact_operator",
                    "brochure.contact_embassy", "brochure.contact_insurer", "brochure.contact_hospital")  # fmt: skip
_GENERAL_CHECKS: Final = ("brochure.check_passport", "brochure.check_weather", "brochure.check_roads",
                          "brochure.check_bookings", "brochure.check_insurance")  # fmt: skip
_MAX_NAMED: Final = 12


def build_checks(itinerary: Itinerary, words: Words) -> list[Flowable]:
    """Return what is to be checked before the trip and before the flight home, to be ticked off."""
    say = words.messages
    pieces = set_section(say("brochure.check_title"), "check", room_mm=150)
    pieces.append(set_text(say("brochure.check_lead")))
    pieces += [*set_heading(say("brochure.check_trip")), *set_list(say(key) for key in _GENERAL_CHECKS)]
    for basis, key in (("unknown", "brochure.check_unknown_hours"), ("typical", "brochure.check_typical_hours")):
        names = dict.fromkeys(
            words.glossed_name(visit.place_id)
            for day in itinerary.days
            for visit in day.visits
            if visit.hours_basis == basis
        )
        if names:
            pieces += set_list([say(key, places=_join(list(names), words))])
    days = [
        f"{say('day.tab', number=n)}: {say.join(day.holidays)}" for n, day in enumerate(itinerary.days, start=1)
        if day.holidays
    ]  # fmt: skip
    if days:
        pieces += set_list([say("brochure.check_festivals", days="; ".join(days))])
    pieces += set_heading(say("brochure.check_home"))
    market = itinerary.request.home_market
    texts = [say("verdict.check"), say("brochure.check_customs"), say("brochure.check_airline")]
    if market is not None and market != "VN":
        doubtful = dict.fromkeys(
            words.product(product)
            for day in itinerary.days
            for visit in day.visits
            for product in visit.products
            if product.verdict is not None and not product.is_green
        )
        if doubtful:
            texts.append(say("brochure.check_goods", market=say.country(market), goods=_join(list(doubtful), words)))
    return [*pieces, *set_list(texts)]


def build_emergency(itinerary: Itinerary, words: Words, proposal: Proposal) -> list[Flowable]:
    """Return the page of emergency numbers, with room for numbers that only the operator knows."""
    say = words.messages
    pieces = set_section(say("brochure.emergency_title"), "emergency", room_mm=190)
    pieces += [_set_numbers(words), gap(), set_text(say("brochure.emergency_note"), "small")]
    pieces += set_heading(say("brochure.contacts"))
    letterhead = proposal.letterhead
    reach = "" if letterhead is None else " · ".join([letterhead.name, *tell_letterhead(letterhead, words)]).strip(" ·")
    rows = []
    for key in _CONTACTS:
        known = reach if key == "brochure.contact_operator" else ""
        rows.append([set_text(say(key), "strong"), set_text(known, limit=300), ""])
    header = ("", say("brochure.name"), say("brochure.phone"))
    pieces.append(_set_ruled(rows, (0.3, 0.44, 0.26), header))
    if itinerary.lodging:
        nights = [
            [
                set_text(say("brochure.night", number=stay.night), "strong"),
                [
                    set_text(words.glossed_name(stay.place_id)),
                    set_text(
                        say("brochure.own_hotel") if stay.is_town_hotel else words.address(stay.place_id), "small"
                    ),
                ],
                "",
            ]
            for stay in itinerary.lodging
        ]
        pieces += set_heading(say("brochure.nights"))
        pieces.append(_set_ruled(nights, (0.3, 0.44, 0.26), ("", say("brochure.name"), say("brochure.phone"))))
    pieces += [gap(), set_text(say("brochure.fill_in"), "aside")]
    return pieces


def build_sources(itinerary: Itinerary, words: Words, references: References) -> list[Flowable]:
    """Return what the pages rest on: sources by number, version of the data, and how the plan was made."""
    say, made = words.messages, itinerary.provenance
    pieces = set_section(say("brochure.sources_title"), "sources", room_mm=110)
    pieces.append(set_text(say("brochure.sources_lead")))
    cited = references.list_cited()
    if cited:
        pieces += set_heading(say("brochure.sources_rules"))
        known = words.catalogue.source_references
        pieces += [set_text(f"[{number}] {known.get(source, source)}", "small") for number, source in cited]
    pieces += set_heading(say("brochure.sources_data"))
    rows = [
        [say("brochure.data_version"), made.data_version],
        [say("brochure.network"), tell_network(made.network, words)],
        [say("brochure.software"), made.software],
        [say("brochure.map_data"), "GeoNames, CC BY 4.0"],
    ]
    return [*pieces, set_table(rows, (0.35, 0.65)), gap(), set_text(say("brochure.map_note"), "small")]


def _set_ruled(rows: list[list[object]], shares: tuple[float, ...], header: tuple[str, ...]) -> Table:
    """Return a table with room to write by hand in its rows."""
    table = set_table(rows, shares, header=header)
    high = 10.5 * mm
    table.setStyle(
        TableStyle([("BOTTOMPADDING", (0, 1), (-1, -1), high - 15), ("LINEBELOW", (0, 0), (-1, -1), 0.6, INK)])
    )
    return table


def _set_numbers(words: Words) -> Table:
    cells = [
        [set_text(number, "figure", textColor=HexColor(LIGHT.accent)), set_text(words.messages(key), "strong")]
        for number, key in _NUMBERS
    ]
    table = Table([cells], colWidths=[WIDTH / len(cells)] * len(cells))
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 8),
                ("LINEBEFORE", (0, 0), (-1, -1), 1, RULE),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def _join(names: list[str], words: Words) -> str:
    """Return a list in words, a long one cut with how many more there are."""
    shown = names[:_MAX_NAMED]
    told = words.messages.join(shown)
    more = len(names) - len(shown)
    return f"{told} {words.messages('brochure.more', count=more)}" if more else told
