"""Every page of a visitor in every language outside English and Vietnamese: it runs, and no label of it is English."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from planner.present.languages import LANGUAGES, NATIVE_NAMES, OFFICE_FAMILIES, WHOLE, load_messages
from tests.app.pages import APP, PATIENCE_S, run_until_planned

VISITORS = [code for code in LANGUAGES if code not in WHOLE]
WIDGETS = ("button", "selectbox", "multiselect", "number_input", "text_input", "checkbox", "radio", "expander")
SPEECH = ("caption", "markdown", "info", "warning", "success", "title", "header", "subheader")


def go(page: AppTest, name: str) -> AppTest:
    page._page_hash = calc_hash(name)  # the runner can switch to pages that are files only
    return run_until_planned(page)


def list_words(page: AppTest) -> Iterator[str]:
    """Labels and paragraphs of a page, without the HTML pieces, which mix names and words."""
    for kind in WIDGETS:
        yield from (widget.label for widget in page.get(kind) if widget.label)
    for kind in SPEECH:
        yield from (block.value for block in page.get(kind))


def list_english(code: str) -> set[str]:
    """Whole texts of English that the language says otherwise."""
    english, own = load_messages("en"), load_messages(code)
    keys = {key for key in own.own_keys & english.keys if key.partition(".")[0] not in OFFICE_FAMILIES}
    return {english(key) for key in keys} - {own(key) for key in keys}


@pytest.mark.parametrize("code", VISITORS)
def test_the_pages_of_a_visitor_speak_the_language(code: str) -> None:
    say, english = load_messages(code), list_english(code)
    page = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    page.query_params["lang"] = code
    run_until_planned(page)
    assert page.session_state.trip_state.now.itinerary is not None
    assert page.selectbox(key="lang").options == [NATIVE_NAMES[one] for one in LANGUAGES]
    for name in ("plan", "basket", "explore", "about"):
        if name != "plan":
            go(page, name)
        assert not page.exception, name
        assert not page.error, name
        words = list(list_words(page))
        assert [word for word in words if word in english] == [], name
        html = " ".join(str(block.proto.body) for block in page.get("html"))
        assert say(f"{'app' if name == 'plan' else 'method' if name == 'about' else name}.tagline")[:20] in html, name


@pytest.mark.parametrize("code", VISITORS)
def test_the_pages_of_the_office_open_though_their_words_are_english(code: str) -> None:
    page = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    page.query_params["lang"] = code
    for name in ("data", "studio"):
        go(page, name)
        assert not page.exception, name
        assert not page.error, name
