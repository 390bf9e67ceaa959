"""What one visitor looks for on the page *Explore*: filters, what is chosen, and both in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st

from planner.catalogue.calendar import LAST_DATE
from planner.goods import resolve_market
from planner.model.explore import CarryLevel, ExploreQuery, HoursState, PointState, SeasonLevel
from planner.model.market import HOME_COUNTRY
from planner.plan.explore_index import ExploreIndex
from planner.units import format_clock, parse_clock, today
from ui import resources
from ui.explore_resources import OLD, get_explorer, list_province_options

PLACES, PRODUCTS = "places", "products"
STATE: Final = "explore"
FIRST_DATE: Final = dt.date(2020, 1, 1)
MAX_TEXT: Final = 100
_EMPTY: Final[dict[str, Any]] = {
    "text": "",
    "province": [],
    "region": [],
    "category": [],
    "activity": [],
    "goods": [],
    "ocop": False,
    "stars": [],
    "market": None,
    "carry": [],
    "date": None,
    "time": None,
    "hours": [],
    "season": [],
    "festival": False,
    "point": [],
}
"""Name of a filter, which is also its name in the address, and its value when it is not used."""


@dataclass
class Explore:
    """One visitor's search; lives in the session and nowhere else."""

    values: dict[str, Any]
    """By the names of `_EMPTY`; `date` is a date."""
    view: str = PLACES
    place: str | None = None
    """Chosen place."""
    good: str | None = None
    """Key of the chosen product."""
    page: int = 1
    """Page of the list, from 1."""
    drawn_page: int = 1
    """That the widget stands at."""
    turns: int = 0
    """Counts how often the page was turned otherwise than by its widget."""
    adopted: dict[str, Any] = field(default_factory=dict)
    """What was taken over from the trip, by the names of `_EMPTY`."""
    follows: bool = False
    """Whether the list is to turn to the page of what is chosen."""
    language: str = ""
    """That the widgets were drawn in."""
    notices: list[str] = field(default_factory=list)
    """Keys of messages to show until the visitor does something."""


def get_explore() -> Explore:
    """Return the visitor's search; at the first look, that of the address."""
    if STATE not in st.session_state:
        st.session_state[STATE] = _read_link()
    explore: Explore = st.session_state[STATE]
    return explore


def key_of(name: str) -> str:
    """Return the key of a filter's widget."""
    return f"explore-{name}"


def seed_widgets(explore: Explore, language: str) -> None:
    """Put the filters into the widgets when these are new, on this page or in this language."""
    pull_widgets(explore)
    if explore.language != language or key_of("text") not in st.session_state:
        for name, value in explore.values.items():
            st.session_state[key_of(name)] = value
        st.session_state[key_of("view")] = explore.view
        explore.language = language


def pull_widgets(explore: Explore) -> None:
    """Take over what the widgets say, where they are drawn."""
    for name in explore.values:
        if key_of(name) in st.session_state:
            explore.values[name] = st.session_state[key_of(name)]
    explore.values["date"] = explore.values["date"] or today()
    explore.view = st.session_state.get(key_of("view")) or explore.view


def reset(explore: Explore, names: Iterable[str] = tuple(_EMPTY)) -> None:
    """Clear filters; to be called before the widgets are drawn, from a callback."""
    for name in names:
        explore.adopted.pop(name, None)
        value = today() if name == "date" else _EMPTY[name]
        explore.values[name] = list(value) if isinstance(value, list) else value
        st.session_state[key_of(name)] = explore.values[name]
    explore.page = 1
    explore.notices.clear()


def list_in_use(explore: Explore) -> list[str]:
    """Return which filters are set; day and home country filter nothing by themselves."""
    return [
        name for name in _EMPTY if name not in ("date", "market") and explore.values[name] not in (None, "", [], False)
    ]


def build_query(explore: Explore) -> ExploreQuery:
    """Return the filters as the engine takes them."""
    values = explore.values
    time: dt.time | None = values["time"]
    return ExploreQuery(
        on=values["date"],
        at_min=None if time is None else 60 * time.hour + time.minute,
        text=values["text"],
        provinces=tuple(one for one in values["province"] if not one.startswith(OLD)),
        old_provinces=tuple(one.removeprefix(OLD) for one in values["province"] if one.startswith(OLD)),
        regions=tuple(values["region"]),
        categories=tuple(values["category"]),
        activities=tuple(values["activity"]),
        hours=tuple(HoursState(one) for one in values["hours"]),
        seasons=tuple(SeasonLevel(one) for one in values["season"]),
        festival=bool(values["festival"]),
        points=tuple(PointState(one) for one in values["point"]),
        goods=tuple(values["goods"]),
        ocop=bool(values["ocop"]),
        stars=tuple(values["stars"]),
        market=find_border_market(values["market"]),
        carry=tuple(CarryLevel(one) for one in values["carry"]),
    )


def find_border_market(country: str | None) -> str | None:
    """Return the market whose border a traveller crosses on the way home; None = none, as for who lives in Viet Nam.

    A country without rules of its own is returned itself.
    """
    return None if country in (None, HOME_COUNTRY) else resolve_market(country) or country


def write_link(explore: Explore) -> None:
    """Write the search into the address, what is not used left out."""
    values = explore.values
    asks_day = values["hours"] or values["season"] or values["festival"]
    told = {name: value for name, value in values.items() if value and name not in ("date", "time")}
    told |= {"date": values["date"].isoformat()} if asks_day or values["date"] != today() else {}
    told |= {"time": values["time"].strftime("%H:%M")} if values["time"] is not None else {}
    told |= {"view": explore.view} if explore.view != PLACES else {}
    told |= {"place": explore.place} if explore.place else {}
    told |= {"product": explore.good} if explore.good else {}
    for name in (*_EMPTY, "view", "place", "product"):
        value = told.get(name)
        wanted = [] if value is None else [str(one) for one in value] if isinstance(value, list) else [str(value)]
        if st.query_params.get_all(name) == wanted:
            continue
        if wanted:
            st.query_params[name] = wanted
        else:
            del st.query_params[name]


def _read_link() -> Explore:
    """Return the search of the address; what means nothing here is dropped, and that is said."""
    index = get_explorer().index
    values = {name: list(value) if isinstance(value, list) else value for name, value in _EMPTY.items()}
    dropped = False
    for name, accept in _list_readers(index).items():
        given = st.query_params.get_all(name)
        read = [one for text in given if (one := _try(accept, text)) is not None]
        dropped |= len(read) < len(given)
        if read:
            values[name] = list(dict.fromkeys(read)) if isinstance(values[name], list) else read[0]
    values["date"] = values["date"] or today()
    place, good, view = (st.query_params.get(name) for name in ("place", "product", "view"))
    dropped |= place not in (None, *index.place_position) or good not in (None, *index.good_position)
    dropped |= view not in (None, PLACES, PRODUCTS)
    return Explore(
        values,
        view=view if view in (PLACES, PRODUCTS) else PLACES,
        place=place if place in index.place_position else None,
        good=good if good in index.good_position else None,
        follows=True,
        notices=["explore.bad_link"] if dropped else [],
    )


def _list_readers(index: ExploreIndex) -> dict[str, Callable[[str], Any]]:
    """Return for each filter a function that reads its value from the address, None or an error for a wrong one."""
    countries = resources.get_words("en").messages.locale.territories
    return {
        "text": lambda text: text[:MAX_TEXT],
        "province": _among(list_province_options()),
        "region": _among(index.region.words),
        "category": _among(index.category.words),
        "activity": _among(index.kinds),
        "goods": _among(list_good_words()),
        "stars": lambda text: int(text) if text in ("0", "3", "4", "5") else None,
        "market": lambda text: text if text in countries and text.isalpha() else None,
        "carry": lambda text: CarryLevel(text).value,
        "date": _read_date,
        "time": _read_time,
        "hours": lambda text: HoursState(text).value,
        "season": lambda text: SeasonLevel(text).value,
        "ocop": lambda text: True if text == "True" else None,
        "festival": lambda text: True if text == "True" else None,
        "point": lambda text: PointState(text).value,
    }


def list_good_words() -> list[str]:
    """Return the groups and kinds of products that occur."""
    return sorted({word for words in get_explorer().index.good_words for word in words})


def _among(known: Iterable[str]) -> Callable[[str], str | None]:
    options = frozenset(known)
    return lambda text: text if text in options else None


def _read_date(text: str) -> dt.date | None:
    day = dt.date.fromisoformat(text)
    return day if FIRST_DATE <= day <= LAST_DATE else None


def _read_time(text: str) -> dt.time:
    return dt.time.fromisoformat(format_clock(min(parse_clock(text), 24 * 60 - 1)))


def _try(accept: Callable[[str], Any], text: str) -> Any:
    try:
        return accept(text)
    except ValueError:
        return None
