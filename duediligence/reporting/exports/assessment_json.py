"""`assessment.json`: the published, versioned contract for everything downstream (`reports/assessment.schema.json`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from duediligence.findings import Finding
from duediligence.model.assessment import (
    DECIMALS,
    AgreementResult,
    AnswerRow,
    AskNext,
    Assessment,
    CommitmentResult,
    Contradiction,
    DriverRow,
    Interval,
    SignalRow,
    SupplierAssessment,
)
from duediligence.model.conditions import Scalar
from duediligence.model.content import SectorContent
from duediligence.model.facts import FactType
from duediligence.model.manifest import Manifest
from duediligence.model.plan import Action, ActionPlan
from duediligence.reporting.exports.json_lines import Json, written


def render_assessment_json(
    assessment: Assessment, plan: ActionPlan, content: SectorContent, manifest: Manifest
) -> bytes:
    """The whole assessment as one JSON document, in a fixed order, every number rounded once."""
    return written(_document(assessment, plan, content, manifest))


def assessment_document(assessment: Assessment, plan: ActionPlan, content: SectorContent, manifest: Manifest) -> Json:
    """The document of `assessment.json` as plain values."""
    document = _document(assessment, plan, content, manifest)
    return {name: value if isinstance(value, (str, dict)) else list(value) for name, value in document.items()}


def _document(assessment: Assessment, plan: ActionPlan, content: SectorContent, manifest: Manifest) -> Json:
    """The document with its records still to be made."""
    lists = frozenset(fact.id for fact in content.facts.values() if fact.type is FactType.MULTI)
    return {
        "schema": manifest.schema,
        "tool": _tool(manifest),
        "editions": dict(sorted(assessment.editions.items())),
        "assessed_on": assessment.assessed_on.isoformat(),
        "company": _company(assessment),
        "suppliers": (_supplier(s, lists) for s in assessment.ranked),
        "commitments": (_commitment(c) for a in assessment.agreements for c in a.commitments),
        "actions": map(_action, plan.actions),
        "findings": map(_finding, assessment.findings),
        "plan_findings": map(_finding, plan.findings),
    }


def _tool(manifest: Manifest) -> Json:
    return {
        "name": "duediligence",
        "version": manifest.version,
        "seed": manifest.seed,
        "inputs": dict(sorted(manifest.inputs.items())),
        "content": dict(sorted(manifest.content.items())),
    }


def _company(assessment: Assessment) -> Json:
    return {
        "id": assessment.company,
        "name": assessment.company_name,
        "sector": assessment.sector,
        "round": assessment.round,
        "agreements": [_agreement(a) for a in assessment.agreements],
        "answers": [_answer(row) for row in assessment.company_answers],
    }


def _agreement(result: AgreementResult) -> Json:
    score = None if result.score is None else _interval(result.score)
    return {"id": result.id, "ended": result.ended, "joined": _day(result.joined), "score": score}


def _supplier(s: SupplierAssessment, lists: frozenset[str]) -> Json:
    return {
        "id": s.id,
        "facts": {"name": s.supplier.name, **_facts(s.supplier.facts, lists)},
        "status": s.status,
        "drivers": [_driver(row) for row in s.drivers],
        "answers": [_answer(row) for row in s.answers],
        "controls": [
            {"question": c.question, "indicator": c.indicator, "credit": _number(c.credit), "evidence": c.evidence}
            for c in s.controls
        ],
        "inherent": {key: _number(value) for key, value in sorted(s.inherent.items())},
        "indicators": {key: _interval(pair) for key, pair in sorted(s.indicators.items())},
        "established": _number(s.established),
        "possible": _number(s.possible),
        "gate": s.gate.value,
        "severity": _number(s.severity),
        "coverage": _number(s.coverage),
        "tier": s.tier.value,
        "tier_reasons": list(s.tier_reasons),
        "priority": s.priority,
        "robustness": _number(s.robustness),
        "closed_by": list(s.closed_by),
        "doubted_by": list(s.doubted_by),
        "answer_by": _day(s.answer_by),
        "contradictions": [_contradiction(c) for c in s.contradictions],
        "ask_next": [_ask(ask) for ask in s.ask_next],
    }


def _driver(row: DriverRow) -> Json:
    return {
        "id": row.id,
        "indicator": row.indicator,
        "level": row.level,
        "value": _number(row.value),
        "unknown_fact": list(row.unknown_facts),
    }


def _contradiction(c: Contradiction) -> Json:
    return {
        "matter": c.matter,
        "indicator": c.indicator,
        "assuring": list(c.assuring),
        "objecting": list(c.objecting),
    }


def _ask(ask: AskNext) -> Json:
    return {
        "question": ask.question,
        "respondent": ask.respondent,
        "evidence": ask.evidence,
        "drop": _number(ask.drop),
        "potential": _number(ask.potential),
    }


def _answer(row: AnswerRow) -> Json:
    return {
        "question": row.question,
        "source": row.source,
        "evidence": row.evidence,
        "date": _day(row.date),
        "state": row.state,
        "keys": list(row.keys),
        "signals": list(map(_signal, row.signals)),
        "closed": row.closed,
        "counts": row.counts,
        "cell": str(row.location),
        "record": _day(row.record),
    }


def _signal(signal: SignalRow) -> Json:
    return {
        "indicator": signal.indicator,
        "strength": signal.strength,
        "dimension": signal.dimension,
        "critical": signal.critical,
        "closed": signal.closed,
    }


def _commitment(c: CommitmentResult) -> Json:
    return {
        "agreement": c.agreement,
        "id": c.id,
        "state": c.state.value,
        "value": _number(c.value),
        "possible_value": _number(c.possible_value),
        "numerator": _number(c.numerator),
        "denominator": _number(c.denominator),
        "threshold": _number(c.threshold),
        "year": c.year,
        "schedule": {str(year): _number(value) for year, value in sorted(c.schedule.items())},
        "suppliers": list(c.suppliers),
    }


def _action(a: Action) -> Json:
    return {
        "id": a.id,
        "subject": a.subject,
        "measure": a.measure,
        "text": a.own_text,
        "reasons": [{"kind": r.kind, "ref": r.ref, "question": r.question} for r in a.reasons],
        "horizon": a.horizon,
        "due": _day(a.due),
        "lead": a.lead,
        "support": list(a.support),
        "closes_with": a.closes_with,
        "state": a.state.value,
        "owner": a.owner,
        "started": _day(a.started),
        "done": _day(a.done),
        "evidence": a.evidence,
        "evidence_class": a.evidence_class,
        "notes": a.notes,
        "first_seen": _day(a.first_seen),
        "returned": a.returned,
        "needed": a.needed,
        "not_at": list(a.not_at),
        "sites": list(a.sites),
    }


def _finding(finding: Finding) -> Json:
    params = {name: str(value) for name, value in sorted(finding.params.items())}
    return {
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "place": str(finding.location),
        "params": params,
    }


def _facts(facts: Mapping[str, Sequence[Scalar]], lists: frozenset[str]) -> dict[str, Any]:
    """A fact that may hold several values is always a list, any other never."""
    shown = {name: [_plain(value) for value in values] for name, values in sorted(facts.items())}
    return {name: values if name in lists or len(values) != 1 else values[0] for name, values in shown.items()}


def _plain(value: Scalar) -> Scalar | int:
    if isinstance(value, (bool, str)):
        return value
    return _number(float(value)) or 0


def _interval(pair: Interval) -> Json:
    return {"established": _number(pair.established), "possible": _number(pair.possible)}


@lru_cache(maxsize=100_000)  # rounding takes its time, and scores repeat
def _number(value: float | None) -> float | int | None:
    """Rounded once, here; `-0.0` and whole numbers are written the way people write them."""
    if value is None:
        return None
    rounded = round(float(value), DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
