"""What the first call costs: compiling the kernels, loading them from the cache, and a warm call.

    python benchmarks/first_call.py [--limit-seconds 20]

Each figure comes from a process of its own: one with an empty cache, then one with the cache it left. Warm is a
second call in the same process. Seconds are CPU time of the process and of those it starts, wall-clock time beside
it. With an empty cache the first call prepares as the app does in its background, search and certificate side by
side: on two free cores that takes little more than half its CPU time. Exit code 1 when it takes longer than the limit.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.runs import describe_machine

ROOT = Path(__file__).resolve().parents[1]
_CHILD = """
import json, os, time

def take(work):
    wall, cpu = time.perf_counter(), sum(os.times()[:4])
    work()
    return sum(os.times()[:4]) - cpu, time.perf_counter() - wall

def load():
    global prepare, warm_up
    from planner.optimise import prepare, warm_up

def call():
    prepare()
    warm_up()

print(json.dumps([take(load), take(call), take(lambda: warm_up())]))
"""
STEPS = ("import", "first call", "warm call")


def measure(cache: Path) -> list[tuple[float, float]]:
    """Return CPU and wall seconds of each of `STEPS` in a new process that uses a cache folder."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
    environment.pop("NUMBA_DISABLE_JIT", None)
    answer = subprocess.run(
        [sys.executable, "-c", _CHILD], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return [(float(cpu), float(wall)) for cpu, wall in json.loads(answer.stdout)]


def main(argv: list[str] | None = None) -> int:
    """Print the figures; 1 when compiling takes longer than the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit-seconds", type=float, default=20.0, help="wall-clock seconds allowed for compiling")
    args = parser.parse_args(argv)
    print(describe_machine())
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        cold = measure(cache)
        size_mb = sum(path.stat().st_size for path in cache.rglob("*") if path.is_file()) / 1e6
        cached = measure(cache)
    print(f"{'':12}{'empty cache':>24}{'filled cache':>24}")
    print(f"{'':12}" + 2 * f"{'CPU s':>12}{'wall s':>12}")
    for step, (cold_cpu, cold_wall), (cpu, wall) in zip(STEPS, cold, cached, strict=True):
        print(f"{step:12}{cold_cpu:12.3f}{cold_wall:12.3f}{cpu:12.3f}{wall:12.3f}")
    spent = cold[1][1]
    is_good = spent <= args.limit_seconds
    verdict = "within" if is_good else "BEYOND"
    print(f"compiling took {spent:.1f} s on {os.cpu_count()} cores, {verdict} the limit of {args.limit_seconds:g}")
    print(f"the cache takes {size_mb:.1f} MB")
    return 0 if is_good else 1


if __name__ == "__main__":
    raise SystemExit(main())
