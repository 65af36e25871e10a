"""Counts that every audience may see: suppliers by tier, and signs by the number of suppliers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from duediligence.model.assessment import DECIMALS, Gate, Interval, SupplierAssessment, Tier
from duediligence.model.content import SectorContent
from duediligence.model.movement import Movement
from duediligence.model.scales import Scales
from duediligence.reporting.shared.labels import Labels
from duediligence.reporting.shared.parts import IndicatorLine, Thresholds, TierLine


def tier_lines(suppliers: Sequence[SupplierAssessment], movement: Movement | None) -> tuple[TierLine, ...]:
    """Every tier with its number of suppliers, in the order of handling."""
    counts = Counter(s.tier for s in suppliers)
    total = len(suppliers) or 1
    before = {tier: count.old_all for tier, count in movement.tiers.items()} if movement else {}
    return tuple(TierLine(t.value, counts[t], counts[t] / total, before.get(t.value)) for t in shown_tiers())


def is_urgent(s: SupplierAssessment, scales: Scales) -> bool:
    """Whether something has to happen now: critical, or signs established that are high by themselves."""
    high = round(s.established, DECIMALS) >= scales.tiers.high_established.value
    return s.tier is Tier.CRITICAL or s.gate is Gate.BOTH or high


def sign_bounds(s: SupplierAssessment, content: SectorContent) -> tuple[Interval, ...]:
    """A supplier's bounds sign by sign, in the order of `indicator_lines`."""
    return tuple(s.indicators.get(id, Interval(0.0, 0.0)) for id in content.indicators)


def in_play(bounds: Sequence[Interval], scales: Scales) -> tuple[int, ...]:
    """The places of the signs that ask for measures."""
    return tuple(place for place, pair in enumerate(bounds) if scales.in_play(pair))


def urgent_suppliers(suppliers: Iterable[SupplierAssessment], scales: Scales) -> tuple[SupplierAssessment, ...]:
    """Suppliers where something has to happen now: what was found, then critical places, then other high signs.

    The order of handling (priority) puts what is critical by place alone on top; who reads only the top must see first
    where somebody said what happens. Of each, what is established most comes first.
    """
    urgent = (s for s in suppliers if is_urgent(s, scales))
    return tuple(sorted(urgent, key=lambda s: (_place_on_top(s), -s.established)))


def _place_on_top(s: SupplierAssessment) -> int:
    """First where an answer asks to act now, then where the place alone does: a wrong step there endangers people."""
    if s.gate is Gate.BOTH or any(code.startswith("critical_concern:") for code in s.tier_reasons):
        return 0
    return 1 if s.tier is Tier.CRITICAL else 2


def thresholds(scales: Scales) -> Thresholds:
    """The two lines that readers see in pictures."""
    return Thresholds(scales.tiers.high_possible.value, scales.preventive_from_possible.value)


def shown_tiers() -> tuple[Tier, ...]:
    """The tiers in the order in which suppliers are handled."""
    return (Tier.CRITICAL, Tier.HIGH, Tier.NOT_RATEABLE, Tier.MEDIUM, Tier.LOW)


def indicator_lines(suppliers: Sequence[SupplierAssessment], labels: Labels) -> tuple[IndicatorLine, ...]:
    """Every sign with the number of suppliers where it is established, or still possible from the threshold on."""
    asks_prevention = labels.content.scales.asks_prevention
    lines = []
    for id, indicator in labels.content.indicators.items():
        bounds = [s.indicators[id] for s in suppliers if id in s.indicators]
        shown = sum(b.established > 0 for b in bounds)
        likely = sum(b.established == 0 and asks_prevention(b.possible) for b in bounds)
        lines.append(IndicatorLine(id, indicator.name, shown, likely))
    return tuple(lines)
