"""Small pieces of HTML shared by the map's popups and the page, every text escaped here."""

from __future__ import annotations

from html import escape
from typing import Final
from urllib.parse import quote

from planner.model.itinerary import Visit, VisitProduct
from planner.present.icons import DRAWINGS, build_drawing, draw_sign, find_family
from planner.present.languages import clock
from planner.present.palette import Palette
from planner.present.stars import picture_stars
from planner.present.words import Badge, Words

POPUP_PRODUCTS: Final = 3
"""Products named in a popup; the page lists them all."""

_SHAPES: Final = {
    "disc": '<circle cx="6" cy="6" r="5"/>',
    "half": '<path d="M6 .8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 6 .8zm0 1.5v7.4a3.7 3.7 0 0 1 0-7.4z"/>',
    "triangle": '<path d="M6 1 11.4 10.6H.6z"/>',
    "question": '<path d="M6 .6a3.5 3.5 0 0 0-3.5 3.3h2a1.5 1.5 0 1 1 2.2 1.4C5.5 5.9 5 6.5 5 7.8h2c0-.8.2-1 1-1.5A3.4 '
    '3.4 0 0 0 6 .6zM5 9.2h2v2.1H5z"/>',
    "diamond": '<path d="M6 .4 11.6 6 6 11.6.4 6z"/>',
    "square": '<path d="M1.2 1.2h9.6v9.6H1.2z"/>',
}


def build_mask(drawing: str, width: int, height: int | None = None) -> str:
    """Return the style that cuts an element of its text's colour into a drawing, a square unless it has a height.

    A page may strip SVG elements out of HTML; a mask in a style sheet survives, and takes any colour.
    """
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height or width}">{drawing}</svg>'
    address = f"url('data:image/svg+xml,{quote(svg)}')"
    cut = f"{address} center/contain no-repeat"
    return f"background:currentColor;-webkit-mask:{cut};mask:{cut}"


def draw_badge(badge: Badge) -> str:
    """Return a verdict badge: colour, shape and word."""
    return (
        f'<span class="rp-badge rp-{badge.tone}"><i class="rp-shape rp-{badge.shape}"></i>{escape(badge.word)}</span>'
    )


def draw_gloss(place_id: str, words: Words) -> str:
    """Return what a Vietnamese name means, to stand behind it; empty where the name says it."""
    gloss = words.gloss(place_id)
    return f' <span class="rp-soft rp-gloss">{escape(gloss)}</span>' if gloss else ""


def draw_stars(product: VisitProduct, words: Words) -> str:
    """Return stars as a picture and words: filled while certified, hollow once to be renewed, none where not held."""
    text = f'<span class="rp-soft">{escape(words.stars(product))}</span>'
    picture = picture_stars(product.stars, product.stars_note)
    return f'<span class="rp-stars" aria-hidden="true">{picture}</span> {text}' if picture else text


def draw_product(product: VisitProduct, words: Words) -> str:
    """Return one product with stars, price, availability and all that its verdict rests on."""
    badge = words.badge(product)
    parts = [
        f'<div class="rp-product-name">{escape(words.product(product))} {draw_badge(badge) if badge else ""}</div>',
        f"<div>{draw_stars(product, words)}</div>",
        f'<div class="rp-soft">{escape(words.price(product))} · '
        f"{escape(words.messages(f'availability.{product.availability}'))}</div>",
    ]
    parts.append(draw_verdict_notes(product, words))
    return f'<li class="rp-product">{"".join(parts)}</li>'


def draw_verdict_notes(product: VisitProduct, words: Words) -> str:
    """Return all that a verdict rests on, folded; empty text without a verdict."""
    notes = words.verdict_notes(product)
    if not notes:
        return ""
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    summary = escape(words.messages("verdict.why"))
    return f'<details class="rp-soft"><summary>{summary}</summary><ul>{items}</ul></details>'


def draw_products(products: tuple[VisitProduct, ...], words: Words) -> str:
    """Return a list of products; empty text for none."""
    if not products:
        return ""
    return f'<ul class="rp-products">{"".join(draw_product(p, words) for p in products)}</ul>'


def draw_popup(visit: Visit, number: int, words: Words) -> str:
    """Return what a click on a stop shows: when, what, and what can be bought, briefly."""
    shown = visit.products[:POPUP_PRODUCTS]
    rows = []
    for product in shown:
        badge = words.badge(product)
        rows.append(
            f"<li>{escape(words.product(product))} {draw_badge(badge) if badge else ''}"
            f"<br>{draw_stars(product, words)}</li>"
        )
    more = len(visit.products) - len(shown)
    tail = f'<div class="rp-soft">{escape(words.messages("map.more_products", count=more))}</div>' if more else ""
    goods = f'<ul class="rp-popup-products">{"".join(rows)}</ul>{tail}' if rows else ""
    sign = draw_sign(find_family(words.catalogue, visit.place_id))
    head = f"{number}. {sign} {escape(words.name(visit.place_id))}{draw_gloss(visit.place_id, words)}"
    return (
        f'<div class="rp-popup"><b>{head}</b>'
        f'<div class="rp-soft">{clock(visit.begin)} – {clock(visit.leave)}</div>'
        f"<div>{escape(words.visit_title(visit))}</div>{goods}</div>"
    )


def build_style(palette: Palette) -> str:
    """Return the style sheet of these pieces in one palette, for the page and for the map's own frame."""
    tones = "".join(
        f".rp-{tone}{{background:{background};color:{text}}}" for tone, (background, text) in palette.tones.items()
    )
    shapes = "".join(f".rp-{name}{{{build_mask(drawing, 12)}}}" for name, drawing in _SHAPES.items())
    signs = "".join(f".rp-sign-{family}{{{build_mask(build_drawing(family), 24)}}}" for family in DRAWINGS)
    return (
        f".rp-badge{{display:inline-flex;align-items:center;gap:.3em;padding:.05em .55em;border-radius:999px;"
        f"font-size:.8em;font-weight:600;line-height:1.6;white-space:nowrap;vertical-align:middle}}"
        ".rp-shape{width:.75em;height:.75em;flex:none;display:inline-block}"
        f".rp-soft{{color:{palette.soft}}}"
        ".rp-gloss{font-weight:400;font-size:.85em}"
        f".rp-stars{{color:{palette.tones['care'][1]};letter-spacing:.05em}}"
        ".rp-popup-products{margin:.4em 0 0;padding-left:1.1em}.rp-popup-products li{margin:.3em 0}"
        ".rp-sign{display:inline-block;width:1.05em;height:1.05em;vertical-align:-.14em;flex:none}"
        f"{tones}{shapes}{signs}"
    )


def build_map_style(palette: Palette) -> str:
    """Return the style sheet of the map's frame: pins, labels, popups."""
    return build_style(palette) + (
        "body,.leaflet-container{font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif}"
        ".rp-pin{display:flex;align-items:center;justify-content:center;width:28px;height:28px;box-sizing:border-box;"
        f"border-radius:50%;border:2px solid {palette.card};box-shadow:0 1px 4px rgba(0,0,0,.45);"
        f"font-weight:700;font-size:14px;color:{palette.on_day}}}"
        f".rp-pin.rp-depot{{border-radius:7px;background:{palette.ink};color:{palette.paper};font-size:13px}}"
        f".sea-label{{font-size:11px;line-height:14px;font-style:italic;text-align:center;color:{palette.soft}}}"
        f".leaflet-popup-content-wrapper,.leaflet-popup-tip,.leaflet-tooltip{{background:{palette.card};"
        f"color:{palette.ink};border-color:{palette.rule}}}"
        f".leaflet-tooltip-left:before{{border-left-color:{palette.card}}}"
        f".leaflet-tooltip-right:before{{border-right-color:{palette.card}}}"
        f".leaflet-bar a,.leaflet-bar a:hover{{background:{palette.card};color:{palette.ink};"
        f"border-color:{palette.rule}}}.leaflet-container a.leaflet-popup-close-button{{color:{palette.soft}}}"
        f".leaflet-control-attribution,.leaflet-control-scale-line{{background:{palette.card}!important;"
        f"color:{palette.soft}!important;text-shadow:none}}"
        f".leaflet-control-attribution a{{color:{palette.link}}}"
        ".leaflet-container{font-size:12px}@media(max-width:480px){#map_div{height:340px!important}}"
    )
