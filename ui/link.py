"""A request, and an edited order, as one short token in the address bar."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

from planner.model.request import TripRequest
from planner.plan import StopKey, build_request

MAX_BYTES = 200_000
"""A token that unpacks to more than this is not one of ours."""

Orders = tuple[tuple[StopKey, ...], ...]


class BadLinkError(ValueError):
    """The token cannot be read: cut off, tampered with, or of another version."""


def write_token(request: TripRequest, orders: Orders | None = None) -> str:
    """Return the token of a request; with `orders`, the visits of each day in an edited order."""
    payload: dict[str, Any] = {"request": request.model_dump(mode="json", exclude_defaults=True)}
    if orders is not None:
        payload["orders"] = orders
    packed = zlib.compress(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_token(token: str) -> tuple[TripRequest, Orders | None]:
    """Return the request and the edited order of a token.

    Raises
    ------
    BadLinkError
        When the token was not written by `write_token`, or asks for what is no request.
    """
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, MAX_BYTES)
        if not unpacker.eof:
            msg = "longer than any request"
            raise BadLinkError(msg)
        payload = json.loads(text)
        request = build_request(payload["request"], where="link")
        orders = payload.get("orders")
        return request, None if orders is None else _read_orders(orders, request.days)
    except (binascii.Error, zlib.error, UnicodeDecodeError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadLinkError(str(error)) from error


def _read_orders(value: Any, days: int) -> Orders:
    orders = tuple(tuple((str(place), None if what is None else str(what)) for place, what in day) for day in value)
    if len(orders) != days:
        msg = f"{len(orders)} orders for {days} days"
        raise BadLinkError(msg)
    return orders
