"""How a plan was made, as it says itself."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from planner.model.itinerary import Provenance
from planner.optimise import SolveParams, SolveResult
from planner.plan.proof import Proof


def describe_run(
    result: SolveResult, params: SolveParams, proof: Proof, candidates: int, data_version: str, network: str
) -> Provenance:
    """Return where a refereed plan comes from; a run that was timed or stopped early cannot be repeated exactly."""
    is_timed = params.seconds is not None or proof.seconds is not None
    return Provenance(
        data_version=data_version,
        sources=("data/LICENSES.md",),
        network=network,
        seed=params.seed,
        iterations=result.iterations,
        seconds=params.seconds,
        is_reproducible=not is_timed and result.iterations >= params.iterations,
        software=name_software(),
        candidates=candidates,
        refereed=True,
    )


def name_software() -> str:
    """Return name and version; an uninstalled source tree says so."""
    try:
        return f"rural-route-planner {version('rural-route-planner')}"
    except PackageNotFoundError:
        return "rural-route-planner from source"
