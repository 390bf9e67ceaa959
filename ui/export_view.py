"""Files of a trip to be saved: the Export menu with its days in the usual map apps, or a choice within a page.

The menu opens as a dialog, which has the whole screen wherever its button stands. Nothing is made until somebody
chooses it; what was chosen and made is kept for the visitor's session, by content of the plan, language and proposal,
so that a second look costs nothing. A file that cannot be made says so by the name of its format, and leaves the
others.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from typing import Final

import streamlit as st

from planner.errors import PlannerError
from planner.model.itinerary import Itinerary, get_digest
from planner.model.quote import Proposal
from planner.present.words import Words
from planner.publish import (
    NO_PROPOSAL,
    PUBLISHERS,
    Group,
    PublishError,
    list_available,
    publish,
    safe_file_name,
)
from planner.publish.map_links import APPS, DayLink, list_day_links
from planner.publish.qr import build_qr_png
from ui.download import draw_failure
from ui.safe import plain

_KEPT: Final = "export-files"
"""Of the session: what was made, by plan, language, proposal and format."""
_MAX_KEPT: Final = 24
_CHOSEN: Final = "export-chosen"
"""Of the session: what is chosen in each group of the plan that was looked at last."""
_QR_PX: Final = 180

_STYLE: Final = """<style>@media (max-width: 640px) {
    [role="dialog"] [data-testid="stButtonGroup"] button, [role="dialog"] .stLinkButton a { min-height: 44px }
    [role="dialog"] .stDownloadButton button { min-height: 44px } }</style>"""
"""On a phone everything is large enough for a thumb."""

Made = bytes | Exception
"""A file, or why there is none."""


@st.fragment
def draw_export(itinerary: Itinerary, words: Words, *, key: str = "export", proposal: Proposal = NO_PROPOSAL) -> None:
    """Draw the button that opens the menu. Choosing something in it reruns nothing else of the page.

    Parameters
    ----------
    itinerary
        The trip that is shown, with its basket where it has one.
    key
        Of the widgets; another one for each menu of a page.
    proposal
        For whom by whom at what price; with a quote in it the menu offers the operator's files, too.
    """
    title = words.messages("export.menu")
    if st.button(title, icon=":material/download:", key=key):
        st.dialog(title, width="medium", icon=":material/download:")(draw_menu)(
            itinerary, words, key=key, proposal=proposal
        )


def draw_menu(itinerary: Itinerary, words: Words, *, key: str = "export", proposal: Proposal = NO_PROPOSAL) -> None:
    """Draw what the dialog shows: the formats by group with the files made of those chosen, and the map apps."""
    request = itinerary.request.model_copy(update={"language": words.language})
    spoken = dataclasses.replace(itinerary, request=request)
    st.html(_STYLE)
    st.markdown(words.messages("export.lead"))
    available = list_available(spoken, proposal)
    for group in Group:
        formats = [name for name in available if PUBLISHERS[name].group is group]
        if formats:
            _draw_choice(str(group), words.messages(f"export.{group}"), formats, spoken, words, proposal, key)
    _draw_links(spoken, words, key)


@st.fragment
def draw_files(label: str, formats: Sequence[str], itinerary: Itinerary, words: Words, *, key: str) -> None:
    """Draw a choice of formats, and the files made of those chosen. Choosing reruns nothing else of the page.

    A plan that was changed begins with nothing chosen, so that no file is made again at every change.

    Parameters
    ----------
    itinerary
        Already in the language of the page, and under the name that its files are to have.
    key
        Of the widgets; another one for each choice of a page.
    """
    before, now = f"{key}-files-of", get_digest(itinerary)
    if st.session_state.get(before) != now:
        st.session_state.pop(f"{key}-files", None)
        st.session_state[before] = now
    _draw_choice("files", label, formats, itinerary, words, NO_PROPOSAL, key)


def _draw_choice(
    name: str, label: str, formats: Sequence[str], itinerary: Itinerary, words: Words, proposal: Proposal, key: str
) -> None:
    """Draw some formats, and what was made of those chosen directly beneath them."""
    widget = f"{key}-{name}"
    kept = _find_choices(itinerary, key)
    if widget not in st.session_state:
        st.session_state[widget] = [one for one in kept.get(name, ()) if one in formats]
    chosen = st.pills(
        label,
        formats,
        selection_mode="multi",
        format_func=lambda identifier: _name(identifier, words),
        key=widget,
    )
    kept[name] = tuple(chosen)
    for identifier in chosen:
        made = _make(identifier, itinerary, words, proposal)
        if isinstance(made, Exception):
            draw_failure(_name(identifier, words), made, words)
        else:
            _draw_file(identifier, made, itinerary, words, key)


def _find_choices(itinerary: Itinerary, key: str) -> dict[str, tuple[str, ...]]:
    """Return what is chosen by group, to be changed in place; a plan that was changed begins with nothing chosen."""
    kept: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = st.session_state.setdefault(_CHOSEN, {})
    digest = get_digest(itinerary)
    if key not in kept or kept[key][0] != digest:
        kept[key] = (digest, {})
    return kept[key][1]


def _draw_file(identifier: str, content: bytes, itinerary: Itinerary, words: Words, key: str) -> None:
    publisher = PUBLISHERS[identifier]
    name = safe_file_name(itinerary.request.title) + publisher.suffix
    size = f"{words.messages.number(max(1, round(len(content) / 1000)))} kB"
    st.download_button(
        words.messages("export.save", name=name, size=size),
        content,
        file_name=name,
        mime=publisher.media_type,
        key=f"{key}-save-{identifier}",
        icon=":material/save:",
        on_click="ignore",
        type="primary",
        width="stretch",
    )


def _name(identifier: str, words: Words) -> str:
    return words.messages.find(f"out.{identifier}") or identifier.upper()


def _make(identifier: str, itinerary: Itinerary, words: Words, proposal: Proposal) -> Made:
    """Return a file, or why it could not be made; from the session where it was made before."""
    kept: dict[tuple[str, ...], Made] = st.session_state.setdefault(_KEPT, {})
    name = (get_digest(itinerary), words.language, _digest(proposal), words.catalogue.version, identifier)
    if name not in kept:
        with st.spinner(f"{words.messages('export.making')}: {_name(identifier, words)}"):
            try:
                kept[name] = publish(itinerary, words.catalogue, (identifier,), words, proposal)[identifier]
            except PublishError as error:
                kept[name] = error.failures[identifier]
            except PlannerError as error:
                kept[name] = error
        while len(kept) > _MAX_KEPT:
            del kept[next(iter(kept))]
    return kept[name]


def _digest(proposal: Proposal) -> str:
    """Return a short name of what a proposal says."""
    return hashlib.sha256(repr(proposal).encode()).hexdigest()[:16]


def _draw_links(itinerary: Itinerary, words: Words, key: str) -> None:
    """Draw the links of one day into map apps, and a code that carries the first of them to a phone."""
    say = words.messages
    numbers = list(range(1, len(itinerary.days) + 1))
    chosen = st.pills(
        say("export.links"),
        numbers,
        format_func=lambda number: say("day.tab", number=number),
        key=f"{key}-day",
    )
    if chosen is None:
        return
    day = itinerary.days[chosen - 1]
    try:
        links = list_day_links(day, words.catalogue, vehicle=itinerary.request.vehicle, language=words.language)
    except KeyError as error:
        st.warning(plain(say("export.why_failed", reason=f"{error}")), icon=":material/warning:")
        return
    with st.container(horizontal=True, key=f"{key}-links"):
        for link in links:
            st.link_button(_name_link(link, words), link.url, icon=":material/map:")
    code = next((link for link in links if link.app == APPS[0]), None)
    if code is not None:
        told = say("export.scan", number=chosen)
        st.image(build_qr_png(code.url), caption=told, width=_QR_PX, alt=told)
    notes = [*dict.fromkeys(note for link in links for note in link.notes)]
    for text in (*(_tell_note(note, links, words) for note in notes), say("export.links_note")):
        st.caption(plain(text))


def _name_link(link: DayLink, words: Words) -> str:
    name = words.messages(f"link.{link.app}")
    return words.messages("link.part", app=name, part=link.part, parts=link.parts) if link.parts > 1 else name


def _tell_note(note: str, links: tuple[DayLink, ...], words: Words) -> str:
    """Return a note; one that does not hold for all links begins with the apps that it is about."""
    about = dict.fromkeys(link.app for link in links if note in link.notes)
    text = words.messages(f"link.{note}")
    if len(about) == len({link.app for link in links}):
        return text
    return f"{words.messages.join(words.messages(f'link.{app}') for app in about)}: {text}"
