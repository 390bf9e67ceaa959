"""The files of an operator's own rates."""

import pytest

from planner.present.languages import load_messages
from tests.app.studio_steps import open_sample, show
from ui import studio_rates_view
from ui.safe import plain


def test_rates_that_cannot_be_written_are_named_and_leave_the_others(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise OSError("no ink")

    monkeypatch.setattr(studio_rates_view, "render_rates_template", fail)
    page = show(open_sample(), "costs")
    (told,) = (one.value for one in page.warning if "no ink" in one.value)
    assert plain(".rates-template.csv") in told
    assert load_messages("en")("studio.rates_save") in [one.label for one in page.get("download_button")]
