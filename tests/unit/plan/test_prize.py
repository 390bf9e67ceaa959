"""The prize is a sum that can be explained: each part moves as its sentence in the settings says."""

from dataclasses import replace

import pytest

from planner.optimise.score import StopFacts, list_interest_points, score_night, score_stop
from planner.plan.interests import weigh_shopping
from planner.settings import load_settings

WEIGHTS = load_settings().prize
PLAIN = StopFacts(
    words=frozenset({"ceramics", "workshop", "handicraft"}), is_curated=False, recognition=None, best_stars=None,
    is_star_stale=False, villages_with_craft=0, season_score=1.0, event_factor=1.0, is_best_month=True,
    has_festival=False, shopping_worth=0, is_wish=False,
)  # fmt: skip


def score(interests: dict[str, int] | None = None, **changes: object) -> dict[str, int]:
    return score_stop(replace(PLAIN, **changes), interests or {}, WEIGHTS)


def test_a_place_without_any_merit_is_still_worth_a_look() -> None:
    assert score() == {"base": WEIGHTS.base}


def test_the_strongest_interest_counts_in_full_a_second_in_part_a_third_not_at_all() -> None:
    interests = {"ceramics": 3, "workshop": 2, "handicraft": 1, "tea": 3}
    assert list_interest_points(PLAIN.words, interests, WEIGHTS) == (("ceramics", 120), ("workshop", 40))
    assert score(interests)["interest"] == 160


@pytest.mark.parametrize(
    ("changes", "part", "points"),
    [
        ({"is_curated": True}, "base", 18),
        ({"recognition": "UNESCO World Heritage"}, "recognition", 40),
        ({"recognition": "special national relic, 2014"}, "recognition", 24),
        ({"recognition": "provincially recognised craft village"}, "recognition", 12),
        ({"best_stars": 5}, "stars", 20),
        ({"best_stars": 4}, "stars", 12),
        ({"best_stars": 5, "is_star_stale": True}, "stars", 10),
        ({"villages_with_craft": 1}, "rarity", 24),
        ({"villages_with_craft": 9}, "rarity", 8),
        ({"has_festival": True}, "festival", 60),
        ({"shopping_worth": 50}, "shopping", 12),
        ({"is_wish": True}, "wish", 140),
        ({"season_score": 0.0}, "season", -5),
        ({"is_best_month": False}, "season", -2),
        ({"event_factor": 0.5}, "season", -5),
    ],
)
def test_each_part_has_its_points(changes: dict[str, object], part: str, points: int) -> None:
    assert score(**changes)[part] == points


def test_shopping_counts_double_for_those_who_asked_for_it() -> None:
    assert score({"shopping": 1}, shopping_worth=50)["shopping"] == 24


def test_goods_count_for_more_the_more_somebody_asks_for_shopping() -> None:
    def get(interests: dict[str, int]) -> int:
        facts = replace(PLAIN, shopping_worth=50)
        return score_stop(facts, interests, weigh_shopping(WEIGHTS, interests))["shopping"]

    assert [get({}), get({"museum": 3}), *(get({"shopping": weight}) for weight in (1, 2, 3))] == [12, 12, 24, 36, 48]


def test_no_season_takes_everything_and_none_touches_the_wish() -> None:
    worst = score(season_score=0.0, event_factor=0.0, is_best_month=False, is_wish=True)
    assert sum(worst.values()) == WEIGHTS.wish + 1


def test_a_night_with_a_family_is_worth_more_to_who_asked_for_it() -> None:
    def night(interests: dict[str, int], recognition: str | None = None, *, is_homestay: bool = True) -> int:
        words = ("homestay_meal", "dinner")
        return score_night(
            is_homestay=is_homestay, words=words, recognition=recognition, interests=interests, weights=WEIGHTS
        )

    assert [night({}), night({}, "an award"), night({"homestay_meal": 2})] == [12, 20, 52]
    assert night({"homestay_meal": 3}, is_homestay=False) == 0
