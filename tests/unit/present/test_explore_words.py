"""Places and products of *Explore* in words, and the layers of its map."""

import base64
import dataclasses
import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest

from planner.goods import list_products_at
from planner.model.catalogue import Catalogue
from planner.model.explore import Good, HoursState, KnownHours, SeasonLevel
from planner.present.explore import (
    PlaceFacts,
    describe_good_line,
    describe_place_line,
    draw_good,
    draw_place,
    draw_place_head,
    name_region,
)
from planner.present.explore_hours import build_hours_badge, list_hours, tell_opening
from planner.present.explore_map import KINDS, build_dot_styles, build_explore_map, build_points, build_shown_group
from planner.present.languages import LANGUAGES, load_messages
from planner.present.map import ARCHIPELAGOS
from planner.present.palette import DARK, LIGHT
from planner.present.served import serve_facts
from planner.present.words import Words

BAT_TRANG = "cv-bat-trang-pottery-village"
HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}</script>"
ON = dt.date(2027, 3, 12)


@pytest.fixture(params=["en", "vi"])
def words(request: pytest.FixtureRequest, catalogue: Catalogue) -> Words:
    return Words(load_messages(request.param), catalogue)


def build_facts(catalogue: Catalogue, place_id: str, **changes: object) -> PlaceFacts:
    located = catalogue.located[place_id]
    facts = PlaceFacts(
        located=located,
        on=ON,
        state=HoursState.LIKELY,
        openings=(KnownHours(((480, 1020),), "typical"),),
        season=catalogue.season_scores[catalogue.get_season_region(located), ON.month],
        season_level=SeasonLevel.GOOD,
        festivals=(),
        products=list_products_at(catalogue, place_id, market="JP", on=ON, limit=None),
        is_market_known=True,
    )
    return dataclasses.replace(facts, **changes)


def spoil(catalogue: Catalogue, place_id: str) -> Catalogue:
    place = dataclasses.replace(
        catalogue.places[place_id], name_vi=HOSTILE, name_en=HOSTILE, commune=HOSTILE, makes_or_sells=HOSTILE,
        recognition=HOSTILE, sources=(HOSTILE,), province=HOSTILE, old_province="Hà Nội",
    )  # fmt: skip
    products = {key: dataclasses.replace(one, name_vi=HOSTILE) for key, one in catalogue.products.items()}
    return dataclasses.replace(catalogue, places={**catalogue.places, place_id: place}, products=products)


def test_a_place_says_all_that_is_known(catalogue: Catalogue, words: Words) -> None:
    say = words.messages
    html = draw_place_head(catalogue.located[BAT_TRANG], words) + draw_place(build_facts(catalogue, BAT_TRANG), words)
    for text in (
        "Làng gốm Bát Tràng", "Hà Nội", "08:00–17:00", say("hours.typical"), say("explore.hours_likely"), say.month(3),
        say("explore.season_good"), say("explore.activities"), catalogue.version, say("explore.sure_named_in_source"),
    ):  # fmt: skip
        assert text in html, text
    product = list_products_at(catalogue, BAT_TRANG, market="JP", on=ON)[0]
    assert words.product(product) in html


def test_what_is_not_known_is_said_to_be_unknown(catalogue: Catalogue, words: Words) -> None:
    say = words.messages
    silent = next(one for one in catalogue.places.values() if one.ticket_vnd is None and one.kind == "tourist_site")
    facts = build_facts(catalogue, silent.id, openings=(), products=(), state=HoursState.UNKNOWN)
    html = draw_place(facts, words)
    for key in ("explore.hours_none", "explore.ticket_unknown", "explore.products_none", "explore.hours_unknown"):
        assert say(key) in html


def test_the_point_says_how_well_it_is_known(catalogue: Catalogue, words: Words) -> None:
    lost = next(one for one in catalogue.places.values() if not one.is_routable)
    rough = next(one for one in catalogue.places.values() if one.is_routable and one.is_approximate)
    assert words.messages("explore.not_stop") in draw_place_head(lost, words)
    assert words.messages.km(rough.coord_uncertainty_km) in draw_place_head(rough, words)


def test_hostile_text_is_inert(catalogue: Catalogue) -> None:
    words = Words(load_messages("en"), spoil(catalogue, BAT_TRANG))
    spoilt = words.catalogue
    html = draw_place_head(spoilt.located[BAT_TRANG], words) + draw_place(build_facts(spoilt, BAT_TRANG), words)
    good = Good("p-nuoc-mam-le-gia", "fish_sauce")
    html += draw_good(good, None, (HOSTILE,), HOSTILE, words)
    assert "<img" not in html
    assert "</script" not in html
    rows, _ = build_points([spoilt.located[BAT_TRANG]], words)
    assert "<img" not in json.loads(rows)[0][3]


def test_hours_in_words(words: Words) -> None:
    say = words.messages
    assert tell_opening(KnownHours(((420, 690), (780, 1020)), "sourced"), words).startswith("07:00–11:30, 13:00–17:00")
    assert tell_opening(KnownHours(((480, 1020),), "unknown"), words) == say("hours.unknown")
    assert tell_opening(KnownHours((), "sourced", "tet"), words) == say("explore.shut_tet")
    assert tell_opening(KnownHours((), "sourced", "something new"), words) == say("explore.hours_closed")
    guessed = tell_opening(KnownHours((), "typical", "weekly_closing"), words)
    assert guessed == f"{say('explore.shut_weekly_closing')} · {say('hours.typical')}"
    assert tell_opening(KnownHours((), "typical", "hours_unknown"), words) == say("explore.shut_hours_unknown")


def test_hours_that_differ_say_whose_they_are(catalogue: Catalogue, words: Words) -> None:
    carving, shopping = (f"ex-cv-kim-bong-carpentry-village-{number}" for number in (1, 2))
    day, shut = KnownHours(((480, 1020),), "typical", None, (carving,)), KnownHours((), "typical", "weekly_closing")
    lines = list_hours((day, dataclasses.replace(shut, experience_ids=(shopping,))), words)
    names = [words.experience(catalogue.experiences[one]) for one in (carving, shopping)]
    assert [whose for _, whose in lines] == names
    assert lines[0][0].startswith("08:00–17:00")
    own = KnownHours(((480, 1020),), "sourced")
    assert [whose for _, whose in list_hours((own, day), words)] == [words.messages("explore.hours_own"), names[0]]
    assert [whose for _, whose in list_hours((day,), words)] == [""]
    assert list_hours((), words) == [(words.messages("explore.hours_none"), "")]


def test_closed_is_said_outright_by_a_source_alone(words: Words) -> None:
    say = words.messages
    guessed, sourced = KnownHours((), "typical", "tet", ("a",)), KnownHours((), "sourced", "tet", ("b",))
    own = KnownHours((), "sourced", "tet")
    for openings, key in (
        ((guessed,), "explore.hours_likely_closed"),
        ((guessed, sourced), "explore.hours_likely_closed"),
        ((sourced,), "explore.hours_closed"),
        ((own, guessed), "explore.hours_closed"),
    ):
        assert build_hours_badge(HoursState.CLOSED, words, openings).word == say(key)
    at_ten = build_hours_badge(HoursState.CLOSED, words, (own,), 600).word
    assert at_ten == say("explore.hours_at", time="10:00", state=say("explore.hours_closed"))


def test_badges_differ_in_shape_and_word_too(words: Words) -> None:
    badges = [build_hours_badge(state, words) for state in HoursState]
    assert len({badge.shape for badge in badges}) == len({badge.word for badge in badges}) == len(badges)
    assert [badge.tone for badge in badges].count("good") == 1


def test_rows_of_the_list(catalogue: Catalogue) -> None:
    words = Words(load_messages("en"), catalogue)
    line = describe_place_line(catalogue.located[BAT_TRANG], "ceramics", words)
    assert (line.name, line.note) == ("Bat Trang pottery village", f"{words.word('ceramics')} · Hà Nội")
    named = describe_good_line(Good("p-nuoc-mam-le-gia", "fish_sauce"), 2, 2, words)
    assert named.name == "Nước mắm Lê Gia"
    assert named.note.startswith("★★★★★ · ")
    assert "at 2 places" in named.note
    silent = next(one for one in catalogue.products.values() if one.ocop_stars is None)
    assert describe_good_line(Good(silent.id, silent.product_type), 1, 1, words).note.startswith("stars unknown · ")
    kind = describe_good_line(Good(None, "fish_sauce"), 1, 40, words)
    assert kind.note.endswith("at 1 of 40 places")
    assert kind.name == words.product_type("fish_sauce")
    assert "★" not in kind.note


@pytest.mark.parametrize("code", LANGUAGES)
def test_regions_have_names(code: str, catalogue: Catalogue) -> None:
    words = Words(load_messages(code), catalogue)
    named = {name_region(region, words) for region in catalogue.region_of.values()}
    assert len(named) == 7
    assert name_region("Elsewhere", words) == "Elsewhere"


def test_the_layer_that_changes_has_one_bit_a_place(catalogue: Catalogue, words: Words) -> None:
    places = [*catalogue.places.values(), *catalogue.lodgings.values()]
    text, positions = build_points(places, words)
    rows = json.loads(text)
    assert [row[4] for row in rows] == [place.id for place in places]
    assert {row[2] for row in rows} <= set(range(2 * len(KINDS)))
    ordered = {place.id: positions[place.id] for place in places}
    shown = np.array([0, 9, len(places) - 1])
    group = build_shown_group(shown, ordered, BAT_TRANG, LIGHT, view="all")
    layer = next(child for child in group._children.values() if type(child).__name__ == "ShownPoints")
    packed = np.frombuffer(base64.b64decode(json.loads(layer.bits)), dtype=np.uint8)
    assert np.flatnonzero(np.unpackbits(packed)[: len(places)]).tolist() == shown.tolist()
    assert json.loads(layer.chosen) == pytest.approx(positions[BAT_TRANG])
    empty = build_shown_group(np.array([], dtype=int), ordered, None, LIGHT, view="all")
    assert not any(type(child).__name__ == "FitOnce" for child in empty._children.values())


def test_a_view_of_the_country_reaches_to_the_names_of_the_archipelagos(catalogue: Catalogue, words: Words) -> None:
    _, positions = build_points(catalogue.places.values(), words)

    def fit(shown: list[int]) -> tuple[list[float], list[float]]:
        group = build_shown_group(np.array(shown), positions, None, LIGHT, view="all")
        layer = next(child for child in group._children.values() if type(child).__name__ == "FitOnce")
        south_west, north_east = json.loads(layer.bounds)
        return south_west, north_east

    south_west, north_east = fit(list(range(len(positions))))
    for _, lon_deg, lat_deg in ARCHIPELAGOS:
        assert south_west[0] < lat_deg < north_east[0]
        assert south_west[1] < lon_deg + 1 < north_east[1]
    assert fit([0, 1])[1][1] < 110


def test_the_base_map_is_small_and_asks_nothing_outside() -> None:
    base = build_explore_map("../../app/static/facts/a.json", "../../app/static/facts/b.json", DARK, "note")
    html = base.get_root().render()
    assert len(html) < 40_000
    assert "Quần đảo Hoàng Sa (Việt Nam)" in html
    assert "Quần đảo Trường Sa (Việt Nam)" in html
    assert len(build_dot_styles(DARK)) == 2 * len(KINDS)


def test_facts_are_written_once_and_old_ones_cleared(tmp_path: Path) -> None:
    address = serve_facts(tmp_path, "places", '["Hà Giang"]')
    file = tmp_path / "facts" / address.rpartition("/")[2]
    assert file.read_text(encoding="utf-8") == '["Hà Giang"]'
    before = file.stat().st_mtime_ns
    assert serve_facts(tmp_path, "places", '["Hà Giang"]') == address
    assert file.stat().st_mtime_ns == before
    for number in range(40):
        serve_facts(tmp_path, "places", f"[{number}]")
    other = serve_facts(tmp_path, "provinces", "{}")
    assert len(list((tmp_path / "facts").glob("places-*.json"))) == 24
    assert (tmp_path / "facts" / other.rpartition("/")[2]).is_file()
