"""What a product's card links to: its GS1 Digital Link, else the maker's own page, else nothing."""

from __future__ import annotations

import io
from typing import Final

import segno
from biip import ParseError
from biip.gtin import Gtin

from planner.model.product import Product

_RESOLVER: Final = "https://id.gs1.org/01/"
"""GS1 Digital Link Standard: Web URI Syntax, the canonical domain and the key for a GTIN."""
_MAX_URL: Final = 500
"""Characters; a longer address makes a code too dense to be read from paper."""


def build_digital_link(gtin: str) -> str:
    """Return the canonical GS1 Digital Link of an article number.

    Raises
    ------
    ValueError
        When it is no GTIN of 8, 12, 13 or 14 digits with a right check digit.
    """
    try:
        return _RESOLVER + Gtin.parse(gtin).as_gtin_14()
    except ParseError as error:
        message = f"{gtin!r} is no GTIN: {error}"
        raise ValueError(message) from error


def find_link(product: Product | None) -> str | None:
    """Return the address for the card of a product, or None where none is known: none is ever made up."""
    if product is None:
        return None
    if product.gtin is not None:
        try:
            return build_digital_link(product.gtin)
        except ValueError:
            pass  # A mistyped number would lead to another product: the page is the safer way.
    page = product.page
    return page if page is not None and page.startswith(("https://", "http://")) and len(page) <= _MAX_URL else None


def build_qr(link: str) -> list[list[int]]:
    """Return the QR code of an address as rows of dark (1) and light (0) modules, with its quiet zone."""
    code = segno.make_qr(link, error="m")
    return [[1 if module else 0 for module in row] for row in code.matrix_iter(border=4)]


def build_qr_png(link: str, scale: int = 4) -> bytes:
    """Return the QR code of an address as a PNG picture, `scale` pixels a module, with its quiet zone."""
    picture = io.BytesIO()
    segno.make_qr(link, error="m").save(picture, kind="png", scale=scale, border=4)
    return picture.getvalue()


def build_qr_svg(link: str) -> str:
    """Return the QR code of an address as an SVG element for HTML: it scales with its box, and prints sharp."""
    code = segno.make_qr(link, error="m")
    return code.svg_inline(border=4, omitsize=True, light="#ffffff", dark="#000000", svgclass="qr", lineclass=None)
