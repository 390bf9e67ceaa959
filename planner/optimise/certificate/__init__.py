"""How far a solution is from the best possible: bounds by branch and price, exact in integers."""

from planner.optimise.certificate.certify import Certified, certify

__all__ = ["Certified", "certify"]
