"""The geometry of printed maps."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.present.ways import list_new_pieces
from planner.publish.map_land import ARCHIPELAGOS, OWNER
from planner.publish.map_view import COUNTRY, find_room, fit_view, load_land, overlap, spread
from planner.units import great_circle_m

BOX = (0.0, 0.0, 400.0, 200.0)
lonlat = st.tuples(st.floats(102, 110), st.floats(8, 23.5))


@given(st.lists(lonlat, min_size=1, max_size=30))
def test_a_view_shows_every_point(points: list[tuple[float, float]]) -> None:
    view = fit_view(points, BOX, margin=10)
    for lon, lat in points:
        x, y = view.place(lon, lat)
        assert 10 - 1e-6 <= x <= 390 + 1e-6
        assert 10 - 1e-6 <= y <= 190 + 1e-6
    west, south, east, north = view.find_extent(BOX)
    assert all(west <= lon <= east and south <= lat <= north for lon, lat in points)


def test_a_single_point_shows_what_lies_around_it() -> None:
    view = fit_view([(105.85, 21.03)], BOX)
    _, south, _, north = view.find_extent(BOX)
    assert 8_000 < great_circle_m(105.85, south, 105.85, north) < 12_000
    assert view.place(105.85, 21.03) == (200, 100)


def test_the_scale_bar_is_true() -> None:
    view = fit_view([(105.0, 20.5), (106.5, 21.5)], BOX)
    km, length = view.find_scale_bar(80)
    assert length <= 80
    left, middle = view.find_extent((100, 0, 100 + length, 200)), view.middle[1]
    assert great_circle_m(left[0], middle, left[2], middle) / 1000 == pytest.approx(km, rel=0.01)


@given(st.lists(st.tuples(st.floats(20, 380), st.floats(20, 180)), min_size=1, max_size=12))
def test_marks_keep_apart_and_inside(points: list[tuple[float, float]]) -> None:
    moved = spread(points, 14, BOX)
    assert moved == spread(points, 14, BOX)
    assert all(0 <= x <= 400 and 0 <= y <= 200 for x, y in moved)
    pairs = [(a, b) for n, a in enumerate(moved) for b in moved[n + 1 :]]
    assert all(math.dist(a, b) >= 9 for a, b in pairs)


def test_marks_with_room_stay_where_they_are() -> None:
    points = [(50.0, 50.0), (100.0, 50.0)]
    assert spread(points, 14, BOX) == points


def test_marks_of_one_point_stay_beside_it_however_many_others_there_are() -> None:
    others = [(20.0 * (n % 20), 40.0 + 20.0 * (n // 20)) for n in range(58)]
    points = [(200.0, 300.0), *others, (200.0, 300.0)]
    first, *_, last = spread(points, 12, (0, 0, 500, 500))
    assert 12 <= math.dist(first, last) <= 13
    assert math.dist(first, (200, 300)) < 8, "no further than need be"


def test_a_label_hides_nothing() -> None:
    mark = (200.0, 100.0)
    taken = [(205.0, 90.0, 300.0, 110.0)]
    label = find_room(60, 9, mark, 8, taken, BOX)
    assert label is not None
    assert label[2] <= mark[0]
    assert not overlap(label, taken[0])
    assert find_room(60, 9, mark, 8, [BOX], BOX) is None


def test_a_way_driven_twice_is_drawn_once() -> None:
    seen: set[frozenset[tuple[float, float]]] = set()
    there = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]
    assert list_new_pieces(there, seen) == [there]
    assert list_new_pieces(there[::-1], seen) == []
    assert list_new_pieces([(2.0, 0.0), (1.0, 0.0), (1.0, 1.0)], seen) == [[(1.0, 0.0), (1.0, 1.0)]]


def test_the_land_is_that_of_the_tables_and_the_little_map_holds_both_archipelagos() -> None:
    assert len(load_land()) == 34
    west, south, east, north = COUNTRY
    for province in load_land():
        left, bottom, right, top = province.bounds
        assert west < left < right < east
        assert south < bottom < top < north
    assert [name for name, _, _ in ARCHIPELAGOS] == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]
    assert all(west < lon < east and south < lat < north for _, lon, lat in ARCHIPELAGOS)
    assert OWNER == "(Việt Nam)"
