"""The choice of language in a real browser: on a phone, with the keyboard, and kept in the address."""

import pytest

from planner.present.languages import LANGUAGES, NATIVE_NAMES, load_messages
from tests.browser.steps import STILL

pytestmark = pytest.mark.browser


def test_a_language_is_chosen_with_the_keyboard_on_a_phone(open_page) -> None:
    page = open_page("?lang=en", width=390, height=800)
    page.locator(".st-key-language [role=combobox]").focus()
    page.keyboard.press("ArrowDown")
    options = page.get_by_role("option")
    options.first.wait_for(timeout=20_000)
    assert [one.strip() for one in options.all_inner_texts()] == [NATIVE_NAMES[code] for code in LANGUAGES]
    assert all(one.bounding_box()["height"] >= 44 for one in options.all())
    for _ in LANGUAGES:
        if page.locator("[role=option][data-focused]").inner_text().strip() == NATIVE_NAMES["ko"]:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text(load_messages("ko")("app.name")).first.wait_for(timeout=60_000)
    page.wait_for_url("**lang=ko**")
    page.locator(STILL).wait_for()
    page.wait_for_function("document.documentElement.lang === 'ko'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(("locale", "code"), [("ko-KR", "ko"), ("ja-JP", "ja"), ("de-DE", "en")])
def test_a_browser_is_answered_in_its_language(open_page, locale: str, code: str) -> None:
    page = open_page(locale=locale)
    assert page.get_by_text(load_messages(code)("app.name")).first.is_visible()
