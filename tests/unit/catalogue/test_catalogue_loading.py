"""The shipped tables load without a finding and mean what their cells say."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planner.catalogue import build_frames, find_data_dir, load_catalogue, load_province_geojson, validate_catalogue
from planner.catalogue.months import parse_months
from planner.errors import CatalogueError
from planner.model.catalogue import Catalogue
from planner.model.market import MARKETS

if TYPE_CHECKING:
    from conftest import Cells, Sandbox

BAT_TRANG = "cv-bat-trang-pottery-village"

Facts = Callable[[Catalogue], dict[str, Any]]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_the_shipped_tables_have_no_finding() -> None:
    assert validate_catalogue() == ()


def test_everything_is_loaded(catalogue: Catalogue) -> None:
    assert len(catalogue.places) == 730
    assert len(catalogue.lodgings) == 93
    assert len(catalogue.gateways) == 121
    assert len(catalogue.located) == 944
    assert len(catalogue.experiences) == 802
    assert len(catalogue.communes) == 3321
    assert set(catalogue.carry_home) == {(m, c) for m in MARKETS for _, c in catalogue.carry_home}
    assert len(catalogue.season_scores) == 18 * 12
    assert len(catalogue.road_legs) == 1454


def test_a_place_is_what_its_row_says(catalogue: Catalogue) -> None:
    place = catalogue.places[BAT_TRANG]
    assert (place.name_vi, place.kind, place.category) == ("Làng gốm Bát Tràng", "craft_village", "ceramics")
    assert (place.lon_deg, place.lat_deg) == (105.9126, 20.9757)
    assert (place.commune_lon_deg, place.commune_lat_deg) == (105.9078, 20.9694)
    assert (place.province, place.commune, place.old_province) == ("Hà Nội", "Xã Bát Tràng", "Hà Nội")
    assert place.is_routable is True
    assert place.sources == ("hanoi_js",)


def test_unknown_is_never_zero(catalogue: Catalogue) -> None:
    tickets = [place.ticket_vnd for place in catalogue.places.values()]
    assert tickets.count(None) == 633
    assert tickets.count(0) == 33
    assert sum(product.price_vnd is None for product in catalogue.products.values()) == 305
    assert sum(product.ocop_stars is None for product in catalogue.products.values()) == 64
    assert sum(leg.toll is None for leg in catalogue.road_legs) == 1334
    assert sum(leg.toll is False for leg in catalogue.road_legs) == 50
    assert catalogue.product_types["ceramic_set"].shelf_life_days is None


def test_zero_one_unknown_become_words(catalogue: Catalogue) -> None:
    words = [experience.booking_needed for experience in catalogue.experiences.values()]
    assert {word: words.count(word) for word in set(words)} == {"no": 376, "yes": 188, "unknown": 238}
    assert catalogue.product_types["instant_coffee"].contains_milk == "unknown"
    assert {t.contains_meat for t in catalogue.product_types.values()} == {"yes", "no", "unknown"}


def test_months_are_sets(catalogue: Catalogue) -> None:
    assert catalogue.experiences[f"ex-{BAT_TRANG}-1"].best_months == {1, 3, 4, 10, 11, 12}


@pytest.mark.parametrize(
    ("text", "months"),
    [("1;3-4;10-12", {1, 3, 4, 10, 11, 12}), ("1-12", set(range(1, 13))), ("11-2", {11, 12, 1, 2}), ("7", {7})],
)
def test_months_parse(text: str, months: set[int]) -> None:
    assert parse_months(text) == months


@pytest.mark.parametrize("text", ["", "0", "13", "1-", "1;;2", "1,2", "Jan"])
def test_other_months_do_not(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        parse_months(text)


def test_a_source_key_with_a_comma_is_one_key(catalogue: Catalogue) -> None:
    assert ("general knowledge, unverified",) in {place.sources for place in catalogue.places.values()}
    keys = {key for place in catalogue.places.values() for key in place.sources}
    assert keys <= set(catalogue.source_references)


def test_a_gateway_has_the_region_of_its_old_province(catalogue: Catalogue) -> None:
    gateway = catalogue.gateways["gw-noi-bai"]
    assert (gateway.region, gateway.season_region, gateway.has_vat_refund) == ("Red River Delta", "rrd", True)
    assert sum(g.has_vat_refund for g in catalogue.gateways.values()) == 9


def test_uncertain_places_are_never_routable(catalogue: Catalogue) -> None:
    for located in catalogue.located.values():
        assert not (located.is_routable and located.coord_uncertainty_km >= 10)
        assert located.is_routable == (located.unroutable_reason is None)


def test_rules_and_pools(catalogue: Catalogue) -> None:
    rule = catalogue.carry_home["KR", "fish_sauce"]
    assert rule.pool_ids == ("KR-AGRI-WEIGHT", "KR-AGRI-VALUE", "KR-ITEM-5KG")
    assert catalogue.pools["EU-FISH"].categories == ("fish_sauce", "dried_seafood")
    assert catalogue.pools["US-VALUE"].categories == ("*",)
    assert catalogue.carry_home["US", "meat_products"].limit is None


def test_roads_and_speeds(catalogue: Catalogue) -> None:
    ferries = [leg for leg in catalogue.road_legs if leg.road_class == "ferry"]
    assert len(ferries) == 29
    assert {leg.takes for leg in ferries} == {"cars", "passengers"}
    assert all(leg.minutes_override and leg.wait_min is not None and leg.terrain is None for leg in ferries)
    speeds = {(row.kind, row.key): row for row in catalogue.speeds}
    assert speeds["speed", "trunk"].hill == 43
    assert speeds["rest", "max_daily_minutes"].delta is None


def test_the_variable_names_the_data_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path))
    assert find_data_dir() == tmp_path
    assert find_data_dir("elsewhere") == Path("elsewhere")
    assert {finding.code for finding in validate_catalogue()} == {"C001", "C014"}
    monkeypatch.delenv("PLANNER_DATA")
    assert (find_data_dir() / "datapackage.json").is_file()


def test_outlines_and_frames(catalogue: Catalogue) -> None:
    outlines = load_province_geojson()
    assert len(outlines["features"]) == 34
    frames = build_frames(catalogue)
    for frame in (frames.places, frames.lodgings, frames.gateways, frames.communes, frames.provinces):
        assert frame.crs.to_epsg() == 4326
        assert frame.geometry.notna().all()
    assert len(frames.communes) == 3321
    assert frames.places.loc[BAT_TRANG].geometry.coords[0] == (105.9126, 20.9757)
    joined = frames.places.loc[[BAT_TRANG]].sjoin(frames.provinces, predicate="within")
    assert list(joined["province_right"]) == ["Hà Nội"]


def test_missing_outlines_are_an_error_of_the_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="outlines") as refused:
        load_province_geojson(tmp_path)
    assert refused.value.code == "C017"


# Overlays.


def test_an_overlay_replaces_and_adds_rows(catalogue: Catalogue, make_overlay: Callable[..., Path]) -> None:
    row = _read_row("places", BAT_TRANG)
    changed = {**row, "visit_minutes": "200"}
    added = {**row, "id": "cv-new-village", "name_en": "New village"}
    merged = load_catalogue(make_overlay("one", "places", [changed, added]))
    assert merged.places[BAT_TRANG].visit_minutes == 200
    assert list(merged.places)[-1] == "cv-new-village"
    assert list(merged.places)[:-1] == list(catalogue.places)
    assert merged.version != catalogue.version
    assert merged.products == catalogue.products


def test_the_later_overlay_wins(make_overlay: Callable[..., Path]) -> None:
    row = _read_row("places", BAT_TRANG)
    first = make_overlay("first", "places", [{**row, "visit_minutes": "200"}])
    second = make_overlay("second", "places", [{**row, "visit_minutes": "210"}], nested=True)
    assert load_catalogue(first, second).places[BAT_TRANG].visit_minutes == 210
    assert load_catalogue(second, first).places[BAT_TRANG].visit_minutes == 200


def test_the_merged_tables_are_checked(make_overlay: Callable[..., Path]) -> None:
    overlay = make_overlay("bad", "places", [{**_read_row("places", BAT_TRANG), "province": "Huế"}])
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(overlay)
    found = {(f.code, f.table, f.row, f.column, f.file) for f in refused.value.findings}
    file = str(overlay / "places.csv")
    assert found == {
        ("C030", "places", 2, "commune", file),
        ("C040", "places", 2, "province", file),
        ("C044", "places", 2, "lat", file),
    }
    assert validate_catalogue(find_data_dir(), overlay) == refused.value.findings


def test_an_overlay_mends_a_row_of_the_base(sandbox: Sandbox, make_overlay: Callable[..., Path]) -> None:
    good = _read_row("places", BAT_TRANG)
    sandbox.set("places", {"id": BAT_TRANG}, visit_minutes="long")
    assert [finding.code for finding in validate_catalogue(sandbox.root)] == ["C021"]
    assert validate_catalogue(sandbox.root, make_overlay("mended", "places", [good])) == ()


def test_a_leg_is_added_by_one_row(catalogue: Catalogue, make_overlay: Callable[..., Path]) -> None:
    leg = {**_read_row("road_legs", "L0001"), "id": "L9001", "class": "expressway", "ref": "CT01"}
    merged = load_catalogue(make_overlay("roads", "road_legs", [leg]))
    assert len(merged.road_legs) == len(catalogue.road_legs) + 1


def test_a_missing_overlay_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="C015"):
        load_catalogue(tmp_path / "nothing")


def test_an_overlay_file_of_no_table_is_named(make_overlay: Callable[..., Path]) -> None:
    overlay = make_overlay("typo", "places", [_read_row("places", BAT_TRANG)])
    (overlay / "places.csv").rename(overlay / "palces.csv")
    assert [(f.code, f.severity) for f in validate_catalogue(find_data_dir(), overlay)] == [("C013", "warning")]


# Order, rows and hostile text.


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_means_nothing(catalogue: Catalogue, sandbox: Sandbox, list_facts: Facts, seed: int) -> None:
    shuffle = random.Random(seed).shuffle
    for table in ("places", "experiences", "village_goods", "communes_2025", "carry_home", "pools", "road_legs"):
        rows = sandbox.read(table)
        shuffle(rows)
        sandbox.write(table, rows)
    assert validate_catalogue(sandbox.root) == ()
    assert list_facts(load_catalogue(data_dir=sandbox.root)) == list_facts(catalogue)


def test_the_order_of_columns_means_nothing(catalogue: Catalogue, sandbox: Sandbox, list_facts: Facts) -> None:
    rows = sandbox.read("places")
    sandbox.write("places", rows, header=list(reversed(rows[0])))
    assert list_facts(load_catalogue(data_dir=sandbox.root)) == list_facts(catalogue)


def test_rows_count_as_in_a_spreadsheet(sandbox: Sandbox) -> None:
    sandbox.set("places", {"id": BAT_TRANG}, notes='two\nlines and a "quote"')
    row = sandbox.set("places", {"id": "cv-kim-lan-pottery-village"}, visit_minutes="soon")
    (finding,) = validate_catalogue(sandbox.root)
    assert (finding.code, finding.row) == ("C021", row)
    assert row == 4


def test_blank_lines_count_but_say_nothing(sandbox: Sandbox) -> None:
    sandbox.set("places", {"id": BAT_TRANG}, visit_minutes="soon")
    sandbox.change_text("places", lambda text: text.replace("\n", "\n\n" + "," * 30 + "\n", 1))
    (finding,) = validate_catalogue(sandbox.root)
    assert (finding.code, finding.row) == ("C021", 4)


def test_windows_line_ends_are_fine(catalogue: Catalogue, sandbox: Sandbox, list_facts: Facts) -> None:
    sandbox.change_text("places", lambda text: text.replace("\n", "\r\n"))
    assert list_facts(load_catalogue(data_dir=sandbox.root)) == list_facts(catalogue)


@pytest.mark.parametrize(
    "hostile",
    [
        "\x00",
        "=cmd|' /C calc'!A0",
        "9" * 5000,
        "\u202egnol",
        "' OR 1=1 --",
        "<script>",
        "1e999",
        "-0",
        "\ud7ff",
        "{}[]",
    ],
)
def test_hostile_cells_are_found_not_suffered(sandbox: Sandbox, hostile: str) -> None:
    row: Cells = sandbox.read("experiences")[0]
    rows = sandbox.read("experiences")
    rows[0] = dict.fromkeys(row, hostile) | {"id": row["id"]}
    sandbox.write("experiences", rows)
    findings = validate_catalogue(sandbox.root)
    assert findings
    assert {finding.table for finding in findings} == {"experiences"}
    assert {finding.row for finding in findings} == {2}
    assert all(len(finding.message) < 400 for finding in findings)


def _read_row(table: str, key: str) -> dict[str, str]:
    folder = "roads" if table.startswith("road_") else "places"
    with (find_data_dir() / folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return next(row for row in csv.DictReader(lines) if row["id"] == key)
