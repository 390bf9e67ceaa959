"""What a trip costs an operator and sells for: rates, vehicles, cost lines, prices per head."""

from planner.costing.quote import VEHICLE_KINDS, build_quote, build_terms, get_multiplier, get_sell_per_head
from planner.costing.rate_file import read_rates, render_rates_template
from planner.costing.vehicles import VehicleChoice, choose_vehicles

__all__ = [
    "VEHICLE_KINDS",
    "VehicleChoice",
    "build_quote",
    "build_terms",
    "choose_vehicles",
    "get_multiplier",
    "get_sell_per_head",
    "read_rates",
    "render_rates_template",
]
