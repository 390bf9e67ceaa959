"""Which places make or sell OCOP products, of how many stars, as far as the tables say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.model.catalogue import Catalogue
from planner.model.explore import OcopFacts, OcopRole
from planner.model.place import Located, Lodging, Place

STARS: Final = (0, 3, 4, 5)
"""Columns of `OcopIndex.has_stars`; 0 = unknown."""
_TOURISM_GROUP: Final = "tourism_service"
"""The sixth group of OCOP products (Decision 148/QD-TTg of 2023): a service that is visited, not bought."""
_MADE_HERE: Final = "producer_own_place"
_NAMED_OUTLET: Final = "outlet_named_after_producer"
_RECOGNISED: Final = re.compile(r"\bOCOP\b")
_RECOGNISED_STARS: Final = re.compile(r"\bOCOP ([345]) stars?\b")
"""As the tables word it: "OCOP 4 star (tourism), 2024"."""
_ROLES: Final = tuple(OcopRole)


@dataclass(frozen=True, slots=True)
class OcopIndex:
    """The OCOP products of all places, by their position."""

    facts: Mapping[int, OcopFacts]
    """Of the places that have any."""
    is_ocop: NDArray[np.bool_]
    has_stars: NDArray[np.bool_]
    """Shape (places, `STARS`)."""


def build_ocop_index(catalogue: Catalogue, places: Sequence[Located]) -> OcopIndex:
    """Return what the places have to do with OCOP products."""
    made: dict[str, list[str]] = {}
    for product in catalogue.products.values():
        made.setdefault(product.producer_id, []).append(product.id)
    facts = {
        number: found
        for number, place in enumerate(places)
        if (found := _find_facts(catalogue, place, made.get(place.id, ()))) is not None
    }
    is_ocop = np.zeros(len(places), dtype=np.bool_)
    has_stars = np.zeros((len(places), len(STARS)), dtype=np.bool_)
    for number, one in facts.items():
        is_ocop[number] = True
        has_stars[number, [STARS.index(stars) for stars in one.stars]] = True
    return OcopIndex(facts, is_ocop, has_stars)


def _find_facts(catalogue: Catalogue, place: Located, made: Iterable[str]) -> OcopFacts | None:
    """Return the role that is surest with all products; None for a place that has nothing to do with them."""
    outlets = catalogue.outlet_products_at.get(place.id, ())
    products = dict.fromkeys([*made, *(outlet.product_id for outlet in outlets)])
    recognition = (place.recognition if isinstance(place, Place | Lodging) else None) or ""
    roles = {_get_role(outlet.basis) for outlet in outlets}
    roles |= {
        OcopRole.TOURISM if catalogue.products[one].ocop_group == _TOURISM_GROUP else OcopRole.MAKES for one in made
    }
    roles |= _list_roles_of_kind(place)
    if _RECOGNISED.search(recognition):
        is_visited = not isinstance(place, Place) or "tourism" in recognition
        roles.add(OcopRole.TOURISM if is_visited else OcopRole.MAKES)
    if not roles:
        return None
    stars = {catalogue.products[one].ocop_stars or 0 for one in products}
    stars |= {int(found) for found in _RECOGNISED_STARS.findall(recognition)}
    told = tuple(sorted(stars or {0}, reverse=True))
    return OcopFacts(min(roles, key=_ROLES.index), tuple(products), told)


def _get_role(basis: str) -> OcopRole:
    if basis == _MADE_HERE:
        return OcopRole.MAKES
    return OcopRole.SELLS if basis == _NAMED_OUTLET else OcopRole.MAY_SELL


def _list_roles_of_kind(place: Located) -> set[OcopRole]:
    """Return what a place is called by the tables, whether its products are known or not."""
    of_kind = {"ocop_producer": OcopRole.MAKES, "ocop_outlet": OcopRole.SELLS}
    roles = {of_kind[place.kind]} if place.kind in of_kind else set()
    if isinstance(place, Place) and place.category == "ocop_tourism":
        roles.add(OcopRole.TOURISM)
    return roles
