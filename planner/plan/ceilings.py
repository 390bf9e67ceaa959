"""What any visit to a place could be worth at most: a ceiling on its prize, without reading calendar or rules.

The prize of a stop (`planner.optimise.score`) takes hours, market rules and festivals into account, which
costs a fifth of a millisecond per place. Its parts that no request changes are added up once; what depends on
the traveller is set to its best: everything bought can be carried home, the festival is on, the month is the best
of the trip. Only places whose ceiling promises enough are then looked at in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np

from planner.goods import get_shopping_worth, list_products_at
from planner.model.catalogue import Catalogue
from planner.model.itinerary import VisitProduct
from planner.model.place import Experience, Place
from planner.model.request import TripRequest
from planner.model.settings import Settings
from planner.optimise.score import StopFacts, list_interest_points, score_stop
from planner.plan.interests import SHOPPING, list_words, weigh_shopping
from planner.plan.options import MAX_PRODUCTS


class PrizeCeilings:
    """Ceilings of all places for trips that start in one year, in which the stars of products are judged.

    Parameters
    ----------
    year
        Of the first day of the trip.
    """

    def __init__(self, catalogue: Catalogue, settings: Settings, year: int) -> None:
        self._ids = tuple(catalogue.places)
        self._settings = settings
        self._season_scores = catalogue.season_scores
        villages = Counter(p.category for p in catalogue.places.values() if p.kind == "craft_village")
        place, effort, is_for_all, plain, shopping, words, region = [], [], [], [], [], [], []
        for number, (one, located) in enumerate(catalogue.places.items()):
            products = list_products_at(catalogue, one, market=None, on=date(year, 1, 1), limit=None)
            experiences: Sequence[Experience | None] = catalogue.experiences_at.get(one, ())
            for experience in experiences or ((None,) if products else ()):
                facts = _read_best(located, experience, products, villages, catalogue, settings)
                worth = score_stop(facts, {}, settings.prize)
                place.append(number)
                effort.append(experience.physical_effort if experience else 0)
                is_for_all.append(experience.is_family_friendly if experience else True)
                plain.append(sum(points for name, points in worth.items() if name != "shopping"))
                shopping.append(worth.get("shopping", 0))
                words.append(facts.words)
                region.append(catalogue.get_season_region(located))
        self._place = np.array(place, dtype=np.intp)
        self._effort = np.array(effort, dtype=np.int64)
        self._is_for_all = np.array(is_for_all, dtype=np.bool_)
        self._plain = np.array(plain, dtype=np.int64)
        self._shopping = np.array(shopping, dtype=np.int64)
        self._words = tuple(dict.fromkeys(words))
        numbers = {one: k for k, one in enumerate(self._words)}
        self._words_of = np.array([numbers[one] for one in words], dtype=np.intp)
        self._regions = tuple(dict.fromkeys(region))
        self._region_of = np.array([self._regions.index(one) for one in region], dtype=np.intp)

    def get(self, request: TripRequest) -> dict[str, int]:
        """Return for every place a prize that no visit of this trip exceeds; 0 = nothing to do there.

        A wish is not in it: places that the traveller names are looked at in any case.
        """
        weights = weigh_shopping(self._settings.prize, request.interests)
        met = [sum(p for _, p in list_interest_points(one, request.interests, weights)) for one in self._words]
        shopping = self._shopping
        if SHOPPING in request.interests:
            shopping = shopping * weights.shopping_interest_pct // 100
        worth = self._plain + shopping + np.array(met, dtype=np.int64)[self._words_of]
        months = {on.month for on in request.dates}
        score = [max(self._season_scores[one, month].score for month in months) for one in self._regions]
        kept = 1.0 - weights.season_share_pct / 100 * (1.0 - np.clip(np.array(score), 0.0, 1.0))
        # A mean over the dates may lie a hair above the best of them.
        prize = np.maximum(1, np.floor(worth * kept[self._region_of] + 0.5 + 1e-6)).astype(np.int64)
        is_able = self._effort <= request.max_effort
        if request.party.children:
            is_able &= self._is_for_all
        ceiling = np.zeros(len(self._ids), dtype=np.int64)
        np.maximum.at(ceiling, self._place[is_able], prize[is_able])
        return dict(zip(self._ids, ceiling.tolist(), strict=True))


def _read_best(
    located: Place, experience: Experience | None, products: Sequence[VisitProduct], villages: Counter[str],
    catalogue: Catalogue, settings: Settings,
) -> StopFacts:  # fmt: skip
    starred = [p for p in products[:MAX_PRODUCTS] if p.stars is not None]
    best = max(starred, key=lambda p: (p.stars or 0, p.stars_note == "certified"), default=None)
    return StopFacts(
        words=list_words(located, experience, catalogue),
        is_curated=experience is not None and experience.tier == "curated",
        recognition=located.recognition,
        best_stars=None if best is None else best.stars,
        is_star_stale=best is not None and best.stars_note in ("check_renewal", "no_year"),
        villages_with_craft=villages[located.category] if located.kind == "craft_village" else 0,
        season_score=1.0,
        event_factor=1.0,
        is_best_month=True,
        has_festival=experience is not None and experience.festival_id is not None,
        shopping_worth=get_shopping_worth(products, settings.shopping),
        is_wish=False,
    )
