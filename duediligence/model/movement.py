"""What changed between two rounds, with the denominators and the editions that limit the comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from duediligence.model.assessment import Interval


class Direction(StrEnum):
    """Where a supplier or a commitment moved."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


class ConcernChange(StrEnum):
    """What became of a concern; one that came or went with its supplier was neither found nor solved."""

    OPENED = "opened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    CAME_WITH_SUPPLIER = "came_with_supplier"
    LEFT_WITH_SUPPLIER = "left_with_supplier"


class ActionChange(StrEnum):
    """What became of an action."""

    ADDED = "added"
    STARTED = "started"
    CLAIMED = "claimed"
    DONE = "done"
    DROPPED = "dropped"
    RETURNED = "returned"
    REOPENED = "reopened"
    NOT_NEEDED = "not_needed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class EditionChange:
    """Content (or the method) of which the two rounds used different editions; "" where one did not use it."""

    id: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SupplierMove:
    """One supplier that is in both rounds."""

    supplier: str
    name: str
    old_tier: str
    new_tier: str
    old: Interval
    new: Interval
    direction: Direction


@dataclass(frozen=True, slots=True)
class ConcernMove:
    """One concern (a question and an indicator at a supplier) that is open in one round only."""

    supplier: str
    question: str
    indicator: str
    change: ConcernChange


@dataclass(frozen=True, slots=True)
class CommitmentMove:
    """One commitment whose state or value changed; not comparable where the agreement's edition differs."""

    agreement: str
    id: str
    old_state: str
    new_state: str
    old_value: float | None
    new_value: float | None
    direction: Direction
    comparable: bool


@dataclass(frozen=True, slots=True)
class ActionMove:
    """One action that changed; a state is "" where the action is not in that round."""

    id: str
    subject: str
    measure: str
    change: ActionChange
    old_state: str
    new_state: str


@dataclass(frozen=True, slots=True)
class TierCount:
    """Suppliers in one tier: all of each round, and only those that are in both rounds (`matched`)."""

    old_all: int
    new_all: int
    old_matched: int
    new_matched: int


@dataclass(frozen=True, slots=True)
class Movement:
    """Everything that changed from one round to the next."""

    old_date: str
    new_date: str
    old_count: int
    new_count: int
    suppliers: tuple[SupplierMove, ...] = ()
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    tiers: Mapping[str, TierCount] = field(default_factory=dict)
    concerns: tuple[ConcernMove, ...] = ()
    commitments: tuple[CommitmentMove, ...] = ()
    actions: tuple[ActionMove, ...] = ()
    overdue: tuple[str, ...] = ()
    editions: tuple[EditionChange, ...] = ()
    comparable: bool = True

    @property
    def matched(self) -> int:
        """How many suppliers are in both rounds: the denominator of every movement of suppliers."""
        return len(self.suppliers)

    @property
    def moved(self) -> tuple[SupplierMove, ...]:
        """The suppliers whose tier changed."""
        return tuple(move for move in self.suppliers if move.old_tier != move.new_tier)

    @property
    def same_suppliers(self) -> bool:
        """Whether both rounds speak about the same suppliers."""
        return not self.joined and not self.left
