"""From suppliers and answers to `SupplierAssessment` values: scores, ledger, what to ask next, robustness, order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import narwhals as nw

from duediligence.model.assessment import (
    DECIMALS,
    AskNext,
    Gate,
    Interval,
    SupplierAssessment,
    Tier,
)
from duediligence.model.content import SectorContent
from duediligence.model.response import Answer, Supplier
from duediligence.scoring.access import closed_by, doubted_by, may_be_asked
from duediligence.scoring.ask_next import ask_next
from duediligence.scoring.ledger import Ledger, ledger
from duediligence.scoring.reasons import Reasons, reasons
from duediligence.scoring.robustness import robustness
from duediligence.scoring.score import Scores, score
from duediligence.tables.engine import Engine
from duediligence.tables.facts import facts_table
from duediligence.tables.responses import response_table

ASKED = 12
"""How many of the next questions are kept for each supplier; the rest follow from the ledger."""

_TIER_ORDER = {Tier.CRITICAL: 0, Tier.HIGH: 1, Tier.NOT_RATEABLE: 1, Tier.MEDIUM: 2, Tier.LOW: 3}
_GATE_ORDER = {Gate.BOTH: 0, Gate.INVOLUNTARINESS: 1, Gate.COERCION: 1, Gate.NONE: 2}

Row = Mapping[str, Any]
Values = tuple[Any, ...]


def assess_suppliers(
    engine: Engine, suppliers: Sequence[Supplier], answers: Sequence[Answer], content: SectorContent, seed: int
) -> tuple[SupplierAssessment, ...]:
    """Every supplier's assessment, in order of priority."""
    suppliers = sorted(suppliers, key=lambda supplier: supplier.id)
    responses = response_table(engine, answers, content)
    scores = score(engine, facts_table(engine, suppliers, content), responses, content)
    behind = reasons(engine, scores)
    rows = ledger(engine, scores, behind, suppliers, answers)
    indicators = _indicators(engine, scores)
    closed = {s.id: closed_by(rows.drivers.get(s.id, ()), rows.answers.get(s.id, ()), content) for s in suppliers}
    doubted = {s.id: _doubted(s, rows, indicators[s.id], content) for s in suppliers if not closed[s.id]}
    spared = {s.id: bool(closed[s.id]) for s in suppliers if closed[s.id] or doubted[s.id]}
    asks = _asks(engine, scores, behind, spared)
    kept = dict(engine.tuples(robustness(engine, scores, seed), "supplier", "robustness"))
    results = {row["supplier"]: row for row in engine.rows(scores.suppliers)}
    found = [
        _assessment(s, results[s.id], indicators[s.id], rows, asks.get(s.id, ()), kept.get(s.id, 1.0))
        for s in suppliers
    ]
    found = [replace(s, closed_by=closed[s.id], doubted_by=doubted.get(s.id, ())) for s in found]
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


def _indicators(engine: Engine, scores: Scores) -> Mapping[str, list[Values]]:
    """Of every supplier its indicators by id: id, established, possible, inherent, control."""
    found: dict[str, list[Values]] = defaultdict(list)
    columns = ("supplier", "indicator", "established", "possible", "inherent", "control")
    for supplier, *values in engine.tuples(scores.indicators, *columns):
        found[supplier].append(tuple(values))
    for rows in found.values():
        rows.sort()
    return found


def _doubted(supplier: Supplier, rows: Ledger, indicators: Iterable[Values], content: SectorContent) -> tuple[str, ...]:
    possible = {id: possible for id, _, possible, _, _ in indicators}
    return doubted_by(supplier, rows.drivers.get(supplier.id, ()), possible, content)


def _assessment(
    supplier: Supplier, row: Row, indicators: Sequence[Values], rows: Ledger, asks: Sequence[AskNext], kept: float
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
            indicators={id: Interval(established, possible) for id, established, possible, _, _ in indicators},
            inherent={id: inherent for id, _, _, inherent, _ in indicators},
            control_effect={id: control for id, _, _, _, control in indicators},
            drivers=tuple(rows.drivers.get(supplier.id, ())),
            answers=tuple(rows.answers.get(supplier.id, ())),
            matters=tuple(rows.matters.get(supplier.id, ())),
            controls=tuple(rows.controls.get(supplier.id, ())),
            contradictions=tuple(rows.contradictions.get(supplier.id, ())),
            ask_next=tuple(asks),
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


def _asks(engine: Engine, scores: Scores, behind: Reasons, spared: Mapping[str, bool]) -> Mapping[str, list[AskNext]]:
    """The most telling questions of every supplier: the largest drop, then the largest potential, then by id.

    Where nobody is sent (`spared`: by site whether it is closed), only those that may be asked there.
    """
    respondents = {id: form.respondent.value for id, form in scores.content.form_of.items()}
    allowed = {
        (respondent, closed): may_be_asked(respondent, closed, scores.content)
        for respondent in set(respondents.values())
        for closed in (False, True)
    }
    row_of = cache(AskNext)
    found: dict[str, list[AskNext]] = defaultdict(list)
    columns = ("question", "evidence", "drop", "potential")
    rows = ask_next(engine, scores, behind).with_columns(
        nw.col("question").cast(nw.String),
        *(-nw.col(name).round(DECIMALS).alias(f"less_{name}") for name in ("drop", "potential")),
    )
    ordered = rows.sort("less_drop", "less_potential", "question")
    for supplier, question, evidence, drop, potential in engine.tuples(ordered, "supplier", *columns):
        askable = supplier not in spared or allowed[respondents[question], spared[supplier]]
        if askable and len(found[supplier]) < ASKED:
            found[supplier].append(row_of(question, respondents[question], f"E{evidence}", drop, potential))
    return found
