"""Reading a request, and checking it against the catalogue: one error that says what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError
from rapidfuzz import process, utils

from planner.catalogue.calendar import TripCalendar
from planner.errors import RequestError, UnknownIdError
from planner.goods import get_country_code, resolve_market
from planner.model.catalogue import Catalogue
from planner.model.market import is_home_country
from planner.model.place import Gateway, Located
from planner.model.reason import Reason
from planner.model.request import TripRequest
from planner.plan.interests import check_interests
from planner.plan.texts import read_fields


def parse_request(text: str, *, where: str = "request") -> TripRequest:
    """Return the request of JSON or YAML text.

    Raises
    ------
    RequestError
        ``R001`` when the text is neither, ``R002`` when a field is unknown, missing or out of range.
    """
    return build_request(read_fields(text, where=where), where=where)


def build_request(fields: Mapping[str, Any], *, where: str = "request") -> TripRequest:
    """Return the request of named fields; `RequestError` ``R002`` names the first field at fault."""
    try:
        request = TripRequest.model_validate(dict(fields))
        request.model_dump_json()
    except PydanticSerializationError:
        message = "a text holds half a character (a lone surrogate), which no file can keep"
        raise RequestError("R002", message, where=where, remedy="write the text again") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        remedy = "see docs/request.schema.json"
        message = str(first["msg"]).removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            message = f"unknown field {field!r}"
            if near := process.extractOne(field, list(TripRequest.model_fields), score_cutoff=50):
                remedy = f"did you mean {near[0]}?"
        elif first["type"] == "missing":
            message = f"field {field!r} is required"
        elif first["type"] != "value_error":
            message = f"{field}: {message}, got {_show(first['input'])}"
        raise RequestError("R002", message, where=f"{where}:{field or 'request'}", remedy=remedy) from None
    return request


def _show(value: object) -> str:
    """Return a value as an error may quote it: never the whole of a long one."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "a list"
    return repr(str(value)[:60])


@dataclass(frozen=True, slots=True)
class CheckedRequest:
    """A request whose every id and word exists in the catalogue."""

    request: TripRequest
    start: Gateway
    end: Gateway
    market: str | None
    """Market of the carry-home table, a country without rules, or None for no verdicts."""
    must_places: tuple[str, ...]
    must_experiences: tuple[str, ...]
    warnings: tuple[Reason, ...]


def check_request(request: TripRequest, catalogue: Catalogue, calendar: TripCalendar) -> CheckedRequest:
    """Return the request resolved against the catalogue.

    Raises
    ------
    UnknownIdError
        ``R010`` gateway, ``R011`` place or experience, ``R012`` interest, ``G101`` market.
    RequestError
        ``R013`` an experience wanted of a place that is excluded, ``R014`` dates outside the
        calendar, ``R015`` party too large for the vehicle,
        ``R016`` a night where nobody can sleep, ``R017`` a gateway that cannot serve.
    """
    start = _get_gateway(request.start, catalogue, "start")
    end = _get_gateway(request.end_or_start, catalogue, "end")
    check_interests(request.interests, catalogue)
    _check_dates(request, calendar)
    _check_seats(request)
    wanted = (*request.must_visit, *(pin.place for pin in request.pins))
    named = (
        ("must_visit", wanted),
        ("nice_to_visit", request.nice_to_visit),
        ("exclude", request.exclude),
        ("visit_minutes", request.visit_minutes),
    )
    for field, ids in named:
        for one in ids:
            if one not in catalogue.located and one not in catalogue.experiences:
                raise _unknown(one, _nameable(catalogue), "R011", field)
        for one in ids if field == "must_visit" else ():
            experience = catalogue.experiences.get(one)
            if experience is not None and experience.place_id in request.exclude:
                raise RequestError(
                    "R013",
                    f"{one} is wanted, and its place {experience.place_id} is in exclude",
                    where="exclude",
                    remedy="leave one of the two out",
                )
    _check_nights(request, catalogue)
    warnings: list[Reason] = []
    market = None
    if request.home_market is not None and not is_home_country(request.home_market):
        market = resolve_market(request.home_market)
        if market is None:
            # A country without rules keeps its code: every verdict is then "unknown", and says why.
            market = get_country_code(request.home_market)
            warnings.append(Reason(code="warn_market_without_rules", params={"market": market}))
    for gateway in dict.fromkeys((start, end)):
        if gateway.confidence == "low":
            warnings.append(Reason(code="warn_gateway_unconfirmed", params={"place": gateway.id}))
        if gateway.is_approximate:
            warnings.append(
                Reason(code="warn_gateway_uncertain", params={"place": gateway.id, "km": gateway.coord_uncertainty_km})
            )
    experiences = tuple(dict.fromkeys(one for one in wanted if one in catalogue.experiences))
    # Who is there for an experience asked for by name has visited its place.
    seen = {catalogue.experiences[one].place_id for one in experiences}
    places = tuple(dict.fromkeys(one for one in wanted if one in catalogue.located and one not in seen))
    return CheckedRequest(request, start, end, market, places, experiences, tuple(warnings))


def _get_gateway(gateway_id: str, catalogue: Catalogue, field: str) -> Gateway:
    gateway = catalogue.gateways.get(gateway_id)
    if gateway is None:
        raise _unknown(gateway_id, catalogue.gateways.values(), "R010", field)
    if not (gateway.can_start if field == "start" else gateway.can_end):
        raise RequestError("R017", f"{gateway_id} cannot be the {field}", where=field, remedy="choose another gateway")
    return gateway


def _nameable(catalogue: Catalogue) -> Iterable[Located]:
    return catalogue.located.values()


def _unknown(text: str, candidates: Iterable[Located], code: str, field: str) -> UnknownIdError:
    names = {item.id: f"{item.id} {item.name_vi} {item.name_en or ''}" for item in candidates}
    found = process.extract(text, names, processor=utils.default_process, limit=3, score_cutoff=40)
    return UnknownIdError(code, f"unknown id {text!r}", nearest=tuple(key for _, _, key in found), where=field)


def _check_dates(request: TripRequest, calendar: TripCalendar) -> None:
    first, last = calendar.FIRST_DATE, calendar.LAST_DATE
    # Counted from the end of the calendar: later dates than the year 9999 cannot even be written.
    if not (calendar.is_supported(request.start_date) and request.days <= (last - request.start_date).days + 1):
        raise RequestError(
            "R014",
            f"{request.days} days from {request.start_date.isoformat()} are not all within the calendar",
            where="start_date",
            remedy=f"choose dates between {first.isoformat()} and {last.isoformat()}",
        )


def _check_seats(request: TripRequest) -> None:
    seats = request.vehicle.guest_seats
    if seats is not None and request.party.size > seats:
        fitting = [v for v in type(request.vehicle) if v.guest_seats and v.guest_seats >= request.party.size]
        remedy = f"take {fitting[0].value}" if fitting else "split the party over several vehicles"
        raise RequestError(
            "R015",
            f"{request.party.size} travellers do not fit the {seats} guest seats of {request.vehicle.value}",
            where="vehicle",
            remedy=remedy,
        )


def _check_nights(request: TripRequest, catalogue: Catalogue) -> None:
    nights = request.lodging if isinstance(request.lodging, tuple) else (request.lodging,)
    for one in nights:
        if one == "choose":
            continue
        located = catalogue.located.get(one)
        if located is None:
            raise _unknown(one, [*catalogue.lodgings.values(), *catalogue.gateways.values()], "R011", "lodging")
        if one in catalogue.places or not located.is_routable:
            raise RequestError(
                "R016", f"no night can be planned at {one}", where="lodging", remedy="name a lodging or a town gateway"
            )
