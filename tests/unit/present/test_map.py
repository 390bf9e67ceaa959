import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from branca.element import Element
from folium.elements import JSCSSMixin

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.present.elements import Pins, Ways, as_script
from planner.present.languages import load_messages
from planner.present.leaflet import SERVED_AT, WANTED, install_leaflet
from planner.present.map import ARCHIPELAGOS, build_day_group, build_map, build_place_rows, fan_out
from planner.present.palette import DARK, LIGHT, Palette
from planner.present.words import Words
from tests.unit.present.conftest import FIRST, with_name

PROVINCES = Path(__file__).resolve().parents[3] / "data" / "admin" / "provinces_34_simplified.geojson"
HOSTILE = "</script><img src=x onerror=alert(1)>`${alert(2)}` {{ 7*191 }} {% raw %} {# \"quoted\" 'single'"


def walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from walk(child)


def draw(itinerary: Itinerary, words: Words, palette: Palette, day_index: int | None):
    base = build_map(build_place_rows(words.catalogue, words), PROVINCES.read_text(encoding="utf-8"), palette, "note")
    build_day_group(itinerary, words, palette, day_index=day_index, view="v").add_to(base)
    return base


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def palette(request: pytest.FixtureRequest) -> Palette:
    return request.param


def test_nothing_is_fetched_from_elsewhere(itinerary: Itinerary, english: Words, palette: Palette) -> None:
    base = draw(itinerary, english, palette, None)
    seen = 0
    for element in walk(base):
        for _, address in [*getattr(element, "default_js", []), *getattr(element, "default_css", [])]:
            assert address.startswith(SERVED_AT)
            seen += 1
        assert not isinstance(element, JSCSSMixin) or element is base
    assert seen == 2
    assert SERVED_AT.startswith("../")
    assert "//" not in SERVED_AT


def test_archipelagos_are_named_on_every_map(itinerary: Itinerary, words: Words, palette: Palette) -> None:
    for day_index in (None, 0, 1):
        page = draw(itinerary, words, palette, day_index).get_root().render()
        assert "Quần đảo Hoàng Sa (Việt Nam)" in page
        assert "Quần đảo Trường Sa (Việt Nam)" in page


def test_archipelagos_stand_where_they_are() -> None:
    places = {name: (lon, lat) for name, lon, lat in ARCHIPELAGOS}
    assert places["Quần đảo Hoàng Sa (Việt Nam)"] == (112.0, 16.5)
    assert places["Quần đảo Trường Sa (Việt Nam)"] == (113.5, 9.5)


def test_hostile_names_are_inert(itinerary: Itinerary, catalogue: Catalogue) -> None:
    plain_page = draw(itinerary, Words(load_messages("en"), catalogue), LIGHT, 0).get_root().render()
    words = Words(load_messages("en"), with_name(catalogue, FIRST, HOSTILE))
    page = draw(itinerary, words, LIGHT, 0).get_root().render()
    assert "<img" not in page
    assert str(7 * 191) not in page  # the map library reads finished scripts as templates
    assert page.count("</script>") == plain_page.count("</script>")
    pins = next(e for e in walk(build_day_group(itinerary, words, LIGHT, day_index=0, view="v")) if hasattr(e, "rows"))
    assert isinstance(pins, Ways)
    for way in json.loads(pins.rows):
        assert "<img" not in way["tooltip"]
    first = get_pins(itinerary, words, 0)[0]
    for field in ("badge", "tooltip", "popup"):  # these are HTML; the title is text, as it stands
        assert "<img" not in first[field]
    assert first["title"].endswith(HOSTILE)


def get_pins(itinerary: Itinerary, words: Words, day_index: int | None) -> list[dict]:
    group = build_day_group(itinerary, words, LIGHT, day_index=day_index, view="v")
    return json.loads(next(e.rows for e in walk(group) if isinstance(e, Pins)))


def test_stops_carry_number_name_and_id(itinerary: Itinerary, english: Words) -> None:
    pins = get_pins(itinerary, english, 0)
    for number, (pin, visit) in enumerate(zip(pins, itinerary.days[0].visits, strict=False), start=1):
        place = english.catalogue.places[visit.place_id]
        assert pin["title"] == f"Stop {number}: {place.name_en}"
        assert f">{number}</div>" in pin["badge"]
        assert pin["id"] == visit.place_id
        assert pin["at"] == [place.lat_deg, place.lon_deg]


def test_pins_of_one_point_stand_side_by_side(itinerary: Itinerary, catalogue: Catalogue) -> None:
    first, second = (v.place_id for v in itinerary.days[0].visits)
    there = catalogue.places[first]
    moved = replace(catalogue.places[second], lon_deg=there.lon_deg, lat_deg=there.lat_deg)
    together = replace(catalogue, places={**catalogue.places, second: moved})
    pins = get_pins(itinerary, Words(load_messages("en"), together), 0)
    assert [pin["shift"] for pin in pins[:2]] == [0, 26]


def test_day_layer_holds_its_day_alone(itinerary: Itinerary, english: Words) -> None:
    def stops(day_index: int | None) -> list[str]:
        return [pin["id"] for pin in get_pins(itinerary, english, day_index) if pin["kind"] == "stop"]

    assert stops(0) == [v.place_id for v in itinerary.days[0].visits]
    assert stops(1) == [v.place_id for v in itinerary.days[1].visits]
    assert stops(None) == stops(0) + stops(1)
    depots = {pin["id"] for pin in get_pins(itinerary, english, 1) if pin["kind"] == "depot"}
    assert depots == {"gw-hanoi-old-quarter", "gw-noi-bai"}


def test_popup_names_products_and_verdicts(itinerary: Itinerary, english: Words) -> None:
    first = get_pins(itinerary, english, 0)[0]
    product = itinerary.days[0].visits[0].products[0]
    badge = english.badge(product)
    assert badge is not None
    assert product.name_vi in first["popup"] or english.product(product) in first["popup"]
    assert badge.word in first["popup"]


def test_schematic_legs_are_dashed_and_say_so(itinerary: Itinerary, english: Words) -> None:
    group = build_day_group(itinerary, english, LIGHT, day_index=0, view="v")
    element = next(e for e in walk(group) if isinstance(e, Ways))
    for way, leg in zip(json.loads(element.rows), itinerary.days[0].legs, strict=True):
        assert way["dash"]
        assert "12 km" in way["tooltip"]
        assert english.messages.span(leg.minutes) in way["tooltip"]
        assert "model of the trunk roads" in way["tooltip"]
        lon_deg, lat_deg = leg.geometry[0]
        assert way["points"][0] == [lat_deg, lon_deg]


def test_a_stretch_driven_twice_is_drawn_once(itinerary: Itinerary, english: Words) -> None:
    day = itinerary.days[0]
    there, back = ((105.8, 21.0), (105.9, 21.0), (106.0, 21.1)), ((106.0, 21.1), (105.9, 21.0), (105.7, 20.9))
    legs = (replace(day.legs[0], geometry=there), replace(day.legs[1], geometry=back), *day.legs[2:])
    trip = replace(itinerary, days=(replace(day, legs=legs), itinerary.days[1]))
    group = build_day_group(trip, english, LIGHT, day_index=0, view="v")
    first, second, *_ = json.loads(next(e.rows for e in walk(group) if isinstance(e, Ways)))
    assert first["drawn"] == [[[21.0, 105.8], [21.0, 105.9], [21.1, 106.0]]]
    assert second["drawn"] == [[[21.0, 105.9], [20.9, 105.7]]]
    assert second["points"] == [[21.1, 106.0], [21.0, 105.9], [20.9, 105.7]]


def test_places_of_one_point_are_fanned_out(catalogue: Catalogue) -> None:
    rows = [*catalogue.places.values(), *catalogue.lodgings.values()]
    positions = fan_out(rows)
    assert len(set(positions.values())) == len(rows)
    for row in rows:
        lat_deg, lon_deg = positions[row.id]
        assert abs(lat_deg - row.lat_deg) < 0.002
        assert abs(lon_deg - row.lon_deg) < 0.002


def test_every_place_is_a_dot_and_uncertain_ones_are_hollow(catalogue: Catalogue, english: Words) -> None:
    rows = {row[4]: row for row in build_place_rows(catalogue, english)}
    assert set(rows) == {*catalogue.places, *catalogue.lodgings}
    for place_id, row in rows.items():
        assert (row[2] == 2) == (not catalogue.located[place_id].is_routable)


def test_no_underscore_hides_a_change_of_the_base_map(catalogue: Catalogue, english: Words) -> None:
    """The component compares scripts without what follows an underscore: ids must not hold any."""
    assert not [row for row in build_place_rows(catalogue, english) if "_" in row[4] or "_" in row[3]]


def test_script_text_cannot_end_the_script() -> None:
    script = as_script({"name": HOSTILE})
    assert not [mark for mark in ("<", "{{", "{%", "{#") if mark in script]
    assert json.loads(as_script({"name": HOSTILE}))["name"] == HOSTILE


def test_leaflet_is_copied_once(tmp_path: Path) -> None:
    folder = install_leaflet(tmp_path)
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()) == sorted(WANTED)
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    (folder / "leaflet.css").write_text("changed")
    install_leaflet(tmp_path)
    assert (folder / "leaflet.css").stat().st_size > 1000
    assert (folder / "leaflet.js").stat().st_mtime_ns == before[folder / "leaflet.js"]
