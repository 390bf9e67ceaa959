"""A file that cannot be made is named where its button would stand, and nothing else is lost."""

from streamlit.testing.v1 import AppTest


def draw() -> None:
    """Draw one file that can be made and two that cannot; runs as a script of its own."""
    from planner.errors import RequestError
    from planner.present.words import build_words
    from tests.support.trips import make_catalogue
    from ui.download import draw_download

    words = build_words("en", make_catalogue())

    def fail() -> str:
        raise OSError("no *ink*" + "!" * 1000)

    def refuse() -> bytes:
        raise RequestError("R001", "that cannot be")

    draw_download("One", fail, file_name="rates.csv", words=words, key="one")
    draw_download("Two", lambda: "text", file_name="two.csv", words=words, key="two", disabled=True)
    draw_download("Three", refuse, file_name="[a](b).csv", words=words, key="three")


def test_what_fails_is_named_and_the_rest_is_there() -> None:
    test = AppTest.from_function(draw).run(timeout=60)
    assert not test.exception
    (button,) = test.get("download_button")
    assert (button.proto.label, button.proto.disabled) == ("Two", True)
    first, second = (one.value for one in test.warning)
    assert first.startswith(r"rates\.csv could not be made")
    assert r"no \*ink\*" in first
    assert len(first) < 800, "a long error is cut"
    assert "that cannot be" in second
    assert "RequestError" not in second
    assert "[a](b)" not in second, "a name is no link"
