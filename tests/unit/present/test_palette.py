import tomllib
from pathlib import Path

import pytest

from planner.present.palette import DARK, LIGHT, Palette, contrast, get_palette

CONFIG = Path(__file__).resolve().parents[3] / ".streamlit" / "config.toml"
AA = 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read(palette: Palette) -> None:
    for ground in (palette.paper, palette.card):
        for text in (palette.ink, palette.soft, palette.accent, palette.link):
            assert contrast(text, ground) >= AA, (text, ground)
    for colour in palette.days:
        assert contrast(palette.on_day, colour) >= AA, colour
    for background, text in palette.tones.values():
        assert contrast(text, background) >= AA, background
    assert contrast(palette.tones["care"][1], palette.card) >= AA  # stars


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_and_dots_stand_out_on_land_and_sea(palette: Palette) -> None:
    for colour in palette.days:
        assert contrast(colour, palette.land) >= 3, colour
        assert contrast(colour, palette.sea) >= 3, colour
    assert contrast(palette.soft, palette.sea) >= AA  # names of the archipelagos


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_theme_of_the_page_is_the_same(palette: Palette) -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][palette.name]
    assert theme["primaryColor"] == palette.accent
    assert theme["backgroundColor"] == palette.paper
    assert theme["secondaryBackgroundColor"] == palette.card
    assert theme["textColor"] == palette.ink
    assert theme["borderColor"] == palette.rule
    assert theme["linkColor"] == palette.link
    for colour in ("blue", "yellow", "red"):
        assert contrast(theme[f"{colour}TextColor"], theme[f"{colour}BackgroundColor"]) >= AA


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_palette_of_a_theme() -> None:
    assert get_palette("dark") is DARK
    assert get_palette("light") is LIGHT
    assert get_palette(None) is LIGHT
