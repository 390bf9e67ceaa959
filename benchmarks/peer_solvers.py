"""Other solvers on team orienteering with time windows: PyVRP, OR-Tools routing and VROOM.

Each takes the integer matrix and windows that our solver takes, and one thread. Building a peer's model is
not counted in its CPU time. None of the packages is needed by the planner (extra ``bench``).
"""

from __future__ import annotations

import importlib
import importlib.metadata
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from benchmarks.instances import ToptwInstance

FileRoutes = list[list[int]]
"""Rows of the instance file, one list per route."""
VROOM_MAX_PRIORITY = 100
_NEVER_SECONDS = 1_000_000
"""Wall time given to OR-Tools, which asks for some; the CPU limit ends it."""
_CLOCK_EVERY = 16
"""Calls of a stop criterion between two looks at the clock."""


class PeerMissingError(Exception):
    """A peer is not installed."""


@dataclass(frozen=True, slots=True)
class PeerAnswer:
    """Routes, and the CPU time of the search alone."""

    routes: FileRoutes
    cpu_seconds: float


PeerSolver = Callable[[ToptwInstance, int, int, float], PeerAnswer]
"""Takes instance, number of routes, seed and CPU seconds."""


def load_peer(module: str, package: str) -> ModuleType:
    """Import a peer, or raise `PeerMissingError` with the command that installs it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise PeerMissingError(f"{package} is not installed: pip install '.[bench]' ({error})") from None


class _CpuLimit:
    """A criterion to stop: CPU time of this process."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.process_time() + seconds
        self._calls = 0

    def __call__(self, best_cost: float) -> bool:
        self._calls += 1
        return self._calls % _CLOCK_EVERY == 0 and time.process_time() >= self.ends


def solve_pyvrp_tuned(instance: ToptwInstance, vehicles: int, seed: int, cpu_seconds: float) -> PeerAnswer:
    """PyVRP with the distance as cost and a prize of ten units of distance per point.

    Without a cost of distance its search lies on a plateau; of prizes x 10, x 100 and a cost of duration
    this was the best.
    """
    return _solve_pyvrp(instance, vehicles, seed, cpu_seconds, {"unit_distance_cost": 1}, 10 * instance.scale)


def solve_pyvrp_documented(instance: ToptwInstance, vehicles: int, seed: int, cpu_seconds: float) -> PeerAnswer:
    """PyVRP as its maintainers advise for orienteering: prizes alone, no cost of distance."""
    costs = {"unit_distance_cost": 0, "unit_duration_cost": 0}
    return _solve_pyvrp(instance, vehicles, seed, cpu_seconds, costs, 1)


def _solve_pyvrp(
    instance: ToptwInstance, vehicles: int, seed: int, cpu_seconds: float, costs: dict[str, int], prize_unit: int
) -> PeerAnswer:
    pyvrp = load_peer("pyvrp", "pyvrp")
    opens, closes, service, prize, travel = _as_lists(instance)
    model = pyvrp.Model()
    places = [model.add_location(x=0, y=0) for _ in prize]
    model.add_depot(places[0])
    for row, place in enumerate(places[1:], 1):
        model.add_client(
            place, service_duration=service[row], tw_early=opens[row], tw_late=closes[row],
            prize=prize[row] * prize_unit, required=False,
        )  # fmt: skip
    model.add_vehicle_type(num_available=vehicles, tw_early=opens[0], tw_late=closes[0], **costs)
    for i, origin in enumerate(places):
        for j, goal in enumerate(places):
            model.add_edge(origin, goal, distance=travel[i][j], duration=travel[i][j])
    began = time.process_time()
    result = model.solve(stop=_CpuLimit(cpu_seconds), seed=seed, collect_stats=False, display=False)
    spent = time.process_time() - began
    if not result.best.is_feasible():
        return PeerAnswer([], spent)
    routes = [[int(a.idx) + 1 for a in route if a.is_client()] for route in result.best.routes()]
    return PeerAnswer(routes, spent)


def solve_ortools_cheapest(instance: ToptwInstance, vehicles: int, seed: int, cpu_seconds: float) -> PeerAnswer:
    """OR-Tools routing from PATH_CHEAPEST_ARC; guided local search."""
    return _solve_ortools(instance, vehicles, cpu_seconds, "PATH_CHEAPEST_ARC")


def solve_ortools_insertion(instance: ToptwInstance, vehicles: int, seed: int, cpu_seconds: float) -> PeerAnswer:
    """OR-Tools routing from PARALLEL_CHEAPEST_INSERTION; guided local search."""
    return _solve_ortools(instance, vehicles, cpu_seconds, "PARALLEL_CHEAPEST_INSERTION")


def _solve_ortools(instance: ToptwInstance, vehicles: int, cpu_seconds: float, first: str) -> PeerAnswer:
    """Arc cost = distance; leaving a stop out costs 100 units of distance per point; deterministic, no seed."""
    cp = load_peer("ortools.constraint_solver.pywrapcp", "ortools")
    enums = load_peer("ortools.constraint_solver.routing_enums_pb2", "ortools")
    opens, closes, service, prize, travel = _as_lists(instance)
    n = len(prize)
    manager = cp.RoutingIndexManager(n, vehicles, 0)
    routing = cp.RoutingModel(manager)
    timed = [[service[i] + travel[i][j] if i != j else 0 for j in range(n)] for i in range(n)]
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(travel))
    horizon = closes[0]
    routing.AddDimension(routing.RegisterTransitMatrix(timed), horizon, horizon, False, "Time")
    clock = routing.GetDimensionOrDie("Time")
    for row in range(1, n):
        index = manager.NodeToIndex(row)
        clock.CumulVar(index).SetRange(opens[row], min(closes[row], horizon))
        routing.AddDisjunction([index], prize[row] * 100 * instance.scale)
    for vehicle in range(vehicles):
        clock.CumulVar(routing.Start(vehicle)).SetRange(opens[0], horizon)
        clock.CumulVar(routing.End(vehicle)).SetRange(opens[0], horizon)
    parameters = cp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = getattr(enums.FirstSolutionStrategy, first)
    parameters.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromSeconds(_NEVER_SECONDS)
    routing.CloseModelWithParameters(parameters)
    began = time.process_time()
    limit = _CpuLimit(cpu_seconds)
    routing.AddSearchMonitor(routing.solver().CustomLimit(lambda: limit(0.0)))
    solution = routing.SolveWithParameters(parameters)
    spent = time.process_time() - began
    if solution is None:
        return PeerAnswer([], spent)
    routes = []
    for vehicle in range(vehicles):
        route, index = [], solution.Value(routing.NextVar(routing.Start(vehicle)))
        while not routing.IsEnd(index):
            route.append(manager.IndexToNode(index))
            index = solution.Value(routing.NextVar(index))
        routes.append(route)
    return PeerAnswer(routes, spent)


def solve_vroom(instance: ToptwInstance, vehicles: int, seed: int, cpu_seconds: float) -> PeerAnswer:
    """VROOM at its highest level of exploration; deterministic, stops by itself whatever the limit."""
    vroom = load_peer("vroom", "pyvroom")
    opens, closes, service, prize, travel = _as_lists(instance)
    if max(prize) > VROOM_MAX_PRIORITY:
        raise ValueError(f"{instance.name}: VROOM's priorities end at {VROOM_MAX_PRIORITY}")
    problem = vroom.Input()
    problem.set_durations_matrix(profile="car", matrix_input=np.array(travel, dtype=np.uint32))
    day = vroom.TimeWindow(opens[0], closes[0])
    problem.add_vehicle([vroom.Vehicle(v, start=0, end=0, time_window=day) for v in range(1, vehicles + 1)])
    problem.add_job(
        [
            vroom.Job(
                row, location=row, default_service=service[row], priority=prize[row],
                time_windows=[vroom.TimeWindow(opens[row], closes[row])],
            )
            for row in range(1, len(prize))
        ]
    )  # fmt: skip
    began = time.process_time()
    solution = problem.solve(exploration_level=5, nb_threads=1)
    spent = time.process_time() - began
    steps = solution.routes
    jobs = steps[steps["type"] == "job"]
    return PeerAnswer([[int(i) for i in group["id"]] for _, group in jobs.groupby("vehicle_id", sort=True)], spent)


def _as_lists(instance: ToptwInstance) -> tuple[list[int], list[int], list[int], list[int], list[list[int]]]:
    """Return windows, service, prizes and travel as Python integers, the depot first."""
    return (
        instance.opens.tolist(), instance.closes.tolist(), instance.service.tolist(),
        instance.prize.tolist(), instance.travel.tolist(),
    )  # fmt: skip


PEERS: dict[str, tuple[PeerSolver, ...]] = {
    "PyVRP tuned": (solve_pyvrp_tuned,),
    "PyVRP documented": (solve_pyvrp_documented,),
    "OR-Tools": (solve_ortools_cheapest, solve_ortools_insertion),
    "VROOM": (solve_vroom,),
}
"""Of several variants the better answer counts, each with its full CPU time."""
PACKAGES = {"PyVRP": "pyvrp", "OR-Tools": "ortools", "VROOM": "pyvroom"}
"""Package of the first word of a peer's name."""
IS_SEEDED = {"PyVRP tuned": True, "PyVRP documented": True, "OR-Tools": False, "VROOM": False}
