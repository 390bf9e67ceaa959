"""What the hours of a day go to, as a bar with its hours and a line of words."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import streamlit as st

from planner.model.itinerary import Itinerary
from planner.present.palette import Palette
from planner.present.profile import (
    Profile,
    Use,
    build_profiles,
    draw_profile,
    draw_swatch,
    list_hours,
    say_profile,
    sum_profiles,
)
from planner.present.words import Words


def draw_day_profile(itinerary: Itinerary, day_index: int, words: Words, palette: Palette) -> None:
    """Draw the bar of one day, with the sums as its legend."""
    profile = build_profiles(itinerary)[day_index]
    sums = {use: profile.sum(use) for use in Use}
    colour = palette.day(day_index)
    st.html(
        f'<div class="rp-profile">{_draw_bar(profile, colour, words, palette)}'
        f"{_draw_hours(profile)}{_draw_legend(sums, colour, words, palette)}</div>"
    )


def draw_trip_profile(itinerary: Itinerary, words: Words, palette: Palette) -> None:
    """Draw the bars of all days one above the other, on one scale of hours."""
    say, profiles = words.messages, build_profiles(itinerary)
    rows = "".join(
        f'<div class="rp-profile-day"><span>{escape(say("day.tab", number=number + 1))}</span>'
        f"{_draw_bar(profile, palette.day(number), words, palette, number + 1)}</div>"
        for number, profile in enumerate(profiles)
    )
    legend = _draw_legend(sum_profiles(profiles), palette.day(0), words, palette)
    st.html(
        f'<h3 class="rp-small-head">{escape(say("profile.title"))}</h3><div class="rp-profile">{rows}'
        f'<div class="rp-profile-day"><span></span>{_draw_hours(profiles[0])}</div>{legend}</div>'
    )


def _draw_bar(profile: Profile, colour: str, words: Words, palette: Palette, number: int | None = None) -> str:
    """Return the bar; with the number of its day where several stand together."""
    text = say_profile(profile, words.messages)
    if number is not None:
        text = words.messages("profile.day", number=number, text=text)
    picture = draw_profile(profile, palette, colour, text)
    return f'<img class="rp-day-strip" alt="{escape(text)}" src="data:image/svg+xml,{quote(picture)}">'


def _draw_hours(profile: Profile) -> str:
    span = max(profile.end_min - profile.begin_min, 1)
    marks = "".join(
        f'<i style="left:{100 * (60 * hour - profile.begin_min) / span:.2f}%">{hour}</i>'
        for hour in list_hours(profile)
    )
    return f'<div class="rp-hours" aria-hidden="true">{marks}</div>'


def _draw_legend(sums: dict[Use, int], colour: str, words: Words, palette: Palette) -> str:
    say = words.messages
    items = "".join(
        f'<li><img alt="" src="data:image/svg+xml,{quote(draw_swatch(use, palette, colour))}">'
        f"{escape(say(f'profile.{use}'))} <b>{escape(say.span(minutes))}</b></li>"
        for use, minutes in sums.items()
        if minutes
    )
    return f'<ul class="rp-legend">{items}</ul>'
