"""The filters of *Explore*, each against a plain reckoning over the tables."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from planner.catalogue.calendar import TripCalendar
from planner.folding import fold
from planner.goods import get_verdict, list_products_at
from planner.model.catalogue import Catalogue
from planner.model.explore import CarryLevel, ExploreQuery, HoursState, PointState, SeasonLevel
from planner.model.place import Place
from planner.plan.explore import FILTERS, Explorer, Found
from planner.plan.explore_text import TextSearch, join_words

FRIDAY = dt.date(2027, 3, 12)
TEN = 600


@pytest.fixture(scope="module")
def explorer(catalogue: Catalogue) -> Explorer:
    return Explorer(catalogue)


def ask(**filters: object) -> ExploreQuery:
    return ExploreQuery(on=FRIDAY, **filters)  # type: ignore[arg-type]


def places(explorer: Explorer, found: Found) -> set[str]:
    return {explorer.index.places[number].id for number in found.places}


def goods(explorer: Explorer, found: Found) -> set[str]:
    return {explorer.index.goods[number].key for number in found.goods}


def test_without_filters_everything_is_found(explorer: Explorer, catalogue: Catalogue) -> None:
    found = explorer.find(ask())
    assert places(explorer, found) == {*catalogue.places, *catalogue.lodgings}
    assert len(found.goods) == len(explorer.index.goods)


def test_a_former_province_finds_what_is_now_in_another(explorer: Explorer, catalogue: Catalogue) -> None:
    found = places(explorer, explorer.find(ask(old_provinces=("Hà Giang",))))
    assert found
    assert {catalogue.located[one].province for one in found} == {"Tuyên Quang"}
    whole = places(explorer, explorer.find(ask(provinces=("Tuyên Quang",))))
    assert found < whole
    assert places(explorer, explorer.find(ask(text="ha giang"))) >= found
    both = places(explorer, explorer.find(ask(provinces=("Huế",), old_provinces=("Hà Giang",))))
    assert both == found | places(explorer, explorer.find(ask(provinces=("Huế",))))


def test_text_needs_neither_marks_nor_case_nor_right_spelling(explorer: Explorer) -> None:
    exact = explorer.find(ask(text="Bát Tràng"))
    assert "cv-bat-trang-pottery-village" in places(explorer, exact)
    assert not exact.is_near
    assert places(explorer, explorer.find(ask(text="bat TRANG"))) == places(explorer, exact)
    near = explorer.find(ask(text="bat tranq"))
    assert near.is_near
    assert "cv-bat-trang-pottery-village" in places(explorer, near)
    assert not len(explorer.find(ask(text="zzqqxx")).places)


def test_words_of_a_question_are_whole_but_for_the_last() -> None:
    search = TextSearch([join_words("Hậu Giang"), join_words("Hà Giang"), join_words("Đồng Tháp", None)])
    assert search.find("ha giang")[0].tolist() == [False, True, False]
    assert search.find("ha gi")[0].tolist() == [False, True, False]
    assert search.find("dong")[0].tolist() == [False, False, True]
    assert search.find("")[0].all()
    assert fold("ĐỒNG THÁP") == "dong thap"


def test_a_product_in_the_text_finds_its_places(explorer: Explorer, catalogue: Catalogue) -> None:
    found = explorer.find(ask(text="nước mắm lê gia"))
    assert goods(explorer, found) >= {"p-nuoc-mam-le-gia"}
    sold = {o.sold_at_place_id for o in catalogue.outlet_products if o.product_id == "p-nuoc-mam-le-gia"}
    assert sold <= places(explorer, found)


def test_goods_filters_ask_for_one_good_that_meets_all(explorer: Explorer, catalogue: Catalogue) -> None:
    query = ask(stars=(5,), market="JP", carry=(CarryLevel.GREEN,), goods=("food",))
    wanted = {
        place_id
        for place_id in [*catalogue.places, *catalogue.lodgings]
        if any(
            offer.stars == 5 and offer.is_green and catalogue.products[offer.product_id or ""].ocop_group == "food"
            for offer in list_products_at(catalogue, place_id, market="JP", on=FRIDAY, limit=None)
            if not offer.is_typical
        )
    }
    assert wanted
    assert places(explorer, explorer.find(query)) == wanted
    without_carry, without_stars = (places(explorer, explorer.find(replace(query, **{one: ()})))
                                    for one in ("carry", "stars"))  # fmt: skip
    assert wanted < without_carry & without_stars  # some have a green good, and another one with five stars


def test_every_good_has_one_level_at_a_border(explorer: Explorer, catalogue: Catalogue) -> None:
    by_level = [goods(explorer, explorer.find(ask(market="US", carry=(level,)))) for level in CarryLevel]
    assert sum(map(len, by_level)) == len(explorer.index.goods) == len(set.union(*by_level))
    for key in by_level[0]:
        product = catalogue.products.get(key)
        kind = product.product_type if product else key
        assert get_verdict(catalogue, kind, "US", product=product, on=FRIDAY).is_green
    assert all(by_level[1:])


def test_without_a_border_nothing_is_asked(explorer: Explorer) -> None:
    for market in (None, "VN"):
        found = explorer.find(ask(market=market, carry=(CarryLevel.REFUSED,)))
        assert len(found.goods) == len(explorer.index.goods)


@pytest.mark.parametrize("at_min", [None, TEN, 1380])
def test_hours_divide_all_places(explorer: Explorer, at_min: int | None) -> None:
    parts = [places(explorer, explorer.find(ask(hours=(state,), at_min=at_min))) for state in HoursState]
    assert sum(map(len, parts)) == len(explorer.index.places) == len(set.union(*parts))


def test_an_hour_asks_by_itself_for_what_is_or_may_be_open(explorer: Explorer) -> None:
    alone = places(explorer, explorer.find(ask(at_min=TEN)))
    assert alone == places(explorer, explorer.find(ask(at_min=TEN, hours=(HoursState.OPEN, HoursState.LIKELY))))
    assert alone < places(explorer, explorer.find(ask()))
    unknown = places(explorer, explorer.find(ask(at_min=TEN, hours=(HoursState.UNKNOWN,))))
    assert unknown
    assert not unknown & alone


def test_unknown_hours_are_never_open(explorer: Explorer, catalogue: Catalogue) -> None:
    known = {place.id for place in catalogue.places.values() if place.opening_hours is not None}
    sourced = {e.place_id for e in catalogue.experiences.values() if e.opening_hours_basis in ("source", "places.csv")}
    is_open = places(explorer, explorer.find(ask(hours=(HoursState.OPEN,), at_min=TEN)))
    assert is_open
    assert is_open <= known | sourced
    silent = {one.id for one in catalogue.places.values() if one.id not in catalogue.experiences_at} - known
    assert silent
    for at_min in (None, TEN, 0):
        unknown = places(explorer, explorer.find(ask(hours=(HoursState.UNKNOWN,), at_min=at_min)))
        assert silent <= unknown


def test_own_hours_win_over_typical_ones(explorer: Explorer, catalogue: Catalogue) -> None:
    calendar = TripCalendar(catalogue)
    shut = [
        place
        for place in catalogue.places.values()
        if place.opening_hours and not calendar.get_opening(None, place, FRIDAY).is_open
    ]
    late = [
        place
        for place in catalogue.places.values()
        if place.opening_hours
        and all(last <= 1380 for _, last in calendar.get_opening(None, place, FRIDAY).intervals)
        and all(
            e.opening_hours_basis not in ("source", "places.csv") for e in catalogue.experiences_at.get(place.id, ())
        )
    ]
    assert late
    for place in [*shut, *late]:
        assert explorer.get_hours(explorer.index.place_position[place.id], FRIDAY, 1380) is HoursState.CLOSED


def test_festivals_and_seasons(explorer: Explorer, catalogue: Catalogue) -> None:
    calendar = TripCalendar(catalogue)
    on = dt.date(2027, 2, 15)
    found = places(explorer, explorer.find(replace(ask(festival=True), on=on)))
    wanted = {
        e.place_id
        for e in catalogue.experiences.values()
        if e.festival_id and calendar.get_opening(e, catalogue.located[e.place_id], on).is_open
    }
    assert wanted
    assert found == wanted & {place.id for place in explorer.index.places}
    for level, holds in ((SeasonLevel.GOOD, lambda s: s >= 0.85), (SeasonLevel.POOR, lambda s: s < 0.6)):
        for one in places(explorer, explorer.find(ask(seasons=(level,)))):
            region = catalogue.get_season_region(catalogue.located[one])
            assert holds(catalogue.season_scores[region, FRIDAY.month].score)


def test_simple_filters_match_the_tables(explorer: Explorer, catalogue: Catalogue) -> None:
    located = {one.id: catalogue.located[one.id] for one in explorer.index.places}
    cases = {
        "categories": (("ceramics",), lambda p: isinstance(p, Place) and p.category == "ceramics"),
        "regions": (("Mekong Delta",), lambda p: catalogue.region_of[p.old_province] == "Mekong Delta"),
        "points": ((PointState.UNLOCATED,), lambda p: not p.is_routable),
        "activities": (("boat",), lambda p: any(e.kind == "boat" for e in catalogue.experiences_at.get(p.id, ()))),
    }
    for field, (values, holds) in cases.items():
        wanted = {one for one, place in located.items() if holds(place)}
        assert wanted, field
        assert places(explorer, explorer.find(ask(**{field: values}))) == wanted, field


def test_a_value_that_does_not_occur_finds_nothing(explorer: Explorer) -> None:
    assert not len(explorer.find(ask(provinces=("Atlantis",))).places)


def test_looser_filters_say_what_each_would_let_in(explorer: Explorer) -> None:
    query = ask(provinces=("Hà Nội",), categories=("beach",), stars=(5,), at_min=TEN)
    assert not len(explorer.find(query).places)
    looser = dict(explorer.list_looser(query))
    assert set(looser) <= set(FILTERS)
    for name, count in looser.items():
        fields = dict.fromkeys(FILTERS[name], None if name == "time" else ())
        assert count == len(explorer.find(replace(query, **fields)).places) > 0
    assert "category" in looser
    assert explorer.list_looser(ask()) == ()


def test_pairs_lead_both_ways(explorer: Explorer) -> None:
    number = explorer.index.good_position["p-nuoc-mam-le-gia"]
    at = explorer.list_places_of(number)
    assert len(at)
    assert all(number in explorer.index.pair_good[explorer.index.pair_place == one] for one in at)
    assert np.all(explorer.index.stars[[number]] == 5)


def test_a_product_without_a_place_passes_only_without_filters_of_places(catalogue: Catalogue) -> None:
    key = "p-nuoc-mam-le-gia"
    sold = tuple(one for one in catalogue.outlet_products if one.product_id != key)
    explorer = Explorer(replace(catalogue, outlet_products=sold))
    assert key in goods(explorer, explorer.find(ask(stars=(5,))))
    assert key not in goods(explorer, explorer.find(ask(regions=("Southeast",))))


def build_changed(catalogue: Catalogue, hours: str | None, basis: str = "typical") -> Explorer:
    """An explorer in which Bát Tràng has these hours of its own, and everything there some of the given basis."""
    place = replace(catalogue.places["cv-bat-trang-pottery-village"], opening_hours=hours)
    experiences = {
        key: replace(one, opening_hours="Mo-Su 08:00-17:00", opening_hours_basis=basis, festival_id=None)
        if one.place_id == place.id
        else one
        for key, one in catalogue.experiences.items()
    }
    places = {**catalogue.places, place.id: place}
    return Explorer(replace(catalogue, places=places, experiences=experiences))


@pytest.mark.parametrize(
    ("hours", "basis", "state"),
    [
        (None, "typical", HoursState.LIKELY),
        (None, "source", HoursState.OPEN),
        (None, "nobody knows", HoursState.UNKNOWN),
        ("Mo-Su 10:00-11:00", "typical", HoursState.CLOSED),
        ("Mo-Su 10:00-15:00", "typical", HoursState.OPEN),
        ("Mo-Su 10:00-11:00", "source", HoursState.OPEN),
        ("Sa off", "typical", HoursState.CLOSED),
    ],
)
def test_the_best_known_hours_decide(catalogue: Catalogue, hours: str | None, basis: str, state: HoursState) -> None:
    explorer = build_changed(catalogue, hours, basis)
    number = explorer.index.place_position["cv-bat-trang-pottery-village"]
    assert explorer.get_hours(number, FRIDAY, 14 * 60) is state
