"""Prices set by hand as rates, the group with its vehicle, and the table of changes."""

import dataclasses
import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.costing import build_quote, build_terms, read_rates
from planner.errors import PlannerError, RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, dump_plan
from planner.model.quote import CostKind, CostLine, CostSource, Letterhead, ManualLine, Rate, RateUnit
from planner.model.travel import Vehicle
from planner.plan import PlanProgress, compare_plans
from planner.plan.batch import BatchAnswer, BatchRow
from planner.present.languages import load_messages
from planner.present.words import Words, build_words
from planner.store import Store, StoreError, TripDocument, dump_document
from tests.unit.present.conftest import FIRST, build_itinerary, with_name
from ui import studio_batch_view
from ui.archive import pack_files
from ui.studio_batch import BatchJob, list_plans
from ui.studio_batch_view import Batch
from ui.studio_desk import Desk
from ui.studio_edit_view import name_stop
from ui.studio_money import list_missing, tell_lines, tell_sum
from ui.studio_people import (
    MAX_PLANNED,
    choose_for_copy,
    fit_group,
    keep_choice,
    keep_vehicle,
    list_vehicles,
    tell_copy_vehicle,
)
from ui.studio_plan_file import read_trip_file
from ui.studio_prices import (
    find_price,
    find_stop_line,
    list_unknown,
    list_vehicle_needs,
    merge_rates,
    set_rate,
    set_unit_price,
)
from ui.studio_rates_view import write_rates
from ui.studio_variants_view import draw_changes, draw_costs_by_kind, draw_days, draw_sums

HOSTILE = "<img src=x onerror=alert(1)>=1+1"
ON = dt.date(2027, 3, 12)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def itinerary(catalogue: Catalogue) -> Itinerary:
    return build_itinerary(catalogue)


def test_a_price_of_a_stop_becomes_a_rate_and_comes_back(catalogue: Catalogue, itinerary: Itinerary) -> None:
    visit = itinerary.days[0].visits[0]
    key = (visit.place_id, visit.experience_id)
    quote = build_quote(catalogue, itinerary)
    line = find_stop_line(quote, key, 1)
    assert line is not None
    rates = set_unit_price((), line, 123_000)
    priced = find_stop_line(build_quote(catalogue, itinerary, rates), key, 1)
    assert priced is not None
    assert (priced.unit_vnd, priced.source) == (123_000, CostSource.RATE)
    back = find_stop_line(build_quote(catalogue, itinerary, set_unit_price(rates, priced, None)), key, 1)
    assert back == line


def test_a_season_keeps_its_dates_when_its_price_changes() -> None:
    season = Rate(
        kind=CostKind.VEHICLE_DAY, key="van16", unit=RateUnit.PER_DAY, vnd=2_000_000, from_date=dt.date(2027, 3, 1),
        to_date=dt.date(2027, 3, 31), source="offer",
    )  # fmt: skip
    always = Rate(kind=CostKind.VEHICLE_DAY, key="van16", unit=RateUnit.PER_DAY, vnd=1_800_000)
    rates = set_rate((season, always), CostKind.VEHICLE_DAY, "van16", RateUnit.PER_DAY, 2_500_000, ON)
    assert rates == (dataclasses.replace(season, vnd=2_500_000), always)
    assert find_price(rates, CostKind.VEHICLE_DAY, "van16", ON) == 2_500_000
    assert find_price(rates, CostKind.VEHICLE_DAY, "van16", dt.date(2027, 5, 1)) == 1_800_000
    assert set_rate(rates, CostKind.VEHICLE_DAY, "van16", RateUnit.PER_DAY, None, ON) == ()


def test_a_line_of_a_season_prices_that_season_alone(catalogue: Catalogue, itinerary: Itinerary) -> None:
    last = itinerary.days[-1].date
    season = Rate(kind=CostKind.VEHICLE_DAY, key="car4", unit=RateUnit.PER_DAY, vnd=3_000_000, from_date=last)
    always = dataclasses.replace(season, vnd=1_000_000, from_date=None)

    def price(rates: tuple[Rate, ...]) -> list[CostLine]:
        lines = build_quote(catalogue, itinerary, rates).lines
        return [line for line in lines if line.kind is CostKind.VEHICLE_DAY]

    usual, festive = price((always, season))
    assert (usual.key, usual.unit_vnd, festive.unit_vnd) == ("car4", 1_000_000, 3_000_000)
    assert festive.dates == (last,)
    assert usual.dates == tuple(day.date for day in itinerary.days[:-1])
    rates = set_unit_price((always, season), festive, 5_000_000)
    assert rates == (always, dataclasses.replace(season, vnd=5_000_000))
    assert [line.unit_vnd for line in price(rates)] == [1_000_000, 5_000_000]
    assert set_unit_price((always, season), usual, 5_000_000) == (dataclasses.replace(always, vnd=5_000_000), season)


def test_a_line_of_two_seasons_at_one_price_prices_both(catalogue: Catalogue, itinerary: Itinerary) -> None:
    last = itinerary.days[-1].date
    season = Rate(kind=CostKind.GUIDE, unit=RateUnit.PER_DAY, vnd=900_000, from_date=last)
    rates = (dataclasses.replace(season, from_date=None), season)
    terms = dataclasses.replace(build_terms(itinerary), has_guide=True)

    def price(rates: tuple[Rate, ...]) -> list[CostLine]:
        lines = build_quote(catalogue, itinerary, rates, terms).lines
        return [line for line in lines if line.kind is CostKind.GUIDE]

    (line,) = price(rates)
    assert line.dates == tuple(day.date for day in itinerary.days)
    assert [one.unit_vnd for one in price(set_unit_price(rates, line, 1_200_000))] == [1_200_000]


def test_a_price_for_all_of_a_kind_is_not_touched_by_one_thing() -> None:
    every = Rate(kind=CostKind.MEAL, unit=RateUnit.PER_PERSON, vnd=90_000)
    rates = set_rate((every,), CostKind.MEAL, FIRST, RateUnit.PER_PERSON, 120_000, ON)
    assert rates[0] is every
    assert find_price(rates, CostKind.MEAL, FIRST, ON) == 120_000
    assert set_rate(rates, CostKind.MEAL, FIRST, RateUnit.PER_PERSON, None, ON) == (every,)


def test_rates_of_a_file_replace_those_of_the_same_thing_and_season() -> None:
    old = Rate(kind=CostKind.GUIDE, unit=RateUnit.PER_DAY, vnd=1)
    other = Rate(kind=CostKind.MEAL, unit=RateUnit.PER_PERSON, vnd=2)
    new = dataclasses.replace(old, vnd=3)
    assert merge_rates((old, other), (new,)) == (other, new)


def test_saved_rates_are_read_again_and_hold_no_formula(catalogue: Catalogue) -> None:
    rates = (
        Rate(kind=CostKind.VEHICLE_KM, key="van16", unit=RateUnit.PER_KM, vnd=12_000, note="usual"),
        Rate(kind=CostKind.MEAL, unit=RateUnit.PER_PERSON, vnd=90_000, from_date=ON, source="offer"),
    )
    assert read_rates(write_rates(rates, catalogue), catalogue) == (rates, ())
    hostile = dataclasses.replace(rates[0], note="=HYPERLINK(1)")
    assert ",'=HYPERLINK(1)," in write_rates((hostile,), catalogue)


def test_a_group_of_fourteen_takes_the_van_of_sixteen_seats(itinerary: Itinerary) -> None:
    document = TripDocument(itinerary=itinerary, terms=build_terms(itinerary))
    fields, terms = fit_group(document, adults=14, children=0, has_guide=True)
    assert fields == {"party": {"adults": 14, "children": 0}, "vehicle": "van16"}
    assert (terms.group_size, terms.vehicle, terms.has_guide) == (14, None, True)
    assert fit_group(document, adults=15, children=0, has_guide=True)[0]["vehicle"] == "bus29"
    assert Vehicle.CAR7 not in list_vehicles(14, has_guide=True)
    assert max(one.guest_seats or 0 for one in list_vehicles(MAX_PLANNED, has_guide=False)) == MAX_PLANNED


def test_who_pays_nothing_cannot_be_everybody(itinerary: Itinerary) -> None:
    terms = dataclasses.replace(build_terms(itinerary), group_size=10, free_places=2)
    document = TripDocument(itinerary=itinerary, terms=terms)
    with pytest.raises(RequestError, match="nobody is left to pay"):
        fit_group(document, adults=2, children=0)


def test_a_plan_is_sold_with_the_vehicle_that_it_was_planned_with(itinerary: Itinerary) -> None:
    terms = dataclasses.replace(build_terms(itinerary), group_size=2)
    assert keep_vehicle(terms, Vehicle.CAR7).vehicle is Vehicle.CAR7
    assert keep_vehicle(terms, Vehicle.CAR4).vehicle is None
    assert keep_vehicle(dataclasses.replace(terms, group_size=20), Vehicle.CAR7).vehicle is None


def test_a_plan_file_and_a_saved_trip_open(itinerary: Itinerary) -> None:
    plan = read_trip_file(dump_plan(itinerary).encode("utf-8-sig"), "plan.json")
    assert plan.itinerary == itinerary
    document = dataclasses.replace(plan, client="A", letterhead=Letterhead(name="B"))
    assert read_trip_file(dump_document(document).encode(), "trip.json") == document


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[1, 2]", "not of the format"),
        (b'{"format": "planner/1", "days": 3}', "request"),
        (b'{"format": "planner-trip/9"}', "newer|format"),
        (b"{" * 5000, "not JSON"),
    ],
)
def test_other_files_are_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(PlannerError, match=words):
        read_trip_file(content, "file.json")


def test_two_trips_side_by_side_are_inert_and_mark_what_differs(catalogue: Catalogue, itinerary: Itinerary) -> None:
    words = Words(load_messages("en"), with_name(catalogue, FIRST, HOSTILE))
    first = itinerary.days[0]
    fewer = dataclasses.replace(first, visits=first.visits[1:])
    other = dataclasses.replace(itinerary, days=(fewer, *itinerary.days[1:]))
    manual = (ManualLine(label=HOSTILE, unit=RateUnit.PER_GROUP, vnd=1000),)
    quotes = (build_quote(catalogue, itinerary, manual=manual), build_quote(catalogue, other))
    names = (HOSTILE, "now")
    changes = draw_changes(compare_plans(itinerary, other), words)
    assert "Left out" in changes
    html = changes + draw_sums(names, (itinerary, other), quotes, words)
    html += draw_costs_by_kind(names, quotes, words) + draw_days(names, (itinerary, other), words)
    assert "onerror" in html
    assert "<img" not in html
    assert html.count("rp-differs") >= 2
    same = draw_sums(names, (itinerary, itinerary), (quotes[1], quotes[1]), words)
    assert "rp-differs" not in same


def test_a_table_stops_between_two_trips_and_keeps_what_it_has(itinerary: Itinerary) -> None:
    rows = [BatchRow(row=n, name=f"trip-{n}", request=itinerary.request) for n in (2, 3, 4)]
    told = []

    def plan(wanted, report):
        for row in wanted:
            told.append(row.name)
            if row.row == 3:
                job.stop()
            assert report(PlanProgress("search", 0, 1, None)), "the trip in hand is planned to its end"
            yield BatchAnswer(row=row, itinerary=itinerary)

    job = BatchJob(rows, plan)
    job._run()
    assert not job.is_broken
    assert told == ["trip-2", "trip-3"]
    assert job.is_done
    assert job.current is None
    files = list_plans(job.answers)
    assert list(files) == ["trip-2.json", "trip-3.json"]
    packed = zipfile.ZipFile(io.BytesIO(pack_files(files)))
    assert packed.testzip() is None
    assert packed.read("trip-2.json") == dump_plan(itinerary).encode()


def test_a_table_that_another_one_replaces_ends_at_once(itinerary: Itinerary) -> None:
    rows = [BatchRow(row=n, name=f"trip-{n}", request=itinerary.request) for n in (2, 3)]
    asked = []

    def plan(wanted, report):
        for row in wanted:
            job.drop()
            asked.append(report(PlanProgress("search", 0, 1, None)))
            yield BatchAnswer(row=row, itinerary=itinerary)

    job = BatchJob(rows, plan)
    job._run()
    assert asked == [False]
    assert job.is_done


def test_plans_of_a_table_are_saved_once_although_the_store_fails_on_the_way(
    itinerary: Itinerary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(str(tmp_path / "trips.sqlite"))
    rows = tuple(BatchRow(row=n, name=f"trip-{n}", request=itinerary.request) for n in (2, 3, 4))
    batch, desk = Batch(rows, ()), Desk()
    planned = [BatchAnswer(row=row, itinerary=itinerary) for row in rows]
    monkeypatch.setattr(studio_batch_view, "find_store", lambda: store)
    create = store.create

    def fail_after_one(*args, **kwargs):
        if store.list_trips():
            raise StoreError("S005", "the disk is full")
        return create(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(store, "create", fail_after_one)
        studio_batch_view._save(desk, batch, planned)
        assert desk.failure is not None
        studio_batch_view._save(desk, batch, planned)
    assert len(store.list_trips()) == 1
    studio_batch_view._save(desk, batch, planned)
    assert desk.failure is None
    assert len(store.list_trips()) == 3
    assert [values["count"] for _, values in desk.notices] == [1, 2]


def test_a_table_that_breaks_says_so(itinerary: Itinerary) -> None:
    def plan(wanted, report):
        raise RuntimeError("no memory")
        yield

    job = BatchJob([BatchRow(row=2, name="a", request=itinerary.request)], plan)
    job._run()
    assert job.is_done
    assert job.is_broken


def test_every_size_names_its_vehicle_and_whether_that_has_a_price(catalogue: Catalogue, itinerary: Itinerary) -> None:
    terms = dataclasses.replace(build_terms(itinerary), group_size=10, group_sizes=(2, 4, 6, 14, 20))
    rates = (Rate(kind=CostKind.VEHICLE_DAY, key="car7", unit=RateUnit.PER_DAY, vnd=1_500_000),)
    needs = list_vehicle_needs(build_quote(catalogue, itinerary, rates, terms))
    assert needs[0].vehicle is Vehicle.VAN16, "that of the group itself comes first"
    assert sorted(size for need in needs for size in need.sizes) == [2, 4, 6, 10, 14, 20]
    assert {need.vehicle for need in needs if need.is_known} == {Vehicle.CAR7}


def test_a_thing_without_a_price_is_asked_for_once(catalogue: Catalogue, itinerary: Itinerary) -> None:
    terms = dataclasses.replace(build_terms(itinerary), has_guide=True)
    quote = build_quote(catalogue, itinerary, (), terms)
    line = next(one for one in quote.lines if one.place_id is not None)
    unknown = dataclasses.replace(line, unit_vnd=None, total_vnd=None)
    later = dataclasses.replace(unknown, day=2)
    assert list_unknown(dataclasses.replace(quote, lines=(*quote.lines, unknown, later))) == [
        *list_unknown(quote),
        unknown,
    ]
    assert not {CostKind.GUIDE, CostKind.VEHICLE_DAY} & {one.kind for one in list_unknown(quote)}


def test_a_copy_keeps_the_vehicle_that_a_template_is_fixed_to_where_it_seats_the_group(itinerary: Itinerary) -> None:
    terms = dataclasses.replace(build_terms(itinerary), vehicle=Vehicle.VAN16, has_guide=True)
    document = TripDocument(itinerary=itinerary, terms=terms)
    assert keep_choice(document, 2) is Vehicle.VAN16
    assert keep_choice(document, 14) is Vehicle.VAN16
    assert keep_choice(document, 15) is None


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(
    ("fixed", "size", "vehicle", "key", "count"),
    [
        (Vehicle.VAN16, 14, Vehicle.VAN16, "studio.copy_kept", 14),
        (Vehicle.VAN16, 15, Vehicle.BUS29, "studio.copy_larger", 14),
        (None, 15, Vehicle.BUS29, "studio.copy_smallest", 0),
        (None, 2, Vehicle.CAR4, "studio.copy_smallest", 0),
        (Vehicle.BICYCLE, 15, Vehicle.BICYCLE, "studio.copy_own", 0),
    ],
)
def test_a_copy_tells_its_vehicle_for_the_size_that_was_typed(
    catalogue: Catalogue,
    itinerary: Itinerary,
    language: str,
    fixed: Vehicle | None,
    size: int,
    vehicle: Vehicle,
    key: str,
    count: int,
) -> None:
    terms = dataclasses.replace(build_terms(itinerary), vehicle=fixed, has_guide=True)
    document = TripDocument(itinerary=itinerary, terms=terms)
    words = build_words(language, catalogue)
    name = words.messages(f"vehicle.{vehicle}")
    before = "" if fixed is None else words.messages(f"vehicle.{fixed}")
    assert choose_for_copy(document, size).vehicle is vehicle
    assert tell_copy_vehicle(document, size, words) == words.messages(key, vehicle=name, before=before, count=count)


def test_a_sum_says_in_words_that_a_price_is_missing(catalogue: Catalogue, itinerary: Itinerary) -> None:
    words = build_words("en", catalogue)
    assert tell_sum(1_000, words, is_complete=True) == words.messages.money(1_000)
    assert tell_sum(1_000, words, is_complete=False) == f"at least {words.messages.money(1_000)}"
    assert tell_sum(0, words, is_complete=False) == "not known"
    assert tell_sum(0, words, is_complete=True) == words.messages.money(0), "what is free costs nothing"
    quote = build_quote(catalogue, itinerary)
    assert not quote.is_complete
    assert list_missing(quote, words)
    known = [line for line in quote.lines if line.total_vnd]
    unknown = [line for line in quote.lines if line.total_vnd is None]
    assert tell_lines(unknown, words) == "not known"
    assert tell_lines([*known, *unknown], words).startswith("at least ")
    assert not tell_lines(known, words).startswith("at least ")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_stop_tells_the_name_of_its_place_once(catalogue: Catalogue, language: str) -> None:
    words = build_words(language, catalogue)
    for experience in catalogue.experiences.values():
        place = words.name(experience.place_id)
        assert name_stop((experience.place_id, experience.id), words).count(place) == 1
