"""From options to arrays: which stops and night places the optimiser sees, and the `Problem` of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Reason
from planner.model.place import Experience, Gateway, Located, Lodging
from planner.model.problem import Problem
from planner.model.settings import Settings, TripRules
from planner.model.travel import TravelMatrix
from planner.optimise.score import score_night
from planner.plan.options import MAX_WINDOWS, Option, OptionBuilder
from planner.plan.requests import CheckedRequest
from planner.units import parse_clock

NO_BUDGET = 1 << 40
"""Cap of the money row when the request names none; far above any sum of prices."""


@dataclass(frozen=True, slots=True)
class NightPlace:
    """Where a night can be spent, with its price band per person."""

    located: Located
    is_town_hotel: bool
    low_vnd: int
    high_vnd: int
    is_estimate: bool
    dinner: Experience | None


@dataclass(frozen=True, slots=True)
class BuiltTrip:
    """A problem with the meaning of its numbers."""

    checked: CheckedRequest
    problem: Problem
    options: tuple[Option, ...]
    """Stop number -> option."""
    depots: tuple[Located, ...]
    """Depot number -> gateway or lodging."""
    nights: Mapping[int, NightPlace]
    """Depot number -> night place, for those where a night can be spent."""
    groups: tuple[str, ...]
    """Group number -> place or experience id."""
    rejected: Mapping[str, Reason]
    """Place id -> why it is no stop of this problem."""
    meal_vnd: int
    """Midday meals of the whole trip per person, already taken off the budget."""


class TravelTable:
    """Travel between every routable place of the catalogue with one vehicle."""

    def __init__(self, ids: Sequence[str], matrix: TravelMatrix) -> None:
        self.matrix = matrix
        self._row = {one: row for row, one in enumerate(ids)}

    def rows(self, ids: Sequence[str]) -> npt.NDArray[np.intp]:
        """Return matrix rows of ids."""
        return np.array([self._row[one] for one in ids], dtype=np.intp)

    def get_drive_min(self, a: str, b: str) -> int:
        """Return minutes of driving, -1 = unreachable."""
        return int(self.matrix.drive_min[self._row[a], self._row[b]])

    def is_known(self, one: str) -> bool:
        """Whether the place is routable, so that it stands in the table."""
        return one in self._row


def build_trip(
    checked: CheckedRequest,
    catalogue: Catalogue,
    table: TravelTable,
    builder: OptionBuilder,
    settings: Settings,
    extra: Sequence[str] = (),
) -> BuiltTrip:
    """Return the problem of a request.

    `extra` are place ids that must be among the stops although they may not be promising (from an
    edited plan). The same arguments always give the same numbers.
    """
    drive_cap_min = get_drive_cap_min(checked, settings.trip)
    near = _Nearness(checked, catalogue, table, extra)
    options, rejected = _choose_options(checked, catalogue, builder, near, drive_cap_min, settings, extra)
    nights = _choose_nights(checked, catalogue, near, options, drive_cap_min, settings)
    depots, night_is_option = _number_depots(checked, catalogue, nights)
    problem, groups, meal_vnd = _fill(checked, table, options, depots, nights, night_is_option, drive_cap_min, settings)
    by_number = {j: nights[d.id] for j, d in enumerate(depots) if d.id in nights}
    return BuiltTrip(checked, problem, options, depots, by_number, groups, rejected, meal_vnd)


def get_drive_cap_min(checked: CheckedRequest, rules: TripRules) -> int:
    """Return the day's driving cap in minutes: the request's, else by pace."""
    hours = checked.request.max_drive_h_per_day
    return round(60 * (rules.drive_h_by_pace[checked.request.pace] if hours is None else hours))


class _Nearness:
    """How far places lie from where the trip must go anyway."""

    def __init__(self, checked: CheckedRequest, catalogue: Catalogue, table: TravelTable, extra: Sequence[str]) -> None:
        experiences = catalogue.experiences
        named = [*checked.must_places, *(experiences[e].place_id for e in checked.must_experiences), *extra]
        fixed = checked.request.lodging if isinstance(checked.request.lodging, tuple) else (checked.request.lodging,)
        named += [one for one in fixed if one != "choose"]
        anchors = [one for one in dict.fromkeys([checked.start.id, *named, checked.end.id]) if table.is_known(one)]
        self.anchors = anchors
        self._table = table
        drive = np.where(table.matrix.reachable, table.matrix.drive_min, 1 << 20)
        rows = table.rows(anchors)
        to_anchor = drive[rows, :]
        self._near = to_anchor.min(axis=0)
        # A place on the way between two anchors is near although both are far.
        between = drive[np.ix_(rows, rows)]
        detour = to_anchor[:, None, :] + to_anchor[None, :, :] - between[:, :, None]
        self._near = np.minimum(self._near, detour.min(axis=(0, 1)) // 2)
        self._from_start = drive[table.rows([checked.start.id])[0], :]
        self._to_end = drive[:, table.rows([checked.end.id])[0]]

    def get_near_min(self, one: str) -> int:
        """Return minutes of driving off the way of the trip, about."""
        return int(self._near[self._table.rows([one])[0]])

    def get_through_min(self, one: str) -> int:
        """Return minutes of driving from the start to a place and on to the end."""
        row = self._table.rows([one])[0]
        return int(self._from_start[row] + self._to_end[row])

    def get_start_min(self, one: str) -> int:
        """Return minutes of driving from the start."""
        return int(self._from_start[self._table.rows([one])[0]])

    def get_end_min(self, one: str) -> int:
        """Return minutes of driving to the end."""
        return int(self._to_end[self._table.rows([one])[0]])


def _choose_options(
    checked: CheckedRequest,
    catalogue: Catalogue,
    builder: OptionBuilder,
    near: _Nearness,
    drive_cap_min: int,
    settings: Settings,
    extra: Sequence[str],
) -> tuple[tuple[Option, ...], dict[str, Reason]]:
    experiences = catalogue.experiences
    must = {*checked.must_places, *(experiences[e].place_id for e in checked.must_experiences), *extra}
    wished = set(checked.request.nice_to_visit)
    reach_min = drive_cap_min * checked.request.days
    chosen: list[tuple[bool, float, str, tuple[Option, ...]]] = []
    rejected: dict[str, Reason] = {}
    for located in (*catalogue.places.values(), *catalogue.lodgings.values()):
        is_named = located.id in must or located.id in wished
        # Lodgings offer their dinner with the night; they are stops only when somebody names them.
        if isinstance(located, Lodging) and not is_named:
            continue
        if located.is_routable and located.id not in must:
            minutes = near.get_through_min(located.id)
            if minutes > reach_min:
                rejected[located.id] = Reason(code="too_far", params={"minutes": min(minutes, 1 << 20)})
                continue
        options, reason = builder.list_options(located)
        if reason is not None:
            rejected[located.id] = reason
        if options:
            off_way = near.get_near_min(located.id)
            # The value of a stop fades with the minutes it lies off the way of the trip.
            rank = options[0].prize * 60.0 / (60.0 + off_way)
            chosen.append((not is_named, -rank, located.id, options))
    chosen.sort(key=lambda entry: entry[:3])
    kept: list[Option] = []
    for is_free, _, place_id, options in chosen:
        if is_free and len(kept) + len(options) > settings.trip.max_stops:
            rejected[place_id] = Reason(code="lower_prize", params={})
            continue
        kept.extend(options)
    return tuple(kept), rejected


def _choose_nights(
    checked: CheckedRequest,
    catalogue: Catalogue,
    near: _Nearness,
    options: Sequence[Option],
    drive_cap_min: int,
    settings: Settings,
) -> dict[str, NightPlace]:
    request = checked.request
    if request.days == 1:
        return {}
    fixed = request.lodging if isinstance(request.lodging, tuple) else (request.lodging,) * (request.days - 1)
    named = {one for one in fixed if one != "choose"}
    wanted = [one for one in (*checked.must_places, *request.nice_to_visit) if one in catalogue.lodgings]
    found = {one: _describe_night(catalogue.located[one], catalogue, settings.trip) for one in dict.fromkeys(named)}
    if "choose" not in fixed:
        return found
    size, reach_min = request.party.size, drive_cap_min * request.days
    weights = np.array([o.prize for o in options], dtype=np.float64)
    rows = near._table.rows([o.located.id for o in options])
    drive = near._table.matrix.drive_min
    ranked: list[tuple[bool, float, str]] = []
    towns = [g for g in catalogue.gateways.values() if g.kind == "tour_base"]
    for located in (*catalogue.lodgings.values(), *towns):
        if not located.is_routable or located.id in request.exclude or not near._table.is_known(located.id):
            continue
        capacity = getattr(located, "capacity_per_house", None)
        if near.get_through_min(located.id) > reach_min or (capacity is not None and capacity < size):
            continue
        minutes = drive[near._table.rows([located.id])[0], rows]
        # Worth of what lies around: prizes within about an hour count most.
        pull = float((weights / (30.0 + np.where(minutes < 0, 1 << 20, minutes))).sum()) if len(options) else 0.0
        pull += 100.0 / (30.0 + near.get_near_min(located.id))
        ranked.append((located.id not in wanted, -pull, located.id))
    ranked.sort()
    anchored = _list_anchor_towns(near, [t.id for t in towns if near._table.is_known(t.id)])
    keep = [*anchored, *(one for _, _, one in ranked)]
    for one in dict.fromkeys(keep):
        if len(found) >= settings.trip.max_night_options + len(named):
            break
        found.setdefault(one, _describe_night(catalogue.located[one], catalogue, settings.trip))
    return found


def _list_anchor_towns(near: _Nearness, towns: Sequence[str]) -> list[str]:
    """The nearest town of every place that the trip must touch, so that no night is out of reach."""
    anchored = []
    for anchor in near.anchors:
        reached = [(near._table.get_drive_min(anchor, town), town) for town in towns]
        anchored += [town for _, town in sorted(pair for pair in reached if pair[0] >= 0)[:1]]
    return anchored


def _describe_night(located: Located, catalogue: Catalogue, rules: TripRules) -> NightPlace:
    if isinstance(located, Lodging):
        dinner = next((e for e in catalogue.experiences_at.get(located.id, ()) if e.subkind == "dinner"), None)
        extra = dinner.price_high_vnd if dinner else 0
        if located.price_vnd_pp is not None:
            return NightPlace(located, False, located.price_vnd_pp, located.price_vnd_pp + extra, False, dinner)
        return NightPlace(located, False, rules.homestay_low_vnd, rules.homestay_high_vnd + extra, True, dinner)
    return NightPlace(located, True, rules.town_hotel_low_vnd, rules.town_hotel_high_vnd, True, None)


def _number_depots(
    checked: CheckedRequest, catalogue: Catalogue, nights: Mapping[str, NightPlace]
) -> tuple[tuple[Located, ...], npt.NDArray[np.bool_]]:
    request = checked.request
    ids = list(dict.fromkeys([checked.start.id, checked.end.id, *nights]))
    option = np.zeros((request.days - 1, len(ids)), dtype=np.bool_)
    fixed = request.lodging if isinstance(request.lodging, tuple) else (request.lodging,) * (request.days - 1)
    for night, one in enumerate(fixed):
        for j, depot in enumerate(ids):
            option[night, j] = depot in nights if one == "choose" else depot == one
    return tuple(catalogue.located[one] for one in ids), option


def _fill(
    checked: CheckedRequest,
    table: TravelTable,
    options: Sequence[Option],
    depots: Sequence[Located],
    nights: Mapping[str, NightPlace],
    night_is_option: npt.NDArray[np.bool_],
    drive_cap_min: int,
    settings: Settings,
) -> tuple[Problem, tuple[str, ...], int]:
    request, rules = checked.request, settings.trip
    days, n = request.days, len(options)
    rows = table.rows([*(o.located.id for o in options), *(d.id for d in depots)])
    square = np.ix_(rows, rows)
    opens, closes = _fill_windows(options, days)
    category, gain_to, gain_pct = _fill_gains(options, rules)
    must = (*checked.must_places, *checked.must_experiences)
    groups = tuple(dict.fromkeys([*(o.group for o in options), *must]))
    number = {one: g for g, one in enumerate(groups)}
    latest = parse_clock(rules.meal_latest_end) - rules.meal_min
    earliest = parse_clock(rules.meal_earliest)
    starts = [request.get_day_start_min(d) for d in range(days)]
    ends_late = request.day_end_min >= parse_clock(rules.meal_latest_end)
    # A day that holds the whole midday span needs the pause; a half day does not.
    has_meal = [ends_late and start <= earliest for start in starts]
    meal_vnd = rules.meal_high_vnd * sum(has_meal)
    budget = NO_BUDGET if request.budget_vnd_per_person is None else max(0, request.budget_vnd_per_person - meal_vnd)
    interests = request.interests
    problem = Problem(
        travel_min=_copy(table.matrix.minutes[square]),
        drive_min=_copy(table.matrix.drive_min[square]),
        service_min=_ints([o.service_min for o in options]),
        prize=_ints([max(0, o.prize) for o in options]),
        window_open_min=opens,
        window_close_min=closes,
        category=category,
        gain_to=gain_to,
        gain_pct=gain_pct,
        group=_ints([number[o.group] for o in options]),
        group_is_mandatory=np.array([one in must for one in groups], dtype=np.bool_),
        serves_meal=np.array([o.serves_meal for o in options], dtype=np.bool_).reshape(n),
        stop_capacity=np.full(n, -1, dtype=np.int64),
        depot_capacity=_ints([getattr(d, "capacity_per_house", None) or -1 for d in depots]),
        resource_use=_ints([o.price_vnd for o in options]).reshape(1, n),
        depot_resource_use=_ints([nights[d.id].high_vnd if d.id in nights else 0 for d in depots]).reshape(1, -1),
        resource_cap=_ints([budget]),
        day_start_min=_ints(starts),
        day_end_min=np.full(days, request.day_end_min, dtype=np.int64),
        drive_cap_min=np.full(days, drive_cap_min, dtype=np.int64),
        max_visits=np.full(days, rules.visits_by_pace[request.pace], dtype=np.int64),
        meal_required=np.array(has_meal, dtype=np.bool_),
        start_depot=0,
        end_depot=[d.id for d in depots].index(checked.end.id),
        night_is_option=night_is_option,
        depot_prize=_ints([_score_depot(d, interests, settings) for d in depots]),
        depot_group=_ints([number.get(d.id, -1) if d.id in must else -1 for d in depots]),
        group_size=request.party.size,
        drive_cost=rules.drive_cost_per_min,
        trip_drive_cap_min=rules.driver_week_min * ((days + 6) // 7),
        meal_earliest_min=earliest,
        meal_latest_min=latest,
        meal_min=rules.meal_min,
    )
    return problem, groups, meal_vnd


def _score_depot(depot: Located, interests: Mapping[str, int], settings: Settings) -> int:
    return score_night(
        is_homestay=isinstance(depot, Lodging),
        words=() if isinstance(depot, Gateway) else ("homestay_meal", "dinner"),
        recognition=getattr(depot, "recognition", None),
        interests=interests,
        weights=settings.prize,
    )


def _fill_windows(options: Sequence[Option], days: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    width = max((len(day) for o in options for day in o.windows), default=1)
    width = min(max(width, 1), MAX_WINDOWS)
    opens = np.zeros((days, len(options), width), dtype=np.int64)
    closes = np.full((days, len(options), width), -1, dtype=np.int64)
    for i, option in enumerate(options):
        for d, day in enumerate(option.windows):
            for w, (first, last) in enumerate(day):
                opens[d, i, w], closes[d, i, w] = first, last
    return opens, closes


def _fill_gains(
    options: Sequence[Option], rules: TripRules
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    names = [_get_category(o) for o in options]
    numbers = {name: c for c, name in enumerate(dict.fromkeys(names))}
    total = sum(max(0, o.prize) for o in options) + 1
    ends = [total if points == 0 else min(points, total) for points, _ in rules.gain_steps]
    rows = max(1, len(numbers))
    gain_to = np.tile(_ints(ends), (rows, 1))
    gain_pct = np.tile(_ints([pct for _, pct in rules.gain_steps]), (rows, 1))
    return _ints([numbers[name] for name in names]), gain_to, gain_pct


def _get_category(option: Option) -> str:
    return getattr(option.located, "category", option.located.kind)


def _ints(values: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def _copy(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.ascontiguousarray(values, dtype=np.int64)
