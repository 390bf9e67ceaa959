"""What one rule says of one line of a basket: a verdict, whether it leaves green standing, and the words for it."""

from __future__ import annotations

from typing import NamedTuple

from planner.goods.basis import UNSOURCED
from planner.model.market import AirRule, ExportRule, Verdict
from planner.model.reason import Reason


class Bearing(NamedTuple):
    """A rule as it bears on a line."""

    verdict: Verdict
    """What the rule alone would say; the worst of all is the verdict of the line."""
    is_amber: bool
    """Whether it forbids showing green, even where the verdict stays ok."""
    reason: Reason


def quote(code: str, rule: AirRule | ExportRule | None, **params: str | int | float) -> Reason:
    """Return a reason with the source, date and confidence of the rule behind it."""
    if rule is None:
        return Reason(code=code, params=params)
    told: dict[str, str | int | float] = {
        **params,
        "source": rule.source,
        "as_of": rule.as_of,
        "confidence": rule.confidence,
    }
    return Reason(code=code, params=told)


def is_doubtful(reason: Reason) -> bool:
    """Return whether the rule behind a reason is of low confidence or without a text: then nothing is green by it."""
    source = reason.params.get("source")
    return reason.params.get("confidence") == "low" or (source is not None and UNSOURCED in str(source))
