"""How far a solution is from the best possible: bounds by branch and price, exact in integers."""

from planner.optimise.certificate.certify import METHOD, Certified, certify, load_kernels

__all__ = ["METHOD", "Certified", "certify", "load_kernels"]
