"""The list of home countries."""

import pytest

from planner.catalogue import load_catalogue
from planner.model.catalogue import Catalogue
from planner.model.market import MARKETS
from planner.present.languages import LANGUAGES
from planner.present.words import build_words
from ui.markets import list_markets, name_market


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize("code", LANGUAGES)
def test_countries_with_rules_stand_first(code: str, catalogue: Catalogue) -> None:
    none, *codes = list_markets(build_words(code, catalogue), None)
    assert none is None
    assert set(codes[: len(MARKETS)]) == set(MARKETS)
    assert len(codes) == len(set(codes)) > 200


def test_a_name_typed_without_marks_finds_its_country_first(catalogue: Catalogue) -> None:
    words = build_words("vi", catalogue)
    name = name_market(words)
    assert name("JP") == "Nhật Bản · Nhat Ban"
    assert next(code for code in list_markets(words, None) if "nhat" in name(code).lower()) == "JP"
    assert list_markets(words, "Narnia")[-1] is not None
    assert "Narnia" in list_markets(words, "Narnia")


@pytest.mark.parametrize(("code", "told"), [("ko", "독일"), ("ja", "ドイツ"), ("zh", "德国"), ("en", "Germany")])
def test_what_has_no_marks_to_leave_out_is_named_once(code: str, told: str, catalogue: Catalogue) -> None:
    assert name_market(build_words(code, catalogue))("DE") == told
