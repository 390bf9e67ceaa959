"""Public holidays and festivals in the reader's language, whatever language a plan holds their names in.

A plan keeps the names as the calendar gave them to whoever asked first: public holidays in the English or Vietnamese of
the `holidays` package, festivals in that of the tables.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from planner.model.catalogue import Catalogue
from planner.present.languages import Messages

HOLIDAYS: Final[dict[str, str]] = {
    "New Year's Day": "new_year",
    "Tết Dương lịch": "new_year",
    "29 of Lunar New Year": "tet_29",
    "29 Tết": "tet_29",
    "Lunar New Year's Eve": "tet_eve",
    "Giao thừa Tết Nguyên Đán": "tet_eve",
    "Lunar New Year": "tet_1",
    "Tết Nguyên Đán": "tet_1",
    "Second Day of Lunar New Year": "tet_2",
    "Mùng hai Tết Nguyên Đán": "tet_2",
    "Third Day of Lunar New Year": "tet_3",
    "Mùng ba Tết Nguyên Đán": "tet_3",
    "Fourth Day of Lunar New Year": "tet_4",
    "Mùng bốn Tết Nguyên Đán": "tet_4",
    "Fifth Day of Lunar New Year": "tet_5",
    "Mùng năm Tết Nguyên Đán": "tet_5",
    "Hung Kings' Commemoration Day": "hung_kings",
    "Ngày Giỗ Tổ Hùng Vương": "hung_kings",
    "Liberation Day/Reunification Day": "reunification",
    "Ngày Chiến thắng": "reunification",
    "International Labor Day": "labour",
    "Ngày Quốc tế Lao động": "labour",
    "National Day": "national",
    "Quốc khánh": "national",
    "Vietnam Cultural Day": "culture",
    "Ngày Văn hóa Việt Nam": "culture",
}
"""Name of a public holiday as the `holidays` package knows it -> member of the family of its label."""

_OBSERVED: Final = re.compile(r"(.+) \((?:observed|nghỉ bù)\)")
_DAY_OFF: Final = (
    (re.compile(r"Day off \(substituted from (.+)\)"), "%m/%d/%Y"),
    (re.compile(r"Ngày nghỉ \(thay cho ngày (.+)\)"), "%d/%m/%Y"),
)


def say_occasions(names: Iterable[str], say: Messages, catalogue: Catalogue) -> list[str]:
    """Return holidays and festivals in words; a name that is not known stays as it is."""
    festivals = {name: one for one in catalogue.festivals.values() for name in (one.name_en, one.name_vi)}
    told = (festivals[name].name(say.code) if name in festivals else _say_holiday(name, say) for name in names)
    return list(dict.fromkeys(told))


def _say_holiday(name: str, say: Messages) -> str:
    if (key := HOLIDAYS.get(name)) is not None:
        return say(f"holiday.{key}")
    if found := _OBSERVED.fullmatch(name):
        return say("holiday.observed", name=_say_holiday(found[1], say))
    for pattern, order in _DAY_OFF:
        if found := pattern.fullmatch(name):
            return say("holiday.day_off", date=say.date(dt.datetime.strptime(found[1], order).date()))
    return name
