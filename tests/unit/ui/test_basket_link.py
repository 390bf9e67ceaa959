import datetime as dt

import pytest

from planner.model.basket import Gift, Wishes
from tests.unit.present.basket_samples import build_traveller
from ui.link import BadLinkError, _pack, read_basket, write_basket

WISHES = Wishes(budget_vnd=5_000_000, gifts=(Gift(people=3, likes=("food", "tea")),), fixed=(("honey", "cv-x", 2),))


@pytest.mark.parametrize("packs", [None, {("honey", "cv-x"): 2, ("Nước mắm", "cv-y"): 1}, {}])
@pytest.mark.parametrize("home", ["FR", "VN", None])
def test_a_basket_comes_back(home: str | None, packs) -> None:
    traveller = build_traveller("EU", cabin_kg=None, hold_kg=7.5, days_until_home=3)
    paid = {("honey", "cv-x"): 310_000}
    saved = read_basket(write_basket(home, traveller, WISHES, packs, paid))
    assert (saved.home, saved.wishes, saved.packs, saved.paid) == (home, WISHES, packs, paid)
    assert read_basket(write_basket(home, traveller, WISHES, packs)).paid == {}
    assert saved.traveller["leaves_on"] == dt.date(2027, 3, 13)
    assert (saved.traveller["cabin_kg"], saved.traveller["hold_kg"]) == (None, 7.5)
    assert "market" not in saved.traveller  # whose rules hold follows from the home


def broken() -> list[object]:
    good = {
        "home": "FR",
        "traveller": {
            "adults": 2, "children": 0, "leaves_on": "2027-03-13", "leaves_from": None, "days_until_home": 1,
            "cabin_kg": None, "hold_kg": None,
        },
        "wishes": {},
    }  # fmt: skip
    person = good["traveller"]
    return [
        [], "text", {}, {**good, "traveller": {}}, {**good, "wishes": {"budget_vnd": "much"}},
        {**good, "packs": [["honey", "cv-x", 10**9]]}, {**good, "packs": [["honey", "cv-x", -1]]},
        {**good, "packs": "x"}, {**good, "paid": [["honey", "cv-x", -1]]}, {**good, "paid": 3},
        {**good, "paid": [["honey", "cv-x", 10**15]]}, {**good, "traveller": {**person, "adults": 0}},
        {**good, "traveller": {**person, "adults": 10**9}}, {**good, "traveller": {**person, "leaves_on": "soon"}},
        {**good, "traveller": {**person, "hold_kg": -1}}, {**good, "wishes": {"gifts": [{"people": -3}]}},
        {**good, "packs": [["honey", "cv-x", float("inf")]]}, {**good, "paid": [["honey", "cv-x", float("inf")]]},
        {**good, "traveller": {**person, "days_until_home": 10**20}},
        {**good, "traveller": {**person, "days_until_home": -1}},
        {**good, "traveller": {**person, "leaves_on": "0001-01-01"}},
        {**good, "traveller": {**person, "leaves_on": "9999-12-31"}},
        {**good, "traveller": {**person, "cabin_kg": float("nan")}},
        {**good, "traveller": {**person, "adults": 499, "children": 2}},
        {**good, "wishes": {"budget_vnd": 10**20}}, {**good, "wishes": {"budget_vnd": -1}},
        {**good, "wishes": {"gifts": [{"people": 0}]}}, {**good, "wishes": {"gifts": [{"people": 10**9}]}},
        {**good, "wishes": {"gifts": [{"people": 1}] * 13}},
    ]  # fmt: skip


@pytest.mark.parametrize("payload", broken(), ids=str)
def test_what_we_did_not_write_is_refused(payload) -> None:
    with pytest.raises(BadLinkError):
        read_basket(_pack(payload))


@pytest.mark.parametrize("token", ["", "tampered", "====", "ünïcode"])
def test_a_broken_token_is_refused(token: str) -> None:
    with pytest.raises(BadLinkError):
        read_basket(token)
