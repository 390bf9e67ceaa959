"""*May I take it home?* on the page of the basket, with a trip and without; decisions and files outlive trouble."""

import dataclasses

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from planner.present.languages import LANGUAGES, load_messages
from planner.publish import PUBLISHERS
from tests.app.pages import run_until_planned
from tests.app.test_basket_page import get_now, open_basket, open_sample
from ui import resources
from ui.basket_state import list_packs


def ask(page: AppTest, text: str, home: str | None = None) -> str:
    """Ask about what a text finds, and return the card as HTML."""
    page.text_input(key="take-text").set_value(text).run()
    if home is not None:
        page.selectbox(key="take-market").set_value(home).run()
    assert not page.exception
    return get_card(page)


def get_card(page: AppTest) -> str:
    cards = [
        str(block.proto.body) for block in page.get("html") if '<div class="rp-product rp-buy">' in block.proto.body
    ]
    return cards[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_asked_without_a_trip_in_every_language(language: str) -> None:
    page = open_basket(language)
    say = load_messages(language)
    assert "trip_state" not in page.session_state
    assert say("take.choose") in [one.value for one in page.caption]
    card = ask(page, "wooden statue", "JP")
    assert page.selectbox(key="take-good").value == "wood_carving"
    assert resources.get_words(language).product_type("wood_carving") in card
    for key in ("verdict.ok", "verdict.check"):
        assert say(key).replace("'", "&#x27;") in card
    assert say("verdict.why") in card
    assert "maff.go.jp" in card
    assert say("confidence.high") in card


def test_in_vietnamese_words_of_the_language_find_it() -> None:
    page = open_basket("vi")
    card = ask(page, "tượng gỗ", "US")
    good = page.selectbox(key="take-good").value
    assert resources.get_catalogue().products[good].product_type == "wood_carving"
    assert load_messages("vi")("verdict.check") in card


def test_two_markets_judge_the_same_good_by_their_own_rules() -> None:
    page = open_basket("en")
    say = load_messages("en")
    assert "rp-badge rp-bad" in ask(page, "dried beef", "JP")
    assert say("verdict.prohibited") in get_card(page)
    japan = get_card(page)
    hong_kong = ask(page, "dried beef", "HK")
    assert hong_kong != japan
    assert say("verdict.prohibited") not in hong_kong


def test_what_no_rule_speaks_of_is_unknown_and_never_green() -> None:
    page = open_basket("en")
    card = ask(page, "pottery", "BR")
    say = load_messages("en")
    assert say("verdict.unknown") in card
    assert "rp-badge rp-good" not in card
    assert any("Brazil" in one.value for one in page.warning)


def test_low_confidence_is_never_green() -> None:
    page = open_basket("en")
    catalogue = resources.get_catalogue()
    rule = next(
        one
        for one in catalogue.carry_home.values()
        if one.status == "allowed" and one.confidence == "low" and any(
            kind.carry_home_category == one.category and kind.carry_home_fit == "exact"
            for kind in catalogue.product_types.values()
        )
    )  # fmt: skip
    kind = next(one for one in catalogue.product_types.values() if one.carry_home_category == rule.category)
    card = ask(page, kind.label_en, rule.market)
    page.selectbox(key="take-good").set_value(kind.id).run()
    card = get_card(page)
    assert "rp-badge rp-good" not in card
    assert load_messages("en")("confidence.low") in card


def test_without_a_home_nothing_is_judged() -> None:
    page = open_basket("en")
    say = load_messages("en")
    assert say("verdict.check") not in ask(page, "pottery")
    assert say("verdict.no_market") in [one.value for one in page.info]
    page.selectbox(key="take-market").set_value("VN").run()
    assert say("home.resident") in [one.value for one in page.info]
    assert "rp-badge" not in get_card(page)


def test_what_is_not_known_is_not_guessed() -> None:
    page = open_basket("en")
    say = load_messages("en")
    page.text_input(key="take-text").set_value("chopsticks").run()
    assert say("take.none") in [one.value for one in page.warning]
    assert page.selectbox(key="take-good").value is None
    page.text_input(key="take-text").set_value("dried mango").run()
    assert say("take.near") in [one.value for one in page.info]
    assert page.selectbox(key="take-good").value is None, "what only comes near is the visitor's to choose"


def test_more_packs_reach_a_limit() -> None:
    page = open_basket("en")
    one = ask(page, "corn liquor", "JP")
    page.number_input(key="take-packs").set_value(40).run()
    assert not page.exception
    many = get_card(page)
    assert many != one
    assert "rp-badge rp-good" not in many


def test_with_a_trip_its_home_and_travellers_are_taken() -> None:
    page = open_sample("01")
    now = get_now(page)
    assert page.selectbox(key="take-market").value == now.home
    line = now.basket.lines[0]
    page.selectbox(key="take-good").set_value(line.offer.article.key).run()
    page.number_input(key="take-packs").set_value(line.quantity).run()
    say = load_messages("en")
    judged = next(one.value for one in page.caption if one.value.startswith(say("take.judged_for", who="")[:10]))
    assert say("home.people", count=now.traveller.adults) in judged
    page.selectbox(key="home-market").set_value("AU").run()
    assert page.selectbox(key="take-market").value == "AU"
    page.selectbox(key="take-market").set_value("JP").run()
    page.number_input(key="take-packs").set_value(2).run()
    assert page.selectbox(key="take-market").value == "JP", "asking for another country changes no basket"
    assert get_now(page).home == "AU"


def test_packs_by_hand_come_back_when_the_trip_does() -> None:
    page = open_sample("01")
    stops = [visit for day in page.session_state.trip_state.now.itinerary.days for visit in day.visits]
    must = {*page.session_state.trip_state.now.request.must_visit}
    line = next(
        one for one in get_now(page).basket.lines
        if one.offer.place_id in {visit.place_id for visit in stops} - must
    )  # fmt: skip
    key, place = line.offer.article.key, line.offer.place_id
    page.number_input(key=f"packs-{place}-{key}").set_value(4).run()
    assert list_packs(get_now(page).basket)[key, place] == 4

    days = page.session_state.trip_state.now.itinerary.days
    number, position = next(
        (number, position)
        for number, day in enumerate(days)
        for position, visit in enumerate(day.visits)
        if visit.place_id == place
    )
    show(page, "plan")
    if number:
        page.session_state["day"] = number
        page.run()
    page.button(key=f"exclude-{number}-{position}").click()
    run_until_planned(page)
    show(page, "basket")
    assert (key, place) not in list_packs(get_now(page).basket)
    assert get_now(page).basket.wishes.fixed == ()

    show(page, "plan")
    page.button(key="undo").click()
    run_until_planned(page)
    show(page, "basket")
    assert not page.exception
    assert not page.error
    assert list_packs(get_now(page).basket)[key, place] == 4


def show(page: AppTest, name: str) -> None:
    page._page_hash = calc_hash(name)
    run_until_planned(page)
    assert not page.exception


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_file_that_fails_is_named_and_leaves_the_others(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError("no ink")

    page = open_sample("01", language)
    monkeypatch.setitem(PUBLISHERS, "packing", dataclasses.replace(PUBLISHERS["packing"], render=fail))
    page.pills(key="basket-files").set_value(["packing", "record-csv", "json"]).run()
    assert not page.exception
    say = load_messages(language)
    told = [one.value for one in page.warning if "no ink" in one.value]
    assert len(told) == 1
    assert say("out.packing").split(" (")[0] in told[0]
    buttons = [button.proto.label for button in page.get("download_button")]
    assert [name.rpartition(" (")[0].rpartition(".")[2] for name in buttons] == ["csv", "json"]

    packs = next(one.key for one in page.number_input if one.key.startswith("packs-"))
    page.number_input(key=packs).set_value(7).run()
    assert page.pills(key="basket-files").value == [], "files of another basket are made when they are asked for"
    assert not page.get("download_button")
