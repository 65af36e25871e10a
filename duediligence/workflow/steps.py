"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, TypeVar

T = TypeVar("T")
OnStep: TypeAlias = Callable[[int, int], None]
"""Is told how many steps are done, of how many."""


class Steps:
    """Counts steps of about the same length and tells of each; the first word is that none is done."""

    def __init__(self, count: int, told: OnStep | None) -> None:
        self._count, self._done, self._told = count, 0, told
        self._tell()

    def next(self) -> None:
        """One more is done."""
        self._done += 1
        self._tell()

    def each(self, things: Iterable[T]) -> Iterator[T]:
        """The same things; making each is a step."""
        for thing in things:
            self.next()
            yield thing

    def _tell(self) -> None:
        if self._told:
            self._told(self._done, self._count)
