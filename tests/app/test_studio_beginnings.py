"""What the studio offers to begin with, and what it offers where no trip can be had."""

from planner.errors import NoFeasibleTripError
from planner.plan import apply_change
from tests.app.studio_steps import get_desk, get_studio, open_studio, press, wait
from ui import resources, studio_desk


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
