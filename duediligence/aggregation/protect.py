"""Which cells are withheld, and the proof that no reader can work one out.

The cells that must go along are found, and every hidden cell's range is solved for after (extra `disclosure`). Who does
without the proof gets less: every family of linked cells that holds a sensitive one is withheld whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from duediligence.aggregation.attackers import Knowledge, Shares
from duediligence.aggregation.cells import Key
from duediligence.aggregation.linked import Sums, System
from duediligence.aggregation.parameters import Parameters
from duediligence.aggregation.primary import Rule, sensitive
from duediligence.errors import DisclosureError, UsageError

if TYPE_CHECKING:
    from duediligence.aggregation.parts import Target
    from duediligence.aggregation.ranges import Ranges

SOLVER = "highspy"


@dataclass(frozen=True, slots=True)
class Range:
    """What an attacker can infer of a hidden cell at the least, and what he may not go below."""

    key: Key
    low: float
    high: float
    needed_low: float
    needed_high: float

    @property
    def holds(self) -> bool:
        """Whether the cell is uncertain enough."""
        slack = 1e-3
        return self.low <= self.needed_low + slack and self.high >= self.needed_high - slack


@dataclass(frozen=True, slots=True)
class Protection:
    """The withheld cells with the rule behind each, and, where it was solved for, the range of each sensitive one."""

    withheld: Mapping[Key, Rule]
    ranges: tuple[Range, ...]
    verified: bool


def protect(
    system: System, sums: Sums, parameters: Parameters, shares: Callable[[], Shares], proved: bool = True
) -> Protection:
    """Chooses what to withhold and proves it; raises DisclosureError where a cell cannot be protected at all.

    Raises UsageError where there is nothing to prove it with: an unproved report must be asked for.
    `shares` fetches what each company contributes to each cell; it is called only where the first test fails.
    """
    rules = sensitive(system, sums, parameters)
    if not proved:
        return Protection(_whole_families(system, rules), (), verified=False)
    if find_spec(SOLVER) is None:
        raise UsageError("disclosure_not_installed", extra="disclosure")
    from duediligence.aggregation.ranges import Ranges

    knowledge = Knowledge({key: node.sum for key, node in system.nodes.items()}, shares)
    ranges = Ranges(system, parameters, {key for key in rules if _can_hide(system, key)}, knowledge)
    _widen(ranges, rules)
    withheld = {key: rules.get(key, Rule.COMPLEMENT) for key in sorted(ranges.hidden)}
    return Protection(withheld, audit(ranges, rules), verified=True)


def audit(ranges: Ranges, rules: Mapping[Key, Rule]) -> tuple[Range, ...]:
    """The range of every sensitive cell; raises DisclosureError where one is too narrow."""
    found = [found for key in sorted(rules) for found in _ranges(ranges, key)]
    narrow = sorted({f"{range.key.table}: {range.key.row}, {range.key.column}" for range in found if not range.holds})
    if narrow:
        raise DisclosureError("cells_not_protected", count=len(narrow), cells="; ".join(narrow[:5]))
    return tuple(found)


def _ranges(ranges: Ranges, key: Key) -> list[Range]:
    """The ranges against whoever knows most; where these do not hold, those against every member by itself."""
    most = [_range(ranges, target) for target in ranges.targets(key)]
    if all(range.holds for range in most):
        return most
    return [_inherited(ranges, target) for target in ranges.members(key)]


def _range(ranges: Ranges, target: Target) -> Range:
    return Range(target.key, *ranges.range(target), target.low, target.high)


def _inherited(ranges: Ranges, target: Target) -> Range:
    found = _range(ranges, target)
    return found if found.holds else _range(ranges, ranges.inherited(target))


def _widen(ranges: Ranges, rules: dict[Key, Rule]) -> None:
    """Until nothing is left to widen: the cells most in need first, then what hiding these asks for.

    That are the twins of what was hidden, and the parts of totals that were: these may now be larger than the total.
    """
    waiting = list(rules)
    while waiting:
        before = set(ranges.hidden)
        for _, key in sorted((-ranges.value(key), key) for key in waiting):
            _widen_cell(ranges, key)
        fresh = [twin for pair in ranges.system.twins for twin in _fresh(pair, ranges, rules)]
        rules.update(dict.fromkeys(fresh, Rule.TWIN))
        ranges.hidden.update(fresh)
        opened = ranges.hidden - before
        waiting = [*fresh, *(key for key in rules if ranges.system.nodes[key].base in opened)]


def _widen_cell(ranges: Ranges, key: Key) -> None:
    """Against whoever knows most; where that cannot be, against each member. The audit finds what stays narrow."""
    done = [ranges.widen(target) for target in ranges.targets(key)]
    if all(done):
        return
    for target in ranges.members(key):
        if not _range(ranges, target).holds and not ranges.widen(target):
            ranges.widen(ranges.inherited(target))


def _fresh(pair: tuple[Key, Key], ranges: Ranges, rules: Mapping[Key, Rule]) -> list[Key]:
    """The cells of an empty pair that are not protected by themselves while one of them is hidden."""
    empty = not any(ranges.system.nodes[key].sum.value for key in pair)
    if not empty or not any(key in ranges.hidden for key in pair):
        return []
    return [key for key in pair if key not in rules and _can_hide(ranges.system, key)]


def _can_hide(system: System, key: Key) -> bool:
    node = system.nodes[key]
    return node.published and not node.fixed and not node.exact


def _whole_families(system: System, rules: Mapping[Key, Rule]) -> dict[Key, Rule]:
    """Every printed cell that is linked, through cells that not everybody knows, with a sensitive one."""
    links: dict[Key, list[Key]] = {}
    pairs = [(*relation.wholes, *relation.parts) for relation in system.relations] + [*system.twins]
    for keys in pairs:
        linked = [key for key in keys if not system.nodes[key].exact]
        for key in linked:
            links.setdefault(key, []).extend(linked)
    reached, border = set(rules), list(rules)
    while border:
        fresh = {key for cell in border for key in links.get(cell, ())} - reached
        reached |= fresh
        border = list(fresh)
    return {key: rules.get(key, Rule.WHOLE_TABLE) for key in sorted(reached) if _can_hide(system, key)}
