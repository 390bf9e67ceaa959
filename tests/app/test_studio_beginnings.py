"""What the studio offers to begin with, and what it offers where no trip can be had."""

import pytest

from planner.errors import NoFeasibleTripError
from planner.plan import apply_change
from planner.present.languages import load_messages
from planner.store import Store, TripDocument
from tests.app.pages import get_html
from tests.app.studio_steps import get_desk, get_studio, open_studio, press, wait
from tests.unit.present.conftest import build_itinerary
from ui import resources, studio_desk
from ui.studio_people import begin_terms


def test_samples_without_a_trip_are_not_offered_and_what_fails_offers_what_heals_it(url: str) -> None:
    page = open_studio("vi")
    offered = {one.key.removeprefix("studio-sample-") for one in page.button if one.key.startswith("studio-sample-")}
    assert offered == set(resources.list_samples()) - resources.TIGHT_SAMPLES
    assert len(offered) == len(resources.list_samples()) - 2
    tight = resources.list_samples()["06-north-west-loop-16-seats"]
    studio_desk.plan_new(get_desk(page), tight, "Không đủ giờ")
    wait(page)
    assert get_desk(page).studio is None
    failure = get_desk(page).failure
    assert isinstance(failure, NoFeasibleTripError)
    (found,) = failure.reasons
    words = resources.get_words("vi")
    assert words.reason(found.remedy) in page.button(key="desk-remedy-0").label.replace("\\", "")
    press(page, "desk-remedy-0")
    assert get_desk(page).failure is None
    assert get_studio(page).title == "Không đủ giờ"
    assert get_studio(page).itinerary.request == apply_change(tight, found.change)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_list_says_who_else_sees_it(store: Store, language: str) -> None:
    told = load_messages(language)("studio.shared")
    assert told in [one.value for one in open_studio(language).caption]
    itinerary = build_itinerary(resources.get_catalogue())
    store.create(TripDocument(itinerary=itinerary, terms=begin_terms(itinerary)), title="Anybody sees it")
    page = open_studio(language)
    assert "Anybody sees it" in get_html(page)
    assert told in [one.value for one in page.caption]
