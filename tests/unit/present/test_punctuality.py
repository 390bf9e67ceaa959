"""How sure times are, in words: tenths, nothing where nothing is known, and care below the threshold."""

from dataclasses import replace

import pytest

from planner.model.catalogue import Catalogue
from planner.present.languages import load_messages
from planner.present.punctuality import find_tone, say_day, say_visit
from tests.unit.present.conftest import build_itinerary

ENGLISH = load_messages("en")


@pytest.mark.parametrize(
    ("pct", "slack_min", "words"),
    [
        (100, 0, "on time in nearly all cases (estimate)"),
        (97, None, "on time in nearly all cases (estimate)"),
        (96, -3, "on time in about 9 of 10 cases (estimate)"),
        (86, 25, "on time in about 9 of 10 cases (estimate) · may begin 25 min later"),
        (84, 75, "on time in about 8 of 10 cases (estimate) · may begin 1 h 15 min later"),
        (5, 0, "on time in about 1 of 10 cases (estimate)"),
        (4, 0, "on time in fewer than 1 of 10 cases (estimate)"),
        (0, 0, "on time in fewer than 1 of 10 cases (estimate)"),
    ],
)
def test_a_visit_in_words(catalogue: Catalogue, pct: int, slack_min: int | None, words: str) -> None:
    visit = replace(build_itinerary(catalogue).days[0].visits[0], on_time_pct=pct, slack_min=slack_min)
    assert say_visit(visit, ENGLISH) == words


@pytest.mark.parametrize(
    ("pct", "words"),
    [
        (100, "Ends in time in nearly all cases (estimate)"),
        (71, "Ends in time in about 7 of 10 cases (estimate)"),
        (1, "Ends in time in fewer than 1 of 10 cases (estimate)"),
    ],
)
def test_a_day_in_words(catalogue: Catalogue, pct: int, words: str) -> None:
    day = replace(build_itinerary(catalogue).days[0], on_time_pct=pct)
    assert say_day(day, ENGLISH) == words
    assert say_day(day, load_messages("vi")) != words


def test_nothing_is_said_where_nothing_is_known(catalogue: Catalogue) -> None:
    day = build_itinerary(catalogue).days[0]
    assert say_visit(day.visits[0], ENGLISH) is None
    assert say_day(day, ENGLISH) is None


def test_care_begins_below_the_threshold() -> None:
    assert [find_tone(pct, 80) for pct in (100, 80, 79, 0)] == ["plain", "plain", "care", "care"]
