"""A request that does not want a place any more."""

import datetime as dt

import pytest

from planner.model.catalogue import Catalogue
from planner.model.request import Pin, TripRequest
from planner.plan import exclude_place, forget_place
from planner.plan.editing import release_place

REQUEST = TripRequest(start="gw-noi-bai", start_date=dt.date(2027, 3, 12), days=3, exclude=("z",))


@pytest.fixture(scope="module")
def place(catalogue: Catalogue) -> str:
    return next(place for place, experiences in catalogue.experiences_at.items() if len(experiences) > 1)


def test_a_place_takes_every_wish_for_it_along(catalogue: Catalogue, place: str) -> None:
    one, other = catalogue.experiences_at[place][:2]
    asked = REQUEST.model_copy(
        update={"must_visit": ("a", one.id), "nice_to_visit": (other.id, place), "pins": (Pin(place=other.id, day=2),)}
    )
    changed = exclude_place(asked, place, catalogue)
    assert (changed.must_visit, changed.nice_to_visit, changed.pins) == (("a",), (), ())
    assert changed.exclude == ("z", place)


def test_excluding_twice_is_excluding_once(catalogue: Catalogue, place: str) -> None:
    once = exclude_place(REQUEST, place, catalogue)
    assert exclude_place(once, place, catalogue) == once


@pytest.mark.parametrize(
    ("lodging", "after"), [("lo-x", "choose"), (("lo-x", "lo-y"), ("choose", "lo-y")), ("lo-y", "lo-y")]
)
def test_a_night_fixed_there_is_chosen_anew(catalogue: Catalogue, lodging: object, after: object) -> None:
    fixed = REQUEST.model_copy(update={"lodging": lodging})
    assert exclude_place(fixed, "lo-x", catalogue).lodging == after


def test_what_is_forgotten_may_be_visited_again_and_is_insisted_on_by_no_name(catalogue: Catalogue, place: str) -> None:
    one, other = catalogue.experiences_at[place][:2]
    asked = REQUEST.model_copy(
        update={
            "must_visit": ("a", one.id),
            "nice_to_visit": (other.id, "b"),
            "pins": (Pin(place=other.id, day=2), Pin(place="a", day=1)),
            "lodging": (place, "lo-x"),
        }
    )
    changed = forget_place(asked, place, catalogue)
    assert (changed.must_visit, changed.nice_to_visit) == (("a",), ("b",))
    assert changed.pins == (Pin(place="a", day=1),)
    assert (changed.exclude, changed.lodging) == (asked.exclude, asked.lodging)
    released = release_place(asked, place, catalogue)
    assert released == changed.model_copy(update={"nice_to_visit": asked.nice_to_visit})
