"""Which places the optimiser looks at: of all those a trip could see, the few hundred that can matter.

First what no trip of the request can see is left out, proved from its fixed points (`Nearness`, `Horizon`). The
rest are ranked by prize, which fades with the minutes a place lies off the way. Their ceilings (`PrizeCeilings`)
are at hand, the prizes themselves are not, so places are looked at in the order of their ceilings: as soon as no
ceiling left reaches the last rank that is kept, the choice is the same as if all had been looked at.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.model.catalogue import Catalogue
from planner.model.reason import Reason
from planner.plan.horizon import Horizon
from planner.plan.nearness import Nearness
from planner.plan.options import Option, OptionBuilder
from planner.plan.requests import CheckedRequest

FADE_MIN = 30.0
"""A place so many minutes off the way counts half of its prize: there and back cost 30 points of it. Among 15,000
places 60 or 120 left out up to seven of the twenty stops that a search over four times as many visited, and so did
a rank that counts less what many of its neighbours are chosen for; 15 to 30 left out at most two."""
LOWER_PRIZE = Reason(code="lower_prize", params={})

_Ranked = tuple[float, str, tuple[Option, ...]]
"""Minus the rank of a place, its id, its stops."""
Look = Callable[[str], tuple[tuple[Option, ...], Reason | None]]


class Rejections(Mapping[str, Reason]):
    """Why places are no stops. Most are never looked at in full: their reason is found when it is asked for."""

    def __init__(self, found: Mapping[str, Reason], far_min: Mapping[str, int], unseen: frozenset[str], look: Look):
        self._found, self._far_min, self._unseen, self._look = found, far_min, unseen, look

    def __getitem__(self, place_id: str) -> Reason:
        if place_id in self._far_min:
            return Reason(code="too_far", params={"minutes": self._far_min[place_id]})
        if place_id in self._unseen:
            return self._look(place_id)[1] or LOWER_PRIZE
        return self._found[place_id]

    def __iter__(self) -> Iterator[str]:
        yield from (*self._far_min, *self._found, *sorted(self._unseen))

    def __len__(self) -> int:
        return len(self._far_min) + len(self._found) + len(self._unseen)


@dataclass(frozen=True, slots=True)
class Selection:
    """The stops that the optimiser looks at, most promising first, and why other places are none."""

    options: tuple[Option, ...]
    rejected: Mapping[str, Reason]


class Candidates:
    """Chooses the stops of one request.

    Parameters
    ----------
    trip_cap_min
        Driving of the whole trip at most.
    extra
        Place ids that must be among the stops although they may not be promising.
    """

    def __init__(
        self,
        checked: CheckedRequest,
        catalogue: Catalogue,
        builder: OptionBuilder,
        near: Nearness,
        horizon: Horizon,
        trip_cap_min: int,
        extra: Sequence[str],
    ) -> None:
        request, experiences = checked.request, catalogue.experiences
        self._catalogue, self._builder, self._near, self._horizon = catalogue, builder, near, horizon
        self._must = {*checked.must_places, *(experiences[e].place_id for e in checked.must_experiences), *extra}
        named = {*self._must, *(one for one in request.nice_to_visit if one in catalogue.located)}
        # Lodgings offer their dinner with the night; they are stops only when somebody names them. Gateways never.
        self._named = sorted(one for one in named if one not in catalogue.gateways)
        self._places = [one for one in catalogue.places if one not in named]
        self._far_min = _find_far(near, horizon, [*self._places, *sorted(named - self._must)], trip_cap_min)
        self._found: dict[str, Reason] = {}

    def choose(self, ceilings: Mapping[str, int], limit: int) -> Selection:
        """Return at most `limit` stops: what is named always, then the most promising.

        Parameters
        ----------
        ceilings
            Place id -> a prize that no visit of this trip exceeds.
        """
        chosen = [(False, *entry) for one in self._named if (entry := self._look_and_rank(one)) is not None]
        room = limit - sum(len(options) for *_, options in chosen)
        for minus_rank, place_id, options in self._walk(ceilings):
            if room <= 0:
                break
            if len(options) > room:
                self._found[place_id] = LOWER_PRIZE
                continue
            chosen.append((True, minus_rank, place_id, options))
            room -= len(options)
        chosen.sort(key=lambda entry: entry[:3])
        taken = {place_id for _, _, place_id, _ in chosen}
        unseen = frozenset({*self._places} - self._far_min.keys() - self._found.keys() - taken)
        rejected = Rejections(self._found, self._far_min, unseen, self._look)
        return Selection(tuple(option for *_, options in chosen for option in options), rejected)

    def _walk(self, ceilings: Mapping[str, int]) -> Iterator[_Ranked]:
        """Yield places that nobody named with their stops, by falling rank."""
        known = [one for one in self._places if one not in self._far_min and self._near.atlas.is_known(one)]
        waiting: list[tuple[float, str, tuple[Option, ...]]] = [(-self._rank(o, ceilings[o]), o, ()) for o in known]
        heapq.heapify(waiting)
        while waiting:
            minus_rank, place_id, options = heapq.heappop(waiting)
            if options:
                yield minus_rank, place_id, options
            elif (entry := self._look_and_rank(place_id)) is not None:
                heapq.heappush(waiting, entry)

    def _look_and_rank(self, place_id: str) -> _Ranked | None:
        """Return a place with its stops, or None where there is none, and remember why."""
        if place_id in self._far_min:
            return None
        options, reason = self._look(place_id)
        if reason is not None:
            self._found[place_id] = reason
        return (-self._rank(place_id, options[0].prize), place_id, options) if options else None

    def _look(self, place_id: str) -> tuple[tuple[Option, ...], Reason | None]:
        """Return the stops of a place that some trip of the request could make, or why there is none."""
        options, reason = self._builder.list_options(self._catalogue.located[place_id])
        if place_id in self._must or not options:
            return options, reason
        number, fits = int(self._near.atlas.number([place_id])[0]), self._horizon.could_visit
        able = tuple(o for o in options if fits(number, o.windows, o.service_min, serves_meal=o.serves_meal))
        return able, reason if able else Reason(code="closed", params={})

    def _rank(self, place_id: str, prize: int) -> float:
        """The value of a stop fades with the minutes it lies off the way of the trip."""
        near_min = self._near.get_near_min(place_id) if self._near.atlas.is_known(place_id) else 0
        return prize * FADE_MIN / (FADE_MIN + near_min)


def _find_far(near: Nearness, horizon: Horizon, places: Sequence[str], trip_cap_min: int) -> dict[str, int]:
    """Return the places that no trip can see, with the driving that the shortest way there and on takes."""
    known = [one for one in places if near.atlas.is_known(one)]
    number = near.atlas.number(known)
    tour_min = near.tour_min if near.least_tour_min <= trip_cap_min else near.through_min
    is_far = (tour_min[number] > trip_cap_min) | ~horizon.is_within[number]
    minutes = near.through_min[number]
    return {one: int(least) for one, least, is_out in zip(known, minutes, is_far, strict=True) if is_out}
