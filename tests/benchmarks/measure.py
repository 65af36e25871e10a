"""One measurement in a process of its own, and what follows from several of them."""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ABSENT = 77
"""How a measurement ends whose library is not installed."""


@dataclass(frozen=True)
class Measured:
    """Seconds of the work itself (without the start of Python and imports), peak memory in MB, and what came out."""

    seconds: float
    megabytes: float
    outcome: Any


@dataclass(frozen=True)
class Side:
    """All measurements of one side at one size."""

    name: str
    runs: Sequence[Measured]

    @property
    def seconds(self) -> float:
        """The best run: what disturbs a measurement only makes it longer."""
        return min(run.seconds for run in self.runs)

    @property
    def megabytes(self) -> float:
        """The largest peak."""
        return max(run.megabytes for run in self.runs)


def timed(work: Callable[[], Any]) -> Measured:
    """Does the work once and measures it, its largest child included."""
    begun = time.perf_counter()
    outcome = work()
    seconds = time.perf_counter() - begun
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return Measured(seconds, sum(peaks) / 1024, outcome)


def in_own_process(work: str, side: str, size: int, folder: Path) -> Measured | None:
    """One measurement, or None where the side's library is not installed."""
    command = [sys.executable, "-m", "tests.benchmarks", "--one", work, side, str(size), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == ABSENT:
        return None
    if done.returncode:
        raise RuntimeError(f"{work}, {side}, {size}: {done.stderr[-2000:]}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def prepared(work: str, size: int, folder: Path) -> None:
    """Makes the data of a work, in a process of its own: Linux counts a parent's memory as that of its children."""
    if not folder.exists():
        folder.mkdir(parents=True)
        command = [sys.executable, "-m", "tests.benchmarks", "--prepare", work, str(size), str(folder)]
        subprocess.run(command, check=True)


def ratio(ours: Side, rival: Side) -> float:
    """How many times as long the rival takes: the median over runs made in turn."""
    return median(b.seconds / a.seconds for a, b in zip(ours.runs, rival.runs, strict=True))


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float | None:
    """The slope of time over size, both as logarithms: 1 is linear; needs three sizes."""
    if len(sizes) < 3:
        return None
    x, y = [math.log(size) for size in sizes], [math.log(value) for value in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return slope / sum((a - mean_x) ** 2 for a in x)
