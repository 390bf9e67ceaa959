"""What one rule says of one line of a basket: a verdict, whether it leaves green standing, and the words for it."""

from __future__ import annotations

from typing import NamedTuple

from planner.goods.basis import UNSOURCED
from planner.goods.dates import UNDATED
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
    """Return a reason with the source, date and confidence of the rule behind it; see `tell_origin`."""
    return Reason(code=code, params={**params, **tell_origin(rule)})


def tell_origin(rule: AirRule | ExportRule | None) -> dict[str, str | int | float]:
    """Return source, date and confidence of a rule as the parameters of a reason.

    A rule that the tables lack is told like one that no text was found for: of general knowledge, without a date,
    of low confidence. So nothing is ever green by it, and nobody takes it for a rule that was looked up.
    """
    if rule is None:
        return {"source": UNSOURCED, "as_of": UNDATED, "confidence": "low"}
    return {"source": rule.source, "as_of": rule.as_of, "confidence": rule.confidence}


def is_doubtful(reason: Reason) -> bool:
    """Return whether the rule behind a reason is of low confidence or without a text: then nothing is green by it."""
    source = reason.params.get("source")
    return reason.params.get("confidence") == "low" or (source is not None and UNSOURCED in str(source))
