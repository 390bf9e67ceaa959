"""All places and products as arrays, made once per catalogue, so that a filter is a handful of comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.goods import is_refused
from planner.model.catalogue import Catalogue
from planner.model.explore import Good, PointState
from planner.model.place import Experience, Located, Place
from planner.plan.explore_ocop import OcopIndex, build_ocop_index
from planner.plan.explore_text import join_words, list_name_words

STAY: Final = "stay"
"""Category of lodgings, beside the categories of places."""

_OCOP: Final = "OCOP"
"""Said by everybody who looks for them, and in few names."""

Codes = NDArray[np.int32]
_POINTS: Final = tuple(PointState)


@dataclass(frozen=True, slots=True)
class Column:
    """A fact of every place: a code into the words that occur."""

    words: tuple[str, ...]
    codes: Codes
    """One per place."""

    def match(self, wanted: Iterable[str]) -> NDArray[np.bool_]:
        """Return which places have one of the words; words that do not occur match nothing."""
        known = {word: code for code, word in enumerate(self.words)}
        return np.isin(self.codes, [known[word] for word in wanted if word in known])


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in which places can be visited, the place's own hours among them; equal hours are looked at once."""

    kinds: tuple[tuple[Experience | None, Located], ...]
    """One of each sort of hours, to ask the calendar about."""
    place: Codes
    """Place of each way."""
    kind: Codes
    """Sort of hours of each way."""
    is_own: NDArray[np.bool_]
    """Whether the way is the place's own hours."""
    is_festival: NDArray[np.bool_]
    """Whether it exists on the days of a festival only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExploreIndex:
    """Places (lodgings after them) and goods, by their position."""

    catalogue: Catalogue
    places: tuple[Located, ...]
    province: Column
    old_province: Column
    region: Column
    category: Column
    season_region: Column
    point: Codes
    """Position in `PointState`."""
    uncertainty_km: NDArray[np.float64]
    """How far off the point of each place may be."""
    confidence: Column
    ocop: OcopIndex
    kinds: tuple[str, ...]
    """Kinds of experiences."""
    has_kind: NDArray[np.bool_]
    """Shape (places, kinds)."""
    ways: Ways
    place_text: tuple[str, ...]
    """Folded names and where they lie, each word after a blank; the word OCOP for what makes or sells it."""
    place_names: tuple[tuple[str, ...], ...]
    """Folded names of each place alone."""
    goods: tuple[Good, ...]
    good_text: tuple[str, ...]
    good_names: tuple[tuple[str, ...], ...]
    good_words: tuple[frozenset[str], ...]
    """OCOP groups and type of each good."""
    stars: Codes
    """0 = none known."""
    is_named: NDArray[np.bool_]
    """Whether a good is a product with a name, all of which are OCOP products."""
    pair_place: Codes
    """Place of each pair of a place and a good found there."""
    pair_good: Codes
    place_position: dict[str, int]
    good_position: dict[str, int]


def build_explore_index(catalogue: Catalogue) -> ExploreIndex:
    """Return the arrays of a catalogue; what is never offered for purchase is no good of it."""
    places: tuple[Located, ...] = (*catalogue.places.values(), *catalogue.lodgings.values())
    kinds = tuple(sorted({experience.kind for experience in catalogue.experiences.values()}))
    ocop = build_ocop_index(catalogue, places)
    names = tuple(list_name_words(place.name_vi, place.name_en) for place in places)
    goods = _list_goods(catalogue)
    pair_place, pair_good = _list_pairs(catalogue, places, goods)
    return ExploreIndex(
        catalogue=catalogue,
        places=places,
        province=_build_column(place.province for place in places),
        old_province=_build_column(place.old_province for place in places),
        region=_build_column(place.region or catalogue.region_of[place.old_province] for place in places),
        category=_build_column(get_category(place) for place in places),
        season_region=_build_column(catalogue.get_season_region(place) for place in places),
        point=np.array([_POINTS.index(get_point_state(place)) for place in places], dtype=np.int32),
        uncertainty_km=np.array([place.coord_uncertainty_km for place in places], dtype=np.float64),
        confidence=_build_column(place.confidence for place in places),
        ocop=ocop,
        kinds=kinds,
        has_kind=_build_kinds(catalogue, places, kinds),
        ways=_build_ways(catalogue, places),
        place_text=tuple(
            _fold_place(place, names[number], is_ocop=number in ocop.facts) for number, place in enumerate(places)
        ),
        place_names=names,
        goods=goods,
        good_names=tuple(_list_good_names(catalogue, good) for good in goods),
        good_text=tuple(_fold_good(catalogue, good) for good in goods),
        good_words=tuple(_list_good_words(catalogue, good) for good in goods),
        stars=np.array([_get_stars(catalogue, good) for good in goods], dtype=np.int32),
        is_named=np.array([good.product_id is not None for good in goods], dtype=np.bool_),
        pair_place=pair_place,
        pair_good=pair_good,
        place_position={place.id: number for number, place in enumerate(places)},
        good_position={good.key: number for number, good in enumerate(goods)},
    )


def get_category(located: Located) -> str:
    """Return the category of a place, or `STAY`."""
    return located.category if isinstance(located, Place) else STAY


def get_point_state(located: Located) -> PointState:
    """Return how well the point of a place is known."""
    if not located.is_routable:
        return PointState.UNLOCATED
    return PointState.APPROXIMATE if located.is_approximate else PointState.EXACT


def _build_column(values: Iterable[str]) -> Column:
    texts = list(values)
    words = tuple(sorted(set(texts)))
    code = {word: number for number, word in enumerate(words)}
    return Column(words, np.array([code[text] for text in texts], dtype=np.int32))


def _build_kinds(catalogue: Catalogue, places: Sequence[Located], kinds: tuple[str, ...]) -> NDArray[np.bool_]:
    table = np.zeros((len(places), len(kinds)), dtype=np.bool_)
    column = {kind: number for number, kind in enumerate(kinds)}
    for row, place in enumerate(places):
        for experience in catalogue.experiences_at.get(place.id, ()):
            table[row, column[experience.kind]] = True
    return table


def _build_ways(catalogue: Catalogue, places: Sequence[Located]) -> Ways:
    kinds: dict[tuple[object, ...], int] = {}
    samples: list[tuple[Experience | None, Located]] = []
    rows: list[tuple[int, int, bool, bool]] = []

    def add(place: int, signature: tuple[object, ...], experience: Experience | None) -> None:
        if signature not in kinds:
            kinds[signature] = len(kinds)
            samples.append((experience, places[place]))
        is_festival = experience is not None and experience.festival_id is not None
        rows.append((place, kinds[signature], experience is None, is_festival))

    for number, place in enumerate(places):
        if isinstance(place, Place) and place.opening_hours is not None:
            add(number, ("own", place.opening_hours), None)
        for e in catalogue.experiences_at.get(place.id, ()):
            # All that the calendar reads of an experience.
            signature = (e.opening_hours, e.opening_hours_basis, e.lunar_days, e.festival_id, e.market_days is None)
            add(number, signature, e)
    table = np.array(rows, dtype=np.int32).reshape(len(rows), 4)
    is_own, is_festival = table[:, 2].astype(np.bool_), table[:, 3].astype(np.bool_)
    return Ways(tuple(samples), table[:, 0], table[:, 1], is_own, is_festival)


def _list_goods(catalogue: Catalogue) -> tuple[Good, ...]:
    offered = {
        kind.id for kind in catalogue.product_types.values() if kind.is_goods and not is_refused(kind)
    }  # the same that a stop offers
    named = [Good(one.id, one.product_type) for one in catalogue.products.values() if one.product_type in offered]
    typical = dict.fromkeys(good.product_type for good in catalogue.village_goods if good.is_typical)
    return (*named, *(Good(None, kind) for kind in typical if kind in offered))


def _list_pairs(catalogue: Catalogue, places: Sequence[Located], goods: Sequence[Good]) -> tuple[Codes, Codes]:
    position = {good.key: number for number, good in enumerate(goods)}
    pairs: dict[tuple[int, int], None] = {}
    for number, place in enumerate(places):
        keys = [outlet.product_id for outlet in catalogue.outlet_products_at.get(place.id, ())]
        keys += [good.product_type for good in catalogue.village_goods_at.get(place.id, ()) if good.is_typical]
        pairs.update(((number, position[key]), None) for key in keys if key in position)
    table = np.array(list(pairs), dtype=np.int32).reshape(len(pairs), 2)
    return table[:, 0], table[:, 1]


def _list_good_words(catalogue: Catalogue, good: Good) -> frozenset[str]:
    words = {good.product_type, catalogue.product_types[good.product_type].ocop_group}
    if good.product_id is not None:
        words.add(catalogue.products[good.product_id].ocop_group)
    return frozenset(words)


def _get_stars(catalogue: Catalogue, good: Good) -> int:
    return 0 if good.product_id is None else catalogue.products[good.product_id].ocop_stars or 0


def _fold_place(place: Located, names: tuple[str, ...], *, is_ocop: bool) -> str:
    parts = [place.commune, place.old_commune, place.old_district, place.province, place.old_province]
    if isinstance(place, Place):
        parts.append(place.makes_or_sells)
    return "".join(name.rstrip() for name in names) + join_words(*parts, _OCOP if is_ocop else None)


def _fold_good(catalogue: Catalogue, good: Good) -> str:
    kind = catalogue.product_types[good.product_type]
    if good.product_id is None:
        return join_words(kind.label_vi, kind.label_en)
    return join_words(catalogue.products[good.product_id].name_vi, kind.label_vi, kind.label_en, _OCOP)


def _list_good_names(catalogue: Catalogue, good: Good) -> tuple[str, ...]:
    kind = catalogue.product_types[good.product_type]
    if good.product_id is None:
        return list_name_words(kind.label_vi, kind.label_en)
    return list_name_words(catalogue.products[good.product_id].name_vi)
