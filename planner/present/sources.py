"""What a claim about goods rests on, in words: source, date and confidence."""

from __future__ import annotations

from planner.model.reason import Reason
from planner.present.words import Words


def tell_reason(reason: Reason, words: Words) -> str:
    """Return the sentence of a reason with the source, date and confidence of the rule behind it, if it names one."""
    text, source = words.reason(reason), tell_source_of(reason, words)
    return f"{text} ({source})" if source else text


def tell_source_of(reason: Reason, words: Words) -> str:
    """Return source, date and confidence of the rule behind a reason; empty where it names none."""
    source, as_of, confidence = (str(reason.params.get(name) or "") for name in ("source", "as_of", "confidence"))
    return tell_source(source, as_of, confidence, words) if source or as_of else ""


def tell_source(source: str, as_of: str, confidence: str, words: Words) -> str:
    """Return source, date and confidence in one phrase; what is missing is called unknown."""
    say = words.messages
    return say(
        "basket.source",
        source=source or say("verdict.no_source"),
        date=tell_date(as_of, words),
        confidence=words.confidence(confidence) or say("basket.confidence_unknown"),
    )


def tell_date(as_of: str, words: Words) -> str:
    """Return the date of a rule as its table writes it, or that it has none."""
    return words.messages("verdict.no_date") if as_of in ("", "undated") else as_of
