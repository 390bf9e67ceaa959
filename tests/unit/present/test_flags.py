"""How a plan stands, as states and sentences."""

from dataclasses import replace

import pytest

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.problem import Violation
from planner.present.flags import Flag, State, build_badge, find_flags, find_state, say_flag
from planner.present.words import Words
from tests.unit.present.conftest import FIRST

ALERT_PCT = 80


def change_visit(itinerary: Itinerary, **fields: object) -> Itinerary:
    """Return the itinerary with its first visit changed."""
    first = itinerary.days[0]
    visits = (replace(first.visits[0], **fields), *first.visits[1:])
    return replace(itinerary, days=(replace(first, visits=visits), *itinerary.days[1:]))


def list_codes(flags: tuple[Flag, ...]) -> list[str]:
    return [flag.reason.code for flag in flags]


def flag_first(itinerary: Itinerary, catalogue: Catalogue, *violations: Violation) -> list[str]:
    return list_codes(find_flags(itinerary, violations, catalogue, ALERT_PCT).days[0].stops[0])


def test_a_plan_without_faults_wants_a_look_only_for_its_season(itinerary: Itinerary, catalogue: Catalogue) -> None:
    flags = find_flags(itinerary, (), catalogue, ALERT_PCT)
    assert list_codes(flags.days[0].own) == ["season"]
    assert flags.days[0].state is State.LOOK
    assert flags.days[1].own == ()
    assert flags.count(State.PROBLEM) == 0
    assert flags.trip == ()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"on_time_pct": ALERT_PCT - 1}, "late"),
        ({"on_time_pct": ALERT_PCT, "slack_min": 9}, "tight"),
        ({"hours_basis": "unknown"}, "hours"),
    ],
)
def test_what_wants_a_look(itinerary: Itinerary, catalogue: Catalogue, fields: dict[str, object], code: str) -> None:
    assert code not in flag_first(itinerary, catalogue)
    assert code in flag_first(change_visit(itinerary, **fields), catalogue)


@pytest.mark.parametrize("fields", [{"on_time_pct": ALERT_PCT, "slack_min": 10}, {"hours_basis": "typical"}])
def test_what_is_fine(itinerary: Itinerary, catalogue: Catalogue, fields: dict[str, object]) -> None:
    assert flag_first(change_visit(itinerary, **fields), catalogue) == flag_first(itinerary, catalogue)


def test_an_approximate_place_and_a_way_guessed_are_told(itinerary: Itinerary, catalogue: Catalogue) -> None:
    vague = replace(catalogue.places[FIRST], coord_uncertainty_km=3.0)
    vaguer = replace(catalogue, places={**catalogue.places, FIRST: vague})
    assert "approximate" in flag_first(itinerary, vaguer)
    legs = (replace(itinerary.days[0].legs[0], quality="estimate"), *itinerary.days[0].legs[1:])
    guessed = replace(itinerary, days=(replace(itinerary.days[0], legs=legs), itinerary.days[1]))
    assert "way" in flag_first(guessed, catalogue)


def test_a_broken_rule_stands_where_it_is_broken_and_silences_the_clock(
    itinerary: Itinerary, catalogue: Catalogue
) -> None:
    late = change_visit(itinerary, on_time_pct=0, slack_min=-300)
    broken = (
        Violation("window", 0, "x", position=0),
        Violation("window", 0, "x", position=0),
        Violation("day_end", 0, "x"),
        Violation("resource", None, "x"),
    )
    flags = find_flags(late, broken, catalogue, ALERT_PCT)
    assert list_codes(flags.days[0].stops[0])[:1] == ["window"]
    assert not {"late", "tight"} & set(list_codes(flags.days[0].stops[0]))
    assert find_state(flags.days[0].stops[0]) is State.PROBLEM
    assert find_state(flags.days[0].stops[1]) is not State.PROBLEM
    assert list_codes(flags.days[0].own)[0] == "day_end"
    assert list_codes(flags.trip) == ["resource"]
    assert flags.days[1].state is not State.PROBLEM
    assert flags.count(State.PROBLEM) == 3


def test_every_flag_is_a_sentence(itinerary: Itinerary, catalogue: Catalogue, words: Words) -> None:
    first = replace(itinerary.days[0], on_time_pct=10, holidays=("Tết",))
    second = replace(itinerary.days[1], on_time_pct=99, slack_min=3)
    told = replace(itinerary, days=(first, second))
    flags = find_flags(told, (Violation("meal_missing", 1, "x"), Violation("odd", 1, "x")), catalogue, ALERT_PCT)
    said = [say_flag(flag, words) for day in flags.days for group in (day.own, *day.stops) for flag in group]
    said += [say_flag(flag, words) for flag in find_flags(told, (), catalogue, ALERT_PCT).days[1].own]
    assert len(said) >= 6
    assert all(text and "?" not in text for text in said)
    assert any("Tết" in text for text in said)


def test_states_differ_in_tone_shape_and_word(words: Words) -> None:
    badges = [build_badge(state, words) for state in State]
    for part in ("tone", "shape", "word"):
        assert len({getattr(badge, part) for badge in badges}) == len(State)
