"""Which cells would give a company away by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from duediligence.aggregation.cells import NOTHING, Key, Sum
from duediligence.aggregation.classes import OTHER
from duediligence.aggregation.linked import COUNTS, JOINED, LAST, LEFT, Node, Sums, System
from duediligence.aggregation.parameters import Parameters
from duediligence.model.aggregate import Scope, Unit

EPSILON = 1e-9


class Rule(StrEnum):
    """Why a cell is withheld; only the secretariat's own log tells them apart."""

    TOO_FEW = "too_few"
    ONE_DOMINATES = "one_dominates"
    TWO_DOMINATE = "two_dominate"
    P_PERCENT = "p_percent"
    ALL_ALIKE = "all_alike"
    NEWCOMERS = "newcomers"
    TWIN = "twin"
    COMPLEMENT = "complement"
    WHOLE_TABLE = "whole_table"


def sensitive(system: System, sums: Sums, parameters: Parameters) -> dict[Key, Rule]:
    """Every cell that breaks a rule, with the first rule that it breaks; `sums` are those of all scopes and tables."""
    found: dict[Key, Rule] = {}
    for key, node in system.nodes.items():
        rule = None if node.exact or not node.guarded else next(_broken(node, system.nodes, sums, parameters), None)
        if rule is not None:
            found[key] = rule
    return found


def _broken(node: Node, nodes: Mapping[Key, Node], sums: Sums, p: Parameters) -> Iterator[Rule]:
    cell = node.sum
    if 0 < cell.count < node.minimum:
        yield Rule.TOO_FEW
    if node.unit is not Unit.COMPANIES and cell.value > 0:
        yield from _concentrated(node, p)
    base = nodes[node.base].sum.value if node.base in nodes and node.base is not None else None
    alike = base and (abs(cell.value - base) <= EPSILON * base or (node.telling and cell.value == 0))
    if alike and node.key.scope not in (JOINED, LEFT):
        yield Rule.ALL_ALIKE
    if node.key.scope == Scope.ALL and node.published and _tells_newcomers(node, nodes, sums, p):
        yield Rule.NEWCOMERS


def _concentrated(node: Node, p: Parameters) -> Iterator[Rule]:
    cell = node.sum
    if cell.largest > p.largest_share * cell.value * (1 + EPSILON):
        yield Rule.ONE_DOMINATES
    if cell.largest + cell.second_largest > p.two_largest_share * cell.value * (1 + EPSILON):
        yield Rule.TWO_DOMINATE
    rest = cell.value - cell.largest - cell.second_largest
    if rest < p.p_percent * cell.largest * (1 - EPSILON):
        yield Rule.P_PERCENT


def _tells_newcomers(node: Node, nodes: Mapping[Key, Node], sums: Sums, p: Parameters) -> bool:
    """Whether the change since last year is that of a few who joined or left, the others being as they were."""
    now, last = _same_places(node, nodes)
    if not last or node.unit not in COUNTS or any(cell.withheld for cell in last):
        return False
    joined = [sums.get(cell.key._replace(scope=JOINED), NOTHING) for cell in now]
    left = [sums.get(cell.key._replace(scope=LEFT), NOTHING) for cell in last]
    few = 0 < max(cell.count for cell in joined) + max(cell.count for cell in left) < p.minimum_companies
    came, went = _total(joined), _total(left)
    stayed = _total(cell.sum for cell in now) - _total(cell.sum for cell in last) - came + went
    known_to = max(p.protection_least, p.protection * (came + went))
    room = min(sum(_room(cell, p) for cell in cells) for cells in (now, last))
    return few and abs(stayed) <= known_to and 2 * room < known_to


def _same_places(node: Node, nodes: Mapping[Key, Node]) -> tuple[list[Node], list[Node]]:
    """The cells of this year and of last year that are about the same.

    What stands under `other` depends on which places have a row of their own, so the rows of one year alone go along.
    """
    last = LAST + Scope.ALL
    if node.key.row != OTHER:
        before = nodes.get(node.key._replace(scope=last))
        return [node], [] if before is None else [before]
    now_rows, last_rows = _rows(node.key, nodes), _rows(node.key._replace(scope=last), nodes)
    alone = (now_rows.keys() ^ last_rows.keys()) | {OTHER}
    return [c for row, c in now_rows.items() if row in alone], [c for row, c in last_rows.items() if row in alone]


def _rows(key: Key, nodes: Mapping[Key, Node]) -> dict[str, Node]:
    """The column in which a cell stands, by row."""
    return {k.row: node for k, node in nodes.items() if k._replace(row=key.row) == key}


def _total(cells: Iterable[Sum]) -> float:
    return sum(cell.value for cell in cells)


def _room(node: Node, p: Parameters) -> float:
    low, high = node.interval(p.round_to)
    return (high - low) / 2
