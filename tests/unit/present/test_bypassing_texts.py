"""No word is shown that is not said by the catalogue: the literals of everything that shows something are read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [ROOT / "app.py", *(ROOT / "ui").glob("*.py"), *(ROOT / "planner" / "present").glob("*.py")]
SOURCES += (ROOT / "planner" / "publish").rglob("*.py")
SHOWING = (
    "badge|button|caption|checkbox|code|columns|data_editor|dataframe|date_input|dialog|download_button|error|"
    "expander|feedback|file_uploader|header|image|info|link_button|markdown|menu_button|metric|multiselect|"
    "number_input|page_link|pills|popover|progress|radio|segmented_control|select_slider|selectbox|slider|spinner|"
    "status|subheader|success|table|tabs|text|text_area|text_input|time_input|title|toast|toggle|warning|write"
)
"""Functions of Streamlit whose first argument is read by people."""
SHOWN_NAMES = frozenset({"label", "help", "placeholder", "body", "alt", "title"})
MARKUP = re.compile(r"</?[a-z][a-z0-9]*[\s>/]")
SIGNS = re.compile(r":material/\w+:|:[a-z-]+(?=\[)")
"""Icons and directives of Streamlit's Markdown."""
WORD = re.compile(r"[^\W\d_]{2,}")
NOTICES = frozenset({"Leaflet · GeoNames CC BY 4.0"})
"""Names of works and licences, the same in every language."""


def test_no_text_on_screen_or_paper_bypasses_the_catalogue() -> None:
    found = [f"{path.name}: {text}" for path in SOURCES for text in list_bypassing(path.read_text(encoding="utf-8"))]
    assert found == []


def test_what_bypasses_is_seen() -> None:
    assert list_bypassing('st.button("Save")') == ["Save"]
    assert list_bypassing('st.button(say("a.b"), key="save", help=f"Save {name}")') == ["Save"]
    assert list_bypassing("x = f'<b class=\"big\">{name} saved</b>'") == ["saved"]
    silent = 'x = f"<b>{name}</b>"\nst.html(f"<style>p {{color:{c}}}</style>")'
    assert list_bypassing(f'"""Says <b>words</b>."""\n{silent}') == []


def test_every_list_says_in_the_language_that_one_may_choose() -> None:
    """Without a placeholder of ours Streamlit writes its English one into an empty list."""
    found = [f"{path.name}: {call}" for path in SOURCES for call in list_silent(path.read_text(encoding="utf-8"))]
    assert found == []
    lists = "st.selectbox(label, options)\nst.selectbox(label, options, filter_mode=None)"
    assert list(list_silent(lists)) == ["line 1"]


def list_silent(source: str) -> Iterator[str]:
    """Yield where a list that can be typed into has no placeholder."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            is_typed = "filter_mode" not in given or ast.unparse(given["filter_mode"]) != "None"
            if node.func.attr in ("selectbox", "multiselect") and is_typed and "placeholder" not in given:
                yield f"line {node.lineno}"


def list_bypassing(source: str) -> list[str]:
    """Return the words between HTML tags of a literal, and those of literals that Streamlit is given to show."""
    tree = ast.parse(source)
    nested = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    nested |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = [
        text
        for node in ast.walk(tree)
        for text in (*list_shown(node), *(list_markup(node) if id(node) not in nested else ()))
    ]
    plain = (" ".join(SIGNS.sub(" ", text).split()) for text in texts)
    return [text for text in plain if WORD.search(text) and text not in NOTICES]


def join_literal(node: ast.AST) -> str | None:
    """The text of a literal, its filled gaps as a space."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else " " for part in node.values)
    return None


def list_markup(node: ast.AST) -> Iterator[str]:
    """What a literal with HTML in it says between its tags; templates of scripts say nothing."""
    text = join_literal(node)
    if text is not None and MARKUP.search(text) and "{%" not in text:
        plain = re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>|&\w+;", " ", text, flags=re.DOTALL)
        yield re.sub(r"<[^>]*$|^[^<>]*>", "", plain)


def list_shown(node: ast.AST) -> Iterator[str]:
    """Literals among what a call of Streamlit shows: the first argument, and what is named like a text."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    caller = ast.unparse(node.func.value)
    if not re.fullmatch(SHOWING, node.func.attr) or not re.match(r"st\b|\w*(column|container|box)", caller):
        return
    for one in (*node.args[:1], *(word.value for word in node.keywords if word.arg in SHOWN_NAMES)):
        if (text := join_literal(one)) is not None and not MARKUP.search(text):
            yield text
