import base64
import datetime as dt
import json
import zlib

import pytest

from planner.model.request import Pin, TripRequest
from ui.language import choose_first
from ui.link import MAX_BYTES, BadLinkError, read_token, write_token

REQUEST = TripRequest(
    start="gw-hanoi-old-quarter", end="gw-noi-bai", start_date=dt.date(2027, 3, 12), days=3, interests={"ceramics": 3},
    must_visit=("cv-bat-trang-pottery-village",), pins=(Pin(place="cv-bat-trang-pottery-village", day=2),),
    day_starts={2: "05:30"}, lodging=("choose", "lo-con-son-islet-community-tourism"), title="Gốm & lụa",
)  # fmt: skip
ORDERS = ((("cv-bat-trang-pottery-village", "ex-1"), ("oo-outlet", None)), (), (("ts-lake", None),))


def pack(payload: object) -> str:
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(payload).encode())).decode().rstrip("=")


def cut_checksum(token: str) -> str:
    packed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    return base64.urlsafe_b64encode(packed[:-4]).decode().rstrip("=")


@pytest.mark.parametrize("nights", [None, ("gw-hanoi-old-quarter", "lo-con-son-islet-community-tourism")])
@pytest.mark.parametrize("orders", [None, ORDERS])
@pytest.mark.parametrize("is_settled", [False, True])
def test_a_link_carries_everything(orders, nights, is_settled: bool) -> None:
    token = write_token(REQUEST, orders, nights, is_settled=is_settled)
    assert read_token(token) == (REQUEST, orders, nights, is_settled)
    assert token.isascii()
    assert not set(token) & set("+/=&?#% ")


def test_a_link_is_short() -> None:
    assert len(write_token(REQUEST)) < 500


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nonsense",
        "%%%",
        "é",
        write_token(REQUEST)[:-9],
        write_token(REQUEST)[2:],
        cut_checksum(write_token(REQUEST)),
        pack([]),
        pack({}),
        pack({"request": {}}),
        pack({"request": {"start": "a", "start_date": "2027-03-12", "days": 0}}),
        pack({"request": {"start": "a", "start_date": "2027-03-12", "days": 1, "evil": 1}}),
        pack({"request": {"start": "a", "start_date": "2027-03-12", "days": 2}, "orders": [[]]}),
        pack({"request": {"start": "a", "start_date": "2027-03-12", "days": 1}, "orders": [["x"]]}),
        pack({"request": {"start": "a", "start_date": "2027-03-12", "days": 1}, "orders": 7}),
        pack({"request": {"start": "a", "start_date": "2027-03-12", "days": 2}, "nights": ["a", "b"]}),
        pack({"request": {"start": "a", "start_date": "2027-03-12", "days": 2}, "nights": "a"}),
        pack({"request": {"start": "a", "start_date": "2027-03-12", "days": float("inf")}}),
        pack({"x": "0" * (MAX_BYTES + 1)}),
    ],
)
def test_a_broken_link_is_said_to_be_broken(token: str) -> None:
    with pytest.raises(BadLinkError):
        read_token(token)


def test_nonsense_in_a_link_leaves_the_browser_its_language() -> None:
    assert choose_first(None, "xx", "vi-VN") == "vi"
    assert choose_first("ja", "ko", "vi") == "ja"
    assert choose_first(None, None, "de") == "en"
