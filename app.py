"""The app: navigation only. Start it with ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st

from planner.present.languages import load_messages
from ui import about_page, basket_page, data_page, explore_page, plan_page, resources, studio_page
from ui.language import get_language
from ui.manners import draw_manners
from ui.trip_link import hold_in_link

ICON = Path(__file__).with_name("ui") / "icon.svg"
# Name, which is also its address, what draws it, and its icon; the first one is where a visitor comes in.
PAGES = (
    ("plan", plan_page.draw_page, "route"),
    ("basket", basket_page.draw_page, "redeem"),
    ("explore", explore_page.draw_page, "travel_explore"),
    ("studio", studio_page.draw_page, "work"),
    ("data", data_page.draw_page, "table"),
    ("about", about_page.draw_page, "info"),
)

resources.get_preparation()  # compiles while the first page is drawn
say = load_messages(get_language())
st.set_page_config(page_title=say("app.name"), page_icon=str(ICON), layout="wide")
pages = {
    name: st.Page(
        draw, title=say(f"page.{name}"), icon=f":material/{icon}:", url_path=name, default=name == PAGES[0][0]
    )
    for name, draw, icon in PAGES
}
st.session_state.pages = pages
page = st.navigation(list(pages.values()), position="top")
draw_manners()
hold_in_link()
page.run()
