"""Ready for a market: silence is unknown, the next step is the one that opens most, every row has its source."""

from dataclasses import replace
from datetime import date

import pytest
from goods_builders import make_catalogue, make_place, make_product, make_type

from planner.catalogue import load_catalogue
from planner.errors import UnknownIdError
from planner.goods.readiness import get_readiness, list_markets, rank_readiness
from planner.goods.requirements import find_indication, list_requirements
from planner.model.catalogue import Catalogue
from planner.model.market import MARKETS
from planner.model.readiness import DECIDING, ProductReadiness, Requirement, RequirementCheck, Role, Standing, State

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


def make_requirement(requirement_id: str, markets: tuple[str, ...] = ("JP",), **changes: object) -> Requirement:
    facts = {
        "id": requirement_id,
        "cert": requirement_id,
        "kind": "food safety",
        "role": Role.LAW,
        "markets": markets,
        "ocop_subgroups": ("1.5",),
        "categories": (),
        "product_types": (),
        "except_types": (),
        "names": (),
        "evidence": (requirement_id,),
        "evidence_unclear": (),
        "text_en": requirement_id,
        "text_vi": requirement_id,
        "note": None,
        "source": "a source",
        "confidence": "high",
        "as_of": "2026-06-01",
    }
    return Requirement(**(facts | changes))


def ask(*requirements: Requirement, **product: object) -> ProductReadiness:
    catalogue = make_catalogue(products=(make_product(**product),), places=("pr-tea",))
    return get_readiness(replace(catalogue, requirements=requirements), "p-tea", on=ON)


def get_check(found: ProductReadiness, market: str, requirement_id: str) -> RequirementCheck:
    stand = next(one for one in found.markets if one.market == market)
    return next(one for one in stand.checks if one.requirement.id == requirement_id)


def get_standing(found: ProductReadiness, market: str) -> Standing:
    return next(one.standing for one in found.markets if one.market == market)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ((), State.UNKNOWN),
        (("ISO 9001",), State.UNKNOWN),
        (("HACCP",), State.MET),
        (("haccp",), State.MET),
        (("no HACCP",), State.MISSING),
        (("HACCPX",), State.UNKNOWN),
    ],
)
def test_only_what_is_said_is_met_or_missing(words: tuple[str, ...], state: State) -> None:
    found = ask(make_requirement("HACCP"), certifications=words)
    assert get_check(found, "JP", "HACCP").state is state
    assert (found.open_now == ("JP",)) is (state is State.MET)


def test_a_word_that_may_mean_it_leaves_it_unknown() -> None:
    requirement = make_requirement("EU organic", evidence_unclear=("organic",))
    check = get_check(ask(requirement, certifications=("organic",)), "JP", "EU organic")
    assert (check.state, check.reasons[0].code) == (State.UNKNOWN, "ready_unclear")


def test_a_market_without_known_requirements_is_not_open() -> None:
    found = ask(
        make_requirement("HACCP"), make_requirement("ISO", ("US",), role=Role.BUYERS), certifications=("HACCP",)
    )
    assert get_standing(found, "US") is Standing.NOTHING_KNOWN
    assert get_standing(found, "KR") is Standing.NOTHING_KNOWN
    assert found.open_now == ("JP",)


def test_exports_of_somebody_are_evidence_and_words_are_not_a_market() -> None:
    found = ask(make_requirement("HACCP"), exports_to=("FR", "ZA", "30 countries (95% of output)"))
    assert found.open_now == ("EU", "ZA")
    assert get_standing(found, "EU") is Standing.EXPORTED
    assert get_check(ask(make_requirement("HACCP"), exports_to=("JP",)), "JP", "HACCP").state is State.UNKNOWN
    assert [one.params for one in found.notices if one.code == "ready_exports_words"] == [
        {"text": "30 countries (95% of output)"}
    ]


def test_a_step_wins_no_market_twice() -> None:
    step = ask(make_requirement("HACCP", ("JP", "KR")), exports_to=("JP",)).step
    assert step is not None
    assert (step.opens, step.advances) == (("KR",), ())


def test_low_confidence_opens_nothing() -> None:
    found = ask(make_requirement("HACCP", confidence="low"), certifications=("HACCP",))
    assert get_standing(found, "JP") is Standing.UNSURE
    assert found.open_now == ()
    step = ask(make_requirement("HACCP", confidence="low")).step
    assert step is not None
    assert (step.opens, step.advances) == ((), ("JP",))


def test_next_step_opens_most_markets() -> None:
    found = ask(
        make_requirement("FDA", ("US",)),
        make_requirement("HACCP", ("US", "JP", "KR")),
        make_requirement("GTIN", ("*",), role=Role.BUYERS),
    )
    step = found.step
    assert step is not None
    assert (step.step, step.opens, step.advances) == ("HACCP", ("JP", "KR"), ("US",))
    assert found.open_now == ()
    assert found.open_after == ("JP", "KR")
    done = ask(
        make_requirement("FDA", ("US",)),
        make_requirement("HACCP", ("US", "JP", "KR")),
        make_requirement("GTIN", ("*",), role=Role.BUYERS),
        certifications=("HACCP",),
    )
    assert done.open_now == found.open_after
    assert done.step is not None
    assert (done.step.step, done.step.opens) == ("FDA", ("US",))


def test_ties_go_to_the_higher_confidence() -> None:
    step = ask(make_requirement("A", confidence="medium"), make_requirement("B", ("KR",))).step
    assert step is not None
    assert step.step == "B"
    # Neither opens a market, and one is needed where nothing else is sure.
    step = ask(make_requirement("A", confidence="low"), make_requirement("B", ("KR",), role=Role.BUYERS)).step
    assert step is not None
    assert step.step == "B"
    step = ask(*(make_requirement(one, ("KR",), role=Role.BUYERS) for one in "AB"), make_requirement("B", ("US",))).step
    assert step is not None
    assert (step.step, step.opens, step.asked_in) == ("B", ("US",), ("KR",))


def test_rows_of_one_certificate_are_one_step_and_the_stricter_role_stands() -> None:
    rows = (
        make_requirement("loose", cert="HACCP", role=Role.OPENS, markets=("JP", "US")),
        make_requirement("strict", cert="HACCP", role=Role.LAW, markets=("US",)),
    )
    catalogue = replace(make_catalogue(products=(make_product(),)), requirements=rows)
    assert [one.id for one in list_requirements(catalogue, make_product(), "US")] == ["strict"]
    step = ask(*rows).step
    assert step is not None
    assert set(step.opens) == {"US", "JP"}


def test_a_category_counts_only_where_the_fit_is_exact() -> None:
    requirement = make_requirement("FSC", ocop_subgroups=(), categories=("tea",))
    assert ask(requirement).step is not None
    nearest = make_catalogue(
        types=(make_type(carry_home_fit="nearest"),), products=(make_product(),), places=("pr-tea",)
    )
    assert get_readiness(replace(nearest, requirements=(requirement,)), "p-tea", on=ON).step is None


def test_a_type_may_be_left_out() -> None:
    assert ask(make_requirement("Halal", except_types=("tea",))).step is None


@pytest.mark.parametrize(
    ("stars", "state"),
    [
        ({}, State.MET),
        ({"expires_year": 2026}, State.UNKNOWN),
        ({"expires_year": 2024}, State.UNKNOWN),
        ({"ocop_stars": None}, State.UNKNOWN),
        ({"ocop_stars": None, "ocop_stars_nominated": 5}, State.MISSING),
    ],
)
def test_stars_are_viet_nams_own_and_open_nothing(stars: dict[str, object], state: State) -> None:
    found = ask(make_requirement("OCOP", ("VN",), role=Role.HOME, kind="VN programme"), **stars)
    assert [one.state for one in found.home] == [state]
    assert found.open_now == ()
    assert found.step is None
    assert "ready_no_licence" in [one.code for one in found.notices]


def test_items_of_a_trace_record_are_met_as_far_as_the_facts_are_at_hand() -> None:
    rows = [
        make_requirement(f"trace_{item}", ("VN",), role=Role.HOME, kind="trace", cert=None)
        for item in ("name", "producer", "address", "picture", "code")
    ]
    states = {one.requirement.id: one.state for one in ask(*rows).home}
    assert states == {
        "trace_name": State.MET,
        "trace_producer": State.MET,
        "trace_address": State.UNKNOWN,  # the place of this test has no commune
        "trace_picture": State.UNKNOWN,
        "trace_code": State.UNKNOWN,
    }


def test_unknown_ids_offer_the_nearest(shipped: Catalogue) -> None:
    with pytest.raises(UnknownIdError) as product:
        get_readiness(shipped, "p-nuoc-mam-legia", on=ON)
    assert (product.value.code, product.value.nearest[0]) == ("G150", "p-nuoc-mam-le-gia")
    with pytest.raises(UnknownIdError) as province:
        rank_readiness(shipped, province="Thanh Hoá Province", on=ON)
    assert (province.value.code, province.value.nearest[0]) == ("G151", "Thanh Hóa")
    with pytest.raises(UnknownIdError) as producer:
        rank_readiness(shipped, producer_id="pr-leg", on=ON)
    assert (producer.value.code, producer.value.nearest[0]) == ("G152", "pr-legia")


def test_old_and_new_provinces(shipped: Catalogue) -> None:
    old = rank_readiness(shipped, province="Kiên Giang", on=ON)
    new = rank_readiness(shipped, province="an giang", on=ON)
    assert (old.scope, new.scope, new.name) == ("old_province", "province", "An Giang")
    assert {one.product_id for one in old.products} < {one.product_id for one in new.products}
    keys = [(-len(one.open_now), -len(one.open_after)) for one in new.products]
    assert keys == sorted(keys)


def test_a_producers_products(shipped: Catalogue) -> None:
    ranking = rank_readiness(shipped, producer_id="pr-legia", on=ON)
    assert [one.product_id for one in ranking.products][:2] == ["p-nuoc-mam-le-gia", "p-mam-tom-le-gia"]
    assert set(ranking.products[0].open_now) == {"US", "AU", "SG", "NZ", "TW", "JP"}


def test_phu_quoc_fish_sauce_is_protected_and_its_pepper_is_not(shipped: Catalogue) -> None:
    sauce = get_readiness(shipped, "p-nuoc-mam-thanh-quoc-43-do-dam", on=ON)
    assert get_check(sauce, "EU", "gi_eu").state is State.MET
    assert find_indication(shipped, shipped.products["p-tieu-xay-phu-quoc-thanh-quoc"]) is None
    # Sold under the indication, but only a list that was not checked against the annex names it.
    assert get_check(get_readiness(shipped, "p-muoi-tinh-bac-lieu", on=ON), "EU", "gi_eu").state is State.UNKNOWN
    # Bears the name, and nobody says that its maker may use it.
    assert get_check(get_readiness(shipped, "p-che-dinh-tan-cuong", on=ON), "EU", "gi_eu").state is State.UNKNOWN


def test_an_indication_needs_the_whole_name_and_the_same_kind(shipped: Catalogue) -> None:
    def find(name: str, product_type: str) -> object:
        product = make_product(name_vi=name, product_type=product_type, producer_id="nobody")
        found = find_indication(shipped, product)
        return found.name_vi if found else None

    assert find("Chè Tân Cương", "tea") == "Tân Cương"
    assert find("Chè Tân Cươngg", "tea") is None
    assert find("Chè ATân Cương", "tea") is None
    assert find("Mật ong Mèo Vạc", "honey") == "Mèo Vạc"
    assert find("Mật ong Mèo Vạc", "tea") is None


def test_no_product_of_the_catalogue_is_said_to_lack_what_nobody_denies(shipped: Catalogue) -> None:
    for product in list(shipped.products.values())[::7]:
        found = get_readiness(shipped, product.id, on=ON)
        for check in (*found.home, *(check for stand in found.markets for check in stand.checks)):
            if check.state is State.MISSING:
                assert check.requirement.id == "ocop"
                assert product.ocop_stars is None
            assert check.sources
            assert check.reasons
            assert check.confidence in ("high", "medium", "low")
        for stand in found.markets:
            if stand.standing is Standing.READY:
                deciding = [one for one in stand.checks if one.requirement.role in DECIDING]
                assert all(one.state is State.MET and one.confidence != "low" for one in deciding)


def test_table_of_requirements_agrees_with_the_certificates(shipped: Catalogue) -> None:
    for one in shipped.requirements:
        assert one.ocop_subgroups or one.categories or one.product_types or one.kind == "indication_eu", one.id
        if one.cert is None:
            assert one.kind == "trace"
            continue
        opens = shipped.certifications[one.cert].opens_markets
        if one.markets == ("*",):
            assert opens[0].startswith("all"), one.id
        else:
            assert set(one.markets) <= set(opens), one.id
        if (
            "legal duty" in shipped.certifications[one.cert].kind
            or shipped.certifications[one.cert].kind == "US legal duty"
        ):
            assert one.role is Role.LAW
    used = {one.cert for one in shipped.requirements}
    assert used - {None} == set(shipped.certifications)
    assert sum(one.kind == "trace" for one in shipped.requirements) == 10


def test_markets_looked_at(shipped: Catalogue) -> None:
    assert list_markets(shipped) == (*MARKETS, "AE", "SA")


def test_services_are_not_ranked() -> None:
    tour = make_type(id="tour_service", is_goods=False, carry_home_category=None, carry_home_fit=None)
    products = (make_product(), make_product(id="p-tour", product_type="tour_service"))
    catalogue = make_catalogue(types=(make_type(), tour), products=products, places=("pr-tea",))
    ranking = rank_readiness(catalogue, producer_id="pr-tea", on=ON)
    assert [one.product_id for one in ranking.products] == ["p-tea"]
    assert make_place("pr-tea").province == ranking.products[0].province


def test_every_requirement_names_a_product(shipped: Catalogue) -> None:
    """A row that no kind of good could fall under would be dead; rows bound to names wait for such products."""
    kinds = [make_product(product_type=kind) for kind in shipped.product_types]
    markets = (*list_markets(shipped), "VN")
    found = {one.id for kind in kinds for market in markets for one in list_requirements(shipped, kind, market)}
    named = {one.id for one in shipped.requirements if one.names or one.kind == "indication_eu"}
    assert {one.id for one in shipped.requirements} - found <= named
