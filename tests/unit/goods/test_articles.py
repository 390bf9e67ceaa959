from datetime import date, timedelta

import pytest
from goods_builders import make_catalogue, make_good, make_outlet, make_product, make_type

from planner.errors import RequestError, UnknownIdError
from planner.goods.articles import build_article, list_offers, list_offers_at
from planner.model.catalogue import Catalogue
from tests.support.baskets import make_itinerary

ON = date(2027, 3, 12)
TEA = make_type()
SNAKE = make_type(id="snake_wine", carry_home_category="snake_wine")
TOUR = make_type(id="tour_service", is_goods=False, carry_home_category=None)


def build(**facts: object) -> Catalogue:
    return make_catalogue(**({"types": (TEA, SNAKE, TOUR), "places": ("a", "b", "c")} | facts))


def test_a_known_price_wins_over_the_band_of_the_kind() -> None:
    product = make_product(price_vnd=120_000, weight_g=150, volume_ml=90)
    article = build_article(build(products=(product,)), "tea", product, on=ON)
    assert (article.key, article.price_low_vnd, article.price_high_vnd, article.is_price_known) == (
        "p-tea", 120_000, 120_000, True,
    )  # fmt: skip
    assert (article.pack_g, article.volume_ml) == (150, 90)


def test_a_typical_good_has_the_band_and_pack_of_its_kind() -> None:
    article = build_article(build(), "tea", None)
    assert (article.key, article.product_id, article.stars, article.stars_note) == ("tea", None, None, "typical")
    assert (article.price_low_vnd, article.price_high_vnd, article.is_price_known) == (80_000, 500_000, False)
    assert article.pack_g == 200


@pytest.mark.parametrize(
    ("changes", "on", "note"),
    [
        ({}, ON, "certified"),
        ({}, date(2028, 1, 1), "expires_this_year"),
        ({}, date(2029, 1, 1), "check_renewal"),
        ({}, None, "no_year"),
        ({"ocop_stars": None}, None, "unknown"),
        ({"ocop_stars": None, "ocop_stars_nominated": 5}, None, "nominated"),
    ],
)
def test_stars_are_judged_on_a_day(changes: dict[str, object], on: date | None, note: str) -> None:
    product = make_product(**changes)
    assert build_article(build(products=(product,)), "tea", product, on=on).stars_note == note


def test_strange_ids_are_refused() -> None:
    product = make_product()
    catalogue = build(types=(TEA, make_type(id="silk")), products=(product,))
    with pytest.raises(UnknownIdError) as unknown:
        build_article(catalogue, "teaa")
    assert unknown.value.nearest[0] == "tea"
    with pytest.raises(RequestError, match="p-tea"):
        build_article(catalogue, "silk", product)
    with pytest.raises(UnknownIdError):
        list_offers_at(catalogue, "nowhere", day=1, on=ON)


def test_refused_goods_and_services_are_no_offers() -> None:
    goods = tuple(make_good("a", kind, 0.3) for kind in ("snake_wine", "tour_service", "tea"))
    assert [offer.article.key for offer in list_offers_at(build(goods=goods), "a", day=1, on=ON)] == ["tea"]


def test_only_here_is_counted_over_the_whole_catalogue() -> None:
    product = make_product()
    here = build(products=(product,), outlets=(make_outlet("a", "p-tea"),))
    assert list_offers_at(here, "a", day=1, on=ON)[0].is_only_here
    both = build(products=(product,), outlets=(make_outlet("a", "p-tea"), make_outlet("c", "p-tea", "same_province")))
    assert not list_offers_at(both, "a", day=1, on=ON)[0].is_only_here


def test_a_typical_good_is_not_only_here_where_another_place_sells_the_kind_under_a_name() -> None:
    goods = (make_good("a", "tea"),)
    assert list_offers_at(build(goods=goods), "a", day=1, on=ON)[0].is_only_here
    named = build(goods=goods, products=(make_product(),), outlets=(make_outlet("b", "p-tea"),))
    assert not list_offers_at(named, "a", day=1, on=ON)[0].is_only_here


def test_stops_are_visits_and_beds_in_the_order_of_the_trip_each_on_its_last_day() -> None:
    catalogue = build(goods=tuple(make_good(place, "tea") for place in ("a", "b", "c")))
    itinerary = make_itinerary(ON, days=[["a"], ["b", "a"]], beds=["c"])
    stops = [(offer.place_id, offer.day, offer.on) for offer in list_offers(catalogue, itinerary)]
    later = ON + timedelta(days=1)
    assert stops == [("c", 1, ON), ("b", 2, later), ("a", 2, later)]
    assert all(offer.availability == "typical_of_place" for offer in list_offers(catalogue, itinerary))
