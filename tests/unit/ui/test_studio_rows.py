"""What a changed cell of the table of stops means for request and order."""

from dataclasses import replace

import pytest

from planner.catalogue import load_catalogue
from planner.model.itinerary import Itinerary
from planner.model.problem import Violation
from planner.model.request import MAX_VISIT_MIN
from tests.unit.present.conftest import FIRST, SECOND, THIRD, build_itinerary
from ui import edits
from ui.studio_rows import change_row, list_other_violations, list_rows


@pytest.fixture(scope="module")
def itinerary() -> Itinerary:
    return build_itinerary(load_catalogue())


def list_places(orders) -> list[list[str]]:
    return [[place for place, _ in order] for order in orders]


def test_rows_tell_times_and_who_is_at_fault(itinerary: Itinerary) -> None:
    late, day_end = Violation("window", 0, "late", 1), Violation("day_end", 0, "late")
    rows = list_rows(itinerary, (late, day_end))
    assert [(row.key[0], row.day, row.number) for row in rows] == [(FIRST, 1, 1), (SECOND, 1, 2), (THIRD, 2, 1)]
    assert [row.violations for row in rows] == [(), (late,), ()]
    assert list_other_violations((late, day_end)) == [day_end]
    visit = itinerary.days[0].visits[0]
    assert rows[0].begin == visit.begin.time()
    assert rows[0].minutes == (visit.leave - visit.begin).total_seconds() / 60


def test_another_number_moves_within_the_day(itinerary: Itinerary) -> None:
    row = list_rows(itinerary)[0]
    request, orders = change_row(itinerary, row, {"number": 2})
    assert list_places(orders) == [[SECOND, FIRST], [THIRD]]
    assert request == itinerary.request


def test_another_day_takes_the_visit_there_at_its_time_of_day_and_keeps_it(itinerary: Itinerary) -> None:
    row = list_rows(itinerary)[0]
    request, orders = change_row(itinerary, row, {"day": 2})
    third = itinerary.days[1].visits[0]
    wanted = [THIRD, FIRST] if third.begin.time() < row.begin else [FIRST, THIRD]
    assert list_places(orders) == [[SECOND], wanted]
    (pin,) = request.pins
    assert (pin.place, pin.day, pin.at) == (row.key[1], 2, None)


@pytest.mark.parametrize("day", [0, -3, 99, "x", None])
def test_a_day_that_the_trip_does_not_have_is_the_nearest_one(itinerary: Itinerary, day: object) -> None:
    row = list_rows(itinerary)[0]
    _, orders = change_row(itinerary, row, {"day": day})
    assert sum(len(order) for order in orders) == 3
    assert len(orders) == 2


def test_an_hour_is_kept_and_given_back(itinerary: Itinerary) -> None:
    row = list_rows(itinerary)[1]
    request, orders = change_row(itinerary, row, {"begin": "10:35:00.000"})
    (pin,) = request.pins
    assert (pin.day, pin.at) == (1, "10:35")
    assert orders == edits.list_orders(itinerary)
    again = replace(itinerary, request=request)
    assert list_rows(again)[1].is_locked
    assert change_row(again, list_rows(again)[1], {"begin": None})[0].pins == ()


def test_keeping_holds_the_hour_that_is_shown(itinerary: Itinerary) -> None:
    row = list_rows(itinerary)[2]
    request, _ = change_row(itinerary, row, {"locked": True})
    (pin,) = request.pins
    assert (pin.day, pin.at) == (2, row.begin.strftime("%H:%M"))
    assert change_row(replace(itinerary, request=request), row, {"locked": False})[0].pins == ()


def test_minutes_are_set_within_bounds_and_given_back(itinerary: Itinerary) -> None:
    row = list_rows(itinerary)[0]
    request, _ = change_row(itinerary, row, {"minutes": 95})
    assert request.visit_minutes == {row.key[1]: 95}
    assert list_rows(replace(itinerary, request=request))[0].has_set_minutes
    long, _ = change_row(itinerary, row, {"minutes": 10_000})
    assert long.visit_minutes == {row.key[1]: MAX_VISIT_MIN}
    assert change_row(replace(itinerary, request=request), row, {"minutes": None})[0].visit_minutes == {}


def test_a_time_that_is_none_is_refused(itinerary: Itinerary) -> None:
    with pytest.raises(ValueError, match="hour"):
        change_row(itinerary, list_rows(itinerary)[0], {"begin": "25:99"})
