"""Which of a supplier's matters are put to it, as bits of whole numbers: few columns that travel with every answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, reduce
from itertools import product

import narwhals as nw

from duediligence.scoring.packed import BITS, total
from duediligence.scoring.put import OPEN, Asked, Conditions
from duediligence.tables.engine import Code, Engine, Frame
from duediligence.tables.expressions import constant

NOWHERE = -1
"""The word of a matter that is put to nobody."""


class Flags:
    """The state of a matter is the number of its conditions that are open, read as bits; nearly all have one."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    @cached_property
    def states(self) -> int:
        """How many states a matter can have at most."""
        return max((2 ** len(conditions) for conditions in self._places), default=1)

    @property
    def words(self) -> list[str]:
        """The columns with the bits."""
        last = max((word for word, _ in self._places.values()), default=0)
        return [f"put_{word}" for word in range(last + 1)]

    def columns(self) -> list[nw.Expr]:
        """The bits of one supplier, from the columns `open:<n>`."""
        bits: dict[int, list[nw.Expr]] = {}
        for conditions, (word, first) in self._places.items():
            for place, number in enumerate(sorted(conditions), first):
                bits.setdefault(word, []).append(nw.col(f"{OPEN}{number}") * 2**place)
        return [total(bits.get(word, ())).alias(name) for word, name in enumerate(self.words)]

    def places(self, engine: Engine) -> Frame:
        """matter, word, bit, size: where the state of each matter stands in the words of a supplier."""
        rows = [(matter, *self._place(matter)) for matter in sorted(set(self.asked.content.matter_of.values()))]
        return engine.table(rows, {"matter": Code, "word": int, "bit": int, "size": int})

    def variants(self, engine: Engine) -> Frame:
        """matter, state, put (1 where the matter is put in this state), core (how many core questions are)."""
        rows = [row for matter in sorted(set(self.asked.content.matter_of.values())) for row in self._variants(matter)]
        return engine.table(rows, {"matter": Code, "state": int, "put": int, "core": int})

    def state(self) -> nw.Expr:
        """The state of a matter, from the columns of `places` and the supplier's words."""
        chosen: nw.Expr = reduce(
            lambda rest, word: nw.when(nw.col("word") == word[0]).then(nw.col(word[1])).otherwise(rest),
            enumerate(self.words),
            constant(0),
        )
        return (chosen // nw.col("bit") % nw.col("size")).cast(nw.Int64)

    @cached_property
    def _places(self) -> Mapping[Conditions, tuple[int, int]]:
        """For each distinct set of conditions its word and the first of its bits there."""
        places: dict[Conditions, tuple[int, int]] = {}
        word = used = 0
        for conditions in sorted(set(self.asked.of_matter.values()), key=sorted):
            if used + len(conditions) > BITS:
                word, used = word + 1, 0
            places[conditions] = (word, used)
            used += len(conditions)
        return places

    def _place(self, matter: str) -> tuple[int, int, int]:
        conditions = self.asked.of_matter.get(matter)
        if conditions is None:
            return NOWHERE, 1, 1
        word, first = self._places[conditions]
        return word, 2**first, 2 ** len(conditions)

    def _variants(self, matter: str) -> Iterator[tuple[object, ...]]:
        conditions: Sequence[int] = sorted(self.asked.of_matter.get(matter, ()))
        for open_ones in product((0, 1), repeat=len(conditions)):
            state = sum(bit * 2**place for place, bit in enumerate(open_ones))
            now = {number for number, bit in zip(conditions, open_ones, strict=True) if bit}
            core = sum(number in now for of, number in self.asked.of_core if of == matter)
            yield matter, state, int(bool(now)), core
