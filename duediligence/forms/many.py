"""The forms of many suppliers, written by several processes; what comes back stands in the order of the suppliers."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import TypeAlias

from duediligence.forms.select import Brief
from duediligence.intake.files.side_by_side import start_of_others

MANY = 60
"""With fewer suppliers other processes would not have started before their forms are written."""
PROCESSES = 4
"""No more than this: each takes a second to start, and holds the whole content."""
CHUNK = 5

Files: TypeAlias = list[tuple[str, bytes]]
Writer: TypeAlias = Callable[[Brief], Files]


def written_each(briefs: Sequence[Brief], write: Writer, processes: int | None = None) -> Iterator[Files]:
    """The files of every supplier, in the order of the suppliers; `write` must be picklable.

    Without `processes`, as many as there are cores, within reason, where there are many suppliers, else this one alone.
    """
    count = processes or (min(os.cpu_count() or 1, PROCESSES) if len(briefs) >= MANY else 1)
    return _shared(briefs, write, count) if count > 1 else map(write, briefs)


def _shared(briefs: Sequence[Brief], write: Writer, processes: int) -> Iterator[Files]:
    pool = ProcessPoolExecutor(processes, start_of_others(), _begin, (briefs, write))
    done = 0
    try:
        for files in pool.map(_written, range(len(briefs)), chunksize=CHUNK):
            done += 1
            yield files
    except BrokenExecutor:  # another process could not start, or was stopped
        yield from map(write, briefs[done:])
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_work: list[tuple[Sequence[Brief], Writer]] = []
"""In another process: what it was started for."""


def _begin(briefs: Sequence[Brief], write: Writer) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever stops the run stops it in the process that started it
    _work[:] = [(briefs, write)]
    gc.freeze()  # the content is there until the end: there is nothing to look for in it


def _written(index: int) -> Files:
    briefs, write = _work[0]
    return write(briefs[index])
