"""No text makes a file name that leaves its folder, hides a letter or means a device."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.file_names import MAX_FILE_NAME_BYTES, safe_file_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Đồng Văn: chợ phiên & đá", "dong-van-cho-phien-da"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "trip-con"),
        ("COM\u00b9", "trip-com1"),
        ("日本", "日本"),
        ("도자기 여행 3", "도자기-여행-3"),
        (unicodedata.normalize("NFD", "도자기"), "도자기"),
        ("がぎ", "がぎ"),
        ("हिन्दी", "हिन्दी"),
        ("ＡＢＣ", "abc"),
        (".ẩn", "an"),
        ("日\u202e本\x00\u3164", "日本"),
        ("trip☂.pdf", "trip-pdf"),
        ("☂", "trip"),
        ("", "trip"),
        ("a" * 200, "a" * 80),
        ("日" * 200, "日" * 40),
    ],
)
def test_file_names_are_safe(text: str, name: str) -> None:
    assert safe_file_name(text) == name


@given(st.text())
def test_no_text_escapes_its_folder(text: str) -> None:
    name = safe_file_name(text)
    assert name
    assert len(name.encode()) <= MAX_FILE_NAME_BYTES + len("trip-")
    assert name == unicodedata.normalize("NFC", name)
    kinds = {unicodedata.category(character) for character in name if character != "-"}
    assert kinds <= {"Ll", "Lo", "Lm", "Lu", "Lt", "Nd", "Mn", "Mc"}
    assert not name.startswith(("-", "."))
    assert not name.endswith("-")
    assert re.fullmatch(r"[a-z0-9-]*", "".join(character for character in name if character.isascii()))
    assert safe_file_name(name) == name
