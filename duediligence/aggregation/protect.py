"""Which cells are withheld, and the proof that no reader can work one out.

With the extra `disclosure` the cells that must go along are found and every hidden cell's range is solved for afterwards.
Without it nothing can be proved, so every family of linked cells that holds a sensitive one is withheld whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from duediligence.aggregation.cells import Key
from duediligence.aggregation.linked import Sums, System
from duediligence.aggregation.parameters import Parameters
from duediligence.aggregation.primary import Rule, sensitive
from duediligence.errors import DisclosureError

if TYPE_CHECKING:
    from duediligence.aggregation.ranges import Ranges, Target

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



def protect(system: System, sums: Sums, parameters: Parameters, solver: bool | None = None) -> Protection:
    """Chooses what to withhold and proves it; raises DisclosureError where a cell cannot be protected at all."""
    rules = sensitive(system, sums, parameters)
    if not (find_spec(SOLVER) is not None if solver is None else solver):
        return Protection(_whole_families(system, rules), (), verified=False)
    from duediligence.aggregation.ranges import Ranges

    ranges = Ranges(system, parameters, {key for key in rules if _can_hide(system, key)})
    _widen(ranges, rules)
    withheld = {key: rules.get(key, Rule.COMPLEMENT) for key in sorted(ranges.hidden)}
    return Protection(withheld, audit(ranges, rules), verified=True)


def audit(ranges: Ranges, rules: Mapping[Key, Rule]) -> tuple[Range, ...]:
    """The range of every sensitive cell; raises DisclosureError where one is too narrow."""
    found = [_range(ranges, target) for key in sorted(rules) for target in ranges.targets(key)]
    narrow = [f"{range.key.table}: {range.key.row}, {range.key.column}" for range in found if not range.holds]
    if narrow:
        raise DisclosureError("cells_not_protected", count=len(narrow), cells="; ".join(narrow[:5]))
    return tuple(found)


def _range(ranges: Ranges, target: Target) -> Range:
    found = Range(target.key, *ranges.range(target), target.low, target.high)
    if found.holds:
        return found
    left = ranges.inherited(target)
    return Range(target.key, *ranges.range(left), left.low, left.high)


def _widen(ranges: Ranges, rules: dict[Key, Rule]) -> None:
    """Until nothing is left to widen: the cells most in need first, and then the twins of what was hidden."""
    waiting = list(rules)
    while waiting:
        targets = [target for key in waiting for target in ranges.targets(key)]
        for target in sorted(targets, key=lambda t: (-(t.high - t.low), t.key, t.victim)):
            if not ranges.widen(target):
                ranges.widen(ranges.inherited(target))  # what cannot be widened is found by the audit, with its name
        waiting = [twin for pair in ranges.system.twins for twin in _fresh(pair, ranges, rules)]
        rules.update(dict.fromkeys(waiting, Rule.TWIN))
        ranges.hidden.update(waiting)


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
