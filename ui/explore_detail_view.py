"""One place or one product of the page *Explore*, seen closely."""

from __future__ import annotations

import streamlit as st

from planner.goods import list_products_at
from planner.model.itinerary import VisitProduct
from planner.model.place import Located
from planner.plan.explore import Found, get_season_level
from planner.plan.explore_index import get_category
from planner.present.explore import PlaceFacts, describe_place_line, draw_good, draw_place, draw_place_head, name_maker
from planner.present.words import Words
from ui.explore_list_view import choose
from ui.explore_resources import get_explorer
from ui.explore_state import PLACES, PRODUCTS, Explore, find_border_market
from ui.explore_trip_view import draw_wish
from ui.safe import plain

SHOWN_PLACES = 6
HEIGHT_PX = 430


def draw_detail(explore: Explore, found: Found, words: Words) -> None:
    """Draw what is chosen, a product before a place where the list shows products."""
    if explore.view == PRODUCTS and explore.good is not None:
        with st.container(border=True, key="explore-good"):
            _draw_close(explore, PRODUCTS, words)
            _draw_good(explore, found, explore.good, words)
    if explore.place is not None:
        with st.container(border=True, key="explore-place"):
            _draw_close(explore, PLACES, words)
            located = words.catalogue.located[explore.place]
            st.html(draw_place_head(located, words))
            if get_explorer().index.place_position[explore.place] not in found.places:
                st.caption(words.messages("explore.filtered_out"))
            draw_wish(explore.place, explore.values, words)
            _draw_place(explore, located, words)
    elif explore.view == PLACES or explore.good is None:
        st.caption(words.messages(f"explore.choose_{'product' if explore.view == PRODUCTS else 'place'}"))


def _draw_close(explore: Explore, view: str, words: Words) -> None:
    st.button(
        words.messages("explore.close"),
        icon=":material/close:",
        key=f"explore-close-{view}",
        type="tertiary",
        on_click=choose,
        args=(explore, view, None),
    )


def _draw_place(explore: Explore, located: Located, words: Words) -> None:
    explorer, values = get_explorer(), explore.values
    on, time = values["date"], values["time"]
    number = explorer.index.place_position[located.id]
    at_min = None if time is None else 60 * time.hour + time.minute
    season = explorer.get_season(located, on.month)
    market = find_border_market(values["market"])
    facts = PlaceFacts(
        located=located,
        on=on,
        state=explorer.get_hours(number, on, at_min),
        openings=explorer.list_openings(located, on),
        at_min=at_min,
        season=season,
        season_level=get_season_level(season.score),
        festivals=explorer.list_festivals(on, located.old_province),
        products=list_products_at(words.catalogue, located.id, market=market, on=on, limit=None),
        is_market_known=market is not None,
    )
    with st.container(height=HEIGHT_PX, border=False, key="explore-look"):
        st.html(draw_place(facts, words))


def _draw_good(explore: Explore, found: Found, key: str, words: Words) -> None:
    explorer, say = get_explorer(), words.messages
    number = explorer.index.good_position[key]
    good = explorer.index.goods[number]
    maker = name_maker(good, words.catalogue)
    places = sorted(
        explorer.list_places_of(number),
        key=lambda one: (one not in found.places, explorer.index.places[one].id != maker),
    )
    product = words.catalogue.products.get(good.product_id or "")
    kind = words.catalogue.product_types[good.product_type]
    sources, confidence = (product.sources, product.confidence) if product else ((kind.source,), kind.confidence)
    offer = _find_offer(explore, key, [explorer.index.places[one].id for one in places[:1]], words)
    st.html(draw_good(good, offer, sources, confidence, words))
    if not places:
        st.caption(say("explore.places_of_none"))
        return
    st.markdown(f"**{say('explore.places_of')}**")
    with st.container(gap="xsmall", key="explore-list-places"):
        for one in places[:SHOWN_PLACES]:
            place = explorer.index.places[one]
            line = describe_place_line(place, get_category(place), words)
            st.button(
                f"**{plain(line.name)}** :small[{plain(line.note)}]",
                key=f"explore-row-{'chosen-' if place.id == explore.place else ''}at-{place.id}",
                on_click=choose,
                args=(explore, PLACES, place.id),
                width="stretch",
                wrap=True,
            )
    if len(places) > SHOWN_PLACES:
        st.caption(say("explore.more_places", number=say.number(len(places) - SHOWN_PLACES)))


def _find_offer(explore: Explore, key: str, place_ids: list[str], words: Words) -> VisitProduct | None:
    """Return the good as a place offers it; None where no place has it."""
    market, on = find_border_market(explore.values["market"]), explore.values["date"]
    for place_id in place_ids:
        for offer in list_products_at(words.catalogue, place_id, market=market, on=on, limit=None):
            if key == (offer.product_id or offer.product_type):
                return offer
    return None
