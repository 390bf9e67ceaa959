import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.model.quote import CostKind, Letterhead, ManualLine, QuoteTerms, Rate, RateUnit
from planner.store import Store, TripDocument
from tests.unit.present.conftest import build_itinerary


@pytest.fixture(scope="session")
def document() -> TripDocument:
    return TripDocument(
        itinerary=build_itinerary(load_catalogue()),
        terms=QuoteTerms(group_size=14, group_sizes=(10, 20), has_guide=True, markup_pct=17.5),
        rates=(Rate(kind=CostKind.GUIDE, unit=RateUnit.PER_DAY, vnd=900_000),),
        manual=(ManualLine(label="Nước suối", unit=RateUnit.PER_PERSON, vnd=20_000),),
        letterhead=Letterhead(name="Công ty Thử"),
        client="Đoàn Huế",
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(str(tmp_path / "trips.sqlite"), kept_autosaves=3)
    yield opened
    opened.close()


def note(document: TripDocument, notes: str) -> TripDocument:
    """Return the trip with other notes: a small change."""
    return dataclasses.replace(document, notes=notes)
