"""Rural-tourism and on-the-spot-export route planner for Viet Nam.

>>> from planner import TripRequest, load_catalogue, plan_trip
>>> request = TripRequest(start="gw-hanoi-old-quarter", start_date="2027-03-12", days=1)
>>> plan_trip(request, load_catalogue()).format
'planner/1'

Names are imported when they are first used, so that reading a table does not wait for the compiler.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.api import build_planner as build_planner
    from planner.api import plan_trip as plan_trip
    from planner.catalogue import load_catalogue as load_catalogue
    from planner.model.catalogue import Catalogue as Catalogue
    from planner.model.itinerary import Itinerary as Itinerary
    from planner.model.itinerary import dump_plan as dump_plan
    from planner.model.itinerary import load_plan as load_plan
    from planner.model.request import TripRequest as TripRequest
    from planner.optimise import SolveParams as SolveParams
    from planner.plan import Planner as Planner

_HOMES = {
    "Catalogue": "planner.model.catalogue",
    "Itinerary": "planner.model.itinerary",
    "Planner": "planner.plan",
    "SolveParams": "planner.optimise",
    "TripRequest": "planner.model.request",
    "build_planner": "planner.api",
    "dump_plan": "planner.model.itinerary",
    "load_catalogue": "planner.catalogue",
    "load_plan": "planner.model.itinerary",
    "plan_trip": "planner.api",
}

__all__ = sorted(_HOMES)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    msg = f"module 'planner' has no attribute {name!r}"
    raise AttributeError(msg)
