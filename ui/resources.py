"""What all visitors share: facts, planner, map data, sample trips. Read once per server."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from planner import build_planner, load_catalogue
from planner.errors import PlannerError
from planner.model.catalogue import Catalogue
from planner.model.request import TripRequest
from planner.optimise import Preparation
from planner.plan import Planner, list_interests, parse_request
from planner.present.languages import LANGUAGES, load_messages
from planner.present.map import PlaceRow, build_place_rows
from planner.present.silhouette import build_silhouette
from planner.present.words import Words
from ui.job import PlanCache

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
OVERLAYS = "PLANNER_OVERLAYS"
"""Environment variable with the folders laid over the base, separated as in PATH."""
PROVINCES = ROOT / "data" / "admin" / "provinces_34_simplified.geojson"


@st.cache_resource(show_spinner=False)
def get_catalogue() -> Catalogue:
    """Return the facts of the data that the server was started with: the base and its overlays."""
    return load_catalogue(*list_overlays())


def list_overlays() -> tuple[Path, ...]:
    """Return the overlays that `planner serve --data` named."""
    return tuple(Path(folder) for folder in os.environ.get(OVERLAYS, "").split(os.pathsep) if folder)


@st.cache_resource(show_spinner=False)
def get_planner() -> Planner:
    """Return the planner over them."""
    return build_planner(get_catalogue())


@st.cache_resource(show_spinner=False)
def get_preparation() -> Preparation:
    """Return the compiling of the optimiser, which begins with the first call and is waited for before a plan."""
    preparation = Preparation()
    preparation.start()
    return preparation


@st.cache_resource(show_spinner=False)
def get_plan_cache() -> PlanCache:
    """Return the plans made lately."""
    return PlanCache()


@st.cache_resource(show_spinner=False)
def get_words(language: str) -> Words:
    """Return the words of one language over the shipped data."""
    return Words(load_messages(language), get_catalogue())


@st.cache_resource(show_spinner=False)
def get_place_rows(language: str) -> list[PlaceRow]:
    """Return every place as a dot of the map, labelled in one language."""
    return build_place_rows(get_catalogue(), get_words(language))


@st.cache_resource(show_spinner=False)
def get_provinces() -> str:
    """Return the province shapes as GeoJSON text."""
    return PROVINCES.read_text(encoding="utf-8")


@st.cache_resource(show_spinner=False)
def get_silhouette() -> str:
    """Return the drawing of the country."""
    return build_silhouette(get_provinces())


@st.cache_resource(show_spinner=False)
def list_samples() -> dict[str, TripRequest]:
    """Return the sample trips by file name, in order; those that this version cannot read are left out."""
    samples = {}
    for path in sorted(EXAMPLES.glob("*.json")):
        try:
            samples[path.stem] = parse_request(path.read_text(encoding="utf-8"), where=path.name)
        except (PlannerError, OSError):
            continue
    return samples


TIGHT_SAMPLES = frozenset({"05-ha-giang-without-hurry", "06-north-west-loop-16-seats"})
"""Samples that no plan satisfies as they stand, on purpose: they show what the planner says then."""


def list_plannable_samples() -> dict[str, TripRequest]:
    """Return the sample trips that there is a plan of."""
    return {name: request for name, request in list_samples().items() if name not in TIGHT_SAMPLES}


_HOMES = {"ko": "KR", "ja": "JP", "zh": "CN", "fr": "FR"}
"""Home country that a sample presumes of who reads a language; readers of the others may live anywhere."""


def get_sample(name: str, language: str) -> TripRequest:
    """Return a sample trip as a visitor of a language asks for it: its title in that language, and going home there."""
    request = list_samples()[name]
    title = name_sample(name, language)
    home = _HOMES.get(language, request.home_market)
    return request.model_copy(update={"language": language, "title": title, "home_market": home})


def name_sample(name: str, language: str) -> str:
    """Return the title of a sample trip in a language."""
    return load_messages(language).find(f"sample.{name[:2]}") or list_samples()[name].title


@st.cache_resource(show_spinner=False)
def list_sample_titles() -> frozenset[str]:
    """Return what the sample trips are called in all languages."""
    titles = {name_sample(name, language) for name in list_samples() for language in LANGUAGES}
    return frozenset(titles | {request.title for request in list_samples().values()})


@st.cache_resource(show_spinner=False)
def list_interest_words(language: str) -> tuple[str, ...]:
    """Return every word that a request may name as an interest, sorted by its label."""
    words = get_words(language)
    every = {word for group in list_interests(get_catalogue()).values() for word in group}
    return tuple(sorted(every, key=lambda word: words.word(word).casefold()))
