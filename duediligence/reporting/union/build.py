"""Builds the union's view from one round: by site, with the worker side in front."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from duediligence.model.assessment import AnswerRow, SupplierAssessment
from duediligence.model.base import Text
from duediligence.model.scales import Evidence
from duediligence.reporting.shared.audience import AudienceSpec
from duediligence.reporting.shared.build import shared_actions, shared_measures
from duediligence.reporting.shared.counts import (
    in_play,
    indicator_lines,
    is_urgent,
    sign_bounds,
    thresholds,
    tier_lines,
    urgent_suppliers,
)
from duediligence.reporting.shared.disclosure import is_small, safe_at_small_site, shared_agreements, shared_facts
from duediligence.reporting.shared.frame import frame
from duediligence.reporting.shared.labels import Labels, target
from duediligence.reporting.shared.ledger import shown_state
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.shared.rows import SharedAction
from duediligence.reporting.shared.unknown import unknown_sentences
from duediligence.reporting.shared.words import term
from duediligence.reporting.union.now import union_lead, union_now
from duediligence.reporting.union.reasons import union_reasons
from duediligence.reporting.union.view import (
    Provision,
    SharedFact,
    UnionFinding,
    UnionSign,
    UnionSite,
    UnionView,
    WorkerQuestion,
)

WORKER_RESPONDENTS = ("workers", "union")


def union_view(round: Round, spec: AudienceSpec) -> UnionView:
    """Risks and actions by site, in order of priority."""
    labels = Labels(round.content)
    ranked = round.assessment.ranked
    indicators = indicator_lines(ranked, labels)
    hidden = frozenset(m.id for m in round.content.measures.values() if m.type in spec.withheld_measures)
    actions = shared_actions(round, spec.worker_side, lambda a: a.measure not in hidden, labels)
    by_site: dict[str, list[SharedAction]] = defaultdict(list)
    for action in actions:
        by_site[action.target].append(action)
    for of_site in by_site.values():
        of_site.sort(key=lambda action: action.due)
    sites = tuple(_site(s, by_site[target(s.id)], spec, labels) for s in ranked)
    by_id = {site.id: site for site in sites}
    urgent = [by_id[s.id] for s in urgent_suppliers(ranked, round.content.scales)]
    agreements = shared_agreements(round)
    measures = shared_measures(actions, {}, with_sites=True, labels=labels)
    return UnionView(
        frame=frame(round, spec, round.manifest.without_inputs()),
        now=union_now(sites, urgent, actions, measures, round.assessment.assessed_on),
        lead=union_lead(sites, actions),
        unknown=unknown_sentences(ranked, agreements, round.content.scales),
        thresholds=thresholds(round.content.scales),
        tiers=tier_lines(ranked, None),
        indicators=indicators,
        sites=sites,
        measures=measures,
        agreements=agreements,
        questions=_questions(labels),
        full_text=len(ranked) <= spec.full_text_up_to,
        details_up_to=spec.details_up_to,
    )


def _questions(labels: Labels) -> tuple[WorkerQuestion, ...]:
    """The questions behind the numbers; those to the company itself stay out."""
    forms = labels.content.form_of
    shown = (id for id in labels.content.questions if forms[id].respondent.value != "company")
    return tuple(WorkerQuestion(labels.number(id), labels.question(id)) for id in shown)


def _site(s: SupplierAssessment, actions: Sequence[SharedAction], spec: AudienceSpec, labels: Labels) -> UnionSite:
    closed = bool(s.closed_by)
    small = is_small(s, labels.content) or closed  # who spoke there, when and in which words is told to nobody
    side = spec.worker_side
    bounds = sign_bounds(s, labels.content)
    signs = _open_signs(s, labels)
    findings = tuple(_findings(s, small, labels))
    return UnionSite(
        id=s.id,
        name=s.supplier.name,
        target=target(s.id),
        rank=s.priority,
        tier=s.tier.value,
        assessed=s.assessed,
        urgent=is_urgent(s, labels.content.scales),
        gate=s.gate.value,
        established=s.established,
        possible=s.possible,
        country=labels.known(s.supplier, "country"),
        activity=labels.known(s.supplier, "processes"),
        small=small,
        closed=closed,
        facts=tuple(_facts(s, small, spec, labels)),
        signs=bounds,
        in_play=in_play(bounds, labels.content.scales),
        open_signs=signs,
        why=union_reasons(s, findings, signs, spec, labels),
        findings=findings,
        contradictions=_contradicted(s, labels),
        representation=tuple(SharedFact(labels.fact(id), _known(s, id, labels)) for id in side.representation),
        access=tuple(_access(s, side.access, labels)),
        ask_workers=tuple(
            WorkerQuestion(labels.number(a.question), labels.question(a.question))
            for a in s.ask_next
            if a.respondent in WORKER_RESPONDENTS
        ),
        actions=tuple(actions),
    )


def _open_signs(s: SupplierAssessment, labels: Labels) -> tuple[UnionSign, ...]:
    signs = (
        UnionSign(labels.indicator(id), bounds.established, bounds.possible)
        for id, bounds in s.indicators.items()
        if labels.content.scales.in_play(bounds)
    )
    return tuple(sorted(signs, key=lambda sign: (-sign.established, -sign.possible, sign.name.en)))


def _known(s: SupplierAssessment, fact: str, labels: Labels) -> Text:
    words = labels.known(s.supplier, fact)
    return words if words.en else term("answer", "unknown")


def _facts(s: SupplierAssessment, small: bool, spec: AudienceSpec, labels: Labels) -> Iterable[SharedFact]:
    told_apart = spec.worker_side.representation
    for fact in shared_facts(labels.content, spec):
        if fact.id in told_apart:
            continue
        values = s.supplier.facts.get(fact.id)
        if values and (not small or safe_at_small_site(fact)):
            yield SharedFact(fact.name, labels.values(fact, values))


def _findings(s: SupplierAssessment, small: bool, labels: Labels) -> Iterable[UnionFinding]:
    """Open concerns and refusals; at a small site once for each sign, without who said it, what or when."""
    seen: set[tuple[str, str]] = set()
    for row in s.answers:
        state = shown_state(row)
        if not row.counts or state not in ("concern", "refused") or row.source == "company":
            continue
        for indicator in _indicators(row, labels):
            if small and (state, indicator) in seen:
                continue
            seen.add((state, indicator))
            yield _finding(row, state, indicator, small, labels)


def _finding(row: AnswerRow, state: str, indicator: str, small: bool, labels: Labels) -> UnionFinding:
    signals = [signal for signal in row.signals if signal.indicator == indicator]
    return UnionFinding(
        kind=state,
        indicator=labels.indicator(indicator),
        strength="" if small or not signals else signals[0].strength,
        critical=any(signal.critical for signal in signals),
        number="" if small else labels.number(row.question),
        question=None if small else labels.question(row.question),
        answer=None if small or state == "refused" else labels.answer(row),
        source="" if small else row.source,
        day=None if small else row.date,
    )


def _indicators(row: AnswerRow, labels: Labels) -> tuple[str, ...]:
    if row.signals:
        return tuple(dict.fromkeys(signal.indicator for signal in row.open_signals))
    return tuple(sorted(labels.covers.get(row.question, ())))


def _contradicted(s: SupplierAssessment, labels: Labels) -> tuple[Text, ...]:
    return tuple(labels.indicator(id) for id in dict.fromkeys(c.indicator for c in s.contradictions))


def _access(s: SupplierAssessment, topics: Sequence[str], labels: Labels) -> Iterable[Provision]:
    """Provisions on the topics named, once for each question, by the best credit that it got and whose word that is."""
    best: dict[str, tuple[float, str]] = {}
    for control in s.controls:
        question = labels.content.questions.get(control.question)
        if question and str(question.topic) in topics:
            found = (control.credit, control.evidence)
            best[control.question] = max(best.get(control.question, found), found)
    for id, (credit, evidence) in sorted(best.items()):
        yield Provision(labels.number(id), labels.question(id), _provided(credit, Evidence[evidence]))


def _provided(credit: float, evidence: Evidence) -> str:
    if not credit > 0:
        return "not_shown"
    if evidence <= Evidence.E1:  # its own word shows nothing
        return "said" if credit >= 1 else "partly_said"
    return "shown" if credit >= 1 else "partly"
