"""What the traveller notes of purchases. Notes change nothing of the plan: they are for the purchase record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import process

from planner.errors import RequestError, UnknownIdError
from planner.model.basket import Basket, BasketLine, Noted
from planner.model.request import MAX_VND


def note_price(basket: Basket, article_id: str, vnd: int | None, *, place_id: str | None = None) -> Basket:
    """Return the basket with the price that was paid for all packs of an article, or without it.

    Anything else that is noted of the purchase (packs, day, invoice) stays. Where nothing is noted yet, the packs
    are those of the basket.

    Parameters
    ----------
    article_id
        Key of an article in the basket: the id of a product, or of the kind of a typical good.
    vnd
        For all packs together; 0 = it was given. None takes the price back.
    place_id
        Where it was bought; needed for an article that is bought at several stops alone.

    Raises
    ------
    UnknownIdError
        ``G122`` when the article is not in the basket, or not from this place.
    RequestError
        ``G122`` when it is bought at several stops and none is named, ``G123`` for a price below 0 or beyond measure.
    """
    if vnd is not None and not 0 <= vnd <= MAX_VND:
        message = f"{vnd} VND paid for {article_id[:60]}"
        raise RequestError("G123", message, remedy=f"name 0 to {MAX_VND} VND", where="paid")
    line = _find_line(basket, article_id, place_id)
    place = (article_id, line.offer.place_id)
    old = [one for one in basket.noted if (one.key, one.place_id) == place]
    planned = Noted(key=article_id, place_id=line.offer.place_id, quantity=line.quantity)
    note = replace(old[-1] if old else planned, paid_vnd=vnd)
    others = tuple(one for one in basket.noted if (one.key, one.place_id) != place)
    return replace(basket, noted=others if note == planned else (*others, note))


def keep_notes(before: Basket | None, after: Basket) -> Basket:
    """Return a basket with what was noted of the one before: what was paid stays paid, whatever is proposed now."""
    return after if before is None else replace(after, noted=before.noted)


def list_paid(basket: Basket) -> dict[tuple[str, str], int]:
    """Return the prices noted, by article and place, the last word counting."""
    return {(one.key, one.place_id): one.paid_vnd for one in basket.noted if one.paid_vnd is not None}


def _find_line(basket: Basket, article_id: str, place_id: str | None) -> BasketLine:
    bought = [line for line in basket.lines if line.quantity > 0]
    own = [line for line in bought if line.offer.article.key == article_id]
    found = [line for line in own if place_id is None or line.offer.place_id == place_id]
    if not bought:
        raise RequestError("G122", "nothing is in the basket", remedy="plan a basket first", where="paid")
    if not own:
        keys = dict.fromkeys(line.offer.article.key for line in bought)
        raise _refuse(f"{article_id[:60]} is not in the basket", article_id, list(keys))
    places = [line.offer.place_id for line in own]
    if not found:
        raise _refuse(f"{article_id} is not bought at {str(place_id)[:60]}", str(place_id), places)
    if len(found) > 1:
        message = f"{article_id} is bought at several stops"
        raise RequestError("G122", message, remedy=f"name one of the places {', '.join(places)}", where="paid")
    return found[0]


def _refuse(message: str, asked: str, known: Sequence[str]) -> UnknownIdError:
    nearest = tuple(key for key, _, _ in process.extract(asked, known, limit=3))
    return UnknownIdError("G122", message, nearest=nearest, where="paid")
