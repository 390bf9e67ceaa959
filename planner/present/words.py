"""Sentences: codes, verdicts, names and numbers of a plan in the traveller's language, as plain text.

Nothing in here is HTML or Markdown; whoever shows a text escapes it for the place where it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from planner.model.catalogue import Catalogue
from planner.model.itinerary import PlanLeg, Visit, VisitProduct
from planner.model.market import Verdict
from planner.model.place import Experience, Place
from planner.model.reason import Reason
from planner.present.codes import BATCH_CODES, QUOTE_CODES, REASON_CODES
from planner.present.goods_codes import VERDICT_CODES
from planner.present.languages import WHOLE, Messages, choose_language, load_messages
from planner.present.leg_notes import say_leg_notes
from planner.present.occasions import say_occasions
from planner.present.palette import Tone
from planner.present.titles import say_titles
from planner.present.towns import find_town

_NOT_GREEN: Final[dict[Verdict, Tone]] = {
    Verdict.OK: "care",
    Verdict.LIMIT: "care",
    Verdict.DECLARE: "care",
    Verdict.UNKNOWN: "care",
    Verdict.PERMIT: "bad",
    Verdict.PROHIBITED: "bad",
}
_SHAPES: Final[dict[Verdict, str]] = {
    Verdict.OK: "question",
    Verdict.LIMIT: "half",
    Verdict.DECLARE: "triangle",
    Verdict.UNKNOWN: "question",
    Verdict.PERMIT: "diamond",
    Verdict.PROHIBITED: "square",
}
"""Shapes of verdicts that are not green."""
_WORD_FAMILIES: Final = ("category", "kind", "subkind", "group")
"""Where the label of an interest word is looked for, in this order."""
_LISTS: Final = frozenset({"ids", "terms", "options"})
"""Parameters of several values that people may write down."""
_NUMBERS: Final = frozenset(
    {"km", "hours", "amount", "limit", "rate", "keeps", "travels", "litres", "kg", "cabin", "hold"}
)
"""Parameters of reasons that are plain numbers."""
_LABEL_FAMILIES: Final = {"planned": "vehicle", "profile": "alternative", "other": "alternative", "goods": "carry"}
"""Parameter of a reason -> family of its label, where it is not the parameter's own name."""
_VERDICT_FAMILIES: Final = {
    "category": "carry",
    "status": "status",
    "content": "content",
    "scope": "scope",
}
"""Value of a verdict's reason -> family of its label."""


class Coded(Protocol):
    """A code with parameters: a reason, a remedy, a warning."""

    @property
    def code(self) -> str:
        """Stable code."""
        ...

    @property
    def params(self) -> Mapping[str, str | int | float]:
        """Values of the sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Badge:
    """A verdict at a glance: tone, shape and word say the same, so that none of them is needed alone."""

    tone: Tone
    shape: str
    """Name of the shape: disc, half, triangle, question, diamond, square."""
    word: str


class Words:
    """Speaks about one catalogue in one language."""

    def __init__(self, messages: Messages, catalogue: Catalogue) -> None:
        self.messages = messages
        self.catalogue = catalogue
        self.language = messages.code

    def name(self, place_id: str) -> str:
        """Return the name of a place, lodging, gateway or experience; the id itself where it is unknown.

        Places have English and Vietnamese names; in other languages they keep the Vietnamese one, which `gloss`
        explains. What is done at a place is named by `experience`.
        """
        if located := self.catalogue.located.get(place_id):
            return located.name(self.language)
        if experience := self.catalogue.experiences.get(place_id):
            return self.experience(experience)
        return place_id

    def gloss(self, place_id: str) -> str:
        """Return in a word what stands behind the Vietnamese name of a place, lodging or gateway.

        Empty in English and Vietnamese, where the name says it, and for what is unknown.
        """
        located = self.catalogue.located.get(place_id)
        if located is None or self.language in WHOLE:
            return ""
        word = located.category if isinstance(located, Place) else located.kind
        label = self.messages.find(f"gloss.{word}") or self.word(word)
        if located.kind == "craft_village":
            return self.messages("gloss.craft_village", category=label)
        return label

    def glossed_name(self, place_id: str) -> str:
        """Return a name with its gloss in brackets, for where the two cannot stand apart."""
        name, gloss = self.name(place_id), self.gloss(place_id)
        return f"{name} ({gloss})" if gloss else name

    def known_as(self, gateway_id: str) -> str:
        """Return what the language calls the town of a gateway in its own script; empty where it has no such name."""
        gateway = self.catalogue.gateways.get(gateway_id)
        town = None if gateway is None else find_town(gateway)
        return (self.messages.find(f"city.{town}") or "") if town else ""

    def experience(self, experience: Experience) -> str:
        """Return what is done at a place: its own name, in other languages its kind before the Vietnamese name.

        Where the Vietnamese name is no more than that of the place behind a general phrase (``Mua tại gốc: Làng muối
        Văn Lý``), the kind alone says it.
        """
        name = experience.name(self.language)
        if self.language in WHOLE:
            return name
        located = self.catalogue.located.get(experience.place_id)
        label = next(
            (text for word in (experience.subkind, experience.kind) if (text := self._find_interest(word))),
            experience.kind,
        )
        return label if located is not None and name.endswith(f": {located.name_vi}") else f"{label} ({name})"

    def address(self, place_id: str) -> str:
        """Return the province of a place, with the one before July 2025 where the name has changed."""
        located = self.catalogue.located.get(place_id)
        if located is None:
            return ""
        if located.old_province == located.province:
            return located.province
        return self.messages("place.formerly", province=located.province, old=located.old_province)

    def word(self, word: str) -> str:
        """Return the label of an interest word: category, kind, sub-kind, product group or product type."""
        if (text := self._find_interest(word)) is not None:
            return text
        return self.product_type(word)

    def product_type(self, type_id: str) -> str:
        """Return the label of a product type; the words of its id where there is none."""
        if (text := self.messages.find(f"product_type.{type_id}")) is not None:
            return text
        if product_type := self.catalogue.product_types.get(type_id):
            return product_type.label(self.language)
        return type_id.replace("_", " ")

    def _find_interest(self, word: str | None) -> str | None:
        return next((text for family in _WORD_FAMILIES if (text := self.messages.find(f"{family}.{word}"))), None)

    def reason(self, reason: Coded) -> str:
        """Return the sentence of a reason, remedy, warning or infeasibility."""
        if reason.code in QUOTE_CODES:
            return self.messages(f"quote.{reason.code}", **self._values(reason.params))
        if reason.code in BATCH_CODES:
            return self.messages(f"batch.{reason.code}", **self._values(reason.params))
        if reason.code not in REASON_CODES:
            return self.messages("reason.other", code=reason.code)
        values = self._values(reason.params)
        if reason.code == "why_recognition":
            values["text"] = self.recognition(str(reason.params.get("text", "")))
        elif reason.code == "why_festival":
            values["name"] = self.occasions((str(reason.params.get("name", "")),))
        return self.messages(f"reason.{reason.code}", **values)

    def visit_title(self, visit: Visit) -> str:
        """Return what is done at a visit: the experience, or seeing and buying."""
        experience = self.catalogue.experiences.get(visit.experience_id or "")
        return self.experience(experience) if experience else self.messages("stop.see_and_buy")

    def product(self, product: VisitProduct) -> str:
        """Return the name of a product; of a typical one that of its kind."""
        if product.is_typical:
            return self.product_type(product.product_type)
        return self.glossed_product(product.name_vi, product.product_type)

    def glossed_product(self, name_vi: str, product_type: str) -> str:
        """Return the Vietnamese name of a product, with its kind as a gloss where the name does not say it."""
        label = self.product_type(product_type)
        if self.language == "vi" or label.casefold() in name_vi.casefold():
            return name_vi
        return f"{name_vi} ({label})"

    def article(self, key: str) -> str:
        """Return the name of an article of a basket, whose id is that of a product or of a product type, or a word."""
        product = self.catalogue.products.get(key)
        return self.word(key) if product is None else product.name_vi

    def stars(self, product: VisitProduct) -> str:
        """Return what is known of a product's OCOP stars, never more than that."""
        if product.is_typical:
            return self.messages("stars.typical")
        return self.messages(f"stars.{product.stars_note}", stars=product.stars, year=product.stars_year)

    def price(self, product: VisitProduct) -> str:
        """Return the known price, or the band of its kind marked as an estimate, or that none is known."""
        if product.price_vnd is not None:
            return self.known_price(product.price_vnd)
        return self.estimated_price(product.price_low_vnd, product.price_high_vnd)

    def known_price(self, vnd: int) -> str:
        """Return a price that is known."""
        return self.messages("price.known", price=self.messages.money(vnd))

    def estimated_price(self, low_vnd: int | None, high_vnd: int | None) -> str:
        """Return a band of prices, marked as an estimate; that the price is not known where an end is None."""
        if low_vnd is None or high_vnd is None:
            return self.messages("price.unknown")
        return self.messages("price.estimate", band=self.messages.price_band(low_vnd, high_vnd))

    def visit_price(self, visit: Visit) -> str:
        """Return what a visit costs per person; estimates say that they are."""
        if visit.price_vnd == 0:
            return self.messages("price.free" if visit.price_basis == "free" else "price.nothing_known")
        key = "price.visit_estimate" if visit.price_basis == "estimate" else "price.visit_ticket"
        return self.messages(key, price=self.messages.money(visit.price_vnd))

    def badge(self, product: VisitProduct) -> Badge | None:
        """Return the carry-home badge of a product; None where the request names no home market."""
        return None if product.verdict is None else self.verdict_badge(product.verdict, product.is_green)

    def verdict_badge(self, verdict: Verdict, is_green: bool) -> Badge:
        """Return the badge of a verdict; only what `is_green` says is green looks green."""
        if is_green:
            return Badge("good", "disc" if verdict is Verdict.OK else "half", self.messages(f"verdict.{verdict}"))
        key = f"verdict.{verdict}_unsure" if verdict in (Verdict.OK, Verdict.LIMIT) else f"verdict.{verdict}"
        return Badge(_NOT_GREEN[verdict], _SHAPES[verdict], self.messages(key))

    def verdict_notes(self, product: VisitProduct) -> list[str]:
        """Return all that a verdict rests on: reasons, limit, source and date, confidence; and what to do."""
        if product.verdict is None:
            return []
        notes = [self.verdict_reason(reason) for reason in product.verdict_reasons]
        if product.verdict_limit:
            notes.append(self.messages("verdict.limit_note", limit=product.verdict_limit))
        sources = "; ".join(product.verdict_sources) or self.messages("verdict.no_source")
        as_of = product.verdict_as_of or self.messages("verdict.no_date")
        notes.append(self.messages("verdict.source_note", source=sources, date=as_of))
        if product.verdict_confidence:
            confidence = self.confidence(product.verdict_confidence)
            notes.append(self.messages("verdict.confidence_note", confidence=confidence))
        if product.is_verdict_stale:
            notes.append(self.messages("verdict.stale"))
        notes.append(self.messages("verdict.check"))
        return notes

    def confidence(self, level: str) -> str:
        """Return how sure a source is; a level that is not known shows as it is."""
        return self.messages.find(f"confidence.{level}") or level

    def verdict_reason(self, reason: str) -> str:
        """Return the sentence of one reason of a verdict, such as ``category:fish_sauce:declare``."""
        code, *values = reason.split(":")
        if code not in VERDICT_CODES:
            return self.messages("reason.other", code=code)
        named = dict(zip(VERDICT_CODES[code], values, strict=False))
        for name, family in _VERDICT_FAMILIES.items():
            if name in named:
                named[name] = self.messages.find(f"{family}.{named[name]}") or named[name]
        if "group" in named:
            named["group"] = self.word(named["group"])
        for name in ("amount", "limit"):
            if _is_number(named.get(name, "")):
                named[name] = self.messages.number(float(named[name]))
        return self.messages(f"goods.{code}", **named)

    def recognition(self, text: str) -> str:
        """Return the titles of a place in words; what the tables say beyond a title is quoted."""
        return say_titles(text, self.messages)

    def leg_notes(self, leg: PlanLeg) -> list[str]:
        """Return what should be known of a way: towns passed, boats, remarks of the data as they stand."""
        return say_leg_notes(leg.notes, self.messages)

    def hazards(self, hazards: Iterable[str]) -> str:
        """Return season hazards in words."""
        return self.messages.join(self.messages.find(f"hazard.{h}") or h for h in hazards)

    def occasions(self, names: Iterable[str]) -> str:
        """Return public holidays and festivals in words, whatever language the plan holds their names in."""
        return self.messages.join(say_occasions(names, self.messages, self.catalogue))

    def _values(self, params: Mapping[str, str | int | float]) -> dict[str, object]:
        return {
            name: self._name_all(name, str(value)) if name in _LISTS else self._value(name, value)
            for name, value in params.items()
        }

    def _name_all(self, kind: str, value: str) -> str:
        """Return what may be written in a table, each with its name before it: ids, interest words, keys of labels."""
        match kind:
            case "ids":
                told = [(self.name(one), one) for one in value.split(";")]
            case "terms":
                told = [(self.word(one), one) for one in value.split(";")]
            case _:
                told = [(self.messages(one), one.partition(".")[2]) for one in value.split(";")]
        return self.messages.join(f"{name} ({one})" for name, one in told)

    def _value(self, name: str, value: str | int | float) -> object:
        speak = self.messages
        match name, value:
            case "minutes", int() | float():
                return speak.span(round(value))
            case "vnd" | "refund_vnd", int() | float():
                return speak.money(round(value))
            case "points" | "cost" | "full", int() | float():
                return speak.points(value)
            case _, int() | float() if name in _NUMBERS:
                return speak.number(value)
            case "month", int():
                return speak.month(value)
            case "date", str():
                return _date_or_text(speak, value)
            case "place" | "places" | "start" | "end", str():
                return speak.join(self.name(place_id) for place_id in value.split(";"))
            case "days", int():
                return speak("unit.days", count=value)
            case "vehicle" | "planned" | "profile" | "other" | "effort" | "goods", _:
                return speak.find(f"{_LABEL_FAMILIES.get(name, name)}.{value}") or value
            case "why", str():
                return self.reason(Reason(code=value, params={}))
            case "word" | "category" | "article", str():
                return self.article(value)
            case "market", str():
                return speak.country(value)
            case "hazards", str():
                return self.hazards(value.split(";"))
        return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _date_or_text(messages: Messages, value: str) -> str:
    try:
        return messages.date(dt.date.fromisoformat(value))
    except ValueError:
        return value


def build_words(language: str, catalogue: Catalogue) -> Words:
    """Return the words of the language that serves a wish such as ``vi`` or ``ja`` best."""
    return Words(load_messages(choose_language(language)), catalogue)
