"""*May I take it home?* of anything that is sold, with a trip or without: the verdict that the basket would tell."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from html import escape

import streamlit as st

from planner.goods.articles import build_article
from planner.goods.carry import check_basket
from planner.model.basket import Article, BasketCheck, Traveller
from planner.present.basket import crosses_border, describe_article
from planner.present.languages import capitalise
from planner.present.sources import tell_reason
from planner.present.take_home import Askable, list_askable
from planner.present.words import Words
from planner.units import today
from ui import resources
from ui.basket_checks_view import draw_limits
from ui.basket_state import Step, find_market
from ui.basket_stops_view import MOST_PACKS, build_line
from ui.carry_search import GoodsSearch
from ui.markets import draw_whose_rules, list_markets, name_market
from ui.safe import plain

STATE = "take-home"
MAX_TEXT = 100
_TEXT, _GOOD, _HOME, _PACKS = "take-text", "take-good", "take-market", "take-packs"


@dataclass
class Question:
    """What one visitor asks; lives in the session and nowhere else."""

    text: str = ""
    good: str | None = None
    """Key of a product or kind."""
    home: str | None = None
    packs: int = 1
    home_of_trip: str | None = None
    """That of the trip when it was last looked at: another one is taken over, once."""


@st.cache_resource(show_spinner=False)
def get_search(language: str) -> GoodsSearch:
    """Return all goods, to be found by the words of a language."""
    return GoodsSearch(list_askable(resources.get_words(language)))


@st.fragment
def draw_carry(trip: Step | None, words: Words) -> None:
    """Draw the question and its answer, folded away where a trip has a basket.

    Parameters
    ----------
    trip
        Who flies home, when and from where; None = no trip: one adult who flies today.
    """
    say, question = words.messages, _get_question(trip)
    title = f"**{say('take.title')}** · {say('take.lead')}"
    with st.expander(title, expanded=trip is None, icon=":material/contact_support:", key="take-box"):
        _draw_question(question, words)
        if question.good is not None:
            traveller = build_traveller(trip, question.home)
            _draw_answer(get_search(words.language).goods[question.good], question, traveller, words)


def build_traveller(trip: Step | None, home: str | None) -> Traveller:
    """Return who carries it home to a country: the travellers of a trip, or one adult who flies today."""
    if trip is not None:
        return dataclasses.replace(trip.traveller, market=find_market(home))
    return Traveller(market=find_market(home), adults=1, children=0, leaves_on=today())


def ask(good: Askable, packs: int, traveller: Traveller) -> tuple[Article, BasketCheck]:
    """Return packs of a good held against everything that a basket of them alone would be."""
    catalogue = resources.get_catalogue()
    product = None if good.product_id is None else catalogue.products[good.product_id]
    article = build_article(catalogue, good.product_type, product, on=traveller.leaves_on)
    return article, check_basket(catalogue, traveller, [(article, packs, None)], on=traveller.leaves_on)


def _get_question(trip: Step | None) -> Question:
    question: Question = st.session_state.setdefault(STATE, Question())
    home = None if trip is None else trip.home
    if home is not None and home != question.home_of_trip:
        question.home = question.home_of_trip = home
    return question


def _draw_question(question: Question, words: Words) -> None:
    say, search = words.messages, get_search(words.language)
    found = search.find(question.text)
    options = list(found.keys)
    if question.good is not None and question.good not in options:
        options.insert(0, question.good)
    values = {_TEXT: question.text, _GOOD: question.good, _HOME: question.home, _PACKS: question.packs}
    for key, value in values.items():
        st.session_state[key] = value
    first, second, third, fourth = st.columns([4, 4, 3, 1.6], vertical_alignment="bottom")
    first.text_input(
        say("take.find"),
        key=_TEXT,
        placeholder=say("take.placeholder"),
        icon=":material/search:",
        type="search",
        max_chars=MAX_TEXT,
        on_change=_take_text,
        args=(question, words.language),
    )
    second.selectbox(
        say("take.choice"),
        options,
        index=None,
        format_func=lambda key: search.goods[key].label,
        key=_GOOD,
        placeholder=say("form.choose"),
        filter_mode="contains",
        on_change=_take_rest,
        args=(question,),
    )
    third.selectbox(
        say("form.market"),
        list_markets(words, question.home),
        format_func=name_market(words),
        key=_HOME,
        placeholder=say("form.market_none"),
        filter_mode="contains",
        on_change=_take_rest,
        args=(question,),
    )
    fourth.number_input(say("basket.packs"), 1, MOST_PACKS, step=1, key=_PACKS, on_change=_take_rest, args=(question,))
    if not found.keys:
        st.warning(say("take.none"), icon=":material/search_off:")
    elif found.is_near:
        st.info(say("take.near"), icon=":material/spellcheck:")
    elif question.good is None:
        st.caption(say("take.choose"))


def _take_text(question: Question, language: str) -> None:
    """Take up what is looked for; what is surely meant by it is chosen at once, and nothing that only comes near."""
    question.text = st.session_state[_TEXT] or ""
    found = get_search(language).find(question.text)
    if question.text.strip() and question.good not in found.keys[:1]:
        question.good = None if found.is_near or not found.keys else found.keys[0]


def _take_rest(question: Question) -> None:
    """Take up what the other widgets say; a number that was emptied keeps its value."""
    get = st.session_state
    question.good, question.home, question.packs = get[_GOOD], get[_HOME], get[_PACKS] or question.packs


def _draw_answer(good: Askable, question: Question, traveller: Traveller, words: Words) -> None:
    say = words.messages
    article, check = ask(good, question.packs, traveller)
    draw_whose_rules(question.home, traveller.market, words, nobody="verdict.no_market")
    st.caption(say("take.judged_for", who=plain(tell_who(question.home, traveller, words))))
    left, right = st.columns([7, 5], gap="large")
    with left, st.container(border=True, key="take-answer"):
        st.html(build_line(describe_article(article, check.lines[0], traveller, words), words))
    with right:
        if crosses_border(traveller):
            draw_limits(check.limits, traveller, words)
        _draw_notices([tell_reason(reason, words) for reason in check.notices])


def tell_who(home: str | None, traveller: Traveller, words: Words) -> str:
    """Return whom the answer is for: country, travellers, day, and from where as far as that is known."""
    say = words.messages
    parts = [] if home is None else [say.country(home)]
    parts += [say("home.people", count=traveller.adults), say.date(traveller.leaves_on)]
    parts += [] if traveller.leaves_from is None else [words.name(traveller.leaves_from)]
    return " · ".join(parts)


def _draw_notices(lines: list[str]) -> None:
    if lines:
        items = "".join(f"<li>{escape(capitalise(line))}</li>" for line in lines)
        st.html(f'<ul class="rp-list rp-soft">{items}</ul>')
