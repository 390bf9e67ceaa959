"""Cost lines and rate files of an operator in words, as plain text."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.quote import CostKind, CostLine, RateFinding
from planner.present.words import Words


@dataclass(frozen=True, slots=True)
class LineText:
    """A cost line as people read it."""

    kind: str
    what: str
    where: str
    """Empty where it is no place of its own."""
    unit: str
    source: str


def tell_line(line: CostLine, words: Words) -> LineText:
    """Return the words of a cost line."""
    say = words.messages
    return LineText(
        kind=say(f"quote.kind_{line.kind.value}"),
        what=_name_line(line, words),
        where="" if line.place_id is None else words.name(line.place_id),
        unit=say(f"quote.unit_{line.unit.value}"),
        source=say(f"quote.source_{line.source.value}"),
    )


def tell_finding(finding: RateFinding, words: Words) -> str:
    """Return why a row of a rate file was left out and what to do, without the number of the row."""
    return f"{words.reason(finding.reason)} {words.reason(finding.remedy)}"


def _name_line(line: CostLine, words: Words) -> str:
    say = words.messages
    if line.label is not None:
        return line.label
    match line.kind:
        case CostKind.MEAL if line.key in words.catalogue.experiences:
            return words.name(line.key)
        case CostKind.MEAL:
            return say("quote.meal_at", place=words.name(line.key)) if line.key else say("quote.meal_on_the_way")
        case CostKind.LODGING:
            return say("quote.night_at", place=words.name(line.key))
        case CostKind.VEHICLE_KM | CostKind.VEHICLE_DAY:
            return say(f"vehicle.{line.key}")
        case CostKind.DRIVER:
            return say("quote.kind_driver")
        case CostKind.GUIDE:
            return say("quote.guide_speaking", text=line.key) if line.key else say("quote.kind_guide")
        case CostKind.OTHER:
            return say("quote.boat_to", place=words.name(line.place_id or ""))
    return words.name(line.key)
