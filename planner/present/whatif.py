"""Why not, and what if not, in words: a counterfactual as a headline and the lines below it."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.reason import Reason
from planner.model.whatif import Contribution, Counterfactual
from planner.present.words import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said about a counterfactual."""

    headline: str
    """What it would cost, or that there is no other plan."""
    changes: tuple[str, ...]
    """What leaves, what enters, what becomes more or less; or why not, with the change that would help."""
    share: tuple[str, ...]
    """What the place brings to the plan as it stands, where the plan has it."""


def describe_counterfactual(found: Counterfactual, words: Words) -> Answer:
    """Return a counterfactual in the language of the words."""
    return Answer(
        headline=words.reason(_get_headline(found)),
        changes=tuple(words.reason(reason) for reason in (*_list_changes(found), *_list_remedies(found))),
        share=describe_share(found.contribution, words),
    )


def describe_share(share: Contribution | None, words: Words) -> tuple[str, ...]:
    """Return what a place brings to its plan; nothing where the plan does not visit it."""
    return tuple(words.reason(reason) for reason in _list_shares(share))


def _get_headline(found: Counterfactual) -> Reason:
    place: dict[str, str | int | float] = {"place": found.place_id}
    if found.loss is None:
        ending = "none" if found.outcome == "impossible" else "not_found"
        return Reason(code=f"{found.question}_{ending}", params=place)
    if found.loss == 0:
        return Reason(code=f"{found.question}_same", params=place)
    ending = "better" if found.is_better else "loss"
    return Reason(code=f"{found.question}_{ending}", params={**place, "points": abs(found.loss) / 100})


def _list_changes(found: Counterfactual) -> list[Reason]:
    reasons = []
    for code, places in (
        ("leaves", [one for one in found.leaves if one != found.place_id]),
        ("enters", [one for one in found.enters if one != found.place_id]),
        ("beds_leave", found.beds_leave),
        ("beds_enter", found.beds_enter),
    ):
        if places:
            reasons.append(Reason(code=code, params={"places": ";".join(places)}))
    if found.drive_min:
        code = "drives_more" if found.drive_min > 0 else "drives_less"
        reasons.append(Reason(code=code, params={"minutes": abs(found.drive_min)}))
    if found.cost_vnd_per_person:
        code = "costs_more" if found.cost_vnd_per_person > 0 else "costs_less"
        reasons.append(Reason(code=code, params={"vnd": abs(found.cost_vnd_per_person)}))
    return reasons


def _list_remedies(found: Counterfactual) -> list[Reason]:
    """Return why there is no other plan, each reason with its remedy."""
    pairs = [(one.reason, one.remedy) for one in found.reasons]
    return [told for pair in pairs for told in pair if told is not None]


def _list_shares(share: Contribution | None) -> list[Reason]:
    if share is None:
        return []
    full = sum(share.prize_parts.values())
    reasons = [Reason(code="share_gain", params={"points": share.gain / 100, "full": full})]
    if share.drive_min > 0:
        reasons.append(Reason(code="share_detour", params={"minutes": share.drive_min, "cost": share.drive_cost / 100}))
    reasons.append(Reason(code="share_frees", params={"minutes": max(0, share.freed_min)}))
    if share.price_vnd:
        reasons.append(Reason(code="share_money", params={"vnd": share.price_vnd}))
    return reasons
