"""Several small counts in one whole number, so that the sum of a few columns is the sum of many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import narwhals as nw

from duediligence.tables.expressions import constant

BITS = 50
"""How many bits of a whole number are used: so many that a floating-point number still holds it exactly."""


@dataclass(frozen=True)
class Packed:
    """Counts by name, each with room for sums up to `most`."""

    names: Sequence[str]
    most: int

    @cached_property
    def words(self) -> Sequence[Sequence[str]]:
        """The names that share a number."""
        per_word = max(1, BITS // self._room)
        return [self.names[first : first + per_word] for first in range(0, len(self.names), per_word)]

    @property
    def columns(self) -> list[str]:
        """The columns that hold the numbers."""
        return [f"word_{index}" for index in range(len(self.words))]

    def pack(self) -> list[nw.Expr]:
        """The numbers, from columns with the counts."""
        return [
            total(nw.col(name) * 2 ** (self._room * place) for place, name in enumerate(names)).alias(column)
            for column, names in zip(self.columns, self.words, strict=True)
        ]

    def unpack(self, prefix: str = "") -> list[nw.Expr]:
        """The counts, from columns with the numbers under this prefix."""
        return [
            (nw.col(prefix + column) // 2 ** (self._room * place) % 2**self._room).cast(nw.Int64).alias(name)
            for column, names in zip(self.columns, self.words, strict=True)
            for place, name in enumerate(names)
        ]

    @property
    def _room(self) -> int:
        return max(1, self.most.bit_length())


def total(parts: Iterable[str | nw.Expr]) -> nw.Expr:
    """The sum of columns of whole numbers in each row; 0 where there are none."""
    columns = [nw.col(part) if isinstance(part, str) else part for part in parts]
    if not columns:
        return constant(0)
    return nw.sum_horizontal(*columns) if len(columns) > 1 else columns[0]
