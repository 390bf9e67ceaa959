import ast
import datetime as dt
import string
from pathlib import Path

import pytest

from planner.model.catalogue import Catalogue
from planner.model.market import STATUS_TO_VERDICT, Verdict
from planner.model.request import Pace, Punctuality
from planner.model.travel import Quality, Vehicle
from planner.plan import list_interests
from planner.present import codes
from planner.present.languages import (
    LANGUAGES,
    LANGUAGES_DIR,
    MissingMessageError,
    choose_language,
    load_messages,
)
from planner.publish import PUBLISHERS
from planner.publish.declaration import GROUPS
from planner.settings import load_settings

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [ROOT / "app.py", *(ROOT / "ui").glob("*.py"), *(ROOT / "planner" / "present").glob("*.py")]
SOURCES += (ROOT / "planner" / "publish").glob("*.py")
SPEAKERS = ("say", "words.messages", "self.messages", "self")
COLUMNS = (
    "article", "packs", "weight", "packing", "hs", "value", "limit", "used", "state", "basis", "where", "planned",
    "paid", "invoice",
)  # fmt: skip
INTEREST_FAMILIES = ("category", "kind", "subkind", "group")


def list_family_keys(catalogue: Catalogue) -> set[str]:
    """Every key that is put together from a family and a value."""
    values: dict[str, set[str]] = {
        "reason": {*codes.REASON_CODES, "other"},
        "goods": set(codes.GOODS),
        "part": set(codes.PRIZE_PARTS),
        "pace": {p.value for p in Pace},
        "punctuality": {p.value for p in Punctuality},
        "vehicle": {v.value for v in Vehicle},
        "effort": {"1", "2", "3"},
        "verdict": {*(v.value for v in Verdict), "ok_unsure", "limit_unsure"},
        "status": set(STATUS_TO_VERDICT),
        "confidence": {"high", "medium", "low"},
        "quality": {q.value for q in Quality},
        "mode": {"ferry", "walk"},
        "content": {"meat", "milk", "egg"},
        "scope": {"together", "each"},
        "carry": {category for _, category in catalogue.carry_home},
        "hazard": {h for score in catalogue.season_scores.values() for h in score.hazards},
        "stars": {"certified", "expires_this_year", "check_renewal", "no_year", "nominated", "unknown", "typical"},
        "availability": {"made_here_ask", "may_be_found", "typical_of_place"},
        "stage": {"prepare", "places", "search", "diagnose", "write", "certify"},
        "cost": {"visits", "lodging", "meals"},
        "form": {"love", "like", "enjoy", "must", "nice", "exclude"},
        "hours": {"sourced", "typical", "unknown"},
        "row": {"ride", "ferry", "walk"},
        "edit": {"undo", "redo"}
        | {f"{verb}{tail}" for verb in ("up", "down", "lock", "unlock", "exclude") for tail in ("", "_help")},
        "error": {"R014", "R015", "R016", "R017"},
        "sample": {path.name[:2] for path in (ROOT / "examples").glob("*.json")},
        "out": set(PUBLISHERS),
        "column": set(COLUMNS),
        "customs": {f"{group}{tail}" for group in GROUPS for tail in ("", "_help")},
        "invoice": {"yes", "no", "ask"},
        "title": set(codes.TITLES.values()),
        "alternative": {"balanced", *load_settings().alternatives.profiles},
    }
    return {f"{family}.{value}" for family, members in values.items() for value in members}


def list_strings() -> set[str]:
    """Every string constant of the code that shows something."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def list_asked() -> set[str]:
    """Every constant key that messages are called with."""
    asked = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "say",
                "words.messages",
                "self.messages",
                "self",
            ):
                asked |= (
                    {c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant)} if node.args else set()
                )
    return {key for key in asked if isinstance(key, str) and key.count(".") == 1 and not key.endswith(".")}


def list_fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_key_is_missing(code: str, catalogue: Catalogue) -> None:
    messages = load_messages(code)
    assert list_asked() - messages.keys == set()
    assert list_family_keys(catalogue) - messages.keys == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_key_is_unused(code: str, catalogue: Catalogue) -> None:
    interest_words = {word for words in list_interests(catalogue).values() for word in words}
    interests = {f"{family}.{word}" for family in INTEREST_FAMILIES for word in interest_words}
    violations = {key for key in load_messages(code).keys if key.startswith("violation.")}
    used = list_strings() | list_family_keys(catalogue) | interests | violations
    assert load_messages(code).keys - used == set()


def test_all_languages_have_the_same_keys_and_placeholders() -> None:
    english = load_messages("en")
    for code in LANGUAGES[1:]:
        other = load_messages(code)
        assert other.keys == english.keys
        for key in english.keys:
            if key not in ("reason.why_stars",):
                mine, theirs = english(key, count=2, **Echo()), other(key, count=2, **Echo())
                assert list_fields(mine) == list_fields(theirs), key


class Echo(dict):
    """Values that leave each placeholder as it is written."""

    def keys(self):
        return ["stars", "name", "minutes", "km", "vnd", "place", "hours", "date", "text", "number", "word", "points"]

    def __getitem__(self, key):
        return "{" + key + "}"


def test_every_interest_word_has_a_label(catalogue: Catalogue) -> None:
    for code in LANGUAGES:
        messages = load_messages(code)
        for kind, words in list_interests(catalogue).items():
            for word in words:
                labels = [messages.find(f"{family}.{word}") for family in INTEREST_FAMILIES]
                assert any(labels) or word in catalogue.product_types, (kind, word)


def test_every_text_is_filled_and_nfc() -> None:
    import unicodedata

    for code in LANGUAGES:
        text = "".join(path.read_text(encoding="utf-8") for path in sorted((LANGUAGES_DIR / code).glob("*.po")))
        assert unicodedata.is_normalized("NFC", text)
        messages = load_messages(code)
        assert all(messages(key).strip() for key in messages.keys)


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(MissingMessageError):
        load_messages("en")("no.such_key")
    with pytest.raises(MissingMessageError):
        load_messages("en")("no.such_key", count=2)


def test_a_placeholder_without_value_shows_a_gap() -> None:
    assert load_messages("en")("unit.km") == "? km"


@pytest.mark.parametrize(
    ("wish", "language"), [("vi-VN", "vi"), ("vi_VN", "vi"), ("ja", "en"), ("", "en"), (None, "en"), ("EN", "en")]
)
def test_language_of_a_wish(wish: str | None, language: str) -> None:
    assert choose_language(wish) == language


def test_numbers_follow_the_language() -> None:
    english, vietnamese = load_messages("en"), load_messages("vi")
    assert english.money(6_000_000) == "₫6,000,000"
    assert vietnamese.money(6_000_000).replace("\xa0", " ") == "6.000.000 ₫"
    assert english.span(80) == "1 h 20 min"
    assert english.span(120) == "2 h"
    assert vietnamese.span(45) == "45 phút"
    assert english.km(1.26) == "1.3 km"
    assert english.km(31.4) == "31 km"
    assert english.date(dt.date(2027, 3, 12)) == "Fri, 12 Mar 2027"
    assert vietnamese.date(dt.date(2027, 3, 12)) == "Thứ Sáu, 12/3/2027"
    assert vietnamese.month(3) == "Tháng 3"
    assert vietnamese.country("JP") == "Nhật Bản"


def test_plurals() -> None:
    assert load_messages("en")("unit.days", count=1) == "1 day"
    assert load_messages("en")("unit.days", count=3) == "3 days"
    assert load_messages("vi")("unit.days", count=3) == "3 ngày"
