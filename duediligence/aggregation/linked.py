"""All cells that a reader can hold beside each other: this year's, last year's, and what follows by subtraction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from duediligence.aggregation.cells import NOTHING, Key, Sum
from duediligence.aggregation.classes import ALL, Detail
from duediligence.aggregation.design import BASE, Table
from duediligence.aggregation.parameters import Parameters
from duediligence.aggregation.relations import Relation, relations, twins
from duediligence.model.aggregate import Scope, Unit

COUNTS = (Unit.COMPANIES, Unit.SITES, Unit.ACTIONS)
JOINED, LEFT, LAST = "joined", "left", "last."
"""Groups that are never printed but follow by subtraction; and the prefix of what last year's report held."""


@dataclass(frozen=True, slots=True)
class Node:
    """A cell among all that are linked.

    `published`: printed unless it must be withheld; `exact`: known to everybody; `fixed`: last year's, whose state
    (`withheld`) cannot be changed any more.
    """

    key: Key
    sum: Sum
    unit: Unit
    minimum: int
    base: Key | None
    published: bool = True
    exact: bool = False
    fixed: bool = False
    withheld: bool = False
    telling: bool = False
    guarded: bool = True

    def interval(self, step: int) -> tuple[float, float]:
        """What a reader knows who sees the printed number: the rounding leaves room, a zero does not."""
        value = self.sum.value
        if self.exact or self.unit not in COUNTS or value == 0:
            return value, value
        printed = rounded(value, step)
        low, high = ceil(printed - step / 2), ceil(printed + step / 2) - 1
        return float(max(low, min(self.minimum, value))), float(high)


def rounded(value: float, step: int) -> float:
    """A count as it is printed; halves go up."""
    return float(floor(value / step + 0.5) * step)


@dataclass(frozen=True, slots=True)
class System:
    """Cells by name, what any reader knows of their sums, and pairs that are zero together."""

    nodes: Mapping[Key, Node]
    relations: tuple[Relation, ...]
    twins: tuple[tuple[Key, Key], ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """Last year's report as the secretariat kept it: its cells and sums, under the scopes of last year (`last.…`)."""

    nodes: Mapping[Key, Node]
    relations: tuple[Relation, ...]

    def has(self, table: Table, row: str) -> bool:
        """Whether last year's report had this row with the same columns."""
        there = {
            key.column for key in self.nodes if (key.scope, key.table, key.row) == (LAST + Scope.ALL, table.id, row)
        }
        return there == set(table.columns)


Sums = Mapping[Key, Sum]


def comparable(found: Sequence[Table], past: Past | None) -> tuple[Table, ...]:
    """The tables that are printed for matched companies too, with the rows that both years have."""
    if past is None:
        return ()
    narrowed = (
        replace(table, rows=tuple(row for row in table.rows if past.has(table, row)))
        for table in found
        if table.compare
    )
    return tuple(table for table in narrowed if table.rows)


def link(found: Sequence[Table], detail: Detail, sums: Sums, past: Past | None, parameters: Parameters) -> System:
    """One system of every cell of this year's report and of what it can be held against."""
    nodes = list(_nodes(found, Scope.ALL, sums, parameters, published=True))
    related = list(relations(found, detail, Scope.ALL))
    compared = comparable(found, past)
    if past is not None:
        nodes += past.nodes.values()
        related += past.relations
        for scope in (Scope.MATCHED, Scope.BEFORE, JOINED, LEFT):
            nodes += _nodes(compared, scope, sums, parameters, published=scope in (Scope.MATCHED, Scope.BEFORE))
            related += relations(compared, detail, scope)
        related += _between_years(compared)
    by_key = {node.key: node for node in nodes}
    usable = tuple(
        relation for relation in related if all(key in by_key for key in (*relation.wholes, *relation.parts))
    )
    pairs = tuple(pair for pair in twins(found, Scope.ALL) if all(key in by_key for key in pair))
    return System(by_key, usable, pairs)


def _nodes(found: Sequence[Table], scope: str, sums: Sums, parameters: Parameters, published: bool) -> Iterator[Node]:
    yield from _base_nodes(found, scope, sums, parameters)
    for table in found:
        for row in table.rows:
            for column in table.columns:
                key = Key(scope, table.id, row, column)
                findings = table.findings and column not in table.plain
                yield Node(
                    key=key,
                    sum=sums.get(key, NOTHING),
                    unit=table.unit,
                    minimum=parameters.minimum_companies_findings if findings else parameters.minimum_companies,
                    base=table.base_of(scope, row, column),
                    published=published and (column in table.shown),
                    exact=table.is_public(row, column),
                    telling=column in table.telling,
                    guarded=table.unit is not Unit.MEASURED or column in table.shown,
                )


def _base_nodes(found: Sequence[Table], scope: str, sums: Sums, parameters: Parameters) -> Iterator[Node]:
    """Who takes part is public, and so is how many; of the other bases only the number of sites is printed."""
    units = {"companies": Unit.COMPANIES, "sites": Unit.SITES, "actions": Unit.ACTIONS}
    used = {table.base for table in found if table.base} | (
        {"actions"} if any(t.id == "actions" for t in found) else set()
    )
    for name in sorted(used):
        key = Key(scope, BASE, ALL, name)
        public = name == "companies"
        yield Node(
            key=key,
            sum=sums.get(key, NOTHING),
            unit=units[name],
            minimum=parameters.minimum_companies,
            base=None,
            published=name == "sites" and scope == Scope.ALL,
            exact=public,
            guarded=name == "sites",
        )


def _between_years(compared: Sequence[Table]) -> Iterator[Relation]:
    """This year's companies are the matched and those who joined; last year's were the matched and those who left."""
    names = [(t.id, row, column) for t in compared for row in t.rows for column in t.columns]
    names += [(BASE, ALL, base) for base in sorted({table.base for table in compared if table.base})]
    for name in names:
        yield Relation((Key(Scope.ALL, *name),), (Key(Scope.MATCHED, *name), Key(JOINED, *name)))
        yield Relation((Key(LAST + Scope.ALL, *name),), (Key(Scope.BEFORE, *name), Key(LEFT, *name)))
