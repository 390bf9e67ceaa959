"""Letters of six languages on paper: who sets what, that weights keep widths, what happens without the typefaces."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import pypdf
import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from planner.catalogue import load_catalogue
from planner.errors import MissingExtraError
from planner.model.catalogue import Catalogue
from planner.present.languages import LANGUAGES, LANGUAGES_DIR
from planner.present.words import build_words
from planner.publish import PublishError, fonts, publish
from planner.publish.fonts import (
    EAST_ASIAN,
    REGULAR,
    STRONG,
    UNPRINTABLE,
    find_font,
    make_printable,
    mark_up,
    split_runs,
    typeset_in,
)
from planner.publish.typefaces import FOLDERS, PACKAGE, WEIGHTS, load_font
from tests.support.printed_trips import make_trip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_letter_of_a_language_can_be_printed(code: str) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((LANGUAGES_DIR / code).glob("*.po")))
    with typeset_in(code):
        assert {char for char in set(text) if char.isprintable() and find_font(char) is None} == set()


def test_vietnamese_keeps_its_face_on_a_korean_page() -> None:
    with typeset_in("ko"):
        assert split_runs("도자기 마을 Làng gốm Bát Tràng", STRONG) == [
            ("NotoSansKR-SemiBold", "도자기"),
            (STRONG, " "),
            ("NotoSansKR-SemiBold", "마을"),
            (STRONG, " Làng gốm Bát Tràng"),
        ]


@pytest.mark.parametrize(("code", "script"), [("zh", "SC"), ("ja", "JP"), ("ko", "KR")])
def test_a_chinese_character_is_drawn_as_the_language_of_the_page_draws_it(code: str, script: str) -> None:
    with typeset_in(code):
        assert find_font("直") == f"NotoSans{script}-Regular"


def test_a_language_lends_what_its_own_face_lacks() -> None:
    with typeset_in("ko"):
        assert find_font("们") == "NotoSansSC-Regular"
    with typeset_in("en"):
        assert find_font("한") == "NotoSansKR-Regular"
        assert find_font("é") == REGULAR


def test_quotes_beside_chinese_are_set_in_full_squares() -> None:
    with typeset_in("zh"):
        assert split_runs("村“引用”") == [("NotoSansSC-Regular", "村“引用”")]
        assert split_runs("“a”") == [(REGULAR, "“a”")]
    with typeset_in("ko"):
        assert split_runs("“인") == [(REGULAR, "“"), ("NotoSansKR-Regular", "인")]


def test_markup_in_a_text_is_text() -> None:
    with typeset_in("ja"):
        assert mark_up('<b>茶</b>"') == '&lt;b&gt;<font name="NotoSansJP-Regular">茶</font>&lt;/b&gt;"'


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_no_face_has_is_marked(code: str) -> None:
    with typeset_in(code):
        assert make_printable("ชา 🏺") == f"{UNPRINTABLE} {UNPRINTABLE}"


@pytest.mark.parametrize("script", FOLDERS)
def test_weights_keep_the_widths_of_what_is_set_in_them(script: str) -> None:
    """The widths that lines are broken by are those of the thinnest weight; the letters printed are not."""
    known = load_font(script, "Regular")
    assert known is not None
    codes = sorted(known.face.charToGlyph)
    sample = {code for code in codes if code < 0x3400 or code > 0xF900} | set(codes[::97])
    path = Path(str(files(PACKAGE))) / "fonts" / "ofl" / FOLDERS[script] / f"NotoSans{script}[wght].ttf"
    font = TTFont(io.BytesIO(path.read_bytes()), lazy=True)
    options = Options()
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    cutter = Subsetter(options)
    cutter.populate(unicodes=sorted(sample))
    cutter.subset(font)
    cut = io.BytesIO()
    font.save(cut)
    for weight in WEIGHTS.values():
        one = instancer.instantiateVariableFont(TTFont(io.BytesIO(cut.getvalue())), {"wght": weight})
        shapes = one.getBestCmap()
        wrong = {hex(c) for c in sample if c > 32 and one["hmtx"][shapes[c]][0] != known.face.getCharWidth(c)}
        assert wrong == set()


@pytest.mark.parametrize("code", sorted(EAST_ASIAN))
def test_faces_are_embedded_in_part_and_in_their_weights(catalogue: Catalogue, code: str) -> None:
    content = publish(make_trip(catalogue, (1, 1)), catalogue, ["daysheets"], build_words(code, catalogue))["daysheets"]
    assert len(content) < 400_000
    used = set()
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():
            facts = font.get_object()
            if facts["/BaseFont"] == "/Helvetica":  # The library declares it on each page; no text is set in it.
                continue
            match = re.fullmatch(r"/[A-Z]{6}\+(BeVietnamPro|NotoSans..)-(\w+)", facts["/BaseFont"])
            assert match is not None
            used.add("-".join(match.groups()))
            data = facts["/FontDescriptor"]["/FontFile2"].get_object().get_data()
            glyphs = TTFont(io.BytesIO(data))
            assert glyphs["maxp"].numGlyphs <= 257
            assert "gvar" not in glyphs
    script = EAST_ASIAN[code][0]
    assert {f"NotoSans{script}-Regular", f"NotoSans{script}-SemiBold", "BeVietnamPro-Regular"} <= used


def test_without_the_typefaces_the_failure_names_the_package(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "load_font", lambda *_: None)
    with pytest.raises(MissingExtraError, match="justmytype-intl-cjk") as raised, typeset_in("ko"):
        pass
    assert raised.value.code == "E005"
    assert "pip install" in raised.value.remedy
    words = build_words("ja", catalogue)
    with pytest.raises(PublishError, match="justmytype-intl-cjk") as failed:
        publish(make_trip(catalogue, (1,)), catalogue, ["brochure", "gpx"], words)
    assert list(failed.value.failures) == ["brochure"]
    assert list(failed.value.documents) == ["gpx"]


def test_visitors_who_print_at_once_get_what_they_would_get_alone(catalogue: Catalogue) -> None:
    trip = make_trip(catalogue, (1,))

    def render(code: str) -> bytes:
        return publish(trip, catalogue, ["daysheets"], build_words(code, catalogue))["daysheets"]

    alone = {code: render(code) for code in ("ko", "vi")}
    with ThreadPoolExecutor(4) as pool:
        wanted = ["ko", "vi", "ko", "vi"]
        assert list(pool.map(render, wanted)) == [alone[code] for code in wanted]
