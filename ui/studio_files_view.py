"""Hand over: for whom, by whom, and the files of the offer, made when asked for."""

from __future__ import annotations

import dataclasses

import streamlit as st

from planner.errors import PlannerError
from planner.model.quote import Letterhead, Proposal
from planner.present.words import Words
from planner.publish import PUBLISHERS, Group, PublishError, list_available, publish, safe_file_name
from ui import resources
from ui.archive import pack_files
from ui.safe import plain
from ui.studio_files import Made, name_source, speak
from ui.studio_state import Studio, change_document, change_terms, get_quote, rename

USUAL = ("brochure", "daysheets", "html", "ics", "gpx")
"""Formats chosen at first, those of them that there are: what a client may see."""
_CHOSEN = "studio-formats"
OFFERED = "studio-offered"
"""Choice of sizes whose price the client reads."""
MAX_TEXT = 200
LETTERHEAD_FIELDS = ("name", "phone", "email", "address", "licence")


def draw_files(studio: Studio, words: Words) -> None:
    """Draw client, letterhead, the choice of formats, and what was made of them."""
    _draw_names(studio, words)
    _draw_choice(studio, words)


def build_proposal(studio: Studio) -> Proposal:
    """Return what the files say beside the trip."""
    document = studio.document
    return Proposal(client=document.client, letterhead=document.letterhead, quote=get_quote(studio))


def _draw_names(studio: Studio, words: Words) -> None:
    say, document = words.messages, studio.document
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.subheader(say("studio.for_whom"), anchor=False)
        for name, value in (("title", studio.title), ("client", document.client)):
            key = f"studio-{name}"
            st.session_state[key] = value
            st.text_input(say(f"studio.{name}"), key=key, max_chars=MAX_TEXT, on_change=_take_name, args=(studio, name))
    with right:
        st.subheader(say("studio.by_whom"), anchor=False)
        head = document.letterhead or Letterhead()
        columns = st.columns(2)
        for index, name in enumerate(LETTERHEAD_FIELDS):
            key = f"studio-letterhead-{name}"
            st.session_state[key] = getattr(head, name)
            columns[index % 2].text_input(
                say(f"studio.letterhead_{name}"),
                key=key,
                max_chars=MAX_TEXT,
                on_change=_take_letterhead,
                args=(studio,),
            )
        st.caption(say("studio.letterhead_note"))


def _take_name(studio: Studio, name: str) -> None:
    text = st.session_state[f"studio-{name}"].strip()
    if name == "title":
        rename(studio, text)
    else:
        change_document(studio, dataclasses.replace(studio.document, client=text))


def _take_letterhead(studio: Studio) -> None:
    head = Letterhead(**{name: st.session_state[f"studio-letterhead-{name}"].strip() for name in LETTERHEAD_FIELDS})
    letterhead = None if head == Letterhead() else head
    change_document(studio, dataclasses.replace(studio.document, letterhead=letterhead))


def _draw_choice(studio: Studio, words: Words) -> None:
    say = words.messages
    st.subheader(say("studio.files"), anchor=False)
    if studio.now.violations:
        st.warning(say("studio.files_faulty"), icon=":material/warning:")
    if not get_quote(studio).is_complete:
        st.warning(say("studio.files_incomplete"), icon=":material/warning:")
    _draw_offered(studio, words)
    available = list_available(studio.itinerary, build_proposal(studio))
    if _CHOSEN not in st.session_state:
        st.session_state[_CHOSEN] = [name for name in USUAL if name in available]
    st.session_state[_CHOSEN] = [name for name in st.session_state[_CHOSEN] if name in available]
    ordered = [name for group in _GROUPS for name in available if PUBLISHERS[name].group is group]
    chosen = st.pills(
        say("studio.formats"),
        ordered,
        selection_mode="multi",
        format_func=lambda name: name_format(name, words),
        key=_CHOSEN,
    )
    if any(PUBLISHERS[name].group is Group.OFFICE for name in chosen):
        st.warning(say("studio.internal_note"), icon=":material/lock:")
    wanted = st.button(
        say("studio.make", count=len(chosen)),
        key="studio-make",
        type="primary",
        icon=":material/inventory_2:",
        disabled=not chosen or studio.job is not None,
    )
    if wanted:
        studio.made = make_files(studio, tuple(chosen), words)
    if studio.made is not None:
        _draw_made(studio, studio.made, words)


def _draw_offered(studio: Studio, words: Words) -> None:
    """Draw which prices the client reads beside that of the own group."""
    say, terms = words.messages, studio.document.terms
    others = [size for size in terms.sizes if size != terms.group_size]
    if not others:
        return
    st.session_state[OFFERED] = [size for size in terms.sizes_offered if size != terms.group_size]
    st.multiselect(
        say("studio.offered", count=terms.group_size),
        others,
        key=OFFERED,
        help=say("studio.offered_help"),
        placeholder=say("studio.sizes_placeholder"),
        on_change=_offer,
        args=(studio,),
        width=620,
    )


def _offer(studio: Studio) -> None:
    change_terms(studio, offered_sizes=tuple(sorted(st.session_state[OFFERED])))


_GROUPS = (Group.OFFICE, Group.WAY, Group.PROGRAM, Group.GOODS)


def name_format(identifier: str, words: Words) -> str:
    """Return a format in words; one that shows costs and markup says that it stays in the house."""
    name = words.messages.find(f"out.{identifier}") or identifier.upper()
    is_internal = PUBLISHERS[identifier].group is Group.OFFICE
    return words.messages("studio.internal", format=name) if is_internal else name


def make_files(studio: Studio, formats: tuple[str, ...], words: Words) -> Made:
    """Make files one after another, saying which; one that fails leaves the others."""
    itinerary, proposal = speak(studio.itinerary, studio.title, words), build_proposal(studio)
    name = safe_file_name(studio.title or words.messages("page.studio"))
    made = Made(source=name_source(itinerary, proposal, words), name=name)
    bar = st.progress(0.0)
    for number, identifier in enumerate(formats):
        bar.progress(number / len(formats), words.messages("studio.making", format=name_format(identifier, words)))
        try:
            made.documents |= publish(itinerary, resources.get_catalogue(), (identifier,), words, proposal)
        except PublishError as error:
            made.failures |= {name: _tell(failure) for name, failure in error.failures.items()}
        except PlannerError as error:
            made.failures[identifier] = _tell(error)
    bar.empty()
    return made


def _tell(error: Exception) -> str:
    return error.message if isinstance(error, PlannerError) else f"{type(error).__name__}: {error}"


def _draw_made(studio: Studio, made: Made, words: Words) -> None:
    say = words.messages
    if made.source != name_source(speak(studio.itinerary, studio.title, words), build_proposal(studio), words):
        st.info(say("studio.files_old"), icon=":material/history:")
    for identifier, reason in made.failures.items():
        told = say("out.failed", format=name_format(identifier, words))
        st.warning(f"{plain(told)} {plain(say('export.why_failed', reason=reason[:300]))}", icon=":material/warning:")
    with st.container(horizontal=True, key="studio-downloads"):
        for identifier, content in made.documents.items():
            publisher = PUBLISHERS[identifier]
            st.download_button(
                name_format(identifier, words),
                content,
                file_name=made.name + publisher.suffix,
                mime=publisher.media_type,
                key=f"studio-file-{identifier}",
                icon=":material/download:",
                on_click="ignore",
            )
        if len(made.documents) > 1:
            st.download_button(
                say("studio.all_files"),
                lambda: pack_files(
                    {made.name + PUBLISHERS[one].suffix: content for one, content in made.documents.items()}
                ),
                file_name=f"{made.name}.zip",
                mime="application/zip",
                key="studio-file-zip",
                icon=":material/folder_zip:",
                on_click="ignore",
            )
