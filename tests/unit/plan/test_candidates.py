"""Ceilings, the lazy walk, reasons of places that nobody looked at, and night places thinned out."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.model.catalogue import Catalogue
from planner.model.request import Party, TripRequest
from planner.model.travel import Vehicle
from planner.plan import Planner
from planner.plan.build import get_drive_cap_min
from planner.plan.candidates import Candidates, Selection
from planner.plan.ceilings import PrizeCeilings
from planner.plan.horizon import Horizon
from planner.plan.nearness import Nearness
from planner.plan.nights import list_night_places, thin_nights
from planner.plan.options import OptionBuilder
from planner.plan.requests import check_request

BOUNDLESS = 1 << 20
FAR_NORTH = "ts-ba-be-lake"
REQUESTS = (
    TripRequest(start="gw-hanoi-old-quarter", start_date=dt.date(2027, 3, 12), days=4, interests={"ceramics": 3}),
    TripRequest(
        start="gw-hue", start_date=dt.date(2027, 2, 5), days=3, interests={"shopping": 3, "tea": 1}, home_market="JP",
        party=Party(adults=2, children=2), max_effort=2, nice_to_visit=("cv-bat-trang-pottery-village",),
    ),
    TripRequest(
        start="gw-can-tho", start_date=dt.date(2027, 9, 30), days=2, home_market="US", vehicle=Vehicle.MOTORBIKE,
    ),
)  # fmt: skip


def prepare(planner: Planner, request: TripRequest) -> tuple[Candidates, OptionBuilder, Nearness, Horizon]:
    catalogue, settings = planner.catalogue, planner.settings
    checked = check_request(request, catalogue, planner.calendar)
    atlas = planner._get_atlas(request.vehicle)
    builder = OptionBuilder(checked, catalogue, planner.calendar, settings)
    near = Nearness(checked, catalogue, atlas, ())
    cap_min = get_drive_cap_min(checked, settings.trip)
    horizon = Horizon(checked, atlas, cap_min, settings.trip)
    return Candidates(checked, catalogue, builder, near, horizon, cap_min * request.days, ()), builder, near, horizon


@pytest.mark.parametrize("request_", REQUESTS, ids=["hanoi", "hue", "can-tho"])
def test_no_prize_is_above_its_ceiling(request_: TripRequest, planner: Planner) -> None:
    _, builder, _, _ = prepare(planner, request_)
    ceilings = planner._get_ceilings(request_.start_date.year).get(request_)
    # The goods of a stop are at their best in its ceiling, and count for more where shopping is asked for.
    near = 20 * (1 + request_.interests.get("shopping", 0))
    close = 0
    for place_id, place in planner.catalogue.places.items():
        options, _ = builder.list_options(place)
        if options and place_id not in request_.nice_to_visit:
            prize = max(option.prize for option in options)
            assert prize <= ceilings[place_id], place_id
            close += ceilings[place_id] <= prize + near
    assert close > 200  # a ceiling far above everything would hold, too, and be of no use


def test_the_year_decides_which_stars_hold(catalogue: Catalogue, planner: Planner) -> None:
    request = REQUESTS[0]
    ceilings = [sum(PrizeCeilings(catalogue, planner.settings, y).get(request).values()) for y in (2026, 2040)]
    assert ceilings[0] > ceilings[1]


@pytest.mark.parametrize("request_", REQUESTS, ids=["hanoi", "hue", "can-tho"])
@pytest.mark.parametrize("limit", [0, 25, 60])
def test_the_lazy_walk_chooses_as_if_all_had_been_looked_at(
    limit: int, request_: TripRequest, planner: Planner
) -> None:
    ceilings = planner._get_ceilings(request_.start_date.year).get(request_)
    lazy = prepare(planner, request_)[0].choose(ceilings, limit)
    thorough = prepare(planner, request_)[0].choose(dict.fromkeys(ceilings, BOUNDLESS), limit)
    assert [o.key for o in lazy.options] == [o.key for o in thorough.options]
    named = [o for o in lazy.options if o.located.id in request_.nice_to_visit]
    assert len(lazy.options) <= limit + len(named)
    _assert_same_reasons(lazy, thorough)


def _assert_same_reasons(lazy: Selection, thorough: Selection) -> None:
    assert set(lazy.rejected) == set(thorough.rejected)
    assert len(lazy.rejected) == len(set(lazy.rejected))
    for place_id in lazy.rejected:
        assert lazy.rejected[place_id] == thorough.rejected[place_id], place_id


def test_every_place_is_a_stop_or_has_its_reason(planner: Planner) -> None:
    selection = prepare(planner, REQUESTS[1])[0].choose(planner._get_ceilings(2027).get(REQUESTS[1]), 30)
    stops = {option.located.id for option in selection.options}
    assert stops | set(selection.rejected) == set(planner.catalogue.places)
    assert not stops & set(selection.rejected)
    codes = {selection.rejected[one].code for one in selection.rejected}
    assert {"too_far", "not_located", "lower_prize"} <= codes
    assert selection.rejected.get("gw-hue") is None


def test_a_wanted_place_is_a_stop_however_far(planner: Planner) -> None:
    far = "cv-bat-trang-pottery-village"
    request = REQUESTS[2].model_copy(update={"must_visit": (far,)})
    candidates, *_ = prepare(planner, request)
    assert far in {
        option.located.id for option in candidates.choose({}.fromkeys(planner.catalogue.places, 0), 0).options
    }


def test_a_bed_for_every_night_bounds_what_a_day_can_see(planner: Planner) -> None:
    hub = REQUESTS[0].model_copy(update={"lodging": "gw-hanoi-old-quarter", "max_drive_h_per_day": 3.0})
    atlas = planner._get_atlas(hub.vehicle)
    away = atlas.get_least_drive_min("gw-hanoi-old-quarter")
    _, _, _, horizon = prepare(planner, hub)
    assert not horizon.is_within[2 * away > 180].any()
    assert horizon.is_within[(2 * away <= 180) & (away <= 60)].all()
    _, _, _, free = prepare(planner, hub.model_copy(update={"lodging": "choose"}))
    assert free.is_within[2 * away > 180].any()


def test_wanted_places_narrow_what_else_can_be_seen(planner: Planner) -> None:
    plain = REQUESTS[0]
    wanted = plain.model_copy(update={"must_visit": ("cv-bat-trang-pottery-village", FAR_NORTH)})
    _, _, near, _ = prepare(planner, wanted)
    _, _, free, _ = prepare(planner, plain)
    assert (free.tour_min == free.through_min).all()
    assert (near.tour_min >= near.through_min).all()
    assert near.least_tour_min == int(near.tour_min.min())
    assert (near.tour_min > free.tour_min).any()


def test_beds_are_thinned_out_area_by_area(planner: Planner) -> None:
    request = replace_days(REQUESTS[0], 6)
    checked = check_request(request, planner.catalogue, planner.calendar)
    _, _, near, horizon = prepare(planner, request)
    places = list_night_places(checked, planner.catalogue, near, horizon, 3_000, planner.settings.trip)
    kept_id = list(places)[-1]
    few = thin_nights(places, {kept_id}, near, 20)
    assert len(few) == 20
    assert kept_id in few
    areas = {(int(p.located.lon_deg // 0.2), int(p.located.lat_deg // 0.2)) for p in few.values()}
    assert len(areas) >= 19
    assert thin_nights(places, (), near, len(places)) == places
    shuffled = dict(sorted(places.items(), reverse=True))
    assert set(thin_nights(shuffled, {kept_id}, near, 20)) == set(few)


def replace_days(request: TripRequest, days: int) -> TripRequest:
    return request.model_copy(update={"days": days})


def test_a_table_of_a_large_catalogue_holds_the_asked_places_only(
    planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.plan.atlas.MAX_TABLE", 100)
    few = Planner(planner.catalogue, planner.travel, planner.settings)
    request = REQUESTS[0]
    small, usual = few.build(request), planner.build(request)
    assert [o.key for o in small.options] == [o.key for o in usual.options]
    assert (small.problem.travel_min == usual.problem.travel_min).all()
    assert few._get_atlas(request.vehicle).get_table(("gw-hue",)).matrix.minutes.shape[0] < 600
