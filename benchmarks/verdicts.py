"""Seconds of processor time for every carry-home verdict: all markets x products and product types x quantities.

Two measures. *Border* is the answer of the rules and limits of the home market for one good alone
(`planner.goods.get_verdict`). *Whole* is the check of a basket of that one good against everything at once: border,
shared limits, air, Viet Nam's own rules and shelf life (`planner.goods.carry.check_basket`).

    python benchmarks/verdicts.py [--quantities 1,2,5,10,40] [--whole] [--repeats 3]

Loading the catalogue is not counted; everything worked out from it is, from an empty memory in each repeat.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.runs import describe_machine
from planner.catalogue import load_catalogue
from planner.goods import get_verdict
from planner.goods.articles import build_article
from planner.goods.carry import check_basket
from planner.model.basket import Traveller
from planner.model.catalogue import Catalogue
from planner.model.market import MARKETS
from planner.model.product import Product, ProductType

ON = date(2027, 3, 12)
QUANTITIES = (1, 2, 5, 10, 40)

Goods = list[tuple[ProductType, Product | None]]
Run = Callable[[Catalogue, Goods, tuple[int, ...]], Counter[str]]


def main() -> None:
    """Print how many verdicts there are, what they are, and the processor time they take."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quantities", default=",".join(map(str, QUANTITIES)))
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--whole", action="store_true", help="also time the check of a basket of one good")
    options = parser.parse_args()
    quantities = tuple(int(text) for text in options.quantities.split(","))
    catalogue = load_catalogue()
    goods = list_goods(catalogue)
    print(describe_machine())
    print(f"{len(MARKETS)} markets x {len(goods)} goods x {len(quantities)} quantities")
    report("border", ask_border, catalogue, goods, quantities, options.repeats)
    if options.whole:
        report("whole", ask_whole, catalogue, goods, quantities, options.repeats)


def list_goods(catalogue: Catalogue) -> Goods:
    """Return every named product, then every product type."""
    named: Goods = [(catalogue.product_types[one.product_type], one) for one in catalogue.products.values()]
    return [*named, *((kind, None) for kind in catalogue.product_types.values())]


def ask_border(catalogue: Catalogue, goods: Goods, quantities: tuple[int, ...]) -> Counter[str]:
    """Ask the rules of every market for every good and quantity."""
    verdicts: Counter[str] = Counter()
    for market in MARKETS:
        for kind, product in goods:
            for quantity in quantities:
                answer = get_verdict(catalogue, kind.id, market, product=product, quantity=quantity, on=ON)
                verdicts["green" if answer.is_green else answer.verdict.value] += 1
    return verdicts


def ask_whole(catalogue: Catalogue, goods: Goods, quantities: tuple[int, ...]) -> Counter[str]:
    """Check a basket of one good for every market, good and quantity."""
    verdicts: Counter[str] = Counter()
    articles = [build_article(catalogue, kind.id, product, on=ON) for kind, product in goods]
    for market in MARKETS:
        traveller = Traveller(market=market, adults=1, children=0, leaves_on=ON)
        for article in articles:
            for quantity in quantities:
                (line,) = check_basket(catalogue, traveller, [(article, quantity, ON)], on=ON).lines
                verdicts["green" if line.is_green else line.verdict.value] += 1
    return verdicts


def report(name: str, run: Run, catalogue: Catalogue, goods: Goods, quantities: tuple[int, ...], repeats: int) -> None:
    """Print the least processor time of the repeats, each on a fresh copy of the catalogue."""
    seconds: list[float] = []
    verdicts: Counter[str] = Counter()
    for _ in range(repeats):
        fresh = replace(catalogue)
        gc.collect()
        begin = time.process_time()
        verdicts = run(fresh, goods, quantities)
        seconds.append(time.process_time() - begin)
    count = sum(verdicts.values())
    found = ", ".join(f"{word} {number}" for word, number in verdicts.most_common())
    spread = " ".join(f"{value:.2f}" for value in seconds)
    print(f"{name}: {count} verdicts in {min(seconds):.2f} s ({min(seconds) / count * 1e6:.1f} us each; runs {spread})")
    print(f"  {found}")


if __name__ == "__main__":
    main()
