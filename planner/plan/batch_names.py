"""Names and words of a table of requests as people write them, turned into the ids that a request holds.

An id is taken as it is. A name is taken where it is that of one thing alone, in English or Vietnamese, with its marks
or without. Of interests a part of the label will do (``gốm`` for ``gốm sứ``) as long as one label has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz

from planner.folding import fold
from planner.model.catalogue import Catalogue
from planner.model.place import Gateway
from planner.model.travel import Vehicle
from planner.plan.interests import list_interests

Label = Callable[[str, str], tuple[str, ...]]
"""Gives what people call a word in their languages, by its family (`INTEREST`, or its column) and itself."""
INTEREST: Final = "interest"
NEAREST: Final = 3
_LEAST_SCORE: Final = 1.0
"""Of 2: all words of a name and all of its letters."""
_OF_VEHICLES: Final = frozenset({
    "xe", "o", "to", "oto", "cho", "ngoi", "khach", "seat", "seats", "seater", "bus", "minibus", "van", "car", "coach",
})  # fmt: skip
"""Words that may stand beside the number of seats, without marks."""
_PREFIX: Final = re.compile(r"^[a-z]{2,4}-")
"""Of ids: what a thing is."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a text may mean: one id where that is certain, else the nearest ones."""

    one: str | None
    near: tuple[str, ...] = ()
    is_ambiguous: bool = False


class NameBook:
    """Finds ids by what people write; made once for a table.

    Parameters
    ----------
    label
        None = words are known by themselves alone.
    """

    def __init__(self, catalogue: Catalogue, label: Label | None = None) -> None:
        self.catalogue = catalogue
        self._label: Label = label or (lambda _, __: ())
        self._seen: dict[tuple[str, str], Found] = {}

    def find_gateway(self, text: str) -> Found:
        """Return the gateway of an id or a name."""
        return self._remember("gateway", text, lambda: _find_named(text, self._gateways))

    def find_place(self, text: str) -> Found:
        """Return the place, lodging, gateway or experience of an id or a name."""
        return self._remember("place", text, lambda: _find_named(text, self._places))

    def find_interest(self, text: str) -> Found:
        """Return the interest word of a word, a label or a part of one label."""
        return self._remember("interest", text, lambda: self._find_interest(text))

    def find_option(self, family: str, values: Iterable[str], text: str) -> str | None:
        """Return the value of a choice, such as a pace, by the value itself or by its label."""
        asked = fold(text)
        for value in values:
            if asked in (value, *map(fold, self._label(family, value))):
                return value
        return _find_seats(asked) if family == "vehicle" else None

    def _remember(self, kind: str, text: str, find: Callable[[], Found]) -> Found:
        key = (kind, text)
        if key not in self._seen:
            self._seen[key] = find()
        return self._seen[key]

    @cached_property
    def _gateways(self) -> dict[str, tuple[str, ...]]:
        return {one.id: _name_gateway(one) for one in self.catalogue.gateways.values()}

    @cached_property
    def _places(self) -> dict[str, tuple[str, ...]]:
        names = {one.id: (one.name_vi, one.name_en or "") for one in self.catalogue.located.values()}
        names |= {one.id: (one.name("vi"), one.name("en")) for one in self.catalogue.experiences.values()}
        return names | self._gateways

    @cached_property
    def _interests(self) -> dict[str, tuple[str, ...]]:
        """Labels by word, those of places first: they are the wider ones."""
        every = dict.fromkeys(word for group in list_interests(self.catalogue).values() for word in group)
        return {word: self._label(INTEREST, word) for word in every}

    def _find_interest(self, text: str) -> Found:
        labels = self._interests
        asked = text.casefold().strip()
        if asked in labels:
            return Found(asked)
        for same in (str.casefold, fold):
            whole = [word for word, names in labels.items() if same(text) in map(same, names)]
            if whole:
                return Found(whole[0])
        wide = list_interests(self.catalogue)["place_category"]
        for same in (str.casefold, fold):
            parts = set(_split(same(text)))
            having = [word for word, names in labels.items() if any(parts <= set(_split(same(one))) for one in names)]
            chosen = [word for word in having if word in wide] or having
            if parts and len(chosen) == 1:
                return Found(chosen[0])
            if parts and chosen:
                return Found(None, tuple(chosen[:NEAREST]), is_ambiguous=True)
        return Found(None, _list_nearest(text, labels))


def _name_gateway(gateway: Gateway) -> tuple[str, ...]:
    """Return the names of a gateway, those without what explains them, too."""
    names = (gateway.name_vi, gateway.name_en or "")
    return (*names, *(re.split(r"[,(]", name)[0].strip() for name in names))


def _find_named(text: str, names: Mapping[str, tuple[str, ...]]) -> Found:
    asked = text.strip()
    if asked.casefold() in names:
        return Found(asked.casefold())
    for same in (str.casefold, fold):
        having = [one for one, told in names.items() if same(asked) in map(same, told)]
        if len(having) == 1:
            return Found(having[0])
        if having:
            return Found(None, tuple(having[:NEAREST]), is_ambiguous=True)
    return Found(None, _list_nearest(asked, names))


def _list_nearest(text: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what shares most words and letters with a text, the nearest first."""
    asked = " ".join(_split(_PREFIX.sub("", fold(text))))
    if not asked:
        return ()
    scores = {one: max(_score(asked, name) for name in (_PREFIX.sub("", one), *told)) for one, told in names.items()}
    best = sorted(scores, key=lambda one: -scores[one])[:NEAREST]
    return tuple(one for one in best if scores[one] >= _LEAST_SCORE)


def _score(asked: str, name: str) -> float:
    parts, own = set(asked.split()), set(_split(fold(name)))
    return len(parts & own) / len(parts) + fuzz.ratio(asked, " ".join(_split(fold(name)))) / 100


def _find_seats(asked: str) -> str | None:
    """Return the vehicle of a number of seats, as in ``xe 16 chỗ`` or ``bus_16``."""
    numbers = re.findall(r"[0-9]+", asked)
    if len(numbers) != 1 or not set(re.findall(r"[a-z]+", asked)) <= _OF_VEHICLES:
        return None
    having = [one.value for one in Vehicle if re.findall(r"[0-9]+", one.value) == numbers]
    return having[0] if len(having) == 1 else None


def _split(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("_", " "))
