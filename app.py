"""The app: navigation only. Start it with ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st

from planner.present.languages import load_messages
from ui import resources
from ui.language import get_language
from ui.plan_page import draw_page

ICON = Path(__file__).with_name("ui") / "icon.svg"

resources.get_preparation()  # compiles while the first page is drawn
say = load_messages(get_language())
st.set_page_config(page_title=say("app.name"), page_icon=str(ICON), layout="wide")
plan = st.Page(draw_page, title=say("page.plan"), icon=":material/route:", url_path="plan", default=True)
st.navigation([plan], position="top").run()
