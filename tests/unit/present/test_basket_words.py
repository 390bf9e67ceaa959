from dataclasses import replace

import pytest

from planner.model.basket import Basket, Carriage
from planner.model.catalogue import Catalogue
from planner.model.market import Verdict
from planner.model.reason import Reason
from planner.present.basket import describe_line, group_by_stop, name_article, tell_price, tell_stars
from planner.present.basket_bars import describe_limit, describe_luggage, list_breaks, tell_amount
from planner.present.basket_money import describe_refund, describe_shipping
from planner.present.sources import tell_reason
from planner.present.words import Words
from tests.unit.present.basket_samples import FIRST, SECOND, build_basket, build_limit, build_line, build_offer


@pytest.fixture(scope="module")
def basket(catalogue: Catalogue) -> Basket:
    return build_basket(catalogue)


def find(basket: Basket, key: str):
    return next(line for line in basket.lines if line.offer.article.key == key)


def test_lines_stand_in_the_order_of_the_trip_and_each_stop_once(basket: Basket) -> None:
    stops = group_by_stop(basket)
    assert [(stop.day, stop.place_id, len(stop.lines)) for stop in stops] == [(1, FIRST, 2), (2, SECOND, 1)]
    mixed = replace(basket, lines=(basket.lines[1], basket.lines[0], basket.lines[2]))
    assert [(stop.day, stop.place_id, len(stop.lines)) for stop in group_by_stop(mixed)] == [
        (1, FIRST, 2),
        (2, SECOND, 1),
    ]


def test_a_card_says_all_that_a_verdict_rests_on(basket: Basket, english: Words) -> None:
    text = describe_line(find(basket, "honey"), basket.traveller, english)
    assert text.badge is not None
    assert "Check before you fly" in text.check
    assert "confidence" in text.basis
    assert text.rules
    rule = find(basket, "honey").check.answer.rules[0]
    assert rule.source in text.rules[0].source
    assert "honey" in text.rules[0].text


@pytest.mark.parametrize("market", [None, "VN"])
def test_without_a_border_there_is_no_verdict(catalogue: Catalogue, market: str | None, words: Words) -> None:
    basket = build_basket(catalogue, market)
    for line in basket.lines:
        text = describe_line(line, basket.traveller, words)
        assert (text.badge, text.basis, text.stale, text.check, text.rules) == (None, "", "", "", ())
    refused = find(basket, "honey")
    refused = replace(refused, check=replace(refused.check, verdict=Verdict.PROHIBITED))
    told = " ".join(list_breaks(replace(basket, lines=(refused,), limits=()), words))
    assert name_article(refused.offer.article, words) not in told


def test_a_stale_rule_says_so_beside_the_badge(basket: Basket, english: Words) -> None:
    line = find(basket, "honey")
    for is_stale in (True, False):
        check = replace(line.check, answer=replace(line.check.answer, is_stale=is_stale, as_of="2020-04"))
        text = describe_line(replace(line, check=check), basket.traveller, english)
        assert bool(text.stale) is is_stale
        assert "2020-04" in text.basis


def test_prices_are_estimates_unless_known(basket: Basket, english: Words) -> None:
    article = find(basket, "honey").offer.article
    assert "estimate" in tell_price(article, english)
    known = replace(article, price_low_vnd=100_000, price_high_vnd=100_000, is_price_known=True)
    assert tell_price(known, english) == "₫100,000"
    unknown = replace(article, price_low_vnd=None, price_high_vnd=None)
    assert tell_price(unknown, english) == "price unknown"
    set_of_two = find(basket, "ceramic_teaset")
    told = describe_line(set_of_two, basket.traveller, english).sum
    assert told.startswith("together ")
    assert english.messages.money(2 * set_of_two.offer.article.price_high_vnd) in told
    assert "estimate" in told
    assert describe_line(basket.lines[0], basket.traveller, english).sum == ""


def test_stars_carry_their_year_and_are_hollow_once_run_out(basket: Basket, english: Words) -> None:
    article = basket.lines[0].offer.article
    glyphs, told = tell_stars(article, english)
    assert (glyphs, "2025" in told) == ("★★★★★", True)
    assert tell_stars(replace(article, stars_note="check_renewal"), english)[0] == "☆☆☆☆☆"
    for note in ("nominated", "unknown", "something new"):
        assert tell_stars(replace(article, stars_note=note), english)[0] == ""
    assert tell_stars(find(basket, "honey").offer.article, english)[0] == ""


def test_a_bar_tells_amount_limit_people_and_source(basket: Basket, english: Words) -> None:
    bar = describe_limit(basket.limits[0], basket.traveller, english)
    assert bar.told == "5 kg of 4 kg"
    assert (bar.badge.tone, bar.share) == ("bad", 1.25)
    assert any("2 kg per adult, 2 adults" in note for note in bar.notes)
    assert any(basket.limits[0].pool.source in note for note in bar.notes)


def test_money_is_held_at_a_rough_rate_that_shows_its_age(catalogue: Catalogue, basket: Basket, english: Words) -> None:
    bar = describe_limit(basket.limits[1], basket.traveller, english)
    assert bar.told == "EUR 100 of EUR 860"
    rate = next(note for note in bar.notes if "1 EUR" in note)
    assert "rough" in rate
    assert bar.badge.tone == "care"  # a rough rate is no green light
    fish = build_limit(catalogue, "EU-FISH", 1.0, "within_limit")
    unsure = replace(fish, pool=replace(fish.pool, confidence="low"))
    assert describe_limit(fish, basket.traveller, english).badge.tone == "good"
    assert describe_limit(unsure, basket.traveller, english).badge.tone == "care"
    assert "age unknown" in rate


def test_every_state_of_a_limit_has_words_and_only_within_is_green(catalogue: Catalogue, words: Words) -> None:
    from planner.goods.limits import LimitState

    badges = {}
    for state in LimitState:
        use = build_limit(catalogue, "EU-FISH", None if state is LimitState.AMOUNT_UNKNOWN else 1.0, state.value)
        badges[state] = describe_limit(use, build_basket(catalogue).traveller, words).badge
    assert [state for state, badge in badges.items() if badge.tone == "good"] == [LimitState.WITHIN]
    assert len({badge.word for badge in badges.values()}) == len(LimitState)


def test_an_unknown_amount_is_no_empty_bar(catalogue: Catalogue, basket: Basket, english: Words) -> None:
    bar = describe_limit(build_limit(catalogue, "EU-FISH", None, "amount_unknown"), basket.traveller, english)
    assert bar.share is None
    assert "unknown" in bar.told


def test_strength_stands_beside_a_liquor_line(catalogue: Catalogue, basket: Basket, english: Words) -> None:
    bar = describe_limit(build_limit(catalogue, "EU-LIQUOR-HIGH", 0.5, "within_limit"), basket.traveller, english)
    assert "22 % vol" in bar.label


def test_amounts_are_named_by_code_where_signs_are_shared(english: Words) -> None:
    assert tell_amount(199_999.6, "JPY", english).replace("\xa0", " ") == "JPY 200,000"
    assert tell_amount(0.75, "L", english) == "0.75 L"


def test_what_does_not_fit_is_never_said_to_fit(basket: Basket, english: Words) -> None:
    cabin, hold = describe_luggage(basket, english)
    assert (hold.badge.tone, hold.told) == ("bad", "45 kg of 40 kg")
    assert cabin.badge.tone == "care"  # weights are missing
    full = replace(basket, luggage=replace(basket.luggage, is_complete=True, cabin_limit_g=0, cabin_g=100))
    assert describe_luggage(full, english)[0].badge.tone == "bad"


def test_breaks_are_listed_worst_first(basket: Basket, english: Words) -> None:
    line = find(basket, "honey")
    refused = replace(line, check=replace(line.check, verdict=Verdict.PROHIBITED, is_green=False))
    told = list_breaks(replace(basket, lines=(refused,)), english)
    assert told[0] == "Honey: not allowed"
    assert any("5 kg of 4 kg" in one for one in told)
    assert any("45 kg of 40 kg" in one for one in told)
    assert any("₫1,500,000 above the budget" in one for one in told)
    fine = replace(
        basket, limits=(), lines=(), spend_high_vnd=0, luggage=replace(basket.luggage, hold_g=0, is_complete=True)
    )
    assert list_breaks(fine, english) == ()


def test_parcels_are_ranges_or_ask(basket: Basket, english: Words) -> None:
    priced, unpriced = (describe_shipping(band, english) for band in basket.shipping)
    assert "₫1,006,000 – ₫2,937,000 (estimate)" in priced
    assert "2-8 days" in priced
    assert "ask for the price" in unpriced
    assert "none found" in unpriced


def test_refund_says_what_is_missing_and_what_holds_for_all_shops_once(basket: Basket, english: Words) -> None:
    unknown, crossing = (
        Reason(code="refund_shop_unknown", params={}),
        Reason(code="refund_would_cross", params={"vnd": 200_000, "refund_vnd": 150_000}),
    )
    point = Reason(code="refund_point", params={"place": "gw-noi-bai"})
    step = Reason(code="refund_step_shop", params={})
    far = replace(basket.refund.shops[0], reasons=(unknown,))
    near = replace(far, place_id=SECOND, missing_vnd=200_000, reasons=(unknown, crossing))
    text = describe_refund(replace(basket.refund, shops=(far, near), reasons=(point, step)), english)
    assert "₫1,100,000 more" in text.shops[0]
    assert "another ₫200,000" in text.shops[1].replace("Another", "another")
    assert "more on that day" not in text.shops[1]
    assert "Noi Bai" in text.at_exit[0]
    assert text.at_exit[1:] == (english.reason(unknown),)
    assert not [shop for shop in text.shops if english.reason(unknown) in shop.lower()]
    assert text.notes == (english.reason(step),)


def test_reasons_show_the_source_of_a_rule_behind_them(english: Words) -> None:
    bare = Reason(code="warn_estimate_prices", params={})
    ruled = Reason(code="warn_estimate_prices", params={"source": "IATA", "as_of": "2025", "confidence": "high"})
    assert tell_reason(bare, english) == english.reason(bare)
    for part in ("IATA", "2025", "high"):
        assert part in tell_reason(ruled, english)


def test_sources_of_what_bears_on_a_line_stand_among_its_rules(basket: Basket, english: Words) -> None:
    line = find(basket, "honey")
    ruled = Reason(code="warn_estimate_prices", params={"source": "IATA", "as_of": "2025", "confidence": "high"})
    for market in ("EU", None):
        traveller = replace(basket.traveller, market=market)
        text = describe_line(replace(line, check=replace(line.check, reasons=(ruled,))), traveller, english)
        assert text.bearings[0] == english.reason(ruled)
        assert "IATA" in text.rules[-1].source


def test_every_way_to_travel_has_a_word(catalogue: Catalogue, basket: Basket, words: Words) -> None:
    line = find(basket, "honey")
    told = {
        describe_line(replace(line, check=replace(line.check, carriage=way)), basket.traveller, words).carriage
        for way in Carriage
    }
    assert len(told) == len(Carriage)


def test_amounts_of_one_pack_are_left_to_the_bars(catalogue: Catalogue, basket: Basket, english: Words) -> None:
    line = build_line(catalogue, build_offer(catalogue, "honey", FIRST), basket.traveller, 5)
    assert any(reason.startswith("over_limit:") for reason in line.check.answer.reasons)
    assert not [one for one in describe_line(line, basket.traveller, english).bearings if "one pack" in one]
