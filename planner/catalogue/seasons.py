"""How good a date is for a place: the month's score of its season region, and events that lessen it.

Scores and events rank and warn; they never forbid a visit. An event counts only where its effect
applies: a mausoleum under repair does not lessen the whole city, nor a rough sea an inland walk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from planner.model.catalogue import Catalogue
from planner.model.place import Experience, Located, Place, SeasonEvent


@dataclass(frozen=True, slots=True)
class SeasonView:
    """The season of one place on one date."""

    score: float
    """0.15-1.00 for the month in the season region."""
    hazards: tuple[str, ...]
    """Words such as rain, typhoon_flood, rough_sea: for a warning."""
    event_factor: float
    """Product of the factors of `events`, 1.0 without any."""
    events: tuple[SeasonEvent, ...]
    """Events that bear on this very place or experience on the date."""
    are_events_known: bool = True
    """False outside the years that season_events covers: only Tết is derived there."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What an effect is judged by."""

    located: Located
    experience: Experience | None
    is_festival_site: bool

    @property
    def is_boat(self) -> bool:
        return self.experience is not None and self.experience.kind == "boat"

    @property
    def is_cave(self) -> bool:
        """A cave, or the boat into one, which only its name tells."""
        if isinstance(self.located, Place) and self.located.category == "cave":
            return True
        if self.experience is None:
            return False
        names = f"{self.experience.name_en} {self.located.name_en or ''}".lower()
        return self.experience.subkind == "cave" or (self.is_boat and "cave" in names)

    def is_named_in(self, title: str) -> bool:
        """Whether an event is about this very place."""
        return self.located.name_en is not None and self.located.name_en in title


EFFECTS: Final[dict[str, Callable[[_Scene, SeasonEvent], bool]]] = {
    "closures": lambda scene, event: True,
    "partial closures": lambda scene, event: True,
    "crowds": lambda scene, event: True,
    "crowds at festival sites only": lambda scene, event: scene.is_festival_site,
    "boats suspended at times": lambda scene, event: scene.is_boat,
    "river caves closed at times": lambda scene, event: scene.is_cave,
    "one site closed": lambda scene, event: scene.is_named_in(event.title),
    # High water is the very season of the boats in flooded forests; what is reached by road suffers.
    "flooded minor roads": lambda scene, event: not scene.is_boat,
}
"""The effect words of season_events.csv: whether an event bears on a place or experience."""


def build_season_view(
    catalogue: Catalogue,
    located: Located,
    experience: Experience | None,
    on: dt.date,
    *,
    is_festival_site: bool,
    derived_event: SeasonEvent | None,
) -> SeasonView:
    """Return the season of a place on a date.

    Parameters
    ----------
    is_festival_site
        Whether a festival experience of the place is on.
    derived_event
        A Tết that the table does not list, or None.
    """
    region = catalogue.get_season_region(located)
    season = catalogue.season_scores[region, on.month]
    scene = _Scene(located, experience, is_festival_site)
    events = [
        event
        for event in catalogue.season_events
        if event.start_date <= on.isoformat() <= event.end_date
        and (event.season_regions == ("*",) or region in event.season_regions)
        and EFFECTS[event.effect](scene, event)
    ]
    if derived_event is not None:
        events.append(derived_event)
    factor = 1.0
    for event in events:
        factor *= event.factor
    return SeasonView(
        score=season.score,
        hazards=season.hazards,
        event_factor=factor,
        events=tuple(events),
        are_events_known=_is_covered(catalogue.season_events, on),
    )


def _is_covered(events: tuple[SeasonEvent, ...], on: dt.date) -> bool:
    if not events:
        return False
    return min(e.start_date for e in events) <= on.isoformat() <= max(e.end_date for e in events)
