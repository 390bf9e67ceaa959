"""The standard instances of the literature as problems of the planner: the one door to the readers."""

from benchmarks.readers.mctopmtw import MctopmtwInstance, build_mctopmtw_problem, load_mctopmtw
from benchmarks.readers.ophs import OphsInstance, build_ophs_problem, load_ophs
from benchmarks.readers.toptw import ToptwInstance, build_toptw_problem, load_toptw
from benchmarks.readers.ttdp import TtdpInstance, build_ttdp_problem, load_ttdp

__all__ = [
    "MctopmtwInstance",
    "OphsInstance",
    "ToptwInstance",
    "TtdpInstance",
    "build_mctopmtw_problem",
    "build_ophs_problem",
    "build_toptw_problem",
    "build_ttdp_problem",
    "load_mctopmtw",
    "load_ophs",
    "load_toptw",
    "load_ttdp",
]
