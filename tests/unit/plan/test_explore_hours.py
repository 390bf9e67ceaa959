"""One statement about opening: the badge of a place is what the lines beneath it amount to, on any day and minute."""

import datetime as dt
from dataclasses import replace

import pytest

from planner.catalogue.calendar import DayOpening, TripCalendar
from planner.model.catalogue import Catalogue
from planner.model.explore import HoursState, KnownHours
from planner.plan.explore import Explorer
from planner.plan.explore_hours import find_state, list_known_hours

SUNDAY = dt.date(2026, 11, 22)
KIM_BONG = "cv-kim-bong-carpentry-village"
BAT_TRANG = "cv-bat-trang-pottery-village"
DAYS = (SUNDAY, dt.date(2027, 2, 6), dt.date(2027, 2, 15), dt.date(2027, 3, 12), dt.date(2027, 4, 30))
"""A Sunday, the first day of Tết, a day of festivals, an ordinary one, a public holiday."""


@pytest.fixture(scope="module")
def explorer(catalogue: Catalogue) -> Explorer:
    return Explorer(catalogue)


@pytest.mark.parametrize("on", DAYS, ids=str)
@pytest.mark.parametrize("at_min", [None, 300, 600, 1020, 1380])
def test_the_badge_is_what_the_lines_amount_to(explorer: Explorer, on: dt.date, at_min: int | None) -> None:
    for number, place in enumerate(explorer.index.places):
        lines = explorer.list_openings(place, on)
        assert explorer.get_hours(number, on, at_min) is find_state(lines, at_min), (place.id, lines)


def test_lines_that_differ_say_whose_hours_they_are(explorer: Explorer, catalogue: Catalogue) -> None:
    lines = explorer.list_openings(catalogue.located[KIM_BONG], SUNDAY)
    carving, shopping = (f"ex-{KIM_BONG}-{number}" for number in (1, 2))
    assert lines == (
        KnownHours(((480, 1020),), "typical", None, (carving,)),
        KnownHours((), "typical", "weekly_closing", (shopping,)),
    )
    assert explorer.get_hours(explorer.index.place_position[KIM_BONG], SUNDAY, None) is HoursState.LIKELY


class FixedCalendar(TripCalendar):
    """A calendar that says of everything done at a place what a test says."""

    def __init__(self, catalogue: Catalogue, own: DayOpening, done: DayOpening) -> None:
        super().__init__(catalogue)
        self.own, self.done = own, done

    def get_opening(self, experience: object, located: object, on: dt.date) -> DayOpening:
        return self.own if experience is None else self.done


SHUT, UNSTATED = DayOpening((), "sourced", "weekly_closing"), DayOpening((), "sourced", "hours_unknown")
MORNING, DAY = DayOpening(((480, 720),), "sourced"), DayOpening(((420, 1080),), "typical")


@pytest.mark.parametrize(
    ("own", "done", "lines", "at_noon"),
    [
        (SHUT, DAY, [SHUT], HoursState.CLOSED),
        (MORNING, DAY, [MORNING, DayOpening(((480, 720),), "typical")], HoursState.CLOSED),
        (MORNING, DayOpening(((800, 900),), "typical"), [MORNING], HoursState.CLOSED),
        (MORNING, DayOpening(((480, 1020),), "unknown"), [MORNING], HoursState.CLOSED),
        (MORNING, DayOpening(((700, 900),), "sourced"), [MORNING, DayOpening(((700, 900),), "sourced")],
         HoursState.OPEN),
        (MORNING, DayOpening((), "typical", "tet"), [MORNING, DayOpening((), "typical", "tet")], HoursState.CLOSED),
        (UNSTATED, DAY, [UNSTATED, DAY], HoursState.LIKELY),
        (UNSTATED, SHUT, [UNSTATED, SHUT], HoursState.UNKNOWN),
    ],
)  # fmt: skip
def test_own_hours_hold_for_what_is_done_there(
    catalogue: Catalogue, own: DayOpening, done: DayOpening, lines: list[DayOpening], at_noon: HoursState
) -> None:
    place = replace(catalogue.places[BAT_TRANG], opening_hours="Mo-Su 08:00-12:00")
    found = list_known_hours(FixedCalendar(catalogue, own, done), catalogue, place, SUNDAY)
    told = [DayOpening(line.intervals, line.basis, line.closed_reason) for line in found]  # type: ignore[arg-type]
    assert list(dict.fromkeys(told)) == lines  # a festival there has a line of its own
    assert found[0].experience_ids == ()
    assert find_state(found, 750) is at_noon


def test_a_festival_of_unknown_hours_leaves_the_day_unknown_and_one_that_is_over_says_nothing() -> None:
    festival = KnownHours(((480, 1020),), "unknown", None, ("ex-festival",), is_festival=True)
    shut = KnownHours((), "typical", "weekly_closing", ("ex-shop",))
    assert find_state((shut, festival), None) is HoursState.UNKNOWN
    evening = replace(festival, basis="sourced")
    assert find_state((evening,), 1200) is HoursState.UNKNOWN
    assert find_state((evening,), 600) is HoursState.OPEN
    assert find_state((), None) is HoursState.UNKNOWN
