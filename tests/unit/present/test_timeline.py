import dataclasses
import datetime as dt
from itertools import pairwise

from planner.model.itinerary import Itinerary, PlanDay, PlanMeal
from planner.present.timeline import RowKind, build_timeline, say_minutes
from planner.present.words import Words


def spell(day: PlanDay, **options) -> list[tuple[str, str, int]]:
    return [(row.kind.value, row.begin.strftime("%H:%M"), row.minutes) for row in build_timeline(day, **options)]


def test_pause_on_arrival_then_waiting(itinerary: Itinerary) -> None:
    day = itinerary.days[0]
    assert spell(day, night=itinerary.lodging[0]) == [
        ("travel", "08:00", 40), ("wait", "08:40", 20), ("visit", "09:00", 90), ("travel", "10:30", 50),
        ("meal", "11:20", 45), ("visit", "12:05", 60), ("travel", "13:05", 30), ("night", "13:35", 0),
    ]  # fmt: skip


def test_pause_divides_the_way(itinerary: Itinerary) -> None:
    assert spell(itinerary.days[1]) == [
        ("travel", "08:00", 60), ("visit", "09:00", 75), ("travel", "10:15", 45), ("meal", "11:00", 45),
        ("travel", "11:45", 50), ("end", "12:35", 0),
    ]  # fmt: skip


def test_a_divided_way_reads_as_one(itinerary: Itinerary, english: Words) -> None:
    day = itinerary.days[1]
    ways = [row for row in build_timeline(day) if row.kind is RowKind.TRAVEL]
    assert [row.is_onward for row in ways] == [False, False, True]
    told = [say_minutes(row, day.legs[row.index], english.messages) for row in ways]
    assert told == ["1 h", "45 min of 1 h 35 min", "the last 50 min"]
    assert not any(row.is_onward for row in build_timeline(itinerary.days[0]))


def test_pause_at_the_very_departure(itinerary: Itinerary) -> None:
    day = itinerary.days[1]
    meal = PlanMeal(begin=day.legs[1].depart, minutes=45, place_id=None, position=1)
    rows = spell(dataclasses.replace(day, meal=meal))
    assert rows[2:5] == [("meal", "10:15", 45), ("travel", "11:00", 95), ("end", "12:35", 0)]


def test_meal_at_a_stop_has_no_row(itinerary: Itinerary) -> None:
    day = itinerary.days[0]
    meal = PlanMeal(begin=day.visits[1].begin, minutes=45, place_id=day.visits[1].place_id, position=1)
    kinds = [kind for kind, _, _ in spell(dataclasses.replace(day, meal=meal))]
    assert "meal" not in kinds
    assert kinds.count("wait") == 2


def test_rows_follow_one_another_without_gap(itinerary: Itinerary) -> None:
    for day in itinerary.days:
        rows = build_timeline(day)
        assert rows[0].begin == day.legs[0].depart
        assert all(a.end == b.begin for a, b in pairwise(rows))
        assert rows[-1].end == day.arrive_end
        assert sum(row.minutes for row in rows if row.kind is RowKind.TRAVEL) == sum(leg.minutes for leg in day.legs)


def test_a_day_without_stops(itinerary: Itinerary) -> None:
    day = itinerary.days[1]
    leg = dataclasses.replace(day.legs[0], to_id=day.end_depot, minutes=60)
    empty = dataclasses.replace(
        day, visits=(), legs=(leg,), meal=None, arrive_end=leg.depart + dt.timedelta(minutes=60)
    )
    assert [kind for kind, _, _ in spell(empty)] == ["travel", "end"]
