import dataclasses
import datetime as dt

import pytest
from pydantic import TypeAdapter

from planner.catalogue import load_catalogue
from planner.costing import build_quote, build_terms, choose_vehicles
from planner.errors import RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.place import Experience
from planner.model.quote import CostKind, CostLine, CostSource, ManualLine, Quote, QuoteTerms, Rate, RateUnit
from planner.model.travel import Vehicle
from planner.present.codes import QUOTE_CODES
from planner.present.quote import tell_line
from planner.present.words import build_words
from tests.unit.present.conftest import FIRST, NIGHT, SECOND, build_itinerary

DAY = dt.date(2027, 3, 12)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def itinerary(catalogue: Catalogue) -> Itinerary:
    made = build_itinerary(catalogue)
    return dataclasses.replace(made, totals=dataclasses.replace(made.totals, cost_parts={"meals": 300_000}))


def rate(kind: CostKind, unit: RateUnit, vnd: int, key: str = "", **season: dt.date) -> Rate:
    return Rate(kind=kind, key=key, unit=unit, vnd=vnd, **season)


def find(quote: Quote, kind: CostKind, key: str | None = None) -> CostLine:
    (found,) = (line for line in quote.lines if line.kind == kind and key in (None, line.key))
    return found


def change_visit(itinerary: Itinerary, experience_id: str | None, place_id: str = FIRST) -> Itinerary:
    day = itinerary.days[0]
    visit = dataclasses.replace(day.visits[0], place_id=place_id, experience_id=experience_id, price_basis="unknown")
    changed = dataclasses.replace(day, visits=(visit,), legs=day.legs[:2])
    return dataclasses.replace(itinerary, days=(changed, *itinerary.days[1:]))


def test_without_rates_the_catalogue_speaks_and_says_so(catalogue: Catalogue, itinerary: Itinerary) -> None:
    quote = build_quote(catalogue, itinerary, terms=QuoteTerms(group_size=3))
    lodging = find(quote, CostKind.LODGING)
    assert (lodging.unit_vnd, lodging.total_vnd, lodging.is_estimate) == (450_000, 1_350_000, True)
    meals = [line for line in quote.lines if line.kind == CostKind.MEAL]
    assert [(line.day, line.unit_vnd, line.source) for line in meals] == [
        (1, 150_000, CostSource.ESTIMATE), (2, 150_000, CostSource.ESTIMATE),
    ]  # fmt: skip
    workshop = find(quote, CostKind.WORKSHOP, itinerary.days[0].visits[0].experience_id)
    assert workshop.unit_vnd == catalogue.experiences[workshop.key].price_high_vnd
    vehicle = find(quote, CostKind.VEHICLE_DAY)
    assert (vehicle.key, vehicle.quantity, vehicle.unit_vnd, vehicle.source) == ("car4", 2, None, CostSource.UNKNOWN)
    assert not quote.is_complete
    assert quote.warnings[0].code == "quote_incomplete"
    assert quote.net_vnd == sum(line.total_vnd for line in quote.lines if line.total_vnd is not None)


def test_every_warning_has_its_words(catalogue: Catalogue, itinerary: Itinerary) -> None:
    party = itinerary.request.party.model_copy(update={"children": 1})
    family = dataclasses.replace(itinerary, request=itinerary.request.model_copy(update={"party": party}))
    rates = [rate(CostKind.VEHICLE_KM, RateUnit.PER_KM, 9000, "van16")]
    quote = build_quote(catalogue, family, rates, QuoteTerms(group_size=10, group_sizes=(40,), has_guide=True))
    assert {one.code for one in quote.warnings} == {code for code in QUOTE_CODES if code.startswith("quote_")}
    for language in ("en", "vi"):
        words = build_words(language, catalogue)
        for warning in quote.warnings:
            assert tuple(warning.params) == QUOTE_CODES[warning.code]
            assert "?" not in words.reason(warning)
        for line in quote.lines:
            told = tell_line(line, words)
            assert all((told.kind, told.what, told.unit, told.source))


def test_a_group_of_14_takes_a_bus_of_16_seats(catalogue: Catalogue, itinerary: Itinerary) -> None:
    rates = [
        rate(CostKind.VEHICLE_DAY, RateUnit.PER_DAY, 1_500_000, "van16"),
        rate(CostKind.DRIVER, RateUnit.PER_DAY, 300_000),
        rate(CostKind.GUIDE, RateUnit.PER_DAY, 900_000, "fr"),
        rate(CostKind.GUIDE, RateUnit.PER_DAY, 700_000),
    ]
    terms = QuoteTerms(group_size=14, has_guide=True, guide_language="fr", markup_pct=20, free_places=1)
    quote = build_quote(catalogue, itinerary, rates, terms)
    price = quote.get_head_price()
    assert (price.vehicle, price.vehicles, price.vehicle_vnd, price.payers) == (Vehicle.VAN16, 1, 3_600_000, 13)
    assert quote.is_complete
    assert find(quote, CostKind.GUIDE).total_vnd == 1_800_000
    assert price.net_per_head_vnd == -(-price.net_vnd // 13)
    assert price.sell_per_head_vnd % 1000 == 0
    assert 0 <= price.sell_per_head_vnd - price.net_vnd * 1.2 / 13 < 1000


@pytest.mark.parametrize(
    ("size", "has_guide", "vehicle", "vehicles"),
    [
        (3, False, "car4", 1),
        (3, True, "car7", 1),
        (6, True, "van16", 1),
        (14, True, "van16", 1),
        (15, False, "van16", 1),
        (15, True, "bus29", 1),
        (28, False, "bus29", 1),
        (44, False, "coach45", 1),
        (44, True, "coach45", 2),
        (100, False, "coach45", 3),
    ],
)
def test_vehicles_by_size(size: int, has_guide: bool, vehicle: str, vehicles: int) -> None:
    choice = choose_vehicles(size, has_guide=has_guide)
    assert (choice.vehicle.value, choice.vehicles) == (vehicle, vehicles)


def test_vehicles_that_are_wanted() -> None:
    assert choose_vehicles(14, has_guide=True, fixed=Vehicle.CAR7).vehicles == 3
    assert choose_vehicles(5, has_guide=True, planned=Vehicle.BICYCLE).vehicles == 6
    assert choose_vehicles(5, planned=Vehicle.CAR4).vehicle == Vehicle.CAR7


def test_kilometres_and_days_of_the_vehicle(catalogue: Catalogue, itinerary: Itinerary) -> None:
    rates = [rate(CostKind.VEHICLE_KM, RateUnit.PER_KM, 10_000), rate(CostKind.VEHICLE_DAY, RateUnit.PER_DAY, 500_000)]
    quote = build_quote(catalogue, itinerary, rates, QuoteTerms(group_size=30, vehicle=Vehicle.VAN16, empty_km=100))
    km = find(quote, CostKind.VEHICLE_KM)
    # 3 legs of 12.4 km on the first day, 2 on the second, each day rounded up.
    assert (km.count, km.quantity) == (38 + 25 + 100, 2 * 163)
    assert find(quote, CostKind.VEHICLE_DAY).total_vnd == 2 * 2 * 500_000
    assert quote.get_head_price().vehicle_vnd == 163 * 10_000 + 2 * 500_000


def test_the_shortest_season_and_the_nearest_key_win(catalogue: Catalogue, itinerary: Itinerary) -> None:
    person = RateUnit.PER_PERSON
    rates = [
        rate(CostKind.MEAL, person, 1),
        rate(CostKind.MEAL, person, 2, from_date=dt.date(2027, 1, 1), to_date=dt.date(2027, 12, 31)),
        rate(CostKind.MEAL, person, 3, from_date=DAY, to_date=DAY),
        rate(CostKind.MEAL, person, 4, from_date=dt.date(2028, 1, 1)),
        rate(CostKind.LODGING, RateUnit.PER_ROOM_NIGHT, 5, NIGHT),
        rate(CostKind.LODGING, person, 6, from_date=DAY, to_date=DAY),
    ]
    quote = build_quote(catalogue, itinerary, rates, QuoteTerms(group_size=7, per_room=3))
    assert [line.unit_vnd for line in quote.lines if line.kind == CostKind.MEAL] == [3, 2]
    lodging = find(quote, CostKind.LODGING)
    assert (lodging.unit_vnd, lodging.quantity, lodging.is_estimate) == (5, 3, False)


def test_days_of_two_seasons_are_two_lines(catalogue: Catalogue, itinerary: Itinerary) -> None:
    rates = [
        rate(CostKind.VEHICLE_DAY, RateUnit.PER_DAY, 10, to_date=DAY),
        rate(CostKind.VEHICLE_DAY, RateUnit.PER_DAY, 20, from_date=DAY + dt.timedelta(days=1)),
    ]
    quote = build_quote(catalogue, itinerary, rates, QuoteTerms(group_size=2))
    days = [line for line in quote.lines if line.kind == CostKind.VEHICLE_DAY]
    assert [(line.count, line.unit_vnd) for line in days] == [(1, 10), (1, 20)]


def test_an_entrance_that_nobody_states_is_unknown(catalogue: Catalogue, itinerary: Itinerary) -> None:
    bare = change_visit(itinerary, None)
    assert catalogue.places[FIRST].ticket_vnd is None
    line = find(build_quote(catalogue, bare), CostKind.ENTRANCE)
    assert (line.unit_vnd, line.total_vnd, line.source) == (None, None, CostSource.UNKNOWN)
    rates = [rate(CostKind.ENTRANCE, RateUnit.PER_GROUP, 0, FIRST)]
    line = find(build_quote(catalogue, bare, rates), CostKind.ENTRANCE)
    assert (line.total_vnd, line.source) == (0, CostSource.RATE)


def test_an_entrance_beside_an_activity_is_paid_where_the_operator_says_so(
    catalogue: Catalogue, itinerary: Itinerary
) -> None:
    general, own = (rate(CostKind.ENTRANCE, RateUnit.PER_PERSON, 30_000, key) for key in ("", SECOND))
    assert not [one for one in build_quote(catalogue, itinerary, [general]).lines if one.kind == CostKind.ENTRANCE]
    quote = build_quote(catalogue, itinerary, [own])
    assert find(quote, CostKind.ENTRANCE).place_id == SECOND


def test_a_ticket_is_counted_once(catalogue: Catalogue, itinerary: Itinerary) -> None:
    def is_ticketed(one: Experience) -> bool:
        return one.price_basis == "ticket_from_places_csv" and one.price_high_vnd > 0

    ticketed = next(one for one in catalogue.experiences.values() if is_ticketed(one))
    quote = build_quote(catalogue, change_visit(itinerary, ticketed.id, ticketed.place_id))
    lines = [line for line in quote.lines if line.place_id == ticketed.place_id]
    assert [(line.kind, line.unit_vnd, line.source) for line in lines] == [
        (CostKind.ENTRANCE, ticketed.price_high_vnd, CostSource.TICKET)
    ]


def test_a_visit_that_is_its_own_ticket_costs_the_higher_of_the_two(catalogue: Catalogue, itinerary: Itinerary) -> None:
    own = next(one for one in catalogue.experiences.values() if one.kind == "visit" and one.price_high_vnd > 0)
    place = dataclasses.replace(catalogue.places[own.place_id], ticket_vnd=own.price_high_vnd + 1)
    dear = dataclasses.replace(catalogue, places={**catalogue.places, place.id: place})
    quote = build_quote(dear, change_visit(itinerary, own.id, place.id))
    assert find(quote, CostKind.ENTRANCE, place.id).unit_vnd == own.price_high_vnd + 1


def test_dinner_of_a_homestay_is_a_line_of_its_own(catalogue: Catalogue, itinerary: Itinerary) -> None:
    dinner = next(one for one in catalogue.experiences.values() if one.subkind == "dinner")
    stay = dataclasses.replace(
        itinerary.lodging[0], place_id=dinner.place_id, is_town_hotel=False, dinner_experience_id=dinner.id,
        price_high_vnd=200_000 + dinner.price_high_vnd,
    )  # fmt: skip
    quote = build_quote(catalogue, dataclasses.replace(itinerary, lodging=(stay,)))
    assert find(quote, CostKind.LODGING).unit_vnd == 200_000
    assert find(quote, CostKind.MEAL, dinner.id).unit_vnd == dinner.price_high_vnd


def test_a_boat_has_a_fare_that_only_the_operator_knows(catalogue: Catalogue, itinerary: Itinerary) -> None:
    day = itinerary.days[0]
    boat = dataclasses.replace(day.legs[1], mode="ferry")
    sailing = dataclasses.replace(itinerary, days=(dataclasses.replace(day, legs=(day.legs[0], boat, day.legs[2])),))
    assert find(build_quote(catalogue, sailing), CostKind.OTHER).unit_vnd is None
    rates = [rate(CostKind.OTHER, RateUnit.PER_PERSON, 45_000, "ferry")]
    assert find(build_quote(catalogue, sailing, rates), CostKind.OTHER).total_vnd == 90_000


def test_walks_are_not_driven(catalogue: Catalogue, itinerary: Itinerary) -> None:
    rates = [rate(CostKind.VEHICLE_KM, RateUnit.PER_KM, 1)]
    day = itinerary.days[0]
    walk = dataclasses.replace(day.legs[1], mode="walk")
    strolling = dataclasses.replace(itinerary, days=(dataclasses.replace(day, legs=(day.legs[0], walk, day.legs[2])),))
    assert find(build_quote(catalogue, strolling, rates), CostKind.VEHICLE_KM).count == 25


@pytest.mark.parametrize(
    ("unit", "day", "total_vnd"),
    [
        (RateUnit.PER_PERSON, None, 70), (RateUnit.PER_GROUP, None, 10), (RateUnit.PER_DAY, None, 20),
        (RateUnit.PER_DAY, 2, 10), (RateUnit.PER_ROOM_NIGHT, None, 40), (RateUnit.PER_PERSON, 1, 70),
        (RateUnit.PER_PERSON, 9, 70),
    ],
)  # fmt: skip
def test_lines_by_hand(
    catalogue: Catalogue, itinerary: Itinerary, unit: RateUnit, day: int | None, total_vnd: int
) -> None:
    manual = ManualLine(label="Water", unit=unit, vnd=10, day=day)
    quote = build_quote(catalogue, itinerary, (), QuoteTerms(group_size=7), [manual])
    (line,) = (one for one in quote.lines if one.label == "Water")
    assert (line.total_vnd, line.source, line.day) == (total_vnd, CostSource.MANUAL, day)


def test_a_place_that_the_catalogue_no_longer_has(catalogue: Catalogue, itinerary: Itinerary) -> None:
    gone = dataclasses.replace(catalogue, places={}, experiences={})
    quote = build_quote(gone, itinerary)
    assert find(quote, CostKind.WORKSHOP, itinerary.days[0].visits[0].experience_id).unit_vnd == 150_000


def test_a_quote_is_plain_data(catalogue: Catalogue, itinerary: Itinerary) -> None:
    adapter = TypeAdapter(Quote)
    quote = build_quote(catalogue, itinerary, terms=QuoteTerms(group_size=4, group_sizes=(8,)))
    assert adapter.validate_json(adapter.dump_json(quote)) == quote
    assert [one.size for one in quote.per_head] == [4, 8]
    with pytest.raises(KeyError):
        quote.get_head_price(5)


def test_terms_of_a_trip_that_nobody_has_touched(itinerary: Itinerary) -> None:
    assert build_terms(itinerary).group_size == itinerary.request.party.size


@pytest.mark.parametrize(
    "fields",
    [
        {"group_size": 0},
        {"group_size": 501},
        {"group_size": 4, "group_sizes": (0,)},
        {"group_size": 4, "free_places": 4},
        {"group_size": 4, "group_sizes": (2,), "free_places": 2},
        {"markup_pct": -1},
        {"markup_pct": 1001},
        {"markup_pct": 1.234},
        {"per_room": 0},
        {"rounding_vnd": 0},
        {"empty_km": -1},
        {"free_places": -1},
        {"markup_pct": float("nan")},
    ],
)
def test_terms_that_make_no_sense(fields: dict[str, object]) -> None:
    with pytest.raises(RequestError) as caught:
        QuoteTerms(**fields)
    assert caught.value.code == "Q003"
    assert caught.value.remedy


def test_rates_and_lines_that_make_no_sense() -> None:
    with pytest.raises(RequestError, match="not per_km"):
        rate(CostKind.MEAL, RateUnit.PER_KM, 1)
    with pytest.raises(RequestError, match="before it begins"):
        rate(CostKind.MEAL, RateUnit.PER_PERSON, 1, from_date=DAY, to_date=dt.date(2027, 1, 1))
    with pytest.raises(RequestError, match="vnd is -1"):
        rate(CostKind.MEAL, RateUnit.PER_PERSON, -1)
    for label, unit in ((" ", RateUnit.PER_GROUP), ("Fuel", RateUnit.PER_KM)):
        with pytest.raises(RequestError) as caught:
            ManualLine(label=label, unit=unit, vnd=1)
        assert caught.value.code == "Q002"
