"""From suppliers and answers to `SupplierAssessment` values: scores, ledger, what to ask next, robustness, order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from duediligence.model.assessment import (
    AskNext,
    Gate,
    Interval,
    SupplierAssessment,
    Tier,
)
from duediligence.model.content import SectorContent
from duediligence.model.response import Answer, Supplier
from duediligence.scoring.ask_next import ask_next
from duediligence.scoring.ledger import Ledger, ledger
from duediligence.scoring.reasons import Reasons, reasons
from duediligence.scoring.robustness import robustness
from duediligence.scoring.score import Scores, score
from duediligence.scoring.tiers import DECIMALS
from duediligence.tables.engine import Engine
from duediligence.tables.facts import facts_table
from duediligence.tables.responses import response_table

ASKED = 12
"""How many of the next questions are kept for each supplier; the rest follow from the ledger."""

_TIER_ORDER = {Tier.CRITICAL: 0, Tier.HIGH: 1, Tier.NOT_RATEABLE: 1, Tier.MEDIUM: 2, Tier.LOW: 3}
_GATE_ORDER = {Gate.BOTH: 0, Gate.INVOLUNTARINESS: 1, Gate.COERCION: 1, Gate.NONE: 2}

Row = Mapping[str, Any]


def assess_suppliers(
    engine: Engine, suppliers: Sequence[Supplier], answers: Sequence[Answer], content: SectorContent, seed: int
) -> tuple[SupplierAssessment, ...]:
    """Every supplier's assessment, in order of priority."""
    suppliers = sorted(suppliers, key=lambda supplier: supplier.id)
    responses = response_table(engine, answers, content)
    scores = score(engine, facts_table(engine, suppliers, content), responses, content)
    behind = reasons(engine, scores)
    rows = ledger(engine, scores, behind, suppliers, answers)
    asks = _asks(engine, scores, behind)
    kept = {row["supplier"]: row["robustness"] for row in engine.rows(robustness(engine, scores, seed))}
    results = {row["supplier"]: row for row in engine.rows(scores.suppliers)}
    indicators: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(engine.rows(scores.indicators), key=lambda r: r["indicator"]):
        indicators[row["supplier"]].append(row)
    found = [
        _assessment(supplier, results[supplier.id], indicators[supplier.id], rows, asks, kept.get(supplier.id, 1.0))
        for supplier in suppliers
    ]
    found.sort(key=priority_key)
    return tuple(replace(assessed, priority=rank) for rank, assessed in enumerate(found, 1))


def priority_key(assessed: SupplierAssessment) -> tuple[object, ...]:
    """Tier, gate, severity, possible, established, workers, id: an order inside tiers, not a league table."""
    return (
        _TIER_ORDER[assessed.tier],
        _GATE_ORDER[assessed.gate],
        -round(assessed.severity, DECIMALS),
        -round(assessed.possible, DECIMALS),
        -round(assessed.established, DECIMALS),
        -(assessed.supplier.number("workers") or 0.0),
        assessed.id,
    )


def _assessment(
    supplier: Supplier,
    row: Row,
    indicators: Sequence[Row],
    rows: Ledger,
    asks: Mapping[str, list[AskNext]],
    kept: float,
) -> SupplierAssessment:
    return _with_reasons(
        SupplierAssessment(
            supplier=supplier,
            assessed=bool(row["received"]),
            tier=Tier(row["tier"]),
            tier_reasons=(),
            gate=Gate(row["gate"]),
            severity=row["severity"],
            coverage=row["coverage"],
            established=row["established"],
            possible=row["possible"],
            priority=0,
            indicators={r["indicator"]: Interval(r["established"], r["possible"]) for r in indicators},
            inherent={r["indicator"]: r["inherent"] for r in indicators},
            control_effect={r["indicator"]: r["control"] for r in indicators},
            drivers=tuple(rows.drivers.get(supplier.id, ())),
            answers=tuple(rows.answers.get(supplier.id, ())),
            matters=tuple(rows.matters.get(supplier.id, ())),
            controls=tuple(rows.controls.get(supplier.id, ())),
            contradictions=tuple(rows.contradictions.get(supplier.id, ())),
            ask_next=tuple(asks.get(supplier.id, ())),
            robustness=kept,
        ),
        coverage_low=Tier(row["tier"]) is Tier.NOT_RATEABLE,
    )


def _with_reasons(assessed: SupplierAssessment, coverage_low: bool) -> SupplierAssessment:
    """Names what put the supplier in its tier, as `code` or `code:id`."""
    reasons = []
    if assessed.tier is Tier.CRITICAL:
        reasons += sorted({f"critical_driver:{row.id}" for row in assessed.drivers if row.critical})
        reasons += sorted(
            {f"critical_concern:{row.question}" for row in assessed.answers for s in row.open_signals if s.critical}
        )
    if coverage_low:
        reasons.append("coverage_below_floor")
    if assessed.gate is not Gate.NONE:
        reasons.append(f"gate:{assessed.gate.value}")
    if not reasons:
        reasons += _leading(assessed)
    return replace(assessed, tier_reasons=tuple(reasons))


def _leading(assessed: SupplierAssessment) -> list[str]:
    """The indicators that lead the established and the possible value."""
    reasons = []
    for name in ("established", "possible"):
        values = {indicator: getattr(bounds, name) for indicator, bounds in assessed.indicators.items()}
        leading = max(sorted(values), key=lambda indicator: values[indicator], default=None)
        if leading is not None and values[leading] > 0:
            reasons.append(f"{name}:{leading}")
    return reasons


def _asks(engine: Engine, scores: Scores, behind: Reasons) -> dict[str, list[AskNext]]:
    found: dict[str, list[AskNext]] = defaultdict(list)
    for row in engine.rows(ask_next(engine, scores, behind)):
        respondent = scores.content.form_of[row["question"]].respondent.value
        found[row["supplier"]].append(
            AskNext(row["question"], respondent, f"E{row['evidence']}", row["drop"], row["potential"])
        )
    return {supplier: sorted(asks, key=_most_telling)[:ASKED] for supplier, asks in found.items()}


def _most_telling(ask: AskNext) -> tuple[object, ...]:
    return -round(ask.drop, DECIMALS), -round(ask.potential, DECIMALS), ask.question
