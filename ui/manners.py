"""What the browser itself does around the pages: its Back button, and the folded menu of a phone."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

# Back to another address of the same page: Streamlit changes the address bar alone, and it would then name another
# trip than the one that is shown. A page that can go back by itself has a hidden button for it; another is loaded anew.
# The menu of a narrow screen lies over the page and stays there after a page was chosen.
_SCRIPT = """
if (!window.rpManners) {
  window.rpManners = true;
  let path = location.pathname;
  const push = history.pushState;
  history.pushState = function (...given) { push.apply(this, given); path = location.pathname; };
  addEventListener("popstate", () => {
    if (location.pathname === path) {
      const heed = document.querySelector(".st-key-heed-back button");
      if (heed) heed.click(); else location.reload();
    }
    path = location.pathname;
  });
  document.addEventListener("click", (event) => {
    if (innerWidth <= 768 && event.target.closest("[data-testid=stSidebarNavLink]"))
      document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  });
}
"""
_HIDDEN = ":has(> .st-key-manners), :has(> .st-key-heed) { display: none }"


def draw_manners() -> None:
    """Put them on the page; they hold until it is loaded anew."""
    with st.container(key="manners"):
        st.html(f"<style>{_HIDDEN}</style><script>{_SCRIPT}</script>", unsafe_allow_javascript=True)


def draw_back(label: str, on_back: Callable[[], None]) -> None:
    """Draw, for the script alone, what a page does when the browser went back to another address of it."""
    with st.container(key="heed"):
        st.button(label, key="heed-back", on_click=on_back)
