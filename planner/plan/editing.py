"""Edits of a plan as changes of its request, so that the new plan can be checked and planned again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from rapidfuzz import fuzz, process, utils

from planner.errors import RequestError, UnknownIdError
from planner.model.catalogue import Catalogue
from planner.model.edits import Edits, Lock
from planner.model.itinerary import Itinerary, Visit
from planner.model.request import Pin, TripRequest
from planner.plan.diagnose import apply_change
from planner.units import LOCAL_ZONE, format_clock


def apply_edits(itinerary: Itinerary, edits: Edits, catalogue: Catalogue) -> TripRequest:
    """Return the request that asks for the plan's trip with the edits made.

    A locked visit becomes a pin with its day and minute, of its experience where it has one; a locked
    night is named in `lodging`; a moved place is pinned to its day; a dropped one is excluded and an
    added one wanted.

    Raises
    ------
    UnknownIdError
        ``R022`` a lock names nothing that the plan visits or sleeps at.
    RequestError
        ``R021`` edits that contradict each other, or a day that the trip does not have.
    """
    _refuse_contradictions(edits, catalogue)
    draft = _Draft.read(itinerary.request)
    for lock in edits.locks:
        _lock(itinerary, lock, draft, catalogue)
    for name in edits.frees:
        draft.unpin(list_names(name, catalogue, up=True))
    for move in edits.moves:
        draft.unpin(list_names(move.place, catalogue, up=True))
        draft.allow(list_names(move.place, catalogue, up=True))
        draft.pins.append(Pin(place=move.place, day=_check_day(move.day, itinerary)))
    for name in edits.drops:
        draft.drop(name, list_names(name, catalogue))
    for name in edits.adds:
        draft.allow(list_names(name, catalogue, up=True))
        draft.must = [*draft.must, name] if name not in draft.must else draft.must
    return apply_change(itinerary.request, draft.write())


def exclude_place(request: TripRequest, name: str, catalogue: Catalogue) -> TripRequest:
    """Return the request that does not want a place, nor anything to do there; a night fixed there is chosen anew."""
    draft = _Draft.read(request)
    draft.drop(name, list_names(name, catalogue))
    return apply_change(request, draft.write())


def release_place(request: TripRequest, name: str, catalogue: Catalogue) -> TripRequest:
    """Return the request that insists neither on a place nor on anything to do there: no must, no lock."""
    draft = _Draft.read(request)
    draft.release(list_names(name, catalogue))
    return apply_change(request, draft.write())


def forget_place(request: TripRequest, name: str, catalogue: Catalogue) -> TripRequest:
    """Return the request that neither wants nor keeps a place, nor anything to do there; nights stay as they are."""
    draft = _Draft.read(request)
    draft.forget(list_names(name, catalogue))
    return apply_change(request, draft.write())


@dataclass(slots=True)
class _Draft:
    """The fields of a request that edits change."""

    pins: list[Pin]
    must: list[str]
    nice: list[str]
    exclude: list[str]
    lodging: list[str]
    plain_lodging: Any

    @classmethod
    def read(cls, request: TripRequest) -> _Draft:
        nights = request.lodging if isinstance(request.lodging, tuple) else (request.lodging,) * (request.days - 1)
        return cls(
            pins=list(request.pins),
            must=list(request.must_visit),
            nice=list(request.nice_to_visit),
            exclude=list(request.exclude),
            lodging=list(nights),
            plain_lodging=request.lodging,
        )

    def unpin(self, names: Iterable[str]) -> None:
        gone = set(names)
        self.pins = [pin for pin in self.pins if pin.place not in gone]

    def allow(self, names: Iterable[str]) -> None:
        wanted = set(names)
        self.exclude = [one for one in self.exclude if one not in wanted]

    def release(self, names: Iterable[str]) -> None:
        gone = set(names)
        self.unpin(gone)
        self.must = [one for one in self.must if one not in gone]

    def forget(self, names: Iterable[str]) -> None:
        gone = set(names)
        self.release(gone)
        self.nice = [one for one in self.nice if one not in gone]

    def drop(self, name: str, names: Iterable[str]) -> None:
        gone = set(names)
        self.forget(gone)
        self.lodging = ["choose" if one in gone else one for one in self.lodging]
        self.exclude = [*self.exclude, name] if name not in self.exclude else self.exclude

    def write(self) -> dict[str, Any]:
        change: dict[str, Any] = {
            "pins": tuple(pin.model_dump() for pin in self.pins),
            "must_visit": tuple(self.must),
            "nice_to_visit": tuple(self.nice),
            "exclude": tuple(self.exclude),
        }
        as_read = self.plain_lodging
        nights = list(as_read) if isinstance(as_read, tuple) else [as_read] * len(self.lodging)
        if self.lodging != nights:
            is_one_for_all = not isinstance(as_read, tuple) and len(set(self.lodging)) == 1
            change["lodging"] = self.lodging[0] if is_one_for_all else tuple(self.lodging)
        return change


Undone = tuple[str, dict[str, str | int | float], Mapping[str, Any]]
"""Remedy code, its parameters, and the fields of the request that it changes."""


def list_undone(request: TripRequest) -> tuple[Undone, ...]:
    """Return what can be taken back of a request: the latest of each kind first, then the ones before."""
    pins = [pin.model_dump() for pin in request.pins]
    pinned = {pin.place for pin in request.pins}
    nights = request.lodging if isinstance(request.lodging, tuple) else ()
    kinds: tuple[list[Undone], ...] = (
        [
            ("free_place", _name(pin), {"pins": _without(pins, dumped)})
            for pin, dumped in zip(request.pins, pins, strict=True)
            if pin.at is None
        ],
        [
            ("drop_must", {"place": name}, {"must_visit": _without(request.must_visit, name)})
            for name in request.must_visit
            if name not in pinned
        ],
        [
            ("free_hour", _name(pin), {"pins": tuple({**one, "at": None} if one == dumped else one for one in pins)})
            for pin, dumped in zip(request.pins, pins, strict=True)
            if pin.at is not None
        ],
        [
            ("free_place", _name(pin), {"pins": _without(pins, dumped)})
            for pin, dumped in zip(request.pins, pins, strict=True)
            if pin.at is not None
        ],
        [
            ("free_night", {"place": one, "night": n + 1}, {"lodging": (*nights[:n], "choose", *nights[n + 1 :])})
            for n, one in enumerate(nights)
            if one != "choose"
        ],
        [("allow_place", {"place": name}, {"exclude": _without(request.exclude, name)}) for name in request.exclude],
    )
    rounds = zip_longest(*(reversed(kind) for kind in kinds))
    return tuple(one for several in rounds for one in several if one is not None)


def _name(pin: Pin) -> dict[str, str | int | float]:
    return {"place": pin.place, "day": pin.day}


def _without(values: Iterable[Any], gone: object) -> tuple[Any, ...]:
    return tuple(one for one in values if one != gone)


def is_asked_by(request: TripRequest, undone: Undone) -> bool:
    """Whether a request asks for what could be taken back."""
    code, params, _ = undone
    name = params["place"]
    match code:
        case "free_hour":
            return any((pin.place, pin.day) == (name, params["day"]) and pin.at is not None for pin in request.pins)
        case "free_place":
            return any((pin.place, pin.day) == (name, params["day"]) for pin in request.pins)
        case "free_night":
            nights = request.lodging if isinstance(request.lodging, tuple) else (request.lodging,) * (request.days - 1)
            return nights[int(params["night"]) - 1] == name
        case "allow_place":
            return name in request.exclude
    return name in request.must_visit


def _lock(itinerary: Itinerary, lock: Lock, draft: _Draft, catalogue: Catalogue) -> None:
    found = False
    for number, day in enumerate(itinerary.days, 1):
        for visit in day.visits:
            if lock.place in (visit.place_id, visit.experience_id) and lock.day in (None, number):
                draft.unpin({lock.place, visit.place_id, visit.experience_id or visit.place_id})
                draft.pins.append(Pin(place=visit.experience_id or visit.place_id, day=number, at=_tell_begin(visit)))
                found = True
    for stay in itinerary.lodging:
        if stay.place_id == lock.place and lock.day in (None, stay.night):
            draft.lodging[stay.night - 1] = stay.place_id
            found = True
    if not found:
        raise _refuse_lock(itinerary, lock, catalogue)


def _tell_begin(visit: Visit) -> str:
    local = visit.begin.astimezone(LOCAL_ZONE)
    return format_clock(local.hour * 60 + local.minute)


def _refuse_lock(itinerary: Itinerary, lock: Lock, catalogue: Catalogue) -> RequestError:
    days: dict[str, int] = {stay.place_id: stay.night for stay in itinerary.lodging}
    days |= {visit.place_id: d for d, day in enumerate(itinerary.days, 1) for visit in day.visits}
    if lock.day is not None and lock.place in days:
        message = f"{lock.place} is not on day {lock.day} of the plan but on day {days[lock.place]}"
        remedy = f"lock it there, or move it with {lock.place}={lock.day}"
        return RequestError("R021", message, where="locks", remedy=remedy)
    names = {one: one for one in days}
    names |= {f"{one} vi": catalogue.located[one].name_vi for one in days}
    names |= {f"{one} en": catalogue.located[one].name_en or "" for one in days}
    near = process.extract(
        lock.place, names, scorer=fuzz.ratio, processor=utils.default_process, limit=5, score_cutoff=50
    )
    nearest = tuple(dict.fromkeys(key.split()[0] for _, _, key in near))
    message = f"{lock.place!r} is neither visited nor slept at in the plan"
    return UnknownIdError("R022", message, nearest=nearest[:3], where="locks")


def _check_day(day: int, itinerary: Itinerary) -> int:
    days = itinerary.request.days
    if not 1 <= day <= days:
        raise RequestError("R021", f"the trip has no day {day}", where="moves", remedy=f"name a day from 1 to {days}")
    return day


def _refuse_contradictions(edits: Edits, catalogue: Catalogue) -> None:
    asked = {
        "locked": [lock.place for lock in edits.locks],
        "freed": edits.frees,
        "moved": [move.place for move in edits.moves],
        "dropped": edits.drops,
    }
    told: dict[str, str] = {}
    for verb, names in asked.items():
        for name in dict.fromkeys(names):
            for one in list_names(name, catalogue):
                if told.setdefault(one, verb) != verb:
                    message = f"{name} is both {told[one]} and {verb}"
                    raise RequestError("R021", message, where="edits", remedy="leave one of the two out")
    days: dict[str, int] = {}
    for move in edits.moves:
        if days.setdefault(move.place, move.day) != move.day:
            message = f"{move.place} is moved to day {days[move.place]} and to day {move.day}"
            raise RequestError("R021", message, where="moves", remedy="leave one of the two out")
    gone = {one for name in edits.drops for one in list_names(name, catalogue)}
    if both := [name for name in edits.adds if name in gone or _get_place(name, catalogue) in gone]:
        message = f"{both[0]} is both added and dropped"
        raise RequestError("R021", message, where="edits", remedy="leave one of the two out")


def _get_place(name: str, catalogue: Catalogue) -> str:
    experience = catalogue.experiences.get(name)
    return name if experience is None else experience.place_id


def list_names(name: str, catalogue: Catalogue, *, up: bool = False) -> tuple[str, ...]:
    """Return an id with all that goes by it: the experiences of a place; with `up`, the place of an experience."""
    if name in catalogue.experiences:
        return (name, catalogue.experiences[name].place_id) if up else (name,)
    return (name, *(one.id for one in catalogue.experiences_at.get(name, ())))
