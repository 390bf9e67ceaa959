"""Stops and times of the open trip: a table whose cells re-time the trip, and buttons that do the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from planner.model.edits import Edits, Move
from planner.model.problem import Violation
from planner.model.quote import CostLine
from planner.model.request import MAX_VISIT_MIN
from planner.plan import StopKey, exclude_place
from planner.present.words import Words
from ui import edits, resources
from ui.money import MAX_TYPED, align_vnd, draw_refused
from ui.safe import plain
from ui.studio_money import take_cell
from ui.studio_prices import find_stop_line
from ui.studio_rows import MIN_VISIT_MIN, StopRow, change_row, get_table_height, list_other_violations, list_rows
from ui.studio_state import Studio, get_quote, refuse, retime, start_replanning

STOP = "studio-stop"
"""Key of the choice of a stop."""
TABLE = "studio-table"
EDITABLE = ("day", "number", "begin", "minutes", "locked", "price")


def draw_edit(studio: Studio, words: Words) -> None:
    """Draw the stops as a table, what the referee has against them, and the buttons."""
    rows = list_rows(studio.itinerary, studio.now.violations)
    if not rows:
        st.info(words.messages("studio.no_stops"), icon=":material/route:")
    else:
        _draw_table(studio, rows, words)
        _draw_faults(studio, rows, words)
        _draw_buttons(studio, rows, words)
    _draw_adding(studio, words)


def tell_violation(violation: Violation, row: StopRow | None, words: Words) -> str:
    """Return what the referee found in words; of an hour that the operator set, that it is not kept."""
    say = words.messages
    if violation.code == "window" and row is not None and row.is_locked:
        return say("studio.late_for_hour")
    return say.find(f"violation.{violation.code}") or say("violation.other", code=violation.code)


def _draw_table(studio: Studio, rows: Sequence[StopRow], words: Words) -> None:
    say, days = words.messages, len(studio.itinerary.days)
    key = f"{TABLE}-{studio.revision}"
    column = st.column_config
    draw_refused(studio.refused, TABLE, say("studio.price"), words)
    st.data_editor(
        _build_cells(studio, rows, words),
        key=key,
        hide_index=True,
        disabled=True if studio.job is not None else ["place", "leave", "says"],
        on_change=_take_cells,
        args=(studio, rows, key),
        alt=say("studio.table_alt"),
        height=get_table_height(len(rows)),
        placeholder=say("studio.unknown"),
        column_config={
            "day": column.NumberColumn(say("sheet.day"), min_value=1, max_value=days, step=1, width=70, required=True),
            "number": column.NumberColumn(say("studio.order"), min_value=1, step=1, width=85, required=True),
            "place": column.TextColumn(say("studio.place"), width=400),
            "begin": column.TimeColumn(
                say("studio.begin"), format="HH:mm", step=60, width=95, help=say("studio.begin_help")
            ),
            "minutes": column.NumberColumn(
                say("studio.minutes"),
                min_value=MIN_VISIT_MIN,
                max_value=MAX_VISIT_MIN,
                step=5,
                width=100,
                help=say("studio.minutes_help"),
            ),
            "leave": column.TimeColumn(say("studio.leave"), format="HH:mm", width=75),
            "locked": column.CheckboxColumn(say("studio.kept"), width=70, help=say("studio.kept_help")),
            "price": column.TextColumn(
                say("studio.price"),
                width=115,
                alignment="right",
                max_chars=MAX_TYPED,
                help=say("studio.price_help"),
            ),
            "says": column.TextColumn(say("studio.says"), width=160),
        },
    )
    st.caption(say("studio.table_note"))


def _build_cells(studio: Studio, rows: Sequence[StopRow], words: Words) -> list[dict[str, Any]]:
    """Return the cells of each row."""
    quote = get_quote(studio)
    lines = [find_stop_line(quote, row.key, row.day) for row in rows]
    prices = align_vnd([None if line is None else line.unit_vnd for line in lines], words)
    return [_build_row(*cells, words) for cells in zip(rows, lines, prices, strict=True)]


def _build_row(row: StopRow, line: CostLine | None, price: str | None, words: Words) -> dict[str, Any]:
    told = [f"▲ {tell_violation(one, row, words)}" for one in row.violations]
    if line is not None and line.unit_vnd is None:
        told.append(words.messages("studio.price_unknown"))
    elif line is not None and line.is_estimate:
        told.append(words.messages("studio.price_estimate"))
    return {
        "day": row.day,
        "number": row.number,
        "place": name_stop(row.key, words),
        "begin": row.begin,
        "minutes": row.minutes,
        "leave": row.leave,
        "locked": row.is_locked,
        "price": price,
        "says": " · ".join(told),
    }


def name_stop(key: StopKey, words: Words) -> str:
    """Return place and what is done there; a name of what is done that tells the place stands alone."""
    experience = words.catalogue.experiences.get(key[1] or "")
    place = words.name(key[0])
    name = "" if experience is None else experience.name(words.language)
    doing = name.removesuffix(f": {place}")
    if not doing or doing in place:
        return place
    return doing if place in doing else f"{place} – {doing}"


def _take_cells(studio: Studio, rows: Sequence[StopRow], key: str) -> None:
    """Carry out what was changed in the table; each row by itself, since a change moves the others."""
    edited: Mapping[int, Mapping[str, Any]] = st.session_state.get(key, {}).get("edited_rows", {})
    for index, cells in edited.items():
        take_row(studio, rows[int(index)], {name: value for name, value in cells.items() if name in EDITABLE})


def take_row(studio: Studio, row: StopRow, cells: Mapping[str, Any]) -> None:
    """Carry out the changed cells of one row."""
    if "price" in cells:
        line = find_stop_line(get_quote(studio), row.key, row.day)
        if line is not None:
            take_cell(studio, TABLE, line, cells["price"])
    rest = {name: value for name, value in cells.items() if name != "price"}
    if not rest:
        return
    try:
        request, orders = change_row(studio.itinerary, row, rest)
    except ValueError:  # the request would contradict itself
        refuse(studio)
    else:
        retime(studio, request, orders)


def _draw_faults(studio: Studio, rows: Sequence[StopRow], words: Words) -> None:
    """Say every broken rule with its day and stop, in colour, shape and words."""
    say = words.messages
    lines = []
    for row in rows:
        for violation in row.violations:
            where = say("studio.fault_stop", day=row.day, name=name_stop(row.key, words))
            lines.append((where, tell_violation(violation, row, words)))
    for violation in list_other_violations(studio.now.violations):
        where = say("studio.fault_trip") if violation.day is None else say("day.tab", number=violation.day + 1)
        lines.append((where, tell_violation(violation, None, words)))
    if not lines:
        if studio.itinerary.provenance.refereed:
            st.html(f'<p class="rp-line" role="status">✓ {escape(say("studio.no_faults"))}</p>')
        return
    items = "".join(
        f'<li><span class="rp-badge rp-bad"><i class="rp-shape rp-triangle"></i>{escape(where)}</span> '
        f"{escape(text)}</li>"
        for where, text in dict.fromkeys(lines)
    )
    with st.container(border=True, key="studio-faults"):
        st.html(
            f'<p><b>{escape(say("studio.faults", count=len(set(lines))))}</b></p><ul class="rp-faults">{items}</ul>'
        )
        st.button(
            say("studio.mend"),
            key="studio-mend",
            icon=":material/build:",
            help=say("studio.mend_help"),
            type="primary",
            on_click=start_replanning,
            args=(studio, studio.itinerary.request),
            disabled=studio.job is not None,
        )


def _draw_buttons(studio: Studio, rows: Sequence[StopRow], words: Words) -> None:
    """Draw the way without a table: choose a stop, then move, keep or leave it out."""
    say = words.messages
    by_key = {row.key: row for row in rows}
    if studio.stop not in by_key:
        studio.stop = rows[0].key
    st.session_state[STOP] = studio.stop  # its label changes as it moves, and the widget goes by labels
    st.selectbox(
        say("studio.stop"),
        list(by_key),
        format_func=lambda key: _label_row(by_key[key], words),
        key=STOP,
        placeholder=say("form.choose"),
        on_change=_choose,
        args=(studio,),
    )
    row = by_key[studio.stop]
    busy = studio.job is not None

    def button(verb: str, icon: str, *, disabled: bool = False) -> None:
        st.button(
            say(f"edit.{verb}"),
            key=f"studio-{verb}",
            icon=f":material/{icon}:",
            on_click=_press,
            args=(studio, row, verb),
            disabled=busy or disabled,
        )

    last = rows[-1]
    with st.container(horizontal=True, gap="small", key="studio-stop-buttons"):
        button("up", "arrow_upward", disabled=(row.day, row.number) == (1, 1))
        button("down", "arrow_downward", disabled=row.key == last.key and row.day == len(studio.itinerary.days))
        button("unlock" if row.is_locked else "lock", "lock" if row.is_locked else "lock_open")
        button("exclude", "block")


def _choose(studio: Studio) -> None:
    studio.stop = st.session_state[STOP]


def _label_row(row: StopRow, words: Words) -> str:
    mark = "▲ " if row.violations else ""
    begin = row.begin.strftime("%H:%M")
    return words.messages(
        "studio.stop_label", mark=mark, day=row.day, number=row.number, begin=begin, name=name_stop(row.key, words)
    )


def _press(studio: Studio, row: StopRow, verb: str) -> None:
    request, orders = studio.itinerary.request, edits.list_orders(studio.itinerary)
    if verb in ("up", "down"):
        orders = edits.move(orders, row.day - 1, row.number - 1, -1 if verb == "up" else 1)
        day = next(d for d, order in enumerate(orders, 1) if row.key in order)
        retime(studio, edits.move_pin(request, row.key, row.day, day), orders)
    elif verb == "lock":
        retime(studio, edits.lock(request, row.key, row.day, row.begin.strftime("%H:%M")), orders)
    elif verb == "unlock":
        retime(studio, edits.unlock(request, row.key), orders)
    else:
        place_id = row.key[0]
        retime(studio, exclude_place(request, place_id, resources.get_catalogue()), edits.remove(orders, place_id))


def _draw_adding(studio: Studio, words: Words) -> None:
    """Draw the choice of a place to add, which the planner puts where it fits best, or on a day."""
    say = words.messages
    known = set(studio.itinerary.place_ids)
    places = [one for one in resources.get_catalogue().places if one not in known]
    days = range(len(studio.itinerary.days) + 1)
    with st.container(horizontal=True, vertical_alignment="bottom", key="studio-adding"):
        place = st.selectbox(
            say("studio.add_place"),
            places,
            index=None,
            format_func=lambda one: f"{words.name(one)} · {words.address(one)}",
            placeholder=say("form.places_placeholder"),
            key="studio-add-place",
        )
        day = st.selectbox(
            say("studio.add_day"),
            days,
            format_func=lambda one: say("studio.add_anywhere") if one == 0 else say("day.tab", number=one),
            key="studio-add-day",
            placeholder=say("form.choose"),
            width=180,
        )
        st.button(
            say("studio.add"),
            key="studio-add",
            icon=":material/add_location_alt:",
            on_click=_add,
            args=(studio, place, day),
            disabled=place is None or studio.job is not None,
            help=None if place is None else plain(words.name(place)),
        )


def _add(studio: Studio, place_id: str, day: int) -> None:
    wanted = Edits(adds=(place_id,)) if day == 0 else Edits(moves=(Move(place=place_id, day=day),))
    start_replanning(studio, studio.itinerary.request, wanted)
