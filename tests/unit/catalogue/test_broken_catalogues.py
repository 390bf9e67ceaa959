"""Each fault alone yields exactly its finding: code, table, row, column."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planner.catalogue import CODES, find_data_dir, load_catalogue, validate_catalogue
from planner.errors import CatalogueError
from planner.model.catalogue import Catalogue

if TYPE_CHECKING:
    from conftest import Sandbox

PATHS: dict[str, str] = {
    resource["name"]: resource["path"]
    for resource in json.loads((find_data_dir() / "datapackage.json").read_text(encoding="utf-8"))["resources"]
}

Expected = set[tuple[str, str, int, str]]
Fault = Callable[["Sandbox"], Expected]
Facts = Callable[[Catalogue], dict[str, Any]]

FAULTS: list[tuple[str, Fault]] = []

BAT_TRANG = {"id": "cv-bat-trang-pottery-village"}
BOWL = {"id": "ex-cv-bat-trang-pottery-village-1"}


def fault(code: str) -> Callable[[Fault], Fault]:
    def register(function: Fault) -> Fault:
        FAULTS.append((code, function))
        return function

    return register


@pytest.mark.parametrize(("code", "break_it"), FAULTS, ids=lambda part: getattr(part, "__name__", part))
def test_a_fault_is_found_and_nothing_else(code: str, break_it: Fault, sandbox: Sandbox) -> None:
    expected = break_it(sandbox)
    findings = validate_catalogue(sandbox.root)
    assert {(f.code, f.table, f.row, f.column) for f in findings} == expected
    assert len(findings) == len(expected)
    assert code in {f.code for f in findings}
    assert all(f.message and f.remedy and f.severity == CODES[f.code].severity for f in findings)


def test_rules_that_contradict_each_other_are_named_with_both_rows(sandbox: Sandbox) -> None:
    first, _ = sandbox.find("carry_home", market="JP", category="tea")
    again = sandbox.add("carry_home", {"market": "JP", "category": "tea"}, status="prohibited")
    low = sandbox.set("pools", {"pool_id": "EU-LIQUOR-LOW"}, max_abv="30")
    high, _ = sandbox.find("pools", pool_id="EU-LIQUOR-HIGH")
    pool, _ = sandbox.find("pools", pool_id="EU-OTHER-ANIMAL")
    honey = sandbox.set("carry_home", {"market": "EU", "category": "honey"}, limit="20")
    messages = " ".join(finding.message for finding in validate_catalogue(sandbox.root))
    assert f"JP / tea stands in rows {first} and {again}, which differ in status" in messages
    assert f"EU-LIQUOR-HIGH in row {high} and EU-LIQUOR-LOW in row {low} both count" in messages
    assert f"EU / honey in row {honey} says 20 kg, against 2 of EU-OTHER-ANIMAL in row {pool} of pools" in messages


def test_errors_refuse_the_catalogue_with_all_findings(sandbox: Sandbox) -> None:
    text_in_nfd(sandbox)
    out_of_range(sandbox)
    not_a_date(sandbox)
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(data_dir=sandbox.root)
    assert refused.value.findings == validate_catalogue(sandbox.root)
    assert [finding.code for finding in refused.value.findings] == ["C022", "C021", "C007"]
    assert refused.value.code == "C100"
    assert "C022" in refused.value.message
    assert "1 more error" in refused.value.message


def test_warnings_are_mended_and_lived_with(sandbox: Sandbox, list_facts: Facts) -> None:
    a_byte_order_mark(sandbox)
    text_in_nfd(sandbox)
    blanks_at_the_edge(sandbox)
    assert {finding.severity for finding in validate_catalogue(sandbox.root)} == {"warning"}
    assert list_facts(load_catalogue(data_dir=sandbox.root)) == list_facts(load_catalogue())


def test_every_code_has_a_fault() -> None:
    elsewhere = {"C015"}  # needs another directory than the sandbox
    assert {code for code, _ in FAULTS} | elsewhere == set(CODES)


def test_a_missing_directory_is_named() -> None:
    (finding,) = validate_catalogue("no/such/directory")
    assert (finding.code, finding.severity) == ("C015", "error")
    with pytest.raises(CatalogueError, match="C015"):
        load_catalogue(data_dir="no/such/directory")


def test_hard_faults_do_not_stop_the_other_checks(sandbox: Sandbox) -> None:
    sandbox.path("places").unlink()
    sandbox.write_bytes("festivals", "Lễ hội".encode("utf-16"))
    sandbox.write_bytes("vat_refund", b"{")
    sandbox.set("road_legs", {"id": "L0002"}, km="1.0")
    found = {(f.code, f.table) for f in validate_catalogue(sandbox.root)}
    wanted = {("C001", "places"), ("C002", "festivals"), ("C017", "vat_refund"), ("C080", "road_legs")}
    assert found == wanted


def test_the_nearest_word_is_offered(sandbox: Sandbox) -> None:
    a_province_without_its_accents(sandbox)
    not_an_allowed_value(sandbox)
    an_experience_nowhere(sandbox)
    sandbox.set("experiences", {"id": "ex-cv-bat-trang-pottery-village-2"}, place_id="cv-bat-trang-potery-village")
    remedies = [finding.remedy for finding in validate_catalogue(sandbox.root)]
    assert "did you mean 'Hà Nội'?" in remedies
    assert "did you mean 'workshop'?" in remedies
    assert "did you mean 'cv-bat-trang-pottery-village'?" in remedies
    assert CODES["C030"].remedy in remedies  # nothing is near cv-nowhere


def test_a_code_unique_to_a_table_is_judged_after_merging(make_overlay: Callable[..., Path]) -> None:
    row = {"province": "Hà Nội", "commune": "Xã Bát Tràng", "code": "99999", "type": "Xã"}
    overlay = make_overlay("again", "communes_2025", [{**row, "rep_lat": "20.9", "rep_lon": "105.9"}])
    found = {(f.code, f.table, f.column) for f in validate_catalogue(find_data_dir(), overlay)}
    assert ("C026", "communes_2025", "province") in found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_damage_stops_the_validation(sandbox: Sandbox, seed: int) -> None:
    chance = random.Random(seed)
    scraps = ["", "0", "-1", "x", "*", "a;b", "1,5", "21.0", "105.8", "unknown", "ferry", "free", "*-31", "2027-02-30"]
    for table in sorted(set(PATHS) - {"provinces_34_simplified", "ocop_taxonomy", "vat_refund"}):
        rows = sandbox.read(table)
        for _ in range(chance.choice([1, 20, 500])):
            row = chance.choice(rows)
            column = chance.choice(list(row))
            row[column] = chance.choice(scraps) if chance.random() < 0.7 else chance.choice(rows)[column]
        kept = [column for column in rows[0] if chance.random() > 0.02]
        sandbox.write(table, [{column: row[column] for column in kept} for row in rows], header=kept)
    sandbox.path(chance.choice(["places", "road_nodes", "sources", "season_regions", "carry_home"])).unlink()
    findings = validate_catalogue(sandbox.root)
    assert len(findings) > 100
    assert {finding.code for finding in findings} <= set(CODES)


# The directory and its files.


@fault("C001")
def a_table_is_missing(sandbox: Sandbox) -> Expected:
    sandbox.path("places").unlink()
    return {("C001", "places", 0, "")}


@fault("C001")
def a_document_is_missing(sandbox: Sandbox) -> Expected:
    sandbox.path("provinces_34_simplified").unlink()
    return {("C001", "provinces_34_simplified", 0, "")}


@fault("C002")
def not_utf_8(sandbox: Sandbox) -> Expected:
    sandbox.write_bytes("communes_2025", sandbox.path("communes_2025").read_text(encoding="utf-8").encode("utf-16"))
    return {("C002", "communes_2025", 0, "")}


@fault("C003")
def a_comma_without_quotes(sandbox: Sandbox) -> Expected:
    row, _ = sandbox.find("places", **BAT_TRANG)
    sandbox.change_text("places", lambda text: text.replace('"tableware, vases, tea sets, tiles"', "tableware, vases"))
    return {("C003", "places", row, "")}


@fault("C003")
def a_quote_left_open(sandbox: Sandbox) -> Expected:
    last = len(sandbox.read("products")) + 2
    sandbox.change_text("products", lambda text: text + 'p-new,"Mắm')
    return {("C003", "products", last, "")}


@fault("C003")
def semicolons_between_cells(sandbox: Sandbox) -> Expected:
    sandbox.change_text("shipping", lambda text: text.replace(",", ";"))
    return {("C003", "shipping", 1, "")}


@fault("C003")
def no_header(sandbox: Sandbox) -> Expected:
    sandbox.write_bytes("stats", b"")
    return {("C003", "stats", 1, "")}


@fault("C004")
def an_optional_column_is_missing(sandbox: Sandbox) -> Expected:
    rows = [{k: v for k, v in row.items() if k != "makes_or_sells"} for row in sandbox.read("places")]
    sandbox.write("places", rows, header=list(rows[0]))
    return {("C004", "places", 1, "makes_or_sells")}


@fault("C004")
def a_key_column_is_missing(sandbox: Sandbox) -> Expected:
    sandbox.change_text("places", lambda text: text.replace("id,", "identity,", 1))
    return {("C004", "places", 1, "id"), ("C005", "places", 1, "identity")}


@fault("C005")
def a_column_too_many(sandbox: Sandbox) -> Expected:
    rows = [{**row, "phone": ""} for row in sandbox.read("lodging")]
    sandbox.write("lodging", rows, header=list(rows[0]))
    return {("C005", "lodging", 1, "phone")}


@fault("C006")
def a_byte_order_mark(sandbox: Sandbox) -> Expected:
    sandbox.change_text("gateways", lambda text: "\ufeff" + text)
    return {("C006", "gateways", 1, "")}


@fault("C007")
def text_in_nfd(sandbox: Sandbox) -> Expected:
    row = sandbox.set("products", {"id": "p-nuoc-mam-le-gia"}, name_vi=unicodedata.normalize("NFD", "Nước mắm Lê Gia"))
    return {("C007", "products", row, "name_vi")}


@fault("C007")
def a_province_in_nfd_still_is_that_province(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, province=unicodedata.normalize("NFD", "Hà Nội"))
    return {("C007", "places", row, "province")}


@fault("C008")
def blanks_at_the_edge(sandbox: Sandbox) -> Expected:
    row = sandbox.set("experiences", BOWL, place_id=" cv-bat-trang-pottery-village\u00a0")
    return {("C008", "experiences", row, "place_id")}


@fault("C009")
def a_nul_character(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, name_en="Bat\x00Trang")
    return {("C009", "places", row, "name_en")}


@fault("C010")
def a_long_cell(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, notes="x" * 20_000)
    return {("C010", "places", row, "notes")}


@fault("C010")
def a_cell_longer_than_the_reader_takes(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, notes="x" * 2_000_000)
    return {("C010", "places", row, "")}


@fault("C011")
def a_formula(sandbox: Sandbox) -> Expected:
    row = sandbox.set("festivals", {"id": "fe-lim-festival"}, notes='=HYPERLINK("http://example.org","x")')
    return {("C011", "festivals", row, "notes")}


@fault("C012")
def a_column_twice(sandbox: Sandbox) -> Expected:
    sandbox.change_text(
        "air_rules",
        lambda text: "\n".join(f"{line},{'' if n else 'note'}" for n, line in enumerate(text.splitlines())) + "\n",
    )
    return {("C012", "air_rules", 1, "note")}


@fault("C013")
def a_stray_file(sandbox: Sandbox) -> Expected:
    (sandbox.root / "places" / "place.csv").write_text("id\n")
    return {("C013", "place", 0, "")}


@fault("C014")
def no_descriptor(sandbox: Sandbox) -> Expected:
    (sandbox.root / "datapackage.json").unlink()
    return {("C014", "datapackage", 0, "")}


@fault("C014")
def a_faulty_descriptor(sandbox: Sandbox) -> Expected:
    (sandbox.root / "datapackage.json").unlink()
    (sandbox.root / "datapackage.json").write_text('{"version": "1", "resources": [{"name": "places"}]}')
    return {("C014", "datapackage", 0, "")}


@fault("C014")
def a_descriptor_without_a_column_that_is_read(sandbox: Sandbox) -> Expected:
    path = sandbox.root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    places = next(resource for resource in descriptor["resources"] if resource["name"] == "places")
    places["schema"]["fields"] = [field for field in places["schema"]["fields"] if field["name"] != "routable"]
    path.unlink()
    path.write_text(json.dumps(descriptor))
    return {("C014", "datapackage", 0, "")}


@fault("C016")
def a_header_alone(sandbox: Sandbox) -> Expected:
    sandbox.write("lodging", [], header=list(sandbox.read("lodging")[0]))
    return {("C016", "lodging", 0, "")}


@fault("C017")
def not_json(sandbox: Sandbox) -> Expected:
    sandbox.write_bytes("vat_refund", b'{"scheme": ')
    return {("C017", "vat_refund", 0, "")}


@fault("C017")
def a_document_lacks_a_member(sandbox: Sandbox) -> Expected:
    sandbox.write_bytes("ocop_taxonomy", b"{}")
    return {("C017", "ocop_taxonomy", 0, "")}


@fault("C017")
def an_outline_is_no_polygon(sandbox: Sandbox) -> Expected:
    outlines = json.loads(sandbox.path("provinces_34_simplified").read_text(encoding="utf-8"))
    outlines["features"][3]["geometry"] = {"type": "Polygon", "coordinates": "nowhere"}
    sandbox.write_bytes("provinces_34_simplified", json.dumps(outlines).encode())
    return {("C017", "provinces_34_simplified", 0, "")}


# Cells.


@fault("C020")
def a_required_cell_is_empty(sandbox: Sandbox) -> Expected:
    return {("C020", "places", sandbox.set("places", BAT_TRANG, visit_minutes=""), "visit_minutes")}


@fault("C021")
def a_decimal_comma(sandbox: Sandbox) -> Expected:
    return {("C021", "places", sandbox.set("places", BAT_TRANG, coord_uncertainty_km="1,5"), "coord_uncertainty_km")}


@fault("C021")
def a_mark_for_thousands(sandbox: Sandbox) -> Expected:
    return {("C021", "experiences", sandbox.set("experiences", BOWL, price_high_vnd="200.000"), "price_high_vnd")}


@fault("C021")
def digits_of_another_script(sandbox: Sandbox) -> Expected:
    return {("C021", "places", sandbox.set("places", BAT_TRANG, visit_minutes="١٢٠"), "visit_minutes")}


@fault("C021")
def not_a_number(sandbox: Sandbox) -> Expected:
    return {("C021", "pools", sandbox.set("pools", {"pool_id": "EU-FISH"}, limit="nan"), "limit")}


@fault("C021")
def a_word_for_yes(sandbox: Sandbox) -> Expected:
    return {("C021", "experiences", sandbox.set("experiences", BOWL, family_friendly="yes"), "family_friendly")}


@fault("C021")
def not_a_date(sandbox: Sandbox) -> Expected:
    return {
        ("C021", "season_events", sandbox.set("season_events", {"id": "tet_2027"}, end_date="2027-02-30"), "end_date")
    }


@fault("C021")
def an_empty_item(sandbox: Sandbox) -> Expected:
    return {("C021", "places", sandbox.set("places", BAT_TRANG, source="hanoi_js;;hanoi_vil"), "source")}


@fault("C022")
def out_of_range(sandbox: Sandbox) -> Expected:
    return {("C022", "experiences", sandbox.set("experiences", BOWL, physical_effort="4"), "physical_effort")}


@fault("C023")
def not_an_allowed_value(sandbox: Sandbox) -> Expected:
    return {("C023", "experiences", sandbox.set("experiences", BOWL, kind="work shop"), "kind")}


@fault("C024")
def an_id_with_an_underscore(sandbox: Sandbox) -> Expected:
    row = sandbox.add("places", BAT_TRANG, id="cv_new")
    return {("C024", "places", row, "id")}


# Keys and references.


@fault("C025")
def the_same_row_twice(sandbox: Sandbox) -> Expected:
    return {("C025", "outlet_products", sandbox.add("outlet_products", {}), "sold_at_place_id")}


@fault("C026")
def a_contradictory_row(sandbox: Sandbox) -> Expected:
    row = sandbox.add("carry_home", {"market": "JP", "category": "tea"}, status="prohibited")
    return {("C026", "carry_home", row, "market")}


@fault("C026")
def a_second_code_for_a_commune(sandbox: Sandbox) -> Expected:
    row = sandbox.add("communes_2025", {"commune": "Xã Bát Tràng"}, code="99999")
    hanoi = sandbox.set("provinces_34", {"province": "Hà Nội"}, n_communes="127")
    assert hanoi
    return {("C026", "communes_2025", row, "province")}


@fault("C030")
def an_experience_nowhere(sandbox: Sandbox) -> Expected:
    return {("C030", "experiences", sandbox.set("experiences", BOWL, place_id="cv-nowhere"), "place_id")}


@fault("C030")
def a_commune_of_another_province(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, commune="Xã Mai Châu")
    return {("C030", "places", row, "commune")}


@fault("C030")
def a_province_without_its_accents(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, province="Ha Noi")
    return {("C030", "places", row, "province")}


@fault("C030")
def a_product_of_no_producer(sandbox: Sandbox) -> Expected:
    row = sandbox.set("products", {"id": "p-nuoc-mam-le-gia"}, producer_id="pr-nobody")
    return {("C030", "products", row, "producer_id")}


@fault("C030")
def a_leg_to_nowhere(sandbox: Sandbox) -> Expected:
    row = sandbox.add("road_legs", {"id": "L0001"}, id="L9999", to="nowhere")
    return {("C030", "road_legs", row, "to")}


@fault("C030")
def a_pool_of_an_unknown_category(sandbox: Sandbox) -> Expected:
    row = sandbox.set("pools", {"pool_id": "EU-FISH"}, categories="fish_sauce;dried_seafood;whales")
    return {("C030", "pools", row, "categories")}


@fault("C030")
def an_event_in_an_unknown_region(sandbox: Sandbox) -> Expected:
    row = sandbox.set("season_events", {"id": "gulf_boats"}, season_regions="gulf;atlantis")
    return {("C030", "season_events", row, "season_regions")}


@fault("C030")
def a_type_with_an_unknown_category(sandbox: Sandbox) -> Expected:
    row = sandbox.set("product_types", {"product_type": "fish_sauce"}, carry_home_also="perfume")
    return {("C030", "product_types", row, "carry_home_also")}


@fault("C031")
def a_lodging_with_the_id_of_a_place(sandbox: Sandbox) -> Expected:
    row = sandbox.add("lodging", {"id": "lo-lac-village-homestays-thai"}, id=BAT_TRANG["id"])
    return {("C031", "lodging", row, "id")}


@fault("C032")
def an_undeclared_source(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, source="hanoi_js;hearsay")
    return {("C032", "places", row, "source")}


@fault("C032")
def an_undeclared_ticket_source(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", {"id": "ts-phong-nha-cave"}, ticket_source="hearsay 2024")
    return {("C032", "places", row, "ticket_source")}


# Places and administration.


@fault("C040")
def a_province_that_is_not_the_successor(sandbox: Sandbox) -> Expected:
    row = sandbox.set("festivals", {"id": "fe-lim-festival"}, province="Hà Nội")
    return {("C040", "festivals", row, "province")}


@fault("C041")
def a_region_of_the_new_province(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, region="Mekong Delta")
    return {("C041", "places", row, "region")}


@fault("C042")
def a_commune_point_elsewhere(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, commune_lat="20.9")
    return {("C042", "places", row, "commune_lat")}


@fault("C043")
def a_commune_too_few(sandbox: Sandbox) -> Expected:
    row = sandbox.set("provinces_34", {"province": "Huế"}, n_communes="41")
    return {("C043", "provinces_34", row, "n_communes")}


@fault("C043")
def a_type_that_is_not_the_prefix(sandbox: Sandbox) -> Expected:
    row = sandbox.set("communes_2025", {"commune": "Xã Bát Tràng"}, type="Phường")
    return {("C043", "communes_2025", row, "type")}


@fault("C043")
def a_province_without_outline(sandbox: Sandbox) -> Expected:
    outlines = json.loads(sandbox.path("provinces_34_simplified").read_text(encoding="utf-8"))
    outlines["features"].pop()
    sandbox.write_bytes("provinces_34_simplified", json.dumps(outlines).encode())
    return {("C043", "provinces_34_simplified", 0, "")}


@fault("C044")
def a_point_in_another_province(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, lat="10.77", lon="106.70")
    return {("C044", "places", row, "lat")}


@fault("C045")
def lat_and_lon_swapped(sandbox: Sandbox) -> Expected:
    row = sandbox.set("gateways", {"id": "gw-noi-bai"}, lat="105.80700", lon="21.22120")
    return {("C045", "gateways", row, "lat")}


@fault("C045")
def lat_and_lon_of_a_node_swapped(sandbox: Sandbox) -> Expected:
    row = sandbox.set("road_nodes", {"id": "huunghi"}, lat="106.71150", lon="21.97630")
    return {("C045", "road_nodes", row, "lat")}


@fault("C046")
def not_routable_without_a_reason(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, routable="0")
    return {("C046", "places", row, "routable_reason")}


@fault("C046")
def routable_with_a_reason(sandbox: Sandbox) -> Expected:
    row = sandbox.set("lodging", {"id": "lo-lac-village-homestays-thai"}, routable_reason="closed")
    return {("C046", "lodging", row, "routable_reason")}


@fault("C047")
def routable_though_known_to_ten_km_only(sandbox: Sandbox) -> Expected:
    row = sandbox.set("places", BAT_TRANG, coord_uncertainty_km="10.0")
    return {("C047", "places", row, "routable")}


# Time.


@fault("C050")
def hours_that_do_not_parse(sandbox: Sandbox) -> Expected:
    row = sandbox.set("experiences", BOWL, opening_hours="from eight till late")
    return {("C050", "experiences", row, "opening_hours")}


@fault("C051")
def a_market_on_another_day(sandbox: Sandbox) -> Expected:
    row = sandbox.set("experiences", {"market_days": "Tu"}, market_days="We")
    return {("C051", "experiences", row, "market_days")}


@fault("C051")
def one_of_two_market_days(sandbox: Sandbox) -> Expected:
    row = sandbox.set("experiences", {"market_days": "Th;Su"}, market_days="Th")
    return {("C051", "experiences", row, "market_days")}


@fault("C052")
def a_thirteenth_month(sandbox: Sandbox) -> Expected:
    return {("C052", "experiences", sandbox.set("experiences", BOWL, best_months="1;10-13"), "best_months")}


@fault("C053")
def an_unknown_animal(sandbox: Sandbox) -> Expected:
    row = sandbox.set("experiences", {"lunar_days": "zodiac:Snake,Pig"}, lunar_days="zodiac:Snake,Unicorn")
    return {("C053", "experiences", row, "lunar_days")}


@fault("C054")
def a_day_that_no_month_has(sandbox: Sandbox) -> Expected:
    row = sandbox.set("festivals", {"id": "fe-lang-sen-festival"}, end_month_day="6-31")
    return {("C054", "festivals", row, "end_month_day")}


@fault("C054")
def one_end_of_a_festival(sandbox: Sandbox) -> Expected:
    row = sandbox.set("festivals", {"id": "fe-lim-festival"}, end_month_day="")
    return {("C054", "festivals", row, "end_month_day")}


@fault("C055")
def the_least_is_more_than_the_usual(sandbox: Sandbox) -> Expected:
    return {("C055", "experiences", sandbox.set("experiences", BOWL, minutes_min="90"), "minutes_min")}


@fault("C055")
def an_event_that_ends_before_it_begins(sandbox: Sandbox) -> Expected:
    row = sandbox.set("season_events", {"id": "tet_2027"}, start_date="2027-02-14")
    return {("C055", "season_events", row, "start_date")}


@fault("C056")
def a_festival_experience_without_festival(sandbox: Sandbox) -> Expected:
    row = sandbox.set("experiences", {"tier": "festival"}, festival_id="")
    return {("C056", "experiences", row, "festival_id")}


# Goods.


@fault("C060")
def a_ticket_at_another_price(sandbox: Sandbox) -> Expected:
    where = {"price_basis": "ticket_from_places_csv", "price_high_vnd": "250000"}
    return {("C060", "experiences", sandbox.set("experiences", where, price_high_vnd="260000"), "price_high_vnd")}


@fault("C061")
def a_free_experience_with_a_price(sandbox: Sandbox) -> Expected:
    return {("C061", "experiences", sandbox.set("experiences", BOWL, price_basis="free"), "price_basis")}


@fault("C061")
def a_ticket_that_the_place_does_not_have(sandbox: Sandbox) -> Expected:
    row = sandbox.set("experiences", BOWL, price_basis="ticket_from_places_csv")
    return {("C061", "experiences", row, "price_basis")}


@fault("C062")
def shares_that_do_not_sum_to_one(sandbox: Sandbox) -> Expected:
    row = sandbox.set("village_goods", {"place_id": BAT_TRANG["id"]}, share="0.46")
    return {("C062", "village_goods", row, "share")}


@fault("C063")
def no_primary_good(sandbox: Sandbox) -> Expected:
    row = sandbox.set("village_goods", {"place_id": BAT_TRANG["id"]}, is_primary="0")
    return {("C063", "village_goods", row, "is_primary")}


@fault("C063")
def two_primary_goods(sandbox: Sandbox) -> Expected:
    row = sandbox.set("village_goods", {"place_id": BAT_TRANG["id"], "is_primary": "0"}, is_primary="1")
    return {("C063", "village_goods", row, "is_primary")}


@fault("C064")
def a_market_without_a_rule(sandbox: Sandbox) -> Expected:
    sandbox.drop("carry_home", {"market": "JP", "category": "ceramics"})
    return {("C064", "carry_home", 0, "category")}


@fault("C065")
def a_rule_that_does_not_name_its_pool(sandbox: Sandbox) -> Expected:
    sandbox.set("carry_home", {"market": "EU", "category": "fish_sauce"}, pool_id="EU-OTHER-ANIMAL")
    rule, _ = sandbox.find("carry_home", market="EU", category="fish_sauce")
    pool, _ = sandbox.find("pools", pool_id="EU-FISH")
    return {("C065", "carry_home", rule, "pool_id"), ("C065", "pools", pool, "categories")}


@fault("C065")
def a_pool_that_does_not_name_its_rule(sandbox: Sandbox) -> Expected:
    sandbox.set("pools", {"pool_id": "EU-FISH"}, categories="fish_sauce")
    rule, _ = sandbox.find("carry_home", market="EU", category="dried_seafood")
    return {("C065", "carry_home", rule, "pool_id")}


@fault("C065")
def a_rule_that_names_a_pool_of_another_market(sandbox: Sandbox) -> Expected:
    row = sandbox.set("carry_home", {"market": "EU", "category": "fish_sauce"}, pool_id="EU-FISH;GB-FISH")
    return {("C065", "carry_home", row, "pool_id")}


@fault("C065")
def a_pool_over_everything_that_no_rule_names(sandbox: Sandbox) -> Expected:
    row = sandbox.add("pools", {"pool_id": "JP-VALUE"}, pool_id="JP-SECOND")
    return {("C065", "pools", row, "categories")}


@fault("C066")
def a_limit_without_a_pool(sandbox: Sandbox) -> Expected:
    row = sandbox.set("carry_home", {"market": "US", "category": "liquor"}, pool_id="")
    pool, _ = sandbox.find("pools", pool_id="US-LIQUOR")
    return {("C066", "carry_home", row, "pool_id"), ("C065", "pools", pool, "categories")}


@fault("C066")
def allowed_with_a_limit_that_is_not_there(sandbox: Sandbox) -> Expected:
    row = sandbox.set("carry_home", {"market": "JP", "category": "ceramics"}, status="allowed_with_limit")
    return {("C066", "carry_home", row, "limit")}


@fault("C066")
def prohibited_within_a_limit(sandbox: Sandbox) -> Expected:
    row = sandbox.set("carry_home", {"market": "US", "category": "liquor"}, status="prohibited")
    return {("C066", "carry_home", row, "limit")}


@fault("C026")
def a_rule_that_stands_twice_with_another_status(sandbox: Sandbox) -> Expected:
    row = sandbox.add("carry_home", {"market": "JP", "category": "tea"}, status="prohibited")
    return {("C026", "carry_home", row, "market")}


@fault("C025")
def a_rule_that_stands_twice(sandbox: Sandbox) -> Expected:
    return {("C025", "carry_home", sandbox.add("carry_home", {"market": "JP", "category": "tea"}), "market")}


@fault("C030")
def a_rule_with_a_pool_that_does_not_exist(sandbox: Sandbox) -> Expected:
    row = sandbox.set("carry_home", {"market": "TW", "category": "tea"}, pool_id="TW-AGRI-6KG;TW-TEA-1KG;TW-NONE")
    return {("C030", "carry_home", row, "pool_id")}


@fault("C069")
def a_limit_that_its_pool_does_not_have(sandbox: Sandbox) -> Expected:
    row = sandbox.set("carry_home", {"market": "EU", "category": "honey"}, limit="20")
    return {("C069", "carry_home", row, "limit")}


@fault("C069")
def a_shared_pool_that_is_a_ban_and_a_notice(sandbox: Sandbox) -> Expected:
    row = sandbox.set("carry_home", {"market": "EU", "category": "fish_sauce"}, status="allowed")
    return {("C069", "carry_home", row, "status")}


@fault("C069")
def two_pools_for_the_same_goods(sandbox: Sandbox) -> Expected:
    row = sandbox.add("pools", {"pool_id": "TW-TEA-1KG"}, pool_id="TW-TEA-2KG", limit="2")
    sandbox.set("carry_home", {"market": "TW", "category": "tea"}, pool_id="TW-AGRI-6KG;TW-TEA-1KG;TW-TEA-2KG")
    return {("C069", "pools", row, "limit")}


@fault("C069")
def liquor_lines_that_overlap(sandbox: Sandbox) -> Expected:
    row = sandbox.set("pools", {"pool_id": "EU-LIQUOR-LOW"}, max_abv="30")
    return {("C069", "pools", row, "min_abv")}


@fault("C067")
def a_good_without_category(sandbox: Sandbox) -> Expected:
    row = sandbox.set("product_types", {"product_type": "fish_sauce"}, carry_home_category="", carry_home_fit="")
    return {("C067", "product_types", row, "carry_home_category")}


@fault("C068")
def a_certificate_of_four_years(sandbox: Sandbox) -> Expected:
    row = sandbox.set("products", {"id": "p-nuoc-mam-le-gia"}, expires_year="2029")
    return {("C068", "products", row, "expires_year")}


# Seasons.


@fault("C070")
def a_region_without_june(sandbox: Sandbox) -> Expected:
    sandbox.drop("season_scores", {"season_region": "nw", "month": "6"})
    return {("C070", "season_scores", 0, "month")}


@fault("C071")
def a_gateway_in_another_season_region(sandbox: Sandbox) -> Expected:
    row = sandbox.set("gateways", {"id": "gw-noi-bai"}, season_region="se")
    return {("C071", "gateways", row, "season_region")}


@fault("C071")
def a_season_region_with_two_names(sandbox: Sandbox) -> Expected:
    row = sandbox.set("season_scores", {"season_region": "nw", "month": "6"}, season_region_name="Elsewhere")
    return {("C071", "season_scores", row, "season_region_name")}


# Roads.


@fault("C080")
def a_leg_shorter_than_the_straight_line(sandbox: Sandbox) -> Expected:
    return {("C080", "road_legs", sandbox.set("road_legs", {"id": "L0002"}, km="12.0"), "km")}


@fault("C081")
def a_road_with_a_crossing_time(sandbox: Sandbox) -> Expected:
    return {("C081", "road_legs", sandbox.set("road_legs", {"id": "L0002"}, minutes_override="20"), "minutes_override")}


@fault("C081")
def a_ferry_that_takes_nothing(sandbox: Sandbox) -> Expected:
    return {("C081", "road_legs", sandbox.set("road_legs", {"class": "ferry"}, takes=""), "takes")}


@fault("C082")
def a_node_cut_off(sandbox: Sandbox) -> Expected:
    row = sandbox.add("road_nodes", {"id": "huunghi"}, id="island", name_vi="Đảo")
    return {("C082", "road_nodes", row, "id")}


@fault("C083")
def the_same_road_twice(sandbox: Sandbox) -> Expected:
    _, leg = sandbox.find("road_legs", id="L0001")
    ends = {"from": leg["to"], "to": leg["from"]}
    return {("C083", "road_legs", sandbox.add("road_legs", {"id": "L0001"}, id="L9999", **ends), "to")}


@fault("C084")
def a_leg_to_its_own_beginning(sandbox: Sandbox) -> Expected:
    return {("C084", "road_legs", sandbox.add("road_legs", {"id": "L0001"}, id="L9999", to="huunghi"), "to")}


@fault("C085")
def a_vehicle_without_speed(sandbox: Sandbox) -> Expected:
    sandbox.drop("road_speeds", {"key": "bicycle"})
    return {("C085", "road_speeds", 0, "key")}


@fault("C085")
def a_class_without_speed_in_the_hills(sandbox: Sandbox) -> Expected:
    return {("C085", "road_speeds", sandbox.set("road_speeds", {"key": "trunk"}, hill=""), "hill")}
