"""How the goods that can be asked about are named, and what the card says of one that lies at no stop."""

import pytest

from planner.catalogue import load_catalogue
from planner.model.catalogue import Catalogue
from planner.present.basket import describe_article, describe_line
from planner.present.languages import LANGUAGES
from planner.present.take_home import Askable, list_askable
from planner.present.words import build_words
from tests.unit.present.basket_samples import build_basket


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def list_by_key(language: str, catalogue: Catalogue) -> dict[str, Askable]:
    return {good.key: good for good in list_askable(build_words(language, catalogue))}


def test_a_kind_has_its_vietnamese_name_beside_the_readers(catalogue: Catalogue) -> None:
    assert list_by_key("en", catalogue)["wood_carving"].label == "Wood carving · Chạm khắc gỗ"
    assert list_by_key("vi", catalogue)["wood_carving"].label == "Chạm khắc gỗ"
    assert list_by_key("ja", catalogue)["wood_carving"].label == "木彫り · Chạm khắc gỗ"


def test_a_product_keeps_its_name_with_its_kind_as_a_gloss(catalogue: Catalogue) -> None:
    key = "p-tuong-phat-dai-the-chi-bo-tat"
    assert list_by_key("en", catalogue)[key].label == "Tượng phật Đại Thế Chí Bồ Tát (Wood carving)"
    assert list_by_key("vi", catalogue)[key].label == "Tượng phật Đại Thế Chí Bồ Tát"


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_tell_goods_apart(language: str, catalogue: Catalogue) -> None:
    goods = list_by_key(language, catalogue)
    kinds = [good.label for good in goods.values() if good.product_id is None]
    assert len(set(kinds)) == len(kinds)
    assert all(good.label.strip() for good in goods.values())


def test_what_few_villages_are_named_after_is_no_word_for_a_kind(catalogue: Catalogue) -> None:
    goods = list_by_key("en", catalogue)
    assert "pottery" in goods["ceramic_vase"].texts[-1]
    assert "pottery" not in goods["rice_paper"].texts[-1], "one of ten villages makes pots, too"


def test_a_card_of_a_purchase_adds_only_where_and_why(catalogue: Catalogue) -> None:
    basket, words = build_basket(catalogue), build_words("en", catalogue)
    line = basket.lines[1]
    bought = describe_line(line, basket.traveller, words)
    alone = describe_article(line.offer.article, line.check, basket.traveller, words)
    assert (alone.badge, alone.basis, alone.rules, alone.check) == (
        bought.badge,
        bought.basis,
        bought.rules,
        bought.check,
    )
    assert alone.availability == ""
    assert alone.why == ()
    assert alone.stars_told != bought.stars_told, "no place is spoken of"
