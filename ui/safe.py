"""Text from data, made inert for the place where Streamlit shows it."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$^=&])")


def plain(text: str) -> str:
    """Return text that Markdown shows as it is: no emphasis, link, image, formula, icon or HTML."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def name_after(label: str, name: str) -> str:
    """Return a button's label with the name of what it acts on, which is read aloud but not shown.

    The style sheet hides coloured text in buttons from the eye alone; `name` is to be inert already.
    """
    return f"{label} :gray[{name}]"
