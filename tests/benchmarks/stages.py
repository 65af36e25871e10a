"""Where the time of `assess` goes: the same run, with a clock around each of its stages.

`python -m tests.benchmarks.stages WORKSPACE` prints them as JSON; `python -m tests.benchmarks --stages` runs it.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import prepared

STAGES: Mapping[str, tuple[str, ...]] = {
    "read the content": ("workflow.opened:open_library", "workflow.opened:load_sector"),
    "read the register": ("workflow.opened:_read_sites",),
    "read the answers": ("workflow.opened:_read_answers",),
    "read last round's plan": ("workflow.rounds:last_plan",),
    "score: tables": ("scoring.assess:score", "scoring.assess:reasons", "scoring.assess:robustness"),
    "score: ledger and what to ask next": ("scoring.assess:ledger", "scoring.assess:_asks"),
    "score: values in the order of priority": ("workflow.assessing:assess_suppliers",),
    "measure the commitments": ("workflow.assessing:assess_agreements",),
    "choose the plan": ("workflow.assessing:choose_plan", "workflow.assessing:merge_round"),
    "assessment.json": ("workflow.rounds:_json",),
    "views": ("workflow.rounds:build_view",),
    "workbooks": ("workflow.rounds:render_workbook",),
    "pages": ("workflow.rounds:render_page",),
    "calendar and table of actions": ("workflow.rounds:_exports",),
    "write": ("workflow.rounds:write_files",),
}
"""A function belongs to the innermost stage that it is called in."""

REST = "start, imports and the rest"


@dataclass
class Clock:
    """Seconds by stage, without those of stages inside it, and the peak of memory in MB at the stage's end."""

    seconds: dict[str, float] = field(default_factory=dict)
    megabytes: dict[str, float] = field(default_factory=dict)
    _running: list[str] = field(default_factory=list)
    _since: float = field(default_factory=time.perf_counter)

    def enter(self, stage: str) -> None:
        """From here on time belongs to this stage."""
        self._count()
        self._running.append(stage)

    def leave(self) -> None:
        """From here on time belongs to the stage around this one again."""
        self._count()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.megabytes[self._running.pop()] = peak

    def _count(self) -> None:
        now = time.perf_counter()
        stage = self._running[-1] if self._running else REST
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now


def clocked(clock: Clock, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """The same function with its time counted; what it yields one by one is made inside the clock."""

    @wraps(work)
    def counted(*given: Any, **named: Any) -> Any:
        clock.enter(stage)
        try:
            made = work(*given, **named)
            return iter(list(made)) if hasattr(made, "__next__") else made
        finally:
            clock.leave()

    return counted


def assess_by_stage(workspace: Path) -> Clock:
    """Runs `assess` whole, in this process."""
    clock = Clock()
    clock.enter(REST)
    for stage, places in STAGES.items():
        for place in places:
            module, _, name = place.partition(":")
            home = import_module(f"duediligence.{module}")
            setattr(home, name, clocked(clock, stage, getattr(home, name)))
    from duediligence.cli.app import OBJECTS_BEFORE_CLEANING
    from duediligence.workflow.rounds import run_round

    gc.set_threshold(*OBJECTS_BEFORE_CLEANING)
    run_round(workspace)
    clock.leave()
    return clock


def stage_rows(sizes: Sequence[int], place: Path) -> Iterator[tuple[str, ...]]:
    """The head and the rows of a table: every stage with its seconds by number of suppliers; the last row adds up."""
    runs = [_run(place / f"ordinary-{size}", size) for size in sizes]
    stages = [*STAGES, REST]
    yield ("stage", *(f"{size:,}, s" for size in sizes), f"share of {sizes[-1]:,}", "peak, MB")
    total = [sum(run["seconds"].values()) for run in runs]
    for stage in stages:
        seconds = [run["seconds"].get(stage, 0.0) for run in runs]
        peak = runs[-1]["megabytes"].get(stage, 0.0)
        yield (stage, *(f"{s:.2f}" for s in seconds), f"{seconds[-1] / total[-1]:.0%}", f"{peak:,.0f}")
    yield ("all", *(f"{s:.2f}" for s in total), "100%", f"{max(runs[-1]['megabytes'].values()):,.0f}")


def _run(folder: Path, size: int) -> dict[str, dict[str, float]]:
    """One run in a process of its own; the workspace is made if it is not there."""
    prepared("assess", size, folder)
    command = [sys.executable, "-m", "tests.benchmarks.stages", str(folder / "workspace")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Prints seconds and megabytes by stage."""
    clock = assess_by_stage(Path(sys.argv[1]))
    sys.stdout.write(json.dumps({"seconds": clock.seconds, "megabytes": clock.megabytes}) + "\n")


if __name__ == "__main__":
    main()
