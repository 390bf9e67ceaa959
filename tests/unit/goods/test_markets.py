from __future__ import annotations

import pytest

from planner.errors import UnknownIdError
from planner.goods import resolve_market
from planner.goods.markets import EU_MEMBERS
from planner.model.market import MARKETS


@pytest.mark.parametrize("market", MARKETS)
def test_every_market_is_itself_in_any_case(market: str) -> None:
    assert resolve_market(market) == market
    assert resolve_market(f" {market.lower()} ") == market


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("de", "EU"),
        ("FR", "EU"),
        ("HR", "EU"),
        ("UK", "GB"),
        ("gb", "GB"),
        ("BR", None),
        ("NO", None),
        ("VN", None),
        ("Japan", "JP"),
        ("germany", "EU"),
        ("Nhật Bản", "JP"),
        ("Brazil", None),
    ],
)
def test_a_country_leads_to_its_market(asked: str, expected: str | None) -> None:
    assert resolve_market(asked) == expected


def test_the_union_has_twenty_seven_members() -> None:
    assert len(EU_MEMBERS) == 27
    assert {resolve_market(code) for code in EU_MEMBERS} == {"EU"}


@pytest.mark.parametrize(("asked", "near"), [("Jappan", "JP (Japan)"), ("Germny", "DE (Germany)"), ("QQ", "")])
def test_unknown_text_is_refused_with_the_nearest_names(asked: str, near: str) -> None:
    with pytest.raises(UnknownIdError) as caught:
        resolve_market(asked)
    assert caught.value.code == "G101"
    assert asked in caught.value.message
    assert len(caught.value.nearest) == 3
    assert near in " ".join(caught.value.nearest)


@pytest.mark.parametrize("asked", ["", "ZZ", "UN", "419", "EZ"])
def test_codes_of_groups_and_placeholders_are_no_country(asked: str) -> None:
    with pytest.raises(UnknownIdError):
        resolve_market(asked)
