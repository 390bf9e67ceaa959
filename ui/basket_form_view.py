"""Who flies home, when and where to, what may be spent, and the gift list: every change is taken up at once."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any

import streamlit as st

from planner.model.basket import Gift
from planner.model.request import MAX_LUGGAGE_KG
from planner.plan.basket import MAX_DAYS_UNTIL_HOME, MAX_PEOPLE, list_gift_words
from planner.present.words import Words
from ui import resources
from ui.basket_state import Shopping, Step, find_market, set_traveller, set_wishes
from ui.link import MAX_GIFTS, MAX_PARTY
from ui.markets import list_markets, name_market
from ui.money import draw_money, draw_refused
from ui.safe import plain

BUDGET = "home-budget"


def draw_home(shopping: Shopping, words: Words) -> None:
    """Draw who flies home, folded away under one line that says it."""
    say, now = words.messages, shopping.now
    title = f"**{say('home.title')}** · {summarise_home(now, words)}"
    with st.expander(title, expanded=now.home is None, icon=":material/flight_takeoff:", key="home-box"):
        _fill(_list_home_values(now))
        first = st.columns(4, vertical_alignment="bottom")
        first[0].selectbox(
            say("form.market"),
            list_markets(words, now.home),
            format_func=name_market(words),
            key="home-market",
            placeholder=say("form.market_none"),
            filter_mode="contains",
            on_change=_read_home,
            args=(shopping,),
        )
        most = MAX_PARTY - now.traveller.children
        _draw_count(first[1], "adults", 1, most, shopping, say("home.adults"), say("home.adults_help"))
        first[2].date_input(
            say("home.leaves_on"), key="home-leaves_on", format="DD/MM/YYYY", on_change=_read_home, args=(shopping,)
        )
        gateways = [one.id for one in words.catalogue.gateways.values() if one.can_end]
        leaves_from = now.traveller.leaves_from
        if leaves_from is not None and leaves_from not in gateways:
            gateways.append(leaves_from)
        first[3].selectbox(
            say("home.leaves_from"),
            [None, *gateways],
            format_func=lambda one: say("home.from_unknown") if one is None else _name_gateway(one, words),
            key="home-leaves_from",
            placeholder=say("home.from_unknown"),
            on_change=_read_home,
            args=(shopping,),
        )
        second = st.columns(4, vertical_alignment="bottom")
        _draw_weight(second[0], "cabin_kg", shopping, say("home.cabin"), say("home.kg_help"))
        _draw_weight(second[1], "hold_kg", shopping, say("home.hold"), say("home.kg_help"))
        _draw_count(
            second[2], "days_until_home", 0, MAX_DAYS_UNTIL_HOME, shopping, say("home.days"), say("home.days_help")
        )
        with second[3]:
            draw_money(
                shopping.refused,
                say("home.budget"),
                now.wishes.budget_vnd,
                partial(_set_budget, shopping),
                words,
                key=BUDGET,
                help=say("home.budget_help"),
            )
        draw_refused(shopping.refused, BUDGET, say("home.budget"), words)


def _name_gateway(gateway_id: str, words: Words) -> str:
    """Return a name that is also found by what the language calls the town."""
    return " · ".join(part for part in (words.name(gateway_id), words.known_as(gateway_id)) if part)


def summarise_home(step: Step, words: Words) -> str:
    """Return who flies home in one line, safe to stand in a label."""
    say, traveller = words.messages, step.traveller
    return say(
        "home.summary",
        market=say("form.market_none") if step.home is None else plain(say.country(step.home)),
        people=say("home.people", count=traveller.adults),
        date=say.date(traveller.leaves_on),
        place=say("home.from_unknown") if traveller.leaves_from is None else plain(words.name(traveller.leaves_from)),
    )


def draw_gifts(shopping: Shopping, words: Words) -> None:
    """Draw the gift list and what the travellers themselves like."""
    say, wishes = words.messages, shopping.now.wishes
    people = sum(gift.people for gift in wishes.gifts)
    title = f"**{say('gift.title')}** · {say('gift.people', count=people) if people else say('gift.none')}"
    with st.expander(title, icon=":material/redeem:", key="gift-box"):
        st.caption(say("gift.about"))
        options = _list_likes(words, (like for gift in wishes.gifts for like in gift.likes))
        values: dict[str, Any] = {"gift-own": list(wishes.likes)}
        for number, gift in enumerate(wishes.gifts):
            values |= {f"gift-people-{number}": gift.people, f"gift-likes-{number}": list(gift.likes)}
        _fill(values)
        for number in range(len(wishes.gifts)):
            _draw_gift(shopping, number, options, words)
        st.button(
            say("gift.add"),
            key="gift-add",
            icon=":material/person_add:",
            on_click=_add_gift,
            args=(shopping,),
            disabled=len(wishes.gifts) >= MAX_GIFTS,
        )
        st.multiselect(
            say("gift.own"),
            _list_likes(words, wishes.likes),
            format_func=words.word,
            key="gift-own",
            placeholder=say("form.interests_placeholder"),
            on_change=_read_own,
            args=(shopping,),
            wrap=True,
        )


def _draw_gift(shopping: Shopping, number: int, options: list[str], words: Words) -> None:
    say = words.messages
    count, likes, remove = st.columns([2, 6, 1.4], vertical_alignment="bottom")
    count.number_input(
        say("gift.for", number=number + 1),
        1,
        MAX_PEOPLE,
        key=f"gift-people-{number}",
        on_change=_read_gift,
        args=(shopping, number),
    )
    likes.multiselect(
        say("gift.likes"),
        options,
        format_func=words.word,
        key=f"gift-likes-{number}",
        placeholder=say("gift.anything"),
        on_change=_read_gift,
        args=(shopping, number),
        wrap=True,
    )
    remove.button(
        say("gift.remove"),
        key=f"gift-remove-{number}",
        icon=":material/delete:",
        help=say("gift.remove_help", number=number + 1),
        on_click=_remove_gift,
        args=(shopping, number),
    )


def _draw_count(column: Any, name: str, least: int, most: int, shopping: Shopping, label: str, about: str) -> None:
    column.number_input(
        label, least, most, key=f"home-{name}", help=about, on_change=_read_home, args=(shopping,), step=1
    )


def _draw_weight(column: Any, name: str, shopping: Shopping, label: str, about: str) -> None:
    column.number_input(
        label,
        0.0,
        float(MAX_LUGGAGE_KG),
        value=None,
        step=1.0,
        key=f"home-{name}",
        help=about,
        on_change=_read_home,
        args=(shopping,),
    )


def _list_home_values(step: Step) -> dict[str, Any]:
    traveller = step.traveller
    return {
        "home-market": step.home,
        "home-adults": traveller.adults,
        "home-leaves_on": traveller.leaves_on,
        "home-leaves_from": traveller.leaves_from,
        "home-cabin_kg": traveller.cabin_kg,
        "home-hold_kg": traveller.hold_kg,
        "home-days_until_home": traveller.days_until_home,
    }


def _fill(values: dict[str, Any]) -> None:
    """Put the truth into the widgets before they are drawn: undo, a link or another trip may have changed it."""
    for key, value in values.items():
        st.session_state[key] = value


def _read_home(shopping: Shopping) -> None:
    """Take up what the widgets say; a date or number that was emptied keeps its value."""
    now = shopping.now
    get = st.session_state
    home = get["home-market"]
    leaves_on = get["home-leaves_on"]
    traveller = dataclasses.replace(
        now.traveller,
        market=find_market(home),
        adults=get["home-adults"] or now.traveller.adults,
        leaves_on=leaves_on if isinstance(leaves_on, dt.date) else now.traveller.leaves_on,
        leaves_from=get["home-leaves_from"],
        cabin_kg=get["home-cabin_kg"],
        hold_kg=get["home-hold_kg"],
        days_until_home=get["home-days_until_home"] or 0,
    )
    set_traveller(shopping, home, traveller)


def _set_budget(shopping: Shopping, vnd: int | None) -> None:
    set_wishes(shopping, dataclasses.replace(shopping.now.wishes, budget_vnd=vnd))


def _set_gifts(shopping: Shopping, gifts: list[Gift]) -> None:
    set_wishes(shopping, dataclasses.replace(shopping.now.wishes, gifts=tuple(gifts)))


def _add_gift(shopping: Shopping) -> None:
    _set_gifts(shopping, [*shopping.now.wishes.gifts, Gift(people=1)])


def _remove_gift(shopping: Shopping, number: int) -> None:
    gifts = list(shopping.now.wishes.gifts)
    del gifts[number]
    _set_gifts(shopping, gifts)


def _read_gift(shopping: Shopping, number: int) -> None:
    gifts = list(shopping.now.wishes.gifts)
    people = st.session_state[f"gift-people-{number}"] or gifts[number].people
    gifts[number] = Gift(people=people, likes=tuple(st.session_state[f"gift-likes-{number}"]))
    _set_gifts(shopping, gifts)


def _read_own(shopping: Shopping) -> None:
    likes = tuple(st.session_state["gift-own"])
    set_wishes(shopping, dataclasses.replace(shopping.now.wishes, likes=likes))


def _list_likes(words: Words, chosen: Iterable[str]) -> list[str]:
    """Return OCOP groups and kinds of goods by their labels; with what is wished for already, whatever it is."""
    known = {*list_gift_words(words.catalogue)} & {*resources.list_interest_words(words.language)}
    return sorted(known | {*chosen}, key=lambda one: words.word(one).casefold())
