"""Names in languages that have none of their own: the Vietnamese one with a gloss; holidays and festivals."""

import dataclasses

import holidays
import pytest

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.reason import Reason
from planner.present.cards import draw_gloss, draw_popup
from planner.present.languages import LANGUAGES, WHOLE, load_messages
from planner.present.words import build_words

VISITORS = [code for code in LANGUAGES if code not in WHOLE]
VILLAGE = "cv-bat-trang-pottery-village"


@pytest.mark.parametrize("code", VISITORS)
def test_names_stay_vietnamese_and_every_one_has_a_gloss(code: str, catalogue: Catalogue) -> None:
    words = build_words(code, catalogue)
    for place_id, located in catalogue.located.items():
        assert words.name(place_id) == located.name_vi
        assert words.gloss(place_id)
        assert words.glossed_name(place_id) == f"{located.name_vi} ({words.gloss(place_id)})"


def test_english_and_vietnamese_names_need_no_gloss(catalogue: Catalogue) -> None:
    english, vietnamese = build_words("en", catalogue), build_words("vi", catalogue)
    assert english.glossed_name(VILLAGE) == catalogue.places[VILLAGE].name_en
    assert vietnamese.glossed_name(VILLAGE) == catalogue.places[VILLAGE].name_vi
    assert draw_gloss(VILLAGE, english) == ""


def test_a_gloss_says_the_craft_of_a_village(catalogue: Catalogue) -> None:
    assert build_words("ko", catalogue).gloss(VILLAGE) == "도자기 공예마을"
    assert build_words("ja", catalogue).gloss("gw-noi-bai") == "国際空港"
    assert build_words("ko", catalogue).gloss("no-such-place") == ""


def test_an_experience_is_told_by_its_kind_with_its_own_name_if_it_has_one(catalogue: Catalogue) -> None:
    words = build_words("ko", catalogue)
    own = catalogue.experiences[f"ex-{VILLAGE}-1"]
    general = next(e for e in catalogue.experiences.values() if e.name_vi.startswith("Mua tại gốc: "))
    assert words.experience(own) == f"만들기 체험 ({own.name_vi})"
    assert words.experience(general) == "쇼핑"
    assert build_words("vi", catalogue).experience(general) == general.name_vi


@pytest.mark.parametrize("code", VISITORS)
def test_kinds_of_goods_are_told_in_the_language(code: str, catalogue: Catalogue) -> None:
    words = build_words(code, catalogue)
    for type_id, kind in catalogue.product_types.items():
        assert words.product_type(type_id) == load_messages(code)(f"product_type.{type_id}")
        assert build_words("en", catalogue).product_type(type_id) == kind.label_en


def test_a_popup_shows_the_gloss(itinerary: Itinerary, catalogue: Catalogue) -> None:
    visit = itinerary.days[0].visits[0]
    words = build_words("ja", catalogue)
    assert words.gloss(visit.place_id) in draw_popup(visit, 1, words)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("source", ["en_US", "vi"])
def test_every_public_holiday_is_told_whatever_language_the_plan_has_it_in(
    code: str, source: str, catalogue: Catalogue
) -> None:
    calendar = holidays.country_holidays("VN", language=source, years=range(2025, 2036))
    names = {name for day in calendar for name in calendar.get_list(day)}
    told = {build_words(code, catalogue).occasions([name]) for name in names}
    assert len(told) >= 12
    if code != source[:2]:
        assert told.isdisjoint(names)


def test_a_festival_is_told_by_its_name_in_the_language(catalogue: Catalogue) -> None:
    lim = next(one for one in catalogue.festivals.values() if one.name_vi == "Hội Lim")
    assert build_words("en", catalogue).occasions([lim.name_vi]) == lim.name_en
    assert build_words("ko", catalogue).occasions([lim.name_en]) == lim.name_vi
    reason = Reason(code="why_festival", params={"name": lim.name_en})
    assert lim.name_vi in build_words("vi", catalogue).reason(reason)


def test_what_is_no_known_occasion_stays(catalogue: Catalogue) -> None:
    assert build_words("ja", catalogue).occasions(["Fair of 2031", "Fair of 2031"]) == "Fair of 2031"
    assert "2026" in build_words("ja", catalogue).occasions(["Day off (substituted from 08/22/2026)"])


def test_a_plan_made_in_english_is_told_in_vietnamese(itinerary: Itinerary, catalogue: Catalogue) -> None:
    day = dataclasses.replace(itinerary.days[0], holidays=("National Day (observed)", "Lim Festival"))
    assert build_words("vi", catalogue).occasions(day.holidays) == "Quốc khánh (nghỉ bù) và Hội Lim"
