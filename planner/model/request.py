"""What a traveller or operator asks for, as the published JSON or YAML."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from planner.model.travel import Vehicle
from planner.units import parse_clock

MAX_DRIVE_H = 10
"""Hours at the wheel in a day: the legal limit for a driver."""
MAX_VND = 1_000_000_000_000
"""Greatest sum that a request may name; far above the price of any trip."""
MAX_VISIT_MIN = 720
"""Longest visit that a request may set."""
MAX_LUGGAGE_KG = 100
"""Greatest weight of purchases per person; far above what any ticket carries."""


class Pace(StrEnum):
    """How full a day may be; visits per day and the default driving cap follow from it."""

    RELAXED = "relaxed"
    BALANCED = "balanced"
    FULL = "full"


class Punctuality(StrEnum):
    """Whether the plan keeps a reserve for slow roads."""

    USUAL = "usual"
    SAFE = "safe"


class Party(BaseModel):
    """Who travels."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adults: Annotated[int, Field(ge=1, le=500)] = 2
    children: Annotated[int, Field(ge=0, le=500)] = 0

    @property
    def size(self) -> int:
        """Number of travellers."""
        return self.adults + self.children


class Pin(BaseModel):
    """A place kept on a day of the trip, optionally at an hour (set by the edit loop or by hand)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    """Place, lodging or experience id."""
    day: Annotated[int, Field(ge=1, le=30)]
    """Day of the trip, from 1."""
    at: str | None = None
    """Begin of service, ``HH:MM``; None = any time of that day."""

    @field_validator("at")
    @classmethod
    def _is_clock(cls, value: str | None) -> str | None:
        if value is not None:
            parse_clock(value)
        return value


class TripRequest(BaseModel):
    """A request for a trip. Only `start`, `start_date` and `days` are required.

    Ids and interest words are checked against the catalogue by `plan_trip`; what this class checks
    needs no catalogue. Money is integer VND per person.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, Field(max_length=200)] = ""
    start: str
    """Gateway id where the trip begins."""
    end: str | None = None
    """Gateway id where it ends; None = where it began."""
    start_date: date
    days: Annotated[int, Field(ge=1, le=14)]
    day_start: str = "08:00"
    day_end: str = "18:00"
    day_starts: dict[int, str] = Field(default_factory=dict)
    """Days of the trip (from 1) that start at another time than `day_start`, such as a dawn market."""
    interests: dict[str, Annotated[int, Field(ge=1, le=3)]] = Field(default_factory=dict)
    """Word -> weight 1-3; the words are listed by `planner interests`."""
    pace: Pace = Pace.BALANCED
    party: Party = Party()
    vehicle: Vehicle = Vehicle.CAR7
    max_drive_h_per_day: Annotated[float, Field(gt=0, le=MAX_DRIVE_H)] | None = None
    """None = by pace."""
    punctuality: Punctuality = Punctuality.USUAL
    """``usual`` plans with the usual travel times; ``safe`` so that the plan still holds if every drive takes long."""
    max_effort: Annotated[int, Field(ge=1, le=3)] = 3
    budget_vnd_per_person: Annotated[int, Field(ge=0, le=MAX_VND)] | None = None
    shopping_budget_vnd_per_person: Annotated[int, Field(ge=0, le=MAX_VND)] | None = None
    """For goods to take home, per adult."""
    home_market: str | None = None
    """ISO country code, or a market of the carry-home table; None = no verdicts."""
    luggage_kg_per_person: Annotated[float, Field(ge=0, le=MAX_LUGGAGE_KG)] | None = None
    """Room for purchases beside one's own things, cabin and hold together; None = the usual of the settings."""
    must_visit: tuple[str, ...] = ()
    """Place, lodging or experience ids."""
    nice_to_visit: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    pins: tuple[Pin, ...] = ()
    visit_minutes: dict[str, Annotated[int, Field(ge=5, le=MAX_VISIT_MIN)]] = Field(default_factory=dict)
    """Place or experience id -> minutes to spend there, instead of the usual ones; an experience goes before its
    place."""
    lodging: Literal["choose"] | str | tuple[str, ...] = "choose"
    """``choose``, one id for all nights, or a list with an id or ``choose`` per night."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Za-z0-9]+)*$")] = "en"

    @field_validator("day_start", "day_end")
    @classmethod
    def _is_clock(cls, value: str) -> str:
        parse_clock(value)
        return value

    @field_validator("day_starts")
    @classmethod
    def _are_clocks(cls, value: dict[int, str]) -> dict[int, str]:
        for text in value.values():
            parse_clock(text)
        return value

    @model_validator(mode="after")
    def _is_consistent(self) -> TripRequest:
        if self.day_end_min <= self.day_start_min:
            msg = f"day_end {self.day_end} must be later than day_start {self.day_start}"
            raise ValueError(msg)
        if (date.max - self.start_date).days < self.days:
            msg = f"{self.days} days from {self.start_date.isoformat()} end after the last date there is"
            raise ValueError(msg)
        if isinstance(self.lodging, tuple) and len(self.lodging) != self.days - 1:
            msg = f"lodging lists {len(self.lodging)} nights, but {self.days} days have {self.days - 1}"
            raise ValueError(msg)
        nights = self.lodging if isinstance(self.lodging, tuple) else (self.lodging,)
        pinned = [pin.place for pin in self.pins]
        for field, wanted in (("must_visit", self.must_visit), ("pins", pinned), ("lodging", nights)):
            if both := sorted(set(wanted) & set(self.exclude)):
                msg = f"{both[0]} is in {field} and in exclude"
                raise ValueError(msg)
        for day, text in self.day_starts.items():
            if not 1 <= day <= self.days:
                msg = f"day_starts names day {day}, but the trip has {self.days} days"
                raise ValueError(msg)
            if parse_clock(text) >= self.day_end_min:
                msg = f"day {day} starts at {text}, not before day_end {self.day_end}"
                raise ValueError(msg)
        pin_of: dict[str, Pin] = {}
        for pin in self.pins:
            if pin_of.setdefault(pin.place, pin) != pin:
                msg = f"{pin.place} is pinned twice, to different days or hours"
                raise ValueError(msg)
            if pin.day > self.days:
                msg = f"pin of {pin.place} on day {pin.day}, but the trip has {self.days} days"
                raise ValueError(msg)
        return self

    @property
    def day_start_min(self) -> int:
        """Start of each day, minutes after midnight."""
        return parse_clock(self.day_start)

    def get_day_start_min(self, day: int) -> int:
        """Start of a day counted from 0, minutes after midnight."""
        text = self.day_starts.get(day + 1)
        return self.day_start_min if text is None else parse_clock(text)

    @property
    def day_end_min(self) -> int:
        """End of each day, minutes after midnight."""
        return parse_clock(self.day_end)

    @property
    def end_or_start(self) -> str:
        """Gateway where the trip ends."""
        return self.end if self.end is not None else self.start

    @property
    def dates(self) -> tuple[date, ...]:
        """The dates of the trip, one per day."""
        return tuple(self.start_date + timedelta(days=d) for d in range(self.days))
