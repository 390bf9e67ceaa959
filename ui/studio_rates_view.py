"""The operator's own rates: a file of them in, what is wrong with its rows, a template and the rates out."""

from __future__ import annotations

import csv
import dataclasses
import io
from html import escape

import streamlit as st

from planner.costing import read_rates, render_rates_template
from planner.costing.rate_file import COLUMNS
from planner.errors import PlannerError
from planner.inert import neutralise
from planner.model.catalogue import Catalogue
from planner.model.quote import RateFinding
from planner.present.quote import tell_finding
from planner.present.words import Words
from planner.publish import safe_file_name
from ui import resources
from ui.download import draw_download
from ui.studio_prices import Rates, merge_rates
from ui.studio_state import Studio, change_document


def draw_rates(studio: Studio, words: Words) -> None:
    """Draw the rates of the trip as a file to bring, to take and to begin with."""
    say, document = words.messages, studio.document
    label = say("studio.rates", count=len(document.rates))
    findings = studio.findings
    with st.expander(label, icon=":material/price_change:", expanded=bool(findings)):
        st.caption(say("studio.rates_about"))
        key = f"studio-rate-upload-{studio.trip_id}"
        st.file_uploader(
            say("studio.rates_upload"),
            type=["csv", "txt"],
            key=key,
            on_change=_take_file,
            args=(studio, key),
            width=520,
        )
        _draw_findings(findings, words)
        name = safe_file_name(studio.title or say("page.studio"))
        with st.container(horizontal=True, key="studio-rate-buttons"):
            draw_download(
                say("studio.rates_template"),
                lambda: _with_mark(render_rates_template(resources.get_catalogue(), document.itinerary)),
                file_name=f"{name}.rates-template.csv",
                words=words,
                mime="text/csv",
                key="studio-rate-template",
            )
            draw_download(
                say("studio.rates_save"),
                lambda: _with_mark(write_rates(document.rates, resources.get_catalogue())),
                file_name=f"{name}.rates.csv",
                words=words,
                mime="text/csv",
                key="studio-rate-save",
                disabled=not document.rates,
            )
            st.button(
                say("studio.rates_clear"),
                key="studio-rate-clear",
                icon=":material/delete:",
                type="tertiary",
                on_click=_clear,
                args=(studio,),
                disabled=not document.rates,
            )


def write_rates(rates: Rates, catalogue: Catalogue) -> str:
    """Return rates as a file that can be read again."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for rate in rates:
        named = catalogue.experiences.get(rate.key) or catalogue.located.get(rate.key)
        season = [day.isoformat() if day is not None else "" for day in (rate.from_date, rate.to_date)]
        texts = [neutralise(text) for text in (rate.note, rate.source)]
        name = "" if named is None else neutralise(named.name_vi)
        writer.writerow((rate.kind, neutralise(rate.key), name, rate.unit, rate.vnd, *season, *texts))
    return written.getvalue()


def _with_mark(text: str) -> bytes:
    """Return a CSV as spreadsheets recognise its letters."""
    return text.encode("utf-8-sig")


def _take_file(studio: Studio, key: str) -> None:
    """Take the good rows of a file, and keep what is wrong with the others to be shown."""
    file = st.session_state.get(key)
    if file is None:
        studio.findings = ()
        return
    try:
        rates, findings = read_rates(file.getvalue(), resources.get_catalogue(), file.name)
    except PlannerError as error:
        studio.failure = error
        return
    studio.findings = findings
    studio.notices.append(("studio.rates_taken", {"count": len(rates)}))
    if rates:
        document = studio.document
        change_document(studio, dataclasses.replace(document, rates=merge_rates(document.rates, rates)))


def _draw_findings(findings: tuple[RateFinding, ...], words: Words) -> None:
    if not findings:
        return
    say = words.messages
    head = "".join(
        f'<th scope="col">{escape(say(f"studio.{name}"))}</th>' for name in ("row", "column", "value", "why")
    )
    rows = "".join(
        f"<tr><td>{one.row}</td><td>{escape(one.column)}</td><td>{escape(one.value)}</td>"
        f"<td>{escape(tell_finding(one, words))}</td></tr>"
        for one in findings
    )
    st.html(
        f'<div class="rp-scroll"><table class="rp-sheet"><caption>{escape(say("studio.rates_left_out"))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _clear(studio: Studio) -> None:
    studio.findings = ()
    change_document(studio, dataclasses.replace(studio.document, rates=()))
