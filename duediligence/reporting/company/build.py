"""Builds the company's view from one round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from duediligence.findings import Finding
from duediligence.model.assessment import SupplierAssessment
from duediligence.model.base import Text
from duediligence.model.facts import Fact, FactType
from duediligence.reporting.company.actions import action_views, by_subject, finding_views, measure_groups
from duediligence.reporting.company.moved import movement_view
from duediligence.reporting.company.now import lead_sentence, now_items, tier_reasons
from duediligence.reporting.company.view import ActionView, CompanyView, ProblemView, SupplierDetail, SupplierView
from duediligence.reporting.shared.agreements import agreement_views, regulation_views, topic_rows
from duediligence.reporting.shared.audience import AudienceSpec
from duediligence.reporting.shared.counts import (
    in_play,
    indicator_lines,
    sign_bounds,
    thresholds,
    tier_lines,
    urgent_suppliers,
)
from duediligence.reporting.shared.evidence_rows import AskView, ContradictionView, FactView
from duediligence.reporting.shared.frame import frame
from duediligence.reporting.shared.labels import Labels, target
from duediligence.reporting.shared.ledger import answer_view, grouped, sign_ledgers, summed_up
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.shared.unknown import missing_facts, unknown_sentences
from duediligence.reporting.shared.words import listed

REMARKS = ("form_remark", "workers_remark")
"""The findings that pass on what somebody wrote outside the questions."""


def company_view(round: Round, spec: AudienceSpec) -> CompanyView:
    """Everything that the company sees, in order of priority."""
    labels = Labels(round.content)
    ranked = round.assessment.ranked
    actions = action_views(round, labels)
    of_supplier = by_subject(actions)
    urgent = urgent_suppliers(ranked, round.content.scales)
    indicators = indicator_lines(ranked, labels)
    agreements, remarks = agreement_views(round), _remarks(round, labels)
    suppliers = tuple(
        supplier_view(s, of_supplier.get(s.id, ()), index < spec.details_up_to, labels, remarks.get(s.id, ()))
        for index, s in enumerate(ranked)
    )
    return CompanyView(
        frame=frame(round, spec, round.manifest),
        now=now_items(round, urgent, of_supplier, labels),
        lead=lead_sentence(round, urgent, actions),
        unknown=(*unknown_sentences(ranked, agreements, round.content.scales), *missing_facts(ranked)),
        thresholds=thresholds(round.content.scales),
        tiers=tier_lines(ranked, round.movement),
        indicators=indicators,
        suppliers=suppliers,
        findings=finding_views(ranked, labels),
        actions=actions,
        measures=measure_groups(actions),
        agreements=agreements,
        regulations=regulation_views(round),
        topics=topic_rows(round),
        movement=movement_view(round.movement, round.content) if round.movement else None,
        problems=tuple(_problem(f, labels) for f in round.findings),
        questions=tuple((labels.numbers[id], q.text) for id, q in round.content.questions.items()),
        drivers=tuple((number, labels.driver(id)) for id, number in labels.driver_numbers.items()),
        full_text=len(ranked) <= spec.full_text_up_to,
        ledger_up_to=spec.ledger_up_to,
    )


def _remarks(round: Round, labels: Labels) -> Mapping[str, Sequence[Text]]:
    """What came with the forms outside the questions, by supplier: it counts nowhere, and must be read."""
    found: dict[str, list[Text]] = defaultdict(list)
    for finding in round.findings:
        if finding.code in REMARKS:
            found[str(finding.params["supplier"])].append(labels.finding(finding)[0])
    return found


def supplier_view(
    s: SupplierAssessment, actions: Sequence[ActionView], detailed: bool, labels: Labels, remarks: Sequence[Text] = ()
) -> SupplierView:
    """One supplier, with what unfolds under it where `detailed`."""
    bounds = sign_bounds(s, labels.content)
    facts = _facts(s, labels)
    unfinished = [a for a in actions if not a.closed]
    return SupplierView(
        id=s.id,
        name=s.supplier.name,
        target=target(s.id),
        priority=s.priority,
        tier=s.tier.value,
        assessed=s.assessed,
        gate=s.gate.value,
        established=s.established,
        possible=s.possible,
        severity=s.severity,
        coverage=s.coverage,
        robustness=s.robustness,
        country=labels.known(s.supplier, "country"),
        country_code=next(iter(s.supplier.words("country")), ""),
        activity=listed([facts[id].words for id in ("processes", "goods") if id in facts][:1]),
        workers=s.supplier.number("workers"),
        facts=tuple(facts.values()),
        signs=bounds,
        in_play=in_play(bounds, labels.content.scales),
        open_actions=len(unfinished),
        next_due=min((a.due for a in unfinished), default=None),
        overdue=sum(a.overdue for a in unfinished),
        contradictions=len(s.contradictions),
        why=(*tier_reasons(s, labels), *remarks),
        detail=_detail(s, actions, labels) if detailed else None,
    )


def _detail(s: SupplierAssessment, actions: Sequence[ActionView], labels: Labels) -> SupplierDetail:
    ledger = sign_ledgers(s, labels)
    open_signs = tuple(sign for sign in ledger if sign.in_play)
    answers = [(row, answer_view(row, labels)) for row in s.answers]
    told = frozenset(m.matter for m in s.matters if any(sign.indicator == m.indicator for sign in open_signs))
    return SupplierDetail(
        unknown_facts=tuple(labels.fact(fact) for fact in s.unknown_facts),
        ledger=open_signs,
        quiet=tuple(sign for sign in ledger if not sign.in_play),
        groups=grouped(answer for row, answer in answers if row.matter not in told),
        quiet_answers=summed_up(answer for _, answer in answers if answer.state != "concern" or not answer.counts),
        contradictions=tuple(
            ContradictionView(
                labels.number(c.matter),
                labels.question(c.matter),
                labels.indicator(c.indicator),
                c.assuring,
                c.objecting,
            )
            for c in s.contradictions
        ),
        ask_next=tuple(
            AskView(
                labels.number(a.question), labels.question(a.question), a.respondent, a.evidence, a.drop, a.potential
            )
            for a in s.ask_next
        ),
        actions=tuple(actions),
    )


def _facts(s: SupplierAssessment, labels: Labels) -> Mapping[str, FactView]:
    """The facts that are known, in the order of the register."""
    return {
        id: FactView(
            id,
            fact.name,
            labels.values(fact, values),
            _number(s, fact),
            fact.type is FactType.SHARE,
            values == (False,),
        )
        for id, fact in labels.content.facts.items()
        if (values := s.supplier.facts.get(id))
    }


def _number(s: SupplierAssessment, fact: Fact) -> float | None:
    return s.supplier.number(fact.id) if fact.type in (FactType.NUMBER, FactType.SHARE) else None


def _problem(finding: Finding, labels: Labels) -> ProblemView:
    return ProblemView(str(finding.location), *labels.finding(finding))
