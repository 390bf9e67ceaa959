"""What an operator needs to write a table of requests: a template with remarks, names with their ids; no Streamlit."""

from __future__ import annotations

from functools import cache
from typing import Final

from planner.model.travel import Vehicle
from planner.plan.batch import BATCH_COLUMNS, REMARK
from planner.present.words import Words
from planner.publish.spreadsheet import render_csv
from ui import resources

Name = tuple[str, str, str, str]
"""Name, id, columns that it stands in, province."""

_ROWS: Final[tuple[dict[str, str], ...]] = (
    {
        "name": "craft-villages", "start": "gw-hanoi-old-quarter", "end": "gw-noi-bai", "start_date": "2027-03-12",
        "days": "2", "party.adults": "14", "vehicle": "van16", "pace": "balanced",
        "interests": "ceramics:3;painting:2", "must_visit": "cv-bat-trang-pottery-village", "home_market": "JP",
        "language": "ja",
    },
    {
        "name": "family-day", "start": "gw-hanoi-old-quarter", "start_date": "2027-03-20", "days": "1",
        "party.adults": "2", "party.children": "2", "vehicle": "car7", "pace": "relaxed",
        "interests": "workshop:2;food:1", "budget_vnd_per_person": "1.500.000", "home_market": "VN", "language": "vi",
    },
    {
        "name": "early-market", "start": "gw-can-tho", "start_date": "2027-02-20", "days": "2", "party.adults": "4",
        "vehicle": "car7", "interests": "floating_market:3;food:2", "day_starts": "2=05:30", "home_market": "KR",
        "language": "ko",
    },
    {
        "name": "set-hour", "start": "gw-hanoi-old-quarter", "start_date": "2027-04-09", "days": "1",
        "party.adults": "8", "vehicle": "van16", "interests": "silk:3;shopping:1",
        "pins": "cv-van-phuc-silk-village@1@09:00", "visit_minutes": "cv-van-phuc-silk-village=90",
        "home_market": "FR", "language": "fr",
    },
)  # fmt: skip
"""Requests of the template by ids, which stand there by their names."""


def build_template(words: Words) -> bytes:
    """Return a table to begin with: every column, what it is for, and rows to change, in the reader's language."""
    remarks = [tell_column(column, words) for column in BATCH_COLUMNS]
    remarks[0] = f"{REMARK} {remarks[0]}"
    rows = [[tell_cell(column, row.get(column, ""), words) for column in BATCH_COLUMNS] for row in _ROWS]
    return render_csv(BATCH_COLUMNS, [remarks, *rows])


def tell_column(column: str, words: Words) -> str:
    """Return what a column is for and what may stand there."""
    return words.messages(f"batch.col_{column.replace('.', '_')}")


def find_example(column: str, words: Words) -> str:
    """Return a cell of the template; empty where none of its rows has one."""
    return next((tell_cell(column, row[column], words) for row in _ROWS if column in row), "")


def tell_cell(column: str, text: str, words: Words) -> str:
    """Return a cell with names in place of ids."""
    if not text:
        return ""
    match column:
        case "start" | "end" | "must_visit":
            return words.name(text)
        case "vehicle" | "pace":
            return words.messages(f"{column}.{text}")
        case "home_market":
            return words.messages.country(text)
        case "interests":
            pairs = (part.split(":") for part in text.split(";"))
            return ";".join(f"{words.word(word)}:{weight}" for word, weight in pairs)
        case "pins" | "visit_minutes":
            mark = "@" if column == "pins" else "="
            place_id, _, rest = text.partition(mark)
            return f"{words.name(place_id)}{mark}{rest}"
    return text


@cache
def list_names(language: str) -> tuple[Name, ...]:
    """Return everything that a table may name, by what may be written for it."""
    words = resources.get_words(language)
    catalogue = words.catalogue
    rows: list[Name] = [
        (words.name(one.id), one.id, "start, end, lodging", one.province) for one in catalogue.gateways.values()
    ]
    rows += [(words.messages(f"vehicle.{one.value}"), one.value, "vehicle", "") for one in Vehicle]
    rows += [(words.word(word), word, "interests", "") for word in resources.list_interest_words(language)]
    places = "must_visit, nice_to_visit, exclude, pins, visit_minutes"
    rows += [(words.name(one.id), one.id, places, one.province) for one in catalogue.places.values()]
    rows += [(words.name(one.id), one.id, f"lodging, {places}", one.province) for one in catalogue.lodgings.values()]
    return tuple(rows)


def pack_names(language: str) -> bytes:
    """Return `list_names` as a table for a spreadsheet."""
    say = resources.get_words(language).messages
    header = tuple(say(f"studio.batch_{head}") for head in NAME_HEADS)
    return render_csv(header, list_names(language))


NAME_HEADS: Final = ("name", "id", "stands_in", "province")
"""Heads of `list_names`, as keys of the texts of the studio."""
