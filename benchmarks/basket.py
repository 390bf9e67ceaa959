"""Seconds of processor time for the best basket of a trip, and whether it was proved to be the best.

    python benchmarks/basket.py [--candidates 300] [--baskets 3] [--examples DIR] [--iterations 300] [--no-trips]

*Made up*: offers of random places of the catalogue as the stops of a fortnight, so many articles in a basket, for
every market, each once without presents on a small budget, once with presents on a larger one, and once without
any budget. *Trips*: the requests of a folder, planned with few iterations, each with the basket that its traveller
would be offered.

One line per group: seconds at the median, at p95 and at most, and how many baskets were proved optimal. What is
worked out from the catalogue once (limits of a market, who offers what) falls to the first basket of a market.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.runs import describe_machine
from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.errors import PlannerError
from planner.goods.articles import list_offers, list_offers_at
from planner.goods.basket import plan_basket
from planner.model.basket import Basket, Gift, Offer, Traveller, Wishes
from planner.model.catalogue import Catalogue
from planner.model.market import MARKETS
from planner.model.settings import Settings
from planner.optimise import SolveParams
from planner.plan import parse_request
from planner.plan.basket import build_traveller, read_wishes
from planner.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
START = date(2027, 3, 2)
DAYS = 14
GIFTS = (Gift(people=4), Gift(people=2, likes=("tea", "handicraft")))
KINDS_OF_WISHES = (
    Wishes(budget_vnd=5_000_000, likes=("tea", "silk_scarf")),
    Wishes(budget_vnd=20_000_000, likes=("tea", "handicraft"), gifts=GIFTS),
    Wishes(gifts=GIFTS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """One basket."""

    seconds: float
    offers: int
    packs: int
    is_optimal: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--candidates", type=int, default=300)
    parser.add_argument("--baskets", type=int, default=3, help="made up baskets of each market and kind of wishes")
    parser.add_argument("--examples", type=Path, default=ROOT / "examples")
    parser.add_argument("--iterations", type=int, default=300, help="of the search for each trip")
    parser.add_argument("--no-trips", action="store_true")
    arguments = parser.parse_args()
    catalogue, settings = load_catalogue(), load_settings()
    print(describe_machine())
    print(f"{'group':<44}{'baskets':>8}{'offers':>8}{'packs':>7}{'p50 s':>8}{'p95 s':>8}{'max s':>8}{'proved':>8}")
    made_up: list[Timing] = []
    for market in MARKETS:
        timings = list(_time_made_up(catalogue, settings, market, arguments.candidates, arguments.baskets))
        made_up += timings
        _print_line(f"made up, {market}", timings)
    _print_line("made up, all markets", made_up)
    if not arguments.no_trips:
        _time_trips(catalogue, settings, arguments.examples, arguments.iterations)


def _time_made_up(
    catalogue: Catalogue, settings: Settings, market: str, candidates: int, baskets: int
) -> Iterator[Timing]:
    traveller = Traveller(
        market=market,
        adults=2,
        children=1,
        leaves_on=START + timedelta(days=DAYS - 1),
        leaves_from="gw-noi-bai",
    )
    for seed in range(baskets):
        offers = _draw_offers(catalogue, candidates, seed)
        for wishes in KINDS_OF_WISHES:
            yield _time(catalogue, settings, offers, traveller, wishes)


def _draw_offers(catalogue: Catalogue, count: int, seed: int) -> tuple[Offer, ...]:
    """Return offers of random places with so many different articles, spread over the days."""
    places = sorted(catalogue.located)
    random.Random(seed).shuffle(places)
    offers: list[Offer] = []
    keys: set[str] = set()
    for number, place_id in enumerate(places):
        day = 1 + number % DAYS
        for offer in list_offers_at(catalogue, place_id, day=day, on=START + timedelta(days=day - 1)):
            if len(keys) < count or offer.article.key in keys:
                keys.add(offer.article.key)
                offers.append(offer)
    return tuple(sorted(offers, key=lambda offer: offer.day))


def _time_trips(catalogue: Catalogue, settings: Settings, folder: Path, iterations: int) -> None:
    planner = build_planner(catalogue)
    every: list[Timing] = []
    for path in sorted(folder.glob("*.json")):
        request = parse_request(path.read_text(encoding="utf-8"), where=path.name)
        try:
            trip = planner.plan(request, SolveParams(seed=1, iterations=iterations))
        except PlannerError as error:
            print(f"{path.stem:<44} no plan: {error.code}")
            continue
        traveller = build_traveller(request, settings.luggage)
        asked = read_wishes(request, catalogue)
        kinds = (asked, replace(asked, gifts=GIFTS), replace(asked, budget_vnd=None, gifts=GIFTS))
        offers = list_offers(catalogue, trip)
        timings = [_time(catalogue, settings, offers, traveller, wishes) for wishes in kinds]
        every += timings
        _print_line(f"{path.stem[:32]}, {traveller.market}", timings)
    if every:
        _print_line("all trips", every)


def _time(
    catalogue: Catalogue, settings: Settings, offers: Sequence[Offer], traveller: Traveller, wishes: Wishes
) -> Timing:
    begin = time.process_time()
    basket: Basket = plan_basket(
        catalogue,
        offers,
        traveller,
        wishes,
        settings.basket,
        luggage=settings.luggage,
        refund=settings.refund,
        on=traveller.leaves_on,
    )
    seconds = time.process_time() - begin
    packs = sum(line.quantity for line in basket.lines)
    return Timing(seconds=seconds, offers=len(offers), packs=packs, is_optimal=basket.is_optimal)


def _print_line(name: str, timings: Sequence[Timing]) -> None:
    seconds = sorted(timing.seconds for timing in timings)
    count = len(seconds)
    median, p95 = seconds[ceil(count / 2) - 1], seconds[ceil(0.95 * count) - 1]
    offers, packs = (sum(values) / count for values in zip(*((t.offers, t.packs) for t in timings), strict=True))
    proved = f"{sum(timing.is_optimal for timing in timings)}/{count}"
    print(
        f"{name:<44}{count:>8}{offers:>8.0f}{packs:>7.0f}{median:>8.2f}{p95:>8.2f}{seconds[-1]:>8.2f}{proved:>8}",
        flush=True,
    )


if __name__ == "__main__":
    main()
