"""Variants: keep the trip as it stands, and hold two trips or versions side by side."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.model.edits import Replanned, VisitChange
from planner.model.itinerary import Itinerary
from planner.model.quote import CostKind, Quote
from planner.plan import compare_plans
from planner.present.languages import clock
from planner.present.words import Words
from planner.store import StoreError, VersionSummary
from ui.moments import tell_moment
from ui.studio_money import note_prices, tell_head, tell_lines
from ui.studio_shelf import draw_unreadable
from ui.studio_sides import Side, list_sides, list_versions, load_side, restore
from ui.studio_state import Studio, get_quote_of, keep_version

_LABEL = "studio-variant-name"
_OTHER = "studio-compare"


def draw_variants(studio: Studio, words: Words) -> None:
    """Draw the way to keep a variant, and the comparison of the open trip with another one."""
    say = words.messages
    if studio.trip_id is None:
        st.info(say("studio.needs_store"), icon=":material/database:")
        return
    _draw_saving(studio, words)
    try:
        versions, sides = list_versions(studio), list_sides(studio)
    except StoreError as error:
        draw_unreadable(error)
        return
    _draw_versions(studio, versions, words)
    st.subheader(say("studio.compare"), anchor=False)
    if not sides:
        st.info(say("studio.no_variants"), icon=":material/compare_arrows:")
        return
    if st.session_state.get(_OTHER) not in sides:
        st.session_state[_OTHER] = sides[0]
    chosen = st.selectbox(
        say("studio.compare_with"),
        sides,
        format_func=lambda side: name_side(side, words),
        key=_OTHER,
        placeholder=say("form.choose"),
    )
    other = load_side(studio, chosen)
    if other is None:
        st.warning(say("studio.side_gone"), icon=":material/warning:")
        return
    short = chosen.name or say("studio.side_short", number=chosen.version)
    names = (short, say("studio.now"))
    plans = (other.itinerary, studio.itinerary)
    quotes = (get_quote_of(studio, other), get_quote_of(studio, studio.document))
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.html(draw_sums(names, plans, quotes, words))
        st.html(draw_costs_by_kind(names, quotes, words))
    with right:
        st.html(draw_changes(compare_plans(*plans), words))
        st.html(draw_days(names, plans, words))


def _draw_saving(studio: Studio, words: Words) -> None:
    say = words.messages
    with (
        st.form("studio-variant-form", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(say("studio.variant_name"), key=_LABEL, max_chars=120, placeholder=say("studio.variant_example"))
        st.form_submit_button(
            say("studio.variant_save"), icon=":material/bookmark_add:", on_click=_save, args=(studio,)
        )
    st.caption(say("studio.variant_about"))


def _save(studio: Studio) -> None:
    name = st.session_state[_LABEL].strip()
    if not name:
        studio.notices.append(("studio.variant_unnamed", {}))
    elif keep_version(studio, name):
        studio.notices.append(("studio.variant_saved", {"name": name}))


def _draw_versions(studio: Studio, versions: list[VersionSummary], words: Words) -> None:
    """Draw the versions, the newest first, each with the way back to it."""
    say = words.messages
    with st.expander(say("studio.versions", count=len(versions)), icon=":material/history:"):
        for version in versions:
            with st.container(horizontal=True, vertical_alignment="center", key=f"studio-version-{version.number}"):
                name = version.note or say("studio.autosave" if version.is_autosave else "studio.unnamed")
                when = tell_moment(version.created_at, words)
                text = f"<b>{escape(name)}</b> · {escape(say('studio.version_of', number=version.number, date=when))}"
                st.html(f'<p class="rp-line">{text}</p>', width="content")
                st.button(
                    say("studio.restore"),
                    key=f"studio-restore-{version.number}",
                    icon=":material/settings_backup_restore:",
                    type="tertiary",
                    on_click=restore,
                    args=(studio, version.number),
                    disabled=version.number == studio.based_on or studio.job is not None,
                )


def name_side(side: Side, words: Words) -> str:
    """Return what a trip or version to compare with is called."""
    say = words.messages
    if side.version is None:
        return say("studio.side_trip", name=side.name)
    when = tell_moment(side.moment, words)
    return say("studio.side_version", number=side.version, date=when, name=side.name or say("studio.unnamed"))


def draw_sums(
    names: tuple[str, str], plans: tuple[Itinerary, Itinerary], quotes: tuple[Quote, Quote], words: Words
) -> str:
    """Return the figures of two trips side by side."""
    say = words.messages
    heads = tuple(quote.get_head_price() for quote in quotes)
    rows = [
        (say("studio.days"), *(say("unit.days", count=len(plan.days)) for plan in plans)),
        (say("totals.visits"), *(str(plan.totals.visits) for plan in plans)),
        (say("totals.drive"), *(say.span(plan.totals.drive_min) for plan in plans)),
        (say("totals.km"), *(say.km(plan.totals.km) for plan in plans)),
        (say("sheet.size"), *(str(quote.terms.group_size) for quote in quotes)),
        (say("sheet.net"), *(tell_head(head, head.net_vnd, words) for head in heads)),
        (
            say("sheet.sell_per_head"),
            *(tell_head(head, head.sell_per_head_vnd, words) for head in heads),
        ),
    ]
    note = note_prices(heads, words)
    return _draw_sheet(say("studio.figures") + (f".{note}" if note else ""), names, rows)


def draw_costs_by_kind(names: tuple[str, str], quotes: tuple[Quote, Quote], words: Words) -> str:
    """Return what each kind costs on either side; a kind with a price that is not known says so."""
    say = words.messages
    rows = []
    for kind in CostKind:
        lines = [[line for line in quote.lines if line.kind is kind] for quote in quotes]
        if not any(lines):
            continue
        rows.append((say(f"quote.kind_{kind}"), *(tell_lines(side, words) for side in lines)))
    return _draw_sheet(say("sheet.costs"), names, rows)


def _draw_sheet(caption: str, names: tuple[str, str], rows: list[tuple[str, ...]]) -> str:
    """Return a table of two columns; rows that differ are marked by colour and sign."""
    head = "".join(f'<th scope="col" class="rp-num">{escape(name)}</th>' for name in names)
    body = []
    for name, *values in rows:
        differs = len(set(values)) > 1
        cells = "".join(f'<td class="rp-num">{escape(value)}</td>' for value in values)
        mark = ' <span aria-hidden="true">≠</span>' if differs else ""
        body.append(f"<tr{' class=rp-differs' if differs else ''}><td>{escape(name)}{mark}</td>{cells}</tr>")
    return (
        f'<div class="rp-scroll"><table class="rp-sheet"><caption>{escape(caption)}</caption>'
        f"<thead><tr><th></th>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def draw_changes(answer: Replanned, words: Words) -> str:
    """Return which visits came, went, moved or begin at another time."""
    say = words.messages
    parts = []
    for kind in ("added", "removed", "moved", "other_way", "retimed"):
        told = [_tell_change(change, words) for change in answer.changes if change.kind == kind]
        if told:
            items = "".join(f"<dd>{escape(text)}</dd>" for text in told)
            parts.append(f"<dt>{escape(say(f'studio.change_{kind}'))}</dt><div>{items}</div>")
    nights = [
        say("studio.change_night", number=one.night, before=words.name(one.before_id), after=words.name(one.after_id))
        for one in answer.night_changes
    ]
    if nights:
        items = "".join(f"<dd>{escape(text)}</dd>" for text in nights)
        parts.append(f"<dt>{escape(say('studio.nights'))}</dt><div>{items}</div>")
    kept = say("studio.kept_visits", count=answer.kept)
    if not parts:
        return f'<p class="rp-line">{escape(say("studio.same_visits"))}</p>'
    return f'<p class="rp-line">{escape(kept)}</p><dl class="rp-change">{"".join(parts)}</dl>'


def _tell_change(change: VisitChange, words: Words) -> str:
    say, name = words.messages, words.name(change.place_id)
    before = None if change.begin_before is None else _tell_moment(change.day_before, clock(change.begin_before), words)
    after = None if change.begin_after is None else _tell_moment(change.day_after, clock(change.begin_after), words)
    if before is None or after is None:
        return say("studio.change_at", name=name, when=before or after)
    return say("studio.change_from_to", name=name, before=before, after=after)


def _tell_moment(day: int | None, time: str, words: Words) -> str:
    return words.messages("studio.moment", number=day, time=time)


def draw_days(names: tuple[str, str], plans: tuple[Itinerary, Itinerary], words: Words) -> str:
    """Return the visits of each day of two trips side by side."""
    say = words.messages
    rows = []
    for number in range(max(len(plan.days) for plan in plans)):
        cells = []
        for plan in plans:
            visits = plan.days[number].visits if number < len(plan.days) else ()
            items = "<br>".join(f"{clock(one.begin)} {escape(words.name(one.place_id))}" for one in visits)
            cells.append(f"<td>{items or '–'}</td>")
        rows.append(f"<tr><td>{escape(say('day.tab', number=number + 1))}</td>{''.join(cells)}</tr>")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    return (
        f'<div class="rp-scroll"><table class="rp-sheet"><caption>{escape(say("studio.day_by_day"))}</caption>'
        f"<thead><tr><th></th>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
