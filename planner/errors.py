"""Errors a person can act on: a stable code, what is wrong, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


class PlannerError(Exception):
    """Root of every error that the shell shows in one line instead of a traceback.

    Parameters
    ----------
    code
        Stable code, listed in `docs/errors.md`. ``C`` catalogue, ``R`` request, ``N`` network,
        ``P`` plan, ``G`` goods, ``E`` environment.
    message
        What is wrong, in one sentence, naming the offending value.
    remedy
        What the user can do about it.
    where
        Field, or ``table:row:column``, or file name; empty when there is none.
    """

    exit_code = 2

    def __init__(self, code: str, message: str, *, remedy: str = "", where: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.where = where

    def __str__(self) -> str:
        place = f" [{self.where}]" if self.where else ""
        remedy = f" -> {self.remedy}" if self.remedy else ""
        return f"{self.code}{place}: {self.message}{remedy}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a catalogue, found by validation, which lists all of them at once."""

    code: str
    table: str
    row: int
    """Line in the file as a spreadsheet counts it (header is 1); 0 when the table as a whole is meant."""
    column: str
    message: str
    remedy: str
    severity: str = "error"
    """``error`` refuses the catalogue, ``warning`` is shown and lived with."""
    file: str = ""
    """File that the row stands in, which an overlay makes ambiguous; empty when unknown."""


class CatalogueError(PlannerError, ValueError):
    """The catalogue breaks its schema; `findings` lists every problem."""

    def __init__(
        self, code: str, message: str, *, remedy: str = "", where: str = "", findings: tuple[Finding, ...] = ()
    ) -> None:
        super().__init__(code, message, remedy=remedy, where=where)
        self.findings = findings


class RequestError(PlannerError, ValueError):
    """The user's request cannot be understood or contradicts itself."""


class UnknownIdError(RequestError, KeyError):
    """An id or word is not in the catalogue; `nearest` offers what may have been meant."""

    def __init__(self, code: str, message: str, *, nearest: tuple[str, ...] = (), where: str = "") -> None:
        remedy = "did you mean " + ", ".join(nearest) + "?" if nearest else "list what exists with `planner interests`"
        super().__init__(code, message, remedy=remedy, where=where)
        self.nearest = nearest

    __str__ = PlannerError.__str__


class TravelTimeError(PlannerError, ValueError):
    """A travel time source cannot answer (unknown point, vehicle, or file)."""


class UnreachableError(TravelTimeError):
    """No way leads from one point to the other with this vehicle."""


class MissingExtraError(PlannerError, ImportError):
    """An optional dependency is not installed; the remedy names the extra."""


class PreparationError(PlannerError, RuntimeError):
    """The search could not be compiled on this machine."""

    exit_code = 1


class NoFeasibleTripError(PlannerError):
    """The request is clear but no itinerary satisfies it.

    `reasons` are model `Infeasibility` records: the constraint, in words, and the smallest change
    that makes a trip possible.
    """

    exit_code = 3

    def __init__(self, code: str, message: str, *, reasons: tuple[object, ...] = (), remedy: str = "") -> None:
        super().__init__(code, message, remedy=remedy)
        self.reasons = reasons


class RefereeError(PlannerError):
    """A plan broke a rule when the referee recomputed it: a fault of ours, never shown as a plan."""

    exit_code = 1
