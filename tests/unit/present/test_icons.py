"""Signs of places and the drawing of the country."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from planner.model.catalogue import Catalogue
from planner.present.icons import DRAWINGS, FAMILY_OF, PLACE, build_drawing, draw_sign, find_family
from planner.present.silhouette import HEIGHT, ISLANDS, WIDTH, build_silhouette, locate

PROVINCES = Path(__file__).resolve().parents[3] / "data" / "admin" / "provinces_34_simplified.geojson"


def test_every_category_has_a_sign(catalogue: Catalogue) -> None:
    categories = {place.category for place in catalogue.places.values()}
    assert categories - set(FAMILY_OF) == set()
    assert set(FAMILY_OF.values()) | {PLACE} == set(DRAWINGS)


def test_what_has_no_category_has_the_default(catalogue: Catalogue) -> None:
    assert find_family(catalogue, next(iter(catalogue.lodgings))) == PLACE
    assert find_family(catalogue, "nowhere") == PLACE


@pytest.mark.parametrize("family", DRAWINGS)
def test_a_drawing_is_svg_of_its_own(family: str) -> None:
    ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{build_drawing(family)}</svg>')
    assert list(DRAWINGS.values()).count(DRAWINGS[family]) == 1


def test_a_label_is_inert() -> None:
    html = draw_sign("bowl", '"><script>alert(1)</script>')
    assert "<script" not in html
    assert 'aria-hidden="true"' in draw_sign("bowl")


def test_the_country_holds_both_archipelagos() -> None:
    drawing = build_silhouette(PROVINCES.read_text(encoding="utf-8"))
    root = ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{drawing}</svg>')
    dots = [(float(one.get("cx")), float(one.get("cy"))) for one in root if one.tag.endswith("circle")]
    assert [name for name, _ in ISLANDS] == ["Hoàng Sa", "Trường Sa"]
    assert len(dots) == sum(len(points) for _, points in ISLANDS)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in dots)
    assert len(drawing) < 40_000


def test_points_lie_where_they_are() -> None:
    shapes = json.loads(PROVINCES.read_text(encoding="utf-8"))
    assert shapes["features"]
    hanoi, saigon = locate(105.85, 21.03), locate(106.7, 10.78)
    assert all(0 < part < 100 for part in (*hanoi, *saigon))
    assert hanoi[1] < saigon[1]
