"""The request form: widgets that hold a request, and the request that they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from planner.errors import RequestError
from planner.model.catalogue import Catalogue
from planner.model.request import Pace, Punctuality, TripRequest
from planner.model.travel import Vehicle
from planner.plan import build_request
from planner.present.words import Words
from planner.units import format_clock, parse_clock, today
from ui import resources
from ui.edits import set_days
from ui.markets import list_markets, name_market
from ui.money import draw_form_money, draw_form_unread, read_vnd, tell_unread
from ui.safe import plain

LEVELS = (("love", 3), ("like", 2), ("enjoy", 1))
CHOOSE = "choose"
AS_GIVEN = "as-given"
MAX_TITLE = 200
OWN_BEGINS_IN = dt.timedelta(days=30)
OWN_DAYS = 3
"""Length of a trip of one's own, until the visitor says another."""
_DRAFT = "form_draft"
"""Of the session: the empty request that a trip of one's own begins with, while the form holds it."""


class FormError(ValueError):
    """The form contradicts itself; the text says how, in the visitor's language."""


def load_form(request: TripRequest) -> None:
    """Put a request into the widgets, in the place of a trip of the visitor's own; to be called from a callback."""
    drop_draft()
    _fill(request)


def drop_draft() -> None:
    """Have the form hold the trip that is shown, no trip of the visitor's own any more."""
    st.session_state.pop(_DRAFT, None)


def _fill(request: TripRequest) -> None:
    values: dict[str, Any] = {
        "title": request.title,
        "start": request.start,
        "end": request.end_or_start,
        "start_date": request.start_date,
        "days": request.days,
        "day_start": _to_time(request.day_start),
        "day_end": _to_time(request.day_end),
        "pace": request.pace.value,
        "punctuality": request.punctuality.value,
        "adults": request.party.adults,
        "children": request.party.children,
        "vehicle": request.vehicle.value,
        "drive_cap": request.max_drive_h_per_day,
        "effort": request.max_effort,
        "budget": _write_vnd(request.budget_vnd_per_person),
        "shopping_budget": _write_vnd(request.shopping_budget_vnd_per_person),
        "market": request.home_market,
        "luggage": request.luggage_kg_per_person,
        "must": list(request.must_visit),
        "nice": list(request.nice_to_visit),
        "exclude": list(request.exclude),
        "lodging": AS_GIVEN if isinstance(request.lodging, tuple) else request.lodging,
    }
    known_words = set(resources.list_interest_words("en"))
    for level, weight in LEVELS:
        values[level] = [word for word, given in request.interests.items() if given == weight and word in known_words]
    gateways = resources.get_catalogue().gateways
    for name, value in values.items():
        if name in ("start", "end") and value not in gateways:
            continue  # an unknown id is refused by planning, in words; the widget keeps what it has
        st.session_state[_key(name)] = value


def begin_own(shown: TripRequest) -> None:
    """Put a trip of the visitor's own into the widgets: nothing but the start and end of the one that is shown."""
    draft = TripRequest(
        start=shown.start, end=shown.end, start_date=today() + OWN_BEGINS_IN, days=OWN_DAYS, language=shown.language
    )
    _fill(draft)
    st.session_state[_DRAFT] = draft


def find_draft() -> TripRequest | None:
    """Return what a trip of the visitor's own begins with, None while the form holds the trip that is shown."""
    draft: TripRequest | None = st.session_state.get(_DRAFT)
    return draft


def keep_form() -> None:
    """Hold on to what the widgets say while their labels change with the language."""
    for name in _NAMES:
        if _key(name) in st.session_state:
            st.session_state[_key(name)] = st.session_state[_key(name)]


def draw_form(base: TripRequest, words: Words, on_submit: Callable[[], None]) -> None:
    """Draw the widgets; `on_submit` is called before the next run, and reads them with `read_form`."""
    if _key("start") not in st.session_state:
        _fill(base)
    say = words.messages
    with st.form("request", border=False):
        _draw_where(words)
        _draw_what(words)
        _draw_who(words)
        _draw_places(base, words)
        st.form_submit_button(
            say("form.submit"),
            type="primary",
            icon=":material/route:",
            shortcut="Ctrl+Enter",
            on_click=on_submit,
            key="submit",
        )


def read_form(base: TripRequest, words: Words) -> TripRequest:
    """Return the request that the widgets hold; what they do not show is taken over from `base`.

    Raises
    ------
    FormError
        When the entries contradict each other.
    """
    say = words.messages
    get = {name: st.session_state[_key(name)] for name in _NAMES}
    if get["day_end"] <= get["day_start"]:
        raise FormError(say("error.hours"))
    budgets = {name: _read_budget(label, get[name], words) for name, label in _label_budgets(words).items()}
    wanted = {*get["must"], *get["nice"]}
    for place_id in get["exclude"]:
        if place_id in wanted:
            raise FormError(say("error.both", name=words.name(place_id)))
    resized = set_days(base, get["days"])
    lodging = resized.lodging if get["lodging"] == AS_GIVEN else get["lodging"]
    interests = {word: weight for level, weight in reversed(LEVELS) for word in get[level]}
    fields = {
        **resized.model_dump(),
        "title": _read_title(base, get),
        "start": get["start"],
        "end": get["end"],
        "start_date": get["start_date"],
        "day_start": get["day_start"].strftime("%H:%M"),
        "day_end": get["day_end"].strftime("%H:%M"),
        "interests": interests,
        "pace": get["pace"],
        "punctuality": get["punctuality"],
        "party": {"adults": get["adults"], "children": get["children"]},
        "vehicle": get["vehicle"],
        "max_drive_h_per_day": get["drive_cap"],
        "max_effort": get["effort"],
        "budget_vnd_per_person": budgets["budget"],
        "shopping_budget_vnd_per_person": budgets["shopping_budget"],
        "home_market": get["market"],
        "luggage_kg_per_person": get["luggage"],
        "must_visit": get["must"],
        "nice_to_visit": get["nice"],
        "exclude": get["exclude"],
        "pins": [pin for pin in resized.model_dump()["pins"] if pin["place"] not in get["exclude"]],
        "lodging": lodging,
        "language": words.language,
    }
    try:
        return build_request(fields, where="form")
    except RequestError as error:
        raise FormError(error.message) from error


def _write_vnd(vnd: int | None) -> str:
    """Return an amount in digits alone; its field groups them in the language of the page."""
    return "" if vnd is None else str(vnd)


def _read_budget(label: str, text: str | None, words: Words) -> int | None:
    """Return an amount that was typed; None = no limit."""
    try:
        return read_vnd(text)
    except ValueError as error:
        raise FormError(tell_unread(label, text or "", words)) from error


def _label_budgets(words: Words) -> dict[str, str]:
    """Return what the fields of amounts are called."""
    return {"budget": words.messages("form.budget"), "shopping_budget": words.messages("form.shopping_budget")}


def _read_title(base: TripRequest, get: dict[str, Any]) -> str:
    """Return the title that was typed; that of a sample only for the way and the days that it speaks of."""
    title = str(get["title"]).strip()
    is_other = (get["start"], get["end"], get["days"]) != (base.start, base.end_or_start, base.days)
    return "" if is_other and title in resources.list_sample_titles() else title


_NAMES = (
    "title", "start", "end", "start_date", "days", "day_start", "day_end", "love", "like", "enjoy", "pace", "adults",
    "children", "vehicle", "drive_cap", "effort", "budget", "shopping_budget", "market", "luggage", "must",
    "nice", "exclude", "lodging", "punctuality",
)  # fmt: skip


def _key(name: str) -> str:
    return f"form-{name}"


def _draw_where(words: Words) -> None:
    say = words.messages
    st.text_input(
        say("form.title"), key=_key("title"), max_chars=MAX_TITLE, help=say("form.title_help"), autocomplete="off"
    )
    st.markdown(f"**{say('form.section_where')}**")
    gateways = list(words.catalogue.gateways)
    starts = [g for g in gateways if words.catalogue.gateways[g].can_start]
    ends = [g for g in gateways if words.catalogue.gateways[g].can_end]
    first = st.columns(2)
    first[0].selectbox(
        say("form.start"),
        starts,
        format_func=_name_place(words),
        key=_key("start"),
        placeholder=say("form.choose"),
        help=say("form.gateway_help"),
    )
    first[1].selectbox(
        say("form.end"), ends, format_func=_name_place(words), key=_key("end"), placeholder=say("form.choose")
    )
    second = st.columns(4, vertical_alignment="bottom")
    second[0].date_input(say("form.start_date"), key=_key("start_date"), format="DD/MM/YYYY")
    second[1].number_input(say("form.days"), 1, 14, key=_key("days"))
    second[2].time_input(say("form.day_start"), key=_key("day_start"), step=dt.timedelta(minutes=15))
    second[3].time_input(say("form.day_end"), key=_key("day_end"), step=dt.timedelta(minutes=15))


def _draw_what(words: Words) -> None:
    say = words.messages
    st.markdown(f"**{say('form.section_what')}**")
    for (level, _), column in zip(LEVELS, st.columns(len(LEVELS)), strict=True):
        column.multiselect(
            say(f"form.{level}"),
            resources.list_interest_words(words.language),
            format_func=words.word,
            key=_key(level),
            placeholder=say("form.interests_placeholder"),
            select_all=False,
            wrap=True,
        )


def _draw_who(words: Words) -> None:
    say = words.messages
    st.markdown(f"**{say('form.section_who')}**")
    first = st.columns(4, vertical_alignment="bottom")
    first[0].number_input(say("form.adults"), 1, 500, key=_key("adults"))
    first[1].number_input(say("form.children"), 0, 500, key=_key("children"))
    first[2].selectbox(
        say("form.vehicle"),
        [v.value for v in Vehicle],
        format_func=lambda v: say(f"vehicle.{v}"),
        key=_key("vehicle"),
        placeholder=say("form.choose"),
    )
    first[3].selectbox(
        say("form.pace"),
        [p.value for p in Pace],
        format_func=lambda p: say(f"pace.{p}"),
        key=_key("pace"),
        placeholder=say("form.choose"),
    )
    second = st.columns(4, vertical_alignment="bottom")
    second[0].number_input(
        say("form.drive_cap"), 0.5, 10.0, value=None, step=0.5, key=_key("drive_cap"), help=say("form.drive_cap_help")
    )
    second[1].selectbox(
        say("form.effort"),
        [1, 2, 3],
        format_func=lambda e: say(f"effort.{e}"),
        key=_key("effort"),
        placeholder=say("form.choose"),
    )
    budgets = _label_budgets(words)
    with second[2]:
        draw_form_money(budgets["budget"], words, key=_key("budget"), help=say("form.budget_help"))
    with second[3]:
        draw_form_money(budgets["shopping_budget"], words, key=_key("shopping_budget"))
    for name, label in budgets.items():
        draw_form_unread(label, words, key=_key(name))
    third = st.columns(4, vertical_alignment="bottom")
    third[0].selectbox(
        say("form.market"),
        list_markets(words, st.session_state.get(_key("market"))),
        format_func=name_market(words),
        key=_key("market"),
        placeholder=say("form.market_none"),
        filter_mode="contains",
        help=say("form.market_help"),
    )
    third[1].number_input(say("form.luggage"), 0.0, 100.0, value=None, step=1.0, key=_key("luggage"))
    third[2].selectbox(
        say("form.punctuality"),
        [p.value for p in Punctuality],
        format_func=lambda p: say(f"punctuality.{p}"),
        key=_key("punctuality"),
        placeholder=say("form.choose"),
        help=say("form.punctuality_help"),
    )


def _draw_places(base: TripRequest, words: Words) -> None:
    say = words.messages
    st.markdown(f"**{say('form.section_places')}**")
    name = _name_place(words)
    for field, column in zip(("must", "nice", "exclude"), st.columns(3), strict=True):
        column.multiselect(
            say(f"form.{field}"),
            _list_places(words.catalogue, st.session_state.get(_key(field), ())),
            format_func=name,
            key=_key(field),
            placeholder=say("form.places_placeholder"),
            select_all=False,
            wrap=True,
        )
    nights = [CHOOSE, *([AS_GIVEN] if isinstance(base.lodging, tuple) else []), *_list_nights(words.catalogue)]
    chosen = st.session_state.get(_key("lodging"), CHOOSE)
    if chosen not in nights:
        nights.append(chosen)
    special = {CHOOSE: say("form.lodging_choose"), AS_GIVEN: say("form.lodging_as_given")}
    st.selectbox(
        say("form.lodging"),
        nights,
        format_func=lambda one: special.get(one) or name(one),
        key=_key("lodging"),
        placeholder=say("form.choose"),
    )


def _name_place(words: Words) -> Callable[[str], str]:
    """Return a function that names a place so that its other names and old province find it, too."""

    def name(place_id: str) -> str:
        located = words.catalogue.located.get(place_id)
        shown = words.name(place_id)
        if located is None:
            return shown
        other = located.name_vi if shown != located.name_vi else located.name_en if words.language != "vi" else None
        parts = (f"{shown} / {other}" if other else shown, words.known_as(place_id), words.address(place_id))
        return " · ".join(part for part in parts if part)

    return name


def _list_places(catalogue: Catalogue, chosen: Sequence[str]) -> list[str]:
    listed = [*catalogue.places, *catalogue.lodgings]
    known = set(listed)
    return [*listed, *(one for one in chosen if one not in known)]


def _list_nights(catalogue: Catalogue) -> list[str]:
    towns = [g.id for g in catalogue.gateways.values() if g.kind == "tour_base" and g.is_routable]
    return [*(one.id for one in catalogue.lodgings.values() if one.is_routable), *towns]


def _to_time(text: str) -> dt.time:
    minute = min(parse_clock(text), 24 * 60 - 1)
    return dt.time.fromisoformat(format_clock(minute))


def summarise(request: TripRequest, words: Words) -> str:
    """Return the request in one line, safe to stand in a label."""
    say = words.messages
    is_round = request.end_or_start == request.start
    told = say(
        "form.summary_round" if is_round else "form.summary",
        days=say("unit.days", count=request.days),
        start=plain(words.name(request.start)),
        end=plain(words.name(request.end_or_start)),
        date=say.date(request.start_date),
        people=say("unit.people", count=request.party.size),
    )
    if request.home_market is None:
        return told
    return f"{told} · {say('form.summary_home', market=plain(say.country(request.home_market)))}"
