"""The page *Operator studio*: a trip as a product, from the template to the offer."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from planner.errors import NoFeasibleTripError, PlannerError
from planner.plan import apply_change
from planner.present.words import Words
from ui import resources
from ui.error_words import tell_error
from ui.infeasible_view import Take, draw_reasons
from ui.language import get_language
from ui.page_head import draw_head
from ui.progress_view import watch
from ui.safe import plain
from ui.studio_batch_view import draw_batch
from ui.studio_conflict_view import draw_conflict, draw_leaving
from ui.studio_costs_view import draw_costs
from ui.studio_desk import Desk, collect_new, follow_address, get_desk, plan_changed
from ui.studio_edit_view import draw_edit
from ui.studio_files_view import draw_files
from ui.studio_shelf import find_trouble
from ui.studio_state import Notice, Studio, autosave, collect, start_replanning
from ui.studio_style import draw_studio_style
from ui.studio_trip_view import draw_bar, draw_group, draw_strip
from ui.studio_trips_view import draw_trips
from ui.studio_variants_view import draw_variants
from ui.style import draw_style, find_palette

SECTIONS = ("stops", "costs", "variants", "files")
LISTS = ("trips", "batch")


def draw_page() -> None:
    """Draw the page once."""
    palette = find_palette()
    draw_style(palette)
    draw_studio_style(palette)
    words = resources.get_words(get_language())
    desk = get_desk()
    collect_new(desk)
    if desk.studio is not None:
        collect(desk.studio)
        autosave(desk.studio)
    follow_address(desk)
    draw_head(words.messages("page.studio"), words.messages("studio.tagline"), words)
    with st.container(key="studio-messages"):
        _draw_trouble(words)
        _draw_notices(desk.notices, words)
        draw_failure(desk.failure, "desk", partial(plan_changed, desk), words, is_broken=desk.is_broken)
    with st.container(key="studio-progress"):
        if desk.job is not None:
            watch(desk, words)
    if desk.studio is not None:
        _draw_studio(desk, desk.studio, words)
    elif desk.job is None:
        _draw_lists(desk, words)


def _draw_lists(desk: Desk, words: Words) -> None:
    if _choose(words.messages("studio.lists"), "list", LISTS, words) == "batch":
        draw_batch(desk, words)
    else:
        draw_trips(desk, words)


def _choose(label: str, what: str, names: tuple[str, ...], words: Words) -> str:
    """Draw the choice of a list, or of a part of the open trip, and return the one to look at."""
    return st.segmented_control(
        label,
        names,
        format_func=lambda name: words.messages(f"studio.{what}_{name}"),
        key=f"studio-{what}",
        default=names[0],
        required=True,
        label_visibility="collapsed",
    )


def _draw_studio(desk: Desk, studio: Studio, words: Words) -> None:
    draw_bar(desk, studio, words)
    if studio.conflict is not None:
        draw_conflict(desk, studio, words)
    draw_leaving(desk, studio, words)
    _draw_notices(studio.notices, words)
    draw_failure(studio.failure, "studio", partial(_apply, studio), words, is_broken=studio.is_broken)
    if studio.job is not None:
        watch(studio, words)
    draw_group(studio, words)
    draw_strip(studio, words)
    section = _choose(words.messages("studio.sections"), "section", SECTIONS, words)
    if section == "costs":
        draw_costs(studio, words)
    elif section == "variants":
        draw_variants(studio, words)
    elif section == "files":
        draw_files(studio, words)
    else:
        draw_edit(studio, words)


def _draw_trouble(words: Words) -> None:
    """Say once that nothing can be saved, and how to mend that."""
    trouble = find_trouble()
    if trouble is not None:
        told = words.messages("studio.no_store", reason=trouble.message, where=trouble.where)
        st.warning(plain(told), icon=":material/database_off:")


def _draw_notices(notices: list[Notice], words: Words) -> None:
    for key, values in notices:
        st.info(plain(words.messages(key, **values)), icon=":material/info:")
    notices.clear()


def draw_failure(error: PlannerError | None, key: str, take: Take, words: Words, *, is_broken: bool) -> None:
    """Say what went wrong and what heals it; `take` carries a change out that makes a trip possible."""
    say = words.messages
    if is_broken:
        st.error(say("progress.failed"))
    if isinstance(error, NoFeasibleTripError):
        st.error(plain(say("studio.infeasible")))
        draw_reasons(error, f"{key}-remedy", words, take)
    elif error is not None:
        st.error(plain(tell_error(error, words)))


def _apply(studio: Studio, change: dict[str, Any]) -> None:
    request, changes = studio.wanted or (studio.itinerary.request, {})
    start_replanning(studio, apply_change(request, change), changes=changes)
