"""Every page under axe-core: no serious finding, wide and narrow, light and dark."""

from importlib.resources import files

import pytest

from tests.browser.steps import go

pytestmark = pytest.mark.browser

PAGES = ("plan", "basket", "explore", "studio", "data", "about")
GRAVE = ("serious", "critical")
# What Streamlit's own elements do and no page can change, each with the element it is about.
OF_STREAMLIT: tuple[tuple[str, str], ...] = ()

RUN = """() => axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(
    one => [one.impact, one.id, one.nodes.map(node => node.html)]))"""


def list_grave(page) -> list[str]:
    page.add_script_tag(content=files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    grave = []
    for impact, rule, nodes in page.evaluate(RUN):
        for node in nodes:
            if impact in GRAVE and not any(rule == name and part in node for name, part in OF_STREAMLIT):
                grave.append(f"{impact} {rule}: {node[:200]}")
    return grave


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")])
def test_no_serious_finding(open_page, width: int, scheme: str) -> None:
    page = open_page("?lang=en", width=width, scheme=scheme)
    found = {}
    for name in PAGES:
        if name != PAGES[0]:
            go(page, name)
        if grave := list_grave(page):
            found[name] = grave
    assert found == {}
