"""Many files read by several processes at once; what comes back stands in the order of the files."""

from __future__ import annotations

import copyreg
import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import fields
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias

from duediligence.findings import Location
from duediligence.intake.files.reading import Returned
from duediligence.model.response import Answer

MANY = 200
"""With fewer files than this another process would not have started before they are read."""
CHUNK = 10
AHEAD = 2
"""So many chunks wait with each of the other processes, so that none of them runs out while this one reads."""
_THREADS = Path("/proc/self/task")
"""Where Linux lists the threads of a process, those of libraries too; other systems have no such folder."""

FileReader: TypeAlias = Callable[[Path], Returned]
OnFile: TypeAlias = Callable[[int, int], None]
Chunk: TypeAlias = Sequence[Path]


def read_each(
    paths: Sequence[Path], read: FileReader, on_file: OnFile | None = None, processes: int | None = None
) -> list[Returned]:
    """What a reader says of every file, in the order of the files, however many processes share the work.

    Without `processes`, as many as there are cores where there are many files, else one. `read` must be picklable.
    """
    told = on_file or _nobody
    count = processes or (_cores() if len(paths) >= MANY else 1)
    return _Shared(paths, read, told).done_by(count) if count > 1 else _one_by_one(paths, read, told)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Python does not look for circles meanwhile.

    Answers refer to nothing that refers to them: looking for circles among ever more of them finds none.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _one_by_one(paths: Sequence[Path], read: FileReader, told: OnFile) -> list[Returned]:
    found = []
    for done, path in enumerate(paths, start=1):
        found.append(read(path))
        told(done, len(paths))
    return found


class _Shared:
    """The files in chunks: other processes are handed them from the front, this one reads from the back.

    A chunk is handed out shortly before its turn and never taken back: taking one back from a process that ends just
    then makes Python's pool wait for ever.
    """

    def __init__(self, paths: Sequence[Path], read: FileReader, told: OnFile) -> None:
        self.count, self.read, self.told = len(paths), read, told
        self.chunks = [paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK)]
        self.waiting = deque(range(len(self.chunks)))
        self.under_way: dict[int, Future[list[Returned]]] = {}
        self.done: dict[int, list[Returned]] = {}
        self.read_so_far = 0

    def done_by(self, processes: int) -> list[Returned]:
        """Everything that was read, in order."""
        pool = ProcessPoolExecutor(processes - 1, start_of_others(), _begin, (self.read,))
        try:
            while self.waiting:
                self._hand_out(pool, AHEAD * (processes - 1))
                if self.waiting:
                    self._read_here(self.waiting.pop())
            for index in sorted(self.under_way):
                self._take_in(index)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        return [reading for index in range(len(self.chunks)) for reading in self.done[index]]

    def _hand_out(self, pool: ProcessPoolExecutor, most: int) -> None:
        for index in [index for index, other in self.under_way.items() if other.done()]:
            self._take_in(index)
        try:
            while self.waiting and len(self.under_way) < most:
                self.under_way[self.waiting[0]] = pool.submit(_read_chunk, self.chunks[self.waiting[0]])
                self.waiting.popleft()
        except BrokenExecutor:
            return  # what was not handed out is read here

    def _take_in(self, index: int) -> None:
        try:
            self.done[index] = self.under_way.pop(index).result()
            self._tell(index)
        except BrokenExecutor:  # the other process could not start, or was stopped
            self._read_here(index)

    def _read_here(self, index: int) -> None:
        self.done[index] = [self.read(path) for path in self.chunks[index]]
        self._tell(index)

    def _tell(self, index: int) -> None:
        self.read_so_far += len(self.chunks[index])
        self.told(self.read_so_far, self.count)


# answers and their places go from process to process as plain tuples, which takes a third of the time
_ANSWER, _PLACE = (attrgetter(*(field.name for field in fields(kind))) for kind in (Answer, Location))
copyreg.pickle(Answer, lambda answer: (Answer, _ANSWER(answer)))
copyreg.pickle(Location, lambda place: (Location, _PLACE(place)))

_reader: list[FileReader] = []
"""In another process: the one reader that it was started for."""


def _begin(read: FileReader) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever stops the run stops it in the process that started it
    gc.disable()  # it reads and ends, and makes nothing that refers to itself
    _reader[:] = [read]


def _read_chunk(paths: Chunk) -> list[Returned]:
    return [_reader[0](path) for path in paths]


def start_of_others() -> BaseContext:
    """How other processes begin: as copies of this one, ready at once, where it is known to have no other thread.

    A copy of a process with threads may wait for ever on what one of them held; a new one takes a second to start.
    """
    alone = _THREADS.is_dir() and len(list(_THREADS.iterdir())) == 1
    return get_context("fork" if alone else "spawn")


def _cores() -> int:
    """The cores that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _nobody(done: int, of: int) -> None:
    """Nobody wants to know how far it is."""
