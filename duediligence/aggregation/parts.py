"""The linear programs behind ranges: the cells of some sums, as deviations from the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

from duediligence.aggregation.attackers import Attacker
from duediligence.aggregation.cells import Key
from duediligence.aggregation.linear import Row, minimise
from duediligence.aggregation.relations import Relation

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Target:
    """A cell that must stay uncertain, from at most `low` to at least `high`, for one attacker."""

    key: Key
    attacker: Attacker
    low: float
    high: float


class Situation(Protocol):
    """What is hidden at the moment, and from whom."""

    def value(self, key: Key) -> float:
        """The truth."""

    def deviation(self, key: Key, attacker: Attacker) -> tuple[float, float]:
        """How far a cell may be from the truth as an attacker sees it."""

    def room(self, key: Key, attacker: Attacker) -> float:
        """How far a hidden cell may lie below the truth."""

    def cost(self, key: Key) -> float | None:
        """What hiding a printed cell costs; None where it cannot be hidden."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which cells may move, and the sums between them; `limits` says how far a part may stay below its whole."""

    cells: tuple[Key, ...]
    column: Mapping[Key, int]
    relations: tuple[Relation, ...]
    limits: tuple[float, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, cells: Sequence[Key], relations: tuple[Relation, ...], value: Callable[[Key], float]) -> Shape:
        """The shape of these sums."""
        column = {key: index for index, key in enumerate(cells)}
        limits = tuple(_limit(relation, value) for relation in relations)
        pairs = zip(relations, limits, strict=True)
        rows = tuple(row for relation, limit in pairs if (row := _row(relation, limit, column, {})) is not None)
        return cls(tuple(cells), column, relations, limits, rows)

    def with_extra(self, extra: Mapping[Key, int]) -> list[Row]:
        """The sums with two more variables for each of these cells: how far it must leave what is printed."""
        pairs = zip(self.relations, self.limits, strict=True)
        rows = (_row(relation, limit, self.column, extra) for relation, limit in pairs)
        return [row for row in rows if row is not None]


class Part:
    """One linear program: a shape with one attacker's bounds."""

    def __init__(self, shape: Shape, situation: Situation, target: Target) -> None:
        self.shape = shape
        self.situation = situation
        self.target = target
        self.bounds = [situation.deviation(key, target.attacker) for key in shape.cells]

    def extent(self) -> tuple[float, float]:
        """The smallest and the largest value that the attacker cannot rule out."""
        value = self.situation.value(self.target.key)
        cost = [0.0] * len(self.bounds)
        ends = []
        for sign in (1.0, -1.0):
            if self.target.key in self.shape.column:
                cost[self.shape.column[self.target.key]] = sign
            solved = minimise(cost, self.bounds, self.shape.rows)
            ends.append(value if solved is None else value + solved.cost * sign)
        return ends[0], ends[1]

    def cheapest(self, goal: float) -> list[Key] | None:
        """The printed cells that must be hidden so that the target may be at its goal; None where it cannot be."""
        at = self.shape.column.get(self.target.key)
        move = goal - self.situation.value(self.target.key)
        if at is None or not self.bounds[at][0] - TOLERANCE <= move <= self.bounds[at][1] + TOLERANCE:
            return None
        bounds, cost = list(self.bounds), [0.0] * len(self.bounds)
        bounds[at] = (move, move)
        extra: dict[Key, int] = {}
        for key in self.shape.cells:
            price = self.situation.cost(key)
            if price is not None and key != self.target.key:
                extra[key] = len(bounds)
                bounds += [(0.0, inf), (0.0, self.situation.room(key, self.target.attacker))]
                cost += [price, price]
        solved = minimise(cost, bounds, self.shape.with_extra(extra))
        if solved is None:
            return None
        return [key for key, index in extra.items() if max(solved.values[index : index + 2]) > TOLERANCE]


def _limit(relation: Relation, value: Callable[[Key], float]) -> float:
    """An equality misses nothing; parts within a whole may grow by what is left below it."""
    if not relation.within:
        return 0.0
    return min(sum(map(value, relation.parts)) - sum(map(value, relation.wholes)), 0.0)


def _row(relation: Relation, limit: float, column: Mapping[Key, int], extra: Mapping[Key, int]) -> Row | None:
    found: dict[int, float] = {}
    for keys, sign in ((relation.wholes, 1.0), (relation.parts, -1.0)):
        for key in keys:
            if key in column:
                found[column[key]] = sign
            if key in extra:
                found[extra[key]], found[extra[key] + 1] = sign, -sign
    if not found:
        return None
    return Row(found, limit, inf if relation.within else 0.0)
