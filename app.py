"""The app: navigation only. Start it with ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st

from planner.present.languages import load_messages
from ui import basket_page, plan_page, resources
from ui.language import get_language

ICON = Path(__file__).with_name("ui") / "icon.svg"

resources.get_preparation()  # compiles while the first page is drawn
say = load_messages(get_language())
st.set_page_config(page_title=say("app.name"), page_icon=str(ICON), layout="wide")
plan = st.Page(plan_page.draw_page, title=say("page.plan"), icon=":material/route:", url_path="plan", default=True)
basket = st.Page(basket_page.draw_page, title=say("page.basket"), icon=":material/redeem:", url_path="basket")
st.session_state.pages = {"plan": plan, "basket": basket}
st.navigation([plan, basket], position="top").run()
