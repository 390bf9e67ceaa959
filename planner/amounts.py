"""Amounts of dong and dates as people write them in Viet Nam and elsewhere."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

_WHOLE: Final = re.compile(r"[0-9]{1,15}")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?P<mark>[.,'’ ])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
_NO_DONG: Final = re.compile(r"[.,]0{1,2}$")
"""Decimals of an amount that is whole all the same, as spreadsheets write them."""
_SHORT: Final = re.compile(r"(?P<number>[0-9]{1,6}(?:[.,][0-9]{1,3})?) ?(?P<word>k|nghìn|ngàn|tr|triệu)")
_THOUSANDS: Final = {"k": 1_000, "nghìn": 1_000, "ngàn": 1_000, "tr": 1_000_000, "triệu": 1_000_000}
_CURRENCY: Final = re.compile(r"(?:vnd|vnđ|đồng|đ|₫)$|^(?:vnd|vnđ|₫)")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")


def parse_vnd(text: str) -> int:
    """Return whole dong of a text; both full stops and commas may part thousands.

    ``1.5`` or ``1,25`` alone is refused: nobody can tell whether dong or millions are meant.

    Raises
    ------
    ValueError
        When the text is not one amount of whole dong.

    Examples
    --------
    >>> [parse_vnd(text) for text in ("1.200.000 ₫", "1,200,000", "350k", "1,5 triệu", "90000.00")]
    [1200000, 1200000, 350000, 1500000, 90000]
    """
    plain = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    plain = _CURRENCY.sub("", plain).strip()
    if short := _SHORT.fullmatch(plain):
        return _parse_short(short["number"], short["word"])
    whole = _NO_DONG.sub("", plain)
    if plain[len(whole) :][:1] in whole:  # 1.800.00 lacks a digit rather than that it has decimals
        whole = plain
    for candidate in (plain, whole):
        if _WHOLE.fullmatch(candidate) or _GROUPED.fullmatch(candidate):
            return int(re.sub(r"[^0-9]", "", candidate))
    msg = f"{text!r} is not an amount of dong"
    raise ValueError(msg)


def _parse_short(number: str, word: str) -> int:
    """Return an amount such as 1,5 triệu: before a word, a mark parts decimals."""
    whole, _, decimals = number.replace(",", ".").partition(".")
    amount = int(whole + decimals) * _THOUSANDS[word]
    divisor: int = 10 ** len(decimals)
    vnd, rest = divmod(amount, divisor)
    if rest:
        msg = f"{number} {word} is not an amount of whole dong"
        raise ValueError(msg)
    return vnd


def parse_day(text: str) -> date:
    """Return the date of ``2027-03-12`` or ``12/3/2027``; the day stands before the month, as in Viet Nam.

    Raises
    ------
    ValueError
        When the text is no date.
    """
    plain = text.strip()
    if iso := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in iso.groups())
    elif day_first := _DAY_FIRST.fullmatch(plain):
        day, month, year = int(day_first[1]), int(day_first[3]), int(day_first[4])
    else:
        msg = f"{text!r} is not a date"
        raise ValueError(msg)
    return date(year, month, day)
