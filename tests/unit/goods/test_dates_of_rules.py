from __future__ import annotations

from datetime import date

import pytest

from planner.goods import parse_as_of
from planner.goods.dates import get_oldest, is_stale


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-10-20", date(2021, 10, 20)),
        ("2020-04", date(2020, 4, 1)),
        ("2025", date(2025, 1, 1)),
        ("2021+", date(2021, 1, 1)),
        ("2017-2024", date(2017, 1, 1)),
        ("2022-08/2024-12", date(2022, 8, 1)),
        (" 2025-10 ", date(2025, 10, 1)),
        ("2022?", None),
        ("pre-2022", None),
        ("undated", None),
        ("undated (after 2024)", None),
        ("undated (2016 rules)", None),
        ("CoP16 text", None),
        ("draft", None),
        ("see carry_home rows", None),
        ("2025-13", None),
        ("", None),
    ],
)
def test_a_written_date_is_its_earliest_day_or_unknown(text: str, expected: date | None) -> None:
    assert parse_as_of(text) == expected


@pytest.mark.parametrize(
    ("as_of", "on", "expected"),
    [
        ("2026-03-01", date(2027, 3, 1), False),
        ("2026-02-28", date(2027, 3, 1), True),
        ("2027-02-28", date(2028, 2, 29), False),
        ("2027-02-27", date(2028, 2, 29), True),
        ("2026?", date(2026, 6, 1), True),
    ],
)
def test_a_rule_is_stale_after_twelve_months_or_when_its_age_is_unknown(as_of: str, on: date, expected: bool) -> None:
    assert is_stale(as_of, on) is expected


def test_the_date_shown_for_several_rules_is_the_worst() -> None:
    assert get_oldest(["2025", "2020-04", "2021"]) == "2020-04"
    assert get_oldest(["2025", "2023?", "2021"]) == "2023?"
    assert get_oldest([]) == "undated"
