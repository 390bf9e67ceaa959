"""The page *Explore* in words: a line of the list, and one place or product seen closely, every text escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from planner.model.catalogue import Catalogue
from planner.model.explore import Good, HoursState, KnownHours, SeasonLevel
from planner.model.itinerary import VisitProduct
from planner.model.place import Experience, Festival, Located, Place, SeasonScore
from planner.present.cards import draw_badge, draw_gloss, draw_products, draw_stars, draw_verdict_notes
from planner.present.explore_hours import build_hours_badge, draw_hours
from planner.present.words import Words

STAY = "stay"
"""Category of lodgings, as in the filters."""
_SHOWN_ACTIVITIES = 12


@dataclass(frozen=True, slots=True)
class ListLine:
    """A row of the list, plain text."""

    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """What is looked up of a place for one day, to be told."""

    located: Located
    on: dt.date
    state: HoursState
    """That `openings` amount to, at `at_min`."""
    openings: tuple[KnownHours, ...]
    """The place's own hours first."""
    at_min: int | None = None
    """Minute after midnight that is looked at; None = the whole day."""
    season: SeasonScore
    season_level: SeasonLevel
    festivals: tuple[Festival, ...]
    products: tuple[VisitProduct, ...]
    is_market_known: bool
    """Whether verdicts were asked for."""


def name_category(category: str, words: Words) -> str:
    """Return the label of a category of the filters."""
    return words.messages("explore.stay") if category == STAY else words.word(category)


def name_region(region: str, words: Words) -> str:
    """Return the name of one of the seven regions; as the tables write it where the language has none."""
    return words.messages.find(f"explore.region_{region.lower().replace(' ', '_')}") or region


def name_good(good: Good, words: Words) -> str:
    """Return the name of a product, or the label of a kind of good."""
    if good.product_id is None:
        return words.product_type(good.product_type)
    return words.catalogue.products[good.product_id].name_vi


def name_maker(good: Good, catalogue: Catalogue) -> str | None:
    """Return the id of the place that makes a product, None where the tables have no such place."""
    if good.product_id is None:
        return None
    producer = catalogue.products[good.product_id].producer_id
    return producer if producer in catalogue.located else None


def describe_place_line(located: Located, category: str, words: Words) -> ListLine:
    """Return the row of a place."""
    gloss = words.gloss(located.id)
    parts = [gloss] if gloss else [name_category(category, words)]
    return ListLine(words.name(located.id), " · ".join([*parts, words.address(located.id)]))


def describe_good_line(good: Good, n_places: int, n_everywhere: int, words: Words) -> ListLine:
    """Return the row of a product.

    Parameters
    ----------
    n_places, n_everywhere
        Places that have it: those that pass the filters, and all of the country.
    """
    say = words.messages
    parts = []
    if good.product_id is None:
        parts.append(say("explore.typical_good"))
    else:
        product = words.catalogue.products[good.product_id]
        parts.append("★" * product.ocop_stars if product.ocop_stars else say("explore.stars_unknown"))
        parts.append(words.product_type(good.product_type))
        if maker := name_maker(good, words.catalogue):
            parts.append(say("explore.made_by", name=words.name(maker)))
    if n_places < n_everywhere:
        parts.append(say("explore.found_at_some", number=say.number(n_places), whole=say.number(n_everywhere)))
    else:
        parts.append(say("explore.found_at", count=n_places, number=say.number(n_places)))
    return ListLine(name_good(good, words), " · ".join(parts))


def draw_place(facts: PlaceFacts, words: Words) -> str:
    """Return all that is known of a place for a day, as HTML; its name stands in `draw_place_head`."""
    located = facts.located
    say = words.messages
    parts = [_draw_hours(facts, words), _draw_season(facts, words)]
    if isinstance(located, Place):
        parts.append(_draw_place_notes(located, words))
    parts.append(_draw_activities(words.catalogue.experiences_at.get(located.id, ()), words))
    if facts.products:
        title = _title(say("explore.products", count=len(facts.products)))
        hint = "" if facts.is_market_known else _note(say("explore.ask_market"))
        parts.append(f"{title}{hint}{draw_products(facts.products, words)}")
    else:
        parts.append(_note(say("explore.products_none")))
    parts.append(_note(tell_source(located.sources, located.confidence, words)))
    return f'<div class="rp-look">{"".join(parts)}</div>'


def draw_good(good: Good, offer: VisitProduct | None, sources: Sequence[str], confidence: str, words: Words) -> str:
    """Return a product with what its verdict rests on, as HTML.

    Parameters
    ----------
    offer
        The good as a place offers it; its price, stars and verdict hold everywhere. None = no place is known.
    """
    head = f'<h3 class="rp-look-name">{escape(name_good(good, words))}</h3>'
    maker = name_maker(good, words.catalogue)
    made = "" if maker is None else _note(words.messages("explore.made_by", name=words.name(maker)))
    source = _note(tell_source(sources, confidence, words))
    told = "" if offer is None else _draw_offer(offer, words)
    return f'<div class="rp-look">{head}{made}{told}{source}</div>'


def _draw_offer(offer: VisitProduct, words: Words) -> str:
    """Return stars, price and verdict of a good, wherever it is found."""
    badge = words.badge(offer)
    parts = [
        f"<p>{draw_badge(badge)}</p>" if badge else _note(words.messages("explore.ask_market")),
        f"<p>{draw_stars(offer, words)}</p>",
        f"<p>{escape(words.price(offer))}</p>",
        draw_verdict_notes(offer, words),
    ]
    return "".join(parts)


def tell_source(sources: Iterable[str], confidence: str, words: Words) -> str:
    """Return source, version of the data and how sure a fact is."""
    say = words.messages
    source = cite(sources, words) or say("explore.source_none")
    sure = tell_confidence(confidence, words)
    return say("explore.sources", source=source, version=words.catalogue.version, confidence=sure)


def cite(sources: Iterable[str], words: Words) -> str:
    """Return the titles of sources, empty where none is stated."""
    return "; ".join(words.catalogue.source_references.get(one, one) for one in sources)


def tell_confidence(confidence: str, words: Words) -> str:
    """Return how sure a fact of the tables is."""
    say = words.messages
    return say.find(f"explore.sure_{confidence}") or say.find(f"confidence.{confidence}") or confidence


def draw_place_head(located: Located, words: Words) -> str:
    """Return the name of a place, what it is, where it lies, and how well that is known, as HTML."""
    say = words.messages
    name = words.name(located.id)
    other = located.name_vi if name != located.name_vi else ""
    second = f'<p class="rp-soft" lang="vi">{escape(other)}</p>' if other else ""
    category = located.category if isinstance(located, Place) else STAY
    where = " · ".join(
        part for part in (name_category(category, words), located.commune, words.address(located.id)) if part
    )
    warning = ""
    if not located.is_routable:
        warning = _note(say("explore.not_stop"))
    elif located.is_approximate:
        warning = _note(say("explore.approximate", km=say.km(located.coord_uncertainty_km)))
    return (
        f'<div class="rp-look"><h3 class="rp-look-name">{escape(name)}{draw_gloss(located.id, words)}</h3>{second}'
        f"<p>{escape(where)}</p>{warning}</div>"
    )


def _draw_hours(facts: PlaceFacts, words: Words) -> str:
    title = _title(words.messages("explore.hours_on", date=words.messages.date(facts.on)))
    badge = build_hours_badge(facts.state, words, facts.openings, facts.at_min)
    return f"{title}{draw_hours(facts.openings, badge, words)}"


def _draw_season(facts: PlaceFacts, words: Words) -> str:
    say = words.messages
    level = say(f"explore.season_{facts.season_level}")
    lines = [say("explore.season_told", month=say.month(facts.season.month), level=level)]
    if facts.season.hazards:
        lines.append(say("explore.hazards", hazards=words.hazards(facts.season.hazards)))
    if facts.festivals:
        lines.append(say("explore.festival_here", names=name_festivals(facts.festivals, words)))
    return f"<p>{escape(' '.join(lines))}</p>"


def name_festivals(festivals: Iterable[Festival], words: Words) -> str:
    """Return festivals with their provinces, as a list in words."""
    named = []
    for festival in festivals:
        name = festival.name_en if words.language == "en" else festival.name_vi
        named.append(f"{name} ({festival.province})" if festival.province else name)
    return words.messages.join(named)


def _draw_place_notes(place: Place, words: Words) -> str:
    say = words.messages
    lines = []
    if place.recognition:
        lines.append(words.recognition(place.recognition))
    if place.makes_or_sells:
        lines.append(say("explore.makes", text=place.makes_or_sells))
    ticket = place.ticket_vnd
    if ticket is not None:
        lines.append(say("explore.ticket", price=say.money(ticket) if ticket else say("price.free")))
    elif place.kind == "tourist_site":
        lines.append(say("explore.ticket_unknown"))
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _draw_activities(experiences: Sequence[Experience], words: Words) -> str:
    say = words.messages
    if not experiences:
        return _note(say("explore.activities_none"))
    rows = []
    for experience in experiences[:_SHOWN_ACTIVITIES]:
        notes = [say.span(experience.minutes_typical), _tell_price(experience, words)]
        if (booking := say.find(f"explore.booking_{experience.booking_needed}")) is not None:
            notes.append(booking)
        rows.append(
            f"<li>{escape(words.experience(experience))}<br>"
            f'<span class="rp-soft">{escape(" · ".join(notes))}</span></li>'
        )
    return f'{_title(say("explore.activities"))}<ul class="rp-list">{"".join(rows)}</ul>'


def _tell_price(experience: Experience, words: Words) -> str:
    say = words.messages
    if experience.price_high_vnd == 0:
        return say("price.free" if experience.price_basis == "free" else "price.nothing_known")
    band = say.price_band(experience.price_low_vnd, experience.price_high_vnd)
    return say("price.visit_estimate" if experience.price_basis == "estimate" else "price.visit_ticket", price=band)


def _title(text: str) -> str:
    return f'<h4 class="rp-look-title">{escape(text)}</h4>'


def _note(text: str) -> str:
    return f'<p class="rp-note">{escape(text)}</p>'
