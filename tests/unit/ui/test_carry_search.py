"""Finding a good by what people call it, over the shipped tables and over names made for it."""

import pytest

from planner.catalogue import load_catalogue
from planner.model.catalogue import Catalogue
from planner.present.take_home import Askable, list_askable
from planner.present.words import build_words
from ui.carry_search import GoodsSearch


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def searches(catalogue: Catalogue) -> dict[str, GoodsSearch]:
    return {one: GoodsSearch(list_askable(build_words(one, catalogue))) for one in ("en", "vi", "ja")}


def make(key: str, *texts: tuple[str, ...], kin: tuple[str, ...] = ()) -> Askable:
    return Askable(key=key, product_id=None, product_type=key, label=key, texts=texts, kin=kin)


@pytest.mark.parametrize("language", ["en", "vi", "ja"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("wooden statue", "wood_carving"),
        ("tượng gỗ", "wood_carving"),
        ("tuong go", "wood_carving"),
        ("pottery", "ceramic_vase"),
        ("gốm", "ceramic_vase"),
        ("knife", "knife"),
        ("nuoc mam", "fish_sauce"),
        ("snake wine", "snake_wine"),
        ("silk", "silk_scarf"),
    ],
)
def test_what_people_type_is_found_in_any_language_of_the_page(
    searches: dict[str, GoodsSearch], language: str, text: str, kind: str
) -> None:
    found = searches[language].find(text)
    assert kind in found.keys
    assert not found.is_near


def test_every_good_is_there_and_services_are_not(searches: dict[str, GoodsSearch], catalogue: Catalogue) -> None:
    kinds = {kind.id for kind in catalogue.product_types.values() if kind.is_goods}
    named = {one.id for one in catalogue.products.values() if one.product_type in kinds}
    for search in searches.values():
        found = search.find("")
        assert set(found.keys) == kinds | named
        assert not found.is_near
        assert not found.keys[0].startswith("p-"), "kinds stand first"


def test_characters_within_a_word_find_it(searches: dict[str, GoodsSearch], catalogue: Catalogue) -> None:
    label = build_words("ja", catalogue).product_type("ceramic_vase")
    assert "ceramic_vase" in searches["ja"].find(label[-2:]).keys


def test_names_stand_before_what_is_said_and_who_lives_by_it() -> None:
    goods = [make("village", ("a",), (), ("clay",)), make("said", ("b",), ("clay",)), make("named", ("clay",))]
    assert GoodsSearch(goods).find("clay") == (("named", "said", "village"), False)


def test_words_of_kin_count_only_where_nothing_has_them_all() -> None:
    goods = [make("carving", ("carving",), ("statues",), kin=("wooden puppet",)), make("puppet", ("wooden puppet",))]
    search = GoodsSearch(goods)
    assert search.find("wooden statue") == (("carving",), False)
    assert search.find("wooden") == (("puppet",), False)


def test_what_comes_near_is_said_to() -> None:
    goods = [make("mat", ("sedge mat",)), make("bag", ("sedge bag",)), make("tea", ("tea",))]
    search = GoodsSearch(goods)
    assert search.find("sedgr mat").keys[0] == "mat"
    assert search.find("sedgr mat").is_near
    some = search.find("sedge chair")
    assert some.is_near
    assert set(some.keys) == {"mat", "bag"}
    assert search.find("qqqq") == ((), False)
    assert GoodsSearch([]).find("tea") == ((), False)
