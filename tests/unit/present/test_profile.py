"""What the hours of a day go to."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from planner.model.itinerary import Itinerary
from planner.present.palette import DARK, LIGHT, Palette
from planner.present.profile import (
    Use,
    build_profiles,
    draw_profile,
    draw_swatch,
    list_hours,
    say_profile,
    sum_profiles,
)
from planner.present.words import Words


def test_a_day_is_divided_without_gap(itinerary: Itinerary) -> None:
    for profile in build_profiles(itinerary):
        assert profile.stretches[0].begin_min == profile.begin_min
        assert profile.stretches[-1].end_min == profile.end_min
        for one, other in zip(profile.stretches, profile.stretches[1:], strict=False):
            assert one.end_min == other.begin_min


def test_the_sums_are_those_of_the_day(itinerary: Itinerary) -> None:
    first = build_profiles(itinerary)[0]
    assert first.sum(Use.VISIT) == 90 + 60
    assert first.sum(Use.DRIVE) == 40 + 50 + 30
    assert first.sum(Use.MEAL) == 45
    assert first.sum(Use.WAIT) == 20
    assert first.sum(Use.FREE) == 18 * 60 - (13 * 60 + 35)
    assert sum(first.sum(use) for use in Use) == first.end_min - first.begin_min == 600


def test_all_days_share_one_scale(itinerary: Itinerary) -> None:
    request = itinerary.request.model_copy(update={"day_starts": {2: "05:30"}})
    profiles = build_profiles(replace(itinerary, request=request))
    assert {(one.begin_min, one.end_min) for one in profiles} == {(330, 1080)}
    assert profiles[0].stretches[0].use is Use.FREE
    assert sum_profiles(profiles)[Use.VISIT] == 225


def test_a_day_that_ends_too_late_is_drawn_to_its_end(itinerary: Itinerary) -> None:
    request = itinerary.request.model_copy(update={"day_end": "12:00"})
    first = build_profiles(replace(itinerary, request=request))[0]
    assert first.end_min == 13 * 60 + 35
    assert first.sum(Use.FREE) == 0


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_picture_is_svg_with_a_pattern_for_each_use(itinerary: Itinerary, words: Words, palette: Palette) -> None:
    first = build_profiles(itinerary)[0]
    text = say_profile(first, words.messages)
    root = ET.fromstring(draw_profile(first, palette, palette.day(0), text))
    assert root.get("aria-label") == text
    boxes = [one for one in root if one.tag.endswith("rect")]
    assert len(boxes) == len(first.stretches)
    assert len({box.get("fill") for box in boxes}) == 5
    for use in Use:
        ET.fromstring(draw_swatch(use, palette, palette.day(0)))


def test_what_is_nothing_is_not_told(itinerary: Itinerary, words: Words) -> None:
    second = build_profiles(itinerary)[1]
    assert second.sum(Use.WAIT) == 0
    assert words.messages("profile.wait") not in say_profile(second, words.messages)


def test_hours_below_the_bar_are_few(itinerary: Itinerary) -> None:
    assert list_hours(build_profiles(itinerary)[0]) == (8, 10, 12, 14, 16, 18)
