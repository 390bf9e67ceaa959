from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from goods_builders import make_catalogue, make_good, make_outlet, make_product, make_rule, make_type
from hypothesis import given
from hypothesis import strategies as st

from planner.goods import Means, get_shopping_worth, list_products_at, list_within_means
from planner.model.itinerary import VisitProduct
from planner.model.market import Verdict
from planner.settings import load_settings

WEIGHTS = load_settings().shopping

(FIVE_STARS,) = list_products_at(
    make_catalogue(
        types=(make_type(),),
        rules=(make_rule(),),
        places=("cv-tea",),
        products=(make_product(ocop_stars=5),),
        outlets=(make_outlet("cv-tea", "p-tea"),),
    ),
    "cv-tea",
    market="JP",
    on=date(2027, 3, 12),
)

offers = st.builds(
    lambda stars, note, verdict, green, typical, availability: replace(
        FIVE_STARS,
        stars=stars,
        stars_note=note,
        verdict=verdict,
        is_green=green,
        is_typical=typical,
        availability=availability,
    ),
    st.sampled_from([None, 3, 4, 5]),
    st.sampled_from(["certified", "check_renewal", "no_year", "nominated"]),
    st.sampled_from([None, *Verdict]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["made_here_ask", "may_be_found"]),
)


def test_nothing_to_buy_is_worth_nothing() -> None:
    assert get_shopping_worth((), WEIGHTS) == 0


def test_one_green_five_star_product_made_here_is_half_and_each_further_one_half_of_the_rest() -> None:
    assert FIVE_STARS.is_green
    assert [get_shopping_worth([FIVE_STARS] * n, WEIGHTS) for n in (1, 2, 3, 8)] == [50, 75, 88, 100]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"stars": 4}, 42),
        ({"stars": 3}, 35),
        ({"stars": None, "stars_note": "nominated"}, 25),
        ({"stars_note": "check_renewal"}, 40),
        ({"stars_note": "no_year"}, 40),
        ({"availability": "may_be_found"}, 30),
        ({"is_typical": True, "stars": None}, 20),
        ({"is_green": False}, 30),
        ({"is_green": False, "verdict": Verdict.DECLARE}, 30),
        ({"is_green": False, "verdict": Verdict.UNKNOWN}, 15),
        ({"is_green": False, "verdict": Verdict.PERMIT}, 0),
        ({"is_green": False, "verdict": Verdict.PROHIBITED}, 0),
        ({"is_green": False, "verdict": None}, 50),
    ],
)
def test_each_doubt_lowers_the_worth(changes: dict[str, object], expected: int) -> None:
    assert get_shopping_worth([replace(FIVE_STARS, **changes)], WEIGHTS) == expected


def test_weights_can_be_set() -> None:
    assert get_shopping_worth([FIVE_STARS], replace(WEIGHTS, five_stars=0.5)) == 25


@given(st.lists(offers, max_size=9), offers)
def test_the_worth_stays_within_bounds_and_one_more_product_never_lowers_it(
    products: list[VisitProduct], another: VisitProduct
) -> None:
    before = get_shopping_worth(products, WEIGHTS)
    assert 0 <= before <= get_shopping_worth([*products, another], WEIGHTS) <= 100
    assert get_shopping_worth(products[::-1], WEIGHTS) == before


def get_names(means: Means) -> list[str]:
    """Names of what remains of a heavy vase, a light one and a set that is sent in any case."""
    types = (
        make_type(id="vase", label_vi="heavy", typical_pack_g=5_000, price_low_vnd=900_000),
        make_type(id="cup", label_vi="light", typical_pack_g=200, price_low_vnd=50_000),
        make_type(id="set", label_vi="sent", typical_pack_g=40_000, price_low_vnd=50_000, is_ship_only=True),
        make_type(id="odd", label_vi="unknown", typical_pack_g=None, price_low_vnd=None),
    )
    goods = tuple(make_good("cv-tea", kind.id, share) for kind, share in zip(types, (1.0, 0.5, 0.3, 0.1), strict=True))
    catalogue = make_catalogue(types=types, places=("cv-tea",), goods=goods)
    products = list_products_at(catalogue, "cv-tea", market=None, on=date(2027, 3, 12))
    return [product.name_vi for product in list_within_means(catalogue, products, means)]


def test_what_is_too_dear_or_too_heavy_for_the_party_is_left_out_and_what_is_unknown_is_not() -> None:
    assert get_names(Means()) == ["heavy", "light", "sent", "unknown"]
    assert get_names(Means(budget_vnd=899_999)) == ["light", "sent", "unknown"]
    assert get_names(Means(budget_vnd=900_000)) == ["heavy", "light", "sent", "unknown"]
    assert get_names(Means(luggage_g=4_999)) == ["light", "sent", "unknown"]
    assert get_names(Means(budget_vnd=0, luggage_g=0)) == ["unknown"]


def test_the_weight_of_a_named_product_wins_over_that_of_its_kind() -> None:
    products = (make_product(weight_g=3_000),)
    catalogue = make_catalogue(
        types=(make_type(),), places=("cv-tea",), products=products, outlets=(make_outlet("cv-tea", "p-tea"),)
    )
    listed = list_products_at(catalogue, "cv-tea", market=None, on=date(2027, 3, 12))
    assert list_within_means(catalogue, listed, Means(luggage_g=2_999)) == ()
    assert list_within_means(catalogue, listed, Means(luggage_g=3_000)) == listed
