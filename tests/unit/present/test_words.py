import dataclasses

import pytest

from planner.model.itinerary import Itinerary, VisitProduct
from planner.model.market import Verdict
from planner.model.reason import Reason
from planner.present.codes import REASON_CODES
from planner.present.towns import CITIES, CITY_OF
from planner.present.words import Words, build_words

VALUES: dict[str, str | int | float] = {
    "word": "ceramics", "points": 80, "text": "UNESCO 2009", "stars": 4, "count": 2, "category": "ceramics", "month": 3,
    "name": "Hội Gióng", "minutes": 95, "effort": 2, "hours": 4.5, "vnd": 3_000_000, "date": "2027-03-12", "km": 5.0,
    "place": "cv-bat-trang-pottery-village", "places": "cv-bat-trang-pottery-village;cv-van-phuc-silk-village",
    "market": "BR", "hazards": "rain;heat", "day_start": "07:30", "day_end": "19:00", "start": "gw-noi-bai",
    "end": "gw-cat-bi", "vehicle": "bicycle", "days": 3, "why": "not_for_children", "full": 95.5, "cost": 12.5,
    "day": 2, "night": 1, "profile": "relaxed", "other": "balanced", "share": 25, "wanted": 30,
    "pool": "EU-FISH", "amount": 1.5, "limit": 2.0, "unit": "kg", "rate": 25_100, "keeps": 10, "travels": 12,
    "year": 2028, "goods": "fish_sauce", "article": "tea", "refund_vnd": 157_407, "litres": 34, "kg": 31.5,
    "cabin": 2.0, "hold": 10.0,
}  # fmt: skip


@pytest.mark.parametrize("code", REASON_CODES)
def test_every_code_has_a_sentence_without_gaps(code: str, words: Words) -> None:
    text = words.reason(Reason(code=code, params={name: VALUES[name] for name in REASON_CODES[code]}))
    assert text
    assert "?" not in text
    assert "{" not in text
    assert text != words.messages("reason.other", code=code)


def test_values_are_spoken(english: Words) -> None:
    def tell(code: str, **params: str | int | float) -> str:
        return english.reason(Reason(code=code, params=params))

    assert "1 h 35 min" in tell("too_far", minutes=95)
    assert "Bat Trang" in tell("inf_closed", place="cv-bat-trang-pottery-village")
    assert "Fri, 12 Mar 2027" in tell("other_dates", date="2027-03-12")
    assert "Brazil" in tell("warn_market_without_rules", market="BR")
    assert tell("warn_season", hazards="rain;heat").count(" and ") == 1
    assert tell("why_stars", stars=5, count=1) == "an OCOP product with 5 stars"


@pytest.mark.parametrize(
    ("points", "english", "vietnamese"),
    [(1, "1 point", "1 điểm"), (1.04, "1 point", "1 điểm"), (0.5, "0.5 points", "0,5 điểm"), (0, "0 points", "0 điểm"),
     (2, "2 points", "2 điểm"), (12.6, "13 points", "13 điểm"), (1234, "1,234 points", "1.234 điểm")],
)  # fmt: skip
def test_one_point_is_no_points(points: float, english: str, vietnamese: str, catalogue) -> None:
    detour = Reason(code="share_detour", params={"minutes": 5, "cost": points})
    assert build_words("en", catalogue).reason(detour) == f"Its detour of 5 min costs {english}"
    assert build_words("vi", catalogue).reason(detour) == f"Đường vòng 5 phút mất {vietnamese}"


def test_one_visit_and_one_guest_are_spoken_as_one(english: Words) -> None:
    assert english.reason(Reason(code="pace_full", params={"count": 1})).startswith("no day takes more than 1 visit at")
    assert english.reason(Reason(code="too_small", params={"count": 1})) == "takes at most 1 guest"
    assert english.messages("edit.replanned", count=1) == "Replanned: 1 visit stays on its day."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("special national relic, 2014", "danh hiệu: di tích quốc gia đặc biệt, 2014"),
        ("national relic", "danh hiệu: di tích quốc gia"),
        (
            "VITA leading community tourism village 2020; ASEAN Homestay award 2023",
            "danh hiệu: làng du lịch cộng đồng hàng đầu do VITA bình chọn, 2020; giải thưởng Homestay ASEAN, 2023",
        ),
        (
            "national relic, 1988 (QD 28/VHQD)",
            "danh hiệu: di tích quốc gia (tiếng Anh: “national relic, 1988 (QD 28/VHQD)”)",
        ),
        ("something new", "danh hiệu: (tiếng Anh: “something new”)"),
        (
            "national relic (first; second), reported; craft village; something new",
            "danh hiệu: di tích quốc gia; làng nghề được công nhận "
            "(tiếng Anh: “national relic (first; second), reported; something new”)",
        ),
    ],
)
def test_titles_are_told_in_vietnamese_or_quoted_as_english(text: str, told: str, catalogue) -> None:
    reason = Reason(code="why_recognition", params={"text": text})
    assert build_words("vi", catalogue).reason(reason) == told
    assert build_words("en", catalogue).reason(reason) == f"recognised: {text}"


def test_no_title_of_the_tables_stands_in_english_unmarked(catalogue) -> None:
    vietnamese = build_words("vi", catalogue)
    located = [*catalogue.places.values(), *catalogue.lodgings.values()]
    plain = [vietnamese.recognition(one.recognition) for one in located if one.recognition]
    unmarked = [text for text in plain if "tiếng Anh: “" not in text]
    assert all(text.count("tiếng Anh: “") <= 1 for text in plain)
    assert len(unmarked) > 15
    assert not [text for text in unmarked if text.isascii()]


@pytest.mark.parametrize(
    ("gateway", "told"),
    [
        ("gw-da-nang-airport", {"ko": "다낭", "zh": "岘港", "ja": "ダナン", "fr": "", "en": "", "vi": ""}),
        ("gw-noi-bai", {"ko": "하노이", "zh": "河内", "ja": "ハノイ"}),
        ("gw-sai-gon-station", {"ko": "호찌민", "zh": "胡志明市", "ja": "ホーチミン"}),
        ("gw-cam-ranh", {"ko": "냐짱", "zh": "芽庄", "ja": "ニャチャン"}),
        ("gw-sa-pa", {"ko": "사파"}),
        ("gw-ca-mau", {"ko": ""}),
        ("no-gateway", {"ko": ""}),
    ],
)
def test_towns_have_the_names_of_the_language(gateway: str, told: dict[str, str], catalogue) -> None:
    assert {code: build_words(code, catalogue).known_as(gateway) for code in told} == told


def test_every_town_with_a_name_of_its_own_names_a_gateway(catalogue) -> None:
    korean = build_words("ko", catalogue)
    named = {korean.known_as(gateway) for gateway in catalogue.gateways}
    assert {korean.messages(f"city.{city}") for city in CITIES} <= named
    assert set(CITY_OF) <= set(catalogue.gateways)


def test_a_place_is_one_of_its_category_in_french(catalogue) -> None:
    french = build_words("fr", catalogue)
    company = next(one for one in catalogue.places.values() if one.category == "company")
    assert french.gloss(company.id) == "entreprise productrice"
    assert not [gloss for place in catalogue.places if (gloss := french.gloss(place).split()[0]).endswith("s")]


def test_remarks_of_the_tables_say_in_vietnamese_that_they_are_english(itinerary: Itinerary, catalogue) -> None:
    leg = dataclasses.replace(itinerary.days[0].legs[0], notes=("ferry: twice a day",))
    assert build_words("vi", catalogue).leg_notes(leg) == ["ghi chú (tiếng Anh): twice a day"]


def test_an_unknown_code_does_not_break_the_page(words: Words) -> None:
    assert "brand_new" in words.reason(Reason(code="brand_new", params={"x": 1}))


def test_unknown_ids_show_as_they_are(words: Words) -> None:
    assert words.name("no-such-place") == "no-such-place"
    assert words.address("no-such-place") == ""


def test_province_says_what_it_was_called(english: Words, catalogue) -> None:
    changed = next(p for p in catalogue.places.values() if p.province != p.old_province)
    same = next(p for p in catalogue.places.values() if p.province == p.old_province)
    assert english.address(changed.id) == f"{changed.province} (formerly {changed.old_province})"
    assert english.address(same.id) == same.province


@pytest.fixture
def product(itinerary: Itinerary) -> VisitProduct:
    return next(p for day in itinerary.days for v in day.visits for p in v.products if not p.is_typical)


def test_stars_are_never_promised_where_they_are_not_held(product: VisitProduct, english: Words) -> None:
    def tell(note: str) -> str:
        return english.stars(dataclasses.replace(product, stars=4, stars_year=2021, stars_note=note))

    assert tell("certified") == "OCOP 4 stars, certified 2021"
    assert "check renewal" in tell("check_renewal")
    assert "not held" in tell("nominated")
    assert "unknown" in tell("unknown")
    typical = dataclasses.replace(product, is_typical=True, stars=None, stars_note="typical")
    assert "typical" in english.stars(typical)


def test_prices_say_what_they_are(product: VisitProduct, english: Words) -> None:
    known = dataclasses.replace(product, price_vnd=120_000)
    band = dataclasses.replace(product, price_vnd=None, price_low_vnd=50_000, price_high_vnd=90_000)
    unknown = dataclasses.replace(product, price_vnd=None, price_low_vnd=None, price_high_vnd=None)
    assert english.price(known) == "₫120,000"
    assert "estimate" in english.price(band)
    assert english.price(unknown) == "price unknown"


@pytest.mark.parametrize("verdict", Verdict)
def test_only_green_verdicts_look_green(verdict: Verdict, product: VisitProduct, words: Words) -> None:
    unsure = words.badge(dataclasses.replace(product, verdict=verdict, is_green=False))
    assert unsure is not None
    assert unsure.tone in ("care", "bad")
    if verdict in (Verdict.OK, Verdict.LIMIT):
        sure = words.badge(dataclasses.replace(product, verdict=verdict, is_green=True))
        assert sure is not None
        assert sure.tone == "good"
        assert sure.word != unsure.word
        if verdict is Verdict.OK:
            assert sure.shape != unsure.shape


def test_bad_verdicts_differ_in_shape_and_word(product: VisitProduct, words: Words) -> None:
    badges = [words.badge(dataclasses.replace(product, verdict=v, is_green=False)) for v in Verdict]
    assert len({badge.word for badge in badges if badge}) == len(Verdict)
    shapes = {v: badge.shape for v, badge in zip(Verdict, badges, strict=True) if badge}
    assert shapes[Verdict.PERMIT] != shapes[Verdict.PROHIBITED]


def test_no_home_market_no_badge(product: VisitProduct, words: Words) -> None:
    bare = dataclasses.replace(product, verdict=None)
    assert words.badge(bare) is None
    assert words.verdict_notes(bare) == []


def test_verdict_notes_carry_source_date_and_advice(product: VisitProduct, english: Words) -> None:
    full = dataclasses.replace(
        product, verdict=Verdict.LIMIT, verdict_limit="5 kg", verdict_sources=("customs.example",),
        verdict_as_of="2026-01", verdict_confidence="medium", is_verdict_stale=True,
        verdict_reasons=("category:fish_sauce:allowed_with_limit", "within_limit:KR-ITEM-5KG:0.5:5:kg:each"),
    )  # fmt: skip
    notes = " | ".join(english.verdict_notes(full))
    for part in ("fish sauce: allowed within a limit", "one traveller: 0.5 of 5 kg", "Limit: 5 kg", "customs.example",
                 "2026-01", "medium", "out of date", "Check before you fly"):  # fmt: skip
        assert part in notes


def test_every_reason_of_the_shipped_goods_is_spoken(catalogue, words: Words) -> None:
    from datetime import date

    from planner.goods import get_verdict

    for market in ("JP", "AU", "KR", "BR"):
        for kind in catalogue.product_types:
            for reason in get_verdict(catalogue, kind, market, on=date(2027, 3, 12)).reasons:
                text = words.verdict_reason(reason)
                assert reason.split(":")[0] not in text or "_" not in reason.split(":")[0], reason
                assert "{" not in text


def test_notes_of_a_leg(itinerary: Itinerary, english: Words) -> None:
    leg = dataclasses.replace(
        itinerary.days[0].legs[0],
        notes=("drive: Phùng, Sơn Tây", "drive: Sơn Tây", "walk: parking and the last steps", "PH-1: twice a day",
               "ferry: twice a day", "PH-1: twice a day"),
    )  # fmt: skip
    assert english.leg_notes(leg) == ["via Phùng, Sơn Tây", "PH-1: twice a day"]


def test_every_fixed_note_of_the_travel_times_is_known() -> None:
    from planner.network import describe, great_circle
    from planner.present.leg_notes import SILENT_NOTES, SPOKEN_NOTES

    fixed = [getattr(m, n) for m in (describe, great_circle) for n in dir(m) if n.startswith("NOTE_")]
    assert len(fixed) >= 4
    assert set(fixed) <= {*SILENT_NOTES, *SPOKEN_NOTES}


def test_run_out_certificates_show_no_filled_star(product: VisitProduct, english: Words) -> None:
    from planner.present.cards import draw_stars

    def draw(note: str, stars: int | None = 4) -> str:
        return draw_stars(dataclasses.replace(product, stars=stars, stars_year=2021, stars_note=note), english)

    assert "★★★★" in draw("certified")
    assert "☆☆☆☆" in draw("check_renewal")
    for note in ("check_renewal", "nominated", "unknown"):
        assert "★" not in draw(note)
    assert "★" not in draw("unknown", None)
