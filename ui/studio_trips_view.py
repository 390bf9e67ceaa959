"""My trips: what is saved, how to begin, copies for clients, versions, and the way back from a deletion."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Literal

import streamlit as st

from planner.errors import PlannerError
from planner.model.quote import MAX_GROUP
from planner.model.request import TripRequest
from planner.present.words import Words
from planner.store import Store, StoreError, TripDocument, TripSummary
from ui import resources
from ui.markets import list_markets, name_market
from ui.moments import tell_moment
from ui.safe import plain
from ui.studio_desk import Desk, copy_for_client, open_new, open_saved, plan_new, take_itinerary
from ui.studio_people import MAX_PLANNED, tell_copy_vehicle
from ui.studio_plan_file import read_trip_file
from ui.studio_shelf import draw_unreadable, find_store

PAGE = 12
"""Trips shown at a time."""
COPYING = "studio-copying"
"""Of the session: id of the trip whose copy is being described."""
COPY_TITLE, COPY_CLIENT, COPY_SIZE, COPY_DATE, COPY_HOME = (
    "studio-copy-title", "studio-copy-client", "studio-copy-size", "studio-copy-date", "studio-copy-home",
)  # fmt: skip
COPY_FIELDS = (COPY_TITLE, COPY_CLIENT, COPY_SIZE, COPY_DATE, COPY_HOME)


def draw_trips(desk: Desk, words: Words) -> None:
    """Draw the saved trips, or, where there are none, the ways to a first one."""
    store = find_store()
    has_trips = False
    if store is not None:
        _draw_deleted(desk, store, words)
        try:
            has_trips = _draw_saved(desk, store, words)
        except StoreError as error:
            draw_unreadable(error)
    _draw_beginnings(desk, words, is_first=not has_trips)


def _draw_saved(desk: Desk, store: Store, words: Words) -> bool:
    """Draw search and trips; return whether there are any. `StoreError` when they cannot be listed."""
    say = words.messages
    if not store.list_trips():
        st.info(say("studio.empty"), icon=":material/folder_open:")
        st.caption(say("studio.shared"))
        return False
    st.caption(say("studio.shared"))
    search = st.text_input(say("studio.search"), key="studio-search", placeholder=say("studio.search_example"))
    trips = store.list_trips(search or "")
    for trip in _page(trips, words):
        _draw_trip(desk, store, trip, words)
    if not trips:
        st.info(say("studio.nothing_found"), icon=":material/search_off:")
    return True


def _page(trips: tuple[TripSummary, ...], words: Words) -> tuple[TripSummary, ...]:
    """Return the trips of the page of the list that is looked at."""
    pages = -(-len(trips) // PAGE)
    if pages <= 1:
        return trips
    st.caption(words.messages("studio.found", count=len(trips)))
    number = st.pagination(pages, key="studio-page")
    return trips[PAGE * (number - 1) : PAGE * number]


def _draw_trip(desk: Desk, store: Store, trip: TripSummary, words: Words) -> None:
    say = words.messages
    with st.container(border=True, key=f"saved-{trip.id}"):
        kind = f'<span class="rp-badge rp-plain">{escape(say("studio.template"))}</span> ' if trip.is_template else ""
        client = escape(trip.client) if trip.client else escape(say("studio.no_client"))
        when = escape(say("studio.changed_at", date=tell_moment(trip.updated_at, words), number=trip.newest))
        st.html(
            f'<h3 class="rp-saved-name">{kind}{escape(trip.title)}</h3><p class="rp-line"><b>{client}</b> · {when}</p>'
        )
        with st.container(horizontal=True, gap="small", key=f"trip-buttons-{trip.id}"):
            _button("open", "folder_open", say("studio.open"), trip, _open, (desk, trip.id), type_="secondary")
            _button("copy", "content_copy", say("studio.copy"), trip, _begin_copy, (trip,))
            label = say("studio.untemplate") if trip.is_template else say("studio.make_template")
            _button("template", "bookmark", label, trip, _turn_template, (desk, store, trip))
            _button("delete", "delete", say("studio.delete"), trip, _delete, (desk, store, trip))
    if st.session_state.get(COPYING) == trip.id:
        _draw_copy_form(desk, store, trip, words)


def _button(
    verb: str,
    icon: str,
    label: str,
    trip: TripSummary,
    action: Callable[..., None],
    args: tuple[object, ...],
    *,
    type_: Literal["secondary", "tertiary"] = "tertiary",
) -> None:
    st.button(
        label,
        key=f"studio-{verb}-{trip.id}",
        icon=f":material/{icon}:",
        help=plain(trip.title),
        on_click=action,
        args=args,
        type=type_,
    )


def _open(desk: Desk, trip_id: str) -> None:
    open_saved(desk, trip_id)


def _begin_copy(trip: TripSummary) -> None:
    """Open the form of a copy with what the trip says, or fold it away."""
    st.session_state[COPYING] = None if st.session_state.get(COPYING) == trip.id else trip.id
    for field in COPY_FIELDS:
        st.session_state.pop(field, None)


def _turn_template(desk: Desk, store: Store, trip: TripSummary) -> None:
    try:
        store.rename(trip.id, trip.title, is_template=not trip.is_template)
    except StoreError as error:
        desk.failure = error


def _delete(desk: Desk, store: Store, trip: TripSummary) -> None:
    try:
        store.delete(trip.id)
    except StoreError as error:
        desk.failure = error
    else:
        desk.deleted = (trip.id, trip.title)


def _draw_deleted(desk: Desk, store: Store, words: Words) -> None:
    if desk.deleted is None:
        return
    trip_id, title = desk.deleted
    with st.container(horizontal=True, vertical_alignment="center", key="studio-deleted"):
        st.html(
            f'<p class="rp-line" role="status">{escape(words.messages("studio.deleted", name=title))}</p>',
            width="content",
        )
        st.button(
            words.messages("studio.take_back"),
            key="studio-undelete",
            icon=":material/undo:",
            on_click=_take_back,
            args=(desk, store, trip_id),
        )


def _take_back(desk: Desk, store: Store, trip_id: str) -> None:
    try:
        store.undelete(trip_id)
    except StoreError as error:
        desk.failure = error
    desk.deleted = None


def _draw_copy_form(desk: Desk, store: Store, trip: TripSummary, words: Words) -> None:
    """Draw for whom a copy is, with how many and in what, and from when."""
    say = words.messages
    try:
        document = store.load(trip.id).document
    except StoreError as error:
        draw_unreadable(error)
        return
    _fill_copy(document, trip)
    with st.container(border=True, key="studio-copy-form"):
        st.markdown(f"**{plain(say('studio.copy_title', name=trip.title))}**")
        columns = st.columns([4, 4, 2, 3, 4], vertical_alignment="bottom")
        columns[0].text_input(say("studio.title"), key=COPY_TITLE, max_chars=200)
        columns[1].text_input(say("studio.client"), key=COPY_CLIENT, max_chars=200)
        size = columns[2].number_input(say("studio.group"), 1, MAX_PLANNED, key=COPY_SIZE)
        start = columns[3].date_input(say("form.start_date"), key=COPY_DATE, format="DD/MM/YYYY")
        columns[4].selectbox(
            say("studio.home"),
            list_markets(words, st.session_state[COPY_HOME]),
            format_func=name_market(words),
            key=COPY_HOME,
            placeholder=say("form.market_none"),
            help=say("studio.home_help"),
            filter_mode="contains",
        )
        if size is not None:
            st.caption(plain(tell_copy_vehicle(document, size, words)))
        st.button(
            say("studio.copy_do"),
            key="studio-copy-do",
            type="primary",
            icon=":material/content_copy:",
            on_click=_copy,
            args=(desk, trip),
            disabled=size is None or start is None,
        )


def _fill_copy(document: TripDocument, trip: TripSummary) -> None:
    """Put what the trip says into the fields of its copy that nothing has been written into."""
    request = document.itinerary.request
    size = min(request.party.size, MAX_PLANNED, MAX_GROUP)
    values = (trip.title, "", size, request.start_date, request.home_market)
    for field, value in zip(COPY_FIELDS, values, strict=True):
        st.session_state.setdefault(field, value)


def _copy(desk: Desk, trip: TripSummary) -> None:
    get = st.session_state
    title, client, start = get[COPY_TITLE].strip() or trip.title, get[COPY_CLIENT].strip(), get[COPY_DATE]
    size, home = get[COPY_SIZE], get[COPY_HOME]
    if copy_for_client(desk, trip.id, title=title, client=client, size=size, start=start, home=home):
        get[COPYING] = None  # else the form stays to be mended


def _draw_beginnings(desk: Desk, words: Words, *, is_first: bool) -> None:
    """Draw the ways to a new trip: the one just planned, a sample, a file."""
    say = words.messages
    with st.expander(say("studio.begin_new"), expanded=is_first, icon=":material/add_circle:"):
        planned = st.session_state.get("trip_state")
        itinerary = None if planned is None else planned.now.itinerary
        if itinerary is not None:
            st.button(
                say("studio.from_plan"),
                key="studio-from-plan",
                icon=":material/route:",
                type="primary",
                on_click=take_itinerary,
                args=(desk, itinerary, _name_new(itinerary.request.title, words)),
            )
        st.markdown(f"**{say('studio.plan_sample' if itinerary is None else 'studio.from_sample')}**")
        samples = resources.list_plannable_samples()
        with st.container(horizontal=True, gap="small", key="studio-samples"):
            for name, request in samples.items():
                title = say.find(f"sample.{name[:2]}") or request.title
                st.button(
                    plain(title),
                    key=f"studio-sample-{name}",
                    on_click=plan_new,
                    args=(desk, _take_sample(request, words), title),
                )
        number = st.session_state.get("studio-file-number", 0)
        key = f"studio-plan-file-{number}"
        st.file_uploader(say("studio.from_file"), type=["json"], key=key, on_change=_read_file, args=(desk, key, words))


def _take_sample(request: TripRequest, words: Words) -> TripRequest:
    """Return a sample as the trip of an operator, whose guests need not be those of the sample: their home is open."""
    return request.model_copy(update={"language": words.language, "home_market": None})


def _name_new(title: str, words: Words) -> str:
    return title or words.messages("studio.new_trip")


def _read_file(desk: Desk, key: str, words: Words) -> None:
    file = st.session_state.get(key)
    if file is None:
        return
    try:
        document = read_trip_file(file.getvalue(), file.name)
    except PlannerError as error:
        desk.failure = error
        return
    st.session_state["studio-file-number"] = st.session_state.get("studio-file-number", 0) + 1
    open_new(desk, document, _name_new(document.itinerary.request.title, words))
