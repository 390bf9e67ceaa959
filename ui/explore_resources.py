"""What all visitors of the page *Explore* share: facts, made once per server."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from planner.folding import fold
from planner.plan.explore import Explorer
from planner.present.explore import name_good
from planner.present.explore_map import build_points
from planner.present.served import serve_facts
from ui import resources
from ui.served import STATIC

OLD = "~"
"""Before a province of the 63 among the options of one filter."""


@st.cache_resource(show_spinner=False)
def get_explorer() -> Explorer:
    """Return the arrays of all places and products."""
    return Explorer(resources.get_catalogue())


@st.cache_resource(show_spinner=False)
def get_points(language: str) -> tuple[str, dict[str, tuple[float, float]]]:
    """Return the address of all dots with labels of a language, and the (lat, lon) of each in order."""
    text, positions = build_points(get_explorer().index.places, resources.get_words(language))
    ordered = {place.id: positions[place.id] for place in get_explorer().index.places}
    return serve_facts(STATIC, f"places-{language}", text), ordered


@st.cache_resource(show_spinner=False)
def rank_places(language: str) -> NDArray[np.intp]:
    """Return the rank of each place when sorted by its name in a language."""
    words = resources.get_words(language)
    return _rank([words.name(place.id) for place in get_explorer().index.places])


@st.cache_resource(show_spinner=False)
def rank_goods(language: str) -> NDArray[np.intp]:
    """Return the rank of each good: most stars first, named products before kinds, then by name."""
    words, index = resources.get_words(language), get_explorer().index
    keys = [
        (-int(stars), good.product_id is None, fold(name_good(good, words)), number)
        for number, (good, stars) in enumerate(zip(index.goods, index.stars, strict=True))
    ]
    return _invert([key[-1] for key in sorted(keys)])


@st.cache_resource(show_spinner=False)
def list_province_options() -> dict[str, tuple[str, str | None]]:
    """Return the provinces of today, then those before July 2025 that were others: option -> (today's, former) name."""
    catalogue = resources.get_catalogue()
    today = sorted(set(catalogue.province_of.values()), key=fold)
    merged = [new for new in today if list(catalogue.province_of.values()).count(new) > 1]
    former = sorted((old for old, new in catalogue.province_of.items() if new in merged or old != new), key=fold)
    options: dict[str, tuple[str, str | None]] = {new: (new, None) for new in today}
    return options | {f"{OLD}{old}": (catalogue.province_of[old], old) for old in former}


def _rank(names: list[str]) -> NDArray[np.intp]:
    return _invert(sorted(range(len(names)), key=lambda number: (fold(names[number]), number)))


def _invert(order: list[int]) -> NDArray[np.intp]:
    ranks = np.empty(len(order), dtype=np.intp)
    ranks[order] = np.arange(len(order))
    ranks.setflags(write=False)
    return ranks
