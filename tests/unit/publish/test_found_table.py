"""What Explore found, as a table that a spreadsheet opens without harm."""

import csv
import datetime as dt
import io
from dataclasses import replace

import numpy as np
import pytest

from planner.catalogue import load_catalogue
from planner.model.catalogue import Catalogue
from planner.model.explore import Certainty, ExploreQuery, Good
from planner.plan.explore import Explorer
from planner.present.explore_ocop import tell_certainty, tell_ocop
from planner.present.languages import LANGUAGES, load_messages
from planner.present.words import Words
from planner.publish.found_table import GOOD_HEADER, PLACE_HEADER, FoundGood, FoundPlace, render_goods, render_places

SUNDAY = dt.date(2026, 11, 22)
DONG_A = "pr-donga"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def explorer(catalogue: Catalogue) -> Explorer:
    return Explorer(catalogue)


def list_found(explorer: Explorer, *place_ids: str) -> list[FoundPlace]:
    numbers = [explorer.index.place_position[one] for one in place_ids]
    places = explorer.index.places
    return [
        FoundPlace(
            places[one],
            explorer.get_hours(one, SUNDAY, None),
            explorer.list_openings(places[one], SUNDAY),
            explorer.find_ocop(one),
        )
        for one in numbers
    ]


def read(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_has_source_confidence_and_accuracy(catalogue: Catalogue, explorer: Explorer, language: str) -> None:
    words = Words(load_messages(language), catalogue)
    say, place = words.messages, catalogue.places[DONG_A]
    (row,) = read(render_places(list_found(explorer, DONG_A), SUNDAY, words))
    assert tuple(row) == PLACE_HEADER
    assert (row["name_vi"], row["province"], row["old_province"]) == (place.name_vi, "Vĩnh Long", "Bến Tre")
    assert float(row["position_accuracy_km"]) == place.coord_uncertainty_km
    assert row["position_source"] == place.coordinate_source
    assert row["confidence"] == say("explore.sure_named_in_source")
    assert row["source"]
    assert row["data_version"] == catalogue.version
    assert row["ocop_role"] == say("explore.ocop_makes")
    assert row["ocop_stars"] == say("explore.stars_unknown")
    assert "Kẹo dừa" in row["ocop_products"]
    assert row["ticket_vnd"] == ""


def test_every_place_and_every_good_makes_a_row(catalogue: Catalogue, explorer: Explorer) -> None:
    words = Words(load_messages("vi"), catalogue)
    everything = explorer.find(ExploreQuery(on=SUNDAY))
    rows = read(render_places(list_found(explorer, *explorer.index.place_position), SUNDAY, words))
    assert len(rows) == len(everything.places)
    states = {row["id"]: row["hours"] for row in rows}
    assert states["cv-kim-bong-carpentry-village"].count("; ") == 1
    goods = [FoundGood(good, 2) for good in explorer.index.goods]
    table = read(render_goods(goods, SUNDAY, words))
    assert len(table) == len(everything.goods)
    assert tuple(table[0]) == GOOD_HEADER
    for row in table:
        product = catalogue.products.get(row["id"])
        assert row["ocop_stars"] == ("" if product is None else str(product.ocop_stars or ""))
        assert bool(row["maker"]) == (product is not None)
        assert row["source"]


def test_formulas_and_marks_are_inert(catalogue: Catalogue, explorer: Explorer) -> None:
    words = Words(load_messages("en"), catalogue)
    (found,) = list_found(explorer, DONG_A)
    hostile = replace(found, located=replace(found.located, name_vi='=HYPERLINK("x")\u202e', commune="@SUM(1)"))
    (row,) = read(render_places([hostile], SUNDAY, words))
    assert row["name_vi"] == '\'=HYPERLINK("x")'
    assert row["commune"] == "'@SUM(1)"
    spoilt = replace(catalogue, products={"p": replace(next(iter(catalogue.products.values())), id="p", name_vi="+1")})
    (row,) = read(render_goods([FoundGood(Good("p", "cake"), 1)], SUNDAY, Words(load_messages("en"), spoilt)))
    assert row["name_vi"] == "'+1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_certainty_and_roles_in_words(catalogue: Catalogue, explorer: Explorer, language: str) -> None:
    words = Words(load_messages(language), catalogue)
    sure = Certainty(places=97, hours_unknown=11, hours_typical=23, rough=31, unverified=43, ocop=53, stars_unknown=17)
    told = tell_certainty(sure, SUNDAY, words, with_stars=True)
    for number in (97, 11, 23, 31, 43, 53, 17):
        assert str(number) in told
    assert "17" not in tell_certainty(sure, SUNDAY, words, with_stars=False)
    assert "?" not in told
    nothing = Certainty(97, 0, 0, 0, 0, 0, 0)
    hours, point = (
        words.messages(f"explore.certain_{what}", number=0, whole=97, km=words.messages.km(1))
        for what in ("hours", "point")
    )
    parts = words.messages.join([hours, point])
    told = tell_certainty(nothing, SUNDAY, words, with_stars=True)
    assert told == words.messages("explore.certain", date=words.messages.date(SUNDAY), parts=parts)
    facts = [one for number in np.arange(len(explorer.index.places)) if (one := explorer.find_ocop(int(number)))]
    mixed = next(one for one in facts if 0 in one.stars and len(one.stars) > 1)
    assert words.messages("explore.stars_some_unknown") in tell_ocop(mixed, words)
    assert "★" in tell_ocop(mixed, words)
