"""The page *Basket and going home* under Streamlit's own test runner, with the real planner."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from planner.goods.notes import list_paid
from planner.model.market import Verdict
from planner.model.request import TripRequest
from planner.plan.basket import list_gift_words
from planner.present.basket_bars import list_breaks
from planner.present.languages import load_messages
from tests.app.pages import APP, PATIENCE_S, get_html, run_until_planned
from ui import resources
from ui.basket_state import list_packs
from ui.link import write_token
from ui.safe import plain

VISITORS = {"JP": "01", "US": "02", "FR": "04", "AU": "09", "CN": "08"}
"""Home country -> sample trip."""


def open_basket(language: str = "en", **query: str) -> AppTest:
    page = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    page.query_params["lang"] = language
    for name, value in query.items():
        page.query_params[name] = value
    page._page_hash = calc_hash("basket")  # the runner can switch to pages that are files only
    return run_until_planned(page)


def open_sample(number: str, language: str = "en") -> AppTest:
    page = open_basket(language)
    name = next(name for name in resources.list_samples() if name.startswith(number))
    page.button(key=f"sample-{name}").click()
    return run_until_planned(page)


def get_now(page: AppTest):
    return page.session_state.basket_state.now


def list_packs_inputs(page: AppTest) -> list[str]:
    return [one.key for one in page.number_input if one.key.startswith("packs-")]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_without_a_trip_the_page_leads_to_one(language: str) -> None:
    page = open_basket(language)
    say = load_messages(language)
    assert not page.exception
    assert [info.value for info in page.info] == [say("basket.no_trip")]
    assert "trip_state" not in page.session_state
    assert len([button for button in page.button if button.key.startswith("sample-")]) == len(resources.list_samples())


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("home", VISITORS)
def test_the_page_works_for_visitors_of_five_countries(home: str, language: str) -> None:
    page = open_sample(VISITORS[home], language)
    page.selectbox(key="home-market").set_value(home).run()
    page.button(key="basket-again").click()
    run_until_planned(page)
    say = load_messages(language)
    assert not page.exception
    assert not page.error
    now = get_now(page)
    assert now.home == home
    assert now.basket.lines
    assert now.basket.is_optimal
    html = get_html(page)
    check = say("verdict.check").split("'")[0]
    assert html.count(check) >= len(now.basket.lines)
    assert not [line for line in now.basket.lines if line.check.verdict is Verdict.PROHIBITED]
    assert "goods." not in html
    assert "reason " not in html
    labels = {button.label for button in page.button}
    assert {say("basket.again"), say("basket.remove")} <= labels
    assert (say("basket.put_in") in labels) is bool(now.basket.left_out)


def test_packs_are_changed_rechecked_and_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_sample("01")
    before = get_now(page)
    key = list_packs_inputs(page)[0]

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("solved on a click")

    from ui import basket_state

    monkeypatch.setattr(basket_state, "solve", refuse)
    packs = page.number_input(key=key).value
    page.number_input(key=key).set_value(packs + 2).run()
    assert not page.exception
    changed = get_now(page)
    assert changed.is_edited
    assert sum(list_packs(changed.basket).values()) == sum(list_packs(before.basket).values()) + 2
    assert page.number_input(key=key).value == packs + 2
    page.button(key="basket-undo").click().run()
    assert get_now(page) is before
    assert page.number_input(key=key).value == packs
    page.button(key="basket-redo").click().run()
    assert get_now(page) is changed


def test_a_flight_before_the_purchases_is_refused_in_the_language_of_the_page() -> None:
    page = open_sample("04", "fr")
    before, bought = get_now(page), min(line.offer.on for line in get_now(page).basket.lines)
    page.date_input(key="home-leaves_on").set_value(bought - dt.timedelta(days=1)).run()
    assert not page.exception
    say = load_messages("fr")
    assert [one.value for one in page.error] == [say("basket.failed", message=plain(say("error.G114")))]
    assert get_now(page) is before


def test_presents_are_chosen_among_what_can_be_given() -> None:
    page = open_sample("01")
    page.button(key="gift-add").click().run()
    likes = page.multiselect(key="gift-likes-0")
    known = list_gift_words(resources.get_catalogue())
    words = resources.get_words("en")
    assert set(likes.options) <= {words.word(one) for one in known}
    assert len(likes.options) > 10


def test_taking_out_and_putting_in_anyway() -> None:
    page = open_sample("01")
    key = list_packs_inputs(page)[0]
    page.button(key=key.replace("packs-", "remove-")).click().run()
    assert key not in list_packs_inputs(page)
    assert not page.exception
    button = next(one for one in page.button if one.key.startswith("put-"))
    button.click().run()
    assert not page.exception
    assert button.key.replace("put-", "packs-") in list_packs_inputs(page)
    told = list_breaks(get_now(page).basket, resources.get_words("en"))
    assert len(page.warning) == bool(told)


def test_what_breaks_is_said_at_once() -> None:
    page = open_sample("01")
    page.text_input(key="home-budget").set_value("1.000").run()
    assert any("above the budget" in one.value for one in page.warning)
    page.button(key="basket-again").click()
    run_until_planned(page)
    assert not page.exception
    assert get_now(page).basket.spend_high_vnd <= 1000


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("typed", ["1.800.000", "1,800,000", "1800000"])
def test_amounts_are_read_as_people_write_them(typed: str, language: str) -> None:
    page = open_sample("01", language)
    key = list_packs_inputs(page)[0].replace("packs-", "paid-")
    shown = "1,800,000" if language == "en" else "1.800.000"
    before = get_now(page)
    assert page.text_input(key=key).value == ""
    page.text_input(key=key).set_value(typed).run()
    assert not page.exception
    assert not page.error
    assert list(list_paid(get_now(page).basket).values()) == [1_800_000]
    assert page.text_input(key=key).value == shown
    page.text_input(key="home-budget").set_value(typed).run()
    assert get_now(page).wishes.budget_vnd == 1_800_000
    assert page.text_input(key="home-budget").value == shown

    there = open_basket(language, trip=page.query_params["trip"], basket=page.query_params["basket"])
    assert list_paid(get_now(there).basket) == list_paid(get_now(page).basket)
    assert there.text_input(key=key).value == shown
    assert there.text_input(key="home-budget").value == shown

    page.button(key="basket-undo").click().run()
    page.button(key="basket-undo").click().run()
    assert get_now(page) is before
    assert page.text_input(key=key).value == ""
    page.button(key="basket-redo").click().run()
    assert page.text_input(key=key).value == shown
    page.text_input(key=key).set_value("").run()
    assert list_paid(get_now(page).basket) == {}
    assert not page.error


@pytest.mark.parametrize("typed", ["1.8", "-5", "much <b>[a](b)", "99.000.000.000.000"])
def test_an_amount_that_cannot_be_read_is_told_at_its_field_and_nothing_is_lost(typed: str) -> None:
    page = open_sample("01")
    paid = list_packs_inputs(page)[0].replace("packs-", "paid-")
    page.text_input(key=paid).set_value("310.000").run()
    page.text_input(key="home-budget").set_value("9.000.000").run()
    before = get_now(page)
    for number, key in enumerate((paid, "home-budget"), 1):
        page.text_input(key=key).set_value(typed).run()
        assert not page.exception
        assert len(page.error) == number
        assert get_now(page) is before
    say = load_messages("en")
    for label in (say("basket.paid"), say("home.budget")):
        (told,) = (one.value for one in page.error if plain(label) in one.value)
        assert plain(typed) in told
    page.selectbox(key="home-market").set_value("FR").run()
    assert page.text_input(key=paid).value == typed, "what was typed stays to be mended"
    assert get_now(page).wishes.budget_vnd == 9_000_000
    assert list(list_paid(get_now(page).basket).values()) == [310_000]
    page.text_input(key=paid).set_value("320.000").run()
    page.text_input(key="home-budget").set_value("").run()
    assert not page.error
    assert get_now(page).wishes.budget_vnd is None
    assert list(list_paid(get_now(page).basket).values()) == [320_000]


def test_gifts_are_added_changed_and_removed() -> None:
    page = open_sample("01")
    page.button(key="gift-add").click().run()
    page.number_input(key="gift-people-0").set_value(3).run()
    page.multiselect(key="gift-likes-0").set_value(["food"]).run()
    assert not page.exception
    assert [(gift.people, gift.likes) for gift in get_now(page).wishes.gifts] == [(3, ("food",))]
    page.button(key="basket-again").click()
    run_until_planned(page)
    lines = get_now(page).basket.lines
    catalogue = resources.get_catalogue()
    food = [one for one in lines if catalogue.product_types[one.offer.article.product_type].ocop_group == "food"]
    assert sum(line.quantity for line in food) >= 3
    page.button(key="gift-remove-0").click().run()
    assert get_now(page).wishes.gifts == ()


@pytest.mark.parametrize(("home", "key"), [("VN", "home.resident"), (None, "home.none")])
def test_without_a_border_nothing_is_said_of_customs(home: str | None, key: str) -> None:
    page = open_sample("01")
    page.selectbox(key="home-market").set_value(home).run()
    say = load_messages("en")
    assert not page.exception
    assert say(key) in [info.value for info in page.info]
    assert say("limit.title") not in [one.value for one in page.subheader]
    assert say("verdict.check") not in get_html(page)


def test_a_country_without_rules_is_said_and_nothing_is_green() -> None:
    page = open_sample("01")
    page.selectbox(key="home-market").set_value("BR").run()
    assert not page.exception
    assert any("Brazil" in one.value for one in page.warning)
    assert not any(line.check.is_green for line in get_now(page).basket.lines)


def test_the_link_brings_trip_and_basket_back() -> None:
    page = open_sample("01")
    key = list_packs_inputs(page)[0]
    page.number_input(key=key).set_value(4).run()
    page.selectbox(key="home-market").set_value("FR").run()
    here = get_now(page)
    there = open_basket("en", trip=page.query_params["trip"], basket=page.query_params["basket"])
    assert not there.exception
    now = get_now(there)
    assert (now.home, now.traveller, now.wishes) == (here.home, here.traveller, here.wishes)
    assert list_packs(now.basket) == list_packs(here.basket)


def test_a_broken_basket_in_the_link_is_said() -> None:
    request = next(iter(resources.list_samples().values()))
    page = open_basket("en", trip=write_token(request), basket="tampered")
    assert not page.exception
    assert load_messages("en")("basket.bad_url") in [one.value for one in page.warning]
    assert get_now(page).basket is not None


def test_another_trip_has_another_basket() -> None:
    page = open_sample("01")
    first = get_now(page).basket
    other = list(resources.list_samples().values())[1]
    page.session_state.trip_state.history[0] = type(page.session_state.trip_state.now)(other)
    from ui.state import start_planning

    start_planning(page.session_state.trip_state, other)
    run_until_planned(page)
    assert not page.exception
    assert get_now(page).home == other.home_market
    places = {line.offer.place_id for line in get_now(page).basket.lines}
    assert places.isdisjoint(line.offer.place_id for line in first.lines)


def test_a_trip_that_cannot_be_planned_leads_back() -> None:
    page = open_basket("en", trip=write_token(TripRequest(start="gw-nowhere", start_date="2027-03-12", days=1)))
    assert not page.exception
    assert load_messages("en")("basket.trip_failed") in [error.value for error in page.error]
    page.button(key="sample-01-hanoi-crafts-in-three-days").click()
    run_until_planned(page)
    assert not page.exception
    assert not page.error
    assert get_now(page).basket.lines


def test_language_stays_with_the_visitor_on_both_pages() -> None:
    page = open_sample("01", "vi")
    page._page_hash = calc_hash("plan")
    page.query_params.clear()
    run_until_planned(page)
    assert not page.exception
    assert load_messages("vi")("edit.replan") in {button.label for button in page.button}
    assert page.query_params["lang"] == "vi"
    assert page.selectbox(key="lang").value == "vi"
    assert "trip" in page.query_params
