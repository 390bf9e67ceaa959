"""Places of the catalogue and what can be done there. Facts only, as the tables state them."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.travel import GeoPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What places, lodgings and gateways share: one id space, one point, one province."""

    id: str
    kind: str
    """Place: craft_village, ocop_producer, ocop_outlet, tourist_site, market. Lodging and gateway: their kinds."""
    name_vi: str
    name_en: str | None
    lon_deg: float
    lat_deg: float
    coord_uncertainty_km: float
    province: str
    """One of the 34 provinces of 1 July 2025."""
    old_province: str
    """One of the 63 provinces before; season and region follow it."""
    region: str | None = None
    commune: str | None = None
    old_district: str | None = None
    old_commune: str | None = None
    is_routable: bool = True
    """False where the point is too uncertain to be a stop (10 km or more, or sources disagree)."""
    unroutable_reason: str | None = None
    sources: tuple[str, ...] = ()
    confidence: str = "low"
    notes: str | None = None

    def name(self, language: str) -> str:
        """Return the English name for ``en`` where there is one, else the Vietnamese: it stays in other languages."""
        return self.name_en if language == "en" and self.name_en is not None else self.name_vi

    @property
    def point(self) -> GeoPoint:
        """The point to ask a travel time source about."""
        return GeoPoint(self.id, self.lon_deg, self.lat_deg, self.coord_uncertainty_km)

    @property
    def is_approximate(self) -> bool:
        """Whether the point is known to 2 km or worse only: say "approximate" wherever it is shown."""
        return self.coord_uncertainty_km >= 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Located):
    """A craft village, OCOP producer or outlet, tourist site or market."""

    category: str
    coordinate_source: str
    point_kind: str
    """``site``, or ``access`` where the point is the pier or gate from which the sight is reached."""
    commune_lon_deg: float | None = None
    commune_lat_deg: float | None = None
    visit_minutes: int
    opening_hours: str | None = None
    """OSM opening_hours, None = unknown."""
    ticket_vnd: int | None = None
    ticket_sources: tuple[str, ...] = ()
    makes_or_sells: str | None = None
    recognition: str | None = None
    status_note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodging(Located):
    """A homestay village or named homestay where a night can be spent."""

    ethnic_group: str | None = None
    capacity_per_house: int | None = None
    price_vnd_pp: int | None = None
    price_source: str | None = None
    recognition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway(Located):
    """Where a trip may begin or end. Kind ``tour_base`` is a town centre, where hotels exist."""

    iata: str | None = None
    icao: str | None = None
    season_region: str
    has_vat_refund: bool
    """True = on the list of nine refund points; False means "not on that list", not "refused"."""
    vat_refund_source: str | None = None
    can_start: bool = True
    can_end: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """Something done at a place or lodging. A `minutes_*` span is the service time."""

    id: str
    place_id: str
    name_en: str
    name_vi: str
    kind: str
    subkind: str | None
    minutes_typical: int
    minutes_min: int
    price_low_vnd: int
    price_high_vnd: int
    price_basis: str
    """estimate, free, or ticket_from_places_csv (then it *is* the place's ticket: count once)."""
    best_months: frozenset[int]
    opening_hours: str
    opening_hours_basis: str
    """typical (plausible working day, show grey), places.csv, source, known_from_memory."""
    market_days: str | None = None
    lunar_days: str | None = None
    booking_needed: str = "unknown"
    """yes, no, unknown; unknown means "ask before you come"."""
    is_family_friendly: bool = True
    physical_effort: int = 1
    festival_id: str | None = None
    tier: str = "template"
    """curated wins over template in ranking and on screen; festival exists only on its dates."""
    source: str = ""
    confidence: str = "low"
    notes: str | None = None

    def name(self, language: str) -> str:
        """Return the English name for ``en``, else the Vietnamese: it stays in other languages."""
        return self.name_en if language == "en" else self.name_vi


@dataclass(frozen=True, slots=True, kw_only=True)
class Festival:
    """A festival with lunar, solar or Cham dates; all dates are general knowledge."""

    id: str
    name_vi: str
    name_en: str
    calendar: str
    """lunar, solar or cham."""
    start_month_day: str | None
    end_month_day: str | None
    """``M-D``; ``*-14`` = the 14th of every lunar month; an end before the start crosses the year."""
    old_province: str | None
    province: str | None
    notes: str | None
    source: str
    confidence: str

    def name(self, language: str) -> str:
        """Return the English name for ``en``, else the Vietnamese: it stays in other languages."""
        return self.name_en if language == "en" else self.name_vi


@dataclass(frozen=True, slots=True)
class SeasonScore:
    """How good a month is in a season region: 0.15-1.00, for ranking and warnings, never to forbid."""

    season_region: str
    month: int
    score: float
    hazards: tuple[str, ...]
    reason: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonEvent:
    """A stretch of dates which lessens prizes where its effect applies."""

    id: str
    title: str
    season_regions: tuple[str, ...]
    """Slugs, or ``("*",)`` for all."""
    start_date: str
    end_date: str
    factor: float
    effect: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of 2025: the key is its code, or (province, name); names alone repeat."""

    code: str
    province: str
    name: str
    type: str
    rep_lon_deg: float
    rep_lat_deg: float
