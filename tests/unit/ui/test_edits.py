import datetime as dt

import pytest

from planner.model.reason import Reason
from planner.model.request import Pace, Pin, TripRequest
from planner.present.codes import REMEDIES
from ui import edits

A, B, C, D = (("a", "x"), ("b", None), ("c", None), ("d", None))
ORDERS = ((A, B), (C,), (D,))
REQUEST = TripRequest(start="gw-noi-bai", start_date=dt.date(2027, 3, 12), days=3, must_visit=("a",), exclude=("z",))


@pytest.mark.parametrize(
    ("day", "position", "step", "expected"),
    [
        (0, 0, 1, ((B, A), (C,), (D,))),
        (0, 1, -1, ((B, A), (C,), (D,))),
        (0, 1, 1, ((A,), (B, C), (D,))),
        (1, 0, -1, ((A, B, C), (), (D,))),
        (1, 0, 1, ((A, B), (), (C, D))),
        (0, 0, -1, ORDERS),
        (2, 0, 1, ORDERS),
    ],
)
def test_move(day: int, position: int, step: int, expected) -> None:
    assert edits.move(ORDERS, day, position, step) == expected


def test_remove() -> None:
    assert edits.remove(ORDERS, "c") == ((A, B), (), (D,))


def test_lock_and_unlock() -> None:
    locked = edits.lock(REQUEST, A, 2, "10:15")
    assert locked.pins == (Pin(place="x", day=2, at="10:15"),)
    assert edits.is_locked(locked, A)
    assert not edits.is_locked(locked, B)
    assert edits.lock(locked, A, 3).pins == (Pin(place="x", day=3),)
    assert edits.lock(REQUEST, B, 1).pins == (Pin(place="b", day=1),)
    assert edits.unlock(locked, A) == REQUEST


def test_a_visit_moved_by_hand_stays_on_its_new_day() -> None:
    locked = edits.lock(REQUEST, A, 2, "10:15")
    assert edits.move_pin(locked, A, 2, 1).pins == (Pin(place="x", day=1),)
    assert edits.move_pin(locked, A, 2, 2).pins == (Pin(place="x", day=2),)
    assert edits.move_pin(REQUEST, B, 1, 2).pins == (Pin(place="b", day=2),)
    assert edits.move_pin(REQUEST, B, 1, 1) == REQUEST


def test_want_takes_back_the_exclusion() -> None:
    changed = edits.want(REQUEST, "z", is_must=True)
    assert changed.must_visit == ("a", "z")
    assert changed.exclude == ()
    assert edits.want(changed, "z", is_must=True) == changed


@pytest.mark.parametrize(
    ("remedy", "fields"),
    [
        (Reason(code="add_must", params={}), {"must_visit": ("a", "p")}),
        (Reason(code="add_day", params={}), {"days": 4}),
        (Reason(code="longer_day", params={"minutes": 60}), {"day_end": "19:00"}),
        (Reason(code="more_drive", params={"hours": 5.5}), {"max_drive_h_per_day": 5.5}),
        (Reason(code="more_budget", params={"vnd": 300_000}), {"budget_vnd_per_person": 300_000}),
        (Reason(code="other_dates", params={"date": "2027-04-01"}), {"start_date": dt.date(2027, 4, 1)}),
        (Reason(code="fuller_pace", params={}), {"pace": Pace.FULL}),
        (Reason(code="raise_effort", params={"effort": 3}), {"max_effort": 3}),
    ],
)
def test_a_remedy_changes_what_it_says(remedy: Reason, fields: dict) -> None:
    changed = edits.apply_remedy(REQUEST, "p", remedy)
    assert changed is not None
    assert changed.model_dump() == {**REQUEST.model_dump(), **fields}
    assert edits.can_apply(remedy, REQUEST)


def test_allowing_a_place_again() -> None:
    changed = edits.apply_remedy(REQUEST, "z", Reason(code="allow_place", params={}))
    assert changed is not None
    assert changed.exclude == ()


def test_what_the_request_cannot_mend_is_not_offered() -> None:
    assert not edits.can_apply(None, REQUEST)
    assert not edits.can_apply(Reason(code="give_point", params={}), REQUEST)
    full = REQUEST.model_copy(update={"pace": Pace.FULL})
    assert not edits.can_apply(Reason(code="fuller_pace", params={}), full)
    longest = edits.set_days(REQUEST, 14)
    assert not edits.can_apply(Reason(code="add_day", params={}), longest)


def test_every_remedy_of_a_place_left_out_is_answered() -> None:
    """Those without an answer come with a change of their own, or are not in the request's hand."""
    values = {"minutes": 30, "hours": 6.0, "vnd": 1, "date": "2027-04-01", "effort": 3}
    answered = {
        code
        for code in REMEDIES
        if edits.can_apply(Reason(code=code, params={n: v for n, v in values.items() if n in REMEDIES[code]}), REQUEST)
    }
    by_change = {"drop_must", "other_request", "free_hour", "free_night", "free_place", "no_reserve"}
    assert set(REMEDIES) - answered - by_change == {"give_point"}


def test_fewer_days_drop_what_names_a_later_day() -> None:
    request = TripRequest(
        start="s", start_date=dt.date(2027, 3, 12), days=3, lodging=("choose", "lo-x"), day_starts={3: "05:00"},
        pins=(Pin(place="a", day=3), Pin(place="b", day=1)),
    )  # fmt: skip
    shorter = edits.set_days(request, 2)
    assert shorter.lodging == ("choose",)
    assert shorter.pins == (Pin(place="b", day=1),)
    assert shorter.day_starts == {}
    assert edits.set_days(request, 4).lodging == ("choose", "lo-x", "choose")
