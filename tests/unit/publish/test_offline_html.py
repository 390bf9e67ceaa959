"""The page that needs no network, read by the parser of the standard library."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.inert import remove_controls
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.quote import Letterhead, Proposal
from planner.present.map import ARCHIPELAGOS
from planner.present.words import build_words
from planner.publish import PUBLISHERS, PublishError, offline_map, publish
from tests.support.trips import make_catalogue, make_itinerary, make_located
from tests.unit.present import conftest as samples

MAY_LINK_TO = (
    "https://www.google.com/maps/",
    "https://maps.apple.com/",
    "https://osmand.net/",
    "om://map?",
    "geo:",
    "#",
)


class Reader(HTMLParser):
    """Collects elements, their attributes and the text outside of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._within: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.text.append(data)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


def render(
    itinerary: Itinerary | None = None, catalogue: Catalogue | None = None, proposal: Proposal | None = None
) -> str:
    shown, chosen = itinerary or make_itinerary(), catalogue or make_catalogue()
    words = build_words(shown.request.language, chosen)
    return publish(shown, chosen, ["html"], words, proposal)["html"].decode()


@pytest.fixture(scope="module")
def page() -> str:
    return render()


def test_the_page_asks_for_nothing(page: str) -> None:
    reader = Reader(page)
    for tag, attributes in reader.elements:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "img"), tag
        assert "src" not in attributes, (tag, attributes)
        if tag == "a":
            assert (attributes["href"] or "").startswith(MAY_LINK_TO)
        assert not [name for name in attributes if name.startswith("on")]
    policies = [a["content"] for t, a in reader.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    assert (policies[0] or "").startswith("default-src 'none'")
    assert "sourceMappingURL" not in page
    assert {address.split(":")[0] for address in re.findall(r"url\(([^)]*)\)", page)} <= {
        "data",
        "#default#VML",
        "'data",
    }


def test_the_timetable_is_whole_without_script(page: str) -> None:
    text = " ".join(" ".join(Reader(page).text).split())
    for told in ("Day 1 · Fri, 12 Mar 2027", "09:00–10:00", "Làng cv-b", "Làng cv-d", "Night at Làng lo-c", "11:00"):
        assert told in text
    assert "Scripts are switched off" in text
    assert [a["id"] for t, a in Reader(page).elements if t == "section" and "id" in a] == ["day-1", "day-2"]


def test_each_day_has_a_code_to_scan(page: str) -> None:
    codes = [a for t, a in Reader(page).elements if t == "svg" and a.get("class") == "qr"]
    assert len(codes) == 2


def test_hoang_sa_and_truong_sa_stand_on_the_map(page: str) -> None:
    for name, _, _ in ARCHIPELAGOS:
        assert name in page


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_page_says_its_language_and_its_title(language: str) -> None:
    reader = Reader(render(make_itinerary(title="Làng nghề", language=language)))
    assert reader.elements[0] == ("html", {"lang": language})
    assert "Làng nghề" in reader.text


def test_the_same_plan_gives_the_same_page() -> None:
    assert render() == render()


def test_client_and_operator_stand_in_the_head() -> None:
    head = Letterhead(name="Lữ hành <A>", phone="0 12", licence="79-1")
    text = "".join(Reader(render(proposal=Proposal(client="Bà Hoa", letterhead=head))).text)
    for told in ("For Bà Hoa", "Offered by Lữ hành <A>", "0 12 · Licence 79-1"):
        assert told in text


def test_without_the_map_library_the_page_alone_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def miss(name: str) -> None:
        raise ModuleNotFoundError(name)

    offline_map._load_leaflet.cache_clear()
    monkeypatch.setattr(offline_map, "files", miss)
    catalogue = make_catalogue()
    with pytest.raises(PublishError, match=r"html \(E006") as caught:
        publish(make_itinerary(), catalogue, ["html", "gpx"], build_words("en", catalogue))
    assert set(caught.value.documents) == {"gpx"}
    assert "pip install" in str(caught.value.failures["html"])
    monkeypatch.undo()
    assert "leaflet" in render()


@settings(max_examples=20)
@given(st.text(max_size=40))
def test_hostile_text_is_text(text: str) -> None:
    hostile = f"{text}</title></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'{{{{7*7}}}}&lt;"
    catalogue = make_catalogue(make_located("cv-b", name_en=hostile))
    proposal = Proposal(client=hostile, letterhead=Letterhead(name=hostile))
    usual = Reader(render(proposal=Proposal(client="A", letterhead=Letterhead(name="B"))))
    reader = Reader(render(make_itinerary(title=hostile), catalogue, proposal))
    assert [tag for tag, _ in reader.elements] == [tag for tag, _ in usual.elements]
    clean = remove_controls(hostile)
    told = "\n".join(reader.text)
    assert told.count(clean) >= 4
    assert f"For {clean}" in told


def test_marks_of_products_say_for_which_country_and_to_check() -> None:
    catalogue = load_catalogue()
    trip = samples.build_itinerary(catalogue)
    home = trip.request.model_copy(update={"home_market": "JP"})
    text = " ".join(Reader(render(dataclasses.replace(trip, request=home), catalogue)).text)
    assert text.count("Carry-home marks are for Japan. Check before you fly") == 2
    assert "Check before you fly" not in " ".join(Reader(render()).text)


def test_every_format_has_a_group_and_a_label() -> None:
    words = build_words("en", make_catalogue())
    for identifier, publisher in PUBLISHERS.items():
        assert words.messages.find(f"out.{identifier}"), identifier
        assert words.messages.find(f"export.{publisher.group}")
