"""A request with an edited order and its nights, and a basket, as two short tokens in the address bar."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from planner.catalogue.calendar import FIRST_DATE, LAST_DATE
from planner.model.basket import Traveller, Wishes
from planner.model.request import MAX_LUGGAGE_KG, MAX_VND, TripRequest
from planner.plan import StopKey, build_request
from planner.plan.basket import MAX_DAYS_UNTIL_HOME, MAX_PEOPLE

MAX_BYTES = 200_000
"""A token that unpacks to more than this is not one of ours."""

BASKET = "basket"
"""Name of the query parameter that carries the basket."""
MAX_PARTY = 500
MAX_PACKS = 1000
MAX_GIFTS = 12
"""Most lines of a gift list."""

Orders = tuple[tuple[StopKey, ...], ...]
Nights = tuple[str, ...]
"""Place id of each night."""
Packs = Mapping[tuple[str, str], int]
"""(article key, place id) -> packs."""


class BadLinkError(ValueError):
    """The token cannot be read: cut off, tampered with, or of another version."""


class SavedTrip(NamedTuple):
    """What a link says of a trip."""

    request: TripRequest
    orders: Orders | None
    """Visits of each day, where they are not what the request alone gives."""
    nights: Nights | None
    """Where each night is spent, with `orders`; None in links that do not say it."""
    is_settled: bool = False
    """Whether `orders` are a plan's own, which waits for no planning around changes."""


def write_token(
    request: TripRequest, orders: Orders | None = None, nights: Nights | None = None, *, is_settled: bool = False
) -> str:
    """Return the token of a request; with `orders` and `nights`, of a plan that its request alone would not give."""
    payload: dict[str, Any] = {"request": request.model_dump(mode="json", exclude_defaults=True)}
    if orders is not None:
        payload["orders"] = orders
    if nights is not None:
        payload["nights"] = nights
    if is_settled:
        payload["settled"] = True
    return _pack(payload)


def read_token(token: str) -> SavedTrip:
    """Return what a token says.

    Raises
    ------
    BadLinkError
        When the token was not written by `write_token`, or asks for what is no request.
    """
    try:
        payload = _unpack(token)
        request = build_request(payload["request"], where="link")
        orders, nights = payload.get("orders"), payload.get("nights")
        return SavedTrip(
            request,
            None if orders is None else _read_orders(orders, request.days),
            None if nights is None else _read_nights(nights, request.days),
            payload.get("settled") is True,
        )
    except _UNREADABLE as error:
        raise BadLinkError(str(error)) from error


@dataclass(frozen=True)
class SavedBasket:
    """What a link says of a basket."""

    home: str | None
    traveller: dict[str, Any]
    """Fields of a `Traveller`; which market they mean follows from `home`."""
    wishes: Wishes
    packs: Packs | None
    """Packs as they stood; None = as they are suggested."""
    paid: Packs
    """What was noted as paid, in VND."""


def write_basket(
    home: str | None, traveller: Traveller, wishes: Wishes, packs: Packs | None, paid: Packs | None = None
) -> str:
    """Return the token of a basket; with `packs`, what is bought where after changes by hand, and what was paid."""
    fields = asdict(traveller)
    payload: dict[str, Any] = {
        "home": home,
        "traveller": {name: fields[name] for name in _TRAVELLER},
        "wishes": asdict(wishes),
    }
    if packs is not None:
        payload["packs"] = _list_rows(packs)
    if paid:
        payload["paid"] = _list_rows(paid)
    return _pack(payload)


def read_basket(token: str) -> SavedBasket:
    """Return the basket of a token.

    Raises
    ------
    BadLinkError
        When the token was not written by `write_basket`.
    """
    try:
        payload = _unpack(token)
        home = payload["home"]
        fields = {name: _TRAVELLER[name].validate_python(payload["traveller"][name]) for name in _TRAVELLER}
        wishes = _WISHES.validate_python(payload["wishes"])
        packs = payload.get("packs")
        saved = None if packs is None else _read_rows(packs)
        paid = _read_rows(payload.get("paid", ()))
        _check_bounds(fields, wishes, saved or {}, paid)
        return SavedBasket(None if home is None else str(home), fields, wishes, saved, paid)
    except _UNREADABLE as error:
        raise BadLinkError(str(error)) from error


def _check_bounds(traveller: Mapping[str, Any], wishes: Wishes, packs: Packs, paid: Packs) -> None:
    """Refuse what no widget of the basket could have written, and none could show."""
    packs_by_hand = (*packs.values(), *(fixed[2] for fixed in wishes.fixed))
    bounds: tuple[tuple[str, Iterable[float | dt.date | None], Any, Any], ...] = (
        ("packs", packs_by_hand, 0, MAX_PACKS),
        ("a price", paid.values(), 0, MAX_VND),
        ("a budget", (wishes.budget_vnd,), 0, MAX_VND),
        ("a gift list", (len(wishes.gifts),), 0, MAX_GIFTS),
        ("people to give to", (gift.people for gift in wishes.gifts), 1, MAX_PEOPLE),
        ("adults", (traveller["adults"],), 1, MAX_PARTY),
        ("children", (traveller["children"],), 0, MAX_PARTY - traveller["adults"]),
        ("days until home", (traveller["days_until_home"],), 0, MAX_DAYS_UNTIL_HOME),
        ("a weight", (traveller["cabin_kg"], traveller["hold_kg"]), 0, MAX_LUGGAGE_KG),
        ("a date", (traveller["leaves_on"],), FIRST_DATE, LAST_DATE),
    )
    for what, values, least, most in bounds:
        if not all(value is None or least <= value <= most for value in values):
            msg = f"{what} beyond reason"
            raise BadLinkError(msg)


def _list_rows(counts: Packs) -> list[list[str | int]]:
    return [[key, place_id, count] for (key, place_id), count in counts.items()]


def _read_rows(rows: Any) -> dict[tuple[str, str], int]:
    return {(str(key), str(place_id)): int(count) for key, place_id, count in rows}


_UNREADABLE = (
    binascii.Error, zlib.error, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip
_TRAVELLER: dict[str, TypeAdapter[Any]] = {
    "adults": TypeAdapter(int),
    "children": TypeAdapter(int),
    "leaves_on": TypeAdapter(dt.date),
    "leaves_from": TypeAdapter(str | None),
    "days_until_home": TypeAdapter(int),
    "cabin_kg": TypeAdapter(float | None),
    "hold_kg": TypeAdapter(float | None),
}
_WISHES: TypeAdapter[Wishes] = TypeAdapter(Wishes)


def _pack(payload: dict[str, Any]) -> str:
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def _unpack(token: str) -> dict[str, Any]:
    packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(packed, MAX_BYTES)
    if not unpacker.eof:
        msg = "longer than any request"
        raise BadLinkError(msg)
    payload: dict[str, Any] = json.loads(text)
    return payload


def _read_orders(value: Any, days: int) -> Orders:
    orders = tuple(tuple((str(place), None if what is None else str(what)) for place, what in day) for day in value)
    if len(orders) != days:
        msg = f"{len(orders)} orders for {days} days"
        raise BadLinkError(msg)
    return orders


def _read_nights(value: Any, days: int) -> Nights:
    nights = tuple(str(place) for place in value)
    if isinstance(value, str) or len(nights) != days - 1:
        msg = f"{len(nights)} nights for {days} days"
        raise BadLinkError(msg)
    return nights
