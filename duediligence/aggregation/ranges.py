"""What a reader can infer about a hidden cell, and which other cells must be hidden to widen it: linear programming.

Everything is a deviation from the truth: a hidden cell may be anything down to what the attacker himself contributes, a
printed one anything that rounds to it. A problem is cut to the sums near one cell, the cells beyond being held fast at
the truth; a range found inside such a part is one that the whole allows too. Needs the extra `disclosure` (HiGHS).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from duediligence.aggregation.attackers import Attacker, Knowledge
from duediligence.aggregation.cells import NOBODY, Key
from duediligence.aggregation.classes import DUE, TOTAL
from duediligence.aggregation.linked import COUNTS, LAST, LEFT, Node, System
from duediligence.aggregation.parameters import Parameters
from duediligence.aggregation.parts import TOLERANCE, Part, Shape, Target
from duediligence.model.aggregate import Scope, Unit

SCALE = 1000.0
"""Weights and measured totals are brought to this size, so that one tolerance serves all."""
NEAR, FARTHER = 2, 4
_COST = {Scope.ALL.value: 10.0, Scope.MATCHED.value: 3.0, Scope.BEFORE.value: 3.0}
_TOTAL_COST = 5.0
_LAST_YEARS = (Scope.BEFORE.value, LEFT)


@dataclass(slots=True)
class Ranges:
    """Answers questions about one system; `hidden` grows while cells are withheld."""

    system: System
    parameters: Parameters
    hidden: set[Key]
    knowledge: Knowledge
    _near: dict[Key, list[int]] = field(init=False, default_factory=dict)
    _scale: dict[Key, float] = field(init=False, default_factory=dict)
    _twin: dict[Key, Key] = field(init=False, default_factory=dict)
    _shapes: dict[tuple[Key, int], Shape] = field(init=False, default_factory=dict)
    _all_hidden: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        for index, relation in enumerate(self.system.relations):
            for key in (*relation.wholes, *relation.parts):
                self._near.setdefault(key, []).append(index)
        for one, other in self.system.twins:
            self._twin |= {one: other, other: one}
        for key, node in self.system.nodes.items():
            self._scale[key] = _scale(node, self.system.nodes)

    def targets(self, key: Key) -> Iterator[Target]:
        """The ranges that a cell needs against whoever knows most, save its largest, and save its second company."""
        cell = self.system.nodes[key].sum
        for victim in (cell.first, cell.second)[: 2 if cell.second != NOBODY else 1]:
            yield self._target(key, Attacker(victim=victim))

    def members(self, key: Key) -> Iterator[Target]:
        """The ranges that a cell needs against each member by itself."""
        return (self._target(key, attacker) for attacker in self.knowledge.members(key))

    def _target(self, key: Key, attacker: Attacker) -> Target:
        node, value = self.system.nodes[key], self.value(key)
        least = self.parameters.protection_least if node.unit in COUNTS else 0.005 * SCALE
        need = max(least, self.parameters.protection * value)
        low = max(self._least(key, attacker), value - need)
        return Target(key, attacker, low, min(value + need, self._most(key, attacker)))

    def _least(self, key: Key, attacker: Attacker) -> float:
        """No less than what the attacker knows of the cell itself, or of the cells that add up to it."""
        sums = (self.system.relations[index] for index in self.near(key))
        below = (
            sum(self.known(part, attacker) for part in r.parts) for r in sums if r.wholes == (key,) and not r.within
        )
        return min(self.value(key), max((self.known(key, attacker), *below)))

    def _most(self, key: Key, attacker: Attacker) -> float:
        """No more than its row can hold beside what the attacker knows of the other cells."""
        node = self.system.nodes[key]
        if node.base is None or node.base not in self.system.nodes or self.is_hidden(node.base):
            return inf
        most = self.value(node.base)
        for index in self.near(key):
            relation = self.system.relations[index]
            if relation.wholes == (node.base,) and not relation.within:
                most -= sum(self.known(other, attacker) for other in relation.parts if other != key)
        return max(most, self.value(key))

    def known(self, key: Key, attacker: Attacker) -> float:
        """What an attacker contributes to a cell, in the size of its unit."""
        return self.knowledge.of(attacker, key) * self._scale[key]

    def is_hidden(self, key: Key) -> bool:
        """Whether no reader sees this cell."""
        node = self.system.nodes[key]
        if node.exact:
            return False
        if node.fixed:
            return node.withheld or not node.published
        return not node.published or self._all_hidden or key in self.hidden

    def range(self, target: Target) -> tuple[float, float]:
        """At least this range is open to the attacker; widened to farther sums only where it is too narrow."""
        low = high = 0.0
        for part in self._parts(target):
            low, high = part.extent()
            if low <= target.low + TOLERANCE * SCALE and high >= target.high - TOLERANCE * SCALE:
                break
        return low, high

    def widen(self, target: Target) -> bool:
        """Hides the cheapest cells that leave the target its range; False where no hiding can."""
        reached = [self._reach(target, goal) for goal in (target.low, target.high)]
        return all(reached)

    def _reach(self, target: Target, goal: float) -> bool:
        """Hides cells until the target may be at the goal; where that fails, twins near it are hidden first."""
        if any(self._hide(part, goal) for part in self._parts(target)):
            return True
        self._hide_twins(target.key)
        return any(self._hide(part, goal) for part in self._parts(target))

    def inherited(self, target: Target) -> Target:
        """The target as far as last year's report leaves room for it: what that one gave away cannot be taken back."""
        if target.key.scope not in _LAST_YEARS and not target.key.scope.startswith(LAST):
            return target
        self._all_hidden = True
        low, high = self.range(target)
        self._all_hidden = False
        return replace(target, low=max(target.low, low), high=min(target.high, high))

    def _hide_twins(self, key: Key) -> None:
        sums = (self.system.relations[index] for index in self._around(key, NEAR))
        cells = {key, *(cell for relation in sums for cell in (*relation.wholes, *relation.parts))}
        twins = {self._twin[cell] for cell in cells if cell in self._twin and self.is_hidden(cell)}
        self.hidden |= {twin for twin in twins if self.cost(twin) is not None}

    def near(self, key: Key) -> Sequence[int]:
        """The sums in which a cell stands."""
        return self._near.get(key, [])

    def value(self, key: Key) -> float:
        """The truth, in the size of its unit."""
        return self.system.nodes[key].sum.value * self._scale[key]

    def room(self, key: Key, attacker: Attacker) -> float:
        """How far a hidden cell may lie below the truth."""
        return max(0.0, self.value(key) - self.known(key, attacker))

    def _hide(self, part: Part, goal: float) -> bool:
        moved = part.cheapest(goal)
        if moved is None:
            return False
        self.hidden.update(moved)
        if not any(key in self._twin and not self.is_hidden(self._twin[key]) for key in moved):
            return True
        low, high = Part(part.shape, self, part.target).extent()  # a twin that is printed may leave less room
        return low - TOLERANCE * SCALE <= goal <= high + TOLERANCE * SCALE

    def _parts(self, target: Target) -> Iterator[Part]:
        """The sums near the target, farther ones, and at last all that are linked with it."""
        before = -1
        for radius in (NEAR, FARTHER, len(self.system.relations)):
            found = self._around(target.key, radius)
            if len(found) == before:
                return
            before = len(found)
            yield Part(self._shape(target.key, sorted(found)), self, target)

    def _shape(self, key: Key, indices: Sequence[int]) -> Shape:
        """The linear program of some sums, without bounds; it is the same for every attacker."""
        name = (key, len(indices))
        if name not in self._shapes:
            chosen = set(indices)
            relations = tuple(self.system.relations[index] for index in indices)
            cells = dict.fromkeys(cell for r in relations for cell in (*r.wholes, *r.parts)) | {key: None}
            # what everybody knows, or what also stands in a sum outside this part, stays where it is
            moving = [c for c in cells if not self.system.nodes[c].exact and chosen.issuperset(self.near(c))]
            self._shapes[name] = Shape.of(moving, relations, self.value)
        return self._shapes[name]

    def _around(self, key: Key, radius: int) -> set[int]:
        """Relations within a number of steps; a cell that everybody knows passes nothing on."""
        found: set[int] = set()
        border = {key}
        for _ in range(radius):
            fresh = {index for cell in border for index in self._near.get(cell, ())} - found
            if not fresh:
                break
            found |= fresh
            border = {
                cell
                for index in fresh
                for cell in (*self.system.relations[index].wholes, *self.system.relations[index].parts)
                if not self.system.nodes[cell].exact
            }
        return found

    def deviation(self, key: Key, attacker: Attacker) -> tuple[float, float]:
        """How far a cell may be from the truth as an attacker sees it."""
        node, scale = self.system.nodes[key], self._scale[key]
        value = node.sum.value * scale
        low, high = self.known(key, attacker) - value, inf
        if not self.is_hidden(key):
            seen_low, seen_high = node.interval(self.parameters.round_to)
            low, high = max(low, seen_low * scale - value), seen_high * scale - value
        elif (twin := self._twin.get(key)) is not None and not self.is_hidden(twin):
            # whoever sees the twin knows whether there is anything here, and that enough companies are behind it
            enough = float(min(node.minimum, node.sum.value)) if node.unit is Unit.COMPANIES else 0.0
            low, high = (max(low, enough - value), high) if value else (0.0, 0.0)
        return min(low, 0.0), max(high, 0.0)

    def cost(self, key: Key) -> float | None:
        """What hiding a printed cell costs; None where it cannot be hidden."""
        node = self.system.nodes[key]
        if node.exact or node.fixed or self.is_hidden(key):
            return None
        tells = _TOTAL_COST if node.base is None or (node.sum.value == 0 and key in self._twin) else 1.0
        return _COST.get(key.scope, 1.0) * tells


def _scale(node: Node, nodes: Mapping[Key, Node]) -> float:
    """Counts stand as they are; weights and measured values as parts of a thousand of their total."""
    if node.unit in COUNTS:
        return 1.0
    column = DUE if node.unit is Unit.WEIGHT else TOTAL
    total = nodes.get(node.key._replace(column=column))
    return SCALE / total.sum.value if total is not None and total.sum.value else 1.0
