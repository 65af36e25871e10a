"""The pages beside this file that a run writes: the results, and where the time of `assess` goes."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

RESULTS, STAGES = (Path(__file__).parent / name for name in ("RESULTS.md", "WHERE_TIME_GOES.md"))
FROM, TO = "<!-- written by the run: -->", "<!-- until here -->"
"""What stands between these lines of a page is written by a run, the rest by people."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as Markdown has it."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def write_results(shown: str) -> None:
    """Puts the table of works and rivals in its page, with the command and the machine."""
    _put(RESULTS, shown)


def write_stages(shown: str) -> None:
    """Puts the table of stages in its page, with the command and the machine."""
    _put(STAGES, shown)


def _put(page: Path, shown: str) -> None:
    before, _, rest = page.read_text("utf-8").partition(FROM)
    _, _, after = rest.partition(TO)
    page.write_text(f"{before}{FROM}\n\n{_run()}\n\n{shown}\n\n{TO}{after}", "utf-8")


def _run() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    machine = f"{os.cpu_count()} cores, {memory:.0f} GB memory, {platform.system()}, Python {platform.python_version()}"
    command = " ".join(("python -m tests.benchmarks", *sys.argv[1:]))
    return f"`{command}` on {date.today()}. Machine: {machine}; load average at the end {load}."
