"""A small invented sector from inline YAML, and suppliers whose ledgers follow from a line per answer.

A text may be written once (`text: Papers`) and stands for both languages; scales are plain numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from math import prod
from typing import Any

from duediligence.model.agreement import Agreement
from duediligence.model.assessment import (
    AgreementResult,
    AnswerRow,
    AskNext,
    Assessment,
    Contradiction,
    ControlRow,
    DriverRow,
    Gate,
    Interval,
    MatterRow,
    SignalRow,
    SupplierAssessment,
    Tier,
)
from duediligence.model.conditions import Scalar
from duediligence.model.content import PlaceTable, SectorContent
from duediligence.model.facts import Fact
from duediligence.model.measure import Measure
from duediligence.model.questionnaire import Questionnaire
from duediligence.model.response import Supplier
from duediligence.model.scales import Scales
from duediligence.model.sector import Indicator, Profile
from duediligence.model.workspace import Workspace
from duediligence.yamlfile import parse

TODAY = date(2026, 11, 1)
TEXTS = ("text", "name", "title", "action")
STRENGTHS = {"weak": 0.2, "medium": 0.5, "strong": 0.8}

SECTOR = """
facts:
  - {id: country, name: Country, type: country}
  - {id: goods, singular: good, name: Goods, type: multi}
  - {id: workers, name: Workers, type: number}
  - {id: volume, name: Volume, type: number}
  - {id: tier, name: Tier, type: number}
  - {id: migrant_share, name: Migrants, type: share}
indicators:
  - {id: documents, name: Documents, dimension: coercion, scale: 0.8, irremediable: 0.5}
  - {id: wages, name: Wages, dimension: coercion, scale: 0.7, irremediable: 0.4}
  - {id: overtime, name: Overtime, dimension: involuntariness, scale: 0.6, irremediable: 0.5}
  - {id: state_imposed, name: State, dimension: coercion, scale: 1.0, irremediable: 0.9, reducible: false}
questionnaires:
  - id: core
    edition: "1"
    respondent: supplier
    sections:
      - id: all
        title: All
        questions:
          - id: papers_kept
            text: Papers
            type: choice
            core: true
            options:
              - {id: "no", text: "No", no_concern: [documents]}
              - {id: locked, text: Locked, signals: [{indicator: documents, strength: strong}]}
              - {id: safe, text: In a safe}
          - id: wages_late
            text: Wages
            type: choice
            core: true
            topic: remedy
            options:
              - {id: never, text: Never, no_concern: [wages]}
              - {id: often, text: Often, signals: [{indicator: wages, strength: medium}]}
          - id: migrants_papers
            text: Migrants
            type: choice
            ask_when: {migrant_share: {above: 0}}
            options:
              - {id: own, text: Own, no_concern: [documents]}
              - {id: agent, text: Agent, signals: [{indicator: documents, strength: weak}]}
          - id: channel
            text: Channel
            type: choice
            topic: grievance
            controls: [wages]
            options: [{id: works, text: Works, credit: 1.0}, {id: none, text: None, credit: 0}]
  - id: talks
    edition: "1"
    respondent: workers
    sections:
      - id: all
        title: All
        questions:
          - id: talks_papers
            text: Papers
            type: choice
            checks: papers_kept
            options:
              - {id: "no", text: "No", no_concern: [documents]}
              - {id: held, text: Held, signals: [{indicator: documents, strength: strong}]}
  - id: company_form
    edition: "1"
    respondent: company
    sections:
      - id: all
        title: All
        questions:
          - id: policy
            text: Policy
            type: choice
            topic: policy
            options:
              - {id: public, text: Public, credit: 1.0}
              - {id: internal, text: Internal, credit: 0.4}
              - {id: none, text: None, credit: 0}
          - id: policy_board
            text: Board
            type: choice
            topic: policy
            ask_when: {answer: {policy: [public, internal]}}
            options: [{id: "yes", text: "Yes", credit: 1.0}, {id: "no", text: "No", credit: 0}]
          - id: sites_known
            text: Sites
            type: choice
            topic: mapping
            options: [{id: all, text: All, credit: 1.0}, {id: some, text: Some, credit: 0.5}, {id: none, text: None}]
          - id: remarks
            text: Remarks
            type: text
"""

# id | horizon and days | lead | type | closes with | p: also preventive, o: from outside, t: together | what for
MEASURES = """
give_back       | immediate 7 | supplier | remedy       | E5 |   | indicators: documents
own_lockers     | short 60    | supplier | prevention   | E3 | p | indicators: documents
pay_back        | immediate 5 | supplier | remedy       | E5 |   | indicators: wages
pay_system      | long 200    | supplier | prevention   | E2 | p | indicators: wages
trace           | short 30    | company  | traceability | E2 | po | indicators: state_imposed
stop_orders     | immediate 3 | company  | purchasing   | E2 | p | indicators: state_imposed
exit_plan       | short 60    | company  | purchasing   | E2 | p | indicators: state_imposed
call_them       | short 30    | company  | engagement   | E2 |   | gaps: no_response refused
send_form       | short 30    | company  | information  | E1 | o | gaps: not_asked
fill_in         | short 30    | supplier | information  | E2 |   | gaps: low_coverage
look_it_up      | short 30    | company  | information  | E2 |   | gaps: unknown_facts
hear_workers    | short 45    | company  | information  | E2 |   | gaps: contradiction
write_policy    | short 60    | company  | governance   | E2 |   | topics: policy
fair_prices     | long 180    | company  | purchasing   | E2 |   | topics: policy; commitments: demo_policy
supplier_policy | long 90     | supplier | governance   | E2 |   | topics: policy
"""


def sector(commitments: str = "", measures: str = MEASURES, agreement: str = "") -> SectorContent:
    """The invented sector with one agreement `demo` of these commitments; `agreement` overrides keys of it."""
    data = _read(SECTOR)
    forms = [Questionnaire.model_validate(form) for form in data["questionnaires"]]
    demo = {
        "id": "demo", "edition": "1", "name": "Demo", "kind": "covenant", "status": {"state": "active"},
        "commitments": _read(commitments) or [],
        **(_read(agreement) or {}),
    }  # fmt: skip
    return SectorContent(
        profile=Profile.model_validate(_profile()),
        scales=scales(),
        facts={fact.id: fact for fact in map(Fact.model_validate, data["facts"])},
        indicators={row.id: row for row in map(Indicator.model_validate, data["indicators"])},
        drivers=(),
        questionnaires={form.id: form for form in forms},
        agreements={str(demo["id"]): Agreement.model_validate(_texts(demo))},
        measures={measure.id: measure for measure in map(_measure, measures.strip().splitlines())},
        regulations=(),
        sources={},
        countries=PlaceTable({"union_rights": {("NL",): 1.0, ("CN",): 5.0}}),
        goods=PlaceTable({"forced_labour": {("CN", "cotton"): 1.0}}),
    )


def workspace(
    joined: str | None = "2023-03-01", on: date = TODAY, joint: Mapping[str, str] | None = None, **company: str
) -> Workspace:
    """A workspace of a company that joined `demo` on a day, or not at all."""
    return Workspace.model_validate({
        "company": {"id": "c1", "name": "Company", "joined": {"demo": joined} if joined else {}, **company},
        "sector": "invented",
        "assessed_on": on,
        "joint_actions": dict(joint or {}),
    })  # fmt: skip


def supplier(
    content: SectorContent,
    id: str = "s1",
    answers: Sequence[str | AnswerRow] = (),
    facts: Mapping[str, Scalar | tuple[Scalar, ...]] | None = None,
    possible: Mapping[str, float] | None = None,
    **given: Any,
) -> SupplierAssessment:
    """A supplier from lines such as `talks_papers=held @worker_interviews 2026-05-01`; see `answer`.

    Every question of its form whose condition is not known to fail is put. What is established follows from the open
    signals; what is possible is at least that and what `possible` says.
    """
    rows = tuple(answer(content, line) if isinstance(line, str) else line for line in answers)
    known = {k: v if isinstance(v, tuple) else (v,) for k, v in (facts or {}).items()}
    established = {i: _established(rows, i) for i in content.indicators}
    bounds = {i: Interval(low, max(low, (possible or {}).get(i, 0.0))) for i, low in established.items()}
    core = content.questionnaires["core"].questions()
    put = [q for q in core if q.ask_when is None or known.get("migrant_share") != (0.0,)]
    matters = [(content.matter_of[q.id], i) for q in put for i in sorted(q.covers())]
    made = SupplierAssessment(
        supplier=Supplier(id, f"Site {id}", known),
        assessed=any(row.state != "no_answer" for row in rows),
        tier=Tier.LOW, tier_reasons=(), gate=Gate.NONE, severity=0.5, coverage=1.0 if rows else 0.0,
        established=max((b.established for b in bounds.values()), default=0.0),
        possible=max((b.possible for b in bounds.values()), default=0.0),
        priority=1, indicators=bounds, inherent={}, control_effect={}, answers=rows,
        matters=tuple(MatterRow(matter, i, 0.0, 0.0, "", True) for matter, i in matters),
        controls=tuple(ControlRow(q.id, i, 0.0, "E0") for q in put for i in q.controls),
    )  # fmt: skip
    return replace(made, **{**given, "tier": Tier(given.get("tier", Tier.LOW))})


def answer(content: SectorContent, line: str, closed: bool = False, counts: bool = True) -> AnswerRow:
    """`question=key[+key]` or `question=refused`, then `@source` and a date where they matter."""
    what, *rest = line.split()
    question, _, value = what.partition("=")
    source = next((part[1:] for part in rest if part.startswith("@")), "supplier")
    day = next((date.fromisoformat(part) for part in rest if part[0].isdigit()), None)
    states = ("unknown", "no_answer", "refused", "declined_cap", "not_applicable")
    keys = () if value in states or not value else tuple(value.split("+"))
    effects = [e for key, e in content.questions[question].effects() if key in keys]
    signals = tuple(
        SignalRow(s.indicator, s.strength, content.indicators[s.indicator].dimension.value, e.critical, closed)
        for e in effects for s in e.signals
    )  # fmt: skip
    raised = {signal.indicator for signal in signals}
    assures = tuple(sorted({i for e in effects for i in e.no_concern} - raised))
    state = value if value in states else "answered"
    evidence = {"worker_interviews": "E5", "unannounced_audit": "E4"}.get(source, "E1")
    matter = content.matter_of[question]
    return AnswerRow(question, matter, source, evidence, day, state, keys, (), signals, assures, counts)


def company_answers(content: SectorContent, *lines: str) -> tuple[AnswerRow, ...]:
    """The company's own answers."""
    return tuple(answer(content, f"{line} @company") for line in lines)


def assessment(
    suppliers: Sequence[SupplierAssessment] = (),
    agreements: tuple[AgreementResult, ...] = (),
    answers: tuple[AnswerRow, ...] = (),
    on: date = TODAY,
) -> Assessment:
    """One round of company c1."""
    return Assessment("c1", "Company", "invented", "2026", on, {}, tuple(suppliers), agreements, answers)


def driver(indicator: str, critical: bool = False, unknown: tuple[str, ...] = ()) -> DriverRow:
    """A driver that applies."""
    return DriverRow("a_driver", indicator, "severe", 0.6, critical, unknown)


def contradiction(matter: str, indicator: str) -> Contradiction:
    """The supplier assures what its workers deny."""
    return Contradiction(matter, indicator, ("supplier",), ("worker_interviews",))


def ask(question: str) -> AskNext:
    """A question that would narrow the bounds."""
    return AskNext(question, "supplier", "E2", 0.1, 0.1)


@cache
def scales() -> Scales:
    """The numbers of the method as its page gives them."""
    return Scales.model_validate(_valued({
        "levels": {"low": 0.05, "elevated": 0.15, "high": 0.35, "severe": 0.6},
        "strengths": STRENGTHS,
        "caps": {"E0": 0.0, "E1": 0.1, "E2": 0.25, "E3": 0.35, "E4": 0.5, "E5": 0.65, "E6": 0.8},
        "evidence": {"supplier": "E1", "company": "E1"},
        "reach": {"supplier": "E2"},
        "exponent": 8, "gate": [{"strong": 2}],
        "tiers": {"high_established": 0.6, "high_possible": 0.6, "medium_established": 0.2, "medium_possible": 0.3},
        "severity_from_possible": 0.25, "scope": [{"value": 0.8}], "scope_unknown": 0.6, "coverage_floor": 0.5,
        "closing": {"default": "E4", "coercion": "E5"},
        "robustness": {"draws": 200, "lowest_factor": 0.75, "highest_factor": 1.25, "exponents": [8]},
        "latest_days": {"short": 90, "long": 365},
        "preventive_from_possible": 0.3, "small_site_below": 10, "short_form_questions": 25, "form_minutes": 45,
        "confirming_share": 0.25, "soon_days": 14,
    }))  # fmt: skip


def _established(rows: Sequence[AnswerRow], indicator: str) -> float:
    words = {row.matter: s.strength for row in rows for s in row.open_signals if s.indicator == indicator}
    return 1 - prod(1 - STRENGTHS[word] for word in words.values())


def _profile() -> dict[str, Any]:
    forms = {"supplier": ["core"], "workers": ["talks"], "company": ["company_form"]}
    named = {"id": "invented", "edition": "1", "name": {"nl": "a", "en": "a"}}
    return {**named, "agreements": ["demo"], "questionnaires": forms}


def _measure(line: str) -> Measure:
    id, when, lead, kind, evidence, flags, purposes = (part.strip() for part in line.split("|"))
    horizon, days = when.split()
    purpose = dict(part.split(":") for part in purposes.split(";"))
    return Measure.model_validate({
        "id": id, "text": {"nl": f"{id} doen", "en": f"Do {id}"}, "type": kind, "horizon": horizon, "days": int(days),
        "lead": lead, "closes_with": evidence, "preventive": "p" in flags, "from_outside": "o" in flags,
        "together": "t" in flags,
        "for": {key.strip(): ids.split() for key, ids in purpose.items()},
    })  # fmt: skip


def _read(text: str) -> Any:
    document, findings = parse(text, "inline")
    assert document is not None
    assert not findings, findings
    return _texts(document.data)


def _texts(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _text(value) if key in TEXTS else _texts(value) for key, value in node.items()}
    return [_texts(item) for item in node] if isinstance(node, list) else node


def _text(value: Any) -> Any:
    return {"nl": value, "en": value} if isinstance(value, str) else _texts(value)


def _valued(node: Any) -> Any:
    is_scale = not isinstance(node, dict)
    return {"value": node} if is_scale else {key: _valued(value) for key, value in node.items()}
