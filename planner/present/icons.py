"""Signs for kinds of places, drawn here: one for each family of categories.

A sign never stands alone: the word of the category is beside it, or the legend names the family.
"""

from __future__ import annotations

from html import escape
from typing import Final

from planner.model.catalogue import Catalogue

PLACE: Final = "place"
"""Sign of whatever has no family of its own: lodgings, towns, categories of tables laid over ours."""

DRAWINGS: Final[dict[str, str]] = {
    "pottery": "M9 3h6v2l-1 2c3 1.5 5 4 5 7 0 3-1.8 5.3-4 7H9c-2.2-1.7-4-4-4-7 0-3 2-5.5 5-7L9 5zM6.2 "
    "12.6h11.6v1.8H6.2z",
    "textile": "M6 3h12v3h-2v12h2v3H6v-3h2V6H6zM10 8h4v1.4h-4zm0 3.2h4v1.4h-4zm0 3.2h4v1.4h-4z",
    "basket": "M12 4a6 6 0 0 1 5.8 5H21l-2 11H5L3 9h3.2A6 6 0 0 1 12 4zm0 2a4 4 0 0 0-3.8 3h7.6A4 4 0 0 0 12 6zM7 "
    "12l.7 5h1.8L9 12zm4 0v5h2v-5zm4 0-.5 5h1.8l.7-5z",
    "tool": "M4 4h11l3.5 2.5V9H15v2h-3v10H8V11H4z",
    "brush": "M18.5 2.5 21.5 5.5 12 15l-3-3zM8 13l3 3c0 3-2.5 5-7 5 1.6-1.2 1-2.4 1.2-4.2C5.4 14.8 6.5 13.4 8 13z",
    "hat": "M12 4 23 16c-6 3-16 3-22 0zM8 19.2c2.6.4 5.4.4 8 0L12 22z",
    "incense": "M11 9h2v12h-2zM5 11h2v10H5zm12 0h2v10h-2zM12 2c1.5 1.6 1.5 3 0 5-1.5-2-1.5-3.4 0-5zM6 5c1.2 1.3 1.2 "
    "2.5 0 4-1.2-1.5-1.2-2.7 0-4zm12 0c1.2 1.3 1.2 2.5 0 4-1.2-1.5-1.2-2.7 0-4z",
    "bowl": "M3 11h18a9 9 0 0 1-5.5 8v1.5h-7V19A9 9 0 0 1 3 11zM20.5 3.2 12.6 9.6l-1-.9 8-6.5zM17 2.2 9.6 9.4H8l8-8.2z",
    "cup": "M4 8h13v2h1.5a3.5 3.5 0 0 1 0 7H16a6 6 0 0 1-5 3 6.5 6.5 0 0 1-7-6.5zm13 4v3h1.5a1.5 1.5 0 0 0 0-3zM7 "
    "2h1.6v4H7zm4 0h1.6v4H11z",
    "leaf": "M20 3c1 9-2 15-9 15a6 6 0 0 1-4.5-1.8L4 21H2l4-7C4.5 8 9 3.5 20 3zM8 14c2-3.5 4.8-5.6 8.5-7C13.5 9 11 "
    "11.5 9.2 15z",
    "stall": "M4 3h16l2 6a3 3 0 0 1-5 1.6 3 3 0 0 1-5 0 3 3 0 0 1-5 0A3 3 0 0 1 2 9zM4 13h2v6h12v-6h2v8H4z",
    "shop": "M8 8V7a4 4 0 0 1 8 0v1h4l-1 13H5L4 8zm2 0h4V7a2 2 0 0 0-4 0z",
    "workshop": "M3 21V10l6-4v4l6-4v4l6-4v15zM6 14h3v3H6zm5 0h3v3h-3zm5 0h3v3h-3z",
    "monument": "M12 2 22 8v2H2V8zM4 12h3v6H4zm6.5 0h3v6h-3zM17 12h3v6h-3zM2 20h20v2H2z",
    "pagoda": "M12 1.5l1 2.5c2 1.8 4.5 2.6 7 3l-1 2.5h-2V12c1.8.8 3 1.2 5 1.5L21 "
    "16h-3v6h-4v-4h-4v4H6v-6H3l-1-2.5c2-.3 3.2-.7 5-1.5V9.5H5L4 7c2.5-.4 5-1.2 7-3z",
    "mountain": "M2 20 9 6l3.5 6.5L15 9l7 11zM9 9.6 7.4 13l1.6 1 1.5-1.2z",
    "water": "M2 8c2.5-3 5-3 7.5-.8s5 2.3 7.5-.2 3.5-1.5 5-.5v3c-2-1.5-3.5-1-5 .5s-5 2-7.5-.3S5 9 2 11.5zM2 "
    "15c2.5-3 5-3 7.5-.8s5 2.3 7.5-.2 3.5-1.5 5-.5v3c-2-1.5-3.5-1-5 .5s-5 2-7.5-.3S5 16 2 18.5z",
    "village": "M12 3 22 11h-3v5h-1v5h-2v-5H8v5H6v-5H5v-5H2zM10 11h4v5h-4z",
    "drum": "M4 7c0-2 3.6-4 8-4s8 2 8 4v10c0 2-3.6 4-8 4s-8-2-8-4zm8-2C8.5 5 6 6.3 6 7s2.5 2 6 2 6-1.3 6-2-2.5-2-6-2z",
    PLACE: "M12 2a7 7 0 0 1 7 7c0 5-7 13-7 13S5 14 5 9a7 7 0 0 1 7-7zm0 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
}
"""Family -> outline on a square of 24; overlapping outlines cut holes."""

FAMILY_OF: Final[dict[str, str]] = {
    "ceramics": "pottery",
    "brocade": "textile", "silk": "textile", "textile": "textile", "embroidery": "textile",
    "bamboo_rattan": "basket", "sedge": "basket",
    "wood": "tool", "stone": "tool", "metal": "tool", "horn": "tool", "inlay": "tool",
    "lacquer": "brush", "painting": "brush", "paper": "brush",
    "hats": "hat",
    "incense": "incense",
    "food": "bowl", "spice": "bowl", "salt": "bowl",
    "tea": "cup", "coffee": "cup", "drink": "cup",
    "plants": "leaf", "farm": "leaf",
    "market": "stall",
    "point_of_sale": "shop",
    "company": "workshop", "cooperative": "workshop", "household": "workshop",
    "heritage": "monument", "heritage_unesco": "monument", "museum": "monument", "landmark": "monument",
    "temple": "pagoda",
    "nature": "mountain", "national_park": "mountain", "mountain": "mountain", "viewpoint": "mountain",
    "hill_station": "mountain", "cave": "mountain",
    "lake": "water", "beach": "water", "river": "water", "island": "water", "waterfall": "water",
    "community_village": "village", "ancient_village": "village", "ocop_tourism": "village",
    "performance": "drum", "theme_park": "drum", "toys": "drum",
}  # fmt: skip
"""Category of a place -> family."""


def find_family(catalogue: Catalogue, place_id: str) -> str:
    """Return the family of a place's category; `PLACE` where it has none."""
    place = catalogue.places.get(place_id)
    return PLACE if place is None else FAMILY_OF.get(place.category, PLACE)


def build_drawing(family: str) -> str:
    """Return the SVG elements of a sign, to stand on a square of 24."""
    return f'<path fill-rule="evenodd" d="{DRAWINGS[family]}"/>'


def draw_sign(family: str, label: str = "") -> str:
    """Return a sign as HTML, in the colour of its text; with a label it can be read aloud, without it is silent."""
    spoken = f'role="img" aria-label="{escape(label)}" title="{escape(label)}"' if label else 'aria-hidden="true"'
    return f'<i class="rp-sign rp-sign-{family}" {spoken}></i>'
