"""Small instance files in the shape of the published ones; every number in them is drawn at random."""

from __future__ import annotations

import random
from pathlib import Path


def write_toptw(folder: Path, name: str, seed: int, n: int = 6) -> Path:
    draw = random.Random(seed)
    lines = [f"2 3 {n} 1", "0 200", "0 30.0 30.0 0.0 0.0 0 0 0 200"]
    for row in range(1, n + 1):
        opens = draw.randint(0, 120)
        codes = [draw.randint(1, 4) for _ in range(draw.randint(0, 3))]
        words = [row, draw.randint(0, 60), f"{draw.randint(0, 600) / 10}", draw.randint(5, 20), draw.randint(1, 30), 1]
        words += [len(codes), *codes, opens, opens + draw.randint(10, 80)]
        lines.append("\t".join(map(str, words)) + " ")
    return _write(folder / f"{name}.txt", lines)


def write_mctopmtw(folder: Path, name: str, seed: int, n: int = 6, days: int = 2) -> Path:
    draw = random.Random(seed)
    lines = [" ".join(map(str, [days, n, 60, *(draw.randint(1, 3) for _ in range(10))])), "0 30.0 30.0 0.0 0.0 0 200"]
    for row in range(2, n + 2):
        first = draw.randint(0, 60)
        borders = [first + step * draw.choice([15, 15.5, 20]) for step in range(5)]
        words: list[object] = [row, draw.randint(0, 60), draw.randint(0, 60), draw.randint(5, 20), draw.randint(1, 30)]
        words += [*sorted(borders), draw.randint(0, 1), draw.randint(5, 30)]
        lines.append(" ".join(map(str, words + [int(draw.random() < 0.3) for _ in range(10)])))
    return _write(folder / f"MCTOPMTW-{days}-{name}.txt", lines)


def write_ophs(folder: Path, name: str, seed: int, n: int = 6) -> Path:
    """Name is <graph>-<Tmax>-<hotels>-<trips>."""
    draw = random.Random(seed)
    tmax, extra, trips = (int(word) for word in name.split("-")[1:])
    cuts = sorted(draw.uniform(0.3, 0.7) for _ in range(trips - 1))
    limits = [tmax * (b - a) for a, b in zip([0, *cuts], [*cuts, 1], strict=True)]
    lines = [f"{n + 2}\t{extra}\t{trips}", str(tmax), "\t".join(f"{limit:.4f}" for limit in limits) + "\t", ""]
    lines += [f"{draw.randint(0, 2000) / 100:g}\t{draw.randint(0, 2000) / 100:g}\t0" for _ in range(2 + extra)]
    lines += [f"{draw.uniform(0, 20):.2f}\t{draw.uniform(0, 20):.2f}\t{draw.randint(1, 30)}" for _ in range(n)]
    (folder / "SET").mkdir(exist_ok=True)
    return _write(folder / "SET" / f"{name}.ophs", [*lines, "-" * 60])


def write_ttdp(folder: Path, name: str, seed: int, n: int = 6, days: int = 2, first_weekday: int = 5) -> Path:
    draw = random.Random(seed)
    lines = [" ".join(map(str, [20, days, first_weekday, n, 9, 250, *[10] * 10])), "0 50 50 0 0 510 800"]
    for row in range(1, n + 1):
        hours = [draw.choice([(0, 0), (0, 1439), (510, 640), (600, 700)]) for _ in range(7)]
        words = [row, f"{draw.uniform(0, 100):.2f}", f"{draw.uniform(0, 100):.2f}", draw.randint(5, 60)]
        lines.append(" ".join(map(str, [*words, draw.randint(1, 30), 2, *(m for pair in hours for m in pair), 36])))
    return _write(folder / f"{name}.txt", lines)


def _write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines), encoding="ascii")  # published files, too, may end without a newline
    return path
