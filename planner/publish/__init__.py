"""An itinerary as files for people and other programs. Publishers return text or bytes; the shell writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from planner.errors import PlannerError, RequestError
from planner.file_names import safe_file_name
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, dump_plan
from planner.model.quote import Proposal
from planner.present.words import Words
from planner.publish.brochure import render_brochure
from planner.publish.cards import render_cards_pdf
from planner.publish.day_sheets import render_day_sheets
from planner.publish.declaration import render_declaration_csv, render_declaration_pdf
from planner.publish.gpx import render_gpx
from planner.publish.packing_list import render_packing_csv, render_packing_pdf
from planner.publish.record import render_record_csv, render_record_pdf

__all__ = [
    "BASKET_FORMATS",
    "NO_PROPOSAL",
    "PUBLISHERS",
    "QUOTE_FORMATS",
    "TRIP_FORMATS",
    "Group",
    "PublishError",
    "Publisher",
    "check_available",
    "check_basket",
    "check_quote",
    "list_available",
    "list_formats",
    "publish",
    "safe_file_name",
]

Render = Callable[[Itinerary, Catalogue, Words, Proposal], str | bytes]
TripRender = Callable[[Itinerary, Catalogue, Words], str | bytes]

NO_PROPOSAL: Final = Proposal()
"""A trip of one's own: no client, no letterhead, no prices of an operator."""


class Group(StrEnum):
    """Whom a file is for; menus show the formats group by group, in this order."""

    WAY = "way"
    """People on the way."""
    PROGRAM = "program"
    """Other programs."""
    OFFICE = "office"
    """The operator who sells the trip."""
    GOODS = "goods"
    """Whoever packs, declares and keeps what was bought."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """A file format that an itinerary can be written in."""

    identifier: str
    """Word of ``--publish``."""
    suffix: str
    """Of the file name, with its dot."""
    media_type: str
    render: Render
    """Pure: the same itinerary, catalogue and proposal give the same bytes in one language."""
    group: Group = Group.PROGRAM
    needs_basket: bool = False
    """Whether it is about what is bought, so that only a plan with a basket has it."""
    needs_quote: bool = False
    """Whether it is about the prices of an operator, so that only a proposal with a quote has it."""


def _render_json(itinerary: Itinerary, _: Catalogue, __: Words) -> str:
    return dump_plan(itinerary)


# Heavy libraries are loaded by those who ask for their format, not by every command that lists them.


def _render_kml(itinerary: Itinerary, _: Catalogue, words: Words, __: Proposal) -> str:
    from planner.publish.kml import render_kml

    return render_kml(itinerary, words)


def _render_ics(itinerary: Itinerary, _: Catalogue, words: Words, proposal: Proposal) -> bytes:
    from planner.publish.ics import render_ics

    return render_ics(itinerary, words, proposal)


def _render_geojson(itinerary: Itinerary, _: Catalogue, words: Words, __: Proposal) -> str:
    from planner.publish.geojson import render_geojson

    return render_geojson(itinerary, words)


def _render_geopackage(itinerary: Itinerary, _: Catalogue, words: Words, __: Proposal) -> bytes:
    from planner.publish.geopackage import render_geopackage

    return render_geopackage(itinerary, words)


def _render_html(itinerary: Itinerary, _: Catalogue, words: Words, proposal: Proposal) -> str:
    from planner.publish.offline_html import render_offline_html

    return render_offline_html(itinerary, words, proposal)


def _render_json_ld(itinerary: Itinerary, _: Catalogue, words: Words, proposal: Proposal) -> str:
    from planner.publish.json_ld import render_json_ld

    return render_json_ld(itinerary, words, proposal)


def _render_cost_sheet(itinerary: Itinerary, _: Catalogue, words: Words, proposal: Proposal) -> bytes:
    from planner.publish.cost_sheet import render_cost_sheet

    return render_cost_sheet(itinerary, words, proposal)


def _of_trip(render: TripRender) -> Render:
    """Return a renderer that has no use for the proposal."""

    def render_trip(itinerary: Itinerary, catalogue: Catalogue, words: Words, _: Proposal) -> str | bytes:
        return render(itinerary, catalogue, words)

    return render_trip


def _of_goods(identifier: str, suffix: str, media_type: str, render: TripRender) -> Publisher:
    return Publisher(identifier, suffix, media_type, _of_trip(render), Group.GOODS, needs_basket=True)


_PDF: Final = "application/pdf"
_CSV: Final = "text/csv"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

PUBLISHERS: Final[dict[str, Publisher]] = {
    publisher.identifier: publisher
    for publisher in (
        Publisher("brochure", ".brochure.pdf", _PDF, render_brochure, Group.WAY),
        Publisher("daysheets", ".days.pdf", _PDF, render_day_sheets, Group.WAY),
        Publisher("html", ".html", "text/html", _render_html, Group.WAY),
        Publisher("ics", ".ics", "text/calendar", _render_ics, Group.WAY),
        Publisher("gpx", ".gpx", "application/gpx+xml", _of_trip(render_gpx), Group.WAY),
        Publisher("kml", ".kml", "application/vnd.google-earth.kml+xml", _render_kml, Group.WAY),
        Publisher("json", ".json", "application/json", _of_trip(_render_json)),
        Publisher("geojson", ".geojson", "application/geo+json", _render_geojson),
        Publisher("geopackage", ".gpkg", "application/geopackage+sqlite3", _render_geopackage),
        Publisher("jsonld", ".jsonld", "application/ld+json", _render_json_ld),
        Publisher("xlsx", ".xlsx", _XLSX, _render_cost_sheet, Group.OFFICE, needs_quote=True),
        _of_goods("packing", ".packing.pdf", _PDF, render_packing_pdf),
        _of_goods("packing-csv", ".packing.csv", _CSV, render_packing_csv),
        _of_goods("declaration", ".declaration.pdf", _PDF, render_declaration_pdf),
        _of_goods("declaration-csv", ".declaration.csv", _CSV, render_declaration_csv),
        _of_goods("record", ".record.pdf", _PDF, render_record_pdf),
        _of_goods("record-csv", ".record.csv", _CSV, render_record_csv),
        _of_goods("cards", ".cards.pdf", _PDF, render_cards_pdf),
    )
}
"""Formats by identifier. A new one is one entry here and one pure function."""

TRIP_FORMATS: Final = tuple(n for n, one in PUBLISHERS.items() if not (one.needs_basket or one.needs_quote))
"""Formats that every plan can be made in."""
BASKET_FORMATS: Final = tuple(name for name, one in PUBLISHERS.items() if one.needs_basket)
"""Formats about what is bought."""
QUOTE_FORMATS: Final = tuple(name for name, one in PUBLISHERS.items() if one.needs_quote)
"""Formats about the prices of an operator."""


class PublishError(PlannerError):
    """Some formats could not be made; those that could are in `documents`."""

    exit_code = 1

    def __init__(self, failures: dict[str, Exception], documents: dict[str, bytes]) -> None:
        named = "; ".join(f"{identifier} ({error})" for identifier, error in failures.items())
        super().__init__("P102", f"could not publish {named}", remedy="the other formats were made", where="publish")
        self.failures = failures
        self.documents = documents


def list_formats(text: str) -> tuple[str, ...]:
    """Return the identifiers in a text such as ``gpx,json``, each once.

    Raises
    ------
    RequestError
        When one is not in `PUBLISHERS`.
    """
    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    for identifier in formats:
        if identifier not in PUBLISHERS:
            raise RequestError(
                "P101",
                f"{identifier!r} is not a format that a trip can be published in",
                remedy="choose from " + ", ".join(PUBLISHERS),
                where="publish",
            )
    return formats


def list_available(itinerary: Itinerary, proposal: Proposal = NO_PROPOSAL) -> tuple[str, ...]:
    """Return the formats that a plan can be made in, in the order of `PUBLISHERS`."""
    return tuple(
        identifier
        for identifier, one in PUBLISHERS.items()
        if not (one.needs_basket and itinerary.basket is None) and not (one.needs_quote and proposal.quote is None)
    )


def check_basket(formats: Iterable[str]) -> None:
    """Refuse formats about what is bought, for a plan that has no basket.

    Raises
    ------
    RequestError
        ``P103`` when one of them needs a basket.
    """
    needing = [name for name in formats if PUBLISHERS[name].needs_basket]
    if needing:
        message = f"{', '.join(needing)} tells what was bought, and this plan has no basket"
        remedy = "plan one first: planner basket PLAN.json --out PLAN.json"
        raise RequestError("P103", message, remedy=remedy, where="publish")


def check_quote(formats: Iterable[str]) -> None:
    """Refuse formats about prices of an operator, for a proposal that has none.

    Raises
    ------
    RequestError
        ``P104`` when one of them needs a quote.
    """
    needing = [name for name in formats if PUBLISHERS[name].needs_quote]
    if needing:
        message = f"{', '.join(needing)} tells what the trip costs and sells for, and it has not been costed"
        remedy = "cost it first: in the operator studio, or with planner quote PLAN.json"
        raise RequestError("P104", message, remedy=remedy, where="publish")


def check_available(formats: Iterable[str], itinerary: Itinerary, proposal: Proposal = NO_PROPOSAL) -> None:
    """Refuse formats that need a basket or a quote that there is not.

    Raises
    ------
    RequestError
        ``P103`` or ``P104``.
    """
    wanted = tuple(formats)
    if itinerary.basket is None:
        check_basket(wanted)
    if proposal.quote is None:
        check_quote(wanted)


def publish(
    itinerary: Itinerary,
    catalogue: Catalogue,
    formats: Iterable[str],
    words: Words,
    proposal: Proposal | None = None,
) -> dict[str, bytes]:
    """Return the itinerary in the formats asked for, by identifier.

    Parameters
    ----------
    words
        What sentences are made with, and so the language of documents for people to read
        (`planner.present.words.build_words`).
    proposal
        For whom by whom at what price; None = a trip of one's own.

    Raises
    ------
    RequestError
        When a format is unknown, or needs a basket or a quote that there is not.
    PublishError
        When a publisher fails. It names the format and carries the documents of the others.
    """
    wanted = list_formats(",".join(formats))
    offered = proposal or NO_PROPOSAL
    check_available(wanted, itinerary, offered)
    documents: dict[str, bytes] = {}
    failures: dict[str, Exception] = {}
    for identifier in wanted:
        try:
            rendered = PUBLISHERS[identifier].render(itinerary, catalogue, words, offered)
        except Exception as error:  # One broken format must not keep the others from the traveller.
            failures[identifier] = error
        else:
            documents[identifier] = rendered.encode() if isinstance(rendered, str) else rendered
    if failures:
        raise PublishError(failures, documents)
    return documents
