"""OCOP places, their stars, how certain a result is, and the order of names, against plain reckonings."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from planner.folding import fold
from planner.model.catalogue import Catalogue
from planner.model.explore import ExploreQuery, HoursState, OcopRole
from planner.plan.explore import Explorer
from planner.plan.explore_text import Grade, NameGrades, list_name_words

SUNDAY = dt.date(2026, 11, 22)
DONG_A = "pr-donga"


@pytest.fixture(scope="module")
def explorer(catalogue: Catalogue) -> Explorer:
    return Explorer(catalogue)


def find(explorer: Explorer, **filters: object) -> set[str]:
    found = explorer.find(ExploreQuery(on=SUNDAY, **filters))  # type: ignore[arg-type]
    return {explorer.index.places[number].id for number in found.places}


def get_role(explorer: Explorer, place_id: str) -> OcopRole | None:
    facts = explorer.find_ocop(explorer.index.place_position[place_id])
    return None if facts is None else facts.role


def test_every_place_that_makes_or_sells_ocop_is_found(explorer: Explorer, catalogue: Catalogue) -> None:
    wanted = {product.producer_id for product in catalogue.products.values()}
    wanted |= {outlet.sold_at_place_id for outlet in catalogue.outlet_products}
    wanted |= {place.id for place in catalogue.places.values() if place.kind in ("ocop_producer", "ocop_outlet")}
    wanted |= {place.id for place in catalogue.places.values() if place.category == "ocop_tourism"}
    recognised = [*catalogue.places.values(), *catalogue.lodgings.values()]
    wanted |= {place.id for place in recognised if "OCOP" in (place.recognition or "")}
    assert find(explorer, ocop=True) == wanted
    assert {place.kind for place in recognised if place.id in wanted} > {"ocop_producer", "ocop_outlet", "market"}


def test_both_names_of_a_province_find_its_ocop_places(explorer: Explorer, catalogue: Catalogue) -> None:
    former, today = (
        find(explorer, ocop=True, old_provinces=("Bến Tre",)),
        find(explorer, ocop=True, provinces=("Vĩnh Long",)),
    )
    assert former == {DONG_A, "pr-cuulong"}
    assert former < today
    assert find(explorer, text="Bến Tre OCOP") == former
    assert find(explorer, ocop=True, text="ben tre") == former


def test_of_goods_only_ocop_products_are_found(explorer: Explorer, catalogue: Catalogue) -> None:
    found = explorer.find(ExploreQuery(on=SUNDAY, ocop=True))
    assert {explorer.index.goods[number].key for number in found.goods} <= set(catalogue.products)
    of_group = find(explorer, ocop=True, goods=("handicraft",))
    crafts = {one.id for one in catalogue.products.values() if one.ocop_group == "handicraft"}
    crafts |= {
        one.id
        for one in catalogue.products.values()
        if catalogue.product_types[one.product_type].ocop_group == "handicraft"
    }
    assert of_group == {one.sold_at_place_id for one in catalogue.outlet_products if one.product_id in crafts}


def test_unknown_stars_are_a_value_of_their_own(explorer: Explorer, catalogue: Catalogue) -> None:
    assert find(explorer, ocop=True, old_provinces=("Bến Tre",), stars=(3, 4, 5)) == set()
    assert find(explorer, ocop=True, old_provinces=("Bến Tre",), stars=(0,)) == {DONG_A, "pr-cuulong"}
    for stars in (0, 3, 4, 5):
        held = {one.id for one in catalogue.products.values() if (one.ocop_stars or 0) == stars}
        sold = {outlet.sold_at_place_id for outlet in catalogue.outlet_products if outlet.product_id in held}
        found = find(explorer, stars=(stars,))
        assert sold <= found <= find(explorer, ocop=True)
        goods = explorer.find(ExploreQuery(on=SUNDAY, stars=(stars,))).goods
        assert {explorer.index.goods[number].key for number in goods} <= held
    assert find(explorer, stars=(0, 3, 4, 5)) == find(explorer, ocop=True)


def test_an_outlet_of_which_no_product_is_known_has_unknown_stars(explorer: Explorer) -> None:
    outlet = "oo-ocop-point-of-sale-duong-lam"
    assert outlet in find(explorer, stars=(0,))
    assert outlet not in find(explorer, stars=(0,), goods=("food",))
    assert get_role(explorer, outlet) is OcopRole.SELLS


def test_what_is_recognised_itself_has_the_stars_of_its_recognition(explorer: Explorer, catalogue: Catalogue) -> None:
    village = next(one for one in catalogue.lodgings.values() if (one.recognition or "").startswith("OCOP 3 star ("))
    assert get_role(explorer, village.id) is OcopRole.TOURISM
    assert village.id in find(explorer, stars=(3,))
    assert village.id not in find(explorer, stars=(0, 4, 5))


def test_the_surest_role_is_told(explorer: Explorer, catalogue: Catalogue) -> None:
    assert get_role(explorer, DONG_A) is OcopRole.MAKES
    inferred = {"same_province", "city_market_same_province", "same_commune", "same_district"}
    bases: dict[str, set[str]] = {}
    for outlet in catalogue.outlet_products:
        bases.setdefault(outlet.sold_at_place_id, set()).add(outlet.basis)
    markets = [one for one, found in bases.items() if found <= inferred and catalogue.located[one].kind == "market"]
    assert markets
    assert {get_role(explorer, one) for one in markets} == {OcopRole.MAY_SELL}
    assert get_role(explorer, "ts-con-phung-islet") is None


def test_certainty_counts_what_the_tables_say(explorer: Explorer, catalogue: Catalogue) -> None:
    shown = np.arange(0, len(explorer.index.places), 3)
    sure = explorer.sum_certainty(shown, SUNDAY)
    places = [explorer.index.places[number] for number in shown]
    states = [explorer.get_hours(int(number), SUNDAY, None) for number in shown]
    assert sure.places == len(places)
    assert sure.hours_unknown == states.count(HoursState.UNKNOWN) > 0
    assert sure.hours_typical == states.count(HoursState.LIKELY) > 0
    assert sure.rough == sum(place.coord_uncertainty_km > 1 for place in places) > 0
    assert sure.unverified == sum(place.confidence == "approx" for place in places) > 0
    facts = [explorer.find_ocop(int(number)) for number in shown]
    assert sure.ocop == sum(one is not None for one in facts) > 0
    assert sure.stars_unknown == sum(one is not None and 0 in one.stars for one in facts) > 0
    nothing = explorer.sum_certainty(np.array([], dtype=np.intp), SUNDAY)
    assert nothing.places == nothing.rough == nothing.hours_unknown == 0


@pytest.mark.parametrize(
    ("name", "grade"),
    [
        ("Đông Á", Grade.EXACT),
        ("Đông Á Foods", Grade.PREFIX),
        ("Công ty TNHH Đông Á", Grade.WHOLE_WORDS),
        ("Đông Anh market", Grade.UNFINISHED_PREFIX),
        ("Chợ Đông Anh", Grade.UNFINISHED),
        ("Phương đông ánh sáng", Grade.UNFINISHED),
        ("Xuađông Á", Grade.INSIDE),
        ("Á Đông", Grade.ELSEWHERE),
    ],
)
def test_a_name_is_graded_by_how_well_it_is_what_was_asked(name: str, grade: Grade) -> None:
    grades = NameGrades([list_name_words(name), list_name_words(None, name), ()])
    assert grades.grade("đông á").tolist() == [grade, grade, Grade.ELSEWHERE]
    assert len(set(grades.grade(" ").tolist())) == 1


def test_the_name_looked_for_comes_first(explorer: Explorer) -> None:
    found = explorer.find(ExploreQuery(on=SUNDAY, text="Đông Á")).places
    assert len(found) > 10
    grades = explorer.grade_places("Đông Á")[found]
    best = [explorer.index.places[number] for number in found[grades == grades.min()]]
    assert [place.id for place in best] == [DONG_A]
    assert fold("đông á") in fold(best[0].name_vi)


def test_a_catalogue_without_ocop_has_none(catalogue: Catalogue) -> None:
    places = {"cv-bat-trang-pottery-village": catalogue.places["cv-bat-trang-pottery-village"]}
    bare = Explorer(
        replace(
            catalogue, places=places, lodgings={}, experiences={}, products={}, outlet_products=(), village_goods=()
        )
    )
    assert find(bare, ocop=True) == find(bare, stars=(0, 3, 4, 5)) == set()
