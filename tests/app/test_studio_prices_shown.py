"""Which prices stand where in the studio, and which of them leave the house."""

import re

from planner.present.languages import load_messages
from planner.publish import Group
from tests.app.pages import get_html
from tests.app.studio_steps import get_studio, open_sample, show, wait
from ui.studio_files_view import PUBLISHERS
from ui.studio_state import get_quote


def find_tile(html: str, name: str) -> str:
    found = re.search(rf"<span>{re.escape(name)}</span><b>(.*?)</b>", html)
    assert found is not None
    return found[1]


def find_cells(html: str, size: int) -> list[str]:
    found = re.search(rf"<tr[^>]*><td>{size}</td>(.*?)</tr>", html)
    assert found is not None
    return re.findall(r"<td[^>]*>(.*?)</td>", found[1])


def test_the_figures_above_agree_with_the_table_of_sizes(url: str) -> None:
    say = load_messages("vi")
    page = show(open_sample("vi"), "costs")
    html = get_html(page)
    name = say("sheet.sell_per_head")
    assert find_tile(html, name) == say("studio.incomplete") == find_cells(html, 2)[3]
    assert find_cells(html, 2)[0] == find_tile(html, say("sheet.vehicle"))
    page.selectbox(key="studio-vehicle").set_value("van16")
    wait(page)
    html = get_html(page)
    van = say("vehicle.van16")
    assert [find_cells(html, size)[0] for size in (2, 4, 14)] == [van, van, van]
    assert say("studio.heads_fixed", vehicle=van, choice=say("studio.smallest")) in html
    page.text_input(key="studio-rate-vehicle_day").set_value("2.400.000")
    wait(page)
    html = get_html(page)
    head = get_quote(get_studio(page)).get_head_price()
    assert say.money(head.sell_per_head_vnd) in find_tile(html, name)
    assert find_tile(html, name) == find_cells(html, 2)[3]


def test_what_shows_costs_is_marked_and_never_chosen_beforehand(url: str) -> None:
    say = load_messages("vi")
    page = show(open_sample("vi"), "files")
    internal = {name for name, one in PUBLISHERS.items() if one.group is Group.OFFICE}
    assert not set(page.session_state["studio-formats"]) & internal
    assert page.session_state["studio-formats"]
    assert say("studio.internal_note") not in [one.value for one in page.warning]
    page.session_state["studio-formats"] = ["xlsx"]
    wait(page)
    assert say("studio.internal_note") in [one.value for one in page.warning]
    page.button(key="studio-make").click()
    wait(page)
    label = say("studio.internal", format=say("out.xlsx"))
    assert label in [one.label for one in page.get("download_button")]
