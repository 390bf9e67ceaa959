import ast
import datetime as dt
import re
import string
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.pofile import read_po

from planner.catalogue.inventory import measure_knowledge
from planner.model.catalogue import Catalogue
from planner.model.edits import ChangeKind
from planner.model.explore import CarryLevel, HoursState, OcopRole, PointState, SeasonLevel
from planner.model.market import STATUS_TO_VERDICT, Verdict
from planner.model.quote import CostKind, CostSource, RateUnit
from planner.model.request import Pace, Punctuality
from planner.model.travel import Quality, Vehicle
from planner.plan import list_interests
from planner.plan.batch import BATCH_COLUMNS
from planner.plan.explore import FILTERS
from planner.present import codes, goods_codes
from planner.present.explore_map import KINDS
from planner.present.icons import DRAWINGS
from planner.present.languages import (
    LANGUAGES,
    LANGUAGES_DIR,
    NATIVE_NAMES,
    OFFICE_FAMILIES,
    OFFICE_REASONS,
    WHOLE,
    MissingMessageError,
    choose_language,
    load_messages,
)
from planner.present.occasions import HOLIDAYS
from planner.present.profile import Use
from planner.present.titles import TITLES
from planner.present.towns import CITIES
from planner.publish import PUBLISHERS, Group
from planner.publish.declaration import GROUPS
from planner.publish.map_links import APPS, NOTES
from planner.settings import load_settings
from ui.about_page import SECTIONS
from ui.data_trial_view import TOLD_IN_WORDS
from ui.studio_batch_table import NAME_HEADS

ROOT = Path(__file__).resolve().parents[3]
GLOSS_FAMILIES = frozenset({"gloss", "product_type", "city"})
"""Families that only languages outside `WHOLE` have: the tables themselves say it in English and Vietnamese."""
SOURCES = [ROOT / "app.py", *(ROOT / "ui").glob("*.py"), *(ROOT / "planner" / "present").glob("*.py")]
SOURCES += (ROOT / "planner" / "publish").glob("*.py")
SPEAKERS = ("say", "words.messages", "self.messages", "self")
COLUMNS = (
    "article", "packs", "weight", "packing", "hs", "value", "limit", "used", "state", "basis", "where", "planned",
    "paid", "invoice",
)  # fmt: skip
SHEET = (
    "size", "payers", "vehicle", "seats", "vehicles", "vehicle_price", "net", "net_per_head", "sell_per_head", "sell",
    "state", "markup", "free_places", "per_room", "rounding", "guide_seats", "day", "kind", "what", "where", "unit",
    "counted_by", "times", "quantity", "unit_price", "total", "rests_on", "note", "by_person", "by_room", "by_group",
)  # fmt: skip
"""Heads of the cost sheet."""
INTEREST_FAMILIES = ("category", "kind", "subkind", "group")
VISITORS = tuple(code for code in LANGUAGES if code not in WHOLE)
SCRIPTS = {"ko": "HANGUL", "zh": "CJK", "ja": ("CJK", "HIRAGANA", "KATAKANA")}
"""What the letters of a language are called that English has none of."""
SAME_AS_ENGLISH: dict[str, frozenset[str]] = {
    "fr": frozenset({"basket.articles", "basket.budget", "unit.points"}),
}
"""Keys whose text of letters may rightly be the English one."""
ALIKE = frozenset(
    {"unit.h", "unit.h_min", "unit.km", "unit.min", "progress.seconds"}
    | {"link.google", "link.apple", "link.osmand", "link.organic"}
)
"""Keys that are signs of units or names of programs alone, the same in any language."""


def list_family_keys(catalogue: Catalogue) -> set[str]:
    """Every key that is put together from a family and a value."""
    values: dict[str, set[str]] = {
        "reason": {*codes.REASON_CODES, "other"},
        "goods": set(goods_codes.VERDICT_CODES),
        "part": set(codes.PRIZE_PARTS),
        "quote": set(codes.QUOTE_CODES)
        | {f"kind_{one.value}" for one in CostKind}
        | {f"unit_{one.value}" for one in RateUnit}
        | {f"source_{one.value}" for one in CostSource},
        "batch": set(codes.BATCH_CODES) | {f"col_{column.replace('.', '_')}" for column in BATCH_COLUMNS},
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
        "holiday": {*HOLIDAYS.values(), "observed", "day_off"},
        "hazard": {h for score in catalogue.season_scores.values() for h in score.hazards},
        "stars": {"certified", "expires_this_year", "check_renewal", "no_year", "nominated", "unknown", "typical"},
        "availability": {"made_here_ask", "may_be_found", "typical_of_place"},
        "stage": {"prepare", "places", "search", "diagnose", "write", "certify"},
        "cost": {"visits", "lodging", "meals"},
        "form": {"love", "like", "enjoy", "must", "nice", "exclude"},
        "hours": {"sourced", "typical", "unknown"},
        "row": {"ride", "ferry", "walk"},
        "map": {"add_must", "add_nice"},
        "edit": {"undo", "redo"}
        | {f"{verb}{tail}" for verb in ("up", "down", "lock", "unlock", "exclude") for tail in ("", "_help")},
        "error": {"E004", "G114", "R014", "R015", "R016", "R017"},
        "sample": {path.name[:2] for path in (ROOT / "examples").glob("*.json")},
        "out": set(PUBLISHERS),
        "studio": {f"keep_{way}{tail}" for way in ("mine", "theirs", "both") for tail in ("", "_help")}
        | {f"section_{name}" for name in ("stops", "costs", "variants", "files")}
        | {f"letterhead_{name}" for name in ("name", "phone", "email", "address", "licence")}
        | {f"change_{kind}" for kind in get_args(ChangeKind)}
        | {"list_trips", "list_batch", "row", "column", "value", "why", "title", "client", "batch_result"}
        | {"batch_meaning", "batch_example", *(f"batch_{head}" for head in NAME_HEADS)},
        "export": {group.value for group in Group},
        "link": {*APPS, *NOTES},
        "column": set(COLUMNS),
        "customs": {f"{group}{tail}" for group in GROUPS for tail in ("", "_help")},
        "invoice": {"yes", "no", "ask"},
        "title": set(TITLES.values()),
        "flag": {"late", "tight", "way", "day_late", "day_tight"},
        "mend": {"earlier", "later", "other_day", "leave_out", "set_out", "day_end"},
        "swap": {f"{what}_{how}" for what in ("drive", "visit", "money") for how in ("more", "less", "same")},
        "profile": set(Use),
        "data": {f"known_{row.what}" for row in measure_knowledge(catalogue)}
        | {"severity_error", "severity_warning"}
        | {f"refused_{kind}" for kind in ("unknown_table", "twice", "too_large", "unreadable", "unknown_kind")}
        | {f"{what}_{code}" for what in ("problem", "remedy") for code in TOLD_IN_WORDS},
        "method": {key for title, keys in SECTIONS for key in (title, *keys)},
        "sheet": set(SHEET),
        "sign": set(DRAWINGS),
        "explore": list_explore_values(catalogue),
        "alternative": {"balanced", *load_settings().alternatives.profiles},
    }
    return {f"{family}.{value}" for family, members in values.items() for value in members}


def list_explore_values(catalogue: Catalogue) -> set[str]:
    """What stands behind the family of the page *Explore*, put together from filters, states and facts."""
    states = {"hours": HoursState, "season": SeasonLevel, "point": PointState, "carry": CarryLevel}
    values = {f"{name}_{state}" for name, members in states.items() for state in members}
    values |= {f"filter_{name}" for name in FILTERS} | {f"dot_{kind}" for kind in KINDS}
    values |= {f"ocop_{role}" for role in OcopRole}
    values |= {f"certain_{what}" for what in ("hours", "typical", "point", "source", "stars")}
    values |= {f"region_{region.lower().replace(' ', '_')}" for region in catalogue.region_of.values()}
    values |= {f"sure_{place.confidence}" for place in catalogue.places.values()}
    values |= {f"{stem}_{view}" for stem in ("view", "count") for view in ("places", "products")}
    values |= {"is_must", "is_nice", "is_planned", "choose_place", "choose_product", "booking_yes", "booking_unknown"}
    reasons = ("weekly_closing", "not_market_day", "festival_not_on", "public_holiday", "tet", "hours_closed")
    return values | {f"shut_{reason}" for reason in (*reasons, "hours_unknown")}


@cache
def list_strings() -> frozenset[str]:
    """Every string constant of the code that shows something."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return frozenset(found)


@cache
def list_asked() -> frozenset[str]:
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
    return frozenset(
        key
        for key in asked
        if isinstance(key, str)
        and key.count(".") == 1
        and not key.endswith((".", "_"))
        and key.partition(".")[0] not in GLOSS_FAMILIES
    )


def list_fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_key_is_missing(code: str, catalogue: Catalogue) -> None:
    messages = load_messages(code)
    assert list_asked() - messages.keys == set()
    assert list_family_keys(catalogue) - messages.keys == set()


def list_gloss_keys(catalogue: Catalogue, code: str) -> set[str]:
    """What languages say of names that the tables explain in English and Vietnamese alone."""
    kinds = {one.kind for one in (*catalogue.lodgings.values(), *catalogue.gateways.values())}
    types = {f"product_type.{one}" for one in catalogue.product_types}
    towns = {f"city.{city}" for city in CITIES} if code in SCRIPTS else set()
    # Labels of categories name many; a place is one, which only a language with a plural tells apart.
    categories = {one.category for one in catalogue.places.values() if one.kind != "craft_village"}
    singular = {f"gloss.{category}" for category in categories} if code not in SCRIPTS else set()
    return types | towns | singular | {f"gloss.{kind}" for kind in (*kinds, "craft_village")}


def is_office(key: str) -> bool:
    return key.partition(".")[0] in OFFICE_FAMILIES or key.startswith(OFFICE_REASONS)


@cache
def list_texts(code: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every key of a language's own files with its text, or with each form of its plural."""
    return list(_read_texts(code))


def _read_texts(code: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path in sorted((LANGUAGES_DIR / code).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    is_plural = isinstance(message.id, tuple)
                    yield (message.id[0], tuple(message.string)) if is_plural else (message.id, (message.string,))


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_key_is_unused(code: str, catalogue: Catalogue) -> None:
    interest_words = {word for words in list_interests(catalogue).values() for word in words}
    interests = {f"{family}.{word}" for family in INTEREST_FAMILIES for word in interest_words}
    violations = {key for key in load_messages(code).keys if key.startswith("violation.")}
    used = list_strings() | list_family_keys(catalogue) | interests | violations
    if code not in WHOLE:
        used |= list_gloss_keys(catalogue, code)
    assert load_messages(code).keys - used == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_all_languages_say_the_same_keys(code: str, catalogue: Catalogue) -> None:
    english, own = load_messages("en"), load_messages(code).own_keys
    if code in WHOLE:
        assert own == english.own_keys
        assert not {key for key in own if key.partition(".")[0] in GLOSS_FAMILIES}
    else:
        wanted = {key for key in english.own_keys if not is_office(key)} | list_gloss_keys(catalogue, code)
        assert wanted - own == set()
        assert own - wanted == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_form_of_each_text_has_the_placeholders_of_the_english_one(code: str) -> None:
    english = dict(list_texts("en"))
    for key, forms in list_texts(code):
        if key not in english:
            continue
        wanted = set().union(*map(list_fields, english[key]))
        for form in forms:
            assert list_fields(form) | {"count"} == wanted | {"count"}, (key, form)
        assert list_fields(forms[-1]) == wanted, (key, "the form of many says how many")


@pytest.mark.parametrize("code", VISITORS)
def test_no_text_was_left_in_english(code: str) -> None:
    english = dict(list_texts("en"))
    same = {key for key, forms in list_texts(code) if set(forms) & set(english.get(key, ())) and has_words(forms)}
    assert same - SAME_AS_ENGLISH.get(code, frozenset()) - ALIKE == set()
    if script := SCRIPTS.get(code):
        foreign = {key for key, forms in list_texts(code) for form in forms if has_words((form,))}
        foreign -= {key for key, forms in list_texts(code) if all(has_script(form, script) for form in forms)}
        assert foreign - ALIKE == set()


def has_words(forms: tuple[str, ...]) -> bool:
    """Whether there is a word in it beside placeholders and names of formats."""
    plain = (re.sub(r"\{\w+\}|\b(OCOP|PDF|CSV|GPX|JSON|UNESCO|QR|HS)\b", "", form) for form in forms)
    return any(re.search(r"[^\W\d_]{2,}", form) for form in plain)


def has_script(text: str, script: str | tuple[str, ...]) -> bool:
    return any(unicodedata.name(letter, "").startswith(script) for letter in text)


def test_every_language_names_itself_and_its_folder_is_there() -> None:
    assert set(LANGUAGES) <= NATIVE_NAMES.keys()
    for code in LANGUAGES:
        assert (LANGUAGES_DIR / code / "main.po").is_file()


def test_every_interest_word_has_a_label(catalogue: Catalogue) -> None:
    for code in LANGUAGES:
        messages = load_messages(code)
        for kind, words in list_interests(catalogue).items():
            for word in words:
                labels = [messages.find(f"{family}.{word}") for family in INTEREST_FAMILIES]
                assert any(labels) or word in catalogue.product_types, (kind, word)


def test_every_text_is_filled_and_nfc() -> None:
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
    ("wish", "language"),
    [
        ("vi-VN", "vi"),
        ("vi_VN", "vi"),
        ("", "en"),
        (None, "en"),
        ("EN", "en"),
        ("de", "en"),
        ("ko-KR", "ko"),
        ("ja", "ja"),
        ("zh-TW", "zh"),
        ("zh-Hans-CN", "zh"),
        ("fr_CA", "fr"),
    ],
)
def test_language_of_a_wish(wish: str | None, language: str) -> None:
    assert choose_language(wish) == (language if language in LANGUAGES else "en")


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


def test_dates_money_and_lists_read_natively() -> None:
    korean, japanese = load_messages("ko"), load_messages("ja")
    day = dt.date(2027, 3, 12)
    assert korean.date(day) == "2027년 3월 12일 (금)"
    assert japanese.date(day) == "2027年3月12日（金）"
    assert korean.span(80) == "1시간 20분"
    assert japanese.price_band(50_000, 90_000) == "₫50,000～₫90,000"
    assert japanese.join(["A", "B", "C"]) == "A、B、C"
    assert korean.month(3) == "3월"
    assert japanese.country("EU") == "欧州連合"
    chinese, french = load_messages("zh"), load_messages("fr")
    assert chinese.date(day) == "2027年3月12日（周五）"
    assert french.date(day) == "ven. 12 mars 2027"
    assert french.number(1.5) == "1,5"
    assert french.month(8) == "août"


def test_points_take_the_plural_of_the_language() -> None:
    assert load_messages("en").points(1.0) == "1 point"
    assert load_messages("en").points(0.5) == "0.5 points"
    assert load_messages("ko").points(10.6) == "11점"
    assert load_messages("fr").points(1.5) == "1,5 point"
    assert load_messages("fr").points(2) == "2 points"


def test_each_language_has_months_of_its_own_whichever_was_read_first() -> None:
    named = {code: load_messages(code).month(3) for code in ("zh", "fr", "ko", "ja", "en", "vi")}
    assert named == {"zh": "三月", "fr": "mars", "ko": "3월", "ja": "3月", "en": "March", "vi": "Tháng 3"}


def test_plurals() -> None:
    assert load_messages("en")("unit.days", count=1) == "1 day"
    assert load_messages("en")("unit.days", count=3) == "3 days"
    assert load_messages("vi")("unit.days", count=3) == "3 ngày"
