"""The page *Explore* under Streamlit's own test runner, over the shipped tables."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from planner.model.request import TripRequest
from planner.present.languages import LANGUAGES, load_messages
from planner.units import today
from tests.app.pages import APP, PATIENCE_S, get_html, open_page, run_until_planned
from ui import resources
from ui.edits import list_orders, lock
from ui.explore_state import PRODUCTS
from ui.explore_trip_view import find_nearest_gateway
from ui.link import write_token
from ui.state import edit

EN = load_messages("en")
BAT_TRANG = "cv-bat-trang-pottery-village"
FISH_SAUCE = "p-nuoc-mam-le-gia"


def open_explore(language: str = "en", **query: str | list[str]) -> AppTest:
    page = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    page.query_params["lang"] = language
    for name, value in query.items():
        page.query_params[name] = value
    page._page_hash = calc_hash("explore")  # the runner can switch to pages that are files only
    return page.run()


def list_rows(page: AppTest) -> list[str]:
    keys = [button.key for button in page.button if (button.key or "").startswith("explore-row-")]
    return [key.removeprefix("explore-row-").removeprefix("chosen-") for key in keys]


def get_count(page: AppTest) -> str:
    return next(
        one.value
        for one in page.markdown
        if one.value.startswith("**") and ("place" in one.value or "product" in one.value)
    )


def count_all(old_province: str | None = None) -> int:
    """Return how many places can be looked for: those of the tables and the lodgings."""
    catalogue = resources.get_catalogue()
    every = (*catalogue.places.values(), *catalogue.lodgings.values())
    return sum(old_province in (None, one.old_province) for one in every)


def press(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_look_in_every_language(language: str) -> None:
    page = open_explore(language)
    assert not page.exception
    assert not page.warning
    assert len(list_rows(page)) == 10
    assert load_messages(language)("explore.tagline") in get_html(page).replace("&#x27;", "'")


def test_filters_narrow_list_and_address() -> None:
    page = open_explore()
    page.multiselect(key="explore-province").set_value(["~Hà Giang"]).run()
    assert page.query_params["province"] == "~Hà Giang"
    assert 1 < count_all("Hà Giang") < count_all()
    assert f"**{count_all('Hà Giang')} places** of {count_all()}" in get_count(page)
    page.multiselect(key="explore-category").set_value(["brocade"]).run()
    rows = list_rows(page)
    assert 0 < len(rows) < 10
    catalogue = resources.get_catalogue()
    assert {catalogue.located[row].old_province for row in rows} == {"Hà Giang"}
    press(page, "explore-reset")
    assert "province" not in page.query_params
    assert get_count(page) == f"**{count_all()} places**"
    assert page.multiselect(key="explore-province").value == []


def test_the_address_brings_the_search_back_and_drops_what_it_does_not_know() -> None:
    page = open_explore(
        province=["~Hà Giang", "Atlantis"], stars=["5", "9"], hours=["open"], time="10:30", date="2027-03-12",
        market="JP", carry=["green"], text="tea", view="products", place=BAT_TRANG,
    )  # fmt: skip
    assert not page.exception
    assert [warning.value for warning in page.warning] == [EN("explore.bad_link")]
    explore = page.session_state.explore
    assert explore.values["province"] == ["~Hà Giang"]
    assert explore.values["stars"] == [5]
    assert explore.values["time"] == dt.time(10, 30)
    assert explore.values["date"] == dt.date(2027, 3, 12)
    assert (explore.view, explore.place) == (PRODUCTS, BAT_TRANG)
    assert page.query_params["province"] == "~Hà Giang"
    assert page.query_params["carry"] == "green"
    again = open_explore(**{name: page.query_params[name] for name in ("province", "stars", "date", "carry", "market")})
    assert not again.warning
    assert again.session_state.explore.values["carry"] == ["green"]


@pytest.mark.parametrize(
    "query",
    [
        {"date": "tomorrow"}, {"date": "1066-01-01"}, {"time": "25:99"}, {"hours": "<b>"}, {"place": "../etc"},
        {"view": "nothing"}, {"market": "Narnia"}, {"product": "=1+1"}, {"festival": "maybe"}, {"stars": "five"},
    ],
)  # fmt: skip
def test_a_tampered_address_gives_the_default_with_a_notice(query: dict[str, str]) -> None:
    page = open_explore(**query)
    assert not page.exception
    assert [warning.value for warning in page.warning] == [EN("explore.bad_link")]
    assert page.session_state.explore.values["date"] == today()
    assert not set(query) & set(page.query_params) - {"lang"}
    page.text_input(key="explore-text").set_value("tea").run()
    assert not page.warning


def test_an_empty_list_says_what_to_loosen() -> None:
    page = open_explore(province="Hà Nội", category="beach")
    assert list_rows(page) == []
    loosen = [button for button in page.button if (button.key or "").startswith("explore-loosen-")]
    assert {button.key for button in loosen} == {"explore-loosen-province", "explore-loosen-category"}
    press(page, "explore-loosen-category")
    assert list_rows(page)
    assert "category" not in page.query_params
    page.text_input(key="explore-text").set_value("zzzqqq").run()
    assert not page.exception


def test_a_row_opens_the_place_and_the_list_stays() -> None:
    page = open_explore(text="bat trang")
    rows = list_rows(page)
    assert BAT_TRANG in rows
    press(page, f"explore-row-{BAT_TRANG}")
    html = get_html(page)
    assert "Làng gốm Bát Tràng" in html
    assert EN("explore.sure_named_in_source") in html
    assert page.query_params["place"] == BAT_TRANG
    assert list_rows(page) == rows
    press(page, "explore-close-places")
    assert "place" not in page.query_params


def test_the_list_turns_to_what_the_address_chose() -> None:
    page = open_explore(place="cv-van-phuc-silk-village")
    assert "cv-van-phuc-silk-village" in list_rows(page)
    assert page.session_state.explore.page > 1


def test_an_hour_filters_by_itself_and_is_named_among_the_filters() -> None:
    page = open_explore()
    page.time_input(key="explore-time").set_value(dt.time(5, 0)).run()
    assert f"of {count_all()}" in get_count(page)
    told = EN("explore.in_use", count=1, names=EN("explore.filter_time"))
    assert told in [caption.value for caption in page.caption]
    press(page, "explore-reset")
    assert get_count(page) == f"**{count_all()} places**"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_home_is_said_in_the_language(language: str) -> None:
    page = open_explore(language)
    assert page.selectbox(key="explore-market").placeholder == load_messages(language)("form.market_none")


def test_under_a_filter_a_product_counts_the_places_that_pass() -> None:
    page = open_explore(view=PRODUCTS, province="Huế", time="07:00")
    rows = [button.label for button in page.button if (button.key or "").startswith("explore-row-")]
    assert any(" of " in row and " places" in row for row in rows)


def test_products_have_their_verdict_and_their_places() -> None:
    page = open_explore(view="products", stars="5", market="JP", product=FISH_SAUCE)
    html = get_html(page)
    assert "OCOP 5 stars, certified 2025" in html
    assert EN("verdict.check") in html
    places = [key for key in list_rows(page) if key.startswith("at-")]
    assert places[0] == "at-pr-legia"  # its maker first
    press(page, "explore-row-at-pr-legia")
    assert page.session_state.explore.place == "pr-legia"


def test_carrying_home_waits_for_a_home() -> None:
    page = open_explore()
    assert EN("explore.carry_no_market") in [caption.value for caption in page.caption]
    page.selectbox(key="explore-market").set_value("DE").run()
    assert EN("explore.carry_no_market") not in [caption.value for caption in page.caption]
    assert page.query_params["market"] == "DE"


def test_adding_a_place_begins_a_trip_near_it_and_everything_can_be_undone() -> None:
    page = open_explore(place=BAT_TRANG, market="JP")
    assert "trip_state" not in page.session_state
    press(page, "explore-must")
    assert not page.exception
    trip = page.session_state.trip_state
    request = trip.now.request
    catalogue = resources.get_catalogue()
    assert request.must_visit == (BAT_TRANG,)
    assert request.start == find_nearest_gateway(catalogue, catalogue.located[BAT_TRANG]).id
    assert request.home_market == "JP"
    assert EN("explore.is_must") in [caption.value for caption in page.caption]
    assert any(EN("page.plan") in info.value for info in page.info)

    press(page, "explore-nice")
    assert (trip.now.request.must_visit, trip.now.request.nice_to_visit) == ((), (BAT_TRANG,))
    press(page, "explore-remove")
    assert (trip.now.request.must_visit, trip.now.request.nice_to_visit) == ((), ())
    press(page, "explore-undo")
    assert trip.now.request.nice_to_visit == (BAT_TRANG,)
    press(page, "explore-redo")
    assert trip.now.request.nice_to_visit == ()
    assert page.query_params["trip"]


@pytest.mark.parametrize("is_locked", [True, False])
def test_a_place_that_is_insisted_on_by_what_is_done_there_is_taken_out_whole(is_locked: bool) -> None:
    planned = open_page("en").session_state.trip_state.now
    key = next(key for order in list_orders(planned.itinerary) for key in order if key[1] is not None)
    place_id, experience_id = key
    wanted = planned.request.model_copy(update={"must_visit": (experience_id,), "nice_to_visit": ()})
    request = lock(wanted, key, 1) if is_locked else wanted
    page = open_explore(place=place_id, trip=write_token(request))
    run_until_planned(page)
    assert EN("explore.is_must") in [caption.value for caption in page.caption]
    press(page, "explore-remove")
    assert not page.exception
    now = page.session_state.trip_state.now
    assert (now.request.must_visit, now.request.nice_to_visit, now.request.pins) == ((), (), ())
    assert place_id not in now.itinerary.place_ids
    assert "mandatory" not in {violation.code for violation in now.violations}
    assert EN("explore.is_must") not in [caption.value for caption in page.caption]


def test_a_place_that_cannot_be_a_stop_is_not_offered() -> None:
    catalogue = resources.get_catalogue()
    lost = next(place.id for place in catalogue.places.values() if not place.is_routable)
    page = open_explore(place=lost)
    assert EN("explore.not_stop") in get_html(page)
    assert not [button for button in page.button if button.key == "explore-must"]


def test_two_visitors_never_see_each_other() -> None:
    one, other = open_explore(place=BAT_TRANG), open_explore(place=BAT_TRANG)
    press(one, "explore-must")
    one.multiselect(key="explore-province").set_value(["Huế"]).run()
    other.run()
    assert "trip_state" not in other.session_state
    assert other.session_state.explore.values["province"] == []
    assert get_count(other) == f"**{count_all()} places**"
    press(other, "explore-nice")
    assert one.session_state.trip_state is not other.session_state.trip_state
    assert one.session_state.trip_state.now.request.nice_to_visit == ()
    assert other.session_state.trip_state.now.request.must_visit == ()
    assert "trip_state" not in open_explore().session_state


def test_the_language_changes_and_filters_stay() -> None:
    page = open_explore(province="~Hà Giang", carry="green", market="JP")
    count = get_count(page)
    page.selectbox(key="lang").set_value("vi").run()
    assert not page.exception
    assert page.session_state.explore.values["province"] == ["~Hà Giang"]
    assert page.session_state.explore.values["carry"] == ["green"]
    assert count.split()[0].strip("*") in "".join(one.value for one in page.markdown)


def list_captions(page: AppTest) -> list[str]:
    return [caption.value for caption in page.caption]


def test_all_ocop_places_of_a_province_with_their_stars() -> None:
    page = open_explore(province="~Bến Tre", ocop="True")
    assert set(list_rows(page)) == {"pr-donga", "pr-cuulong"}
    rows = [button.label for button in page.button if (button.key or "").startswith("explore-row-")]
    assert all(EN("explore.ocop_makes") in row and EN("explore.stars_unknown") in row for row in rows)
    page.pills(key="explore-stars").set_value([3, 4, 5]).run()
    assert list_rows(page) == []
    page.pills(key="explore-stars").set_value([0]).run()
    assert len(list_rows(page)) == 2
    assert page.query_params["stars"] == "0"
    again = open_explore(province="~Bến Tre", ocop="True", stars="0")
    assert not again.warning
    assert len(list_rows(again)) == 2
    press(again, "explore-reset")
    assert not again.toggle(key="explore-ocop").value


@pytest.mark.parametrize("view", ["places", "products"])
def test_how_certain_the_result_is_and_its_table(view: str) -> None:
    page = open_explore(province="~Bến Tre", ocop="True", date="2026-11-22", view=view)
    (told,) = [one for one in list_captions(page) if one.startswith("How certain on Sun, 22 Nov 2026")]
    for part in ("hours unknown at 2 of 2", "position worse than 1 km at 2 of 2", "at 2 of 2 OCOP"):
        assert (part in told) == (view == "places")
    assert ("stars unknown for" in told) == (view == "products")
    assert page.get("download_button")
    assert not open_explore(province="~Bến Tre", text="zzzqqq").get("download_button")


def test_the_name_that_was_asked_for_stands_first() -> None:
    assert list_rows(open_explore(text="Đông Á"))[0] == "pr-donga"


def test_home_and_day_are_those_of_the_trip_until_others_are_chosen() -> None:
    request = TripRequest(start="gw-noi-bai", start_date=dt.date(2027, 3, 12), days=2, home_market="JP")
    page = open_explore(trip=write_token(request))
    values = page.session_state.explore.values
    assert (values["market"], values["date"]) == ("JP", dt.date(2027, 3, 12))
    assert page.selectbox(key="explore-market").value == "JP"
    told = EN("explore.from_trip", what=EN.join([EN.date(dt.date(2027, 3, 12)), "Japan"]))
    assert any(told in caption for caption in list_captions(page))
    page.selectbox(key="explore-market").set_value("DE").run()
    assert values["market"] == "DE"
    assert any(EN("explore.from_trip", what=EN.date(dt.date(2027, 3, 12))) in one for one in list_captions(page))
    trip = page.session_state.trip_state
    edit(trip, trip.now.request.model_copy(update={"start_date": dt.date(2027, 4, 1), "home_market": "KR"}))
    page.run()
    assert (values["market"], values["date"]) == ("DE", dt.date(2027, 4, 1))
    page.selectbox(key="explore-market").set_value(None).run()
    assert values["market"] is None


def test_an_address_wins_over_the_trip() -> None:
    request = TripRequest(start="gw-noi-bai", start_date=dt.date(2027, 3, 12), days=2, home_market="JP")
    page = open_explore(trip=write_token(request), market="FR", date="2027-05-01")
    assert not page.exception
    values = page.session_state.explore.values
    assert (values["market"], values["date"]) == ("FR", dt.date(2027, 5, 1))
    assert not any("As in your trip" in caption for caption in list_captions(page))
