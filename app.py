"""The app: navigation only. Start it with ``streamlit run app.py``."""

import streamlit as st

from planner.present.languages import load_messages
from ui.language import get_language
from ui.plan_page import draw_page

say = load_messages(get_language())
st.set_page_config(page_title=say("app.name"), page_icon=":material/route:", layout="wide")
st.navigation(
    [st.Page(draw_page, title=say("page.plan"), icon=":material/route:", url_path="plan", default=True)]
).run()
