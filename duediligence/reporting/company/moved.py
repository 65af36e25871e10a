"""The movement since the last round, in sentences and as flows between tiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from duediligence.model.base import Text
from duediligence.model.content import SectorContent
from duediligence.model.movement import ActionChange, ConcernChange, Direction, Movement
from duediligence.reporting.company.view import MovementView, TierFlow
from duediligence.reporting.shared.words import counted, plain, say


def movement_view(movement: Movement, content: SectorContent) -> MovementView:
    """What changed, over the suppliers that are in both rounds, with what limits the comparison."""
    flows = Counter((m.old_tier, m.new_tier) for m in movement.suppliers)
    return MovementView(
        old_date=date.fromisoformat(movement.old_date),
        new_date=date.fromisoformat(movement.new_date),
        matched=movement.matched,
        flows=tuple(TierFlow(old, new, count) for (old, new), count in sorted(flows.items())),
        sentences=tuple(_sentences(movement)),
        cautions=tuple(_cautions(movement)),
    )


def _sentences(movement: Movement) -> Iterable[Text]:
    moved = movement.moved
    better = sum(m.direction is Direction.BETTER for m in moved)
    yield say("moved.tiers", better=better, worse=len(moved) - better, matched=movement.matched)
    concerns = Counter(c.change for c in movement.concerns)
    opened, closed = concerns[ConcernChange.OPENED], concerns[ConcernChange.CLOSED]
    yield say("moved.concerns", opened=counted("moved.opened", opened), closed=counted("moved.closed", closed))
    changes = Counter(a.change for a in movement.actions)
    returned = counted("moved.returned", changes[ActionChange.RETURNED])
    yield counted("moved.done", changes[ActionChange.DONE], returned=returned)
    kept = Counter(c.direction for c in movement.commitments if c.comparable)
    if kept:
        yield say("moved.commitments", better=kept[Direction.BETTER], worse=kept[Direction.WORSE])


def _cautions(movement: Movement) -> Iterable[Text]:
    if not movement.same_suppliers:
        joined, left = counted("moved.joined", len(movement.joined)), counted("moved.left", len(movement.left))
        yield say("moved.denominators", joined=joined, left=left, matched=movement.matched)
    for change in movement.editions:
        yield say("moved.edition", id=plain(change.id), old=plain(change.old or "–"), new=plain(change.new or "–"))
    if not movement.comparable:
        yield say("moved.not_comparable")
