"""Counts a supplier's numbers again from nothing but its ledger rows, by the method: no table, no shortcut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod

from duediligence.model.assessment import Interval, SupplierAssessment
from duediligence.model.content import SectorContent
from duediligence.model.response import LEAVES_ALL_POSSIBLE

TOLERANCE = 1e-9


def follows_from_rows(supplier: SupplierAssessment, content: SectorContent) -> bool:
    """Whether every printed number of a supplier is the one that its rows give."""
    return not departures(supplier, content)


def departures(supplier: SupplierAssessment, content: SectorContent) -> tuple[str, ...]:
    """The numbers that do not follow from the rows: `inherent`, `established` or `possible`, of a sign or of all."""
    found = []
    for id, bounds in supplier.indicators.items():
        inherent, counted = recount_inherent(supplier, id), recount_indicator(supplier, id, content)
        pairs = {
            "inherent": (inherent, supplier.inherent.get(id, 0.0)),
            "established": (counted.established, bounds.established),
            "possible": (counted.possible, bounds.possible),
        }
        found += [f"{id}.{name}" for name, (a, b) in pairs.items() if abs(a - b) > TOLERANCE]
    total = recount_supplier(supplier.indicators, content)
    if abs(total.established - supplier.established) > TOLERANCE:
        found.append("established")
    if abs(total.possible - supplier.possible) > TOLERANCE:
        found.append("possible")
    return tuple(found)


def recount_inherent(supplier: SupplierAssessment, indicator: str) -> float:
    """1 - product of (1 - level) over the drivers that apply (method, section 2)."""
    return _noisy_or(row.value for row in supplier.drivers if row.indicator == indicator)


def recount_indicator(supplier: SupplierAssessment, indicator: str, content: SectorContent) -> Interval:
    """Both bounds of one sign from its matters and controls (method, section 5)."""
    rows = [row for row in supplier.matters if row.indicator == indicator]
    established = _noisy_or(row.established for row in rows)
    open_value = max((row.possible for row in rows), default=recount_inherent(supplier, indicator))
    controls = _controls(supplier, indicator, content)
    return Interval(established, max(established, (1 - controls) * open_value))


def recount_supplier(indicators: Mapping[str, Interval], content: SectorContent) -> Interval:
    """Both bounds of the supplier: near the maximum over its signs (method, section 6)."""
    power = content.scales.exponent.value
    low, high = (
        min(1.0, sum(value**power for value in values) ** (1 / power))
        for values in ([b.established for b in indicators.values()], [b.possible for b in indicators.values()])
    )
    return Interval(low, high)


def _controls(supplier: SupplierAssessment, indicator: str, content: SectorContent) -> float:
    """The mean of credit x cap over the control matters put; none where a matter was refused, or nothing helps."""
    rows = [row for row in supplier.controls if row.indicator == indicator]
    refused = {
        row.matter
        for row in supplier.answers
        if row.counts and row.state in LEAVES_ALL_POSSIBLE and content.questions[row.question].covers()
    }
    covered = {m for m in refused if any(_covers(q, indicator, content) for q in _questions_of(m, content))}
    if not rows or covered or not content.indicators[indicator].reducible:
        return 0.0
    return sum(row.credit * content.scales.caps[row.evidence].value for row in rows) / len(rows)


def _questions_of(matter: str, content: SectorContent) -> Iterable[str]:
    return (id for id, root in content.matter_of.items() if root == matter)


def _covers(question: str, indicator: str, content: SectorContent) -> bool:
    return indicator in content.questions[question].covers()


def _noisy_or(values: Iterable[float]) -> float:
    return 1 - prod(1 - value for value in values)
