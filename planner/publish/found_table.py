"""What the page *Explore* has found, as CSV: a row a place or a product, with source, confidence and accuracy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from planner.goods import get_stars_note
from planner.model.explore import Good, HoursState, KnownHours, OcopFacts
from planner.model.place import Located, Place
from planner.model.product import Product
from planner.present.explore import STAY, cite, name_category, name_good, name_maker, tell_confidence
from planner.present.explore_hours import build_hours_badge, list_hours
from planner.present.explore_ocop import tell_stars
from planner.present.words import Words
from planner.publish.spreadsheet import Cell, render_csv

PLACE_HEADER: Final = (
    "id", "name_vi", "name", "kind", "category", "commune", "province", "old_province", "latitude_deg", "longitude_deg",
    "position_accuracy_km", "position_source", "can_be_a_stop", "date", "open_state", "hours", "ocop_role",
    "ocop_stars", "ocop_products", "recognition", "ticket_vnd", "source", "confidence", "data_version",
)  # fmt: skip
GOOD_HEADER: Final = (
    "id", "name_vi", "kind", "group", "ocop_stars", "date", "stars_state", "decision_year", "expires_year", "level",
    "price_vnd", "maker", "maker_id", "province", "old_province", "position_accuracy_km", "places", "source",
    "confidence", "data_version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place with what is known of it for the day."""

    located: Located
    state: HoursState
    openings: tuple[KnownHours, ...]
    ocop: OcopFacts | None


@dataclass(frozen=True, slots=True)
class FoundGood:
    """A product or kind of good, and at how many of the places found it is made or may be found."""

    good: Good
    places: int


def render_places(found: Iterable[FoundPlace], on: dt.date, words: Words) -> bytes:
    """Return places as CSV; what is unknown is empty, or said to be unknown, never 0."""
    return render_csv(PLACE_HEADER, (_list_place_cells(one, on, words) for one in found))


def render_goods(found: Iterable[FoundGood], on: dt.date, words: Words) -> bytes:
    """Return products as CSV; the position is that of their maker."""
    return render_csv(GOOD_HEADER, (_list_good_cells(one, on, words) for one in found))


def _list_place_cells(found: FoundPlace, on: dt.date, words: Words) -> list[Cell]:
    located, ocop, say = found.located, found.ocop, words.messages
    place = located if isinstance(located, Place) else None
    hours = [f"{told} ({whose})" if whose else told for told, whose in list_hours(found.openings, words)]
    return [
        located.id,
        located.name_vi,
        words.name(located.id),
        located.kind,
        name_category(STAY if place is None else place.category, words),
        located.commune,
        located.province,
        located.old_province,
        located.lat_deg,
        located.lon_deg,
        located.coord_uncertainty_km,
        None if place is None else place.coordinate_source,
        "yes" if located.is_routable else "no",
        on.isoformat(),
        build_hours_badge(found.state, words, found.openings).word,
        "; ".join(hours),
        None if ocop is None else say(f"explore.ocop_{ocop.role}"),
        None if ocop is None else ", ".join(tell_stars(stars, words) for stars in ocop.stars),
        None if ocop is None else "; ".join(_list_products(ocop, on, words)),
        getattr(located, "recognition", None),
        None if place is None else place.ticket_vnd,
        cite(located.sources, words),
        tell_confidence(located.confidence, words),
        words.catalogue.version,
    ]


def _list_products(facts: OcopFacts, on: dt.date, words: Words) -> list[str]:
    products = (words.catalogue.products[one] for one in facts.products)
    return [f"{product.name_vi} ({_tell_stars(product, on, words)})" for product in products]


def _tell_stars(product: Product, on: dt.date, words: Words) -> str:
    """Return the stars of a product, and whether they hold on a day."""
    note = get_stars_note(product, on.year)
    return words.messages(f"stars.{note}", stars=product.ocop_stars, year=product.decision_year)


def _list_good_cells(found: FoundGood, on: dt.date, words: Words) -> list[Cell]:
    good, catalogue = found.good, words.catalogue
    kind = catalogue.product_types[good.product_type]
    product = catalogue.products.get(good.product_id or "")
    maker = catalogue.located.get(name_maker(good, catalogue) or "")
    group = kind.ocop_group if product is None else product.ocop_group
    stars: list[Cell] = [None] * 6
    if product is not None:
        stars = [
            product.ocop_stars,
            on.isoformat(),
            _tell_stars(product, on, words),
            product.decision_year,
            product.expires_year,
        ]
        stars.append(product.ocop_level)
    return [
        good.key,
        name_good(good, words),
        words.product_type(good.product_type),
        words.word(group),
        *stars,
        None if product is None else product.price_vnd,
        None if maker is None else words.name(maker.id),
        None if maker is None else maker.id,
        None if maker is None else maker.province,
        None if maker is None else maker.old_province,
        None if maker is None else maker.coord_uncertainty_km,
        found.places,
        cite((kind.source,) if product is None else product.sources, words),
        tell_confidence(kind.confidence if product is None else product.confidence, words),
        catalogue.version,
    ]
